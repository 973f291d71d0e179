//! Which facts are looked at, and along which axis they are put together 筛选、分组.

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::domain::ids::{DepartmentId, IntentId, StaffId};

/// The axis of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// 单位: each with everything below it, for the unit above answers for it. The rows overlap.
    Unit,
    /// 承办处（科、所、街道）: each unit's own facts, without those of the units below it. A person's facts feed the desk where
    /// they had the case, and the desk's the units above it 两个挂钩.
    Desk,
    /// 个人
    Person,
    /// 区县
    District,
    /// 事项
    Intent,
    /// 渠道
    Channel,
    /// 日
    Day,
    /// 周: from Monday
    Week,
    /// 月
    Month,
}

impl By {
    /// Every axis.
    pub const ALL: [Self; 9] =
        [Self::Unit, Self::Desk, Self::Person, Self::District, Self::Intent, Self::Channel, Self::Day, Self::Week, Self::Month];

    /// The name on the command line and in addresses.
    pub fn name(self) -> &'static str {
        self.names().0
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        self.names().1
    }

    /// The axis of this name, English or Chinese.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.name() == name || by.label() == name)
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Unit => ("unit", "单位"),
            Self::Desk => ("desk", "承办处"),
            Self::Person => ("person", "个人"),
            Self::District => ("district", "区县"),
            Self::Intent => ("intent", "事项"),
            Self::Channel => ("channel", "渠道"),
            Self::Day => ("day", "日"),
            Self::Week => ("week", "周"),
            Self::Month => ("month", "月"),
        }
    }
}

/// What a row of a table is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A unit or a desk.
    Unit(DepartmentId),
    /// A person.
    Person(StaffId),
    /// A district.
    District(String),
    /// An intent.
    Intent(IntentId),
    /// A channel.
    Channel(String),
    /// A day, or the first day of a week or month.
    From(NaiveDate),
    /// What belongs to none: the dispatch desk's own time on the axis of units, a place that nobody named.
    None,
}

/// Some days, both ends among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Days {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
}

impl Days {
    /// This day.
    pub fn day(day: NaiveDate) -> Self {
        Self { from: day, to: day }
    }

    /// The week of this day, from Monday to Sunday.
    pub fn week(day: NaiveDate) -> Self {
        let from = day - TimeDelta::days(day.weekday().num_days_from_monday().into());
        Self { from, to: from + TimeDelta::days(6) }
    }

    /// The month of this day.
    pub fn month(day: NaiveDate) -> Self {
        let from = day.with_day(1).expect("every month has a first day");
        let next = from.checked_add_months(chrono::Months::new(1)).expect("a year of the calendar");
        Self { from, to: next - TimeDelta::days(1) }
    }

    /// How many days.
    pub fn count(self) -> i64 {
        (self.to - self.from).num_days() + 1
    }

    /// Whether this day is among them.
    pub fn contains(self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// Which facts are looked at: those that fit everything that is set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Decided on these days.
    pub days: Option<Days>,
    /// Of this unit and the units below it.
    pub unit: Option<DepartmentId>,
    /// Of this person.
    pub person: Option<StaffId>,
    /// Of cases of this district.
    pub district: Option<String>,
    /// Of cases of this intent.
    pub intent: Option<IntentId>,
    /// Of cases that came by this channel.
    pub channel: Option<String>,
}

impl Filter {
    /// Everything decided on these days.
    pub fn of(days: Days) -> Self {
        Self { days: Some(days), ..Self::default() }
    }

    /// The same with this unit and the units below it.
    pub fn within(self, unit: DepartmentId) -> Self {
        Self { unit: Some(unit), ..self }
    }
}
