//! Counting 统计: walks every case's events once, in order, and makes the figures of them. What must always hold of a case is
//! looked at on the way.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::TimeDelta;

use super::figures::{CategoryLine, DispatchFigures, EndFigures, HandlingFigures, IntakeFigures, UnitLine};
use super::proof;
use super::stage::Stage;
use super::steps::{Step, Steps};
use crate::domain::case::{Case, Satisfaction, State};
use crate::domain::complaint::Urgency;
use crate::domain::department::Directory;
use crate::domain::event::{Event, Outcome, Recorded};
use crate::domain::ids::{DepartmentId, Moment};
use crate::domain::profile::RungKind;
use crate::domain::staff::Actor;
use crate::domain::workcalendar::WorkTime;
use crate::store::Store;

/// How many case numbers are read at once.
const PAGE: usize = 500;

/// Everything that is counted.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub intake: IntakeFigures,
    pub dispatch: DispatchFigures,
    pub handling: HandlingFigures,
    pub end: EndFigures,
    pub steps: Steps,
    pub units: BTreeMap<DepartmentId, UnitLine>,
    pub categories: BTreeMap<&'static str, CategoryLine>,
    pub broken: Vec<String>,
    pub last: Option<Moment>,
}

/// Where a case's way stands while its events are walked.
#[derive(Debug, Default)]
struct Way {
    dispatched: bool,
    by_itself: bool,
    first_unit: Option<DepartmentId>,
    task_since: Option<Moment>,
    answer_since: Option<Moment>,
    resolved: Option<Moment>,
    answered: Option<Moment>,
    overdue: bool,
}

impl Tally {
    /// Counts everything in the store.
    pub fn of(stage: &Stage) -> Result<Self> {
        let mut tally = Self::default();
        let true_units = true_units(stage);
        let mut after = None;
        loop {
            let numbers = stage.store.case_numbers(after, PAGE)?;
            let Some(last) = numbers.last() else { break };
            after = Some(*last);
            for number in numbers {
                let case = stage.case(number)?;
                let events = stage.store.events(number)?;
                proof::case(&case, &events, stage, &mut tally.broken);
                let true_unit = true_units.get(case.citizen().as_str());
                tally.count(&case, &events, true_unit, stage);
            }
        }
        tally.count_citizens(stage);
        Ok(tally)
    }

    fn count_citizens(&mut self, stage: &Stage) {
        let count = |is: fn(&super::citizen::Citizen) -> bool| stage.citizens.iter().filter(|citizen| is(citizen)).count();
        let intake = &mut self.intake;
        intake.complaints = stage.citizens.len();
        intake.asked = count(|citizen| citizen.asked);
        intake.answered = count(|citizen| citizen.answered);
        intake.began_again = count(|citizen| citizen.began_again);
        intake.discarded = count(|citizen| citizen.discarded);
        for citizen in &stage.citizens {
            citizen.told.iter().for_each(|slot| intake.facts.entry(slot.label()).or_default().told += 1);
            citizen.not_found.iter().for_each(|slot| intake.facts.entry(slot.label()).or_default().not_found += 1);
        }
        let unformed = stage.citizens.iter().filter(|citizen| citizen.unformed);
        intake.unformed = unformed.map(|citizen| citizen.complaint.line).collect();
    }

    fn count(&mut self, case: &Case, events: &[Recorded], true_unit: Option<&DepartmentId>, stage: &Stage) {
        let time = stage.city.time(&stage.desk.profile_of(&case.profile));
        let directory = &stage.city.directory;
        let mut way = Way::default();
        let Some(mut now) = events.first().and_then(Case::first) else { return };
        for recorded in events {
            let before = now.state.clone();
            if recorded.seq > 1 {
                now.apply(recorded);
            }
            self.count_event(recorded, &before, &now, &mut way, time, directory);
        }
        self.last = self.last.max(Some(case.changed_at));
        self.count_intake(case);
        self.count_dispatch(case, &way, true_unit, directory);
        self.count_end(case, &way, stage);
    }

    fn count_intake(&mut self, case: &Case) {
        let urgency = case.complaint.classification.urgency;
        self.intake.cases += 1;
        self.intake.emergencies += usize::from(urgency == Urgency::Emergency);
        self.intake.urgent += usize::from(urgency == Urgency::Urgent);
        self.intake.confirmed += usize::from(case.complaint.confirmed);
        self.intake.silent += usize::from(!case.complaint.confirmed && case.complaint.classification.hotline.is_none());
    }

    fn count_dispatch(&mut self, case: &Case, way: &Way, true_unit: Option<&DepartmentId>, directory: &Directory) {
        let doubtful = case.complaint.slots.contains_key(&crate::domain::complaint::Slot::Court);
        self.dispatch.by_itself += usize::from(way.by_itself);
        self.dispatch.to_accept += usize::from(!way.by_itself && doubtful);
        self.dispatch.to_person += usize::from(!way.by_itself && !doubtful);
        if let Some((unit, truth)) = way.first_unit.as_ref().zip(true_unit) {
            let agreed = usize::from(directory.is_within(unit, truth));
            self.dispatch.known_unit += 1;
            self.dispatch.agreed += agreed;
            if way.by_itself {
                self.dispatch.known_by_itself += 1;
                self.dispatch.agreed_by_itself += agreed;
            }
        }
    }

    fn unit(&mut self, unit: Option<&DepartmentId>, count: impl FnOnce(&mut UnitLine)) {
        if let Some(unit) = unit {
            count(self.units.entry(unit.clone()).or_default());
        }
    }

