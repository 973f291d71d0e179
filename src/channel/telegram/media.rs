//! What a message of Telegram holds 消息内容: words, evidence, a telephone number, or something we cannot keep.

use teloxide::types::{Contact, FileMeta, Location, MediaKind, Message, MessageKind, PhotoSize, User, Venue};

use crate::domain::complaint::{Evidence, EvidenceKind};

/// The name of what has no name here.
pub(super) const SOMETHING: &str = "这类消息";

/// What a message holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    /// Words.
    Text(String),
    /// Evidence.
    Evidence(Evidence),
    /// The sender's own telephone number.
    Phone(String),
    /// Something that cannot be kept, by its Chinese name.
    Unsupported(&'static str),
}

/// What the message holds; none for notes about the chat itself (somebody joined, a new title).
pub(super) fn content(message: &Message, from: &User) -> Option<Content> {
    let common = match &message.kind {
        MessageKind::Common(common) => common,
        MessageKind::Dice(_) => return Some(Content::Unsupported("骰子")),
        // A kind of message that teloxide does not know yet.
        MessageKind::Empty {} => return Some(Content::Unsupported(SOMETHING)),
        _ => return None,
    };
    let file = |kind, file: &FileMeta| held(kind, file, message.caption());
    Some(match &common.media_kind {
        MediaKind::Text(text) => Content::Text(text.text.clone()),
        MediaKind::Photo(media) => held(EvidenceKind::Photo, &largest(&media.photo)?.file, message.caption()),
        MediaKind::Voice(media) => file(EvidenceKind::Voice, &media.voice.file),
        MediaKind::Video(media) => file(EvidenceKind::Video, &media.video.file),
        MediaKind::VideoNote(media) => file(EvidenceKind::Video, &media.video_note.file),
        // A video without sound arrives as an "animation".
        MediaKind::Animation(media) => file(EvidenceKind::Video, &media.animation.file),
        MediaKind::Audio(media) => file(EvidenceKind::File, &media.audio.file),
        MediaKind::Document(media) => file(EvidenceKind::File, &media.document.file),
        MediaKind::Location(media) => point(&media.location, None),
        MediaKind::Venue(media) => point(&media.venue.location, Some(name(&media.venue))),
        MediaKind::Contact(media) => contact(&media.contact, from),
        MediaKind::Migration(_) => return None,
        other => Content::Unsupported(unsupported(other)),
    })
}

fn held(kind: EvidenceKind, file: &FileMeta, caption: Option<&str>) -> Content {
    let caption = caption.map(str::trim).filter(|caption| !caption.is_empty()).map(str::to_owned);
    Content::Evidence(Evidence { kind, source: format!("tg:{}", file.id.0), caption })
}

fn largest(sizes: &[PhotoSize]) -> Option<&PhotoSize> {
    sizes.iter().max_by_key(|size| u64::from(size.width) * u64::from(size.height))
}

fn point(location: &Location, caption: Option<String>) -> Content {
    let source = format!("geo:{},{}", location.latitude, location.longitude);
    Content::Evidence(Evidence { kind: EvidenceKind::Location, source, caption })
}

fn name(venue: &Venue) -> String {
    [venue.title.trim(), venue.address.trim()].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("，")
}

/// One's own number is a contact; somebody else's card is words about them.
fn contact(contact: &Contact, from: &User) -> Content {
    if contact.user_id == Some(from.id) {
        return Content::Phone(contact.phone_number.clone());
    }
    let name = [Some(contact.first_name.as_str()), contact.last_name.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    Content::Text(format!("{} {}", name.trim(), contact.phone_number).trim().to_owned())
}

fn unsupported(media: &MediaKind) -> &'static str {
    match media {
        MediaKind::Sticker(_) => "贴纸",
        MediaKind::Poll(_) => "投票",
        MediaKind::Game(_) => "游戏",
        MediaKind::Story(_) => "动态",
        MediaKind::Checklist(_) => "清单",
        MediaKind::PaidMedia(_) => "付费内容",
        _ => SOMETHING,
    }
}
