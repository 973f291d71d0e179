//! The buttons under each message 按钮: only where a choice exists, and only what the reader may do now.

use crate::domain::action::{Action, Plain, Verb};
use crate::domain::appraisal::Sealed;
use crate::domain::case::{Case, LetterKind, Satisfaction, State};
use crate::domain::complaint::Classification;
use crate::domain::department::Directory;
use crate::domain::ids::{DepartmentId, Moment, StaffId};
use crate::domain::message::{Asking, Merging, Message};
use crate::domain::profile::Profile;
use crate::domain::staff::{Role, Staff};

mod permitted;
mod steps;

/// Whose hands the buttons come into, and under which rules.
#[derive(Clone, Copy, Debug)]
pub struct Hands<'a> {
    /// As what they act.
    pub role: Role,
    /// For which unit.
    pub unit: Option<&'a DepartmentId>,
    /// Who, where one person reads it.
    pub person: Option<StaffId>,
    /// The case's rules.
    pub profile: &'a Profile,
    /// The departments.
    pub directory: &'a Directory,
    /// Now.
    pub now: Moment,
}

impl<'a> Hands<'a> {
    /// Those of one person.
    pub fn of(staff: &'a Staff, profile: &'a Profile, directory: &'a Directory, now: Moment) -> Self {
        Self { role: staff.role, unit: staff.department.as_ref(), person: Some(staff.id), profile, directory, now }
    }
}

/// Under a message to the case's citizen.
pub fn for_citizen(message: &Message, case: &Case) -> Vec<Vec<Action>> {
    let on = |verb: Verb| Action::Case(case.number, verb);
    match message {
        Message::Registered { .. } | Message::Dispatched { .. } | Message::Accepted { .. } => {
            vec![vec![on(Verb::Progress), on(Verb::Withdraw)]]
        }
        Message::Overdue { .. } if !case.state.is_closed() => {
            vec![vec![on(Verb::Urge), on(Verb::Explain), on(Verb::Withdraw)]]
        }
        Message::Closed { .. } | Message::ClosedUnanswered { .. } | Message::ClosedAlready { .. } => {
            vec![vec![on(Verb::Appraise(Sealed::default())), on(Verb::Recur)]]
        }
        Message::Progress { .. } if matches!(case.state, State::Archived { .. }) => {
            vec![vec![on(Verb::Recur), on(Verb::WhoSaw), on(Verb::Papers)], vec![on(Verb::Appraise(Sealed::default()))]]
        }
        Message::Progress { .. } if !case.state.is_closed() => {
            vec![vec![on(Verb::Urge), on(Verb::Explain), on(Verb::Withdraw)], vec![on(Verb::WhoSaw), on(Verb::Papers)]]
        }
        Message::Progress { .. } => vec![vec![on(Verb::WhoSaw), on(Verb::Papers)]],
        Message::Answered { .. } | Message::AskSolved { .. } => {
            vec![vec![on(Verb::Solved(true)), on(Verb::Solved(false))]]
        }
        Message::AskSatisfied { .. } => {
            vec![Satisfaction::ALL.into_iter().map(|satisfaction| on(Verb::Satisfied(satisfaction))).collect()]
        }
        Message::WithdrawAsk { .. } => vec![vec![on(Verb::ConfirmWithdraw), on(Verb::Progress)]],
        _ => Vec::new(),
    }
}

/// Under a message about the case to these hands.
pub fn for_staff(message: &Message, case: &Case, hands: &Hands<'_>) -> Vec<Vec<Action>> {
    let on = |verb: Verb| Action::Case(case.number, verb);
    match message {
        Message::ReturnTaken { .. }
        | Message::Merging(Merging::TaskMerged { .. })
        | Message::TaskWithdrawn { .. }
        | Message::FollowedUp { .. } => Vec::new(),
        Message::Done { .. } if case.state.is_closed() => Vec::new(),
        Message::Asking(Asking::ChooseGround { .. }) => {
            let rows = hands.profile.decline_grounds().iter().map(|ground| vec![on(Verb::Decline(*ground))]);
            rows.chain([vec![Action::Plain(Plain::Cancel)]]).collect()
        }
        Message::MergeProposed { mother, others, .. } => {
            let mut first = vec![on(Verb::Merge(mother.number)), on(Verb::KeepApart)];
            if !others.is_empty() {
                first.insert(1, on(Verb::MergeAll(mother.number)));
            }
            vec![first, vec![on(Verb::Show), Action::Case(mother.number, Verb::Show)]]
        }
        Message::Ledger(_) if hands.role == Role::Supervisor && !case.state.is_closed() && case.unit().is_some() => {
            vec![vec![on(Verb::BeginLetter(LetterKind::Admonition)), on(Verb::Show)]]
        }
        Message::Ledger(_) => vec![vec![on(Verb::Show)]],
        Message::Asking(Asking::ChooseUnit { .. }) => transfer_choices(case, hands.directory),
        Message::Asking(Asking::MoreSteps { .. }) => {
            steps::more(case, hands).into_iter().map(|row| row.into_iter().map(on).collect()).collect()
        }
        _ => steps::next(case, hands).into_iter().map(|row| row.into_iter().map(on).collect()).collect(),
    }
}

/// The best three units, surest first, each once.
pub(super) fn candidates(classification: &Classification) -> Vec<(DepartmentId, f64)> {
    let first = classification.department.clone().map(|unit| (unit, classification.probability));
    let rest = classification.alternatives.iter().filter_map(|next| Some((next.department.clone()?, next.probability)));
    let mut best: Vec<(DepartmentId, f64)> = Vec::new();
    for (unit, probability) in first.into_iter().chain(rest) {
        if best.len() < 3 && best.iter().all(|(other, _)| *other != unit) {
            best.push((unit, probability));
        }
    }
    best
}

fn transfer_choices(case: &Case, directory: &Directory) -> Vec<Vec<Action>> {
    let below = case.unit().into_iter().flat_map(|unit| directory.below(unit));
    let rows = below.map(|unit| vec![Action::Case(case.number, Verb::Transfer(unit.id.clone()))]);
    rows.chain([vec![Action::Plain(Plain::Cancel)]]).collect()
}
