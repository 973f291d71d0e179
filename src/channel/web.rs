//! The web channel: a message that is sent appears in the chat of the local page.

use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;

use super::{Channel, MadeFile, SendError};
use crate::desk::{Change, Desk};
use crate::domain::ids::ChatRef;
use crate::domain::outbound::Outbound;
use crate::store::{Commit, LogLine};

/// Writes messages where the page reads them, and tells open pages.
pub struct WebChannel {
    desk: Arc<Desk>,
}

impl WebChannel {
    /// The channel of this desk's page.
    pub fn new(desk: Arc<Desk>) -> Self {
        Self { desk }
    }

    async fn write(&self, outbound: &Outbound) -> Result<(), SendError> {
        let line = LogLine {
            chat: outbound.chat.clone(),
            id: outbound.id.to_string(),
            at: self.desk.clock().now(),
            from_house: true,
            text: outbound.text.clone(),
            buttons: outbound.buttons.clone(),
            attachments: outbound.attachments.clone(),
            files: outbound.files.clone(),
        };
        let commit = Commit { log: vec![line], ..Commit::default() };
        self.desk.store().commit(commit).await.map_err(|why| SendError::Later { after: None, why: why.to_string() })?;
        self.desk.announce(Change::Chat(outbound.chat.clone()));
        Ok(())
    }
}

impl Channel for WebChannel {
    fn name(&self) -> &'static str {
        "web"
    }

    fn send<'a>(&'a self, outbound: &'a Outbound, _: &'a [MadeFile]) -> BoxFuture<'a, Result<(), SendError>> {
        self.write(outbound).boxed()
    }

    fn carries_files(&self) -> bool {
        false
    }

    fn pace(&self, _chat: &ChatRef) -> Duration {
        Duration::ZERO
    }
}
