//! How events change a case. Total: an event that does not fit the state is kept in the count and changes nothing else,
//! because what is stored has been decided and must always be readable.

use super::{
    Actor, Answer, Asked, Case, CoMandate, Commitment, DepartmentId, Event, ExtensionAsked, Limit, Mandate, Moment, Outcome, Recorded,
    ReturnSlip, RungKind, State, Tally,
};

/// Counts one more: a count that a damaged record drove to its end stays there.
fn one_more(count: &mut u32) {
    *count = count.saturating_add(1);
}

impl Case {
    /// The case that its events make; none unless the first of them is a receipt.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Recorded>) -> Option<Self> {
        let mut events = events.into_iter();
        let mut case = Self::first(events.next()?)?;
        events.for_each(|event| case.apply(event));
        Some(case)
    }

    /// The case that a receipt begins.
    pub fn first(recorded: &Recorded) -> Option<Self> {
        let Event::Received { complaint, query_code, arrived, accept, profile, recurs, conflicts, origin } = &recorded.event else {
            return None;
        };
        Some(Self {
            number: recorded.case,
            query_code: query_code.clone(),
            seq: recorded.seq,
            profile: profile.clone(),
            complaint: (**complaint).clone(),
            received_at: *arrived,
            state: State::Received { accept: *accept },
            rungs: std::collections::BTreeSet::new(),
            tally: Tally::default(),
            changed_at: recorded.at,
            since: recorded.at,
            complex: false,
            parties: Vec::new(),
            left: std::collections::BTreeSet::new(),
            conflicts: conflicts.iter().cloned().collect(),
            recused: std::collections::BTreeSet::new(),
            charge: None,
            letters: Vec::new(),
            redo: None,
            recurs: *recurs,
            recurred: None,
            origin: origin.clone(),
        })
    }

    /// Applies the next event.
    pub fn apply(&mut self, recorded: &Recorded) {
        self.seq = recorded.seq;
        self.changed_at = recorded.at;
        self.count(recorded);
        self.note(recorded);
        if let Some(state) = self.next_state(recorded) {
            self.state = state;
            self.since = recorded.at;
        }
    }

    fn count(&mut self, recorded: &Recorded) {
        match &recorded.event {
            Event::Dispatched { .. } | Event::Transferred { .. } => one_more(&mut self.tally.hops),
            Event::Returned { .. } => one_more(&mut self.tally.returns),
            Event::Reopened { .. } => one_more(&mut self.tally.redos),
            Event::Urged { .. } if recorded.is_urged_by_citizen() => one_more(&mut self.tally.urged),
            Event::RungReached { id, rung, limit, given, .. } => {
                self.rungs.insert((*limit, *given, id.clone()));
                self.tally.yellow_cards += u32::from(*rung == RungKind::Yellow);
                self.tally.red_cards += u32::from(*rung == RungKind::Red);
            }
            Event::ProgressRecorded { contact: true, .. } => one_more(&mut self.tally.contacts),
            Event::Suspended { .. } if !matches!(self.state, State::Suspended { .. }) => one_more(&mut self.tally.suspensions),
            Event::ExtensionGranted { .. } => one_more(&mut self.tally.extensions),
            Event::Supervised { .. } => one_more(&mut self.tally.letters),
            Event::Confirmed => self.complaint.confirmed = true,
            _ => {}
        }
    }

    fn next_state(&self, recorded: &Recorded) -> Option<State> {
        let state = self.state.clone();
        Some(match (&recorded.event, state) {
            (Event::Accepted { dispatch }, _) => State::Accepted { dispatch: *dispatch, returned: None },
            (Event::Declined { ground, way }, _) => State::Declined { ground: *ground, way: way.clone() },
            (Event::Dispatched { unit, acknowledge, handle, by_ruling, co_units, .. }, State::Ruling { slip, .. })
                if slip.mandate.unit == *unit =>
            {
                // The unit that sent it back is told to keep it: its clock, its extensions and its co-units are as they were.
                let mandate = Mandate { handler: None, acknowledge: *acknowledge, handle: *handle, by_ruling: *by_ruling, ..slip.mandate };
                State::Dispatched { mandate: with_co_units(mandate, co_units) }
            }
            (Event::Dispatched { unit, acknowledge, handle, by_ruling, co_units, .. }, _) => {
                State::Dispatched { mandate: with_co_units(fresh(unit.clone(), *acknowledge, *handle, *by_ruling), co_units) }
            }
            (Event::ReturnRefused { acknowledge, .. }, State::Accepted { returned: Some(slip), .. }) => {
                State::Dispatched { mandate: Mandate { handler: None, acknowledge: *acknowledge, ..slip.mandate } }
            }
            (Event::SubmittedForApproval { proposal, approve }, state) => {
                State::Submitted { proposal: proposal.clone(), approve: *approve, returned: slip_of(state) }
            }
            (Event::Disapproved { dispatch, .. }, State::Submitted { returned, .. }) => State::Accepted { dispatch: *dispatch, returned },
            (Event::ReferredForRuling { rule, .. }, State::Accepted { returned: Some(slip), .. }) => State::Ruling { slip, rule: *rule },
            (Event::ConflictNamed { dispatch: Some(dispatch), .. }, _) => State::Accepted { dispatch: *dispatch, returned: None },
            (Event::Suspended { ground, label, reason, review }, State::InProgress { mut mandate }) => {
                mandate.applied.take_if(|applied| applied.what.is_suspension());
                let (ground, label, reason) = (ground.clone(), label.clone(), reason.clone());
                State::Suspended { mandate, ground, label, reason, since: recorded.at, review: *review }
            }
            (Event::Suspended { ground, label, reason, review }, State::Suspended { mandate, since, .. }) => {
                let (ground, label, reason) = (ground.clone(), label.clone(), reason.clone());
                State::Suspended { mandate, ground, label, reason, since, review: *review }
            }
            (Event::Resumed { pause, due, .. }, State::Suspended { mut mandate, .. }) => {
                mandate.pauses.push(*pause);
                State::InProgress { mandate: Mandate { handle: Limit { due: *due, ..mandate.handle }, ..mandate } }
            }
            (Event::PutOnFile { measures, promise }, State::InProgress { mandate } | State::OnFile { mandate, .. }) => {
                let mandate = Mandate { asked: None, applied: None, ..mandate };
                State::OnFile { mandate, measures: measures.clone(), promise: *promise }
            }
            (Event::Merged { into }, _) => State::Merged { into: *into },
            (Event::Revoked { label, reason, .. }, _) => State::Revoked { label: label.clone(), reason: reason.clone() },
            (Event::HandedOver { to, reason }, _) => State::HandedOver { to: to.clone(), reason: reason.clone() },
            (Event::Acknowledged, State::Dispatched { mandate }) => {
                State::InProgress { mandate: Mandate { handler: signer(&recorded.by), ..mandate } }
            }
            (Event::Returned { reason, basis, suggested, dispatch }, State::Dispatched { mandate } | State::InProgress { mandate }) => {
                let slip = ReturnSlip { mandate, reason: reason.clone(), basis: basis.clone(), suggested: suggested.clone() };
                State::Accepted { dispatch: *dispatch, returned: Some(slip) }
            }
            (Event::Transferred { to, acknowledge, .. }, State::Dispatched { mandate } | State::InProgress { mandate }) => {
                State::Dispatched { mandate: moved(mandate, to, *acknowledge) }
            }
            (Event::ExtensionRequested { workdays, reason, rule }, State::InProgress { mandate }) => {
                let asked = ExtensionAsked { workdays: *workdays, reason: reason.clone(), rule: *rule };
                State::InProgress { mandate: Mandate { asked: Some(asked), ..mandate } }
            }
            (Event::ExtensionGranted { due }, State::Dispatched { mandate }) => {
                State::Dispatched { mandate: extended(mandate, *due, recorded.at) }
            }
            (Event::ExtensionGranted { due }, State::Suspended { mandate, ground, label, reason, since, review }) => {
                State::Suspended { mandate: extended(mandate, *due, recorded.at), ground, label, reason, since, review }
            }
            (Event::ExtensionRefused { .. }, State::Suspended { mandate, ground, label, reason, since, review }) => {
                State::Suspended { mandate: Mandate { asked: None, ..mandate }, ground, label, reason, since, review }
            }
            (Event::ExtensionGranted { due }, State::InProgress { mandate }) => {
                State::InProgress { mandate: extended(mandate, *due, recorded.at) }
            }
            (Event::ExtensionRefused { .. }, State::Dispatched { mandate }) => {
                State::Dispatched { mandate: Mandate { asked: None, ..mandate } }
            }
            (Event::ExtensionRefused { .. }, State::InProgress { mandate }) => {
                State::InProgress { mandate: Mandate { asked: None, ..mandate } }
            }
            (Event::Resolved { answer, review }, State::InProgress { mandate }) => resolved(mandate, answer, *review, None),
            (Event::Resolved { answer, review }, State::OnFile { mandate, measures, promise }) => {
                resolved(mandate, answer, *review, Some(Box::new(Commitment { measures, promise })))
            }
            (Event::Reviewed { passed: true, .. }, State::Resolved { mandate, answer, .. }) => State::Answered {
                mandate,
                answer,
                asked: Asked { attempts: 0, at: recorded.at },
                call: None,
                solved: None,
                ballots: Vec::new(),
            },
            (Event::Reviewed { passed: false, .. }, State::Resolved { mandate, promised: Some(promised), .. }) => {
                State::OnFile { mandate, measures: promised.measures, promise: promised.promise }
            }
            (Event::Reviewed { passed: false, .. }, State::Resolved { mandate, .. }) => State::InProgress { mandate },
            (Event::FollowUpAsked { attempt }, State::Answered { mandate, answer, call, solved, ballots, .. }) => {
                State::Answered { mandate, answer, asked: Asked { attempts: *attempt, at: recorded.at }, call, solved, ballots }
            }
            (Event::FollowUpPassedOn { call }, State::Answered { mandate, answer, asked, solved, ballots, .. }) => {
                State::Answered { mandate, answer, asked, call: Some(*call), solved, ballots }
            }
            (Event::SolvedAnswered { solved }, State::Answered { mandate, answer, asked, call, ballots, .. })
                if self.is_own(&recorded.by) =>
            {
                State::Answered { mandate, answer, asked, call, solved: Some(*solved), ballots }
            }
            (Event::FollowedUp { outcome, archive }, State::Answered { mandate, .. }) => {
                State::FollowedUp { mandate, outcome: outcome.clone(), archive: *archive }
            }
            (Event::Reopened { acknowledge, handle, .. }, State::Answered { mandate, .. } | State::FollowedUp { mandate, .. }) => {
                State::Dispatched { mandate: Mandate { handler: None, acknowledge: *acknowledge, handle: *handle, ..mandate } }
            }
            (Event::Archived, State::FollowedUp { mandate, outcome, .. }) => State::Archived { outcome, unit: mandate.unit },
            (Event::Reopened { acknowledge, handle, .. }, State::Archived { unit, .. }) => {
                State::Dispatched { mandate: fresh(unit, *acknowledge, *handle, false) }
            }
            (Event::Withdrawn { reason }, _) => State::Withdrawn { reason: reason.clone() },
            (event, state) if self.origin.is_some() => return with_gaps(event, state),
            _ => return None,
        })
    }

    /// What the citizen said, once they were asked and answered.
    pub fn outcome(&self) -> Option<&Outcome> {
        match &self.state {
            State::FollowedUp { outcome, .. } | State::Archived { outcome, .. } => Some(outcome),
            _ => None,
        }
    }
}

