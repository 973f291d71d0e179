//! Calendars and limits: the data against the published days, deadlines as tables, and the arithmetic against a count
//! minute by minute.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta};
use proptest::prelude::*;
use yousu::domain::ids::Moment;
use yousu::domain::span::Span;
use yousu::domain::workcalendar::{DayKind, OfficeHours, WorkCalendar, WorkTime, at};

mod common;

use common::{calendar, date, moment, office};

/// 国办发明电〔2024〕12号: every free day of 2025, and every weekend day worked.
const FREE_2025: &[(&str, &[&str])] = &[
    ("元旦", &["2025-01-01"]),
    ("春节", &["2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31", "2025-02-01", "2025-02-02", "2025-02-03", "2025-02-04"]),
    ("清明节", &["2025-04-04", "2025-04-05", "2025-04-06"]),
    ("劳动节", &["2025-05-01", "2025-05-02", "2025-05-03", "2025-05-04", "2025-05-05"]),
    ("端午节", &["2025-05-31", "2025-06-01", "2025-06-02"]),
    ("国庆节、中秋节", &["2025-10-01", "2025-10-02", "2025-10-03", "2025-10-04", "2025-10-05", "2025-10-06", "2025-10-07", "2025-10-08"]),
];
const WORKED_2025: &[(&str, &str)] = &[
    ("2025-01-26", "春节"),
    ("2025-02-08", "春节"),
    ("2025-04-27", "劳动节"),
    ("2025-09-28", "国庆节、中秋节"),
    ("2025-10-11", "国庆节、中秋节"),
];

/// 国办发明电〔2025〕7号: every free day of 2026, and every weekend day worked.
const FREE_2026: &[(&str, &[&str])] = &[
    ("元旦", &["2026-01-01", "2026-01-02", "2026-01-03"]),
    (
        "春节",
        &["2026-02-15", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-21", "2026-02-22", "2026-02-23"],
    ),
    ("清明节", &["2026-04-04", "2026-04-05", "2026-04-06"]),
    ("劳动节", &["2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04", "2026-05-05"]),
    ("端午节", &["2026-06-19", "2026-06-20", "2026-06-21"]),
    ("中秋节", &["2026-09-25", "2026-09-26", "2026-09-27"]),
    ("国庆节", &["2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07"]),
];
const WORKED_2026: &[(&str, &str)] = &[
    ("2026-01-04", "元旦"),
    ("2026-02-14", "春节"),
    ("2026-02-28", "春节"),
    ("2026-05-09", "劳动节"),
    ("2026-09-20", "国庆节"),
    ("2026-10-10", "国庆节"),
];

/// Workdays of each month, January first.
const WORKDAYS: [(i32, [u32; 12], u32); 2] =
    [(2025, [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23], 248), (2026, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23], 248)];

fn days_of(year: i32) -> impl Iterator<Item = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).expect("a year begins");
    first.iter_days().take_while(move |day| day.year() == year)
}

#[test]
fn the_calendars_are_the_published_ones_day_by_day() {
    let calendar = calendar();
    for (year, free, worked) in [(2025, FREE_2025, WORKED_2025), (2026, FREE_2026, WORKED_2026)] {
        assert!(calendar.covers(year));
        for day in days_of(year) {
            let text = day.to_string();
            let holiday = free.iter().find(|(_, days)| days.contains(&text.as_str()));
            let makeup = worked.iter().find(|(own, _)| *own == text);
            let expected = match (holiday, makeup) {
                (Some((name, _)), None) => DayKind::Holiday((*name).to_owned()),
                (None, Some((_, name))) => DayKind::MakeUp((*name).to_owned()),
                (None, None) if day.weekday().number_from_monday() > 5 => DayKind::Weekend,
                (None, None) => DayKind::Workday,
                (Some(_), Some(_)) => panic!("{text} is published as free and as worked"),
            };
            assert_eq!(calendar.day(day), expected, "{text}");
            assert_eq!(calendar.is_workday(day), matches!(expected, DayKind::Workday | DayKind::MakeUp(_)), "{text}");
        }
    }
    assert!(!calendar.covers(2024) && !calendar.covers(2027));
    assert_eq!(calendar.last_year(), Some(2026));
}

