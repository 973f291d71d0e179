//! The pace 发送节奏 that Telegram asks of bots.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// How far apart messages must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// In one private chat.
    pub private: Duration,
    /// In one group.
    pub group: Duration,
    /// In all.
    pub overall: Duration,
}

impl Limits {
    /// What Telegram asks for, and a little more, because messages sent evenly do not arrive evenly: one a second in a
    /// private chat, 20 a minute in a group, 30 a second in all.
    pub const TELEGRAM: Self =
        Self { private: Duration::from_millis(1020), group: Duration::from_millis(3050), overall: Duration::from_millis(36) };

    /// None, for a Bot API server of one's own.
    pub const NONE: Self = Self { private: Duration::ZERO, group: Duration::ZERO, overall: Duration::ZERO };
}

impl Default for Limits {
    fn default() -> Self {
        Self::TELEGRAM
    }
}

/// A gate that lets one message through at a time, first come first served.
#[derive(Debug)]
pub(super) struct Gate {
    spacing: Duration,
    next: Mutex<Instant>,
}

impl Gate {
    /// A gate with this much time between two messages.
    pub fn new(spacing: Duration) -> Self {
        Self { spacing, next: Mutex::new(Instant::now()) }
    }

    /// Waits for one's turn.
    pub async fn pass(&self) {
        if self.spacing.is_zero() {
            return;
        }
        let turn = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let turn = Instant::now().max(*next);
            *next = turn + self.spacing;
            turn
        };
        sleep_until(turn).await;
    }
}
