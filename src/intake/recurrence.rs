//! 复发: an archived matter that is back. What was known of it need not be said again, and it goes back to whoever had it.

use super::existing::{self, Likeness};
use super::{Citizen, Ctx, Turn, gathered, matter, understand};
use crate::domain::case::{Case, Satisfaction, State};
use crate::domain::command::Command;
use crate::domain::conversation::{Draft, Say, Talk};
use crate::domain::message::{Message, unit_words};

/// The words of the button.
const BACK: &str = "又发生了";

/// 又发生了 was pressed under an old case. While it may still be objected to, it is an objection; while it has come back already,
/// the case as which it did is shown; a complaint that is being written stays as it is.
pub(super) fn pressed(old: &Case, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    if matches!(citizen.conversation.talk, Talk::Asking { .. } | Talk::Confirming { .. } | Talk::Correcting { .. }) {
        return existing::shown(old, citizen, ctx).keeping(citizen.conversation);
    }
    match &old.state {
        State::FollowedUp { .. } => {
            let (solved, satisfaction, reason) = (Some(false), Satisfaction::Dissatisfied, Some(BACK.to_owned()));
            Turn::order(old.number, Command::FollowUp { solved, satisfaction, reason })
        }
        State::Archived { .. } => match running(old, citizen) {
            Some(running) => existing::shown(running, citizen, ctx),
            None => begin(BACK, old, citizen, ctx),
        },
        _ => existing::shown(old, citizen, ctx),
    }
}

/// Words that say that something is back, of a matter that was archived not long ago and that no running case is about.
pub(super) fn in_words(text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Option<Turn> {
    if !["又", "复发", "再次", "反弹", "老毛病"].iter().any(|cue| text.contains(cue)) {
        return None;
    }
    let about = |case: &&Case| matches!(existing::same_matter(text, &[*case], ctx), Likeness::Same(_));
    if citizen.open().any(|case| about(&case)) {
        return None;
    }
    let mut old = citizen.cases.iter().filter(|case| case.can_recur(ctx.profile, ctx.now));
    let old = if is_bare(text) { old.next().filter(|_| citizen.open().next().is_none()) } else { old.find(about) }?;
    Some(match running(old, citizen) {
        Some(running) => existing::add(running, text, gathered(citizen.conversation), ctx),
        None => begin(text, old, citizen, ctx),
    })
}

/// Nothing but that it is back: 又来了, 复发了.
fn is_bare(text: &str) -> bool {
    ["又发生了", "又来了", "又这样了", "又坏了", "又复发了", "复发了", "复发", "又出现了", "又开始了"].contains(&super::words::bare(text).as_str())
}

/// The case as which it came back, while that one runs.
fn running<'a>(old: &Case, citizen: &Citizen<'a>) -> Option<&'a Case> {
    citizen.own(old.recurred?).filter(|case| !case.state.is_closed())
}

/// The old complaint with what is new, to be confirmed. After the profile's days it is a new matter with the old facts.
fn begin(words: &str, old: &Case, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let mut known = old.complaint.slots.clone();
    known.extend(ctx.finder.find(words, ctx.now).slots);
    let text = format!("{words}\n上次反映：{}", old.complaint.text);
    let fresh = matter::draft(&text, known, gathered(citizen.conversation), ctx);
    let (alone, _) = understand(words, Default::default(), ctx);
    if alone.hotline.is_some() {
        return matter::emergency(Draft { classification: alone, recurs: Some(old.number), ..fresh }, citizen, ctx);
    }
    let mut classification = old.complaint.classification.clone();
    let back = old.can_recur(ctx.profile, ctx.now);
    if back {
        classification.department = old.unit().cloned();
        classification.abstain = false;
    }
    let draft = Draft { classification, recurs: back.then_some(old.number), ..fresh };
    if draft.classification.hotline.is_some() {
        return matter::emergency(draft, citizen, ctx);
    }
    let mut turn = matter::summary(draft, &[], ctx);
    if back {
        let message = Message::RecurBegun { number: old.number, unit: unit_words(&old.unit().cloned(), ctx.directory) };
        turn.says.insert(0, Say { message, buttons: Vec::new() });
    }
    turn
}
