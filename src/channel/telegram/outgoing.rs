//! From an [`Outbound`] to the messages that Telegram takes: parts of text, one keyboard, then the evidence and what was made.

use serde_json::{Map, Value, json};
use teloxide::payloads::{SendMessage, SendMessageSetters as _};
use teloxide::types::{ChatId, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions};

use super::split::{MOST_CAPTION_UNITS, MOST_UNITS, shorten, split};
use crate::channel::MadeFile;
use crate::domain::action::Action;
use crate::domain::complaint::{Evidence, EvidenceKind};
use crate::domain::legible::legible;
use crate::domain::outbound::{Button, Outbound};

/// The most UTF-16 units of a button's label: more is cut off by the clients.
const MOST_LABEL_UNITS: usize = 64;

/// One message of Telegram.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece<'a> {
    /// Words, and under the last of them the buttons.
    Text(&'a str, &'a [Vec<Button>]),
    /// A map point.
    Point {
        /// Latitude.
        latitude: f64,
        /// Longitude.
        longitude: f64,
    },
    /// A file that Telegram keeps, by its identity there.
    Kept(&'a Evidence, &'a str),
    /// A file of the house, by its name.
    Own(&'a Evidence, &'a str),
    /// A file that was made for this message.
    Made(&'a MadeFile),
    /// Evidence that this channel cannot send.
    Lost(&'a Evidence),
}

/// The messages for one outbound, in order. What was made comes last: how much could be made may differ from one attempt to the
/// next, and nothing else must move by that.
pub(super) fn pieces<'a>(outbound: &'a Outbound, files: &'a [MadeFile]) -> Vec<Piece<'a>> {
    let mut texts = split(&outbound.text, MOST_UNITS);
    if texts.is_empty() && !outbound.buttons.is_empty() {
        texts.push("请选择：");
    }
    let last = texts.len().saturating_sub(1);
    let buttons = |at| if at == last { outbound.buttons.as_slice() } else { &[] };
    let texts = texts.iter().enumerate().map(|(at, text)| Piece::Text(text, buttons(at)));
    texts.chain(outbound.attachments.iter().map(attachment)).chain(files.iter().map(Piece::Made)).collect()
}

fn attachment(evidence: &Evidence) -> Piece<'_> {
    match evidence.source.split_once(':') {
        Some(("tg", id)) => Piece::Kept(evidence, id),
        Some(("file", name)) => Piece::Own(evidence, name),
        Some(("geo", point)) => coordinates(point).unwrap_or(Piece::Lost(evidence)),
        _ => Piece::Lost(evidence),
    }
}

fn coordinates(point: &str) -> Option<Piece<'static>> {
    let (latitude, longitude) = point.split_once(',')?;
    let (latitude, longitude) = (latitude.trim().parse::<f64>().ok()?, longitude.trim().parse::<f64>().ok()?);
    (latitude.abs() <= 90.0 && longitude.abs() <= 180.0).then_some(Piece::Point { latitude, longitude })
}

/// The request for words. Plain text, so that nothing a citizen wrote is markup; no preview of links they wrote either.
pub(super) fn words(chat: ChatId, text: &str, buttons: &[Vec<Button>]) -> SendMessage {
    let quiet =
        LinkPreviewOptions { is_disabled: true, url: None, prefer_small_media: false, prefer_large_media: false, show_above_text: false };
    let request = SendMessage::new(chat, text).link_preview_options(quiet);
    let rows = keyboard(buttons);
    if rows.is_empty() { request } else { request.reply_markup(InlineKeyboardMarkup::new(rows)) }
}

fn keyboard(buttons: &[Vec<Button>]) -> Vec<Vec<InlineKeyboardButton>> {
    let rows = buttons.iter().map(|row| row.iter().filter_map(button).collect::<Vec<_>>());
    rows.filter(|row| !row.is_empty()).collect()
}

