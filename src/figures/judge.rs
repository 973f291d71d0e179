//! Judging 判定: a case's events become facts, each decided once, at a moment of its own.
//!
//! What holds for every rule below:
//!
//! - **A judgement stands.** It is made from what had happened by its moment. What happens later (重办, 复发, 转派, 并案, 归档, 规则变更)
//!   makes judgements of its own and never changes one that was made.
//! - **A limit judges when it passes** (§3). A deed at the very end of its limit is in time. Where the limit could not be judged
//!   when it ended, because an extension that was asked for in time had not been ruled on, the clock stood, the answer was
//!   being read or the case lay with the dispatcher, it is judged when that is over.
//! - **Who had it answers for it** (§1, §2): the unit that has the case at the moment of the judgement, and the person who
//!   signed for it. After a 转派 the clock goes on and the new unit is judged; what was judged before stays with the old one.
//! - **Who loses a task owes nothing more of it**: a case that is returned, taken away because the unit is complained of 回避,
//!   withdrawn, merged, revoked or handed over before its limit passed is not judged.
//! - **协办 units** have no limit of their own, and no figures: the lead answers.
//! - **A mother case of many citizens** is one case for its unit. Each citizen's own case counts as received when it came, and
//!   each citizen's answer at the follow-up counts by itself; who did not answer is silent.

use chrono::TimeDelta;

use crate::domain::case::{Case, Mandate, Satisfaction, State};
use crate::domain::event::{Event, Outcome, Recorded};
use crate::domain::ids::{DepartmentId, Moment, StaffId};
use crate::domain::profile::RungKind;

use super::judged::{About, CaseFacts, Fact, Value};
use super::measure::Measure;

/// The facts of one case, as its events and the limits that passed by `now` decide them. Events after `now` are not looked at;
/// a moment far ahead tells also what will be decided when nothing more happens, each at its moment. None when the first
/// event is no receipt.
pub fn facts<'e>(events: impl IntoIterator<Item = &'e Recorded>, now: Moment) -> Option<CaseFacts> {
    let mut events = events.into_iter();
    let first = events.next()?;
    let case = Case::first(first)?;
    let is = &case.complaint.classification;
    let about = About {
        district: is.district.clone(),
        intent: is.intent.clone(),
        intent_name: is.intent_name.clone(),
        channel: case.channel().to_owned(),
    };
    let mut judge = Judge { case, last: first.at, task: None, dispatched: false, answered: false, had: Had::default(), facts: Vec::new() };
    let number = first.case;
    if first.at <= now {
        judge.count(Measure::Received, 1, Had::default());
        for event in events {
            // A clock that was set back does not make a later event earlier.
            let at = event.at.max(judge.last);
            if at > now {
                break;
            }
            judge.settle(at);
            judge.last = at;
            judge.hear(event);
        }
        judge.settle(now);
    }
    let mut facts = judge.facts;
    facts.sort_by_key(|fact| fact.at);
    Some(CaseFacts { case: number, about, facts })
}

/// Who has a case: the unit and the person who signed for it.
#[derive(Clone, Debug, Default)]
struct Had {
    unit: Option<DepartmentId>,
    person: Option<StaffId>,
}

impl Had {
    fn of(mandate: &Mandate) -> Self {
        Self { unit: Some(mandate.unit.clone()), person: mandate.handler }
    }

    /// The unit alone: nobody had signed.
    fn nobody(self) -> Self {
        Self { person: None, ..self }
    }
}

/// One task 交办: from a dispatch, or a redo, on. A transfer, and a return that was refused, go on with the same.
#[derive(Debug)]
struct Task {
    began: Moment,
    /// Whether the time to sign for it, as it was last given, has been judged.
    signed: bool,
    /// Whether the handling limit has been judged.
    handled: bool,
    /// Whether it has been judged if the citizen was contacted.
    responded: bool,
    /// When the citizen was first contacted.
    contacted: bool,
    /// Whether an answer is owed, or was given.
    owes: Owes,
    /// When the unit resolved it, until the answer is sent back.
    resolved: Option<Moment>,
}

