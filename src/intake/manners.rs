//! Abuse and floods 文明使用 (RULEBOOK §5.6): persuade, warn, then limit; and nobody floods the house. An emergency is
//! taken whoever writes it and however fast; of a complaint that is being written no word is lost.

use super::abuse::AbuseKind;
use super::{Citizen, Ctx, Turn, matter, understand};
use crate::classify::normalise::normalise;
use crate::domain::action::{Action, Plain};
use crate::domain::case::Case;
use crate::domain::complaint::{Slot, Slots, Urgency};
use crate::domain::conduct::{Conduct, Measure, Pace};
use crate::domain::conversation::{Draft, Talk, Want};
use crate::domain::ids::Moment;
use crate::domain::inbound::Body;
use crate::domain::message::{Manners, Message, when};

/// Somebody was just limited 已限制: what supervisors are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limitation {
    /// For what, last.
    pub kind: AbuseKind,
    /// How many abusive messages.
    pub strikes: u32,
    /// Until when.
    pub until: Moment,
}

/// One step, if it may be taken: what `act` makes of the message, unless it is abuse or too much.
pub(super) fn guarded(body: &Body, citizen: &Citizen<'_>, ctx: &Ctx<'_>, act: impl FnOnce() -> Turn) -> Turn {
    let mut conduct = citizen.conversation.conduct.clone();
    let pace = if counts(body, citizen) { conduct.written(&ctx.profile.manners, ctx.now) } else { Pace::Fine };
    let mut turn = match pace {
        Pace::Fine => judged(body, citizen, &mut conduct, ctx, act),
        Pace::JustOver | Pace::Over if passes(body, ctx) => act(),
        Pace::JustOver => {
            too_fast(body, citizen).and(Message::Manners(Manners::TooFast { most: ctx.profile.manners.messages_a_minute }), Vec::new())
        }
        Pace::Over => too_fast(body, citizen),
    };
    turn.quiet = pace == Pace::Over && turn.says.is_empty() && turn.act.is_none();
    if turn.opens() {
        conduct.opened(ctx.now);
    }
    turn.conduct = Some(conduct);
    turn
}

/// The pieces of one album are one message.
fn counts(body: &Body, citizen: &Citizen<'_>) -> bool {
    match body {
        Body::Evidence { album: Some(album), .. } => citizen.conversation.album.as_ref() != Some(album),
        Body::MovedTo(_) => false,
        _ => true,
    }
}

/// What is taken however fast somebody writes: an emergency, and the word that registers a complaint.
fn passes(body: &Body, ctx: &Ctx<'_>) -> bool {
    match body {
        Body::Press(data) => Action::decode(data) == Some(Action::Plain(Plain::Confirm)),
        body => words(body).is_some_and(|text| is_emergency(text, ctx)),
    }
}

fn words(body: &Body) -> Option<&str> {
    match body {
        Body::Text(text) => Some(text),
        body => body.caption(),
    }
}

fn is_emergency(text: &str, ctx: &Ctx<'_>) -> bool {
    understand(text, Slots::new(), ctx).0.hotline.is_some()
}

/// Words that are nothing but abuse are a strike. Where a matter stands beside them, it is taken like any other, with one
/// persuading word and no strike: whoever has a matter has a reason to be angry.
fn judged(body: &Body, citizen: &Citizen<'_>, conduct: &mut Conduct, ctx: &Ctx<'_>, act: impl FnOnce() -> Turn) -> Turn {
    let Some(text) = words(body) else { return act() };
    let Some(found) = ctx.abuse.find(text).filter(|_| !is_emergency(text, ctx)) else { return act() };
    if matches!(body, Body::Text(_)) && !found.reports && !has_matter(text, &found.rest, ctx) {
        return struck(found.kind, citizen, conduct, ctx);
    }
    let mut turn = act();
    let limited = turn.says.iter().any(|say| matches!(say.message, Message::Manners(Manners::Limited { .. })));
    if !limited {
        turn.first(Message::Manners(Manners::Persuaded { kind: found.kind.label(), registered: true }));
    }
    turn
}

