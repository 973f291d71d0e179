//! From the answer to the archive 审核、回访、重办、归档.

use super::{Case, Command, Ctx, Event, Limit, Refusal, State, given, hollow, permission};
use crate::domain::case::{Ballot, Satisfaction};
use crate::domain::event::{Count, Outcome, Vote};
use crate::domain::ids::UserRef;
use crate::domain::profile::Profile;
use crate::domain::span::Span;
use crate::domain::staff::Actor;

/// 审核: every answer is read before it goes out (济南 §27).
pub(super) fn review(fault: Option<&str>) -> Result<Vec<Event>, Refusal> {
    if let Some(fault) = fault {
        hollow::reason(&Command::Review { fault: None }, fault)?;
    }
    Ok(vec![Event::Reviewed { passed: fault.is_none(), remark: fault.map(|fault| fault.trim().to_owned()) }])
}

/// The first of the two questions, by each citizen for themselves.
pub(super) fn answer_solved(case: &Case, solved: bool, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    if let Actor::Citizen { user } = ctx.actor
        && case.has_voted(user)
    {
        return Err(Refusal::HasVoted);
    }
    Ok(vec![Event::SolvedAnswered { solved }])
}

/// 回访: unsolved, or dissatisfied with a reason, is handled again with its own shorter limit; the rest is archived. Of many
/// citizens each answers for themselves, and the last answer concludes.
pub(super) fn follow_up(
    case: &Case,
    solved: Option<bool>,
    satisfaction: Satisfaction,
    reason: Option<&str>,
    ctx: &Ctx<'_>,
) -> Result<Vec<Event>, Refusal> {
    let said = match ctx.actor {
        Actor::Citizen { user } => case.solved_by(user),
        Actor::Staff { .. } | Actor::System => case.solved_by(case.citizen()),
    };
    let vote = Vote { solved: solved.or(said).ok_or(Refusal::SolvedFirst)?, satisfaction, reason: given(reason) };
    match ctx.actor {
        Actor::Citizen { user } if case.citizens().count() > 1 && matches!(case.state, State::Answered { .. }) => {
            one_of_many(case, user, vote, ctx)
        }
        _ => one(case, vote, ctx),
    }
}

fn one(case: &Case, vote: Vote, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    let objects = matches!(case.state, State::FollowedUp { .. });
    let again = vote.asks_for_redo();
    let reason = vote.reason.clone().unwrap_or_else(|| if vote.solved { "不满意".to_owned() } else { "未解决".to_owned() });
    let outcome = Outcome::Answered { solved: vote.solved, satisfaction: vote.satisfaction, reason: vote.reason };
    if again && case.tally.redos < ctx.profile.redo.times {
        let followed = (!objects).then(|| followed(outcome, ctx));
        return Ok(followed.into_iter().chain(reopened(case, reason, ctx)).collect());
    }
    if objects { Err(Refusal::RedosUsedUp { times: ctx.profile.redo.times }) } else { Ok(finish(case, outcome, ctx)) }
}

fn one_of_many(case: &Case, citizen: &UserRef, vote: Vote, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    if case.has_voted(citizen) {
        return Err(Refusal::HasVoted);
    }
    let votes: Vec<Vote> = votes(case).cloned().chain([vote.clone()]).collect();
    let asked = case.citizens().count();
    let voted = Event::Voted { citizen: citizen.clone(), vote };
    let rest = if votes.len() >= asked { conclude(case, &votes, asked, ctx) } else { Vec::new() };
    Ok([voted].into_iter().chain(rest).collect())
}

/// The answers of those who are still on the case.
fn votes(case: &Case) -> impl Iterator<Item = &Vote> {
    ballots(case).filter_map(|ballot| ballot.vote.as_ref())
}

/// One of many leaves: when everybody else has answered, nobody is waited for any more.
pub(super) fn without(case: &Case, leaver: &UserRef, ctx: &Ctx<'_>) -> Vec<Event> {
    let of_others = ballots(case).filter(|ballot| ballot.citizen != *leaver);
    let votes: Vec<Vote> = of_others.filter_map(|ballot| ballot.vote.clone()).collect();
    let asked = case.citizens().filter(|(citizen, _)| *citizen != leaver).count();
    if !votes.is_empty() && votes.len() >= asked { conclude(case, &votes, asked, ctx) } else { Vec::new() }
}

