//! From the answer to the archive 审核、回访、重办、归档.

use super::{Case, Command, Ctx, Event, Limit, Refusal, State, require};
use crate::domain::case::Satisfaction;
use crate::domain::event::Outcome;
use crate::domain::span::Span;

/// 审核: every answer is read before it goes out (济南 §27).
pub(super) fn review(fault: Option<&str>) -> Result<Vec<Event>, Refusal> {
    if let Some(fault) = fault {
        require(&Command::Review { fault: None }, &[("退回理由", fault)])?;
    }
    Ok(vec![Event::Reviewed { passed: fault.is_none(), remark: fault.map(|fault| fault.trim().to_owned()) }])
}

/// 回访: unsolved, or dissatisfied with a reason, is handled again with its own shorter limit; the rest is archived.
pub(super) fn follow_up(
    case: &Case,
    solved: Option<bool>,
    satisfaction: Satisfaction,
    reason: Option<&str>,
    ctx: &Ctx<'_>,
) -> Result<Vec<Event>, Refusal> {
    let solved = solved.ok_or(Refusal::SolvedFirst)?;
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned);
    let again = !solved || (satisfaction == Satisfaction::Dissatisfied && reason.is_some());
    let outcome = Outcome::Answered { solved, satisfaction, reason: reason.clone() };
    if !again || case.tally.redos >= ctx.profile.redo.times {
        return Ok(finish(case, outcome, ctx));
    }
    let urgency = case.complaint.classification.urgency;
    let followed = (!matches!(case.state, State::FollowedUp { .. }))
        .then(|| Event::FollowedUp { outcome, archive: ctx.limit(ctx.profile.archive_after) });
    let reopened = Event::Reopened {
        reason: reason.unwrap_or_else(|| if solved { "不满意".to_owned() } else { "未解决".to_owned() }),
        acknowledge: ctx.limit(ctx.profile.acknowledge.of(urgency)),
        handle: redo_limit(case, ctx),
    };
    Ok(followed.into_iter().chain([reopened]).collect())
}

/// The redo's limit, but never longer than the case's own kind was given at first.
fn redo_limit(case: &Case, ctx: &Ctx<'_>) -> Limit {
    let classification = &case.complaint.classification;
    let redo = ctx.limit(ctx.profile.redo.handle);
    let first = ctx.limit(ctx.profile.handle.of(classification.kind, classification.urgency));
    if first.due < redo.due { first } else { redo }
}

/// 联系不上: what stays is silence.
pub(super) fn unreached(case: &Case, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    Ok(finish(case, Outcome::Silent, ctx))
}

fn finish(case: &Case, outcome: Outcome, ctx: &Ctx<'_>) -> Vec<Event> {
    if matches!(case.state, State::FollowedUp { .. }) {
        return Vec::new();
    }
    let followed = Event::FollowedUp { outcome, archive: ctx.limit(ctx.profile.archive_after) };
    let at_once = ctx.profile.archive_after == Span::Natural(0);
    [followed].into_iter().chain(at_once.then_some(Event::Archived)).collect()
}