#[derive(Debug, PartialEq, Eq)]
enum Owes {
    Not,
    Late,
    Given,
}

struct Judge {
    case: Case,
    last: Moment,
    task: Option<Task>,
    dispatched: bool,
    answered: bool,
    /// Who had it last.
    had: Had,
    facts: Vec<Fact>,
}

impl Judge {
    fn fact(&mut self, at: Moment, measure: Measure, value: Value, had: Had) {
        self.facts.push(Fact { at, measure, value, unit: had.unit, person: had.person });
    }

    fn share(&mut self, measure: Measure, hits: u16, of: u16, had: Had) {
        self.fact(self.last, measure, Value::Share { hits, of }, had);
    }

    fn count(&mut self, measure: Measure, count: u32, had: Had) {
        if count > 0 {
            self.fact(self.last, measure, Value::Count(count), had);
        }
    }

    /// So long from `from` to `to`; nothing where a clock was set back.
    fn lasted(&mut self, measure: Measure, from: Moment, to: Moment, had: Had) {
        let seconds = u32::try_from((to - from).max(TimeDelta::zero()).num_seconds()).unwrap_or(u32::MAX);
        self.fact(self.last, measure, Value::Lasted(seconds), had);
    }

    /// Judges the limits that ended before `now`.
    fn settle(&mut self, now: Moment) {
        let Some(mut task) = self.task.take() else { return };
        let (sign, handle, had) = match &self.case.state {
            State::Dispatched { mandate } => (Some(mandate.acknowledge.due), handle_due(mandate), Had::of(mandate)),
            State::InProgress { mandate } => (None, handle_due(mandate), Had::of(mandate)),
            State::OnFile { mandate, promise, .. } => (None, Some(promise.due), Had::of(mandate)),
            _ => (None, None, Had::default()),
        };
        if let Some(due) = sign.filter(|due| *due < now && !task.signed) {
            task.signed = true;
            self.fact(due.max(self.last), Measure::Signed, MISS, had.clone().nobody());
        }
        if let Some(due) = handle.filter(|due| *due < now) {
            let at = due.max(self.last);
            if !std::mem::replace(&mut task.handled, true) {
                self.fact(at, Measure::Handled, MISS, had.clone());
            }
            if !std::mem::replace(&mut task.responded, true) {
                self.fact(at, Measure::Responded, MISS, had.clone());
            }
            if task.owes == Owes::Not {
                task.owes = Owes::Late;
                self.fact(at, Measure::Answered, MISS, had);
            }
        }
        self.task = Some(task);
    }

    /// Judges what this event decides, and applies it.
    fn hear(&mut self, recorded: &Recorded) {
        let keeps = matches!((&recorded.event, &self.case.state), (Event::Dispatched { unit, .. }, State::Ruling { slip, .. }) if slip.mandate.unit == *unit);
        self.of_unit(recorded);
        self.of_citizens(recorded);
        self.of_clock(&recorded.event);
        self.case.apply(recorded);
        self.begin(&recorded.event, keeps);
        match &self.case.state {
            // What lies with the dispatch desk or a supervisor is nobody's: what happens then is no unit's.
            State::Received { .. } | State::Accepted { .. } | State::Submitted { .. } | State::Ruling { .. } => self.had = Had::default(),
            state => self.had = state.task().map_or_else(|| std::mem::take(&mut self.had), Had::of),
        }
    }

    /// A new task, or new time to sign for the old one.
    fn begin(&mut self, event: &Event, keeps: bool) {
        match (event, &mut self.task) {
            (Event::Dispatched { .. }, Some(task)) if keeps => task.signed = false,
            (Event::Transferred { .. } | Event::ReturnRefused { .. }, Some(task)) => task.signed = false,
            (Event::Dispatched { .. } | Event::Reopened { .. }, _) => {
                self.task = Some(Task {
                    began: self.last,
                    signed: false,
                    handled: false,
                    responded: false,
                    contacted: false,
                    owes: Owes::Not,
                    resolved: None,
                });
            }
            _ => {}
        }
    }

