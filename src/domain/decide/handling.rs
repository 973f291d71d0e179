//! What the unit does 承办: progress, return, transfer, extension, resolution.

use super::{Command, Ctx, Event, Refusal, clock_words, given, hollow, permission, require};
use crate::domain::case::{Answer, Case, Mandate};
use crate::domain::ids::DepartmentId;
use crate::domain::span::Span;
use crate::domain::staff::Actor;

pub(super) fn record(note: &str, contact: bool) -> Result<Vec<Event>, Refusal> {
    let command = if contact { Command::Contact { note: String::new() } } else { Command::RecordProgress { note: String::new() } };
    require(&command, &[("内容", note)])?;
    Ok(vec![Event::ProgressRecorded { note: note.trim().to_owned(), contact }])
}

/// 转派: down the tree or to a co-unit; the handling clock does not restart, and the unit above still answers for the case. The
/// new lead has its own time to acknowledge, or it would be urged for signing late the moment it hears of the case.
pub(super) fn transfer(
    case: &Case,
    mandate: &Mandate,
    to: &DepartmentId,
    note: Option<&str>,
    ctx: &Ctx<'_>,
) -> Result<Vec<Event>, Refusal> {
    let unit = ctx.directory.get(to).ok_or_else(|| Refusal::UnknownUnit { name: to.to_string() })?;
    if *to == mandate.unit || !(ctx.directory.is_within(to, &mandate.unit) || mandate.co_unit(to).is_some()) {
        return Err(Refusal::NotBelow { unit: unit.short.clone() });
    }
    permission::no_conflict(case, to, ctx)?;
    let acknowledge = ctx.limit(ctx.profile.acknowledge.of(case.complaint.classification.urgency));
    Ok(vec![Event::Transferred { to: to.clone(), acknowledge, note: given(note) }])
}

/// 申请延期: before expiry, with a reason, as often and as long as the profile allows (RULEBOOK §2).
pub(super) fn request_extension(mandate: &Mandate, workdays: u32, reason: &str, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    let rule = ctx.profile.extension;
    if mandate.asked.is_some() {
        return Err(Refusal::ExtensionPending);
    }
    if mandate.extensions >= rule.times {
        return Err(Refusal::ExtensionsUsedUp { times: rule.times });
    }
    if ctx.now > mandate.handle.due {
        return Err(Refusal::ExtensionTooLate { due: clock_words(mandate.handle.due) });
    }
    if workdays == 0 || workdays > rule.most_workdays {
        return Err(Refusal::ExtensionLength { most: rule.most_workdays });
    }
    require(&Command::RequestExtension { workdays, reason: String::new() }, &[("理由", reason)])?;
    Ok(vec![Event::ExtensionRequested { workdays, reason: reason.trim().to_owned(), rule: ctx.limit(rule.rule_within) }])
}

/// The new end is counted from the old one, so that asking early costs nothing.
pub(super) fn grant_extension(mandate: &Mandate, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    let asked = mandate.asked.as_ref().ok_or(Refusal::NoExtensionAsked)?;
    Ok(vec![Event::ExtensionGranted { due: ctx.time.deadline(mandate.handle.due, Span::Workdays(asked.workdays)) }])
}

pub(super) fn refuse_extension(mandate: &Mandate, reason: &str) -> Result<Vec<Event>, Refusal> {
    if mandate.asked.is_none() {
        return Err(Refusal::NoExtensionAsked);
    }
    hollow::reason(&Command::RefuseExtension { reason: String::new() }, reason)?;
    Ok(vec![Event::ExtensionRefused { reason: reason.trim().to_owned() }])
}

/// 办结: 联系, 结果 and 依据 are required; what follows later is not.
pub(super) fn resolve(answer: &Answer, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    let command = Command::Resolve { answer: answer.clone() };
    require(&command, &[("联系情况", &answer.contact), ("办理结果", &answer.result), ("依据", &answer.basis)])?;
    hollow::refuse(&command, &[("办理结果", &answer.result)])?;
    Ok(vec![Event::Resolved { answer: answer.clone(), review: ctx.limit(ctx.profile.review) }])
}

/// 协办: who is asked to help, signs for it and says what they found, as long as a unit has the case, its clock standing or not.
pub(super) fn of_co_units(case: &Case, command: &Command, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    let task = case.state.task().ok_or(Refusal::NotACoUnit { number: case.number })?;
    match command {
        Command::AddCoUnit { unit, task: what } => add_co_unit(case, task, unit, what.as_deref(), ctx),
        Command::CoReport { opinion } => co_report(case, task, opinion, ctx),
        _ => co_acknowledge(case, task, ctx),
    }
}

/// 增加协办: a unit that is neither the lead, nor a co-unit already, nor complained of.
fn add_co_unit(case: &Case, mandate: &Mandate, unit: &DepartmentId, task: Option<&str>, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    let found = ctx.directory.get(unit).ok_or_else(|| Refusal::UnknownUnit { name: unit.to_string() })?;
    if *unit == mandate.unit || mandate.co_unit(unit).is_some() {
        return Err(Refusal::HasPart { unit: found.short.clone() });
    }
    permission::no_conflict(case, unit, ctx)?;
    Ok(vec![Event::CoUnitAdded { unit: unit.clone(), task: given(task) }])
}

/// 协办签收; twice is once.
fn co_acknowledge(case: &Case, mandate: &Mandate, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    let unit = own_part(case, mandate, ctx)?;
    let known = mandate.co_unit(&unit).is_some_and(|co| co.acknowledged);
    Ok(if known { Vec::new() } else { vec![Event::CoAcknowledged { unit }] })
}

/// 协办反馈: what the co-unit found and did. The lead answers; who has more to say says it again.
fn co_report(case: &Case, mandate: &Mandate, opinion: &str, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    let unit = own_part(case, mandate, ctx)?;
    require(&Command::CoReport { opinion: String::new() }, &[("反馈内容", opinion)])?;
    Ok(vec![Event::CoReported { unit, opinion: opinion.trim().to_owned() }])
}

/// The co-unit for which this person acts.
fn own_part(case: &Case, mandate: &Mandate, ctx: &Ctx<'_>) -> Result<DepartmentId, Refusal> {
    let own = match ctx.actor {
        Actor::Staff { department: Some(own), .. } => mandate.co.iter().find(|co| ctx.directory.is_within(&co.unit, own)),
        _ => None,
    };
    own.map(|co| co.unit.clone()).ok_or(Refusal::NotACoUnit { number: case.number })
}
