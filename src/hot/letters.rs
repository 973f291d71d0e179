//! Reading letters with their times 读入来信: JSON lines; a bad line is reported and skipped.

use std::io::{self, BufRead};

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use serde::Deserialize;

use crate::domain::ids::{Moment, cst};

/// One letter of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its line, from 1.
    pub line: usize,
    /// The words; the subject is their first line.
    pub text: String,
    /// When it came.
    pub at: Moment,
    /// Who wrote it, where the file says so: nobody's own letters are compared.
    pub user: Option<String>,
    /// How many agreed with it.
    pub likes: u64,
    /// The cluster that a person put it into, to measure against.
    pub cluster: Option<String>,
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
pub struct Letters {
    /// What could be read, in the order of the file.
    pub all: Vec<Letter>,
    /// What could not.
    pub bad: Vec<BadLine>,
}

#[derive(Deserialize)]
struct Line {
    text: Option<String>,
    subject: Option<String>,
    detail: Option<String>,
    #[serde(alias = "at")]
    time: Option<String>,
    user: Option<serde_json::Value>,
    #[serde(default)]
    likes: serde_json::Value,
    cluster: Option<String>,
}

impl Letters {
    /// Reads to the end. Blank lines are no lines.
    ///
    /// # Errors
    /// The source cannot be read any further.
    pub fn read(mut source: impl BufRead) -> io::Result<Self> {
        let mut letters = Self::default();
        let mut bytes = Vec::new();
        for line in 1.. {
            bytes.clear();
            if source.read_until(b'\n', &mut bytes)? == 0 {
                break;
            }
            match letter(line, &bytes) {
                Ok(letter) => letters.all.extend(letter),
                Err(why) => letters.bad.push(BadLine { line, why }),
            }
        }
        Ok(letters)
    }
}

fn letter(line: usize, bytes: &[u8]) -> Result<Option<Letter>, &'static str> {
    let words = std::str::from_utf8(bytes).map_err(|_| "不是 UTF-8 文本")?;
    let words = words.trim_start_matches('\u{feff}').trim();
    if words.is_empty() {
        return Ok(None);
    }
    let Line { text, subject, detail, time, user, likes, cluster } = serde_json::from_str(words).map_err(|_| "不是预期的 JSON 对象")?;
    let parts: Vec<String> = [subject, detail].into_iter().flatten().map(|part| part.trim().to_owned()).collect();
    let text = text.or_else(|| (!parts.is_empty()).then(|| parts.join("\n"))).ok_or("既没有 text，也没有 subject 和 detail")?;
    let at = moment(&time.ok_or("没有 time（来信时间）")?).ok_or("time 读不懂，请写成 2026-03-05 08:30:00")?;
    let user = user.filter(|user| !user.is_null()).map(|user| user.as_str().map_or_else(|| user.to_string(), str::to_owned));
    let cluster = cluster.filter(|cluster| !cluster.is_empty());
    Ok(Some(Letter { line, text: text.trim().to_owned(), at, user, likes: likes.as_u64().unwrap_or(0), cluster }))
}

/// A time as files write it: with a zone, or in the city's own.
fn moment(words: &str) -> Option<Moment> {
    if let Ok(at) = DateTime::parse_from_rfc3339(words) {
        return Some(at.with_timezone(&cst()));
    }
    let words = words.replace('/', "-");
    let formats = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"];
    let at = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(&words, format).ok());
    let at = at.or_else(|| NaiveDate::parse_from_str(&words, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0))?;
    at.and_local_timezone(cst()).single()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_files_write_them() {
        let read = |words| moment(words).map(|at| at.format("%m-%d %H:%M").to_string());
        assert_eq!(read("2026/3/5 8:30:00").as_deref(), Some("03-05 08:30"));
        assert_eq!(read("2026-03-05 08:30").as_deref(), Some("03-05 08:30"));
        assert_eq!(read("2026-03-05T00:30:00Z").as_deref(), Some("03-05 08:30"));
        assert_eq!(read("2026-03-05").as_deref(), Some("03-05 00:00"));
        assert_eq!(read("昨天"), None);
    }

    #[test]
    fn bad_lines_are_named() {
        let source = "{\"text\":\"井盖坏了\",\"time\":\"2026-03-05\",\"user\":7,\"likes\":3}\n\nno\n{\"text\":\"没有时间\"}\n{\"time\":\"2026-03-05\"}\n{\"text\":\"甲\",\"time\":\"x\"}\n";
        let read = Letters::read(source.as_bytes()).expect("bytes in memory");
        assert_eq!(read.all.len(), 1);
        assert_eq!((read.all[0].user.as_deref(), read.all[0].likes), (Some("7"), 3));
        assert_eq!(read.bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [3, 4, 5, 6]);
    }
}
