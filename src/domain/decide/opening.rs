//! From receipt to dispatch 接收、受理、派单.

use super::{Case, Command, Ctx, Event, Limit, Refusal, State, require};
use crate::domain::case::{Complaint, Ground, ReturnSlip};
use crate::domain::complaint::{Classification, Slot};
use crate::domain::ids::{DepartmentId, Moment, QueryCode};
use crate::domain::span::Span;

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
}

/// Opens a case: the receipt, and what the system decides by itself. A matter that seems to belong to a court or another
/// procedure waits for a dispatcher to accept it; a confident classification is dispatched at once (RULEBOOK §2, §5).
pub fn open(new: NewCase, ctx: &Ctx<'_>) -> Vec<Event> {
    let Classification { department, abstain, .. } = &new.complaint.classification;
    let known = |unit: &DepartmentId| ctx.directory.get(unit).is_some();
    let unit = department.clone().filter(|unit| !abstain && !new.incomplete && known(unit));
    let doubtful = new.complaint.slots.contains_key(&Slot::Court);
    let urgency = new.complaint.classification.urgency;
    let mandate = unit.map(|unit| mandate(unit, &new.complaint, false, None, ctx));
    // Who fell silent for a day has used up no time of the dispatchers'.
    let waits_since = if new.complaint.confirmed { new.arrived } else { ctx.now };
    let mut events = vec![Event::Received {
        complaint: Box::new(new.complaint),
        query_code: new.query_code,
        arrived: new.arrived,
        accept: ctx.limit(ctx.profile.accept),
        profile: ctx.profile.name.clone(),
    }];
    if !doubtful {
        events.push(Event::Accepted { dispatch: dispatch_limit(waits_since, ctx.profile.dispatch.of(urgency), ctx) });
        events.extend(mandate);
    }
    events
}

/// A matter waits for dispatch since its citizen's message, not since somebody looked at it.
fn dispatch_limit(since: Moment, span: Span, ctx: &Ctx<'_>) -> Limit {
    Limit { from: since, due: ctx.time.deadline(since, span), span, given: ctx.now }
}

fn mandate(unit: DepartmentId, complaint: &Complaint, by_ruling: bool, instruction: Option<String>, ctx: &Ctx<'_>) -> Event {
    let Classification { kind, urgency, .. } = complaint.classification;
    Event::Dispatched {
        unit,
        acknowledge: ctx.limit(ctx.profile.acknowledge.of(urgency)),
        handle: ctx.limit(ctx.profile.handle.of(kind, urgency)),
        by_ruling,
        instruction,
    }
}

pub(super) fn accept(case: &Case, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    let span = ctx.profile.dispatch.of(case.complaint.classification.urgency);
    Ok(vec![Event::Accepted { dispatch: ctx.limit(span) }])
}

pub(super) fn decline(ground: Ground, way: &str) -> Result<Vec<Event>, Refusal> {
    require(&Command::Decline { ground, way: String::new() }, &[("应走的途径", way)])?;
    Ok(vec![Event::Declined { ground, way: way.trim().to_owned() }])
}

pub(super) fn dispatch(case: &Case, unit: &DepartmentId, instruction: &Option<String>, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    if ctx.directory.get(unit).is_none() {
        return Err(Refusal::UnknownUnit { name: unit.to_string() });
    }
    let returned = match &case.state {
        State::Accepted { returned, .. } => returned.as_ref(),
        _ => None,
    };
    if returned.is_some_and(|slip| slip.mandate.unit == *unit) {
        return Err(Refusal::JustReturned { unit: ctx.directory.short(unit).to_owned() });
    }
    let accepted = match case.state {
        State::Received { .. } => accept(case, ctx)?,
        _ => Vec::new(),
    };
    let dispatched = mandate(unit.clone(), &case.complaint, false, instruction.clone(), ctx);
    Ok(accepted.into_iter().chain([dispatched]).collect())
}

/// The unit keeps the case, with the time that it had: its clock never stopped, and it may not return the case again. Only
/// the time to acknowledge is new, because it signs for the ruling.
pub(super) fn refuse_return(case: &Case, slip: &ReturnSlip, reason: &str, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    require(&Command::RefuseReturn { reason: String::new() }, &[("理由", reason)])?;
    Ok(vec![Event::Dispatched {
        unit: slip.mandate.unit.clone(),
        acknowledge: ctx.limit(ctx.profile.acknowledge.of(case.complaint.classification.urgency)),
        handle: slip.mandate.handle,
        by_ruling: true,
        instruction: Some(reason.trim().to_owned()),
    }])
}
