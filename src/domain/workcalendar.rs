//! Working time 工作时间: which days are worked, when on them, and the arithmetic of limits (RULEBOOK §3).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};

use super::ids::{Moment, cst};
use super::span::Span;

/// What a day is in the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// 工作日
    Workday,
    /// 调休上班: a weekend day that is worked, for the named holiday.
    MakeUp(String),
    /// 周末
    Weekend,
    /// 法定节假日, by name.
    Holiday(String),
}

/// The days of the years that are published. A year that is not counts weekdays as worked.
#[derive(Clone, Debug, Default)]
pub struct WorkCalendar {
    holidays: BTreeMap<NaiveDate, String>,
    makeup: BTreeMap<NaiveDate, String>,
    years: BTreeSet<i32>,
}

impl WorkCalendar {
    /// Adds one published year: its holidays and the weekend days worked for them.
    pub fn publish(
        &mut self,
        year: i32,
        holidays: impl IntoIterator<Item = (NaiveDate, String)>,
        makeup: impl IntoIterator<Item = (NaiveDate, String)>,
    ) {
        self.years.insert(year);
        self.holidays.extend(holidays);
        self.makeup.extend(makeup);
    }

    /// Whether the year's arrangement is known. Where not, weekdays count as worked and weekends as free.
    pub fn covers(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// The last published year.
    pub fn last_year(&self) -> Option<i32> {
        self.years.last().copied()
    }

    /// The years that are not published and that limits reach into, as of this day: from November on the next one. They count
    /// weekdays as worked.
    pub fn unpublished(&self, today: NaiveDate) -> Vec<i32> {
        let soon = today + Months::new(2);
        (today.year()..=soon.year()).filter(|year| !self.covers(*year)).collect()
    }

    /// What this day is.
    pub fn day(&self, date: NaiveDate) -> DayKind {
        if let Some(name) = self.makeup.get(&date) {
            DayKind::MakeUp(name.clone())
        } else if let Some(name) = self.holidays.get(&date) {
            DayKind::Holiday(name.clone())
        } else if is_weekend(date) {
            DayKind::Weekend
        } else {
            DayKind::Workday
        }
    }

    /// Whether people work on this day.
    pub fn is_workday(&self, date: NaiveDate) -> bool {
        self.makeup.contains_key(&date) || !(is_weekend(date) || self.holidays.contains_key(&date))
    }

    /// The `n`-th workday after `date`; with 0 the date itself, or the first workday after it when it is free.
    pub fn workday_after(&self, date: NaiveDate, n: u32) -> NaiveDate {
        let mut day = date;
        let mut left = n;
        if n == 0 {
            while !self.is_workday(day) {
                day = next(day);
            }
        }
        while left > 0 {
            day = next(day);
            left -= u32::from(self.is_workday(day));
        }
        day
    }

    /// The `n`-th workday before `date`.
    pub fn workday_before(&self, date: NaiveDate, n: u32) -> NaiveDate {
        let mut day = date;
        let mut left = n;
        while left > 0 {
            day = day - Days::new(1);
            left -= u32::from(self.is_workday(day));
        }
        day
    }
}

/// Office hours 办公时间 of one working day, with the lunch break between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeHours {
    /// From and to, before lunch.
    pub morning: (NaiveTime, NaiveTime),
    /// From and to, after lunch.
    pub afternoon: (NaiveTime, NaiveTime),
}

impl OfficeHours {
    /// Whether the four times follow one another.
    pub fn is_ordered(&self) -> bool {
        self.morning.0 < self.morning.1 && self.morning.1 <= self.afternoon.0 && self.afternoon.0 < self.afternoon.1
    }

    /// The two shifts of a day, whether it is worked or not.
    pub(super) fn shifts(&self, date: NaiveDate) -> [(Moment, Moment); 2] {
        [self.morning, self.afternoon].map(|(from, to)| (at(date, from), at(date, to)))
    }
}

/// A calendar with the office hours of a profile: what limits are counted with.
#[derive(Clone, Copy, Debug)]
pub struct WorkTime<'a> {
    /// The days.
    pub calendar: &'a WorkCalendar,
    /// The hours.
    pub hours: OfficeHours,
}

