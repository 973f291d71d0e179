//! One attempt 一次发送 to send one message, and what follows from how it ends.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use chrono::TimeDelta;
use futures::FutureExt as _;

use crate::channel::{Channel, MadeFile, SendError};
use crate::domain::ids::{ChatRef, Moment, NoticeId};
use crate::domain::outbound::Outbound;
use crate::store::{Commit, Delivery, OutboxKey, PeopleWrite, Waiting};

/// The pause after the first failure; it doubles with each.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause that the house takes by itself.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// After how many failures, some eight minutes, a person should know.
const ALARM_AFTER: u32 = 9;

/// What became of a message.
#[derive(Debug)]
pub(super) enum Fate {
    /// It was sent.
    Sent,
    /// It is tried again.
    Again {
        /// After this long.
        pause: Duration,
        /// The channel asked for it: nothing else goes to this chat before.
        asked: bool,
    },
    /// It can never be sent.
    Dead {
        /// Why.
        why: String,
    },
    /// It must be sent elsewhere.
    Moved {
        /// Where to.
        to: ChatRef,
    },
}

/// Sends it. A channel that panics has failed for now.
pub(super) async fn send(channel: &dyn Channel, outbound: &Outbound, files: &[MadeFile], attempts: u32) -> Fate {
    let notice = &outbound.id;
    let sent = AssertUnwindSafe(channel.send(outbound, files)).catch_unwind().await;
    let sent = sent.unwrap_or_else(|_| Err(SendError::Later { after: None, why: "the channel panicked".to_owned() }));
    match sent {
        Ok(()) => Fate::Sent,
        Err(SendError::Later { after, why }) => {
            let pause = backoff(attempts).max(after.unwrap_or_default());
            report(notice, attempts + 1, pause, &why);
            Fate::Again { pause, asked: after.is_some() }
        }
        Err(SendError::Never { why }) => {
            tracing::warn!(%notice, "undeliverable: {why}");
            Fate::Dead { why }
        }
        Err(SendError::Moved { to }) if to != outbound.chat => {
            tracing::info!(%notice, "the group has moved to another chat, and what waits for it goes there");
            Fate::Moved { to }
        }
        Err(SendError::Moved { .. }) => Fate::Dead { why: "moved to where it is".to_owned() },
    }
}

/// The first failure and the one that should worry a person are told; those between only to who looks closely.
fn report(notice: &NoticeId, attempts: u32, pause: Duration, why: &str) {
    let pause = pause.as_secs();
    match attempts {
        1 => tracing::warn!(%notice, pause, "not sent yet: {why}"),
        ALARM_AFTER => tracing::error!(%notice, attempts, "still not sent, and tried on every few minutes: {why}"),
        _ => tracing::debug!(%notice, attempts, pause, "not sent yet: {why}"),
    }
}

fn backoff(attempts: u32) -> Duration {
    FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(attempts)).min(LONGEST_PAUSE)
}

impl Fate {
    /// Notes it for everything that the message stood for: together they were sent, are tried again, or are dead.
    pub fn note(self, all: Vec<Waiting>, now: Moment, commit: &mut Commit) {
        let each = |delivery: &dyn Fn(OutboxKey) -> Delivery| all.iter().map(|waiting| delivery(waiting.key)).collect::<Vec<_>>();
        match self {
            Self::Sent => commit.delivery.extend(each(&Delivery::Sent)),
            Self::Again { pause, .. } => {
                let not_before = moment_after(now, pause);
                commit.delivery.extend(each(&|key| Delivery::Again { key, not_before }));
            }
            Self::Dead { why } => commit.delivery.extend(each(&|key| Delivery::Dead { key, why: why.clone() })),
            Self::Moved { to } => readdress(all, &to, commit),
        }
    }
}

/// The moment that lies so much later.
fn moment_after(now: Moment, pause: Duration) -> Moment {
    TimeDelta::from_std(pause).ok().and_then(|pause| now.checked_add_signed(pause)).unwrap_or(now)
}

/// The same messages to the group's new chat, and the group's new address, in one commit.
fn readdress(all: Vec<Waiting>, to: &ChatRef, commit: &mut Commit) {
    for waiting in all {
        let from = waiting.outbound.chat.clone();
        commit.delivery.push(Delivery::Sent(waiting.key));
        commit.outbox.push(Outbound { chat: to.clone(), ..waiting.outbound });
        if commit.people.is_empty() {
            commit.people.push(PeopleWrite::GroupMoved { from, to: to.clone() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_five_minutes() {
        let seconds: Vec<u64> = (0..11).map(|attempts| backoff(attempts).as_secs()).collect();
        assert_eq!(seconds, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(backoff(u32::MAX).as_secs(), 300);
    }
}
