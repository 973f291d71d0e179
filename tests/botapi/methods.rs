//! The methods of the Bot API that the bot uses, with the refusals that Telegram gives.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::fields::Fields;
use super::world::{Fault, Sent, World, describe_bot};
use super::{Shared, polling};

type Refusal = (u16, String, Value);

/// A refusal without parameters.
fn no(code: u16, words: &str) -> Refusal {
    (code, words.to_owned(), Value::Null)
}

/// The largest file that a bot may upload.
const MOST_FILE_BYTES: usize = 50 * 1024 * 1024;
/// The largest file that is taken as a photo.
const MOST_PHOTO_BYTES: usize = 10 * 1024 * 1024;

/// Answers a call.
pub async fn answer(shared: &Arc<Shared>, method: &str, fields: &Fields) -> Response {
    let answer = match method {
        "getupdates" => return polling::get_updates(shared, fields).await,
        "getme" => return polling::get_me(),
        "deletewebhook" => Ok(Value::Bool(true)),
        "sendmessage" | "sendphoto" | "sendvoice" | "sendvideo" | "senddocument" | "sendlocation" => {
            shared.change(|world| send(world, method, fields))
        }
        "answercallbackquery" => shared.change(|world| answer_press(world, fields)),
        "setmycommands" => shared.change(|world| set_menu(world, fields)),
        _ => Err(no(404, "Not Found")),
    };
    match answer {
        Ok(result) => done(&result),
        Err((code, words, parameters)) => refusal_with(code, &words, &parameters),
    }
}

fn send(world: &mut World, method: &str, fields: &Fields) -> Result<Value, Refusal> {
    let chat = fields.number("chat_id").ok_or_else(|| no(400, "Bad Request: chat_id is empty"))?;
    check_chat(world, chat)?;
    let (text, media) = content(world, method, fields)?;
    let buttons = buttons(fields)?;
    let now = Instant::now();
    if let Some(seconds) = world.must_wait(chat, now) {
        return Err((429, format!("Too Many Requests: retry after {seconds}"), json!({ "retry_after": seconds })));
    }
    let id = world.message_number();
    world.sent.push(Sent { chat, id, method: method.to_owned(), text: text.clone(), buttons, media, at: now });
    Ok(
        json!({ "message_id": id, "date": super::world::FIRST_DATE + id, "chat": world.describe_chat(chat), "from": describe_bot(), "text": text }),
    )
}

fn check_chat(world: &World, chat: i64) -> Result<(), Refusal> {
    let chat = world.chats.get(&chat).ok_or_else(|| no(400, "Bad Request: chat not found"))?;
    if let Some(to) = chat.moved_to {
        let words = "Bad Request: group chat was upgraded to a supergroup chat".to_owned();
        return Err((400, words, json!({ "migrate_to_chat_id": to })));
    }
    if chat.blocked { Err(no(403, "Forbidden: bot was blocked by the user")) } else { Ok(()) }
}

/// The words and the file or point of a message.
fn content(world: &World, method: &str, fields: &Fields) -> Result<(String, Option<String>), Refusal> {
    if method == "sendmessage" {
        return words(fields.text("text").unwrap_or_default(), 4096).map(|text| (text, None));
    }
    if method == "sendlocation" {
        let point = fields.fraction("latitude").zip(fields.fraction("longitude"));
        let (latitude, longitude) = point.ok_or_else(|| no(400, "Bad Request: latitude is empty"))?;
        return Ok((String::new(), Some(format!("{latitude},{longitude}"))));
    }
    let field = method.trim_start_matches("send");
    let media = match (fields.file(field), fields.text(field)) {
        (Some((_, 0)), _) => return Err(no(400, "Bad Request: file must be non-empty")),
        (Some((_, size)), _) if size > MOST_FILE_BYTES => return Err(no(413, "Request Entity Too Large")),
        (Some((_, size)), _) if method == "sendphoto" && size > MOST_PHOTO_BYTES => {
            return Err(no(400, "Bad Request: file is too big for a photo"));
        }
        (Some((name, _)), _) => name.to_owned(),
        (None, Some(id)) if world.files.contains(id) => id.to_owned(),
        (None, Some(_)) => return Err(no(400, "Bad Request: wrong file identifier/HTTP URL specified")),
        (None, None) => return Err(no(400, &format!("Bad Request: there is no {field} in the request"))),
    };
    let caption = fields.text("caption").unwrap_or_default();
    if caption.encode_utf16().count() > 1024 {
        return Err(no(400, "Bad Request: message caption is too long"));
    }
    Ok((caption.to_owned(), Some(media)))
}