    fn of_unit(&mut self, recorded: &Recorded) {
        let mandate = self.case.state.mandate();
        let had = mandate.map(Had::of).unwrap_or_default();
        match &recorded.event {
            Event::Dispatched { unit, .. } => self.dispatch(unit),
            Event::Acknowledged => {
                let Some(from) = mandate.map(|mandate| mandate.acknowledge.from) else { return };
                self.sign(from, signer(recorded), had);
            }
            Event::ProgressRecorded { contact: true, .. } if self.case.state.task().is_some() => self.contact(had),
            Event::Returned { .. } => {
                let person = signer(recorded);
                self.share(Measure::Returned, 1, 0, Had { person, ..had });
            }
            Event::Resolved { .. } => {
                self.contact(had);
                if let Some(task) = &mut self.task {
                    task.resolved = Some(self.last);
                }
            }
            Event::Reviewed { passed: true, .. } => self.answer(had),
            Event::Reviewed { passed: false, .. } => {
                if let Some(task) = &mut self.task {
                    task.resolved = None;
                }
            }
            _ => {}
        }
    }

    /// 派单. The first of a case ends the time of the dispatch desk, which no unit answers for.
    fn dispatch(&mut self, unit: &DepartmentId) {
        let had = Had { unit: Some(unit.clone()), person: None };
        if !std::mem::replace(&mut self.dispatched, true) {
            self.lasted(Measure::ToDispatch, self.case.received_at, self.last, Had::default());
        }
        self.count(Measure::Dispatched, 1, had.clone());
        self.share(Measure::Returned, 0, 1, had);
    }

    /// 签收 (§2): in time, or too late, when that was judged already. It is the unit's, for of a case that nobody signed for it
    /// cannot be said who should have; only how long it took is the signer's.
    fn sign(&mut self, from: Moment, person: Option<StaffId>, had: Had) {
        if self.task.as_mut().is_some_and(|task| !std::mem::replace(&mut task.signed, true)) {
            self.share(Measure::Signed, 1, 1, had.clone().nobody());
        }
        self.lasted(Measure::ToSign, from, self.last, Had { person, ..had });
    }

    /// 联系诉求人 (§2): recorded as such, or in the answer, which cannot do without it.
    fn contact(&mut self, had: Had) {
        let Some(task) = &mut self.task else { return };
        let began = task.began;
        let (first, unjudged) = (!std::mem::replace(&mut task.contacted, true), !std::mem::replace(&mut task.responded, true));
        if first {
            self.lasted(Measure::ToContact, began, self.last, had.clone());
        }
        if unjudged {
            self.share(Measure::Responded, 1, 1, had);
        }
    }

    /// The answer goes out. What counts as resolved in time is the answer that was good enough: one that is sent back has not
    /// stopped the limit, and one that waits to be read is not late for it.
    fn answer(&mut self, had: Had) {
        if let Some(mut task) = self.task.take() {
            if !std::mem::replace(&mut task.handled, true) {
                self.share(Measure::Handled, 1, 1, had.clone());
            }
            if let Some(resolved) = task.resolved.take() {
                self.lasted(Measure::ToResolve, task.began, resolved, had.clone());
            }
            match std::mem::replace(&mut task.owes, Owes::Given) {
                // What was owed before is paid now: a second judgement, so that no share is more than the whole.
                Owes::Not | Owes::Late => self.share(Measure::Answered, 1, 1, had.clone()),
                Owes::Given => {}
            }
            self.task = Some(task);
        }
        if !std::mem::replace(&mut self.answered, true) {
            self.lasted(Measure::ToAnswer, self.case.received_at, self.last, had);
        }
    }

