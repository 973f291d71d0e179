//! Days and times as offices write them 公文写法 (GB/T 9704, GB/T 15835).

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_offices_write() {
        let at = |text: &str| text.parse::<Moment>().expect("a moment");
        assert_eq!(day(at("2026-02-03T16:50:00+08:00")), "2026年2月3日");
        assert_eq!(time(at("2026-02-13T16:05:00+08:00")), "2026年2月13日16时05分");
        assert_eq!(time(at("2026-02-13T17:00:00+08:00")), "2026年2月13日17时");
    }
}
