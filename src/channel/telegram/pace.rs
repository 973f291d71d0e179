//! The pace 发送节奏 that Telegram asks of bots.

use std::collections::BTreeSet;
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use crate::domain::outbound::Rank;

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
        Self { private: Duration::from_millis(1020), group: Duration::from_millis(3050), overall: Duration::from_micros(34_500) };

    /// None, for a Bot API server of one's own.
    pub const NONE: Self = Self { private: Duration::ZERO, group: Duration::ZERO, overall: Duration::ZERO };
}

impl Default for Limits {
    fn default() -> Self {
        Self::TELEGRAM
    }
}

/// The shortest time that is worth waiting for.
const LEAST: Duration = Duration::from_millis(1);

/// A gate that lets one message through at a time: urgent ones before answers, these before notices, and of the same rank
/// whoever came first.
#[derive(Debug)]
pub(super) struct Gate {
    spacing: Duration,
    queue: Mutex<Queue>,
    moved: Notify,
}

/// Who stands before the gate.
#[derive(Debug)]
struct Queue {
    /// When the next may pass.
    next: Instant,
    waiting: BTreeSet<Ticket>,
    /// How many came in all.
    came: u64,
}

type Ticket = (Rank, u64);

/// A place in the queue, which is given back when nobody waits there any more.
struct Standing<'a> {
    gate: &'a Gate,
    ticket: Ticket,
}

impl Gate {
    /// A gate with this much time between two messages.
    pub fn new(spacing: Duration) -> Self {
        let queue = Queue { next: Instant::now(), waiting: BTreeSet::new(), came: 0 };
        Self { spacing, queue: Mutex::new(queue), moved: Notify::new() }
    }

    /// Waits for one's turn.
    pub async fn pass(&self, rank: Rank) {
        if self.spacing.is_zero() {
            return;
        }
        let standing = self.line_up(rank);
        loop {
            let mut moved = pin!(self.moved.notified());
            moved.as_mut().enable();
            match standing.turn() {
                Some(at) if at <= Instant::now() => return standing.go(),
                Some(at) => {
                    tokio::select! {
                        () = sleep_until(at) => {}
                        () = moved => {}
                    }
                }
                None => moved.await,
            }
        }
    }

    /// How long those who wait will take; none when nobody waits.
    pub fn busy_for(&self) -> Option<Duration> {
        let queue = self.queue();
        let others = u32::try_from(queue.waiting.len()).unwrap_or(u32::MAX).checked_sub(1)?;
        Some(queue.next.saturating_duration_since(Instant::now()) + self.spacing * others + LEAST)
    }

    fn line_up(&self, rank: Rank) -> Standing<'_> {
        let mut queue = self.queue();
        queue.came += 1;
        let ticket = (rank, queue.came);
        queue.waiting.insert(ticket);
        Standing { gate: self, ticket }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Standing<'_> {
    /// When this one may pass, if nobody who comes first does; none while somebody does.
    fn turn(&self) -> Option<Instant> {
        let queue = self.gate.queue();
        (queue.waiting.first() == Some(&self.ticket)).then_some(queue.next)
    }

    /// Passes. Timers wake a little late; that makes the next no later.
    fn go(&self) {
        let (mut queue, now) = (self.gate.queue(), Instant::now());
        let on_time = now.saturating_duration_since(queue.next) < self.gate.spacing / 2;
        queue.next = if on_time { queue.next } else { now } + self.gate.spacing;
    }
}

impl Drop for Standing<'_> {
    fn drop(&mut self) {
        self.gate.queue().waiting.remove(&self.ticket);
        self.gate.moved.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    const SPACING: Duration = Duration::from_millis(100);

    #[tokio::test(start_paused = true)]
    async fn urgent_before_answers_before_notices_and_evenly() {
        let gate = Gate::new(SPACING);
        gate.pass(Rank::Notice).await;
        let begun = Instant::now();
        let passed = Mutex::new(Vec::new());
        let pass = |rank| {
            let (gate, passed) = (&gate, &passed);
            async move {
                gate.pass(rank).await;
                passed.lock().expect("nobody panics").push((rank, begun.elapsed().as_millis()));
            }
        };
        futures::join!(pass(Rank::Notice), pass(Rank::Answer), pass(Rank::Notice), pass(Rank::Urgent));
        let expected = [(Rank::Urgent, 100), (Rank::Answer, 200), (Rank::Notice, 300), (Rank::Notice, 400)];
        assert_eq!(passed.into_inner().expect("nobody panics"), expected);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_gives_up_keeps_nobody_waiting() {
        let gate = Gate::new(SPACING);
        gate.pass(Rank::Notice).await;
        let begun = Instant::now();
        let mut impatient = Box::pin(gate.pass(Rank::Urgent));
        assert!(impatient.as_mut().now_or_never().is_none());
        let patient = async {
            gate.pass(Rank::Notice).await;
            begun.elapsed()
        };
        let (waited, ()) = futures::join!(patient, async move { drop(impatient) });
        assert_eq!(waited, SPACING);
    }

    #[tokio::test(start_paused = true)]
    async fn a_gate_that_stood_idle_saves_nothing_up() {
        let gate = Gate::new(SPACING);
        tokio::time::sleep(SPACING * 10).await;
        let begun = Instant::now();
        gate.pass(Rank::Notice).await;
        gate.pass(Rank::Notice).await;
        assert_eq!(begun.elapsed(), SPACING);
    }
}
