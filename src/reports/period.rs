//! Which days a report looks at, and with which it compares them.

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::domain::profile::Reports;
use crate::domain::report::ReportKind;
use crate::domain::workcalendar::{WorkCalendar, weekday};
use crate::figures::Days;

/// The days of a report and the days before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Over how long it looks.
    pub kind: ReportKind,
    /// The days.
    pub days: Days,
    /// As long, just before.
    pub before: Days,
}

impl Period {
    /// What a report of `today` looks at: never at today itself, which is not over. A 日报 looks at the days since the last day
    /// of reports, so that Monday tells of the weekend; a 周报 at the last whole week, and at those before it whose report a holiday kept back, a 月报 at the last whole month.
    pub fn of(kind: ReportKind, today: NaiveDate, rules: &Reports, calendar: &WorkCalendar) -> Self {
        let day = TimeDelta::days(1);
        match kind {
            ReportKind::Daily => {
                let days = Days { from: rules.day_before(today, calendar), to: today - day };
                let before = Days { from: days.from - TimeDelta::days(days.count()), to: days.from - day };
                Self { kind, days, before }
            }
            ReportKind::Weekly => {
                let last = Days::week(today - TimeDelta::days(7));
                // The weeks whose day fell into a holiday have no report of their own.
                let weeks = TimeDelta::weeks(rules.weeks_passed(today, calendar).max(1) as i64);
                let days = Days { from: last.to + day - weeks, to: last.to };
                Self { kind, days, before: Days { from: days.from - weeks, to: days.from - day } }
            }
            ReportKind::Monthly => {
                let days = Days::month(Days::month(today).from - day);
                Self { kind, days, before: Days::month(days.from - day) }
            }
        }
    }

    /// The days in words: 11月20日（周五）, 11月16日至22日, 2026年10月.
    pub fn words(&self) -> String {
        let Days { from, to } = self.days;
        match self.kind {
            ReportKind::Monthly => format!("{}年{}月", from.year(), from.month()),
            _ if from == to => format!("{}月{}日（{}）", from.month(), from.day(), weekday(from)),
            _ if from.month() == to.month() => format!("{}月{}日至{}日", from.month(), from.day(), to.day()),
            _ => format!("{}月{}日至{}月{}日", from.month(), from.day(), to.month(), to.day()),
        }
    }

    /// The days before in words: 前一天, 前一周.
    pub fn before_words(&self) -> String {
        match (self.kind, self.before.count()) {
            (ReportKind::Monthly, _) => "前一个月".to_owned(),
            (ReportKind::Weekly, 7) => "前一周".to_owned(),
            (ReportKind::Daily, 1) => "前一天".to_owned(),
            (ReportKind::Weekly | ReportKind::Daily, days) => format!("之前{days}天"),
        }
    }
}
