//! The channel of a play 信箱: keeps everything that was sent, for those who expect it and for the transcript.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures::future::{BoxFuture, FutureExt, ready};

use crate::channel::{Channel, MadeFile, SendError};
use crate::domain::ids::ChatRef;
use crate::domain::outbound::{Button, Outbound};

/// The channel's name, before the colon of its chats.
pub(super) const CHANNEL: &str = "play";

/// A message as it arrived.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    /// The message.
    pub outbound: Outbound,
    /// The names of the files that were made for it.
    pub files: Vec<String>,
}

/// Everything sent in this play, in order.
#[derive(Debug, Default)]
pub(super) struct Mailbox {
    sent: Mutex<Vec<Sent>>,
}

impl Channel for Mailbox {
    fn name(&self) -> &'static str {
        CHANNEL
    }

    fn send<'a>(&'a self, outbound: &'a Outbound, files: &'a [MadeFile]) -> BoxFuture<'a, Result<(), SendError>> {
        let sent = Sent { outbound: outbound.clone(), files: files.iter().map(|file| file.name.clone()).collect() };
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(sent);
        ready(Ok(())).boxed()
    }

    fn pace(&self, _chat: &ChatRef) -> Duration {
        Duration::ZERO
    }
}

impl Mailbox {
    /// How many messages were sent so far.
    pub fn count(&self) -> usize {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// What was sent after the first `seen`.
    pub fn since(&self, seen: usize) -> Vec<Sent> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).iter().skip(seen).cloned().collect()
    }

    /// What was sent to this chat after the first `seen` of all.
    pub fn to(&self, chat: &ChatRef, seen: usize) -> Vec<Sent> {
        self.since(seen).into_iter().filter(|sent| sent.outbound.chat == *chat).collect()
    }

    /// The button of the newest message to one of these chats that has one with this label in it. Of several on one
    /// message the label itself comes before one that begins with it, and that before one that contains it.
    pub fn button(&self, label: &str, is_theirs: impl Fn(&ChatRef) -> bool) -> Option<Button> {
        let all = self.since(0).into_iter().map(|sent| sent.outbound);
        all.rev().filter(|outbound| is_theirs(&outbound.chat)).find_map(|outbound| {
            let buttons: Vec<Button> = outbound.buttons.into_iter().flatten().collect();
            let first = |is: &dyn Fn(&str) -> bool| buttons.iter().find(|button| is(&button.label)).cloned();
            first(&|own| own == label).or_else(|| first(&|own| own.starts_with(label))).or_else(|| first(&|own| own.contains(label)))
        })
    }
}
