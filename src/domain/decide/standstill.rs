//! What stops a clock or ends a case above the unit's head 中止、恢复、挂账、撤销、移送 (RULEBOOK §2, §6).

use chrono::NaiveDate;

use super::{Command, Ctx, Event, Limit, Refusal, hollow, require};
use crate::domain::case::{Application, Mandate};
use crate::domain::ids::Moment;
use crate::domain::pauses::Pause;
use crate::domain::span::Span;
use crate::domain::workcalendar::at;

/// 申请: one at a time, with a reason; what could not be granted is refused at once.
pub(super) fn apply(mandate: &Mandate, what: &Application, reason: &str, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    if mandate.applied.is_some() {
        return Err(Refusal::ApplicationPending);
    }
    match what {
        Application::Suspension { ground } => listed(ground, ctx).map(drop)?,
        Application::OnFile { until } => promise(*until, ctx).map(drop)?,
        Application::CoUnit { unit } => {
            let found = ctx.directory.get(unit).ok_or_else(|| Refusal::UnknownUnit { name: unit.to_string() })?;
            if *unit == mandate.unit || mandate.co_unit(unit).is_some() {
                return Err(Refusal::HasPart { unit: found.short.clone() });
            }
        }
    }
    require(&Command::Apply { what: what.clone(), reason: String::new() }, &[("理由", reason)])?;
    let rule = ctx.limit(ctx.profile.suspension.rule_within);
    Ok(vec![Event::Applied { what: what.clone(), reason: reason.trim().to_owned(), rule }])
}

/// 不同意申请
pub(super) fn refuse(task: Option<&Mandate>, reason: &str) -> Result<Vec<Event>, Refusal> {
    if task.is_none_or(|task| task.applied.is_none()) {
        return Err(Refusal::NoApplication);
    }
    hollow::reason(&Command::RefuseApplication { reason: String::new() }, reason)?;
    Ok(vec![Event::ApplicationRefused { reason: reason.trim().to_owned() }])
}

/// 中止: on a listed ground, with a reason and a day on which it is looked at again. A suspended case is suspended on when that
/// day comes and the ground still stands.
pub(super) fn suspend(ground: &str, reason: &str, workdays: u32, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    let label = listed(ground, ctx)?;
    let command = Command::Suspend { ground: String::new(), reason: String::new(), review_workdays: 0 };
    require(&command, &[("理由", reason)])?;
    let most = ctx.profile.suspension.most_workdays;
    if workdays == 0 || workdays > most {
        return Err(Refusal::TooLong { command: command.label().to_owned(), most: format!("{most}个工作日") });
    }
    let review = ctx.limit(Span::Workdays(workdays));
    Ok(vec![Event::Suspended { ground: ground.to_owned(), label, reason: reason.trim().to_owned(), review }])
}

fn listed(ground: &str, ctx: &Ctx<'_>) -> Result<String, Refusal> {
    let grounds = &ctx.profile.suspension.grounds;
    let all = || grounds.iter().map(|ground| ground.label.as_str()).collect::<Vec<_>>().join("、");
    ctx.profile.suspension.ground(ground).map(|ground| ground.label.clone()).ok_or_else(|| Refusal::GroundNotListed { listed: all() })
}

/// 恢复: the clock goes on from where it stood.
pub(super) fn resume(mandate: &Mandate, since: Moment, reason: &str, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    require(&Command::Resume { reason: String::new() }, &[("理由", reason)])?;
    let due = ctx.time.resumed_due(mandate.handle.due, mandate.handle.span, since, ctx.now);
    Ok(vec![Event::Resumed { reason: reason.trim().to_owned(), pause: Pause { from: since, to: ctx.now }, due }])
}

/// 挂账: measures and a date that the system watches (济南 §24).
pub(super) fn put_on_file(measures: &str, until: NaiveDate, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    require(&Command::PutOnFile { measures: String::new(), until }, &[("措施", measures)])?;
    Ok(vec![Event::PutOnFile { measures: measures.trim().to_owned(), promise: promise(until, ctx)? }])
}

/// The promised day, until the office closes on it.
fn promise(until: NaiveDate, ctx: &Ctx<'_>) -> Result<Limit, Refusal> {
    let due = at(until, ctx.profile.office.afternoon.1);
    let days = (until - ctx.now.date_naive()).num_days();
    let most = ctx.profile.on_file.most_days;
    if due <= ctx.now {
        return Err(Refusal::DatePassed);
    }
    if days > i64::from(most) {
        return Err(Refusal::TooLong { command: "挂账".to_owned(), most: format!("{most}天") });
    }
    // A promise is a day of the calendar: it runs in natural time, however long the holidays are.
    let minutes = u32::try_from((due - ctx.now).num_minutes()).unwrap_or(u32::MAX);
    Ok(Limit { from: ctx.now, due, span: Span::Natural(minutes), given: ctx.now })
}

/// 撤销 on a ground that the profile lists.
pub(super) fn revoke(ground: &str, reason: &str, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    let grounds = &ctx.profile.revocation;
    let all = || grounds.iter().map(|ground| ground.label.as_str()).collect::<Vec<_>>().join("、");
    let found = grounds.iter().find(|known| known.id == ground).ok_or_else(|| Refusal::GroundNotListed { listed: all() })?;
    require(&Command::Revoke { ground: String::new(), reason: String::new() }, &[("理由", reason)])?;
    Ok(vec![Event::Revoked { ground: found.id.clone(), label: found.label.clone(), reason: reason.trim().to_owned() }])
}

/// 移送: to whom and why; when is the event's own time.
pub(super) fn hand_over(to: &str, reason: &str) -> Result<Vec<Event>, Refusal> {
    let command = Command::HandOver { to: String::new(), reason: String::new() };
    require(&command, &[("移送机关", to), ("理由", reason)])?;
    Ok(vec![Event::HandedOver { to: to.trim().to_owned(), reason: reason.trim().to_owned() }])
}
