//! The pace in all 总节奏 of each channel, kept where it is known what goes first: a message is taken when its channel can send
//! it now, and so none waits in a line behind others that came later.

use std::collections::HashMap;

use tokio::time::Instant;

use crate::channel::Channel;

/// When each channel takes its next message.
#[derive(Debug, Default)]
pub(super) struct Turns {
    next: HashMap<&'static str, Instant>,
}

impl Turns {
    /// Whether it takes one now.
    pub fn is_open(&self, channel: &dyn Channel, now: Instant) -> bool {
        self.next_of(channel, now).is_none()
    }

    /// It has taken one. Whoever comes a little late makes the next no later, as long as the pace is held on the whole.
    pub fn took(&mut self, channel: &dyn Channel, now: Instant) {
        let spacing = channel.spacing();
        if spacing.is_zero() {
            return;
        }
        let next = self.next.entry(channel.name()).or_insert(now);
        let on_time = now.saturating_duration_since(*next) < spacing / 2;
        *next = if on_time { *next } else { now } + spacing;
    }

    /// When it takes its next, if it does not take one now.
    pub fn next_of(&self, channel: &dyn Channel, now: Instant) -> Option<Instant> {
        let due = self.next.get(channel.name()).copied().filter(|next| *next > now);
        due.max(channel.busy_for().map(|busy| now + busy))
    }
}
