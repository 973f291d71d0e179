//! A strict reader of Prometheus' text form, version 0.0.4: what it accepts, every scraper does.

use std::collections::{BTreeMap, BTreeSet};

/// The samples of a page, by name and labels as they are written: `name{label="value"}`.
#[derive(Debug)]
pub struct Page(BTreeMap<String, f64>);

impl Page {
    /// The value of a sample, which must be there.
    pub fn value(&self, sample: &str) -> f64 {
        *self.0.get(sample).unwrap_or_else(|| panic!("no {sample} among {:?}", self.0.keys().collect::<Vec<_>>()))
    }

    /// Reads a page, or says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        if !text.ends_with('\n') {
            return Err("the last line does not end".to_owned());
        }
        let mut reader = Reader::default();
        for (number, line) in text.lines().enumerate() {
            reader.line(line).map_err(|what| format!("line {}: {what}: {line}", number + 1))?;
        }
        reader.histograms()?;
        Ok(Self(reader.samples))
    }
}

#[derive(Default)]
struct Reader {
    /// The families that were announced, and their types.
    kinds: BTreeMap<String, String>,
    helped: BTreeSet<String>,
    /// The family that the samples belong to now.
    family: String,
    samples: BTreeMap<String, f64>,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (name, words) = rest.split_once(' ').ok_or("no help")?;
            (is_name(name) && !words.trim().is_empty() && !words.contains('\\')).then_some(()).ok_or("no help")?;
            return self.helped.insert(name.to_owned()).then_some(()).ok_or_else(|| "helped twice".to_owned());
        }
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').ok_or("no type")?;
            ["counter", "gauge", "histogram"].contains(&kind).then_some(()).ok_or("an unknown type")?;
            self.helped.contains(name).then_some(()).ok_or("a type before its help")?;
            self.family = name.to_owned();
            let before = self.kinds.insert(name.to_owned(), kind.to_owned());
            return before.is_none().then_some(()).ok_or_else(|| "announced twice".to_owned());
        }
        self.sample(line)
    }

    fn sample(&mut self, line: &str) -> Result<(), String> {
        let (key, value) = line.rsplit_once(' ').ok_or("no value")?;
        let (name, labels) = match key.split_once('{') {
            Some((name, rest)) => (name, rest.strip_suffix('}').ok_or("labels that do not end")?),
            None => (key, ""),
        };
        is_name(name).then_some(()).ok_or("no name")?;
        let kind = self.kinds.get(&self.family).ok_or("a sample before its type")?;
        let suffix = name.strip_prefix(self.family.as_str()).ok_or("a sample of another family")?;
        let fits = if kind == "histogram" { ["_bucket", "_sum", "_count"].contains(&suffix) } else { suffix.is_empty() };
        fits.then_some(()).ok_or("a sample of another type")?;
        (kind != "counter" || name.ends_with("_total")).then_some(()).ok_or("a counter that is no total")?;
        let mut names = BTreeSet::new();
        for label in labels.split_terminator(',') {
            let (label, value) = label.split_once('=').ok_or("no label")?;
            let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).ok_or("a label without quotes")?;
            (is_name(label) && !value.contains(['"', '\\', '\n'])).then_some(()).ok_or("a label that is none")?;
            names.insert(label).then_some(()).ok_or("a label twice")?;
        }
        let value: f64 = value.parse().map_err(|_| "no number")?;
        (value.is_finite() && (kind == "gauge" || value >= 0.0)).then_some(()).ok_or("a count below zero")?;
        self.samples.insert(key.to_owned(), value).is_none().then_some(()).ok_or_else(|| "a sample twice".to_owned())
    }

    /// Buckets are cumulative and in order, and the last holds all.
    fn histograms(&self) -> Result<(), String> {
        for name in self.kinds.iter().filter(|(_, kind)| *kind == "histogram").map(|(name, _)| name) {
            let prefix = format!("{name}_bucket{{le=\"");
            let bound = |key: &str| key.strip_prefix(&prefix)?.strip_suffix("\"}")?.replace("+Inf", "inf").parse::<f64>().ok();
            let mut buckets: Vec<(f64, f64)> = self.samples.iter().filter_map(|(key, value)| Some((bound(key)?, *value))).collect();
            buckets.sort_by(|a, b| a.0.total_cmp(&b.0));
            let grows = buckets.windows(2).all(|pair| pair[0].1 <= pair[1].1);
            let all = self.samples.get(&format!("{name}_count"));
            let ends = buckets.last().is_some_and(|(bound, count)| bound.is_infinite() && Some(count) == all);
            if !grows || !ends || !self.samples.contains_key(&format!("{name}_sum")) {
                return Err(format!("the histogram {name} is none"));
            }
        }
        Ok(())
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

#[test]
fn what_is_no_page_is_refused() {
    let good = "# HELP a_total Words.\n# TYPE a_total counter\na_total{kind=\"x\"} 1\n";
    assert_eq!(Page::parse(good).expect("a page").value("a_total{kind=\"x\"}"), 1.0);
    for (from, to) in
        [("counter", "number"), ("} 1", "} x"), ("\"x\"", "x"), ("# HELP a_total Words.\n", ""), ("a_total{", "b_total{"), ("} 1", "} -1")]
    {
        assert!(Page::parse(&good.replacen(from, to, 1)).is_err(), "{from} as {to}");
    }
    assert!(Page::parse(&format!("{good}a_total{{kind=\"x\"}} 2\n")).is_err(), "twice");
    assert!(Page::parse(good.trim_end()).is_err(), "cut off");
}
