//! Supervision 督办: letters and their answers, admonition, personal charge, and who keeps out of a case (RULEBOOK §4, §8).

use super::{Case, Command, Ctx, Event, Refusal, State, require};
use crate::domain::case::{AdmonitionCause, LetterKind};
use crate::domain::ids::{DepartmentId, Moment, StaffId};
use crate::domain::span::Span;
use crate::domain::staff::{Actor, Role};

/// 查询函、督查通知书、督查情况通报 to the unit that has the case; the first two must be answered by a date.
pub(super) fn supervise(case: &Case, kind: LetterKind, words: &str, workdays: Option<u32>, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    let unit = case.unit().ok_or_else(|| no_unit(case, kind, ctx))?;
    let command = Command::Supervise { kind, words: String::new(), workdays };
    require(&command, &[("内容", words)])?;
    if workdays.is_some_and(|days| days == 0 || days > 60) {
        return Err(Refusal::TooLong { command: command.label().to_owned(), most: "60个工作日".to_owned() });
    }
    Ok(vec![letter(case, kind, unit, words.trim().to_owned(), workdays, ctx)])
}

/// The letter, with its number and the limit of its answer.
pub(super) fn letter(case: &Case, kind: LetterKind, unit: &DepartmentId, words: String, workdays: Option<u32>, ctx: &Ctx<'_>) -> Event {
    let rules = &ctx.profile.supervision;
    let within = match kind {
        LetterKind::Inquiry => Some(rules.inquiry_within),
        LetterKind::Notice => Some(rules.notice_within),
        LetterKind::Bulletin | LetterKind::Admonition => None,
    };
    let answer = within.map(|within| ctx.limit(workdays.map_or(within, Span::Workdays)));
    Event::Supervised { letter: next_letter(case), kind, unit: unit.clone(), person: None, words, answer }
}

fn next_letter(case: &Case) -> u32 {
    case.letters.last().map_or(1, |last| last.number.saturating_add(1))
}

fn no_unit(case: &Case, kind: LetterKind, ctx: &Ctx<'_>) -> Refusal {
    Refusal::WrongState {
        number: case.number,
        command: kind.label().to_owned(),
        state: case.state.label().to_owned(),
        holder: super::holder_name(case, ctx.directory),
    }
}

/// 效能告诫书: after repeated red cards, or for an answer that was false.
pub(super) fn admonish(
    case: &Case,
    person: StaffId,
    cause: AdmonitionCause,
    red_cards: u32,
    words: &str,
    ctx: &Ctx<'_>,
) -> Result<Vec<Event>, Refusal> {
    let unit = case.unit().ok_or_else(|| no_unit(case, LetterKind::Admonition, ctx))?;
    let from = ctx.profile.supervision.admonish_from;
    if cause == AdmonitionCause::RedCards && red_cards < from {
        return Err(Refusal::NoCauseToAdmonish { red_cards, from });
    }
    let command = Command::Admonish { person, cause, red_cards, words: String::new() };
    require(&command, &[("事实和要求", words)])?;
    Ok(vec![Event::Supervised {
        letter: next_letter(case),
        kind: LetterKind::Admonition,
        unit: unit.clone(),
        person: Some(person),
        words: words.trim().to_owned(),
        answer: None,
    }])
}

/// 回函: by the unit to which the letter went.
pub(super) fn answer(case: &Case, number: u32, words: &str, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    let waiting = case.letters.iter().find(|letter| letter.number == number && letter.answer.is_some() && letter.answered.is_none());
    let letter = waiting.ok_or(Refusal::NoLetter)?;
    let theirs = match ctx.actor {
        Actor::Staff { department: Some(own), .. } => ctx.directory.is_within(&letter.unit, own),
        _ => true,
    };
    if !theirs {
        return Err(Refusal::NoLetter);
    }
    require(&Command::AnswerLetter { letter: number, words: String::new() }, &[("回函内容", words)])?;
    Ok(vec![Event::LetterAnswered { letter: number, words: words.trim().to_owned() }])
}

/// Whether it is a backlog case 积案: overdue, handled again, on file, or with a card.
pub fn is_backlog(case: &Case, now: Moment) -> bool {
    let overdue = case.state.mandate().is_some_and(|mandate| mandate.handle.due < now);
    let tally = &case.tally;
    overdue || tally.redos + tally.yellow_cards + tally.red_cards > 0 || matches!(case.state, State::OnFile { .. })
}

/// 领导包案: a leader takes a backlog case upon themselves, or a supervisor gives it to one.
pub(super) fn take_charge(case: &Case, leader: StaffId, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    if let Actor::Staff { id, role: Role::Leader, .. } = ctx.actor
        && *id != leader
    {
        return Err(Refusal::NotThatPerson { need: "只能由本人包案，或由督办员指定".to_owned() });
    }
    if !is_backlog(case, ctx.now) {
        return Err(Refusal::NotABacklog);
    }
    if case.recused.contains(&leader) {
        return Err(Refusal::Recused { number: case.number });
    }
    Ok(if case.charge == Some(leader) { Vec::new() } else { vec![Event::ChargeTaken { leader }] })
}

/// 回避 of a person; twice is once.
pub(super) fn recuse(case: &Case, person: StaffId, reason: &str) -> Result<Vec<Event>, Refusal> {
    require(&Command::Recuse { person, reason: String::new() }, &[("理由", reason)])?;
    let known = case.recused.contains(&person);
    Ok(if known { Vec::new() } else { vec![Event::Recused { person, reason: reason.trim().to_owned() }] })
}

/// 回避 of the unit complained of. When it, or a unit below it, has the case, that goes back for dispatch elsewhere.
pub(super) fn name_conflict(case: &Case, unit: &DepartmentId, reason: &str, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    if ctx.directory.get(unit).is_none() {
        return Err(Refusal::UnknownUnit { name: unit.to_string() });
    }
    require(&Command::NameConflict { unit: unit.clone(), reason: String::new() }, &[("理由", reason)])?;
    if case.conflicts.contains(unit) {
        return Ok(Vec::new());
    }
    let holds = matches!(
        &case.state,
        State::Dispatched { mandate } | State::InProgress { mandate } | State::Suspended { mandate, .. } | State::OnFile { mandate, .. } | State::Resolved { mandate, .. }
            if ctx.directory.is_within(&mandate.unit, unit)
    );
    let span = ctx.profile.dispatch.of(case.complaint.classification.urgency);
    let dispatch = holds.then(|| ctx.limit(span));
    Ok(vec![Event::ConflictNamed { unit: unit.clone(), reason: reason.trim().to_owned(), dispatch }])
}
