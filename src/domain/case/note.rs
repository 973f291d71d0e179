//! What events change of a case besides where it stands: its letters, its citizens, who keeps out of it, whose it is.

use super::{Actor, Application, Applied, Ballot, Case, CoMandate, Event, Letter, Limit, LimitKind, Recorded, State};
use crate::domain::ids::UserRef;

impl Case {
    /// Whether the case's own citizen did it, or somebody who spoke with them.
    pub(super) fn is_own(&self, by: &Actor) -> bool {
        !matches!(by, Actor::Citizen { user } if user != self.citizen())
    }

    /// Notes what happened.
    pub(super) fn note(&mut self, recorded: &Recorded) {
        match &recorded.event {
            Event::Graded { complex } => self.complex = *complex,
            Event::ChargeTaken { leader } => self.charge = Some(*leader),
            Event::Recused { person, .. } => self.recuse(*person),
            Event::ConflictNamed { unit, .. } => self.conflict(unit),
            Event::Joined { party } => self.let_in(party),
            Event::Supplemented { text, slots, evidence, risks } => {
                self.add(&recorded.by, text, slots, evidence);
                self.endanger(risks);
            }
            Event::Left { citizen, .. } => drop(self.left.insert(citizen.clone())),
            Event::Reopened { reason, .. } => self.redo = Some(reason.clone()),
            Event::Recurred { case } => self.recurred = Some(*case),
            Event::Supervised { letter, kind, unit, person, words, answer } => self.letters.push(Letter {
                number: *letter,
                kind: *kind,
                unit: unit.clone(),
                person: *person,
                words: words.clone(),
                at: recorded.at,
                answer: *answer,
                answered: None,
            }),
            Event::LetterAnswered { letter, words } => {
                if let Some(letter) = self.letters.iter_mut().find(|known| known.number == *letter) {
                    letter.answered = Some(words.clone());
                }
            }
            Event::ProfileMigrated { to, limits, .. } => {
                self.profile.clone_from(to);
                limits.iter().for_each(|(kind, limit)| self.reset(*kind, *limit));
            }
            Event::TakenOver { limits } => limits.iter().for_each(|(kind, limit)| self.reset(*kind, *limit)),
            _ => self.note_task(recorded),
        }
    }

    fn note_task(&mut self, recorded: &Recorded) {
        let is_own = self.is_own(&recorded.by);
        match (&recorded.event, &mut self.state) {
            (Event::SolvedAnswered { solved }, _) if !is_own => {
                let Actor::Citizen { user } = &recorded.by else { return };
                self.ballot(&user.clone(), |ballot| ballot.solved = Some(*solved));
            }
            (Event::Voted { citizen, vote }, _) => self.ballot(&citizen.clone(), |ballot| ballot.vote = Some(vote.clone())),
            (Event::Applied { what, reason, rule }, state) => {
                if let Some(mandate) = state.task_mut() {
                    mandate.applied = Some(Applied { what: what.clone(), reason: reason.clone(), rule: *rule });
                }
            }
            (Event::ApplicationRefused { .. }, state) => {
                if let Some(mandate) = state.task_mut() {
                    mandate.applied = None;
                }
            }
            (Event::CoUnitAdded { unit, task }, state) => {
                if let Some(mandate) = state.task_mut() {
                    mandate.applied.take_if(|applied| applied.what == Application::CoUnit { unit: unit.clone() });
                    mandate.co.push(CoMandate { unit: unit.clone(), task: task.clone(), acknowledged: false, opinion: None });
                }
            }
            (Event::CoAcknowledged { unit }, state) => co_unit(state, unit, |co| co.acknowledged = true),
            (Event::CoReported { unit, opinion }, state) => co_unit(state, unit, |co| {
                co.acknowledged = true;
                co.opinion = Some(opinion.clone());
            }),
            _ => {}
        }
    }

    /// Who keeps out of a case is no more its signer, nor the leader who answers for it.
    fn recuse(&mut self, person: super::StaffId) {
        self.recused.insert(person);
        self.charge.take_if(|leader| *leader == person);
        if let Some(mandate) = self.state.task_mut()
            && mandate.handler == Some(person)
        {
            mandate.handler = None;
        }
    }

    /// A unit complained of helps with the case no more.
    fn conflict(&mut self, unit: &super::DepartmentId) {
        self.conflicts.insert(unit.clone());
        if let Some(mandate) = self.state.task_mut() {
            mandate.co.retain(|co| co.unit != *unit);
        }
    }

    fn ballot(&mut self, citizen: &UserRef, change: impl FnOnce(&mut Ballot)) {
        let State::Answered { ballots, .. } = &mut self.state else { return };
        match ballots.iter_mut().find(|ballot| ballot.citizen == *citizen) {
            Some(ballot) => change(ballot),
            None => {
                let mut ballot = Ballot { citizen: citizen.clone(), solved: None, vote: None };
                change(&mut ballot);
                ballots.push(ballot);
            }
        }
    }

    /// Sets the end of a running limit anew. Letters, commitments and reviews keep what was promised.
    fn reset(&mut self, kind: LimitKind, limit: Limit) {
        match (&mut self.state, kind) {
            (State::Received { accept }, LimitKind::Accept) => *accept = limit,
            (State::Accepted { dispatch, .. }, LimitKind::Dispatch) => *dispatch = limit,
            (State::Submitted { approve, .. }, LimitKind::Approve) => *approve = limit,
            (State::Ruling { rule, .. }, LimitKind::Ruling) => *rule = limit,
            (State::Dispatched { mandate }, LimitKind::Acknowledge) => mandate.acknowledge = limit,
            (State::Dispatched { mandate } | State::InProgress { mandate }, LimitKind::Handle) => mandate.handle = limit,
            (State::Resolved { review, .. }, LimitKind::Review) => *review = limit,
            (State::Answered { call, .. }, LimitKind::FollowUp) => *call = Some(limit),
            (State::FollowedUp { archive, .. }, LimitKind::Archive) => *archive = limit,
            _ => {}
        }
    }
}

fn co_unit(state: &mut State, unit: &super::DepartmentId, change: impl FnOnce(&mut CoMandate)) {
    if let Some(co) = state.task_mut().and_then(|mandate| mandate.co.iter_mut().find(|co| co.unit == *unit)) {
        change(co);
    }
}
