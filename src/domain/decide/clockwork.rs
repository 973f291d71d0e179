//! What the clock brings 到期: rungs of the ladder, follow-ups, archiving. Each answers "no longer due" with no event.

use super::{Case, Ctx, Event, Moment, State};
use crate::domain::reminder;
use crate::domain::span::LimitKind;

/// A rung is climbed when its limit still runs, it is due, and it was not climbed before.
pub(super) fn climb(case: &Case, kind: LimitKind, given: Moment, id: &str, ctx: &Ctx<'_>) -> Vec<Event> {
    let Some((_, limit)) = case.state.limits().into_iter().find(|(k, limit)| *k == kind && limit.given == given) else {
        return Vec::new();
    };
    let Some(rung) = ctx.profile.rungs(kind, limit.span).find(|rung| rung.id == id) else { return Vec::new() };
    let due = reminder::rung_due(rung, &limit, ctx.time);
    if due > ctx.now || case.rungs.contains(&(kind, given, id.to_owned())) {
        return Vec::new();
    }
    // A rung that passed while the case lay elsewhere, or hung in its conversation, is told when its limit runs again; that is
    // no lateness of the program.
    let could_fire = due.max(limit.given).max(case.since);
    vec![Event::RungReached {
        id: rung.id.clone(),
        rung: rung.rung,
        limit: kind,
        given,
        unit: case.state.mandate().filter(|_| is_units(kind)).map(|mandate| mandate.unit.clone()),
        late: ctx.now - could_fire > reminder::LATE_AFTER,
    }]
}

fn is_units(kind: LimitKind) -> bool {
    matches!(kind, LimitKind::Acknowledge | LimitKind::Handle)
}

/// Asks the citizen once more, or lets a person call when the bot has asked often enough (RULEBOOK §2 回访).
pub(super) fn ask_follow_up(case: &Case, attempt: u32, ctx: &Ctx<'_>) -> Vec<Event> {
    let State::Answered { asked, call: None, .. } = &case.state else { return Vec::new() };
    if asked.attempts + 1 != attempt || reminder::next_follow_up(asked, ctx.profile, ctx.time) > ctx.now {
        return Vec::new();
    }
    if attempt > ctx.profile.follow_up.attempts {
        vec![Event::FollowUpPassedOn { call: ctx.limit(ctx.profile.follow_up.by_person) }]
    } else {
        vec![Event::FollowUpAsked { attempt }]
    }
}

pub(super) fn archive(case: &Case, ctx: &Ctx<'_>) -> Vec<Event> {
    match &case.state {
        State::FollowedUp { archive, .. } if archive.due <= ctx.now => vec![Event::Archived],
        _ => Vec::new(),
    }
}
