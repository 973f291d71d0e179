//! Reading a day to come 读日期: 12月31日, 2026-12-31, 月底, 30天后.

use chrono::{Datelike, Days, Months, NaiveDate};

/// The day that is meant, from `today` on; none when no day can be made of the words. A day without its year is the next
/// one of that name.
pub(super) fn read(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = arabic(text.trim());
    named(&text, today).or_else(|| in_figures(&text, today)).or_else(|| of_calendar(&text, today)).or_else(|| distance(&text, today))
}

/// 今天, 明天, and their like.
fn named(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    const DAYS: [(&str, u64); 4] = [("大后天", 3), ("后天", 2), ("明天", 1), ("今天", 0)];
    let ahead = DAYS.iter().find(|(word, _)| text.contains(word) && !text.contains(&format!("天{word}")))?.1;
    today.checked_add_days(Days::new(ahead))
}

/// 2026-12-31, 2026/12/31, 2026.12.31 or 12-31.
fn in_figures(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let run: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(|c| c.is_ascii_digit() || "-/.".contains(*c)).collect();
    let parts: Vec<u32> = run.split(['-', '/', '.']).filter_map(|part| part.parse().ok()).collect();
    match parts.as_slice() {
        [year, month, day] => NaiveDate::from_ymd_opt(i32::try_from(*year).ok()?, *month, *day),
        [month, day] => next(*month, *day, today),
        _ => None,
    }
}

/// 2026年12月31日, 12月31日, 12月底, 月底, 下月底, 年底, 31日.
fn of_calendar(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let written = before(text, "年").filter(|year| *year > 999).and_then(|year| i32::try_from(year).ok());
    let year = written.or_else(|| text.contains("明年").then(|| today.year() + 1));
    let month = before(text, "月");
    let day = before(text, "日").or_else(|| before(text, "号"));
    let end = ["底", "末"].iter().any(|word| text.contains(word));
    match (year, month, day) {
        (Some(year), Some(month), Some(day)) => NaiveDate::from_ymd_opt(year, month, day),
        (None, Some(month), Some(day)) => next(month, day, today),
        (Some(year), Some(month), None) => last_of(year, month),
        (None, Some(month), None) => {
            last_of(today.year(), month).filter(|last| *last >= today).or_else(|| last_of(today.year() + 1, month))
        }
        (year, None, None) if end && text.contains('年') => NaiveDate::from_ymd_opt(year.unwrap_or(today.year()), 12, 31),
        (_, None, None) if end && ["下月", "下个月"].iter().any(|word| text.contains(word)) => {
            let next = today.checked_add_months(Months::new(1))?;
            last_of(next.year(), next.month())
        }
        (_, None, None) if end && text.contains('月') => last_of(today.year(), today.month()),
        (_, None, Some(day)) if !text.contains("后") && !text.contains("内") => {
            let this = today.with_day(day).filter(|date| *date >= today);
            this.or_else(|| today.checked_add_months(Months::new(1))?.with_day(day))
        }
        _ => None,
    }
}

/// 30天后, 两周, 3个月内.
fn distance(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    // A month without its 个 is one of the calendar, and there was no such day in it.
    if text.contains('月') && !text.contains("个月") {
        return None;
    }
    let (days, weeks, months) = (before(text, "天").or_else(|| before(text, "日")), before(text, "周"), before(text, "个月"));
    let weeks = ["个星期", "星期", "个礼拜", "礼拜"].into_iter().fold(weeks, |weeks, word| weeks.or_else(|| before(text, word)));
    match (days, weeks, months) {
        (Some(days), ..) => today.checked_add_days(Days::new(days.into())),
        (_, Some(weeks), _) => today.checked_add_days(Days::new(u64::from(weeks) * 7)),
        (.., Some(months)) => today.checked_add_months(Months::new(months)),
        _ => None,
    }
}

/// This day of this year, or of the next when it has passed.
fn next(month: u32, day: u32, today: NaiveDate) -> Option<NaiveDate> {
    let in_year = |year: i32| NaiveDate::from_ymd_opt(year, month, day);
    in_year(today.year()).filter(|date| *date >= today).or_else(|| in_year(today.year() + 1))
}

fn last_of(year: i32, month: u32) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    first.checked_add_months(Months::new(1))?.pred_opt()
}

/// The number that stands right before the word.
fn before(text: &str, word: &str) -> Option<u32> {
    let ends = text.match_indices(word).map(|(at, _)| &text[..at]);
    let digits = |head: &str| {
        let start = head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        head[start..].parse().ok()
    };
    ends.filter_map(digits).next()
}

/// The text with its Chinese numerals up to ninety-nine in figures: 三十天 is 30天.
pub(super) fn arabic(text: &str) -> String {
    let mut figures = String::new();
    let mut run: Vec<char> = Vec::new();
    for c in text.chars().chain(['\n']) {
        if value(c).is_some() || c == '十' {
            run.push(c);
            continue;
        }
        figures.push_str(&number(&run));
        run.clear();
        figures.push(c);
    }
    figures.pop();
    figures
}

fn value(c: char) -> Option<u32> {
    if c == '两' {
        return Some(2);
    }
    let digit = "〇一二三四五六七八九".chars().position(|digit| digit == c)?;
    u32::try_from(digit).ok()
}

fn number(run: &[char]) -> String {
    let ten = run.iter().position(|c| *c == '十');
    match ten {
        _ if run.is_empty() => String::new(),
        None => run.iter().filter_map(|c| value(*c)).map(|digit| digit.to_string()).collect(),
        Some(at) => {
            let tens = run[..at].last().and_then(|c| value(*c)).unwrap_or(1);
            let ones = run[at + 1..].first().and_then(|c| value(*c)).unwrap_or(0);
            (tens * 10 + ones).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day");
        for (text, wanted) in [
            ("12月31日", "2026-12-31"),
            ("十二月三十一日", "2026-12-31"),
            ("2026-12-31", "2026-12-31"),
            ("2027/1/5 前", "2027-01-05"),
            ("二〇二七年一月五日", "2027-01-05"),
            ("2月底", "2027-02-28"),
            ("1月5号", "2027-01-05"),
            ("月底", "2026-03-31"),
            ("本月底前", "2026-03-31"),
            ("下个月底", "2026-04-30"),
            ("年底", "2026-12-31"),
            ("明年底", "2027-12-31"),
            ("6月底前", "2026-06-30"),
            ("明年3月底", "2027-03-31"),
            ("30天后", "2026-04-01"),
            ("三十天后", "2026-04-01"),
            ("两周", "2026-03-16"),
            ("三个月内", "2026-06-02"),
            ("明天", "2026-03-03"),
            ("大后天", "2026-03-05"),
            ("15号", "2026-03-15"),
            ("1号", "2026-04-01"),
            ("4-30", "2026-04-30"),
            ("到 3月5号", "2026-03-05"),
            ("3天", "2026-03-05"),
            ("两个礼拜", "2026-03-16"),
        ] {
            assert_eq!(read(text, today).map(|date| date.to_string()).as_deref(), Some(wanted), "{text}");
        }
        for text in ["", "尽快", "等材料到了", "13月40日", "2026-02-30"] {
            assert_eq!(read(text, today), None, "{text}");
        }
    }
}
