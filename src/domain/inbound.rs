//! One incoming message 来信, the same from every channel.

use std::slice;

use serde::{Deserialize, Serialize};

use super::complaint::Evidence;
use super::ids::{ChatRef, InboundId, UserRef};

/// Something that somebody sent or pressed. One that was set aside 搁置 is stored as it came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inbound {
    /// The channel's identity of it: delivered twice, it has the same one.
    pub id: InboundId,
    /// Where it was written.
    pub chat: ChatRef,
    /// Who wrote it.
    pub user: UserRef,
    /// What the channel calls them, for an invite without a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
    /// A group chat of a department.
    pub is_group: bool,
    /// What it is.
    pub body: Body,
}

/// What was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Body {
    /// Words.
    Text(String),
    /// A button, with its short form.
    Press(String),
    /// A photo, recording, file or map point. Pieces of one album share its name.
    Evidence {
        /// What it is and where it is kept.
        evidence: Evidence,
        /// The album.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        album: Option<String>,
    },
    /// Several pieces that were sent in one go, and are taken together or not at all; words that came with them stand with the first.
    Pieces(Vec<Evidence>),
    /// The channel's own "share my telephone number".
    Contact(String),
    /// `/start`, with what followed it: an invite code, or nothing.
    Start(String),
    /// Something that the house cannot keep (a sticker, a poll), by its Chinese name.
    Unsupported(String),
    /// A group moved to another chat.
    MovedTo(ChatRef),
}

impl Body {
    /// What was sent along, if anything was.
    pub fn pieces(&self) -> &[Evidence] {
        match self {
            Self::Evidence { evidence, .. } => slice::from_ref(evidence),
            Self::Pieces(pieces) => pieces,
            _ => &[],
        }
    }

    /// The words that came with what was sent along.
    pub fn caption(&self) -> Option<&str> {
        self.pieces().iter().find_map(|piece| piece.caption.as_deref())
    }
}