    fn of_citizens(&mut self, recorded: &Recorded) {
        let had = self.had.clone();
        match &recorded.event {
            Event::Declined { .. } => {
                self.count(Measure::Declined, 1, Had::default());
                self.share(Measure::Answered, 1, 1, Had::default());
                if !std::mem::replace(&mut self.answered, true) {
                    self.lasted(Measure::ToAnswer, self.case.received_at, self.last, Had::default());
                }
            }
            Event::FollowedUp { outcome, .. } => self.follow_up(outcome, had),
            Event::Reopened { .. } => self.share(Measure::Redone, 1, 1, had),
            Event::Archived => {
                self.share(Measure::Redone, 0, 1, had.clone());
                self.share(Measure::Recurred, 0, 1, had.clone());
                self.share(Measure::Hops, u16::try_from(self.case.tally.hops).unwrap_or(u16::MAX), 1, had.clone());
                self.lasted(Measure::ToArchive, self.case.received_at, self.last, had.clone());
                self.count(Measure::Archived, 1, had);
            }
            Event::Recurred { .. } => self.share(Measure::Recurred, 1, 0, had),
            Event::Withdrawn { .. } => self.count(Measure::Withdrawn, 1, had),
            Event::Merged { .. } => self.count(Measure::Merged, 1, had),
            Event::Revoked { .. } | Event::HandedOver { .. } => self.count(Measure::Stopped, 1, had),
            Event::Urged { .. } if recorded.is_urged_by_citizen() => self.count(Measure::Urged, 1, had),
            _ => {}
        }
    }

    /// 回访 (§2, §10): what each citizen said; whoever did not answer is silent, and in no rate.
    fn follow_up(&mut self, outcome: &Outcome, had: Had) {
        let asked = self.case.citizens().count();
        let (answered, judged, solved, satisfied, fair) = match outcome {
            Outcome::Silent => (0, 0, 0, 0, 0),
            Outcome::Answered { solved, satisfaction, .. } => {
                let is = |wanted| u32::from(*satisfaction == wanted);
                (1, 1, u32::from(*solved), is(Satisfaction::Satisfied), is(Satisfaction::Fair))
            }
            Outcome::Voted(count) => {
                let answered = count.solved.saturating_add(count.unsolved);
                // Another system may have asked one of the two questions only.
                let judged = count.satisfied.saturating_add(count.fair).saturating_add(count.dissatisfied);
                (answered, judged, count.solved, count.satisfied, count.fair)
            }
        };
        if answered > 0 {
            self.share(Measure::Solved, small(solved), small(answered), had.clone());
        }
        if judged > 0 {
            self.share(Measure::Satisfied, small(satisfied.saturating_add(fair)), small(judged), had.clone());
        }
        let silent = match outcome {
            Outcome::Voted(count) => count.silent,
            _ => u32::try_from(asked).unwrap_or(u32::MAX).saturating_sub(answered),
        };
        self.count(Measure::Fair, fair, had.clone());
        self.count(Measure::Silent, silent, had);
    }

    /// Cards and letters stand against whom they name, extensions and suspensions count for the unit that has the case.
    fn of_clock(&mut self, event: &Event) {
        let had = self.had.clone();
        match event {
            Event::RungReached { rung, unit, person, .. } => {
                let against = Had { unit: unit.clone(), person: *person };
                match rung {
                    RungKind::Yellow => self.count(Measure::Yellow, 1, against),
                    RungKind::Red => self.count(Measure::Red, 1, against),
                    RungKind::Reminder | RungKind::Urging | RungKind::Inquiry | RungKind::Notice | RungKind::Bulletin => {}
                }
            }
            Event::Supervised { unit, person, .. } => {
                self.count(Measure::Letters, 1, Had { unit: Some(unit.clone()), person: *person });
            }
            Event::ExtensionGranted { .. } => self.count(Measure::Extended, 1, had),
            Event::Suspended { .. } if matches!(self.case.state, State::InProgress { .. }) => self.count(Measure::Suspended, 1, had),
            _ => {}
        }
    }
}

/// One judgement below the line.
const MISS: Value = Value::Share { hits: 0, of: 1 };

/// The end of the handling limit; none while an extension of it that was asked for in time waits to be ruled on.
fn handle_due(mandate: &Mandate) -> Option<Moment> {
    mandate.asked.is_none().then_some(mandate.handle.due)
}

fn signer(recorded: &Recorded) -> Option<StaffId> {
    match &recorded.by {
        crate::domain::staff::Actor::Staff { id, .. } => Some(*id),
        _ => None,
    }
}

fn small(count: u32) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
