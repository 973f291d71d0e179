//! Labelled texts 有标注的诉求: JSON lines with the label in a field of any name. A bad line is reported and skipped.

use std::io::{self, BufRead};

use serde::Serialize;
use serde_json::{Map, Value};

use crate::classify::learned::Writing;

/// One text and its right label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its line, from 1.
    pub line: usize,
    /// The subject of a letter, where it has one.
    pub subject: Option<String>,
    /// The text, or what follows the subject.
    pub body: String,
    /// The right label.
    pub label: String,
}

impl Entry {
    /// All of it as whoever understands texts takes it.
    pub fn writing(&self) -> Writing<'_> {
        match &self.subject {
            Some(subject) => Writing::letter(subject, &self.body),
            None => Writing::text(self.body.as_str()),
        }
    }
}

/// A line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
    /// Why not, without its words.
    pub why: String,
}

/// Everything that a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labelled {
    /// What could be read, in the order of the file.
    pub all: Vec<Entry>,
    /// What could not.
    pub bad: Vec<BadLine>,
}

impl Labelled {
    /// Reads to the end; the label stands in `field`. Blank lines are no lines.
    ///
    /// # Errors
    /// The source cannot be read any further.
    pub fn read(mut source: impl BufRead, field: &str) -> io::Result<Self> {
        let mut read = Self::default();
        let mut bytes = Vec::new();
        for line in 1.. {
            bytes.clear();
            if source.read_until(b'\n', &mut bytes)? == 0 {
                break;
            }
            match parsed(&bytes, field) {
                Ok(Some((subject, body, label))) => read.all.push(Entry { line, subject, body, label }),
                Ok(None) => {}
                Err(why) => read.bad.push(BadLine { line, why }),
            }
        }
        Ok(read)
    }
}

type Parts = (Option<String>, String, String);

fn parsed(bytes: &[u8], field: &str) -> Result<Option<Parts>, String> {
    let line = std::str::from_utf8(bytes).map_err(|_| "不是 UTF-8 文本")?;
    let line = line.trim_start_matches('\u{feff}').trim();
    if line.is_empty() {
        return Ok(None);
    }
    let map: Map<String, Value> = serde_json::from_str(line).map_err(|_| "不是 JSON 对象")?;
    let words = |name: &str| map.get(name).and_then(Value::as_str).map(str::trim).filter(|words| !words.is_empty()).map(str::to_owned);
    let label = words(field).ok_or_else(|| format!("没有 {field}，或者它不是文字"))?;
    let (subject, body) = match words("text") {
        Some(text) => (None, text),
        None => (words("subject"), words("detail").unwrap_or_default()),
    };
    if subject.is_none() && body.is_empty() {
        return Err("既没有 text，也没有 subject 和 detail".to_owned());
    }
    Ok(Some((subject, body, label)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_and_bad_ones_are_named() {
        let mut source = "\u{feff}{\"text\":\"井盖坏了\",\"unit\":\"市政中心\",\"id\":3}\n\n不是JSON\n\
                          {\"subject\":\"停水\",\"detail\":\"三天了\",\"unit\":\"供水公司\"}\n{\"unit\":\"甲\"}\n{\"text\":\"有\",\"unit\":7}\n"
            .as_bytes()
            .to_vec();
        source.extend(b"\xff\xfe\n{\"text\":\"last, without an end\",\"unit\":\"x\"}");
        let read = Labelled::read(source.as_slice(), "unit").expect("bytes in memory");
        let texts: Vec<(usize, String, &str)> =
            read.all.iter().map(|one| (one.line, one.writing().whole().to_owned(), one.label.as_str())).collect();
        let wanted = [(1, "井盖坏了", "市政中心"), (4, "停水\n三天了", "供水公司"), (8, "last, without an end", "x")];
        assert_eq!(texts, wanted.map(|(line, text, label)| (line, text.to_owned(), label)));
        assert_eq!(read.all[1].subject.as_deref(), Some("停水"));
        assert_eq!(read.bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [3, 5, 6, 7]);
        assert!(read.bad[2].why.contains("unit"));
    }
}