#[test]
fn every_make_up_day_is_a_day_of_the_weekend() {
    for (day, _) in WORKED_2025.iter().chain(WORKED_2026) {
        assert!(date(day).weekday().number_from_monday() > 5, "{day}");
    }
}

#[test]
fn workdays_of_each_month_and_year() {
    let calendar = calendar();
    for (year, months, total) in WORKDAYS {
        let mut counted = [0_u32; 12];
        for day in days_of(year).filter(|day| calendar.is_workday(*day)) {
            counted[day.month0() as usize] += 1;
        }
        assert_eq!(counted, months, "{year}");
        assert_eq!(counted.iter().sum::<u32>(), total, "{year}");
    }
}

/// From, limit, end.
const DEADLINES: &[(&str, &str, &str)] = &[
    // The Spring Festival of 2026: the Saturday before it is worked, the Saturday after it too.
    ("2026-02-13 16:50", "1wd", "2026-02-14 17:30"),
    ("2026-02-13 16:50", "2wd", "2026-02-24 17:30"),
    ("2026-02-13 16:50", "5wd", "2026-02-27 17:30"),
    ("2026-02-13 16:50", "6wd", "2026-02-28 17:30"),
    ("2026-02-13 16:50", "7wd", "2026-03-02 17:30"),
    ("2026-02-14 09:00", "1wd", "2026-02-24 17:30"),
    ("2026-02-18 03:00", "1wd", "2026-02-24 17:30"),
    ("2026-02-27 17:29", "1wd", "2026-02-28 17:30"),
    ("2026-02-28 10:00", "1wd", "2026-03-02 17:30"),
    // The day of dispatch never counts, however early the hour.
    ("2026-03-02 00:00", "1wd", "2026-03-03 17:30"),
    ("2026-03-02 23:59", "1wd", "2026-03-03 17:30"),
    ("2026-03-06 10:00", "5wd", "2026-03-13 17:30"),
    ("2026-03-07 10:00", "5wd", "2026-03-13 17:30"),
    // The National Day of 2025: worked on Sunday 28 September and Saturday 11 October.
    ("2025-09-26 15:00", "1wd", "2025-09-28 17:30"),
    ("2025-09-26 15:00", "3wd", "2025-09-30 17:30"),
    ("2025-09-26 15:00", "5wd", "2025-10-10 17:30"),
    ("2025-09-26 15:00", "6wd", "2025-10-11 17:30"),
    ("2025-09-30 17:30", "3wd", "2025-10-11 17:30"),
    ("2025-10-11 09:00", "1wd", "2025-10-13 17:30"),
    // Over the end of the year; Sunday 4 January 2026 is worked.
    ("2025-12-31 09:00", "1wd", "2026-01-04 17:30"),
    ("2025-12-30 09:00", "5wd", "2026-01-07 17:30"),
    // A year that is not published counts weekdays.
    ("2026-12-31 09:00", "1wd", "2027-01-01 17:30"),
    ("2027-01-01 09:00", "1wd", "2027-01-04 17:30"),
    // Natural time knows no holidays.
    ("2026-02-13 16:50", "30m", "2026-02-13 17:20"),
    ("2026-02-13 23:50", "2h", "2026-02-14 01:50"),
    ("2026-02-16 16:50", "24h", "2026-02-17 16:50"),
    ("2026-02-28 00:00", "7d", "2026-03-07 00:00"),
    // Working hours pause for lunch, for the night and for the holiday.
    ("2026-03-02 08:30", "4wh", "2026-03-02 14:30"),
    ("2026-03-02 11:00", "1wh", "2026-03-02 12:00"),
    ("2026-03-02 11:01", "1wh", "2026-03-02 14:01"),
    ("2026-03-02 12:30", "1wh", "2026-03-02 15:00"),
    ("2026-03-02 16:30", "1wh", "2026-03-02 17:30"),
    ("2026-03-02 16:31", "1wh", "2026-03-03 08:31"),
    ("2026-03-02 17:30", "1wh", "2026-03-03 09:30"),
    ("2026-03-02 05:00", "7wh", "2026-03-02 17:30"),
    ("2026-03-06 16:00", "8wh", "2026-03-09 17:00"),
    ("2026-02-14 17:00", "4wh", "2026-02-24 12:00"),
    ("2026-02-14 16:00", "2wh", "2026-02-24 09:00"),
];

