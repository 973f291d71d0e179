//! The times of a row 各步时间: read, and put in order. Of a time that is no more than a day only the day counts.

use std::collections::BTreeMap;

use chrono::{NaiveTime, TimeDelta};

use super::{Bad, Cell, Field, Moment, Reading, Row, Stamp, moment, stamp};

/// The steps in the order in which they happen. Contact with the citizen may come at any time after receipt.
const STEPS: [Field; 8] = [
    Field::Received,
    Field::Accepted,
    Field::Dispatched,
    Field::Acknowledged,
    Field::Resolved,
    Field::Reviewed,
    Field::FollowedUp,
    Field::Closed,
];

/// How far ahead of ours another machine's clock may be.
const AHEAD: TimeDelta = TimeDelta::minutes(10);

/// The times that a row has.
pub struct Times(BTreeMap<Field, Moment>);

impl Times {
    /// The time of this step.
    pub fn get(&self, field: Field) -> Option<Moment> {
        self.0.get(&field).copied()
    }
}

impl Reading<'_> {
    pub(super) fn times(&self, row: &Row) -> Result<Times, Bad> {
        let mut times = BTreeMap::new();
        let mut last: Option<(Field, Moment)> = None;
        for field in STEPS {
            let Some(at) = self.step(row, field, last)? else { continue };
            times.insert(field, at);
            last = Some((field, at));
        }
        let received = times.get(&Field::Received).map(|at| (Field::Received, *at));
        times.extend(self.step(row, Field::Contacted, received)?.map(|at| (Field::Contacted, at)));
        for field in [Field::AcknowledgeDue, Field::HandleDue] {
            times.extend(self.due(self.cell(row, field), field)?.map(|at| (field, at)));
        }
        Ok(Times(times))
    }

    /// The time of a step, not before the step before it. A day alone lies as early on that day as it can.
    fn step(&self, row: &Row, field: Field, before: Option<(Field, Moment)>) -> Result<Option<Moment>, Bad> {
        let Some(read) = stamp(self.cell(row, field), field)? else { return Ok(None) };
        let at = checked(read, field)?;
        let at = match before {
            Some((_, earlier)) if read.is_day && earlier.date_naive() == at.date_naive() => earlier,
            Some((step, earlier)) if at < earlier => {
                return Err(Bad::Other(format!("{}早于{}", field.label(), step.label())));
            }
            _ => at,
        };
        if at > self.now + AHEAD {
            return Err(Bad::Other(format!("{}在将来", field.label())));
        }
        Ok(Some(at))
    }

    /// A limit that is no more than a day ends with it.
    fn due(&self, cell: &Cell, field: Field) -> Result<Option<Moment>, Bad> {
        let Some(read) = stamp(cell, field)? else { return Ok(None) };
        let at = checked(read, field)?;
        let end = NaiveTime::from_hms_opt(23, 59, 59).expect("a time of day");
        Ok(Some(if read.is_day { crate::domain::workcalendar::at(at.date_naive(), end) } else { at }))
    }
}

fn checked(read: Stamp, field: Field) -> Result<Moment, Bad> {
    moment(read).ok_or_else(|| Bad::Other(format!("{}的年份不对", field.label())))
}
