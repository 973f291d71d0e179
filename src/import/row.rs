//! One row of a city's table becomes one past case 一行一件, or a reason why it does not.

use std::fmt;

use chrono::{DateTime, Datelike};

use super::cell::{Cell, Row};
use super::field::Field;
use super::map::Plan;
use super::when::{self, Stamp};
use crate::city::City;
use crate::domain::case::{Complaint, Ground};
use crate::domain::complaint::{Classification, Slot, Slots};
use crate::domain::ids::{DepartmentId, Moment, cst};
use crate::domain::past::{CHANNEL, End, Origin, Past, channel_named};
use crate::intake::understand;
use crate::store::{origin_key, row_digest};

mod matter;
mod times;
mod words;

use times::Times;
pub use words::Meanings;

/// The most characters of a complaint; messages of the house are no longer.
const LONGEST_TEXT: usize = 20_000;

/// The most characters of a short cell.
const LONGEST_WORD: usize = 200;

/// Why a row is kept aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bad {
    /// It names a unit that is not known here.
    Unit(String),
    /// It goes on, and open cases were not asked for.
    Open,
    /// Anything else, in words.
    Other(String),
}

impl fmt::Display for Bad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit(name) => write!(f, "单位“{name}”不认识：请在列对应表的 [units] 里对应，或加 --make-units"),
            Self::Open => f.write_str("还没有办结：要作为在办工单接管，请加 --open"),
            Self::Other(why) => f.write_str(why),
        }
    }
}

impl From<String> for Bad {
    fn from(why: String) -> Self {
        Self::Other(why)
    }
}

/// By what a row is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The city's own number.
    pub number: Option<String>,
    /// The key under which the case stands in the store.
    pub key: String,
    /// The digest of what the row says.
    pub digest: String,
}

/// Reads rows.
pub struct Reading<'a> {
    /// Which column tells what.
    pub plan: &'a Plan,
    /// What the city's words mean.
    pub meanings: &'a Meanings,
    /// The city.
    pub city: &'a City,
    /// When they are taken over.
    pub now: Moment,
    /// Whether open cases go on here.
    pub open: bool,
}

