//! Times as cities write them 时间: in figures, in words, as a workbook counts days, or not at all.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::cell::Cell;

/// A time of the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The time.
    pub at: NaiveDateTime,
    /// No more than the day is known.
    pub is_day: bool,
}

/// What stands where there is no time.
const NOTHING: [&str; 14] = ["", "-", "--", "—", "——", "/", "\\", "无", "空", "暂无", "NULL", "null", "None", "N/A"];

/// The days that a number in a column of times may be, counted from 1899-12-30: 1982 to 2119.
const SERIALS: std::ops::Range<f64> = 30_000.0..80_000.0;

/// The time in a cell; none where there is none.
///
/// # Errors
/// What stands there is no time; the words say what was expected.
pub fn read(cell: &Cell) -> Result<Option<Stamp>, String> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Time(at, is_day) => Ok(Some(Stamp { at: *at, is_day: *is_day })),
        Cell::Number(number) => serial(*number).map(Some).ok_or_else(|| wrong(&cell.shown())),
        Cell::Text(words) if NOTHING.contains(&words.as_str()) => Ok(None),
        Cell::Text(words) => written(words).map(Some).ok_or_else(|| wrong(words)),
        Cell::Flag(_) | Cell::Fault(_) => Err(wrong(&cell.shown())),
    }
}

fn wrong(words: &str) -> String {
    let shown: String = words.chars().take(24).collect();
    format!("“{shown}”不是时间，请写成 2026-01-05 09:03 这样（年在最前）")
}

/// The time of a day's number in a workbook.
pub fn serial(days: f64) -> Option<Stamp> {
    if !SERIALS.contains(&days) {
        // Compact digits that a workbook took for a number.
        return written(&format!("{days:.0}")).filter(|_| days.fract() == 0.0);
    }
    let midnight = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_hms_opt(0, 0, 0)?;
    #[allow(clippy::cast_possible_truncation)] // at most 80,000 days in milliseconds
    let milliseconds = (days * 86_400_000.0).round() as i64;
    // Workbooks keep fractions of days, which are not exact: the second is.
    let seconds = (milliseconds + 500).div_euclid(1000);
    Some(Stamp { at: midnight + TimeDelta::seconds(seconds), is_day: days.fract() == 0.0 })
}

/// The time in these words.
fn written(words: &str) -> Option<Stamp> {
    let words: String = words.chars().map(half_width).collect();
    if let Ok(number) = words.parse::<f64>()
        && SERIALS.contains(&number)
    {
        return serial(number);
    }
    let (words, offset) = without_offset(&words)?;
    let afternoon = ["下午", "晚上", "PM", "pm"].iter().any(|word| words.contains(word));
    let morning = ["上午", "早上", "凌晨", "AM", "am"].iter().any(|word| words.contains(word));
    let groups = groups(&words)?;
    let (date, time) = match groups.as_slice() {
        [one] if one.len() == 8 || one.len() == 14 => {
            let part = |from: usize, to: usize| one.get(from..to);
            (vec![part(0, 4)?, part(4, 6)?, part(6, 8)?], [part(8, 10), part(10, 12), part(12, 14)].into_iter().flatten().collect())
        }
        [one, clock] if one.len() == 8 && clock.len() == 6 => {
            (vec![&one[0..4], &one[4..6], &one[6..8]], vec![&clock[0..2], &clock[2..4], &clock[4..6]])
        }
        [one, rest @ ..] if one.len() == 8 && rest.len() <= 3 => {
            (vec![&one[0..4], &one[4..6], &one[6..8]], rest.iter().map(String::as_str).collect::<Vec<_>>())
        }
        [year, month, day, rest @ ..] if year.len() == 4 && rest.len() <= 4 => {
            (vec![year.as_str(), month, day], rest.iter().take(3).map(String::as_str).collect())
        }
        _ => return None,
    };
    let number = |digits: &str| (digits.len() <= 4).then(|| digits.parse::<u32>().ok()).flatten();
    let [year, month, day] = date.as_slice() else { return None };
    let date = NaiveDate::from_ymd_opt(i32::try_from(number(year)?).ok()?, number(month)?, number(day)?)?;
    let at = |place: usize| time.get(place).map_or(Some(0), |digits| number(digits));
    let hour = match at(0)? {
        12 if morning => 0,
        hour @ 1..=11 if afternoon => hour + 12,
        24 if at(1)? == 0 => return Some(Stamp { at: date.succ_opt()?.and_hms_opt(0, 0, 0)?, is_day: false }),
        hour => hour,
    };
    let at = date.and_hms_opt(hour, at(1)?, at(2)?)?;
    Some(Stamp { at: at - offset, is_day: time.is_empty() })
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '：' => ':',
        '／' => '/',
        '－' => '-',
        other => other,
    }
}

