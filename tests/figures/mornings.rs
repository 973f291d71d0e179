//! Which report goes out on which morning, over holidays and 调休, and which days it looks at.

use yousu::domain::profile::{ReportDays, Reports};
use yousu::domain::report::ReportKind;
use yousu::figures::Days;
use yousu::reports::Period;

use crate::common::{calendar, date, national};

fn kind(day: &str) -> Option<ReportKind> {
    let (rules, calendar) = (Reports::default(), calendar());
    rules.go_out_on(date(day), &calendar).then(|| rules.of(date(day), &calendar))
}

#[test]
fn the_rules_that_ship_are_those_of_who_writes_none() {
    assert_eq!(national().reports, Reports::default());
}

#[test]
fn a_longer_report_whose_day_is_a_holiday_goes_out_on_the_next_day() {
    for (day, expected) in [
        ("2026-03-02", Some(ReportKind::Monthly)), // the 1st was a Sunday
        ("2026-03-03", Some(ReportKind::Daily)),
        ("2026-03-07", None),
        ("2026-03-09", Some(ReportKind::Weekly)),
        ("2026-02-14", Some(ReportKind::Daily)), // a Saturday that is worked
        ("2026-02-16", None),
        ("2026-02-24", Some(ReportKind::Weekly)), // both Mondays before were holidays
        ("2026-05-06", Some(ReportKind::Monthly)),
    ] {
        assert_eq!(kind(day), expected, "{day}");
    }
    let every = Reports { on: ReportDays::Daily, ..Reports::default() };
    assert_eq!(every.of(date("2026-03-01"), &calendar()), ReportKind::Monthly, "where it goes out every day");
    assert_eq!(every.of(date("2026-03-02"), &calendar()), ReportKind::Weekly);
}

fn looked_at(kind: ReportKind, today: &str) -> (Days, Days, String, String) {
    let period = Period::of(kind, date(today), &Reports::default(), &calendar());
    (period.days, period.before, period.words(), period.before_words())
}

fn days(from: &str, to: &str) -> Days {
    Days { from: date(from), to: date(to) }
}

#[test]
fn no_day_is_left_out_and_none_is_told_twice() {
    let tuesday = looked_at(ReportKind::Daily, "2026-03-03");
    assert_eq!(tuesday, (Days::day(date("2026-03-02")), Days::day(date("2026-03-01")), "3月2日（周一）".into(), "前一天".into()));
    let after = looked_at(ReportKind::Daily, "2026-02-24");
    let spring = (days("2026-02-14", "2026-02-23"), days("2026-02-04", "2026-02-13"));
    assert_eq!(after, (spring.0, spring.1, "2月14日至23日".into(), "之前10天".into()));
    let week = looked_at(ReportKind::Weekly, "2026-02-24");
    let two = (days("2026-02-09", "2026-02-22"), days("2026-01-26", "2026-02-08"));
    assert_eq!(week, (two.0, two.1, "2月9日至22日".into(), "之前14天".into()), "nobody was told of the week before the holiday");
    let week = looked_at(ReportKind::Weekly, "2026-03-02");
    assert_eq!(week, (days("2026-02-23", "2026-03-01"), days("2026-02-16", "2026-02-22"), "2月23日至3月1日".into(), "前一周".into()));
    let month = looked_at(ReportKind::Monthly, "2026-03-02");
    assert_eq!(month, (days("2026-02-01", "2026-02-28"), days("2026-01-01", "2026-01-31"), "2026年2月".into(), "前一个月".into()));
    // The days of all reports of a year, one after the other.
    let (rules, calendar) = (Reports::default(), calendar());
    let all = date("2026-01-05").iter_days().take(350).filter(|day| rules.go_out_on(*day, &calendar));
    let told: Vec<Days> = all.map(|day| Period::of(ReportKind::Daily, day, &rules, &calendar).days).collect();
    assert!(told.windows(2).all(|pair| pair[0].to + chrono::TimeDelta::days(1) == pair[1].from), "{told:?}");
}
