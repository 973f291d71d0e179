//! Facts in the book's own numbers: moments as seconds, names as numbers.

use std::collections::HashMap;
use std::hash::Hash;

use chrono::{DateTime, NaiveDate, TimeDelta};

use crate::domain::ids::{Moment, cst};

use super::judged::{Fact, Value};
use super::measure::{Measure, Sort};

/// A fact in the book's own numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Packed {
    /// Seconds since [`EPOCH`].
    pub at: u32,
    /// Above the line in the upper half and below it in the lower, or a number.
    pub value: u32,
    /// 0 for nobody.
    pub person: u32,
    pub unit: u16,
    pub measure: Measure,
}

/// 2000-01-01 in China Standard Time, in seconds since 1970.
const EPOCH: i64 = 946_656_000;

/// The seconds of a day.
pub(super) const DAY: u32 = 86_400;

/// Numbers for names, from 1; 0 is none.
#[derive(Debug)]
pub(super) struct Names<T> {
    pub known: HashMap<T, u16>,
    pub all: Vec<T>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { known: HashMap::new(), all: Vec::new() }
    }
}

impl<T: Clone + Eq + Hash> Names<T> {
    /// The number of a name, a new one where it has none; 0 of none.
    pub fn number(&mut self, name: Option<&T>) -> u16 {
        let Some(name) = name else { return 0 };
        if let Some(number) = self.known.get(name) {
            return *number;
        }
        let number = u16::try_from(self.all.len() + 1).unwrap_or(u16::MAX);
        if number < u16::MAX {
            self.all.push(name.clone());
            self.known.insert(name.clone(), number);
        }
        number
    }

    /// The name of a number.
    pub fn get(&self, number: u16) -> Option<&T> {
        self.all.get(usize::from(number).checked_sub(1)?)
    }
}

impl Packed {
    /// The value of what came out as it should, once.
    pub const ONE_OF_ONE: u32 = 1 << 16 | 1;

    /// Before the first fact of a case.
    pub const NOTHING: Self = Self { at: 0, value: 0, person: 0, unit: 0, measure: Measure::ALL[0] };

    /// Of this fact, whose unit has this number.
    pub fn of(fact: &Fact, unit: u16) -> Self {
        let value = match fact.value {
            Value::Share { hits, of } => u32::from(hits) << 16 | u32::from(of),
            Value::Count(number) | Value::Lasted(number) => number,
        };
        let person = fact.person.map_or(0, |person| person.0);
        Self { at: seconds(fact.at), value, person, unit, measure: fact.measure }
    }

    /// How it came out.
    pub fn value(self) -> Value {
        match self.measure.sort() {
            Sort::Rate | Sort::Mean => Value::Share { hits: (self.value >> 16) as u16, of: (self.value & 0xffff) as u16 },
            Sort::Count => Value::Count(self.value),
            Sort::Duration => Value::Lasted(self.value),
        }
    }

    /// The day on which it was decided.
    pub fn day(self) -> NaiveDate {
        first_day() + TimeDelta::days(i64::from(self.at / DAY))
    }
}

/// The first day of the book's time.
pub(super) fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day")
}

/// A moment in the book's own seconds; what lies before or after its time is at its ends.
pub(super) fn seconds(at: Moment) -> u32 {
    u32::try_from((at.timestamp() - EPOCH).clamp(0, u32::MAX.into())).expect("it is within")
}

/// The first second of a day.
pub(super) fn beginning(day: NaiveDate) -> u32 {
    let days = (day - first_day()).num_days();
    u32::try_from(days.saturating_mul(DAY.into()).clamp(0, u32::MAX.into())).expect("it is within")
}

/// The moment of a number of the book's own seconds.
pub(super) fn moment(seconds: u32) -> Moment {
    DateTime::from_timestamp(EPOCH + i64::from(seconds), 0).expect("a moment").with_timezone(&cst())
}

/// The last moment of the book's time.
pub(super) fn last_moment() -> Moment {
    moment(u32::MAX)
}
