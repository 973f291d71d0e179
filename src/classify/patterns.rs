//! Regular expressions in bulk 句式. Almost no pattern occurs in almost any text, so one automaton first looks for the
//! words that each pattern cannot do without, and only patterns whose words are there are tried, one by one. One
//! expression over all of them is no way: gaps such as `.{0,12}` multiply its states until it crawls.

use std::ops::Range;

use aho_corasick::AhoCorasick;
use regex::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::Hir;
use regex_syntax::hir::literal::{ExtractKind, Extractor};

/// Many patterns, each with what its author wants to know when it occurs.
pub struct Patterns<T> {
    each: Vec<(Regex, T)>,
    /// The words that patterns begin or end with.
    words: AhoCorasick,
    /// For each of the words, the pattern that needs it, and at which end.
    needed_by: Vec<(usize, End)>,
    /// For each pattern, what it cannot do without.
    needs: Vec<Needs>,
}

/// One end of a pattern.
#[derive(Clone, Copy)]
enum End {
    First,
    Last,
}

/// What a pattern cannot do without.
#[derive(Clone, Copy)]
struct Needs {
    /// A word at its first end.
    first: bool,
    /// A word at its last end.
    last: bool,
    /// Both in so many bytes.
    within: usize,
}

/// What of a pattern's needs was met so far in a text.
#[derive(Clone, Copy, Default)]
struct Met {
    /// Where the latest of its first words begins.
    first: Option<usize>,
    /// Where the latest of its last words ends.
    last: Option<usize>,
    /// It is worth trying.
    worth: bool,
}

impl Met {
    fn see(&mut self, end: End, place: Range<usize>, needs: Needs) {
        match end {
            End::First => self.first = Some(place.start),
            End::Last => self.last = Some(place.end),
        }
        self.worth |= match (self.first, self.last) {
            (Some(first), Some(last)) => first < last && last - first <= needs.within,
            (first, last) => first.is_some() >= needs.first && last.is_some() >= needs.last,
        };
    }
}

/// A pattern that occurs, and where first.
pub struct Found {
    /// The pattern's number.
    pub number: usize,
    /// Its place in the text.
    pub span: Range<usize>,
}

impl<T> Patterns<T> {
    /// All of these patterns, in this order; each comes from [`compile`].
    pub fn new(patterns: impl IntoIterator<Item = (Regex, T)>) -> Result<Self, aho_corasick::BuildError> {
        let each: Vec<(Regex, T)> = patterns.into_iter().collect();
        let mut needs = Vec::with_capacity(each.len());
        let (mut words, mut needed_by) = (Vec::new(), Vec::new());
        for (number, (regex, _)) in each.iter().enumerate() {
            let mut need = |end| {
                let own = indispensable(regex, end).unwrap_or_default();
                needed_by.extend(own.iter().map(|_| (number, end)));
                let any = !own.is_empty();
                words.extend(own);
                any
            };
            let (first, last) = (need(End::First), need(End::Last));
            needs.push(Needs { first, last, within: longest(regex) });
        }
        Ok(Self { each, words: AhoCorasick::new(words)?, needed_by, needs })
    }

    /// A table of the house's own patterns, which its tests have compiled.
    pub fn table(rows: &[(&str, T)]) -> Self
    where
        T: Clone,
    {
        let rows = rows.iter().map(|(source, tag)| (compile(source).expect("the table is tested"), tag.clone()));
        Self::new(rows).expect("the table is tested")
    }

    /// The patterns that occur in a normalised text, in their order.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let mut met = vec![Met::default(); self.each.len()];
        for word in self.words.find_overlapping_iter(text) {
            let (number, end) = self.needed_by[word.pattern().as_usize()];
            met[number].see(end, word.range(), self.needs[number]);
        }
        let needless = |number: usize| !self.needs[number].first && !self.needs[number].last;
        let tried = self.each.iter().enumerate().filter(|(number, _)| met[*number].worth || needless(*number));
        tried.filter_map(|(number, (regex, _))| Some(Found { number, span: regex.find(text)?.range() })).collect()
    }

    /// What the author of pattern `number` wants to know.
    pub fn tag(&self, number: usize) -> &T {
        &self.each[number].1
    }

    /// Every pattern that occurs in `text` with the words it stands on.
    pub fn hits<'p, 't>(&'p self, text: &'t str) -> impl Iterator<Item = (&'p T, &'t str)> {
        self.find(text).into_iter().map(move |found| (self.tag(found.number), &text[found.span]))
    }
}