#[test]
fn deadlines() {
    let (calendar, hours) = (calendar(), office());
    let time = WorkTime { calendar: &calendar, hours };
    for (from, span, due) in DEADLINES {
        let span: Span = span.parse().expect("a span");
        assert_eq!(time.deadline(moment(from), span), moment(due), "{from} + {span}");
    }
}

#[test]
fn a_limit_of_five_workdays_over_the_spring_festival_counts_these_days() {
    let calendar = calendar();
    let counted: Vec<String> = (1..=5).map(|n| calendar.workday_after(date("2026-02-13"), n).to_string()).collect();
    assert_eq!(counted, ["2026-02-14", "2026-02-24", "2026-02-25", "2026-02-26", "2026-02-27"]);
}

#[test]
fn before_and_after_an_end() {
    let (calendar, hours) = (calendar(), office());
    let time = WorkTime { calendar: &calendar, hours };
    // End, how far, before it, after it.
    let table = [
        ("2026-02-27 17:30", "1wd", "2026-02-26 17:30", "2026-02-28 08:30"),
        ("2026-02-27 17:30", "4wd", "2026-02-14 17:30", "2026-03-04 08:30"),
        ("2026-02-24 17:30", "1wd", "2026-02-14 17:30", "2026-02-25 08:30"),
        ("2026-02-14 17:30", "1wd", "2026-02-13 17:30", "2026-02-24 08:30"),
        ("2025-10-09 17:30", "3wd", "2025-09-28 17:30", "2025-10-13 08:30"),
        ("2026-02-27 17:30", "30m", "2026-02-27 17:00", "2026-02-27 18:00"),
        ("2026-03-02 00:10", "30m", "2026-03-01 23:40", "2026-03-02 00:40"),
        ("2026-03-02 17:30", "4wh", "2026-03-02 11:30", "2026-03-03 14:30"),
        ("2026-03-02 14:00", "1wh", "2026-03-02 11:00", "2026-03-02 15:00"),
        ("2026-03-02 08:30", "2wh", "2026-02-28 15:30", "2026-03-02 10:30"),
        ("2026-02-24 09:00", "1wh", "2026-02-14 17:00", "2026-02-24 10:00"),
    ];
    for (due, span, before, after) in table {
        let span: Span = span.parse().expect("a span");
        assert_eq!(time.before(moment(due), span), moment(before), "{due} − {span}");
        assert_eq!(time.after(moment(due), span), moment(after), "{due} + {span}");
    }
}

#[test]
fn shares_of_a_limit() {
    let (calendar, hours) = (calendar(), office());
    let time = WorkTime { calendar: &calendar, hours };
    // From, limit, percent, when.
    let table = [
        // Natural limits run through the night.
        ("2026-03-02 16:00", "2h", 50, "2026-03-02 17:00"),
        ("2026-03-02 16:00", "24h", 50, "2026-03-03 04:00"),
        ("2026-03-02 16:00", "24h", 75, "2026-03-03 10:00"),
        // 420 working minutes a day. Monday 08:30 with one day more: 840 in all.
        ("2026-03-02 08:30", "1wd", 50, "2026-03-02 17:30"),
        ("2026-03-02 17:30", "2wd", 50, "2026-03-03 17:30"),
        ("2026-03-02 17:30", "1wd", 50, "2026-03-03 12:00"),
        ("2026-03-02 17:30", "1wd", 75, "2026-03-03 15:45"),
        // Friday 16:50 leaves 40 minutes of it; 40 + 5 × 420 = 2,140; half of them are 1,070.
        ("2026-02-13 16:50", "5wd", 50, "2026-02-25 11:40"),
        ("2026-03-02 08:30", "4wh", 50, "2026-03-02 10:30"),
        ("2026-03-02 11:00", "4wh", 50, "2026-03-02 15:00"),
    ];
    for (from, span, percent, expected) in table {
        let (from, span): (Moment, Span) = (moment(from), span.parse().expect("a span"));
        let due = time.deadline(from, span);
        assert_eq!(time.share(from, due, span, percent), moment(expected), "{percent} % of {span} from {from}");
    }
}

