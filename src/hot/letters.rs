//! Letters 来信 with their times, as a file holds them.

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use serde_json::Value;

use crate::domain::ids::{Moment, cst};
use crate::letters::Line;

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

impl Letter {
    /// The letter that stands on the line.
    ///
    /// # Errors
    /// It says not when it came, or something in it is not what it should be.
    pub fn of(line: Line) -> Result<Self, String> {
        let time = line.text("time")?.or(line.text("at")?).ok_or("没有 time（来信时间），请补上")?;
        let at = moment(time).ok_or("time 读不懂，请写成 2026-03-05 08:30:00")?;
        let user = line.value("user").map(|user| user.as_str().map_or_else(|| user.to_string(), str::to_owned));
        let likes = line.value("likes").and_then(Value::as_u64).unwrap_or(0);
        let cluster = line.text("cluster")?.map(str::to_owned);
        Ok(Self { line: line.number, text: line.whole(), at, user, likes, cluster })
    }
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
    use crate::letters::Lines;

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
        let read = Lines::read(source.as_bytes(), Letter::of).expect("bytes in memory");
        assert_eq!(read.all.len(), 1);
        assert_eq!((read.all[0].user.as_deref(), read.all[0].likes), (Some("7"), 3));
        assert_eq!(read.bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [3, 4, 5, 6]);
    }
}