/// The fewest letters beside abuse that can be a matter.
const LEAST: usize = 4;
/// As many letters as are taken for a matter, whether or not it is understood.
const ENOUGH: usize = 10;

fn has_matter(text: &str, rest: &str, ctx: &Ctx<'_>) -> bool {
    let left = rest.chars().count();
    if !(LEAST..ENOUGH).contains(&left) {
        return left >= ENOUGH;
    }
    let (classification, slots) = understand(text, Slots::new(), ctx);
    let understood = classification.is_understood();
    understood || slots.keys().any(|slot| matches!(slot, Slot::Place | Slot::Time | Slot::Phone | Slot::Plate | Slot::Order))
}

fn struck(kind: AbuseKind, citizen: &Citizen<'_>, conduct: &mut Conduct, ctx: &Ctx<'_>) -> Turn {
    let rules = &ctx.profile.manners;
    let said = |message: Message| Turn::say(message).keeping(citizen.conversation);
    match conduct.strike(rules, ctx.now) {
        Measure::Persuade => said(Message::Manners(Manners::Persuaded { kind: kind.label(), registered: false })),
        Measure::Warn => said(Message::Manners(Manners::Warned { kind: kind.label(), limit_for: rules.limit_for.to_string() })),
        Measure::Limited(until) => said(Message::Manners(Manners::Limited { until: when(until), fresh: false })),
        Measure::Limit(until) => {
            let limited = Some(Limitation { kind, strikes: conduct.strikes, until });
            Turn { limited, ..said(Message::Manners(Manners::Limited { until: when(until), fresh: true })) }
        }
    }
}

/// Why a new complaint is not taken now: its writer is limited, or has had enough cases for one day. What is urgent is taken
/// from those who are limited, too.
pub(super) fn refused(draft: &Draft, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Option<Turn> {
    let conduct = &citizen.conversation.conduct;
    let limited = conduct.limited(ctx.now).filter(|_| draft.classification.urgency == Urgency::Normal);
    let message = match limited {
        Some(until) => Message::Manners(Manners::Limited { until: when(until), fresh: false }),
        None if conduct.cases_on(ctx.now) >= ctx.profile.manners.cases_a_day => {
            Message::Manners(Manners::TooManyCases { most: ctx.profile.manners.cases_a_day })
        }
        None => return None,
    };
    Some(Turn::say(message).keeping(citizen.conversation))
}

/// The own open case of the same emergency, when somebody says the same once more, or floods the house with it: their words join it.
pub(super) fn same_emergency<'a>(hotline: &str, text: &str, citizen: &Citizen<'a>, ctx: &Ctx<'_>) -> Option<&'a Case> {
    let flooding = citizen.conversation.conduct.is_flooding(&ctx.profile.manners, ctx.now);
    let same = |case: &&Case| case.complaint.classification.hotline.as_deref() == Some(hotline);
    let text = normalise(text);
    let again = |case: &&Case| {
        let told = normalise(&case.complaint.text);
        told.contains(&text) || text.contains(&told)
    };
    citizen.open().filter(same).find(|case| flooding || again(case))
}

/// Too fast to be answered. What belongs to a complaint that is being written is kept with it.
fn too_fast(body: &Body, citizen: &Citizen<'_>) -> Turn {
    let mut talk = citizen.conversation.talk.clone();
    match (&mut talk, body) {
        (Talk::Asking { draft, .. } | Talk::Confirming { draft } | Talk::Correcting { draft }, body) => {
            if let Some(text) = words(body) {
                **draft = matter::kept(draft, text);
            }
            draft.evidence.extend_from_slice(body.pieces());
        }
        (Talk::Choosing { want: Want::Supplement { text, evidence } }, body) => {
            text.extend(words(body).into_iter().flat_map(|more| ["\n", more]));
            evidence.extend_from_slice(body.pieces());
        }
        (talk @ Talk::Idle, body) if !body.pieces().is_empty() => *talk = Talk::Gathering { evidence: body.pieces().to_vec() },
        (Talk::Gathering { evidence }, body) => evidence.extend_from_slice(body.pieces()),
        _ => {}
    }
    Turn { talk, due: citizen.conversation.due, ..Turn::default() }
}
