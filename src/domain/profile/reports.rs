//! When reports 报告 go out by themselves, and to whom.

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Weekday};
use serde::Deserialize;

use crate::domain::report::ReportKind;
use crate::domain::staff::Role;
use crate::domain::workcalendar::WorkCalendar;

/// `[reports]` of a profile. One report goes to each reader on a day: the one that looks back the furthest.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Reports {
    /// From when on; in quiet hours it waits for their end.
    pub at: NaiveTime,
    /// On which days.
    pub on: ReportDays,
    /// The 周报 goes out on this day, or on the next one on which reports go out.
    pub weekly: Weekday,
    /// The 月报 goes out on this day of the month, or on the next one on which reports go out.
    pub monthly: u32,
    /// To people of these roles; to nobody when it is empty.
    pub to: Vec<Role>,
}

/// On which days reports go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportDays {
    /// 工作日, of the calendar with its 调休.
    Workdays,
    /// 每天
    Daily,
}

impl Default for Reports {
    fn default() -> Self {
        Self {
            at: NaiveTime::from_hms_opt(8, 0, 0).expect("a time of day"),
            on: ReportDays::Workdays,
            weekly: Weekday::Mon,
            monthly: 1,
            to: vec![Role::Leader, Role::Supervisor],
        }
    }
}

/// The longest run of days without a report that is looked back over: longer than any holiday.
const LONGEST_REST: i64 = 31;

impl Reports {
    /// Whether people of this role may be sent reports.
    pub fn may_go_to(role: Role) -> bool {
        matches!(role, Role::Leader | Role::Supervisor)
    }

    /// Whether reports go out on this day.
    pub fn go_out_on(&self, day: NaiveDate, calendar: &WorkCalendar) -> bool {
        self.on == ReportDays::Daily || calendar.is_workday(day)
    }

    /// The last day before `day` on which reports went out: what a 日报 begins with.
    pub fn day_before(&self, day: NaiveDate, calendar: &WorkCalendar) -> NaiveDate {
        let earlier = (1..=LONGEST_REST).map(|days| day - TimeDelta::days(days));
        earlier.into_iter().find(|earlier| self.go_out_on(*earlier, calendar)).unwrap_or(day - TimeDelta::days(1))
    }

    /// Which report goes out on this day: a longer one whose day has come since the last day of reports.
    pub fn of(&self, day: NaiveDate, calendar: &WorkCalendar) -> ReportKind {
        if self.passed(day, calendar).any(|passed| passed.day() == self.monthly) {
            ReportKind::Monthly
        } else if self.weeks_passed(day, calendar) > 0 {
            ReportKind::Weekly
        } else {
            ReportKind::Daily
        }
    }

    /// How often the day of 周报 has come since the last day of reports: twice when a holiday is longer than a week.
    pub fn weeks_passed(&self, day: NaiveDate, calendar: &WorkCalendar) -> usize {
        self.passed(day, calendar).filter(|passed| passed.weekday() == self.weekly).count()
    }

    /// The days since the last one on which reports went out, with this one.
    fn passed(&self, day: NaiveDate, calendar: &WorkCalendar) -> impl Iterator<Item = NaiveDate> {
        self.day_before(day, calendar).iter_days().skip(1).take_while(move |passed| *passed <= day)
    }
}
