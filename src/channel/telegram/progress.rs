//! How far a message of several parts has got 已发段数, so that a part that fails does not send those before it again.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::ids::NoticeId;

/// The number of parts sent, of messages that are not complete. It is in memory only: after a crash they begin again.
#[derive(Debug, Default)]
pub(super) struct Progress {
    sent: Mutex<HashMap<NoticeId, usize>>,
}

impl Progress {
    /// How many parts were sent.
    pub fn of(&self, id: &NoticeId) -> usize {
        self.lock().get(id).copied().unwrap_or(0)
    }

    /// So many parts were sent.
    pub fn note(&self, id: &NoticeId, sent: usize) {
        self.lock().insert(id.clone(), sent);
    }

    /// The message is done, or given up.
    pub fn forget(&self, id: &NoticeId) {
        self.lock().remove(id);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<NoticeId, usize>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