/// A button; none when Telegram would refuse the whole message because of it.
fn button(button: &Button) -> Option<InlineKeyboardButton> {
    if button.data.is_empty() || button.data.len() > Action::MOST_BYTES || button.label.trim().is_empty() {
        tracing::error!(data = button.data, "a button that Telegram does not take was left out");
        return None;
    }
    Some(InlineKeyboardButton::callback(shorten(&button.label, MOST_LABEL_UNITS), button.data.as_str()))
}

/// The method for a kind of evidence, and its name for the file.
pub(super) fn method(kind: EvidenceKind) -> (&'static str, &'static str) {
    match kind {
        EvidenceKind::Photo => ("SendPhoto", "photo"),
        EvidenceKind::Voice => ("SendVoice", "voice"),
        EvidenceKind::Video => ("SendVideo", "video"),
        EvidenceKind::File | EvidenceKind::Location => ("SendDocument", "document"),
    }
}

/// The field that says where a message goes.
pub(super) fn chat_field(chat: ChatId) -> Map<String, Value> {
    Map::from_iter([("chat_id".to_owned(), json!(chat.0))])
}

/// The fields of a request with a file, without the file.
pub(super) fn fields(chat: ChatId, evidence: &Evidence) -> Map<String, Value> {
    let mut fields = chat_field(chat);
    if let Some(caption) = evidence.caption.as_deref().map(str::trim).filter(|caption| !caption.is_empty()) {
        fields.insert("caption".to_owned(), json!(shorten(&legible(caption), MOST_CAPTION_UNITS)));
    }
    fields
}

/// What is said in the place of evidence that cannot be sent.
pub(super) fn missing(kind: EvidenceKind) -> String {
    format!("（有一份{}类附件无法在此显示）", kind.label())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outbound(text: &str) -> Outbound {
        let button = |label: &str, data: &str| Button { label: label.to_owned(), data: data.to_owned() };
        let evidence = |kind, source: &str| Evidence { kind, source: source.to_owned(), caption: Some("门口".to_owned()) };
        Outbound {
            buttons: vec![vec![button("签收", "ack"), button("太长", &"x".repeat(65))], vec![button(" ", "blank")]],
            attachments: vec![
                evidence(EvidenceKind::Photo, "tg:abc"),
                evidence(EvidenceKind::Location, "geo:39.9,116.4"),
                evidence(EvidenceKind::File, "file:note.pdf"),
                evidence(EvidenceKind::Location, "geo:somewhere"),
            ],
            ..Outbound::plain("n1", "tg:1", text)
        }
    }

    #[test]
    fn text_comes_first_and_the_keyboard_is_under_its_last_part() {
        let outbound = outbound(&"灯".repeat(5000));
        let pieces = pieces(&outbound, &[]);
        assert!(matches!(pieces[0], Piece::Text(_, [])));
        assert!(matches!(pieces[1], Piece::Text(_, [_, _])));
        assert!(matches!(pieces[2], Piece::Kept(_, "abc")));
        assert_eq!(pieces[3], Piece::Point { latitude: 39.9, longitude: 116.4 });
        assert!(matches!(pieces[4], Piece::Own(_, "note.pdf")));
        assert!(matches!(pieces[5], Piece::Lost(_)));
    }

    #[test]
    fn words_are_plain_text_whatever_stands_in_them() {
        let request = serde_json::to_value(words(ChatId(1), "<b>*_`[", &[])).expect("JSON");
        assert_eq!((request["text"].as_str(), request.get("parse_mode"), request.get("entities")), (Some("<b>*_`["), None, None));
        let caption = Evidence { kind: EvidenceKind::Photo, source: "tg:a".to_owned(), caption: Some("门\u{202e}口<b>".to_owned()) };
        let sent = fields(ChatId(1), &caption);
        assert_eq!((sent["caption"].as_str(), sent.get("parse_mode")), (Some("门口<b>"), None));
    }

    #[test]
    fn buttons_that_telegram_would_refuse_are_left_out() {
        let rows = keyboard(&outbound("看").buttons);
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].len(), 1);
    }

    #[test]
    fn buttons_alone_get_a_word() {
        let outbound = outbound("  ");
        assert!(matches!(pieces(&outbound, &[])[0], Piece::Text("请选择：", [_, _])));
    }
}
