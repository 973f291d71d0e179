//! Lines of letters 来信: JSON lines, each with `text`, or with `subject` and `detail`, and fields of its reader's own. Everything
//! that reads a file of them reads it here, so that a blank line, a byte-order mark or a line that cannot be used is the same
//! to all. A bad line is named with its number and skipped; the others count.

use std::io::{self, BufRead};

use serde::Serialize;
use serde_json::{Map, Value};

use crate::classify::learned::Writing;

mod reader;

pub use reader::{LONGEST, next_line};

/// Between the levels of a label that has several.
const BETWEEN_LEVELS: &str = "›";

/// One line that says something.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its number, from 1.
    pub number: usize,
    /// What the citizen wrote; empty where the fields for it are.
    pub writing: Writing<'static>,
    fields: Map<String, Value>,
}

/// A line that was skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
    /// Why, and what to do, in words for whoever made the file; without its own words.
    pub why: String,
}

/// All that could be read, and what is wrong with the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines<T> {
    /// In the order of the lines.
    pub all: Vec<T>,
    /// In the order of the lines.
    pub bad: Vec<BadLine>,
}

/// A text with the label that people gave it.
#[derive(Clone, Debug, PartialEq)]
pub struct Labelled {
    /// Its line, from 1.
    pub line: usize,
    /// What the citizen wrote.
    pub writing: Writing<'static>,
    /// What people said it is.
    pub label: String,
}

/// The words of a line, without a byte-order mark and the white space around them.
///
/// # Errors
/// It is no UTF-8.
pub fn words(line: &[u8]) -> Result<&str, String> {
    let words = str::from_utf8(line).map_err(|_| "不是 UTF-8 文本，请把文件另存为 UTF-8")?;
    Ok(words.trim_start_matches('\u{feff}').trim())
}

impl<T> Lines<T> {
    /// Reads to the end and keeps what `of` makes of each text. Blank lines are no lines.
    ///
    /// # Errors
    /// The source cannot be read any further.
    pub fn read(source: impl BufRead, of: impl Fn(Line) -> Result<T, String>) -> io::Result<Self> {
        Self::parse(source, |number, words| {
            let line = Line::parse(number, words)?;
            if line.writing.whole().trim().is_empty() {
                Err("text（或 subject 和 detail）是空的，请补上".to_owned())
            } else {
                of(line)
            }
        })
    }

    /// The same, of each line's number and words as they stand there.
    ///
    /// # Errors
    /// The source cannot be read any further.
    pub fn parse(mut source: impl BufRead, of: impl Fn(usize, &str) -> Result<T, String>) -> io::Result<Self> {
        let (mut all, mut bad) = (Vec::new(), Vec::new());
        let mut bytes = Vec::new();
        for line in 1.. {
            let one = match next_line(&mut source, &mut bytes)? {
                Ok(false) => break,
                Ok(true) => words(&bytes).and_then(|words| if words.is_empty() { Ok(None) } else { of(line, words).map(Some) }),
                Err(why) => Err(why),
            };
            match one {
                Ok(one) => all.extend(one),
                Err(why) => bad.push(BadLine { line, why }),
            }
        }
        Ok(Self { all, bad })
    }
}

impl Line {
    /// A JSON object that has a text, or a subject, or a detail.
    ///
    /// # Errors
    /// It is something else; the words say what.
    pub fn parse(number: usize, words: &str) -> Result<Self, String> {
        let value = serde_json::from_str(words)
            .map_err(|error: serde_json::Error| format!("不是 JSON（第 {} 个字符附近），请写成一行一个 JSON 对象", error.column()))?;
        let Value::Object(fields) = value else {
            return Err("不是一个 JSON 对象，请写成 {\"text\": \"……\"}".to_owned());
        };
        let mut line = Self { number, writing: Writing::text(""), fields };
        line.writing = match (line.text("text")?, line.text("subject")?, line.text("detail")?) {
            (Some(text), ..) => Writing::text(text.to_owned()),
            (None, Some(subject), detail) => Writing::letter(subject, detail.unwrap_or_default()),
            (None, None, Some(detail)) => Writing::text(detail.to_owned()),
            (None, None, None) if ["text", "subject", "detail"].iter().any(|name| line.value(name).is_some()) => Writing::text(""),
            (None, None, None) => return Err("没有 text，也没有 subject 和 detail，请补上".to_owned()),
        };
        Ok(line)
    }

    /// All that the citizen wrote, for whom a subject is like any other line.
    pub fn whole(&self) -> String {
        self.writing.whole().trim().to_owned()
    }

    /// What stands in a field, where anything does.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    /// The words of a field, where there are any.
    ///
    /// # Errors
    /// Something else than words stands there.
    pub fn text(&self, name: &str) -> Result<Option<&str>, String> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::String(words)) => Ok(Some(words.trim()).filter(|words| !words.is_empty())),
            Some(_) => Err(format!("{name} 不是文字，请加上引号")),
        }
    }

    /// The label in a field of any name. One of several levels is all of its levels, so that two of the same name below
    /// different ones stay two.
    ///
    /// # Errors
    /// There is none.
    pub fn label(&self, name: &str) -> Result<String, String> {
        let level = |value: &Value| value.as_str().map(str::trim).filter(|level| !level.is_empty()).map(str::to_owned);
        let label = match self.value(name) {
            None => return Err(format!("没有 {name}，请补上，或用 --label 另选一个字段")),
            Some(Value::Array(levels)) => levels.iter().map(level).collect::<Option<Vec<_>>>().map(|levels| levels.join(BETWEEN_LEVELS)),
            Some(value) => level(value),
        };
        label.filter(|label| !label.is_empty()).ok_or_else(|| format!("{name} 是空的，或者不是文字，请写成文字，或一级级的文字列表"))
    }
}

impl Labelled {
    /// The text with the label that stands in the field `name`.
    ///
    /// # Errors
    /// There is no label.
    pub fn of(line: Line, name: &str) -> Result<Self, String> {
        let label = line.label(name)?;
        Ok(Self { line: line.number, writing: line.writing, label })
    }
}

impl Lines<Labelled> {
    /// Reads to the end; the label stands in the field `name`.
    ///
    /// # Errors
    /// The source cannot be read any further.
    pub fn labelled(source: impl BufRead, name: &str) -> io::Result<Self> {
        Self::read(source, |line| Labelled::of(line, name))
    }
}

#[cfg(test)]
mod tests;
