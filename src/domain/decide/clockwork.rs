//! What the clock brings 到期: rungs of the ladder, follow-ups, archiving. Each answers "no longer due" with no event.

use super::{Case, Ctx, Event, Moment, State, closing, supervision};
use crate::domain::ids::{DepartmentId, StaffId};
use crate::domain::profile::Profile;
use crate::domain::reminder;
use crate::domain::span::{Limit, LimitKind};
use crate::domain::workcalendar::WorkTime;

/// A rung is climbed when its limit still runs, it is due, and it was not climbed before. A rung that is a letter issues it.
pub(super) fn climb(case: &Case, kind: LimitKind, given: Moment, id: &str, ctx: &Ctx<'_>) -> Vec<Event> {
    let Some((_, limit)) = case.limits().into_iter().find(|(k, limit)| *k == kind && limit.given == given) else {
        return Vec::new();
    };
    let Some(rung) = ctx.profile.rungs(kind, limit.span).find(|rung| rung.number_of(id).is_some()) else { return Vec::new() };
    let asked = rung.number_of(id).unwrap_or(1);
    let due_of = |number: u32| reminder::step_due(&rung, number, &limit, reminder::pauses(case, kind), ctx.time);
    let due = due_of(asked);
    if due > ctx.now || asked != reminder::climbed(case, kind, &limit, &rung) + 1 {
        return Vec::new();
    }
    // What repeated while the program was away is told once, as the latest of them.
    let repeats = rung.every.is_some();
    let latest = (asked..).take_while(|number| *number == asked || repeats && due_of(*number) <= ctx.now).last().unwrap_or(asked);
    // A rung that passed while the case lay elsewhere, or hung in its conversation, is told when its limit runs again; that is
    // no lateness of the program.
    let could_fire = due.max(limit.given).max(case.since);
    let (unit, person) = responsible(case, kind, given);
    let reached = Event::RungReached {
        id: rung.step(latest),
        rung: rung.rung,
        limit: kind,
        given,
        unit: unit.cloned(),
        person,
        title: rung.title.clone(),
        late: ctx.now - could_fire > reminder::LATE_AFTER,
    };
    let letter = rung.rung.letter().zip(unit).map(|(letter, unit)| {
        let words = format!("{}时限{}已过，仍未办理完毕。", kind.label(), limit.due.format("%m月%d日 %H:%M"));
        supervision::letter(case, letter, unit, words, None, ctx)
    });
    [reached].into_iter().chain(letter).collect()
}

/// Against whom cards and letters for this limit stand: the unit that has the task and whoever signed for it; for the answer of
/// a letter, the unit to which it went, wherever the case lies by now.
fn responsible(case: &Case, kind: LimitKind, given: Moment) -> (Option<&DepartmentId>, Option<StaffId>) {
    let mandate = case.state.mandate();
    match kind {
        LimitKind::Acknowledge | LimitKind::Handle | LimitKind::Promise => {
            (mandate.map(|mandate| &mandate.unit), mandate.and_then(|mandate| mandate.handler))
        }
        LimitKind::Inquiry | LimitKind::Supervision => {
            let unit = case.letter_of(kind, given).map(|letter| &letter.unit);
            (unit, mandate.filter(|mandate| Some(&mandate.unit) == unit).and_then(|mandate| mandate.handler))
        }
        _ => (None, None),
    }
}

/// Asks the citizen once more, or lets a person call when the bot has asked often enough (RULEBOOK §2 回访).
pub(super) fn ask_follow_up(case: &Case, attempt: u32, ctx: &Ctx<'_>) -> Vec<Event> {
    let State::Answered { asked, call: None, .. } = &case.state else { return Vec::new() };
    if asked.attempts.saturating_add(1) != attempt || reminder::next_follow_up(asked, ctx.profile, ctx.time) > ctx.now {
        return Vec::new();
    }
    if attempt > ctx.profile.follow_up.attempts {
        // Of many citizens those who answered decide; a person calls only when nobody has.
        if let Some(concluded) = closing::concluded(case, ctx) {
            return concluded;
        }
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

/// 规则变更: the case goes on under other rules, and the limits that run are counted anew from their own beginnings. What was
/// promised by name (a commitment on file, a suspension's review, a letter's answer) stays as it was promised, and so does an
/// end that an extension or a suspension moved, and one that has passed. Nobody is made late by a change of rules: where the
/// new end would have passed already, the old one stays.
pub(super) fn migrate(case: &Case, to: &Profile, ctx: &Ctx<'_>) -> Vec<Event> {
    if case.profile == to.key {
        return Vec::new();
    }
    let time = WorkTime { hours: to.office, ..ctx.time };
    let classification = &case.complaint.classification;
    let (kind, urgency) = (classification.kind, classification.urgency);
    let moved = case.state.mandate().is_some_and(|mandate| mandate.extensions > 0 || !mandate.pauses.is_empty());
    let span_of = |limit: LimitKind| match limit {
        LimitKind::Accept => Some(to.accept),
        LimitKind::Dispatch => Some(to.dispatch.of(urgency)),
        LimitKind::Acknowledge => Some(to.acknowledge.of(urgency)),
        LimitKind::Handle if !moved && case.tally.redos == 0 => Some(to.handle_span(kind, urgency, case.complex)),
        LimitKind::Review => Some(to.review),
        LimitKind::FollowUp => Some(to.follow_up.by_person),
        LimitKind::Approve => to.approval.map(|approval| approval.within),
        LimitKind::Ruling => Some(to.returns.rule_within),
        _ => None,
    };
    let anew = |(limit, old): (LimitKind, Limit)| {
        let span = span_of(limit)?;
        let due = time.deadline(old.from, span);
        (old.due >= ctx.now && due > ctx.now && due != old.due).then_some((limit, Limit { due, span, given: ctx.now, ..old }))
    };
    let limits = case.limits().into_iter().filter_map(anew).collect();
    vec![Event::ProfileMigrated { from: case.profile.clone(), to: to.key.clone(), limits }]
}
