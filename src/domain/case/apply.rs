//! How events change a case. Total: an event that does not fit the state is kept in the count and changes nothing else,
//! because what is stored has been decided and must always be readable.

use super::{Actor, Asked, Case, Event, ExtensionAsked, Limit, Mandate, Moment, Outcome, Recorded, ReturnSlip, RungKind, State, Tally};

/// The most characters of words that a case carries.
const MOST_CHARACTERS: usize = 20_000;

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
        let Event::Received { complaint, query_code, arrived, accept, profile } = &recorded.event else { return None };
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
        })
    }

    /// Applies the next event.
    pub fn apply(&mut self, recorded: &Recorded) {
        self.seq = recorded.seq;
        self.changed_at = recorded.at;
        self.count(&recorded.event);
        if let Some(state) = self.next_state(recorded) {
            self.state = state;
            self.since = recorded.at;
        }
    }

    fn count(&mut self, event: &Event) {
        match event {
            Event::Dispatched { .. } | Event::Transferred { .. } => self.tally.hops += 1,
            Event::Returned { .. } => self.tally.returns += 1,
            Event::Reopened { .. } => self.tally.redos += 1,
            Event::Urged { .. } => self.tally.urged += 1,
            Event::RungReached { id, rung, limit, given, .. } => {
                self.rungs.insert((*limit, *given, id.clone()));
                self.tally.yellow_cards += u32::from(*rung == RungKind::Yellow);
            }
            Event::Confirmed => self.complaint.confirmed = true,
            Event::Supplemented { text, slots, evidence } => {
                self.join(text);
                self.complaint.slots.extend(slots.iter().map(|(slot, value)| (*slot, value.clone())));
                self.complaint.evidence.extend(evidence.iter().cloned());
            }
            _ => {}
        }
    }

    /// What was added joins the citizen's words, so that whoever gets the case later reads it too. The events keep all of it
    /// where the case itself has grown too long.
    fn join(&mut self, added: &str) {
        let known = &mut self.complaint.text;
        if !added.is_empty() && known.chars().count() + added.chars().count() <= MOST_CHARACTERS {
            known.push_str("\n补充：");
            known.push_str(added);
        }
    }

    fn next_state(&self, recorded: &Recorded) -> Option<State> {
        let state = self.state.clone();
        Some(match (&recorded.event, state) {
            (Event::Accepted { dispatch }, _) => State::Accepted { dispatch: *dispatch, returned: None },
            (Event::Declined { ground, way }, _) => State::Declined { ground: *ground, way: way.clone() },
            (Event::Dispatched { unit, acknowledge, handle, by_ruling, .. }, _) => State::Dispatched {
                mandate: Mandate {
                    unit: unit.clone(),
                    handler: None,
                    acknowledge: *acknowledge,
                    handle: *handle,
                    by_ruling: *by_ruling,
                    extensions: 0,
                    asked: None,
                },
            },
            (Event::Acknowledged, State::Dispatched { mandate }) => {
                State::InProgress { mandate: Mandate { handler: signer(&recorded.by), ..mandate } }
            }
            (Event::Returned { reason, basis, suggested, dispatch }, State::Dispatched { mandate } | State::InProgress { mandate }) => {
                let slip = ReturnSlip { mandate, reason: reason.clone(), basis: basis.clone(), suggested: suggested.clone() };
                State::Accepted { dispatch: *dispatch, returned: Some(slip) }
            }
            (Event::Transferred { to, acknowledge, .. }, State::Dispatched { mandate } | State::InProgress { mandate }) => {
                State::Dispatched { mandate: Mandate { unit: to.clone(), handler: None, acknowledge: *acknowledge, ..mandate } }
            }
            (Event::ExtensionRequested { workdays, reason, rule }, State::InProgress { mandate }) => {
                let asked = ExtensionAsked { workdays: *workdays, reason: reason.clone(), rule: *rule };
                State::InProgress { mandate: Mandate { asked: Some(asked), ..mandate } }
            }
            (Event::ExtensionGranted { due }, State::Dispatched { mandate }) => {
                State::Dispatched { mandate: extended(mandate, *due, recorded.at) }
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
            (Event::Resolved { answer, review }, State::InProgress { mandate }) => {
                State::Resolved { mandate: Mandate { asked: None, ..mandate }, answer: answer.clone(), review: *review }
            }
            (Event::Reviewed { passed: true, .. }, State::Resolved { mandate, answer, .. }) => {
                State::Answered { mandate, answer, asked: Asked { attempts: 0, at: recorded.at }, call: None, solved: None }
            }
            (Event::Reviewed { passed: false, .. }, State::Resolved { mandate, .. }) => State::InProgress { mandate },
            (Event::FollowUpAsked { attempt }, State::Answered { mandate, answer, call, solved, .. }) => {
                State::Answered { mandate, answer, asked: Asked { attempts: *attempt, at: recorded.at }, call, solved }
            }
            (Event::FollowUpPassedOn { call }, State::Answered { mandate, answer, asked, solved, .. }) => {
                State::Answered { mandate, answer, asked, call: Some(*call), solved }
            }
            (Event::SolvedAnswered { solved }, State::Answered { mandate, answer, asked, call, .. }) => {
                State::Answered { mandate, answer, asked, call, solved: Some(*solved) }
            }
            (Event::FollowedUp { outcome, archive }, State::Answered { mandate, .. }) => {
                State::FollowedUp { mandate, outcome: outcome.clone(), archive: *archive }
            }
            (Event::Reopened { acknowledge, handle, .. }, State::Answered { mandate, .. } | State::FollowedUp { mandate, .. }) => {
                State::Dispatched { mandate: Mandate { handler: None, acknowledge: *acknowledge, handle: *handle, ..mandate } }
            }
            (Event::Archived, State::FollowedUp { mandate, outcome, .. }) => State::Archived { outcome, unit: mandate.unit },
            (Event::Withdrawn { reason }, _) => State::Withdrawn { reason: reason.clone() },
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

/// The task with its new end; it keeps its beginning.
fn extended(mandate: Mandate, due: Moment, given: Moment) -> Mandate {
    Mandate { handle: Limit { due, given, ..mandate.handle }, extensions: mandate.extensions + 1, asked: None, ..mandate }
}

fn signer(by: &Actor) -> Option<super::StaffId> {
    match by {
        Actor::Staff { id, .. } => Some(*id),
        Actor::Citizen { .. } | Actor::System => None,
    }
}