fn words(text: &str, most: usize) -> Result<String, Refusal> {
    if text.trim().is_empty() {
        return Err(no(400, "Bad Request: message text is empty"));
    }
    if text.encode_utf16().count() > most {
        return Err(no(400, "Bad Request: message is too long"));
    }
    Ok(text.to_owned())
}

/// The keyboard, whose shape Telegram checks.
fn buttons(fields: &Fields) -> Result<Vec<Vec<(String, String)>>, Refusal> {
    if !fields.has("reply_markup") {
        return Ok(Vec::new());
    }
    let markup = fields.shape("reply_markup").ok_or_else(|| no(400, "Bad Request: object expected as reply markup"))?;
    let rows =
        markup["inline_keyboard"].as_array().ok_or_else(|| no(400, "Bad Request: field \"inline_keyboard\" must be of type Array"))?;
    rows.iter()
        .map(|row| row.as_array().map_or(Err(no(400, "Bad Request: an Array of buttons expected")), |row| row.iter().map(button).collect()))
        .collect()
}

fn button(button: &Value) -> Result<(String, String), Refusal> {
    let label = button["text"].as_str().filter(|label| !label.trim().is_empty());
    let label = label.ok_or_else(|| no(400, "Bad Request: text buttons must have non-empty text"))?;
    let data = button["callback_data"].as_str().ok_or_else(|| no(400, "Bad Request: text buttons are unallowed in the inline keyboard"))?;
    if (1..=64).contains(&data.len()) { Ok((label.to_owned(), data.to_owned())) } else { Err(no(400, "Bad Request: BUTTON_DATA_INVALID")) }
}

fn answer_press(world: &mut World, fields: &Fields) -> Result<Value, Refusal> {
    let query = fields.text("callback_query_id").unwrap_or_default();
    if !world.queries.remove(query) {
        return Err(no(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"));
    }
    let text = fields.text("text").map(str::to_owned);
    if text.as_ref().is_some_and(|text| text.encode_utf16().count() > 200) {
        return Err(no(400, "Bad Request: MESSAGE_TOO_LONG"));
    }
    world.answered.push((query.to_owned(), text));
    Ok(Value::Bool(true))
}

fn set_menu(world: &mut World, fields: &Fields) -> Result<Value, Refusal> {
    let wrong = || no(400, "Bad Request: BOT_COMMAND_INVALID");
    let scope = fields.shape("scope").unwrap_or_else(|| json!({ "type": "default" }));
    let mut name = scope["type"].as_str().ok_or_else(wrong)?.to_owned();
    if let Some(chat) = scope["chat_id"].as_i64() {
        check_chat(world, chat)?;
        name = format!("{name}:{chat}");
    }
    let commands = fields.shape("commands").ok_or_else(wrong)?;
    let command = |value: &Value| Some((value["command"].as_str()?.to_owned(), value["description"].as_str()?.to_owned()));
    let commands: Option<Vec<_>> = commands.as_array().ok_or_else(wrong)?.iter().map(command).collect();
    let is_sound = |(command, description): &(String, String)| {
        let is_name = command.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        is_name && (1..=32).contains(&command.len()) && (1..=256).contains(&description.chars().count())
    };
    let commands = commands.filter(|commands| commands.iter().all(is_sound)).ok_or_else(wrong)?;
    world.menus.insert(name, commands);
    Ok(Value::Bool(true))
}

/// Does something else than was asked.
pub async fn misbehave(fault: Fault) -> Response {
    match fault {
        Fault::Server(code) => {
            let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, "<html><body>Bad Gateway</body></html>").into_response()
        }
        Fault::Broken | Fault::AnswerLost => broken(),
        Fault::Flood(seconds) => refusal_with(429, "Too Many Requests", &json!({ "retry_after": seconds })),
        Fault::No(code, words) => refusal(code, words),
        Fault::Garbage => "{ \"ok\": tru".into_response(),
        Fault::Silence | Fault::Slow(_) => std::future::pending().await,
    }
}

/// An answer that breaks off.
pub fn broken() -> Response {
    let broken = futures::stream::once(async { Err::<Bytes, _>(std::io::Error::from(std::io::ErrorKind::ConnectionReset)) });
    Response::new(Body::from_stream(broken))
}

/// An answer to a call that was done.
pub fn done(result: &Value) -> Response {
    axum::Json(json!({ "ok": true, "result": result })).into_response()
}

/// A refusal.
pub fn refusal(code: u16, words: &str) -> Response {
    refusal_with(code, words, &Value::Null)
}

fn refusal_with(code: u16, words: &str, parameters: &Value) -> Response {
    let mut answer = json!({ "ok": false, "error_code": code, "description": words });
    if !parameters.is_null() {
        answer["parameters"] = parameters.clone();
    }
    (StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_REQUEST), axum::Json(answer)).into_response()
}
