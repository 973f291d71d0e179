//! A citizen's turn 诉求人一轮.

use anyhow::{Result, bail};

use super::{guesses, limits, log, remember};
use crate::desk::papers::Given;
use crate::desk::{Step, appraisal};
use crate::domain::action::{Action, Verb};
use crate::domain::audit::View;
use crate::domain::case::{Case, State};
use crate::domain::command::Command;
use crate::domain::complaint::{Slot, Urgency};
use crate::domain::conversation::{Conversation, Say, Talk};
use crate::domain::decide::{NewCase, Recurs};
use crate::domain::ids::{CaseNumber, InboundId, UserRef};
use crate::domain::inbound::{Body, Inbound};
use crate::domain::message::{Card, Message, Scope, SeenBy, clock_words, limit_words, when};
use crate::domain::notice;
use crate::domain::paper;
use crate::domain::privacy::Reader;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Actor;
use crate::intake::{self, How};
use crate::store::ConversationKey;

/// How many of the citizen's latest cases intake looks at.
const LATEST: usize = 20;

pub(super) fn turn(step: &mut Step<'_>, inbound: &Inbound, key: &ConversationKey, conversation: &Conversation) -> Result<()> {
    let (turn, cases) = understood(step, inbound, conversation)?;
    let album = album_of(&inbound.body);
    step.is_quiet = turn.quiet;
    let quiet = turn.quiet || (album.is_some() && album == conversation.album);
    carry_out(step, key, conversation, turn, &inbound.id, album)?;
    if !quiet {
        never_silent(step, inbound, &cases);
    }
    Ok(())
}

/// The turn of a message that is one of a flood; false when it is none, and nothing was done.
pub(super) fn quiet_turn(step: &mut Step<'_>, inbound: &Inbound, key: &ConversationKey, conversation: &Conversation) -> Result<bool> {
    let (turn, _) = understood(step, inbound, conversation)?;
    if !turn.quiet {
        return Ok(false);
    }
    log(step, inbound);
    carry_out(step, key, conversation, turn, &inbound.id, album_of(&inbound.body))?;
    Ok(true)
}

/// What intake makes of a message, with the citizen's latest cases.
fn understood(step: &Step<'_>, inbound: &Inbound, conversation: &Conversation) -> Result<(intake::Turn, Vec<Case>)> {
    let cases = latest(step, &inbound.user)?;
    let (named, wait) = guesses::named(step, inbound)?;
    let citizen = intake::Citizen { user: &inbound.user, chat: &inbound.chat, conversation, cases: &cases, named: named.as_ref() };
    let mut turn = intake::step(&inbound.body, &citizen, &step.desk.city().intake(step.now));
    guesses::guard(step, inbound, wait, &mut turn);
    Ok((turn, cases))
}

fn album_of(body: &Body) -> Option<String> {
    match body {
        Body::Evidence { album, .. } => album.clone(),
        _ => None,
    }
}

/// Whatever a citizen writes or presses is answered: where nothing else was said, with where their latest case stands.
fn never_silent(step: &mut Step<'_>, inbound: &Inbound, cases: &[Case]) {
    if step.commit.outbox.iter().any(|outbound| outbound.chat == inbound.chat) {
        return;
    }
    let message = match cases.first() {
        Some(case) => {
            let card = Box::new(Card::of(case, Reader::Citizen, &step.desk.city().directory, step.now));
            Message::Progress { card, steps: Vec::new(), answer: None }
        }
        None => Message::NotUnderstood,
    };
    step.reply(&inbound.chat, &inbound.id.0, &Say { message, buttons: Vec::new() }, Urgency::Normal);
}

pub(super) fn silent(step: &mut Step<'_>, key: &ConversationKey, conversation: &Conversation) -> Result<()> {
    let cases = latest(step, &key.user)?;
    let citizen = intake::Citizen { user: &key.user, chat: &key.chat, conversation, cases: &cases, named: None };
    let turn = intake::silent(&citizen, &step.desk.city().intake(step.now));
    let id = InboundId(format!("silent:{}", step.desk.codes.next(16)?));
    carry_out(step, key, conversation, turn, &id, None)
}