impl WorkTime<'_> {
    /// When a limit of `span` that runs from `from` ends. Working days count from the day after `from` and end with the
    /// office hours of the last one (RULEBOOK §3).
    pub fn deadline(&self, from: Moment, span: Span) -> Moment {
        match span {
            Span::Natural(minutes) => from + TimeDelta::minutes(minutes.into()),
            Span::Working(minutes) => self.add_working(from, minutes.into()),
            Span::Workdays(0) => self.same_day(from),
            Span::Workdays(days) => at(self.calendar.workday_after(from.date_naive(), days), self.hours.afternoon.1),
        }
    }

    /// When the office closes on this day; on the next working day when it is free, or has closed already.
    fn same_day(&self, from: Moment) -> Moment {
        let close = |date| at(self.calendar.workday_after(date, 0), self.hours.afternoon.1);
        let today = close(from.date_naive());
        if today > from { today } else { close(next(from.date_naive())) }
    }

    /// The moment `span` before `due`; of working days, the same hour on the earlier working day.
    pub fn before(&self, due: Moment, span: Span) -> Moment {
        match span {
            Span::Natural(minutes) => due - TimeDelta::minutes(minutes.into()),
            Span::Working(minutes) => self.take_working(due, minutes.into()),
            Span::Workdays(days) => at(self.calendar.workday_before(due.date_naive(), days), due.time()),
        }
    }

    /// The moment `span` after `due`; of working days, when the office opens on the later working day, so that it is read.
    pub fn after(&self, due: Moment, span: Span) -> Moment {
        match span {
            Span::Workdays(days) => at(self.calendar.workday_after(due.date_naive(), days), self.hours.morning.0),
            other => self.deadline(due, other),
        }
    }

    /// The moment at which `percent` of the limit from `from` to `due` is used; in working time unless the limit is natural.
    pub fn share(&self, from: Moment, due: Moment, span: Span, percent: u32) -> Moment {
        self.share_paused(from, due, &[], span, percent)
    }

    /// Whole working minutes from `from` to `to`; 0 when `to` is earlier.
    pub fn working_minutes(&self, from: Moment, to: Moment) -> i64 {
        self.working_time(from, to).num_minutes()
    }

    /// Working time from `from` to `to`, exactly; none when `to` is earlier.
    pub fn working_time(&self, from: Moment, to: Moment) -> TimeDelta {
        let mut total = TimeDelta::zero();
        let mut day = from.date_naive();
        while day <= to.date_naive() {
            total += self.worked(day, from, to).map(|(open, close)| close - open).sum::<TimeDelta>();
            day = next(day);
        }
        total
    }

    /// What is worked on `day` between `from` and `to`: its shifts, cut to the two, none of them empty.
    pub fn worked(&self, day: NaiveDate, from: Moment, to: Moment) -> impl DoubleEndedIterator<Item = (Moment, Moment)> {
        let shifts = if self.calendar.is_workday(day) { self.hours.shifts(day).to_vec() } else { Vec::new() };
        let cut = shifts.into_iter().map(move |(open, close)| (open.max(from), close.min(to)));
        cut.filter(|(open, close)| open < close)
    }

    /// The earliest moment in office hours at which `minutes` of working time have passed since `from`.
    pub fn add_working(&self, from: Moment, minutes: i64) -> Moment {
        self.add_working_time(from, TimeDelta::minutes(minutes))
    }

    /// The earliest moment in office hours at which this much working time has passed since `from`.
    pub fn add_working_time(&self, from: Moment, time: TimeDelta) -> Moment {
        let mut left = time;
        let mut day = from.date_naive();
        loop {
            for (open, close) in self.worked(day, from, at(next(day), NaiveTime::MIN)) {
                if left <= close - open {
                    return open + left;
                }
                left -= close - open;
            }
            day = next(day);
        }
    }

    /// The latest moment in office hours from which `minutes` of working time pass until `due`.
    fn take_working(&self, due: Moment, minutes: i64) -> Moment {
        let mut left = TimeDelta::minutes(minutes);
        let mut day = due.date_naive();
        loop {
            for (open, close) in self.worked(day, at(day, NaiveTime::MIN), due).rev() {
                if left <= close - open {
                    return close - left;
                }
                left -= close - open;
            }
            day = before(day);
        }
    }
}

/// The day of the week, as people say it: 周一.
pub fn weekday(date: NaiveDate) -> &'static str {
    match date.weekday() {
        Weekday::Mon => "周一",
        Weekday::Tue => "周二",
        Weekday::Wed => "周三",
        Weekday::Thu => "周四",
        Weekday::Fri => "周五",
        Weekday::Sat => "周六",
        Weekday::Sun => "周日",
    }
}

/// This time of this day, in China.
pub fn at(date: NaiveDate, time: NaiveTime) -> Moment {
    date.and_time(time).and_local_timezone(cst()).single().expect("a fixed offset has every local time once")
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The day after.
pub(super) fn next(date: NaiveDate) -> NaiveDate {
    date + Days::new(1)
}

/// The day before.
pub(super) fn before(date: NaiveDate) -> NaiveDate {
    date - Days::new(1)
}