    fn count_event(&mut self, recorded: &Recorded, before: &State, now: &Case, way: &mut Way, time: WorkTime<'_>, directory: &Directory) {
        let at = recorded.at;
        let holder = before.mandate().map(|mandate| mandate.unit.clone());
        let mut since = |step: Step, from: Option<Moment>| {
            if let Some(from) = from {
                self.steps.took(step, from, at, time);
            }
        };
        match &recorded.event {
            Event::Received { arrived, .. } => since(Step::Register, Some(*arrived)),
            Event::Dispatched { unit, by_ruling, .. } => {
                if !way.dispatched {
                    since(Step::Dispatch, Some(now.received_at));
                    way.by_itself = recorded.by == Actor::System;
                    way.first_unit = Some(unit.clone());
                }
                way.dispatched = true;
                (way.task_since, way.answer_since) = (Some(at), Some(at));
                self.handling.ruled += usize::from(*by_ruling);
                self.unit(Some(unit), |line| line.received += 1);
            }
            Event::Transferred { to, .. } => {
                way.task_since = Some(at);
                self.handling.transferred += 1;
                self.unit(Some(to), |line| line.received += 1);
            }
            Event::Acknowledged => since(Step::Acknowledge, way.task_since.take()),
            Event::Returned { .. } => {
                self.handling.returned += 1;
                self.unit(holder.as_ref(), |line| line.returned += 1);
            }
            Event::ReturnRefused { .. } => self.handling.returns_refused += 1,
            Event::ExtensionRequested { .. } => self.handling.extensions_asked += 1,
            Event::ExtensionGranted { .. } => self.handling.extensions_granted += 1,
            Event::Resolved { .. } => {
                since(Step::Answer, way.answer_since);
                way.resolved = Some(at);
                let late = before.mandate().is_some_and(|mandate| at > mandate.handle.due + TimeDelta::minutes(1));
                self.handling.late_answers += usize::from(late);
                self.unit(holder.as_ref(), |line| {
                    line.answered += 1;
                    line.late += usize::from(late);
                });
            }
            Event::Reviewed { passed, .. } => {
                since(Step::Review, way.resolved.take());
                self.handling.faults += usize::from(!passed);
                way.answered = passed.then_some(at);
            }
            Event::FollowedUp { .. } => since(Step::FollowUp, way.answered.take()),
            Event::Reopened { .. } => {
                (way.task_since, way.answer_since) = (Some(at), Some(at));
                self.handling.redone += 1;
                self.unit(holder.as_ref(), |line| line.redone += 1);
            }
            Event::Archived => since(Step::Close, Some(now.received_at)),
            Event::Supplemented { .. } => self.handling.supplements += 1,
            Event::Urged { .. } if recorded.is_urged_by_citizen() => self.handling.urged += 1,
            Event::RungReached { rung, unit, .. } => {
                way.overdue |= *rung == RungKind::Yellow;
                match rung {
                    RungKind::Reminder => self.handling.reminders += 1,
                    RungKind::Urging => self.handling.urgings += 1,
                    RungKind::Yellow => self.handling.yellow_cards += 1,
                    RungKind::Red | RungKind::Inquiry | RungKind::Notice | RungKind::Bulletin => {}
                }
                self.unit(unit.as_ref(), |line| match rung {
                    RungKind::Reminder | RungKind::Red | RungKind::Inquiry | RungKind::Notice | RungKind::Bulletin => {}
                    RungKind::Urging => line.urgings += 1,
                    RungKind::Yellow => line.yellow_cards += 1,
                });
            }
            _ => {}
        }
        for (unit, line) in &mut self.units {
            if line.unit.is_empty() {
                directory.short(unit).clone_into(&mut line.unit);
            }
        }
    }

    fn count_end(&mut self, case: &Case, way: &Way, stage: &Stage) {
        let category = case.complaint.classification.category.label();
        let line = self.categories.entry(category).or_insert_with(|| CategoryLine { category: category.to_owned(), ..Default::default() });
        line.cases += 1;
        line.by_itself += usize::from(way.by_itself);
        line.overdue += usize::from(way.overdue);
        self.handling.overdue += usize::from(way.overdue);
        let end = &mut self.end;
        let (all, own) = match &case.state {
            State::Archived { outcome: Outcome::Answered { solved: true, .. }, .. } => (&mut end.solved, &mut line.solved),
            State::Archived { outcome: Outcome::Answered { .. }, .. } => (&mut end.unsolved, &mut line.unsolved),
            State::Archived { outcome: Outcome::Silent, .. } => (&mut end.silent, &mut line.silent),
            State::Declined { .. } => {
                end.declined += 1;
                return;
            }
            State::Withdrawn { .. } => {
                end.withdrawn += 1;
                return;
            }
            _ => {
                *end.open.entry(proof::why_open(case, stage)).or_insert(0) += 1;
                return;
            }
        };
        *all += 1;
        *own += 1;
        if let State::Archived { outcome: Outcome::Answered { satisfaction, .. }, .. } = &case.state
            && let Some(place) = Satisfaction::ALL.iter().position(|one| one == satisfaction)
        {
            end.satisfaction[place] += 1;
        }
    }
}

/// The unit that each citizen's complaint truly went to, where the file says so and the directory knows it.
fn true_units(stage: &Stage) -> BTreeMap<String, DepartmentId> {
    let known = stage.citizens.iter().enumerate().filter_map(|(place, citizen)| {
        let unit = stage.city.directory.find(citizen.complaint.unit.as_deref()?)?;
        Some((super::cast::Who::Citizen(place).user().0, unit.id.clone()))
    });
    known.collect()
}