fn syntax(regex: &Regex) -> Option<Hir> {
    ParserBuilder::new().case_insensitive(true).build().parse(regex.as_str()).ok()
}

/// The greatest length of a match, in bytes.
fn longest(regex: &Regex) -> usize {
    syntax(regex).and_then(|hir| hir.properties().maximum_len()).unwrap_or(usize::MAX)
}

/// The words one of which every match of `regex` has at this end, in normalised text; none when it can do without.
fn indispensable(regex: &Regex, end: End) -> Option<Vec<String>> {
    let hir = syntax(regex)?;
    let kind = match end {
        End::First => ExtractKind::Prefix,
        End::Last => ExtractKind::Suffix,
    };
    let found = Extractor::new().kind(kind).extract(&hir);
    let words = found.literals()?.iter().map(|word| std::str::from_utf8(word.as_bytes()).ok());
    let words: Vec<&str> = words.collect::<Option<_>>()?;
    // Of the spellings in both cases only the one that normalised text can hold is of use.
    let mut words: Vec<String> =
        words.into_iter().filter(|word| !word.chars().any(|c| c.is_ascii_uppercase())).map(str::to_owned).collect();
    words.sort();
    words.dedup();
    (!words.is_empty() && words.iter().all(|word| !word.is_empty())).then_some(words)
}

/// A pattern as a data file writes it, made to fit normalised text: full-width punctuation in it means the ASCII
/// character that it becomes there, and case does not matter.
pub fn compile(source: &str) -> Result<Regex, regex::Error> {
    let mut fitted = String::with_capacity(source.len());
    for c in source.chars() {
        match c {
            '\u{FF01}'..='\u{FF5E}' => {
                let ascii = char::from_u32(c as u32 - 0xFEE0).map(String::from).unwrap_or_default();
                fitted.push_str(&regex::escape(&ascii));
            }
            _ => fitted.push(c),
        }
    }
    RegexBuilder::new(&fitted).case_insensitive(true).build()
}

/// `text` with these spans overwritten by line breaks, so that every other character keeps its place and no pattern
/// reaches across: `.` does not match a line break.
pub fn blank(text: &str, spans: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans.iter().filter(|span| !span.is_empty()) {
        let start = span.start.max(at);
        let end = span.end.max(start);
        out.push_str(&text[at..start]);
        out.extend(std::iter::repeat_n('\n', end - start));
        at = end;
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_found_in_normalised_text() {
        let patterns = Patterns::table(&[("吵[，。？]", 1), ("ETC.{0,4}扣", 2)]);
        assert_eq!(patterns.hits("吵,etc多扣").collect::<Vec<_>>(), [(&1, "吵,"), (&2, "etc多扣")]);
        assert_eq!(patterns.hits("无事").count(), 0);
        assert_eq!(Patterns::<u8>::table(&[]).hits("任何话").count(), 0);
    }

    #[test]
    fn looking_for_words_first_loses_nothing() {
        let sources = [
            "(烧烤|夜市).{0,5}(吵|闹)",
            "[一二三]点",
            ".{0,3}KTV(里|外)?",
            "(困|关)在.{0,4}(电梯|火)(里|,|，|$)",
            "^太",
            "停(水|电)+",
            "\\d{3}路",
            "(?:a|b)?灯",
            "[^安]静",
            "K",
        ];
        let patterns = Patterns::table(&sources.map(|source| (source, source)));
        let plain = sources.map(|source| (source, compile(source).expect("regex")));
        for text in [
            "夜市很吵",
            "吵的夜市",
            "三点在ktv里",
            "被困在电梯",
            "困在电梯里,",
            "太静",
            "安静",
            "停电电",
            "110路",
            "b灯",
            "灯",
            "k",
            "闹",
            "",
        ] {
            let wanted: Vec<&str> = plain.iter().filter(|(_, regex)| regex.is_match(text)).map(|(source, _)| *source).collect();
            assert_eq!(patterns.hits(text).map(|(source, _)| *source).collect::<Vec<_>>(), wanted, "{text}");
        }
    }

    #[test]
    fn blanking_keeps_every_place() {
        let text = "防火演练着火";
        let spans: Vec<_> = compile("火演").expect("regex").find_iter(text).map(|found| found.range()).collect();
        let blanked = blank(text, &spans);
        assert_eq!(blanked, "防\n\n\n\n\n\n练着火");
        assert_eq!(blank(text, &[0..6, 3..9]).len(), text.len());
    }
}
