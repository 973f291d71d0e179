//! A city's history 历史工单: lines of JSON, each a text with the label that people gave it. A line that cannot be used is
//! reported with its number and skipped; the others count.

use std::io::{self, BufRead};

use serde_json::{Map, Value};

use crate::classify::learned::Writing;

/// Between the levels of a label that has several.
const BETWEEN_LEVELS: &str = "›";

/// One text and its label.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// What the citizen wrote.
    pub writing: Writing<'static>,
    /// What people said it is.
    pub label: String,
}

/// A line that was skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad {
    /// Its number, from 1.
    pub line: usize,
    /// Why, in words for whoever made the file.
    pub why: String,
}

/// All lines that can be used, and what is wrong with the others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// In the order of the lines.
    pub lessons: Vec<Lesson>,
    /// In the order of the lines.
    pub bad: Vec<Bad>,
}

impl History {
    /// Reads lines to the end; `field` names what is to be learned. Empty lines are nothing.
    ///
    /// # Errors
    /// The lines cannot be read at all.
    pub fn read(mut from: impl BufRead, field: &str) -> io::Result<Self> {
        let mut history = Self::default();
        let mut bytes = Vec::new();
        for line in 1.. {
            bytes.clear();
            if from.read_until(b'\n', &mut bytes)? == 0 {
                break;
            }
            let text = str::from_utf8(&bytes).map(|text| text.trim_start_matches('\u{feff}').trim());
            match text.map_err(|_| "不是 UTF-8 文本".to_owned()).and_then(|text| lesson(text, field)) {
                Ok(lesson) => history.lessons.extend(lesson),
                Err(why) => history.bad.push(Bad { line, why }),
            }
        }
        Ok(history)
    }
}

fn lesson(line: &str, field: &str) -> Result<Option<Lesson>, String> {
    if line.is_empty() {
        return Ok(None);
    }
    let Value::Object(fields) = serde_json::from_str(line).map_err(|error| format!("不是 JSON（第 {} 个字符附近）", error.column()))?
    else {
        return Err("不是一个 JSON 对象".to_owned());
    };
    Ok(Some(Lesson { writing: writing(&fields)?, label: label(&fields, field)? }))
}

fn writing(fields: &Map<String, Value>) -> Result<Writing<'static>, String> {
    let words = |name: &str| match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(words)) => Ok(Some(words.trim()).filter(|words| !words.is_empty())),
        Some(_) => Err(format!("{name} 不是文字")),
    };
    match (words("text")?, words("subject")?, words("detail")?) {
        (Some(text), ..) => Ok(Writing::text(text.to_owned())),
        (None, Some(subject), detail) => Ok(Writing::letter(subject, detail.unwrap_or_default())),
        (None, None, Some(detail)) => Ok(Writing::text(detail.to_owned())),
        (None, None, None) => Err("没有 text，也没有 subject 和 detail，或者是空的".to_owned()),
    }
}

/// A label of several levels is all of its levels, so that two of the same name below different ones stay two.
fn label(fields: &Map<String, Value>, field: &str) -> Result<String, String> {
    let level = |value: &Value| value.as_str().map(str::trim).filter(|level| !level.is_empty()).map(str::to_owned);
    let label = match fields.get(field) {
        None | Some(Value::Null) => return Err(format!("没有 {field}")),
        Some(Value::Array(levels)) => levels.iter().map(level).collect::<Option<Vec<_>>>().map(|levels| levels.join(BETWEEN_LEVELS)),
        Some(value) => level(value),
    };
    label.filter(|label| !label.is_empty()).ok_or_else(|| format!("{field} 是空的，或者不是文字"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, field: &str) -> History {
        History::read(text.as_bytes(), field).expect("memory is read")
    }

    #[test]
    fn texts_and_letters_with_their_labels() {
        let lines = "\u{feff}{\"text\": \" 井盖没了 \", \"unit\": \"市政处\"}\n\n{\"subject\": \"停水\", \"detail\": \"三天了\", \"unit\": \"水务局\"}\r\n{\"detail\": \"路灯不亮\", \"unit\": \"市政处\"}";
        let is = read(lines, "unit");
        assert_eq!(is.bad, []);
        assert_eq!(is.lessons.iter().map(|lesson| lesson.label.as_str()).collect::<Vec<_>>(), ["市政处", "水务局", "市政处"]);
        assert_eq!(is.lessons[0].writing, Writing::text("井盖没了"));
        assert_eq!(is.lessons[1].writing, Writing::letter("停水", "三天了"));
    }

    #[test]
    fn levels_are_joined() {
        let is =
            read("{\"text\": \"a\", \"category\": [\"城建\", \"市政\", \"路灯\"]}\n{\"text\": \"b\", \"category\": \"交通\"}", "category");
        assert_eq!((is.lessons[0].label.as_str(), is.lessons[1].label.as_str()), ("城建›市政›路灯", "交通"));
    }

    #[test]
    fn bad_lines_are_told_by_their_number() {
        let lines = [
            "没有引号",
            "[1]",
            "{\"text\": \"井盖\"}",
            "{\"text\": \"  \", \"unit\": \"市政处\"}",
            "{\"text\": 7, \"unit\": \"市政处\"}",
            "{\"text\": \"井盖\", \"unit\": 7}",
            "{\"text\": \"井盖\", \"unit\": [\"市政处\", \"\"]}",
            "{\"text\": \"井盖\", \"unit\": \"市政处\"}",
        ];
        let mut bytes = lines.join("\n").into_bytes();
        bytes.extend(b"\n\xff\xfe\n");
        let is = History::read(bytes.as_slice(), "unit").expect("memory is read");
        assert_eq!(is.lessons.len(), 1);
        assert_eq!(is.bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7, 9]);
        assert!(is.bad[2].why.contains("unit") && is.bad[3].why.contains("text") && is.bad[7].why.contains("UTF-8"), "{:?}", is.bad);
    }
}
