//! From receipt to dispatch 接收、受理、派单.

use std::collections::BTreeSet;

use super::{Case, Command, Ctx, Event, Limit, Proposal, Refusal, State, hollow, permission, require};
use crate::domain::case::{Complaint, Ground, Mandate};
use crate::domain::complaint::{Classification, Kind, Slot, Urgency};
use crate::domain::ids::{CaseNumber, DepartmentId, Moment, QueryCode};
use crate::domain::profile::Grade;
use crate::domain::span::Span;
use crate::domain::staff::{Actor, Role};

/// What a new case is opened with.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// What the citizen brought.
    pub complaint: Complaint,
    /// When their first message arrived: the citizen's clock starts here.
    pub arrived: Moment,
    /// What one will need to ask about it.
    pub query_code: QueryCode,
    /// A required fact that the citizen did not give: a person looks before it is dispatched.
    pub incomplete: bool,
    /// Units complained of, which do not handle it 回避.
    pub conflicts: Vec<DepartmentId>,
    /// 复发: the archived case of the same matter.
    pub recurs: Option<Recurs>,
}

/// The archived case that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurs {
    /// Its number.
    pub case: CaseNumber,
    /// Who handled it, and knows it best.
    pub unit: DepartmentId,
}

/// Opens a case: the receipt, and what the system decides by itself. A matter that seems to belong to a court or another
/// procedure waits for a dispatcher to accept it; a confident classification is dispatched at once (RULEBOOK §2, §5).
pub fn open(new: NewCase, ctx: &Ctx<'_>) -> Vec<Event> {
    let Classification { department, abstain, urgency, kind, .. } = &new.complaint.classification;
    let fits = |unit: &DepartmentId| {
        ctx.directory.get(unit).is_some() && !new.conflicts.iter().any(|complained| ctx.directory.is_within(unit, complained))
    };
    // What comes back goes to whoever had it; else to the unit that the classifier is sure of.
    let sure = department.clone().filter(|_| !abstain && !new.incomplete);
    let unit = new.recurs.as_ref().map(|recurs| recurs.unit.clone()).or(sure).filter(fits);
    let doubtful = new.complaint.slots.contains_key(&Slot::Court);
    let (urgency, kind) = (*urgency, *kind);
    // Who fell silent for a day has used up no time of the dispatchers'.
    let waits_since = if new.complaint.confirmed { new.arrived } else { ctx.now };
    let mut events = vec![Event::Received {
        complaint: Box::new(new.complaint),
        query_code: new.query_code,
        arrived: new.arrived,
        accept: ctx.limit(ctx.profile.accept),
        profile: ctx.profile.key.clone(),
        recurs: new.recurs.map(|recurs| recurs.case),
        conflicts: new.conflicts,
        origin: None,
    }];
    if !doubtful {
        events.push(Event::Accepted { dispatch: dispatch_limit(waits_since, ctx.profile.dispatch.of(urgency), ctx) });
        events.extend(unit.map(|unit| sent(Proposal { unit, co_units: Vec::new(), instruction: None }, (kind, urgency, false), ctx)));
    }
    events
}

/// A dispatch, or its submission where the profile wants approval first 呈批. An urgent matter waits for nobody.
fn sent(proposal: Proposal, matter: (Kind, Urgency, bool), ctx: &Ctx<'_>) -> Event {
    match ctx.profile.approval {
        Some(approval) if matter.1 == Urgency::Normal => Event::SubmittedForApproval { proposal, approve: ctx.limit(approval.within) },
        _ => dispatched(proposal, matter, false, ctx),
    }
}

/// A matter waits for dispatch since its citizen's message, not since somebody looked at it.
fn dispatch_limit(since: Moment, span: Span, ctx: &Ctx<'_>) -> Limit {
    Limit { from: since, due: ctx.time.deadline(since, span), span, given: ctx.now }
}

fn dispatched(proposal: Proposal, (kind, urgency, complex): (Kind, Urgency, bool), by_ruling: bool, ctx: &Ctx<'_>) -> Event {
    Event::Dispatched {
        unit: proposal.unit,
        acknowledge: ctx.limit(ctx.profile.acknowledge.of(urgency)),
        handle: ctx.limit(ctx.profile.handle_span(kind, urgency, complex)),
        by_ruling,
        instruction: proposal.instruction,
        co_units: proposal.co_units,
    }
}

fn matter(case: &Case) -> (Kind, Urgency, bool) {
    let classification = &case.complaint.classification;
    (classification.kind, classification.urgency, case.complex)
}

