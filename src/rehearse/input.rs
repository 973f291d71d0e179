//! Reading complaints 读入诉求: JSON lines with `text`, or with `subject` and `detail`. A bad line is reported and skipped.

use std::io::{self, BufRead};

use serde::Deserialize;

/// One complaint of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Its line, from 1.
    pub line: usize,
    /// The citizen's words.
    pub text: String,
    /// The unit that it went to in truth, where the file says so; only figures of agreement look at it.
    pub unit: Option<String>,
}

/// A line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
    /// Why not, without its words.
    pub why: &'static str,
}

/// Everything that a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complaints {
    /// What could be read, in the order of the file.
    pub all: Vec<Complaint>,
    /// What could not.
    pub bad: Vec<BadLine>,
}

#[derive(Deserialize)]
struct Line {
    text: Option<String>,
    subject: Option<String>,
    detail: Option<String>,
    unit: Option<String>,
}

impl Complaints {
    /// Reads to the end. Blank lines are no lines.
    ///
    /// # Errors
    /// The source cannot be read any further.
    pub fn read(mut source: impl BufRead) -> io::Result<Self> {
        let mut complaints = Self::default();
        let mut bytes = Vec::new();
        for line in 1.. {
            bytes.clear();
            if source.read_until(b'\n', &mut bytes)? == 0 {
                break;
            }
            match parsed(&bytes) {
                Ok(Some((text, unit))) => complaints.all.push(Complaint { line, text, unit }),
                Ok(None) => {}
                Err(why) => complaints.bad.push(BadLine { line, why }),
            }
        }
        Ok(complaints)
    }
}

type Read = (String, Option<String>);

fn parsed(bytes: &[u8]) -> Result<Option<Read>, &'static str> {
    let line = std::str::from_utf8(bytes).map_err(|_| "不是 UTF-8 文本")?;
    let line = line.trim_start_matches('\u{feff}').trim();
    if line.is_empty() {
        return Ok(None);
    }
    let Line { text, subject, detail, unit } = serde_json::from_str(line).map_err(|_| "不是预期的 JSON 对象")?;
    let letter = || {
        let parts: Vec<String> = [subject, detail].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("\n"))
    };
    let text = text.or_else(letter).ok_or("既没有 text，也没有 subject 和 detail")?;
    let text = text.trim().to_owned();
    if text.is_empty() { Err("诉求内容是空的") } else { Ok(Some((text, unit))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_and_bad_ones_are_named() {
        let mut source = "\u{feff}{\"text\":\"井盖坏了\",\"unit\":\"市政中心\",\"id\":3}\n\n不是JSON\n{\"subject\":\"停水\",\"detail\":\"三天了\"}\n{\"id\":1}\n{\"text\":\" \"}\n"
            .as_bytes()
            .to_vec();
        source.extend(b"\xff\xfe\n{\"text\":\"last, without an end\"}");
        let read = Complaints::read(source.as_slice()).expect("bytes in memory");
        let texts: Vec<(usize, &str)> = read.all.iter().map(|one| (one.line, one.text.as_str())).collect();
        assert_eq!(texts, [(1, "井盖坏了"), (4, "停水\n三天了"), (8, "last, without an end")]);
        assert_eq!(read.all[0].unit.as_deref(), Some("市政中心"));
        assert_eq!(read.bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [3, 5, 6, 7]);
    }
}
