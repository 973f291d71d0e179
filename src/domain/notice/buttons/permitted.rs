//! What somebody may do with a case where it stands 可办事项. The decisions are `domain::decide`'s; a test presses every button
//! offered here and expects that none is refused for the person or the state.

use super::steps::called;
use super::{Case, DepartmentId, Hands, Moment, Role, Verb, candidates};
use crate::domain::case::{Application, LetterKind, Mandate, State};
use crate::domain::decide::is_backlog;
use crate::domain::profile::Grade;

/// The most units that are offered as buttons.
const MOST_UNITS: usize = 3;

/// Every step, the likelier first.
pub(super) fn permitted(case: &Case, hands: &Hands<'_>) -> Vec<Verb> {
    if keep_out(case, hands) {
        return Vec::new();
    }
    match hands.role {
        Role::Dispatcher => at_desk(case, hands),
        Role::Supervisor => [at_desk(case, hands), supervising(case, hands)].concat(),
        Role::Handler | Role::Leader => hands.unit.map(|own| of_unit(case, own, hands)).unwrap_or_default(),
        Role::Auditor | Role::Administrator => Vec::new(),
    }
}

/// 回避: those whose hands these are have nothing to do with the case, nor do they see it.
pub(super) fn keep_out(case: &Case, hands: &Hands<'_>) -> bool {
    let recused = hands.person.is_some_and(|person| case.recused.contains(&person));
    recused || hands.role.is_of_department() && hands.unit.is_some_and(|own| complained_of(case, own, hands))
}

/// Whether a limit of the case has passed.
pub(super) fn overdue(case: &Case, now: Moment) -> bool {
    case.next_due().is_some_and(|(_, due)| due < now)
}

fn at_desk(case: &Case, hands: &Hands<'_>) -> Vec<Verb> {
    let mut all = Vec::new();
    match &case.state {
        State::Received { .. } => {
            all.extend([Verb::Accept, Verb::BeginDecline, Verb::BeginDispatch, Verb::BeginContact]);
            all.extend(grade(case, hands));
        }
        State::Accepted { returned, .. } => {
            all.extend(likely_units(case, hands).map(Verb::Dispatch));
            all.push(Verb::BeginDispatch);
            all.extend(returned.iter().flat_map(|_| [Verb::BeginRefuseReturn, Verb::BeginRefer]));
            all.extend([Verb::BeginDecline, Verb::BeginContact]);
            all.extend(grade(case, hands));
        }
        State::Resolved { .. } => all.extend([Verb::Pass, Verb::BeginFault]),
        State::Answered { call: Some(_), .. } => all.extend(called().concat()),
        _ => {}
    }
    all.extend(on_application(case, hands));
    if matches!(case.state, State::Dispatched { .. } | State::InProgress { .. }) {
        all.push(Verb::BeginAddCoUnit);
    }
    all.extend(grade(case, hands).filter(|_| matches!(case.state, State::Dispatched { .. })));
    if !case.state.is_closed() {
        all.push(Verb::Urge);
        all.extend(case.parties.is_empty().then_some(Verb::BeginMerge));
        all.extend([Verb::BeginNameConflict, Verb::BeginRecuse]);
    }
    all
}

/// 定级: until the unit signs, where the rules know such matters. What was ruled on, or is handled again, has its limit.
fn grade(case: &Case, hands: &Hands<'_>) -> Option<Verb> {
    let rule = hands.profile.complex.as_ref()?;
    let settled = case.tally.redos > 0 || case.state.mandate().is_some_and(|mandate| mandate.by_ruling);
    if matches!(case.state, State::Dispatched { .. }) && settled {
        return None;
    }
    let may = case.complex || rule.by == Grade::Dispatcher || hands.role == Role::Supervisor;
    may.then_some(Verb::Grade(!case.complex))
}

/// The units that the return and the classifier suggest, surest first.
fn likely_units<'a>(case: &'a Case, hands: &'a Hands<'_>) -> impl Iterator<Item = DepartmentId> {
    let suggested = match &case.state {
        State::Accepted { returned: Some(slip), .. } => slip.suggested.clone(),
        _ => None,
    };
    let giver = case.state.mandate().map(|mandate| &mandate.unit);
    let likely = candidates(&case.complaint.classification).into_iter().map(|(unit, _)| unit);
    let mut units: Vec<DepartmentId> = Vec::new();
    for unit in suggested.into_iter().chain(likely) {
        if Some(&unit) != giver && !units.contains(&unit) && !complained_of(case, &unit, hands) {
            units.push(unit);
        }
    }
    units.into_iter().filter(|unit| hands.directory.get(unit).is_some()).take(MOST_UNITS)
}

fn complained_of(case: &Case, unit: &DepartmentId, hands: &Hands<'_>) -> bool {
    case.conflicts.iter().any(|complained| hands.directory.is_within(unit, complained))
}

/// What an application asks for, where it can still be granted, and its refusal.
fn on_application(case: &Case, hands: &Hands<'_>) -> Vec<Verb> {
    let (State::InProgress { mandate } | State::OnFile { mandate, .. }) = &case.state else { return Vec::new() };
    let Some(applied) = &mandate.applied else { return Vec::new() };
    let working = matches!(case.state, State::InProgress { .. });
    let supervisor = hands.role == Role::Supervisor;
    let grantable = match &applied.what {
        Application::Suspension { ground } => supervisor && working && hands.profile.suspension.ground(ground).is_some(),
        Application::OnFile { .. } => supervisor,
        Application::CoUnit { unit } => {
            working && *unit != mandate.unit && mandate.co_unit(unit).is_none() && !complained_of(case, unit, hands)
        }
    };
    grantable.then_some(Verb::GrantApplication).into_iter().chain([Verb::BeginRefuseApplication]).collect()
}

