//! Somebody names a case or an invitation 工单号、查询码、邀请码: theirs, or a guess.

use anyhow::Result;

use super::number_in;
use crate::desk::Step;
use crate::desk::guesses::WINDOW;
use crate::domain::case::Case;
use crate::domain::conversation::Say;
use crate::domain::ids::Moment;
use crate::domain::inbound::{Body, Inbound};
use crate::domain::message::{Message, when};
use crate::domain::refusal::Refusal;
use crate::intake;
use crate::metrics::Guess;

/// The case that a citizen names, if it is theirs or they have its query code; and until when they must not guess, where
/// they name another. Whether there is that other one, nothing that follows can tell.
pub(super) fn named(step: &Step<'_>, inbound: &Inbound) -> Result<(Option<Case>, Option<Moment>)> {
    let Some(number) = number_in(&inbound.body) else { return Ok((None, None)) };
    let case = step.case(number)?.map(|case| step.known(&case)).transpose()?;
    if let Some(own) = case.as_ref().filter(|case| case.citizen() == &inbound.user) {
        return Ok((Some(own.clone()), None));
    }
    let wait = step.desk.guess_wait(Guess::Case, Some(&inbound.user), &inbound.id, step.now);
    let knows = |case: &Case| matches!(&inbound.body, Body::Text(text) if intake::gives_code(text, &case.query_code));
    Ok((case.filter(|case| wait.is_none() && knows(case)), wait))
}

/// Counts the turn if it was a guess, and has whoever must wait told so in its place.
pub(super) fn guard(step: &Step<'_>, inbound: &Inbound, wait: Option<Moment>, turn: &mut intake::Turn) {
    let Some(say) = turn.says.iter_mut().find(|say| is_no_such_case(say)) else { return };
    match wait {
        Some(until) => say.message = Message::Refused { refusal: wait_until(step, Guess::Case, until) },
        None => step.desk.guessed(Guess::Case, Some(&inbound.user), &inbound.id, step.now),
    }
}

fn is_no_such_case(say: &Say) -> bool {
    matches!(say.message, Message::Refused { refusal: Refusal::NoSuchCase { .. } })
}

/// An invitation is tried, unless whoever tries it must wait.
pub(super) fn invitation(step: &mut Step<'_>, inbound: &Inbound, join: impl FnOnce(&mut Step<'_>) -> Result<Message>) -> Result<Message> {
    if let Some(until) = step.desk.guess_wait(Guess::Invitation, Some(&inbound.user), &inbound.id, step.now) {
        return Ok(Message::Refused { refusal: wait_until(step, Guess::Invitation, until) });
    }
    let message = join(step)?;
    if matches!(message, Message::Refused { .. }) {
        step.desk.guessed(Guess::Invitation, Some(&inbound.user), &inbound.id, step.now);
    }
    Ok(message)
}

fn wait_until(step: &Step<'_>, what: Guess, until: Moment) -> Refusal {
    step.desk.metrics().guessed(what, true);
    tracing::warn!(what = what.name(), minutes = WINDOW, "somebody who guesses was asked to wait");
    // Said in minutes, so that whoever comes back at that minute is not too early.
    Refusal::TooManyTries { until: when(until + chrono::TimeDelta::seconds(59)) }
}
