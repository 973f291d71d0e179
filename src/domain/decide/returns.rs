//! The return war ends 退单、驳回、裁定 (RULEBOOK §2): a reason, a basis and a suggestion; within the window; reviewed by a
//! dispatcher; the second return is ruled on, finally and in time.

use super::{Case, Command, Ctx, Event, Refusal, clock_words, hollow, opening, permission, require};
use crate::domain::case::{Mandate, ReturnSlip};
use crate::domain::ids::DepartmentId;

/// What a unit writes on a return.
pub(super) struct Slip<'a> {
    pub reason: &'a str,
    pub basis: &'a str,
    pub suggested: Option<&'a DepartmentId>,
}

/// 退单: with a reason, a basis and a suggested unit, within the window, and never after a ruling. The how-manieth return the
/// profile says goes to a ruling at once.
pub(super) fn send_back(case: &Case, mandate: &Mandate, slip: Slip<'_>, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    if mandate.by_ruling {
        return Err(Refusal::AssignedByRuling);
    }
    let until = ctx.time.deadline(mandate.handle.from, ctx.profile.return_within);
    if ctx.now > until {
        return Err(Refusal::ReturnTooLate { window: ctx.profile.return_within.to_string(), until: clock_words(until) });
    }
    let command = Command::Return { reason: String::new(), basis: String::new(), suggested: None };
    let suggested = slip.suggested.map_or("", DepartmentId::as_str);
    require(&command, &[("理由", slip.reason), ("依据", slip.basis), ("建议单位", suggested)])?;
    hollow::refuse(&command, &[("理由", slip.reason), ("依据", slip.basis)])?;
    let span = ctx.profile.dispatch.of(case.complaint.classification.urgency);
    let returned = Event::Returned {
        reason: slip.reason.trim().to_owned(),
        basis: slip.basis.trim().to_owned(),
        suggested: slip.suggested.cloned(),
        dispatch: ctx.limit(span),
    };
    let ruled = case.tally.returns.saturating_add(1) >= ctx.profile.returns.ruling_from;
    let referred = ruled.then(|| Event::ReferredForRuling { reason: String::new(), rule: ctx.limit(ctx.profile.returns.rule_within) });
    Ok([returned].into_iter().chain(referred).collect())
}

/// 驳回退单: the unit keeps the case, with the time that it had: its clock never stopped. Only the time to acknowledge is new.
pub(super) fn refuse(case: &Case, reason: &str, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    hollow::reason(&Command::RefuseReturn { reason: String::new() }, reason)?;
    case.unit().map_or(Ok(()), |unit| permission::no_conflict(case, unit, ctx))?;
    let acknowledge = ctx.limit(ctx.profile.acknowledge.of(case.complaint.classification.urgency));
    Ok(vec![Event::ReturnRefused { reason: reason.trim().to_owned(), acknowledge }])
}

/// 提请裁定
pub(super) fn refer(reason: &str, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    require(&Command::Refer { reason: String::new() }, &[("理由", reason)])?;
    Ok(vec![Event::ReferredForRuling { reason: reason.trim().to_owned(), rule: ctx.limit(ctx.profile.returns.rule_within) }])
}

/// 裁定: final. Who sent it back and must keep it, keeps its clock; another unit gets its own.
pub(super) fn rule(case: &Case, slip: &ReturnSlip, unit: &DepartmentId, reason: &str, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    require(&Command::Rule { unit: unit.clone(), reason: String::new() }, &[("理由", reason)])?;
    if ctx.directory.get(unit).is_none() {
        return Err(Refusal::UnknownUnit { name: unit.to_string() });
    }
    permission::no_conflict(case, unit, ctx)?;
    let ruled = Event::Ruled { unit: unit.clone(), reason: reason.trim().to_owned() };
    let mut dispatched = opening::mandate(case, unit.clone(), Some(reason.trim().to_owned()), true, ctx);
    if let Event::Dispatched { handle, .. } = &mut dispatched
        && slip.mandate.unit == *unit
    {
        *handle = slip.mandate.handle;
    }
    Ok(vec![ruled, dispatched])
}