/// Many citizens were asked often enough: those who answered decide; none when nobody has, or when there is only one.
pub(super) fn concluded(case: &Case, ctx: &Ctx<'_>) -> Option<Vec<Event>> {
    let votes: Vec<Vote> = votes(case).cloned().collect();
    let asked = case.citizens().count();
    (asked > 1 && !votes.is_empty()).then(|| conclude(case, &votes, asked, ctx))
}

/// Whether these answers ask for a redo: the profile's share of those who answered is not content; silence weighs nothing.
pub fn asks_for_redo(votes: &[Vote], profile: &Profile) -> bool {
    let discontent = votes.iter().filter(|vote| vote.asks_for_redo()).count();
    let percent = usize::try_from(profile.group.redo_percent).unwrap_or(usize::MAX);
    discontent > 0 && discontent * 100 >= votes.len().saturating_mul(percent)
}

fn conclude(case: &Case, votes: &[Vote], asked: usize, ctx: &Ctx<'_>) -> Vec<Event> {
    let outcome = Outcome::Voted(Count::of(votes, asked));
    if !asks_for_redo(votes, ctx.profile) || case.tally.redos >= ctx.profile.redo.times {
        return finish(case, outcome, ctx);
    }
    let discontent: Vec<&Vote> = votes.iter().filter(|vote| vote.asks_for_redo()).collect();
    let reasons: Vec<&str> = discontent.iter().filter_map(|vote| vote.reason.as_deref()).collect();
    let reasons = if reasons.is_empty() { String::new() } else { format!("：{}", reasons.join("；")) };
    let reason = format!("{}人中{}人表示未解决或不满意{reasons}", votes.len(), discontent.len());
    [followed(outcome, ctx)].into_iter().chain(reopened(case, reason, ctx)).collect()
}

/// The answers of those whose case it still is: who left does not decide for the others.
fn ballots(case: &Case) -> impl Iterator<Item = &Ballot> {
    let all: &[Ballot] = match &case.state {
        State::Answered { ballots, .. } => ballots,
        _ => &[],
    };
    all.iter().filter(|ballot| case.is_of(&ballot.citizen))
}

fn followed(outcome: Outcome, ctx: &Ctx<'_>) -> Event {
    Event::FollowedUp { outcome, archive: ctx.limit(ctx.profile.archive_after) }
}

/// 责成重办: what the citizen was not helped with does not end with the last redo that follows by itself, nor an answer that proves
/// false with the archive. As long as the matter could come back as the same one (复发), it is handled again as this case.
pub(super) fn order_redo(case: &Case, reason: &str, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    hollow::reason(&Command::OrderRedo { reason: String::new() }, reason)?;
    if let Some(successor) = case.recurred {
        return Err(Refusal::HasComeBack { number: case.number, successor });
    }
    let archived = matches!(case.state, State::Archived { .. });
    if archived && !case.can_recur(ctx.profile, ctx.now) {
        return Err(Refusal::TooOldToRedo { number: case.number, days: ctx.profile.recurrence.within_days });
    }
    Ok(reopened(case, format!("督办员要求：{}", reason.trim()), ctx))
}

/// 重办 by the unit that answered, unless it came to be complained of since: then it is dispatched elsewhere.
fn reopened(case: &Case, reason: String, ctx: &Ctx<'_>) -> Vec<Event> {
    let urgency = case.complaint.classification.urgency;
    let acknowledge = ctx.limit(ctx.profile.acknowledge.of(urgency));
    let reopened = Event::Reopened { reason, acknowledge, handle: redo_limit(case, ctx) };
    let conflict = case.unit().filter(|unit| permission::no_conflict(case, unit, ctx).is_err()).map(|unit| Event::ConflictNamed {
        unit: unit.clone(),
        reason: "被诉单位不办理自己的工单".to_owned(),
        dispatch: Some(ctx.limit(ctx.profile.dispatch.of(urgency))),
    });
    [reopened].into_iter().chain(conflict).collect()
}

/// The redo's limit, but never longer than the case's own kind was given at first.
fn redo_limit(case: &Case, ctx: &Ctx<'_>) -> Limit {
    let classification = &case.complaint.classification;
    let redo = ctx.limit(ctx.profile.redo.handle);
    let first = ctx.limit(ctx.profile.handle_span(classification.kind, classification.urgency, case.complex));
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
    let at_once = ctx.profile.archive_after == Span::Natural(0);
    [followed(outcome, ctx)].into_iter().chain(at_once.then_some(Event::Archived)).collect()
}
