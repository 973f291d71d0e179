//! Undeliverable notices that somebody has sent again 重发: when a person has unblocked the bot, or the chat is back.

use anyhow::{Context, Result};
use futures::{StreamExt, stream};

use super::{AT_ONCE, Desk};
use crate::domain::audit::Viewer;
use crate::store::{Commit, CommitError, Resend};

impl Desk {
    /// Sends these undeliverable notices again, by their numbers on the list, each on its own feet; gives back those that were
    /// on it. Who had them sent is written down in the same commit.
    ///
    /// # Errors
    /// The store failed.
    pub async fn resend(&self, numbers: &[u64], by: &Viewer) -> Result<Vec<u64>> {
        let at = self.clock().now();
        let commit = |number: u64| async move {
            let resend = vec![Resend { number, by: by.clone(), at }];
            (number, self.store().commit(Commit { at: Some(at), resend, ..Commit::default() }).await)
        };
        let mut commits = stream::iter(numbers.iter().copied()).map(commit).buffered(AT_ONCE);
        let mut sent = Vec::new();
        while let Some((number, landed)) = commits.next().await {
            match landed {
                Ok(()) => sent.push(number),
                // Somebody else had it sent.
                Err(CommitError::Conflict(_)) => {}
                Err(error) => return Err(error).context("通知没有重新排队"),
            }
        }
        if !sent.is_empty() {
            self.outbox_bell().notify_one();
        }
        Ok(sent)
    }
}