/// What was taken over from another system may lack steps that nobody wrote down there; what is written down counts.
fn with_gaps(event: &Event, state: State) -> Option<State> {
    let mandate = state.mandate()?.clone();
    Some(match event {
        Event::Resolved { answer, review } => resolved(mandate, answer, *review, None),
        Event::FollowedUp { outcome, archive } => State::FollowedUp { mandate, outcome: outcome.clone(), archive: *archive },
        Event::Archived => State::Archived { outcome: Outcome::Silent, unit: mandate.unit },
        _ => return None,
    })
}

/// A new task.
fn fresh(unit: DepartmentId, acknowledge: Limit, handle: Limit, by_ruling: bool) -> Mandate {
    Mandate {
        unit,
        handler: None,
        acknowledge,
        handle,
        by_ruling,
        extensions: 0,
        asked: None,
        co: Vec::new(),
        pauses: Vec::new(),
        applied: None,
    }
}

fn with_co_units(mut mandate: Mandate, units: &[DepartmentId]) -> Mandate {
    mandate.co.extend(units.iter().map(|unit| CoMandate { unit: unit.clone(), task: None, acknowledged: false, opinion: None }));
    mandate
}

/// The task with another lead. A co-unit that becomes the lead is no co-unit any more; who gave it away to one helps on.
fn moved(mut mandate: Mandate, to: &DepartmentId, acknowledge: Limit) -> Mandate {
    if mandate.co_unit(to).is_some() {
        mandate.co.retain(|co| co.unit != *to);
        mandate.co.push(CoMandate { unit: mandate.unit.clone(), task: None, acknowledged: true, opinion: None });
    }
    Mandate { unit: to.clone(), handler: None, acknowledge, ..mandate }
}

fn resolved(mandate: Mandate, answer: &Answer, review: Limit, promised: Option<Box<Commitment>>) -> State {
    let mandate = Mandate { asked: None, applied: None, ..mandate };
    State::Resolved { mandate, answer: answer.clone(), review, promised }
}

fn slip_of(state: State) -> Option<ReturnSlip> {
    match state {
        State::Accepted { returned, .. } => returned,
        _ => None,
    }
}

/// The task with its new end; it keeps its beginning.
fn extended(mandate: Mandate, due: Moment, given: Moment) -> Mandate {
    Mandate { handle: Limit { due, given, ..mandate.handle }, extensions: mandate.extensions.saturating_add(1), asked: None, ..mandate }
}

fn signer(by: &Actor) -> Option<super::StaffId> {
    match by {
        Actor::Staff { id, .. } => Some(*id),
        Actor::Citizen { .. } | Actor::System => None,
    }
}
