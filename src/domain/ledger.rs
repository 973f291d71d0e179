//! The ledger of cards 台账: every card and every letter of supervision over all cases, against whom it stands (RULEBOOK §4).
//! It derives from the events, and never says more than they do.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::case::LetterKind;
use super::event::{Event, Recorded};
use super::ids::{CaseNumber, DepartmentId, Moment, StaffId};
use super::moment;
use super::profile::RungKind;
use super::span::LimitKind;

/// What stands in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardKind {
    /// 黄牌
    Yellow,
    /// 红牌
    Red,
    /// 督办文书
    Letter(LetterKind),
}

impl CardKind {
    /// The card that a rung is; none for what is no card.
    fn of(rung: RungKind) -> Option<Self> {
        match rung {
            RungKind::Yellow => Some(Self::Yellow),
            RungKind::Red => Some(Self::Red),
            RungKind::Reminder | RungKind::Urging | RungKind::Inquiry | RungKind::Notice | RungKind::Bulletin => None,
        }
    }
}

/// One card or letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardRecord {
    /// Of which case.
    pub case: CaseNumber,
    /// The number of its event.
    pub seq: u32,
    /// When it was given.
    #[serde(with = "moment")]
    pub at: Moment,
    /// What people call it.
    pub what: String,
    /// What it is.
    pub kind: CardKind,
    /// Against which unit it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<DepartmentId>,
    /// Against which person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<StaffId>,
    /// The limit that was not kept; none for a letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<LimitKind>,
}

impl CardRecord {
    /// What an event puts into the ledger; none for most.
    pub fn of(recorded: &Recorded) -> Option<Self> {
        let Recorded { case, seq, at, event, .. } = recorded;
        let (kind, what, unit, person, limit) = match event {
            Event::RungReached { rung, title, unit, person, limit, .. } => {
                let what = title.clone().unwrap_or_else(|| rung.label().to_owned());
                (CardKind::of(*rung)?, what, unit.clone(), *person, Some(*limit))
            }
            Event::Supervised { kind, unit, person, .. } => {
                (CardKind::Letter(*kind), kind.label().to_owned(), Some(unit.clone()), *person, None)
            }
            _ => return None,
        };
        Some(Self { case: *case, seq: *seq, at: *at, what, kind, unit, person, limit })
    }

    /// 红牌
    pub fn is_red(&self) -> bool {
        self.kind == CardKind::Red
    }
}

/// Whose part of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Against {
    /// Everybody's.
    All,
    /// A unit's own, without the units below it.
    Unit(DepartmentId),
    /// A person's, in whatever unit they were.
    Person(StaffId),
}

/// How much stands against a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sum {
    /// 红牌
    pub red: usize,
    /// 黄牌
    pub yellow: usize,
    /// 督办文书
    pub letters: usize,
}

/// The sums of units, the one with the most red cards first.
pub fn by_unit(records: &[CardRecord]) -> Vec<(DepartmentId, Sum)> {
    let mut sums: BTreeMap<&DepartmentId, Sum> = BTreeMap::new();
    for (unit, record) in records.iter().filter_map(|record| Some((record.unit.as_ref()?, record))) {
        let sum = sums.entry(unit).or_default();
        match record.kind {
            CardKind::Yellow => sum.yellow += 1,
            CardKind::Red => sum.red += 1,
            CardKind::Letter(_) => sum.letters += 1,
        }
    }
    let mut all: Vec<_> = sums.into_iter().map(|(unit, sum)| (unit.clone(), sum)).collect();
    all.sort_by(|(_, one), (_, other)| other.cmp(one));
    all
}

/// How many red cards each person has, the most first.
pub fn red_by_person(records: &[CardRecord]) -> Vec<(StaffId, usize)> {
    let mut counts: BTreeMap<StaffId, usize> = BTreeMap::new();
    for person in records.iter().filter(|record| record.is_red()).filter_map(|record| record.person) {
        *counts.entry(person).or_default() += 1;
    }
    let mut all: Vec<_> = counts.into_iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    all
}
