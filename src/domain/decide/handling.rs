//! What the unit does 承办: progress, return, transfer, extension, resolution.

use super::{Command, Ctx, Event, Refusal, require};
use crate::domain::case::{Answer, Case, Mandate};
use crate::domain::ids::{DepartmentId, Moment};
use crate::domain::span::Span;

pub(super) fn record(note: &str, contact: bool) -> Result<Vec<Event>, Refusal> {
    let command = if contact { Command::Contact { note: String::new() } } else { Command::RecordProgress { note: String::new() } };
    require(&command, &[("内容", note)])?;
    Ok(vec![Event::ProgressRecorded { note: note.trim().to_owned(), contact }])
}

/// 退单: with a reason and a basis, within the window, and never after a ruling (RULEBOOK §2).
pub(super) fn send_back(
    case: &Case,
    mandate: &Mandate,
    reason: &str,
    basis: &str,
    suggested: Option<&DepartmentId>,
    ctx: &Ctx<'_>,
) -> Result<Vec<Event>, Refusal> {
    if mandate.by_ruling {
        return Err(Refusal::AssignedByRuling);
    }
    let until = ctx.time.deadline(mandate.handle.from, ctx.profile.return_within);
    if ctx.now > until {
        return Err(Refusal::ReturnTooLate { window: ctx.profile.return_within.to_string(), until: clock_words(until) });
    }
    let command = Command::Return { reason: String::new(), basis: String::new(), suggested: None };
    require(&command, &[("理由", reason), ("依据", basis), ("建议单位", suggested.map_or("", DepartmentId::as_str))])?;
    let span = ctx.profile.dispatch.of(case.complaint.classification.urgency);
    Ok(vec![Event::Returned {
        reason: reason.trim().to_owned(),
        basis: basis.trim().to_owned(),
        suggested: suggested.cloned(),
        dispatch: ctx.limit(span),
    }])
}

/// 转派: only down the tree; the handling clock does not restart, and the unit above still answers for the case. The unit below
/// has its own time to acknowledge, or it would be urged for signing late the moment it hears of the case.
pub(super) fn transfer(
    case: &Case,
    mandate: &Mandate,
    to: &DepartmentId,
    note: Option<&str>,
    ctx: &Ctx<'_>,
) -> Result<Vec<Event>, Refusal> {
    let unit = ctx.directory.get(to).ok_or_else(|| Refusal::UnknownUnit { name: to.to_string() })?;
    if *to == mandate.unit || !ctx.directory.is_within(to, &mandate.unit) {
        return Err(Refusal::NotBelow { unit: unit.short.clone() });
    }
    let acknowledge = ctx.limit(ctx.profile.acknowledge.of(case.complaint.classification.urgency));
    let note = note.map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned);
    Ok(vec![Event::Transferred { to: to.clone(), acknowledge, note }])
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
    require(&Command::RefuseExtension { reason: String::new() }, &[("理由", reason)])?;
    Ok(vec![Event::ExtensionRefused { reason: reason.trim().to_owned() }])
}

/// 办结: 联系, 结果 and 依据 are required; what follows later is not.
pub(super) fn resolve(answer: &Answer, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    let command = Command::Resolve { answer: answer.clone() };
    require(&command, &[("联系情况", &answer.contact), ("办理结果", &answer.result), ("依据", &answer.basis)])?;
    Ok(vec![Event::Resolved { answer: answer.clone(), review: ctx.limit(ctx.profile.review) }])
}

fn clock_words(moment: Moment) -> String {
    moment.format("%m月%d日 %H:%M").to_string()
}
