//! The channel of a rehearsal 排演渠道: what goes out is handed back to the simulation, where its people read it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures::future::{BoxFuture, FutureExt, ready};

use crate::channel::{Channel, MadeFile, SendError};
use crate::domain::ids::ChatRef;
use crate::domain::outbound::Outbound;

/// The name before the colon of the simulated chats.
pub(super) const NAME: &str = "rehearse";

/// A channel that keeps letters until they are fetched.
#[derive(Debug, Default)]
pub(super) struct RehearsalChannel {
    letters: Mutex<Vec<Outbound>>,
}

impl RehearsalChannel {
    /// What has been sent since the last call, in order.
    pub fn fetch(&self) -> Vec<Outbound> {
        std::mem::take(&mut *self.letters.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Channel for RehearsalChannel {
    fn name(&self) -> &'static str {
        NAME
    }

    fn send<'a>(&'a self, outbound: &'a Outbound, _: &'a [MadeFile]) -> BoxFuture<'a, Result<(), SendError>> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner).push(outbound.clone());
        ready(Ok(())).boxed()
    }

    fn carries_files(&self) -> bool {
        false
    }

    fn pace(&self, _chat: &ChatRef) -> Duration {
        Duration::ZERO
    }
}
