//! The buttons under each message 按钮: only where a choice exists, and only what the reader may do now.

use crate::domain::action::{Action, Plain, Verb};
use crate::domain::case::{Case, Ground, Satisfaction, State};
use crate::domain::complaint::Classification;
use crate::domain::department::Directory;
use crate::domain::ids::DepartmentId;
use crate::domain::message::Message;
use crate::domain::staff::Role;

/// Under a message to the case's citizen.
pub fn for_citizen(message: &Message, case: &Case) -> Vec<Vec<Action>> {
    let on = |verb: Verb| Action::Case(case.number, verb);
    match message {
        Message::Registered { .. } | Message::Dispatched { .. } | Message::Accepted { .. } => {
            vec![vec![on(Verb::Progress), on(Verb::Withdraw)]]
        }
        Message::Overdue { .. } | Message::Progress { .. } if !case.state.is_closed() => {
            vec![vec![on(Verb::Urge), on(Verb::Explain), on(Verb::Withdraw)]]
        }
        Message::Closed { .. } | Message::ClosedUnanswered { .. } => vec![vec![on(Verb::Recur)]],
        Message::Progress { .. } if matches!(case.state, State::Archived { .. }) => vec![vec![on(Verb::Recur)]],
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

/// Under a message about the case to staff of `role`.
pub fn for_staff(message: &Message, case: &Case, role: Role, directory: &Directory) -> Vec<Vec<Action>> {
    match message {
        Message::ReturnTaken { .. } | Message::TaskMerged { .. } | Message::TaskWithdrawn { .. } | Message::FollowedUp { .. } => Vec::new(),
        Message::Done { .. } if case.state.is_closed() => Vec::new(),
        Message::ChooseGround { .. } => {
            let rows = Ground::ALL.into_iter().map(|ground| vec![Action::Case(case.number, Verb::Decline(ground))]);
            rows.chain([vec![Action::Plain(Plain::Cancel)]]).collect()
        }
        Message::MergeProposed { mother, others, .. } => {
            let on = |verb: Verb| Action::Case(case.number, verb);
            let mut first = vec![on(Verb::Merge(mother.number)), on(Verb::KeepApart)];
            if !others.is_empty() {
                first.insert(1, on(Verb::MergeAll(mother.number)));
            }
            vec![first, vec![on(Verb::Show), Action::Case(mother.number, Verb::Show)]]
        }
        Message::ChooseUnit { .. } => transfer_choices(case, directory),
        _ => next_steps(case, role),
    }
}

/// What `role` may do with the case where it stands.
fn next_steps(case: &Case, role: Role) -> Vec<Vec<Action>> {
    let on = |verb: Verb| Action::Case(case.number, verb);
    let show = || vec![on(Verb::Show)];
    let desk = matches!(role, Role::Dispatcher | Role::Supervisor);
    let unit = matches!(role, Role::Handler | Role::Leader);
    match &case.state {
        State::Received { .. } if desk => vec![vec![on(Verb::Accept), on(Verb::BeginDecline)], show()],
        State::Accepted { returned, .. } if desk => dispatch_choices(case, returned.is_some()),
        State::Dispatched { mandate } if unit => {
            let mut second = vec![on(Verb::BeginTransfer), on(Verb::Show)];
            if !mandate.by_ruling {
                second.insert(0, on(Verb::BeginReturn));
            }
            vec![vec![on(Verb::Acknowledge)], second]
        }
        State::InProgress { mandate } if unit => {
            let mut last = vec![on(Verb::BeginTransfer), on(Verb::Show)];
            if !mandate.by_ruling {
                last.insert(0, on(Verb::BeginReturn));
            }
            vec![vec![on(Verb::BeginResolve), on(Verb::BeginProgress)], vec![on(Verb::BeginContact), on(Verb::BeginExtension)], last]
        }
        State::InProgress { mandate } if role == Role::Supervisor && mandate.asked.is_some() => {
            vec![vec![on(Verb::GrantExtension), on(Verb::BeginRefuseExtension)], show()]
        }
        State::Resolved { .. } if desk => vec![vec![on(Verb::Pass), on(Verb::BeginFault)], show()],
        State::Answered { call: Some(_), .. } if desk => called(case),
        _ => vec![show()],
    }
}

fn called(case: &Case) -> Vec<Vec<Action>> {
    let on = |verb: Verb| Action::Case(case.number, verb);
    vec![
        vec![on(Verb::Called(true, Satisfaction::Satisfied)), on(Verb::Called(true, Satisfaction::Dissatisfied))],
        vec![on(Verb::Called(false, Satisfaction::Dissatisfied)), on(Verb::Unreached)],
    ]
}

fn dispatch_choices(case: &Case, returned: bool) -> Vec<Vec<Action>> {
    let on = |verb: Verb| Action::Case(case.number, verb);
    let mut units: Vec<DepartmentId> = Vec::new();
    if let State::Accepted { returned: Some(slip), .. } = &case.state {
        units.extend(slip.suggested.clone());
    }
    units.extend(candidates(&case.complaint.classification).into_iter().map(|(unit, _)| unit));
    let giver = case.state.mandate().map(|mandate| &mandate.unit);
    let mut rows: Vec<Vec<Action>> = Vec::new();
    for (i, unit) in units.iter().enumerate() {
        if Some(unit) != giver && !units[..i].contains(unit) && rows.len() < 3 {
            rows.push(vec![on(Verb::Dispatch(unit.clone()))]);
        }
    }
    let mut last = vec![on(Verb::BeginDispatch)];
    last.push(on(if returned { Verb::BeginRefuseReturn } else { Verb::BeginDecline }));
    last.push(on(Verb::Show));
    rows.push(last);
    rows
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
