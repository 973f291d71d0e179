//! From an update 更新 of Telegram to an [`Inbound`].

use serde::Deserialize as _;
use serde_json::Value;
use teloxide::types::{CallbackQuery, CallbackQueryId, Chat, ChatId, Message, Update, UpdateKind, User};

use super::api::Myself;
use super::media::{self, Content};
use crate::domain::ids::{ChatRef, InboundId, UserRef};
use crate::domain::inbound::{Body, Inbound};

/// One update, as far as the house is concerned.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Arrival {
    /// Its number.
    pub update: i64,
    /// What it says; none when the house has no use for it.
    pub inbound: Option<Inbound>,
    /// The press that waits for an answer.
    pub query: Option<CallbackQueryId>,
}

/// Reads one update; none when it has not even a number.
pub(super) fn read(mut value: Value, me: &Myself) -> Option<Arrival> {
    let number = value.get("update_id")?.as_i64()?;
    let mut arrival = Arrival { update: number, inbound: None, query: None };
    forget_mime_types(&mut value);
    match Update::deserialize(&value).map(|update| update.kind) {
        Ok(UpdateKind::Message(message)) => arrival.inbound = from_message(number, &message, me, Version::First),
        Ok(UpdateKind::EditedMessage(message)) => arrival.inbound = from_message(number, &message, me, Version::Edited),
        Ok(UpdateKind::CallbackQuery(query)) => {
            arrival.inbound = from_press(number, &query);
            arrival.query = Some(query.id);
        }
        Ok(UpdateKind::Error(_)) | Err(_) => {
            tracing::warn!(update = number, "an update in a form that is not known");
            arrival.inbound = salvage(number, &value);
        }
        Ok(_) => {}
    }
    Some(arrival)
}

/// Takes the MIME types off all files. Telegram may leave them out and senders may write nonsense into them; either way
/// teloxide 0.17 would take the whole message for an empty one. Nobody here needs them.
fn forget_mime_types(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if object.contains_key("file_id") {
                object.insert("mime_type".to_owned(), Value::Null);
            }
            object.values_mut().for_each(forget_mime_types);
        }
        Value::Array(array) => array.iter_mut().for_each(forget_mime_types),
        _ => {}
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    First,
    Edited,
}

fn from_message(number: i64, message: &Message, me: &Myself, version: Version) -> Option<Inbound> {
    if let Some(to) = message.migrate_to_chat_id() {
        let user = message.from.as_ref().map_or_else(|| UserRef(local(message.chat.id)), user_ref);
        return Some(inbound(number, &message.chat, user, None, Body::MovedTo(chat_ref(*to))));
    }
    let from = message.from.as_ref().filter(|from| !from.is_bot)?;
    if message.chat.is_channel() || message.sender_chat.is_some() {
        return None;
    }
    let said = match version {
        Version::First => said(message, from, me)?,
        Version::Edited => spoken(message.text().or_else(|| message.caption())?, me),
    };
    let is_for_us = !is_group(&message.chat) || is_for_us(&said, message, me);
    is_for_us.then(|| inbound(number, &message.chat, user_ref(from), Some(from.full_name()), said.body))
}

/// What a message says, and whom a command in it is for.
struct Said {
    body: Body,
    command: Command,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Command {
    None,
    Ours,
    AnotherBots,
}

fn said(message: &Message, from: &User, me: &Myself) -> Option<Said> {
    let plain = |body| Said { body, command: Command::None };
    Some(match media::content(message, from)? {
        Content::Text(text) => spoken(&text, me),
        Content::Evidence(evidence) => plain(Body::Evidence { evidence, album: message.media_group_id().map(|album| album.0.clone()) }),
        Content::Phone(phone) => plain(Body::Contact(phone)),
        Content::Unsupported(name) => plain(Body::Unsupported(name.to_owned())),
    })
}

/// Words, which may be a command: `/start CODE`, `/progress@the_bot 20260213-000001`.
fn spoken(text: &str, me: &Myself) -> Said {
    let Some(rest) = text.strip_prefix('/') else {
        return Said { body: Body::Text(text.to_owned()), command: Command::None };
    };
    let (head, argument) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let (name, bot) = head.split_once('@').map_or((head, None), |(name, bot)| (name, Some(bot)));
    let argument = argument.trim();
    let command = if bot.is_none_or(|bot| bot.eq_ignore_ascii_case(&me.username)) { Command::Ours } else { Command::AnotherBots };
    let body = match (name, argument) {
        ("start", _) => Body::Start(argument.to_owned()),
        (_, "") => Body::Text(format!("/{name}")),
        _ => Body::Text(format!("/{name} {argument}")),
    };
    Said { body, command }
}

/// In a group people mostly talk to each other: only commands and answers to our own messages are for us.
fn is_for_us(said: &Said, message: &Message, me: &Myself) -> bool {
    match said.command {
        Command::Ours => true,
        Command::AnotherBots => false,
        Command::None => {
            let answered = message.reply_to_message().and_then(|original| original.from.as_ref());
            answered.is_some_and(|user| user.id.0 == me.id)
        }
    }
}

fn from_press(number: i64, query: &CallbackQuery) -> Option<Inbound> {
    let chat = query.message.as_ref()?.chat();
    let data = query.data.clone()?;
    Some(inbound(number, chat, user_ref(&query.from), Some(query.from.full_name()), Body::Press(data)))
}

/// What can be told of a message in a form that this version does not know: that somebody wrote something, so that they
/// get an answer. Only in private chats: in a group it was hardly for us.
fn salvage(number: i64, value: &Value) -> Option<Inbound> {
    let message = value.get("message")?;
    let (chat, user) = (message.pointer("/chat/id")?.as_i64()?, message.pointer("/from/id")?.as_i64()?);
    (chat == user).then(|| Inbound {
        id: inbound_id(number),
        chat: ChatRef(format!("tg:{chat}")),
        user: UserRef(format!("tg:{user}")),
        display: None,
        is_group: false,
        body: Body::Unsupported(media::SOMETHING.to_owned()),
    })
}

fn inbound(number: i64, chat: &Chat, user: UserRef, display: Option<String>, body: Body) -> Inbound {
    Inbound { id: inbound_id(number), chat: chat_ref(chat.id), user, display, is_group: is_group(chat), body }
}

fn inbound_id(number: i64) -> InboundId {
    InboundId(format!("tg:{number}"))
}

fn local(chat: ChatId) -> String {
    format!("tg:{}", chat.0)
}

fn chat_ref(chat: ChatId) -> ChatRef {
    ChatRef(local(chat))
}

fn user_ref(user: &User) -> UserRef {
    UserRef(format!("tg:{}", user.id.0))
}

fn is_group(chat: &Chat) -> bool {
    chat.is_group() || chat.is_supergroup()
}
