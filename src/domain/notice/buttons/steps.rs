//! Which steps stand under a message at once 常用, and which behind 更多: as somebody with forty cases on a telephone wants them.

use super::permitted::{keep_out, overdue, permitted};
use super::{Case, Hands, Role, Satisfaction, Verb};
use crate::domain::case::{LetterKind, State};

/// The most buttons in one row of 更多.
const MORE_IN_A_ROW: usize = 3;

/// What is usually done next, in rows, with 查看 and, where there is more, 更多.
pub(super) fn next(case: &Case, hands: &Hands<'_>) -> Vec<Vec<Verb>> {
    if keep_out(case, hands) {
        return Vec::new();
    }
    let (mut rows, rest) = split(case, hands);
    let mut last = vec![Verb::Show];
    last.extend((!rest.is_empty()).then_some(Verb::More));
    match rows.last_mut().filter(|row| row.len() <= 2 && !row.iter().any(|verb| matches!(verb, Verb::Called(..)))) {
        Some(row) if row.len() == 2 || !matches!(row[0], Verb::Acknowledge) => row.extend(last),
        _ => rows.push(last),
    }
    rows
}

/// Everything else that may be done now.
pub(super) fn more(case: &Case, hands: &Hands<'_>) -> Vec<Vec<Verb>> {
    let (_, rest) = split(case, hands);
    rest.chunks(MORE_IN_A_ROW).map(<[Verb]>::to_vec).chain([vec![Verb::Show]]).collect()
}

fn split(case: &Case, hands: &Hands<'_>) -> (Vec<Vec<Verb>>, Vec<Verb>) {
    let mut all = permitted(case, hands);
    let mut rows = usual(case, hands, &all);
    rows.iter_mut().for_each(|row| row.retain(|verb| all.contains(verb)));
    rows.retain(|row| !row.is_empty());
    all.retain(|verb| !rows.iter().flatten().any(|shown| shown == verb));
    (rows, all)
}

/// The usual steps, whether they are permitted or not.
fn usual(case: &Case, hands: &Hands<'_>, permitted: &[Verb]) -> Vec<Vec<Verb>> {
    match hands.role {
        Role::Handler | Role::Leader => of_unit(case, hands),
        Role::Dispatcher => at_desk(case, hands, permitted),
        Role::Supervisor => [supervising(case, hands, permitted), at_desk(case, hands, permitted)].concat(),
        Role::Auditor | Role::Administrator => Vec::new(),
    }
}

fn of_unit(case: &Case, hands: &Hands<'_>) -> Vec<Vec<Verb>> {
    let mut rows = vec![vec![Verb::BeginAnswerLetter]];
    if hands.role == Role::Leader {
        rows.push(vec![Verb::TakeCharge]);
    }
    rows.push(vec![Verb::CoAcknowledge, Verb::BeginCoReport]);
    rows.extend(match case.state {
        State::Dispatched { .. } => vec![vec![Verb::Acknowledge], vec![Verb::BeginReturn, Verb::BeginTransfer]],
        _ => vec![
            vec![Verb::BeginResolve, Verb::BeginProgress],
            vec![Verb::BeginContact, Verb::BeginExtension],
            vec![Verb::BeginReturn, Verb::BeginTransfer],
        ],
    });
    rows
}

fn at_desk(case: &Case, hands: &Hands<'_>, permitted: &[Verb]) -> Vec<Vec<Verb>> {
    let mut rows: Vec<Vec<Verb>> = Vec::new();
    match &case.state {
        State::Received { .. } => rows.push(vec![Verb::Accept, Verb::BeginDecline]),
        State::Accepted { returned, .. } => {
            rows.extend(permitted.iter().filter(|verb| matches!(verb, Verb::Dispatch(_))).map(|verb| vec![verb.clone()]));
            rows.push(vec![Verb::BeginDispatch, if returned.is_some() { Verb::BeginRefuseReturn } else { Verb::BeginDecline }]);
        }
        State::Resolved { .. } => rows.push(vec![Verb::Pass, Verb::BeginFault]),
        State::Answered { call: Some(_), .. } => rows.extend(called()),
        _ if hands.role == Role::Dispatcher => {
            rows.push(if permitted.contains(&Verb::GrantApplication) {
                vec![Verb::GrantApplication, Verb::BeginRefuseApplication]
            } else {
                Vec::new()
            });
            rows.push(if overdue(case, hands.now) { vec![Verb::Urge] } else { Vec::new() });
        }
        _ => {}
    }
    rows
}

fn supervising(case: &Case, hands: &Hands<'_>, permitted: &[Verb]) -> Vec<Vec<Verb>> {
    let mut rows = vec![
        vec![Verb::Approve, Verb::BeginDisapprove],
        vec![Verb::BeginOrderRedo],
        vec![Verb::GrantExtension, Verb::BeginRefuseExtension],
        vec![Verb::GrantApplication, Verb::BeginRefuseApplication],
    ];
    rows.extend(permitted.iter().filter(|verb| matches!(verb, Verb::Rule(_))).map(|verb| vec![verb.clone()]));
    rows.push(vec![Verb::BeginRule]);
    rows.push(match case.state {
        State::Suspended { .. } => vec![Verb::BeginResume, Verb::BeginSuspend],
        _ if overdue(case, hands.now) => vec![Verb::Urge, Verb::BeginLetter(LetterKind::Inquiry)],
        _ => Vec::new(),
    });
    rows
}

/// What the citizen may have said on the telephone.
pub(super) fn called() -> [Vec<Verb>; 2] {
    [
        vec![Verb::Called(true, Satisfaction::Satisfied), Verb::Called(true, Satisfaction::Dissatisfied)],
        vec![Verb::Called(false, Satisfaction::Dissatisfied), Verb::Unreached],
    ]
}