#[test]
fn seconds_are_not_lost_at_lunch() {
    let (calendar, hours) = (calendar(), office());
    let time = WorkTime { calendar: &calendar, hours };
    let from = moment("2026-03-02 11:30") + TimeDelta::seconds(30);
    assert_eq!(time.add_working(from, 60), moment("2026-03-02 14:30") + TimeDelta::seconds(30));
    assert_eq!(time.working_minutes(from, moment("2026-03-02 14:30") + TimeDelta::seconds(30)), 60);
}

#[test]
fn spans_are_read_and_written() {
    // Written, as people read it, as it is stored.
    let table = [
        ("0m", "0分钟", "0m"),
        ("30m", "30分钟", "30m"),
        ("90m", "90分钟", "90m"),
        ("60m", "1小时", "60m"),
        ("2h", "2小时", "120m"),
        ("24h", "24小时", "1440m"),
        ("1d", "24小时", "1440m"),
        ("2d", "2天", "2880m"),
        ("7d", "7天", "10080m"),
        ("400d", "400天", "576000m"),
        ("4wh", "4个工作小时", "4wh"),
        ("5wd", "5个工作日", "5wd"),
        ("400wd", "400个工作日", "400wd"),
    ];
    for (written, read, stored) in table {
        let span: Span = written.parse().expect("a span");
        assert_eq!(span.to_string(), read, "{written}");
        let json = serde_json::to_string(&span).expect("a span is stored");
        assert_eq!(json, format!("\"{stored}\""), "{written}");
        assert_eq!(serde_json::from_str::<Span>(&json).expect("a stored span is read"), span, "{written}");
    }
    for wrong in ["", "5", "wd", "-1wd", "+5m", "1.5h", " 5wd", "5 wd", "5wd ", "5WD", "401wd", "401m", "五wd", "5个工作日", "99999999999h"]
    {
        assert!(wrong.parse::<Span>().is_err(), "“{wrong}” is no span");
    }
}

#[test]
fn short_limits_are_those_of_hours() {
    for (written, short) in [("30m", true), ("24h", true), ("25h", false), ("1d", true), ("2d", false), ("40wh", true), ("1wd", false)] {
        assert_eq!(written.parse::<Span>().expect("a span").is_short(), short, "{written}");
    }
}

// The arithmetic against a count minute by minute.

/// A random calendar over some weeks of 2026, with any days free and any days worked.
fn calendars() -> impl Strategy<Value = WorkCalendar> {
    (prop::collection::btree_set(0_u64..60, 0..20), prop::collection::btree_set(0_u64..60, 0..12)).prop_map(|(free, worked)| {
        let first = date("2026-01-01");
        let mut calendar = WorkCalendar::default();
        let named = |days: &std::collections::BTreeSet<u64>| -> Vec<(NaiveDate, String)> {
            days.iter().map(|n| (first + Days::new(*n), "节".to_owned())).collect()
        };
        calendar.publish(2026, named(&free), named(&worked));
        calendar
    })
}

/// Office hours of any length and break.
fn office_hours() -> impl Strategy<Value = OfficeHours> {
    prop::collection::btree_set(0_u32..1439, 4).prop_map(|minutes| {
        let times: Vec<NaiveTime> =
            minutes.into_iter().map(|m| NaiveTime::from_hms_opt(m / 60, m % 60, 0).expect("a minute of the day")).collect();
        OfficeHours { morning: (times[0], times[1]), afternoon: (times[2], times[3]) }
    })
}

fn instants() -> impl Strategy<Value = Moment> {
    (0_i64..40 * 24 * 60).prop_map(|minutes| moment("2026-01-02 00:00") + TimeDelta::minutes(minutes))
}

/// Whether the minute that begins at `start` is worked.
fn is_worked(start: DateTime<chrono::FixedOffset>, time: WorkTime<'_>) -> bool {
    let within = |(from, to): (NaiveTime, NaiveTime)| from <= start.time() && start.time() < to;
    time.calendar.is_workday(start.date_naive()) && (within(time.hours.morning) || within(time.hours.afternoon))
}