/// A task for this unit with limits that begin now.
pub(super) fn mandate(case: &Case, unit: DepartmentId, instruction: Option<String>, by_ruling: bool, ctx: &Ctx<'_>) -> Event {
    dispatched(Proposal { unit, co_units: Vec::new(), instruction }, matter(case), by_ruling, ctx)
}

pub(super) fn accept(case: &Case, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    let span = ctx.profile.dispatch.of(case.complaint.classification.urgency);
    Ok(vec![Event::Accepted { dispatch: ctx.limit(span) }])
}

/// 不予受理 on a ground that applies under these rules, with the right way to go.
pub(super) fn decline(ground: Ground, way: &str, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    if !ctx.profile.decline_grounds().contains(&ground) {
        return Err(Refusal::NoSuchDeclineGround);
    }
    require(&Command::Decline { ground, way: String::new() }, &[("应走的途径", way)])?;
    Ok(vec![Event::Declined { ground, way: way.trim().to_owned() }])
}

/// 定级: until the unit signs, because a running clock moves by nothing but an extension. A task that is out already is given
/// out again, so that its limits begin anew.
pub(super) fn grade(case: &Case, complex: bool, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    let Some(rule) = &ctx.profile.complex else { return Err(Refusal::NotGradable { who: None }) };
    let supervisor = matches!(ctx.actor, Actor::Staff { role: Role::Supervisor, .. });
    if complex && rule.by == Grade::Supervisor && !supervisor {
        return Err(Refusal::NotGradable { who: Some(Role::Supervisor.label().to_owned()) });
    }
    if case.complex == complex {
        return Ok(Vec::new());
    }
    let again = match &case.state {
        State::Dispatched { mandate } if mandate.by_ruling || case.tally.redos > 0 => return Err(Refusal::NotGradable { who: None }),
        State::Dispatched { mandate } => Some(dispatched_again(case, mandate, complex, ctx)),
        _ => None,
    };
    Ok([Event::Graded { complex }].into_iter().chain(again).collect())
}

/// The same task with the limits of its new grade: what the system dispatched by itself can be graded until the unit signs.
fn dispatched_again(case: &Case, mandate: &Mandate, complex: bool, ctx: &Ctx<'_>) -> Event {
    let (kind, urgency, _) = matter(case);
    let co_units = mandate.co.iter().map(|co| co.unit.clone()).collect();
    let proposal = Proposal { unit: mandate.unit.clone(), co_units, instruction: None };
    dispatched(proposal, (kind, urgency, complex), false, ctx)
}

/// 派单 to one lead unit and any number of co-units, none of them complained of.
pub(super) fn dispatch(case: &Case, mut proposal: Proposal, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    let lead = proposal.unit.clone();
    let mut named = BTreeSet::from([lead.clone()]);
    proposal.co_units.retain(|unit| named.insert(unit.clone()));
    for unit in proposal.co_units.iter().chain([&lead]) {
        if ctx.directory.get(unit).is_none() {
            return Err(Refusal::UnknownUnit { name: unit.to_string() });
        }
        permission::no_conflict(case, unit, ctx)?;
    }
    let returned = match &case.state {
        State::Accepted { returned, .. } => returned.as_ref(),
        _ => None,
    };
    if returned.is_some_and(|slip| slip.mandate.unit == lead) {
        return Err(Refusal::JustReturned { unit: ctx.directory.short(&lead).to_owned() });
    }
    let accepted = match case.state {
        State::Received { .. } => accept(case, ctx)?,
        _ => Vec::new(),
    };
    Ok(accepted.into_iter().chain([sent(proposal, matter(case), ctx)]).collect())
}

/// 批准: what was proposed goes out, and its limits begin now. A unit that came to be complained of meanwhile does not get it.
pub(super) fn approve(case: &Case, proposal: &Proposal, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    proposal.co_units.iter().chain([&proposal.unit]).try_for_each(|unit| permission::no_conflict(case, unit, ctx))?;
    Ok(vec![Event::Approved, dispatched(proposal.clone(), matter(case), false, ctx)])
}

/// 不批准: the dispatcher proposes again.
pub(super) fn disapprove(case: &Case, reason: &str, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    hollow::reason(&Command::Disapprove { reason: String::new() }, reason)?;
    let span = ctx.profile.dispatch.of(case.complaint.classification.urgency);
    Ok(vec![Event::Disapproved { reason: reason.trim().to_owned(), dispatch: ctx.limit(span) }])
}