fn latest(step: &Step<'_>, user: &UserRef) -> Result<Vec<Case>> {
    let numbers = step.desk.store().cases_of(user, LATEST)?;
    // A damaged record has been reported by the store; it does not keep its citizen from complaining.
    Ok(numbers.into_iter().filter_map(|number| step.known(&step.case(number).ok()??).ok()).collect())
}

fn carry_out(
    step: &mut Step<'_>,
    key: &ConversationKey,
    before: &Conversation,
    turn: intake::Turn,
    id: &InboundId,
    album: Option<String>,
) -> Result<()> {
    let mut after = Conversation {
        rev: before.rev,
        talk: turn.talk,
        due: turn.due,
        last_case: before.last_case,
        album,
        conduct: turn.conduct.unwrap_or_else(|| before.conduct.clone()),
        stands_for: before.stands_for.clone(),
    };
    if let Some(limitation) = turn.limited {
        limits::tell(step, key, &mut after, &limitation, id)?;
    }
    for say in &turn.says {
        step.reply(&key.chat, &id.0, say, urgency_of(say));
    }
    match turn.act {
        None => {}
        Some(intake::Act::Open(opening)) => opened(step, key, &mut after, *opening, id)?,
        Some(intake::Act::Explain(number)) => {
            if let Some(case) = step.case(number)? {
                let say = explained(step, &case, &key.user)?;
                step.reply(&key.chat, &id.0, &say, Urgency::Normal);
            }
        }
        Some(intake::Act::WhoSaw(number)) => {
            let views: Vec<View> = step.desk.store().views(number)?.into_iter().map(|(_, view)| view).collect();
            let message = Message::WhoSaw { number, views: SeenBy::of(&views, &step.desk.city().directory) };
            step.reply(&key.chat, &id.0, &Say { message, buttons: Vec::new() }, Urgency::Normal);
        }
        Some(intake::Act::Papers(number)) => papers(step, key, number, id)?,
        Some(intake::Act::Appraise(numbers, sealed)) => {
            let say = appraisal::answered(step, &numbers, &sealed)?;
            step.reply(&key.chat, &id.0, &say, Urgency::Normal);
        }
        Some(intake::Act::Do(order)) => {
            let intake::Order { number, command, then } = *order;
            let actor = Actor::Citizen { user: key.user.clone() };
            after.last_case = Some(number);
            // A number that was merged stays its citizen's: what they want is done where their case goes on.
            let running = step.case(number)?.map(|case| step.running(&case)).transpose()?.map_or(number, |case| case.number);
            match step.run(running, &command, &actor)? {
                Ok(()) => {
                    for say in then {
                        step.reply(&key.chat, &id.0, &say, Urgency::Normal);
                    }
                }
                Err(refusal) => {
                    let say = Say { message: refused(refusal, number, running), buttons: Vec::new() };
                    step.reply(&key.chat, &id.0, &say, Urgency::Normal);
                }
            }
        }
    }
    for say in &turn.afterwards {
        step.reply(&key.chat, &id.0, say, urgency_of(say));
    }
    remember(step, key, before, after);
    Ok(())
}

/// Why not. Whoever left the case that theirs was merged into is told of their own number, and never of another citizen's.
fn refused(refusal: Refusal, own: CaseNumber, running: CaseNumber) -> Message {
    match refusal {
        Refusal::NoSuchCase { .. } if own != running => Message::Withdrawn { number: own },
        // What is said of states to staff names desks and next steps that are not the citizen's.
        Refusal::WrongState { number, command, state, .. } => Message::Refused { refusal: Refusal::NotNow { number, command, state } },
        refusal => Message::Refused { refusal },
    }
}

/// 登记表、反馈表 of their own case, for the asking.
fn papers(step: &mut Step<'_>, key: &ConversationKey, number: CaseNumber, id: &InboundId) -> Result<()> {
    let events = step.desk.store().events(number)?;
    let all = paper::papers(&events, &step.desk.store().registered(number)?, &step.desk.city().directory)
        .into_iter()
        .filter(|paper| paper.kind.is_for_citizens());
    let given = Given::of(number, all, Reader::Citizen);
    step.reply(&key.chat, &id.0, &given.say(), Urgency::Normal);
    given.attach(step);
    Ok(())
}

