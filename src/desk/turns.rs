//! One person's turn 一轮: who writes, which room understands them, and what is done with its answer.

use anyhow::Result;

use super::{Change, Step, people};
use crate::domain::action::{Action, Plain};
use crate::domain::case::Case;
use crate::domain::complaint::Urgency;
use crate::domain::conversation::{Conversation, Say, Talk};
use crate::domain::ids::CaseNumber;
use crate::domain::inbound::{Body, Inbound};
use crate::domain::refusal::Refusal;
use crate::intake;
use crate::store::{ConversationKey, ConversationWrite, LogLine, PeopleWrite};
use crate::workbench;

mod citizen;
mod guesses;
mod limits;
mod staff;

/// The channel whose chats the house itself keeps, so that its page can show them.
const KEPT_CHANNEL: &str = "web";

/// Takes a message in. Gives back a short word for whoever pressed a button.
pub(super) fn take(step: &mut Step<'_>, inbound: &Inbound) -> Result<Option<String>> {
    step.here = Some(inbound.chat.clone());
    log(step, inbound);
    if let Body::MovedTo(to) = &inbound.body {
        step.commit.people.push(PeopleWrite::GroupMoved { from: inbound.chat.clone(), to: to.clone() });
        return Ok(None);
    }
    if let Body::Start(code) = &inbound.body
        && !code.is_empty()
        && !inbound.is_group
    {
        let message = guesses::invitation(step, inbound, |step| people::join(step, inbound, code))?;
        step.reply(&inbound.chat, &inbound.id.0, &Say { message, buttons: Vec::new() }, Urgency::Normal);
        return Ok(None);
    }
    let key = ConversationKey { chat: inbound.chat.clone(), user: inbound.user.clone() };
    let conversation = step.desk.store().conversation(&key)?;
    let staff = step.desk.roster().of_user(&inbound.user).cloned();
    match staff {
        // A colleague's own complaint is no matter for the group.
        Some(staff) if inbound.is_group || !is_citizens_matter(&inbound.body, &conversation) => {
            staff::turn(step, inbound, &key, &conversation, &staff)
        }
        // In a department's group the bot listens to the department only.
        None if inbound.is_group => Ok(Some(not_for_you(step))),
        _ => {
            citizen::turn(step, inbound, &key, &conversation)?;
            Ok(None)
        }
    }
}

/// Takes one more message of a flood in, in the step of the one before it; false when it is none, and wants a step of its own.
pub(super) fn take_quietly(step: &mut Step<'_>, inbound: &Inbound) -> Result<bool> {
    let is_other =
        inbound.is_group || step.here.as_ref() != Some(&inbound.chat) || matches!(inbound.body, Body::MovedTo(_) | Body::Start(_));
    if is_other || step.desk.roster().of_user(&inbound.user).is_some() {
        return Ok(false);
    }
    let key = ConversationKey { chat: inbound.chat.clone(), user: inbound.user.clone() };
    let conversation = step.conversation(&key)?;
    citizen::quiet_turn(step, inbound, &key, &conversation)
}

fn not_for_you(step: &Step<'_>) -> String {
    step.desk.city().wording.refusal(&Refusal::UnknownButton)
}

/// Somebody who works here may complain too: 我要反映 begins it, and what follows belongs to it until it is done.
fn is_citizens_matter(body: &Body, conversation: &Conversation) -> bool {
    let talking = !matches!(conversation.talk, Talk::Idle | Talk::Form { .. });
    match body {
        // An answer that somebody may still give to their own case keeps nobody from their work.
        Body::Text(text) if matches!(conversation.talk, Talk::Registered { .. }) && workbench::is_order(text) => false,
        Body::Text(text) => talking || ["我要反映", "我要投诉", "/new"].iter().any(|start| text.trim().starts_with(start)),
        Body::Press(data) => match Action::decode(data) {
            Some(Action::Plain(plain)) => !matches!(plain, Plain::Cancel | Plain::Todo),
            Some(Action::Case(_, verb)) => verb.is_for_citizens(),
            Some(Action::Lift(_) | Action::Needs(_)) => false,
            None => talking,
        },
        _ => talking,
    }
}

/// The house takes the word in a conversation that hangs.
pub(super) fn silent(step: &mut Step<'_>, key: &ConversationKey) -> Result<()> {
    let conversation = step.desk.store().conversation(key)?;
    if conversation.due.is_none_or(|due| due > step.now) {
        return Ok(());
    }
    citizen::silent(step, key, &conversation)
}

/// Writes the conversation as it is after this turn.
fn remember(step: &mut Step<'_>, key: &ConversationKey, before: &Conversation, after: Conversation) {
    let after = Conversation { rev: before.rev, ..after };
    if after == *before {
        return;
    }
    if let Some(write) = step.commit.conversations.iter_mut().find(|write| write.key == *key) {
        write.conversation = Conversation { rev: write.expected_rev + 1, ..after };
        return;
    }
    let conversation = Conversation { rev: before.rev + 1, ..after };
    step.commit.conversations.push(ConversationWrite { key: key.clone(), expected_rev: before.rev, conversation });
}

/// The person's line, for the page that shows the chat.
pub(super) fn log(step: &mut Step<'_>, inbound: &Inbound) {
    if inbound.chat.channel() != KEPT_CHANNEL {
        return;
    }
    let (text, attachments) = match &inbound.body {
        Body::Text(text) => (text.clone(), Vec::new()),
        Body::Press(data) => (format!("［{}］", pressed_label(step, data)), Vec::new()),
        Body::Evidence { .. } | Body::Pieces(_) => {
            let kind = inbound.body.pieces().first().map_or("", |piece| piece.kind.label());
            let words = inbound.body.caption().map_or_else(|| format!("［{kind}］"), str::to_owned);
            (words, inbound.body.pieces().to_vec())
        }
        Body::Contact(phone) => (phone.clone(), Vec::new()),
        Body::Start(_) => return,
        Body::Unsupported(what) => (format!("［{what}］"), Vec::new()),
        Body::MovedTo(_) => return,
    };
    step.changes.push(Change::Chat(inbound.chat.clone()));
    step.commit.log.push(LogLine {
        chat: inbound.chat.clone(),
        id: inbound.id.0.clone(),
        at: step.now,
        from_house: false,
        text,
        buttons: Vec::new(),
        attachments,
        files: Vec::new(),
    });
}

fn pressed_label(step: &Step<'_>, data: &str) -> String {
    let city = step.desk.city();
    Action::decode(data).map_or_else(String::new, |action| city.wording.button(&action, &city.directory, None))
}

/// The number that stands in the message or its button.
fn number_in(body: &Body) -> Option<CaseNumber> {
    match body {
        Body::Text(text) => intake::named_number(text),
        Body::Press(data) => match Action::decode(data) {
            Some(Action::Case(number, _)) => Some(number),
            _ => None,
        },
        body => body.caption().and_then(intake::named_number),
    }
}

/// The case whose number stands in the message or its button.
fn named(step: &Step<'_>, body: &Body) -> Result<Option<Case>> {
    number_in(body).map_or(Ok(None), |number| step.case(number))
}
