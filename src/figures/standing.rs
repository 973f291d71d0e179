//! Open cases 在办 as figures see them: where each stands now, and what presses. No figure of a past day says it.

use std::collections::BTreeMap;

use crate::domain::case::{Case, Holder, LetterKind};
use crate::domain::department::Directory;
use crate::domain::ids::{CaseNumber, DepartmentId, Moment};
use crate::domain::span::LimitKind;

use super::book::Book;
use super::filter::Filter;
use super::packed::{moment, seconds};

/// What the book keeps of an open case, in its own numbers: a million of them may be open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept {
    pub district: u16,
    pub intent: u16,
    pub channel: u16,
    /// 0 while no unit has it.
    pub unit: u16,
    state: u16,
    /// 0 for nobody.
    handler: u32,
    /// To the second, as is `due`: see [`seconds`].
    received_at: u32,
    /// 0 where no limit runs.
    due: u32,
    asked: bool,
    supervised: bool,
    /// Somebody may have to see to it whatever its limits: a red card, a letter, something to rule on.
    weighs: bool,
}

impl Kept {
    /// Of this case, whose district, intent, channel, unit and state have these numbers.
    pub fn of(case: &Case, [district, intent, channel, unit, state]: [u16; 5]) -> Self {
        let mandate = case.state.mandate();
        let supervised = case.letters.iter().any(|letter| letter.answered.is_none() && letter.kind != LetterKind::Bulletin);
        let decides = |kind: LimitKind| kind.is_of_letter() || matches!(kind, LimitKind::Extension | LimitKind::Application);
        let to_rule = case.state.holder() == Holder::Supervision || case.limits().iter().any(|(kind, _)| decides(*kind));
        Self {
            district,
            intent,
            channel,
            unit,
            state,
            handler: mandate.and_then(|mandate| mandate.handler).map_or(0, |person| person.0),
            received_at: seconds(case.received_at),
            due: case.next_due().map_or(0, |(_, due)| seconds(due)),
            asked: mandate.is_some_and(|mandate| mandate.asked.is_some() || mandate.applied.is_some()),
            supervised,
            weighs: supervised || to_rule || case.tally.red_cards > 0,
        }
    }

    fn due(&self) -> Option<Moment> {
        (self.due > 0).then(|| moment(self.due))
    }
}

/// An open case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Open<'a> {
    /// Which.
    pub number: CaseNumber,
    /// When it was received, to the second.
    pub received_at: Moment,
    /// Which unit has it.
    pub unit: Option<&'a DepartmentId>,
    /// What its state is called.
    pub state: &'static str,
    /// When the limit ends that ends first, to the second.
    pub due: Option<Moment>,
    /// An extension or an application waits for a decision.
    pub asked: bool,
    /// A letter of supervision waits for its answer.
    pub supervised: bool,
}

impl Open<'_> {
    /// Whether a limit has passed 超期.
    pub fn is_late(&self, now: Moment) -> bool {
        self.due.is_some_and(|due| due < now)
    }
}

impl Book {
    /// The open cases that the filter lets through, whatever its days, in the order of their numbers.
    pub fn open(&self, filter: &Filter, directory: &Directory) -> Vec<Open<'_>> {
        let Some(fits) = self.sieve_of_open(filter, directory) else { return Vec::new() };
        let person = |kept: &Kept| filter.person.is_none_or(|person| kept.handler == person.0);
        let let_through = self.standing().filter(|(_, kept)| fits(kept) && person(kept));
        let_through.map(|(number, kept)| self.shown(number, kept)).collect()
    }

    /// The open cases that may need somebody today: those with a limit that ends by the end of the day, and those that weigh. None
    /// that needs somebody is left out; whether one does is for its reader to say.
    pub fn pressing(&self, now: Moment) -> Vec<CaseNumber> {
        let today = now.date_naive();
        let presses = |kept: &Kept| kept.weighs || kept.due().is_some_and(|due| due.date_naive() <= today);
        self.standing().filter(|(_, kept)| presses(kept)).map(|(number, _)| number).collect()
    }

    fn shown(&self, number: CaseNumber, kept: &Kept) -> Open<'_> {
        let Kept { asked, supervised, .. } = *kept;
        let received_at = moment(kept.received_at);
        Open { number, received_at, unit: self.unit(kept.unit), state: self.state(kept.state), due: kept.due(), asked, supervised }
    }
}

/// How many of some open cases each unit has, with those of the units below it.
#[derive(Clone, Debug, Default)]
pub struct ByUnit<'a>(BTreeMap<&'a DepartmentId, (usize, usize)>);

impl<'a> ByUnit<'a> {
    /// Of these cases; none that lies with the dispatchers.
    pub fn of(open: &[Open<'a>], now: Moment) -> Self {
        let mut counts: BTreeMap<&'a DepartmentId, (usize, usize)> = BTreeMap::new();
        for (case, unit) in open.iter().filter_map(|case| Some((case, case.unit?))) {
            let count = counts.entry(unit).or_default();
            count.0 += 1;
            count.1 += usize::from(case.is_late(now));
        }
        Self(counts)
    }

    /// The units that have some themselves: how many, and how many of them are late.
    pub fn own(&self) -> impl Iterator<Item = (&'a DepartmentId, (usize, usize))> {
        self.0.iter().map(|(unit, counts)| (*unit, *counts))
    }

    /// How many a unit has with those below it, and how many of them are late.
    pub fn within(&self, above: &DepartmentId, directory: &Directory) -> (usize, usize) {
        let below = self.own().filter(|(unit, _)| directory.is_within(unit, above));
        below.fold((0, 0), |sum, (_, counts)| (sum.0 + counts.0, sum.1 + counts.1))
    }
}
