//! Channels 渠道: how messages reach people and come from them. Telegram and the local web page.

pub mod telegram;
pub mod web;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use futures::future::BoxFuture;

use crate::domain::ids::ChatRef;
use crate::domain::outbound::{FileRef, Outbound};

/// A file that was made for sending 附件.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeFile {
    /// What it is called, with its ending.
    pub name: String,
    /// How people see it.
    pub shape: FileShape,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// How people see a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileShape {
    /// To be opened with a program.
    Document,
    /// Shown in the chat.
    Picture,
}

/// Makes a file of its name; it may take a while, and is asked where that holds nobody up.
pub type Maker = Arc<dyn Fn(&FileRef) -> Result<MadeFile> + Send + Sync>;

/// One way to reach people.
pub trait Channel: Send + Sync {
    /// The name before the colon of its chats: `tg`, `web`.
    fn name(&self) -> &'static str;

    /// Sends one message with the files that were made for it. It may be asked to send the same one again after a crash; its
    /// `id` tells.
    fn send<'a>(&'a self, outbound: &'a Outbound, files: &'a [MadeFile]) -> BoxFuture<'a, Result<(), SendError>>;

    /// Whether it carries files itself. The page does not: it names them, and they are made when somebody opens them.
    fn carries_files(&self) -> bool {
        true
    }

    /// How far apart messages to this chat must be; zero when it does not matter.
    fn pace(&self, chat: &ChatRef) -> Duration;

    /// How far apart messages must be in all; zero when it does not matter.
    fn spacing(&self) -> Duration {
        Duration::ZERO
    }

    /// How long those that wait for their turn already will fill it; none when none waits.
    fn busy_for(&self) -> Option<Duration> {
        None
    }
}

/// Why a message was not sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Try again, not before `after` when the channel says so.
    #[error("try again later: {why}")]
    Later {
        /// What the channel asks for.
        after: Option<Duration>,
        /// What happened, without words of the message or secrets.
        why: String,
    },
    /// It can never be sent: the bot is blocked, the chat is gone.
    #[error("cannot be sent: {why}")]
    Never {
        /// What happened.
        why: String,
    },
    /// The group lives in another chat now; send it there.
    #[error("the chat has moved")]
    Moved {
        /// Where to.
        to: ChatRef,
    },
}
