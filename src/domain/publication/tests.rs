//! Periods, open days, and what is written and read again.

use chrono::{NaiveDate, Weekday};

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn periods_are_read_as_they_are_written() {
    for text in ["2026-10", "2026-01", "2026Q4", "2025Q1"] {
        let period: Period = text.parse().expect(text);
        assert_eq!(period.to_string(), text);
        assert_eq!(period.before().next(), period);
    }
    for text in ["2026-13", "2026Q5", "2026", "26-10", "2026-1", "+026-10"] {
        assert!(text.parse::<Period>().is_err(), "{text}");
    }
    let quarter: Period = "2026Q4".parse().expect("a quarter");
    assert_eq!((quarter.first(), quarter.last()), (day("2026-10-01"), day("2026-12-31")));
    assert_eq!(quarter.words(), "2026年第四季度");
    assert_eq!(quarter.months().map(|month| month.to_string()).collect::<Vec<_>>(), ["2026-10", "2026-11", "2026-12"]);
}

#[test]
fn the_open_day_is_the_first_monday_or_the_next_working_day() {
    let mut calendar = WorkCalendar::default();
    assert_eq!(open_day(day("2026-11-22"), &calendar), day("2026-10-05"));
    assert_eq!(open_day(day("2026-11-22"), &calendar).weekday(), Weekday::Mon);
    assert_eq!(open_day(day("2026-06-30"), &calendar), day("2026-04-06"));
    let golden_week = (1..=7).map(|n| NaiveDate::from_ymd_opt(2026, 10, n).expect("a day"));
    calendar.publish(2026, golden_week.map(|day| (day, "国庆节".to_owned())), []);
    assert_eq!(open_day(day("2026-11-22"), &calendar), day("2026-10-08"));
    assert_eq!(review_day(day("2026-10-31"), &calendar), day("2026-10-08"));
    assert_eq!(review_day(day("2026-11-30"), &calendar), day("2026-11-02"), "the first is a Sunday");
}

#[test]
fn a_number_that_is_hidden_stays_hidden_when_it_is_read_again() {
    for shown in [Shown::Exact(7), Shown::Few, Shown::Withheld] {
        let text = serde_json::to_string(&shown).expect("written");
        assert_eq!(serde_json::from_str::<Shown>(&text).expect("read"), shown);
    }
    assert!(serde_json::from_str::<Shown>("\"seven\"").is_err());
}