/// The words without their zone, and how far that is from China's.
fn without_offset(words: &str) -> Option<(String, TimeDelta)> {
    if let Some(words) = words.strip_suffix('Z') {
        return Some((words.to_owned(), -TimeDelta::hours(8)));
    }
    let Some(sign) = words.find('T').and_then(|t| words[t..].find(['+', '-']).map(|at| t + at)) else {
        return Some((words.to_owned(), TimeDelta::zero()));
    };
    let (head, zone) = words.split_at(sign);
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    let minutes: i64 = digits.get(0..2)?.parse::<i64>().ok()? * 60 + digits.get(2..4)?.parse::<i64>().ok()?;
    let minutes = if zone.starts_with('-') { -minutes } else { minutes };
    Some((head.to_owned(), TimeDelta::minutes(minutes - 8 * 60)))
}

/// The runs of digits; none when something stands between them that belongs to no time.
fn groups(words: &str) -> Option<Vec<String>> {
    const BETWEEN: &str = "年月日号时点分秒上午下晚早凌晨星期周一二三四五六天TtAaPpMm-/.:, （）()　";
    let mut groups: Vec<String> = Vec::new();
    let mut open = false;
    for c in words.chars() {
        if c.is_ascii_digit() {
            if !open {
                groups.push(String::new());
            }
            groups.last_mut()?.push(c);
        } else if !(c.is_whitespace() || BETWEEN.contains(c)) {
            return None;
        }
        open = c.is_ascii_digit();
    }
    Some(groups)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(words: &str) -> Option<String> {
        let stamp = read(&Cell::text(words)).ok()??;
        Some(stamp.at.format(if stamp.is_day { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M:%S" }).to_string())
    }

    #[test]
    fn what_cities_write() {
        for (words, wanted) in [
            ("2026/1/5 9:03", "2026-01-05 09:03:00"),
            ("2026-01-05 09:03:00", "2026-01-05 09:03:00"),
            ("2026年1月5日", "2026-01-05"),
            ("2026年1月5日 9时3分", "2026-01-05 09:03:00"),
            ("2026年1月5日（星期一）下午3:05", "2026-01-05 15:05:00"),
            ("2026/1/5 12:10 AM", "2026-01-05 00:10:00"),
            ("2026.1.5", "2026-01-05"),
            ("20260105", "2026-01-05"),
            ("20260105 090300", "2026-01-05 09:03:00"),
            ("20260105090300", "2026-01-05 09:03:00"),
            ("2026-01-05T09:03:00+08:00", "2026-01-05 09:03:00"),
            ("2026-01-05T01:03:00Z", "2026-01-05 09:03:00"),
            ("2026-01-05 09:03:00.123", "2026-01-05 09:03:00"),
            ("２０２６－０１－０５　０９：０３", "2026-01-05 09:03:00"),
            ("2026-01-05 24:00", "2026-01-06 00:00:00"),
            ("46027.376388888886", "2026-01-05 09:02:00"),
            ("46027", "2026-01-05"),
        ] {
            assert_eq!(shown(words).as_deref(), Some(wanted), "{words}");
        }
    }

    #[test]
    fn what_is_no_time_is_told_and_what_is_missing_is_not() {
        for words in ["", "—", "无", "NULL"] {
            assert_eq!(read(&Cell::text(words)), Ok(None), "{words}");
        }
        for words in ["1/5/2026", "2026-13-01", "2026-02-30", "昨天", "9:03", "2026-01-05 25:00", "123", "2026-01-05 约9点左右"] {
            assert!(read(&Cell::text(words)).is_err(), "{words}");
        }
        assert!(read(&Cell::Number(5.0)).is_err());
        assert!(read(&Cell::Fault("#N/A".to_owned())).is_err());
    }

    #[test]
    fn a_workbooks_days_come_out_to_the_second() {
        for seconds in (0..86_400).step_by(7) {
            let stamp = serial(46_027.0 + f64::from(seconds) / 86_400.0).expect("a time");
            assert_eq!(stamp.at.and_utc().timestamp() % 86_400, i64::from(seconds));
        }
    }
}