fn supervising(case: &Case, hands: &Hands<'_>) -> Vec<Verb> {
    let mut all = Vec::new();
    match &case.state {
        State::Submitted { .. } => all.extend([Verb::Approve, Verb::BeginDisapprove]),
        State::FollowedUp { .. } => all.push(Verb::BeginOrderRedo),
        State::Archived { .. } if case.recurred.is_none() && case.can_recur(hands.profile, hands.now) => all.push(Verb::BeginOrderRedo),
        State::Ruling { slip, .. } => {
            let units = [Some(slip.mandate.unit.clone()), slip.suggested.clone().filter(|unit| *unit != slip.mandate.unit)];
            let known = units.into_iter().flatten().filter(|unit| hands.directory.get(unit).is_some() && !complained_of(case, unit, hands));
            all.extend(known.map(Verb::Rule));
            all.push(Verb::BeginRule);
        }
        State::Dispatched { mandate } | State::InProgress { mandate } | State::Suspended { mandate, .. } if mandate.asked.is_some() => {
            all.extend([Verb::GrantExtension, Verb::BeginRefuseExtension]);
        }
        _ => {}
    }
    if matches!(case.state, State::Suspended { .. }) {
        all.push(Verb::BeginResume);
    }
    if matches!(case.state, State::InProgress { .. } | State::Suspended { .. }) && !hands.profile.suspension.grounds.is_empty() {
        all.push(Verb::BeginSuspend);
    }
    if matches!(case.state, State::InProgress { .. } | State::OnFile { .. }) {
        all.push(Verb::BeginPutOnFile);
    }
    if case.unit().is_some() {
        // Who answered falsely may be admonished when the case is closed; a letter to the unit is for an open one.
        let open = |kind: &LetterKind| !case.state.is_closed() || *kind == LetterKind::Admonition;
        all.extend(LetterKind::ALL.into_iter().filter(open).map(Verb::BeginLetter));
    }
    if !case.state.is_closed() {
        all.extend(is_backlog(case, hands.now).then_some(Verb::TakeCharge));
        all.extend((!hands.profile.revocation.is_empty()).then_some(Verb::BeginRevoke));
        all.push(Verb::BeginHandOver);
    }
    all
}

fn of_unit(case: &Case, own: &DepartmentId, hands: &Hands<'_>) -> Vec<Verb> {
    let leads = case.unit().is_some_and(|unit| hands.directory.is_within(unit, own));
    let mut all = Vec::new();
    let owed = |letter: &&crate::domain::case::Letter| letter.answer.is_some() && letter.answered.is_none();
    if case.letters.iter().filter(owed).any(|letter| hands.directory.is_within(&letter.unit, own)) {
        all.push(Verb::BeginAnswerLetter);
    }
    let part = co_part(case, own, hands);
    if let Some(acknowledged) = part {
        all.extend((!acknowledged).then_some(Verb::CoAcknowledge));
        all.push(Verb::BeginCoReport);
    }
    if leads {
        all.extend(leading(case, hands));
        let charge = hands.role == Role::Leader && !case.state.is_closed() && is_backlog(case, hands.now);
        all.extend((charge && (case.charge.is_none() || case.charge != hands.person)).then_some(Verb::TakeCharge));
    }
    all.extend(((leads || part.is_some()) && !case.state.is_closed()).then_some(Verb::BeginRecuse));
    all
}

/// Whether the unit has signed for its part as a co-unit, where it has one to do.
fn co_part(case: &Case, own: &DepartmentId, hands: &Hands<'_>) -> Option<bool> {
    let (State::Dispatched { mandate } | State::InProgress { mandate } | State::Suspended { mandate, .. }) = &case.state else {
        return None;
    };
    mandate.co.iter().find(|co| hands.directory.is_within(&co.unit, own)).map(|co| co.acknowledged)
}

fn leading(case: &Case, hands: &Hands<'_>) -> Vec<Verb> {
    let give_back = |mandate: &Mandate| (!mandate.by_ruling).then_some(Verb::BeginReturn);
    match &case.state {
        State::Dispatched { mandate } => [Verb::Acknowledge].into_iter().chain(give_back(mandate)).chain(pass_on(mandate, hands)).collect(),
        State::InProgress { mandate } => {
            let mut all = vec![Verb::BeginResolve, Verb::BeginProgress, Verb::BeginContact];
            let rule = hands.profile.extension;
            let extend = mandate.asked.is_none() && mandate.extensions < rule.times && hands.now <= mandate.handle.due;
            all.extend(extend.then_some(Verb::BeginExtension));
            all.extend(give_back(mandate));
            all.extend(pass_on(mandate, hands));
            if mandate.applied.is_none() {
                all.extend((!hands.profile.suspension.grounds.is_empty()).then_some(Verb::BeginApplySuspension));
                all.extend([Verb::BeginApplyOnFile, Verb::BeginApplyCoUnit]);
            }
            all
        }
        State::Suspended { .. } => vec![Verb::BeginProgress, Verb::BeginContact],
        State::OnFile { mandate, .. } => {
            let mut all = vec![Verb::BeginResolve, Verb::BeginProgress, Verb::BeginContact];
            all.extend(mandate.applied.is_none().then_some(Verb::BeginApplyOnFile));
            all
        }
        _ => Vec::new(),
    }
}

/// 转派: where there is a unit below, or one that helps, to take it.
fn pass_on(mandate: &Mandate, hands: &Hands<'_>) -> Option<Verb> {
    let somebody = !mandate.co.is_empty() || hands.directory.below(&mandate.unit).next().is_some();
    somebody.then_some(Verb::BeginTransfer)
}