fn count_minutes(from: Moment, to: Moment, time: WorkTime<'_>) -> i64 {
    let mut count = 0;
    let mut minute = from;
    while minute < to {
        count += i64::from(is_worked(minute, time));
        minute += TimeDelta::minutes(1);
    }
    count
}

/// The end of the `minutes`-th worked minute from `from` on.
fn walk(from: Moment, minutes: i64, time: WorkTime<'_>) -> Moment {
    let mut left = minutes;
    let mut minute = from;
    while left > 0 {
        left -= i64::from(is_worked(minute, time));
        minute += TimeDelta::minutes(1);
    }
    minute
}

/// The beginning of the `minutes`-th worked minute back from `due`.
fn walk_back(due: Moment, minutes: i64, time: WorkTime<'_>) -> Moment {
    let mut left = minutes;
    let mut minute = due;
    while left > 0 {
        minute -= TimeDelta::minutes(1);
        left -= i64::from(is_worked(minute, time));
    }
    minute
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn working_minutes_are_what_a_count_gives(
        calendar in calendars(), hours in office_hours(), from in instants(), length in 0_i64..14 * 24 * 60
    ) {
        let time = WorkTime { calendar: &calendar, hours };
        let to = from + TimeDelta::minutes(length);
        prop_assert_eq!(time.working_minutes(from, to), count_minutes(from, to, time));
        prop_assert!(length == 0 || time.working_minutes(to, from) == 0);
    }

    #[test]
    fn added_working_time_is_what_a_walk_gives(
        calendar in calendars(), hours in office_hours(), from in instants(), minutes in 1_i64..3000
    ) {
        let time = WorkTime { calendar: &calendar, hours };
        // Short office hours would make the walk a matter of years.
        let minutes = minutes.min(time.working_minutes(from, from + TimeDelta::days(60)).max(1));
        let end = time.add_working(from, minutes);
        prop_assert_eq!(end, walk(from, minutes, time));
        prop_assert_eq!(time.working_minutes(from, end), minutes);
    }

    #[test]
    fn working_time_before_an_end_is_what_a_walk_back_gives(
        calendar in calendars(), hours in office_hours(), due in instants(), hours_back in 1_u32..8
    ) {
        let time = WorkTime { calendar: &calendar, hours };
        let per_day = time.working_minutes(at(date("2030-01-01"), NaiveTime::MIN), at(date("2030-01-02"), NaiveTime::MIN));
        let span = Span::Working(u32::try_from(i64::from(hours_back * 60).min(per_day * 5)).expect("minutes of some days"));
        let Span::Working(minutes) = span else { unreachable!() };
        prop_assert_eq!(time.before(due, span), walk_back(due, minutes.into(), time));
    }

    #[test]
    fn a_deadline_of_workdays_ends_with_the_office_of_the_last_day_counted(
        calendar in calendars(), hours in office_hours(), from in instants(), n in 1_u32..15
    ) {
        let time = WorkTime { calendar: &calendar, hours };
        let due = time.deadline(from, Span::Workdays(n));
        let counted = from.date_naive().iter_days().skip(1).take_while(|day| *day <= due.date_naive());
        prop_assert_eq!(counted.filter(|day| calendar.is_workday(*day)).count(), n as usize);
        prop_assert!(calendar.is_workday(due.date_naive()));
        prop_assert_eq!(due.time(), hours.afternoon.1);
        // The way back: as many workdays before the end is the last workday up to the day of dispatch.
        let back = calendar.workday_before(due.date_naive(), n);
        prop_assert!(back <= from.date_naive() && calendar.is_workday(back));
        prop_assert!(!calendar.is_workday(from.date_naive()) || back == from.date_naive());
    }

    #[test]
    fn a_share_lies_within_its_limit(
        calendar in calendars(), hours in office_hours(), from in instants(), n in 1_u32..10, percent in 1_u32..100
    ) {
        let time = WorkTime { calendar: &calendar, hours };
        for span in [Span::Workdays(n), Span::Working(n * 60), Span::Natural(n * 60)] {
            let due = time.deadline(from, span);
            let share = time.share(from, due, span, percent);
            prop_assert!(from <= share && share <= due, "{share} of {from} to {due}");
        }
    }
}
