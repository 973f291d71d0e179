//! 又发生了 under an old case 复发: what was known of it need not be said again, and it goes back to whoever had it.

use super::{Citizen, Ctx, Turn, existing, gathered, matter};
use crate::domain::case::{Case, Satisfaction, State};
use crate::domain::command::Command;
use crate::domain::conversation::Talk;
use crate::domain::message::{Drafting, Message};

/// The words of the button.
const BACK: &str = "又发生了";

/// While the old case may still be objected to, the press is an objection; while it has come back already, the case as which it
/// did is shown; a complaint that is being written stays as it is and is to be handed in first. After the profile's days it is a new matter.
pub(super) fn pressed(old: &Case, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    if matches!(citizen.conversation.talk, Talk::Asking { .. } | Talk::Confirming { .. } | Talk::Correcting { .. }) {
        return Turn::say(Message::Drafting(Drafting::Unfinished)).keeping(citizen.conversation);
    }
    // Asked whether it came back: what was said is what happened.
    if let Talk::Recurring { number, text, evidence } = &citizen.conversation.talk
        && *number == old.number
    {
        return matter::again(old, text, evidence.clone(), citizen, ctx);
    }
    match &old.state {
        State::FollowedUp { .. } => {
            let (solved, satisfaction, reason) = (Some(false), Satisfaction::Dissatisfied, Some(BACK.to_owned()));
            Turn::order(old.number, Command::FollowUp { solved, satisfaction, reason })
        }
        State::Archived { .. } => match running(old, citizen) {
            Some(running) => existing::shown(running, citizen, ctx),
            None => matter::again(old, BACK, gathered(citizen.conversation), citizen, ctx),
        },
        _ => existing::shown(old, citizen, ctx),
    }
}

/// The case as which it came back, while that one runs.
fn running<'a>(old: &Case, citizen: &Citizen<'a>) -> Option<&'a Case> {
    citizen.own(old.recurred?).filter(|case| !case.state.is_closed())
}
