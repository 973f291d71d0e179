//! Times and numbers as offices write them 公文写法 (GB/T 9704, GB/T 15835).

use chrono::{Datelike, Timelike};

use crate::domain::ids::Moment;

/// A day: 2026年2月13日.
pub fn day(at: Moment) -> String {
    format!("{}年{}月{}日", at.year(), at.month(), at.day())
}

/// A time: 2026年2月13日16时50分, and 2026年2月13日17时 on the hour.
pub fn time(at: Moment) -> String {
    match at.minute() {
        0 => format!("{}{}时", day(at), at.hour()),
        minute => format!("{}{}时{minute:02}分", day(at), at.hour()),
    }
}

/// A number from 1 as ordinals are written: 二, 十二, 二十; in figures from a hundred on.
pub fn ordinal(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |digit: u32| DIGITS[usize::try_from(digit % 10).expect("a digit")];
    match number {
        1..=9 => digit(number).to_owned(),
        10..=19 => format!("十{}", digit(number)),
        20..=99 => format!("{}十{}", digit(number / 10), digit(number)),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_offices_write() {
        let at = |text: &str| text.parse::<Moment>().expect("a moment");
        assert_eq!(day(at("2026-02-03T16:50:00+08:00")), "2026年2月3日");
        assert_eq!(time(at("2026-02-13T16:05:00+08:00")), "2026年2月13日16时05分");
        assert_eq!(time(at("2026-02-13T17:00:00+08:00")), "2026年2月13日17时");
        let ordinals = [2, 10, 12, 20, 21, 99, 100].map(ordinal);
        assert_eq!(ordinals, ["二", "十", "十二", "二十", "二十一", "九十九", "100"]);
    }
}