/// 时限说明: how the limits that were promised to the citizen are counted.
pub(super) fn explained(step: &Step<'_>, case: &Case, reader: &UserRef) -> Result<Say> {
    let city = step.desk.city();
    let running = step.running(case)?;
    let time = city.time(&step.desk.profile_of(&running.profile));
    let events = step.desk.store().events(running.number)?;
    let message = Message::PromiseExplained {
        number: case.number,
        clock: clock_words(&step.known(case)?, step.now),
        limits: limit_words(&events, Scope::Promised, time, step.now),
    };
    let own = case.citizen() == reader;
    Ok(Say { message, buttons: own.then(|| vec![Action::Case(case.number, Verb::Progress)]).into_iter().collect() })
}

fn urgency_of(say: &Say) -> Urgency {
    if matches!(say.message, Message::Emergency { .. }) { Urgency::Emergency } else { Urgency::Normal }
}

fn opened(step: &mut Step<'_>, key: &ConversationKey, after: &mut Conversation, opening: intake::Opening, id: &InboundId) -> Result<()> {
    let intake::Opening { complaint, arrived, missing, incomplete, how, recurs } = opening;
    let actor = Actor::Citizen { user: key.user.clone() };
    let ctx = step.desk.city().intake(step.now);
    let mut conflicts = intake::conflict::complained_of(&complaint.text, &complaint.classification, &complaint.slots, &ctx);
    let recurs = recurs.map_or(Ok(None), |number| archived(step, number, &key.user))?;
    let back = recurs.clone();
    // Who kept out of the case that comes back keeps out of this one.
    let earlier = back.as_ref().map_or(Ok(None), |back| step.case(back.case))?.map(|case| case.conflicts).unwrap_or_default();
    conflicts.extend(earlier.into_iter().filter(|unit| !conflicts.contains(unit)).collect::<Vec<_>>());
    let new = |query_code| NewCase { complaint, arrived, query_code, incomplete, conflicts, recurs };
    let case = step.open(new, actor.clone())?;
    if let Some(back) = back
        && let Err(refusal) = step.run(back.case, &Command::Recur { case: case.number }, &actor)?
    {
        bail!("case {} comes back as {}, which its rules refuse: {refusal}", back.case, case.number);
    }
    after.last_case = Some(case.number);
    if how != How::Confirmed && after.talk == Talk::Idle {
        after.talk = Talk::Registered { number: case.number, missing: missing.clone() };
    }
    let message = registered(step, &case, how, &missing);
    let mut buttons = notice::for_citizen(&message, &case);
    if how != How::Confirmed {
        buttons.insert(0, vec![Action::Case(case.number, Verb::ConfirmSupplement)]);
    }
    step.reply(&key.chat, &id.0, &Say { message, buttons }, case.complaint.classification.urgency);
    Ok(())
}

/// 复发: the archived case of this citizen, when it may still come back.
fn archived(step: &Step<'_>, number: CaseNumber, citizen: &UserRef) -> Result<Option<Recurs>> {
    let Some(own) = step.case(number)? else { return Ok(None) };
    let old = step.running(&own)?;
    let profile = step.desk.profile_of(&old.profile);
    let back = old.is_of(citizen) && old.can_recur(&profile, step.now);
    Ok(old.unit().filter(|_| back).map(|unit| Recurs { case: old.number, unit: unit.clone() }))
}

fn registered(step: &Step<'_>, case: &Case, how: How, missing: &[Slot]) -> Message {
    let mandate = case.state.mandate();
    let directory = &step.desk.city().directory;
    Message::Registered {
        number: case.number,
        query_code: case.query_code.clone(),
        accepted: !matches!(case.state, State::Received { .. }),
        unit: mandate.map(|mandate| directory.short(&mandate.unit).to_owned()),
        due: mandate.map(|mandate| when(mandate.handle.due)),
        silent: how == How::Silent,
        hotline: case.complaint.classification.hotline.clone(),
        missing: missing.iter().map(|slot| slot.label()).collect(),
    }
}
