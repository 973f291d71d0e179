//! One outgoing message 去信, rendered and addressed: what a channel sends.

use serde::{Deserialize, Serialize};

use super::complaint::Evidence;
use super::ids::{ChatRef, NoticeId};

/// A message to one chat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outbound {
    /// Its stable key: sent twice, it is recognisably the same.
    pub id: NoticeId,
    /// Where to.
    pub chat: ChatRef,
    /// The words, plain text; channels escape what they must and split what is too long.
    pub text: String,
    /// The buttons, row by row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Vec<Button>>,
    /// Evidence that goes with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Evidence>,
    /// Goes before routine messages.
    #[serde(default)]
    pub urgent: bool,
}

/// One button: what it says, and the short form of its action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// [`Action::encode`](super::action::Action::encode).
    pub data: String,
}