impl Reading<'_> {
    fn cell<'r>(&self, row: &'r Row, field: Field) -> &'r Cell {
        const EMPTY: &Cell = &Cell::Empty;
        let place = self.plan.columns.get(&field).and_then(|columns| columns.first());
        place.and_then(|place| row.cells.get(*place)).unwrap_or(EMPTY)
    }

    fn word(&self, row: &Row, field: Field) -> Result<Option<String>, Bad> {
        let words = match self.cell(row, field) {
            Cell::Fault(fault) => return Err(Bad::Other(format!("{}是出错的公式（{fault}）", field.label()))),
            cell => cell.shown(),
        };
        if words.chars().count() > LONGEST_WORD {
            return Err(Bad::Other(format!("{}超过 {LONGEST_WORD} 字，可能对错了列", field.label())));
        }
        Ok((!words.is_empty()).then_some(words))
    }

    /// By what the row is known: its number, or all that it says.
    ///
    /// # Errors
    /// The row cannot be read.
    pub fn identity(&self, row: &Row) -> Result<Identity, Bad> {
        if let Some(why) = &row.fault {
            return Err(Bad::Other(why.clone()));
        }
        let number = self.word(row, Field::Number)?;
        let said: String = self
            .plan
            .columns
            .iter()
            .flat_map(|(field, places)| places.iter().map(move |place| (field, row.cells.get(*place))))
            .map(|(field, cell)| format!("{}\u{1f}{}\u{1e}", field.name(), cell.map(Cell::shown).unwrap_or_default()))
            .collect();
        let digest = row_digest(&said);
        let key = number.as_deref().map_or_else(|| digest.clone(), origin_key);
        Ok(Identity { number, key, digest })
    }

    /// The past case that the row tells of.
    ///
    /// # Errors
    /// Why it does not.
    pub fn past(&self, row: &Row, identity: &Identity) -> Result<Past, Bad> {
        let times = self.times(row)?;
        let received = times.get(Field::Received).ok_or_else(|| Bad::Other(format!("没有{}", Field::Received.label())))?;
        let end = self.end(row, &times)?;
        if end == End::Open && !self.open {
            return Err(Bad::Open);
        }
        let unit = self.unit(row, &end, &times)?;
        let (solved, satisfaction) = self.meanings.said(self.word(row, Field::Solved)?, self.word(row, Field::Satisfied)?)?;
        let origin = Origin {
            number: identity.number.clone(),
            key: identity.key.clone(),
            digest: identity.digest.clone(),
            channel: self.word(row, Field::Channel)?.map(|label| channel_named(&label).to_owned()),
            at: self.now,
        };
        Ok(Past {
            complaint: self.complaint(row, identity)?,
            origin,
            unit,
            received,
            accepted: times.get(Field::Accepted),
            dispatched: times.get(Field::Dispatched),
            acknowledge_due: times.get(Field::AcknowledgeDue),
            handle_due: times.get(Field::HandleDue),
            acknowledged: times.get(Field::Acknowledged),
            contacted: times.get(Field::Contacted),
            resolved: times.get(Field::Resolved),
            answer: self.text(row, Field::Answer)?,
            reviewed: times.get(Field::Reviewed),
            followed_up: times.get(Field::FollowedUp),
            solved,
            satisfaction,
            closed: times.get(Field::Closed),
            end,
        })
    }

    /// Several columns are put together; no more than a complaint may have.
    fn text(&self, row: &Row, field: Field) -> Result<String, Bad> {
        let places = self.plan.columns.get(&field).map_or(&[][..], Vec::as_slice);
        let mut parts: Vec<String> = Vec::new();
        for cell in places.iter().filter_map(|place| row.cells.get(*place)) {
            let words = match cell {
                Cell::Fault(fault) => return Err(Bad::Other(format!("{}是出错的公式（{fault}）", field.label()))),
                cell => cell.shown(),
            };
            if !words.is_empty() && !parts.contains(&words) {
                parts.push(words);
            }
        }
        let text = parts.join("\n");
        if text.chars().count() > LONGEST_TEXT {
            return Err(Bad::Other(format!("{}超过 {LONGEST_TEXT} 字", field.label())));
        }
        Ok(text)
    }

    fn complaint(&self, row: &Row, identity: &Identity) -> Result<Complaint, Bad> {
        let text = self.text(row, Field::Text)?;
        if text.is_empty() {
            return Err(Bad::Other(format!("没有{}", Field::Text.label())));
        }
        let mut slots = Slots::new();
        for (field, slot) in [(Field::Name, Slot::Name), (Field::Phone, Slot::Phone), (Field::Place, Slot::Place)] {
            slots.extend(self.word(row, field)?.map(|words| (slot, words)));
        }
        let citizen = format!("{CHANNEL}:{}", identity.key);
        // Read as any complaint is, so that it has a district and hot spots have a place; who it was stays what the file says.
        let (understood, found) = understand(&text, slots.clone(), &self.city.intake(self.now));
        slots.extend(found.into_iter().filter(|(slot, _)| *slot == Slot::Place));
        Ok(Complaint {
            citizen: citizen.as_str().into(),
            chat: citizen.as_str().into(),
            classification: self.classification(row, understood)?,
            text,
            slots,
            evidence: Vec::new(),
            confirmed: true,
            confidential: self.word(row, Field::Confidential)?.is_some_and(|words| self.meanings.is_yes(&words)),
        })
    }

    /// What the house understands of it, with what the file says itself put before that.
    fn classification(&self, row: &Row, understood: Classification) -> Result<Classification, Bad> {
        let said = matter::Said {
            kind: self.word(row, Field::Kind)?,
            category: self.word(row, Field::Category)?,
            intent: self.word(row, Field::Intent)?,
            urgency: self.word(row, Field::Urgency)?,
            district: self.word(row, Field::District)?,
        };
        Ok(matter::settled(understood, said, &self.city.classifier))
    }

    fn end(&self, row: &Row, times: &Times) -> Result<End, Bad> {
        let reason = || Ok::<_, Bad>(self.word(row, Field::Reason)?.unwrap_or_default());
        let Some(status) = self.word(row, Field::Status)? else {
            let is_done = [Field::Resolved, Field::Closed, Field::FollowedUp].iter().any(|field| times.get(*field).is_some());
            return Ok(if is_done { End::Archived } else { End::Open });
        };
        Ok(match self.meanings.status(&status) {
            Some(words::Status::Closed) => End::Archived,
            Some(words::Status::Open) => End::Open,
            Some(words::Status::Withdrawn) => {
                End::Withdrawn { reason: Some(reason()?).filter(|words| !words.is_empty()).unwrap_or(status) }
            }
            Some(words::Status::Declined) => {
                let (reason, ground) = (reason()?, self.ground(&reason()?)?);
                let way = reason.strip_prefix(ground.label()).map_or(reason.as_str(), |way| way.trim_start_matches('：'));
                End::Declined { ground, way: way.to_owned() }
            }
            None => {
                return Err(Bad::Other(format!(
                    "状态“{status}”不认识：请在列对应表的 [words] 里写明是 closed、open、declined 还是 withdrawn"
                )));
            }
        })
    }

    fn ground(&self, reason: &str) -> Result<Ground, Bad> {
        let ours = Ground::ALL.into_iter().find(|ground| reason.starts_with(ground.label()));
        let theirs = || self.plan.grounds.iter().find(|(words, _)| reason.contains(words.as_str())).map(|(_, ground)| *ground);
        ours.or_else(theirs).ok_or_else(|| Bad::Other(format!("不予受理的情形“{reason}”不认识：请在列对应表的 [grounds] 里对应")))
    }

    /// The unit that the row names; a case that a unit must have handled cannot do without one.
    fn unit(&self, row: &Row, end: &End, times: &Times) -> Result<Option<DepartmentId>, Bad> {
        let directory = &self.city.directory;
        let named = self.word(row, Field::Unit)?;
        if let Some(name) = named {
            return find_unit(&name, self.plan, directory).map(Some).ok_or(Bad::Unit(name));
        }
        let steps = [Field::Dispatched, Field::Acknowledged, Field::Resolved, Field::FollowedUp];
        let needs = *end == End::Archived || steps.iter().any(|field| times.get(*field).is_some());
        match (&self.plan.no_unit, needs) {
            (Some(name), true) => {
                directory.find(name).map(|unit| Some(unit.id.clone())).ok_or_else(|| Bad::Other(format!("no_unit 的单位“{name}”不认识")))
            }
            (None, true) => Err(Bad::Other("没有承办单位：可在列对应表里写 no_unit = \"单位\"，把这样的工单记给它".to_owned())),
            (_, false) => Ok(None),
        }
    }
}

/// The unit that a city means by this name: by the map, by one of our names, or where one unit's name alone has it in it.
pub fn find_unit(name: &str, plan: &Plan, directory: &crate::domain::department::Directory) -> Option<DepartmentId> {
    /// A name that is shorter would be in too many others.
    const TELLING: usize = 3;
    let name = plan.units.get(name).map_or(name, String::as_str).trim();
    let exact = directory.all().iter().find(|unit| unit.answers_to(name));
    exact.or_else(|| directory.find(name).filter(|_| name.chars().count() >= TELLING)).map(|unit| unit.id.clone())
}

/// The moment of a stamp, in China.
fn moment(stamp: Stamp) -> Option<Moment> {
    let moment: DateTime<_> = stamp.at.and_local_timezone(cst()).single()?;
    (1980..=2100).contains(&moment.year()).then_some(moment)
}

/// Reads the time of a field.
fn stamp(cell: &Cell, field: Field) -> Result<Option<Stamp>, Bad> {
    when::read(cell).map_err(|why| Bad::Other(format!("{}{why}", field.label())))
}

#[cfg(test)]
mod tests;
