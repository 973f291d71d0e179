//! Days in a colleague's words 日期: 3月5日, 2026-03-05, 月底, 三天, 30天后.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::fields::first_number as number;

/// The day that the words name, seen from `today`: a day and month that have passed are next year's.
pub(super) fn day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = text.trim();
    if text.contains("月底") || text.contains("月末") {
        let next = text.contains("下月") || text.contains("下个月");
        return end_of_month(today, u32::from(next));
    }
    if text.contains("年底") {
        return NaiveDate::from_ymd_opt(today.year(), 12, 31);
    }
    full(text).or_else(|| month_and_day(text, today)).or_else(|| in_days(text, today))
}

fn end_of_month(today: NaiveDate, months: u32) -> Option<NaiveDate> {
    today.with_day(1)?.checked_add_months(Months::new(months + 1))?.pred_opt()
}

/// 2026-03-05, 2026年3月5日, 2026.3.5
fn full(text: &str) -> Option<NaiveDate> {
    let numbers = numbers(text);
    match numbers.as_slice() {
        [year @ 2000..=2999, month, day, ..] => NaiveDate::from_ymd_opt(i32::try_from(*year).ok()?, *month, *day),
        _ => None,
    }
}

/// 3月5日, 3月5号, 3-5
fn month_and_day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let numbers = numbers(text);
    let [month, day, ..] = numbers.as_slice() else { return None };
    let this_year = NaiveDate::from_ymd_opt(today.year(), *month, *day);
    match this_year {
        Some(date) if date >= today => Some(date),
        _ => NaiveDate::from_ymd_opt(today.year() + 1, *month, *day),
    }
}

/// 3天, 三天, 30天后, 两周
fn in_days(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let weeks = ["周", "个星期", "星期", "礼拜"].iter().find_map(|unit| text.split_once(unit)).and_then(|(count, _)| number(count));
    let days = ["天", "日"].iter().find_map(|unit| text.split_once(unit)).and_then(|(count, _)| number(count));
    let days = weeks.map(|weeks| weeks * 7).or(days)?;
    today.checked_add_days(Days::new(days.into()))
}

fn numbers(text: &str) -> Vec<u32> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day");
        let on = |month, day| NaiveDate::from_ymd_opt(2026, month, day);
        for (text, expected) in [
            ("3月5日", on(3, 5)),
            ("到 3月5号", on(3, 5)),
            ("2026-12-31", on(12, 31)),
            ("2026年6月1日前", on(6, 1)),
            ("月底", on(3, 31)),
            ("下个月底", on(4, 30)),
            ("年底", on(12, 31)),
            ("3天", on(3, 5)),
            ("三天", on(3, 5)),
            ("30天后", on(4, 1)),
            ("两周", on(3, 16)),
            ("1月5日", NaiveDate::from_ymd_opt(2027, 1, 5)),
            ("2月30日", None),
            ("尽快", None),
        ] {
            assert_eq!(day(text, today), expected, "{text}");
        }
    }
}
