//! Undeliverable notices that somebody has sent again 重发: when a person has unblocked the bot, or the chat is back.

use anyhow::{Context, Result};

use super::Desk;
use crate::domain::audit::Viewer;
use crate::store::{Commit, CommitError, Resend};

impl Desk {
    /// Sends these undeliverable notices again, by their numbers on the list, each on its own feet; gives back those that were
    /// on it. Who had them sent is written down in the same commit.
    ///
    /// # Errors
    /// The store failed.
    pub async fn resend(&self, numbers: &[u64], by: &Viewer) -> Result<Vec<u64>> {
        let mut sent = Vec::new();
        for number in numbers {
            let at = self.clock().now();
            let resend = Resend { number: *number, by: by.clone(), at };
            match self.store().commit(Commit { at: Some(at), resend: vec![resend], ..Commit::default() }).await {
                Ok(()) => sent.push(*number),
                // Somebody else had it sent.
                Err(CommitError::Conflict(_)) => {}
                Err(error) => return Err(error).context("the notice was not queued again"),
            }
        }
        if !sent.is_empty() {
            self.outbox_bell().notify_one();
        }
        Ok(sent)
    }
}
