//! The outbox 发件箱: what must be said gets said. Messages wait in the store until their channel has taken them; of one
//! chat in order, urgent before routine, each at its chat's pace, and none delayed by another chat's trouble.

mod attempt;
mod board;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use self::attempt::Fate;
use self::board::{Board, Job};
use crate::channel::Channel;
use crate::clock::Clock;
use crate::domain::ids::Moment;
use crate::store::{Commit, Delivery, OutboxKey, Store, Waiting};

/// How many messages are on their way at once, each to another chat.
const MOST_AT_ONCE: usize = 32;
/// How many waiting messages are read at once.
const PAGE: usize = 256;
/// How long messages on their way may take after the house closes.
const GRACE: Duration = Duration::from_millis(1500);
/// The pause after trouble with the store.
const STORE_PAUSE: Duration = Duration::from_secs(1);
/// The longest that a stored "not before" is believed: the clock may have been wrong when it was written, or be wrong now.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// Sends what waits in the store.
#[derive(Clone)]
pub struct Outbox {
    store: Arc<dyn Store>,
    channels: Vec<Arc<dyn Channel>>,
    clock: Clock,
    wake: Arc<Notify>,
}

impl Outbox {
    /// An outbox for these channels. Whoever commits messages calls `wake.notify_one()` afterwards.
    pub fn new(store: Arc<dyn Store>, channels: Vec<Arc<dyn Channel>>, clock: Clock, wake: Arc<Notify>) -> Self {
        Self { store, channels, clock, wake }
    }

    /// Sends until the house closes; within two seconds of that it is done.
    pub async fn run(self, cancel: CancellationToken) {
        let mut board = Board::default();
        let mut sending = JoinSet::new();
        let mut read_at = Some(Instant::now());
        loop {
            if read_at.is_some_and(|at| at <= Instant::now()) {
                read_at = self.read_new(&mut board);
            }
            board.wake(Instant::now());
            while sending.len() < MOST_AT_ONCE
                && let Some(job) = board.take()
            {
                sending.spawn(self.clone().dispatch(job));
            }
            tokio::select! {
                () = cancel.cancelled() => break,
                Some(finished) = sending.join_next(), if !sending.is_empty() => {
                    let (job, pause) = finished.expect("sending catches the panics of channels, and nobody aborts it");
                    self.settle(&mut board, &job, pause);
                }
                () = self.wake.notified() => read_at = Some(Instant::now()),
                () = sleep_till(earlier(board.next_wake(), read_at)) => {}
            }
        }
        let rest = async { while sending.join_next().await.is_some() {} };
        let _ = timeout(GRACE, rest).await;
    }

    /// Sends everything that may be sent by the clock, in order and without regard to pace, until nothing more can be:
    /// for rehearsals, where time stands still.
    ///
    /// # Errors
    /// The store failed.
    pub async fn drain(&self) -> Result<()> {
        let mut stuck = HashSet::new();
        let mut after = None;
        let mut sent = false;
        loop {
            let page = self.store.waiting(after, PAGE)?;
            let Some(last) = page.last() else {
                if !std::mem::take(&mut sent) {
                    return Ok(());
                }
                after = None;
                continue;
            };
            after = Some(last.key);
            for waiting in page {
                let is_early = waiting.not_before.is_some_and(|not_before| not_before > self.clock.now());
                let Some(channel) = self.channel_of(&waiting).filter(|_| !is_early && !stuck.contains(&waiting.outbound.chat)) else {
                    stuck.insert(waiting.outbound.chat);
                    continue;
                };
                let fate = attempt::send(channel.as_ref(), &waiting).await;
                if matches!(fate, Fate::Again { .. }) {
                    stuck.insert(waiting.outbound.chat.clone());
                } else {
                    sent = true;
                }
                self.store.commit(fate.into_commit(waiting, self.clock.now())).await?;
            }
        }
    }

    /// Puts on the board what was enqueued since the last look; when to look again, if the store failed.
    fn read_new(&self, board: &mut Board) -> Option<Instant> {
        for class in 0..=Board::LAST_CLASS {
            loop {
                let page = match self.store.waiting(board.read_up_to(class), PAGE) {
                    Ok(page) => page,
                    Err(error) => {
                        tracing::error!("the outbox cannot be read: {error:#}");
                        return Some(Instant::now() + STORE_PAUSE);
                    }
                };
                let is_all = page.len() < PAGE || page.last().is_some_and(|last| last.key.class > class);
                for waiting in page.into_iter().take_while(|waiting| waiting.key.class == class) {
                    board.has_read(waiting.key);
                    if self.channel_of(&waiting).is_some() {
                        let not_before = waiting.not_before.map(|moment| self.instant_of(moment));
                        board.add(waiting.key, waiting.outbound.chat, not_before);
                    }
                }
                if is_all {
                    break;
                }
            }
        }
        None
    }

    fn instant_of(&self, moment: Moment) -> Instant {
        let wait = (moment - self.clock.now()).to_std().unwrap_or_default();
        Instant::now() + wait.min(LONGEST_WAIT)
    }

    fn channel_of(&self, waiting: &Waiting) -> Option<&Arc<dyn Channel>> {
        let name = waiting.outbound.chat.channel();
        self.channels.iter().find(|channel| channel.name() == name)
    }

    /// Sends one message and writes down what became of it.
    async fn dispatch(self, job: Job) -> (Job, Pause) {
        let waiting = match self.store.waiting(before(job.key), 1) {
            Ok(page) => page.into_iter().find(|waiting| waiting.key == job.key),
            Err(error) => {
                tracing::error!("a waiting message cannot be read: {error:#}");
                return (job, Pause::Retry(STORE_PAUSE));
            }
        };
        let Some(waiting) = waiting else { return (job, Pause::None) };
        let Some(channel) = self.channel_of(&waiting) else { return (job, Pause::None) };
        let fate = attempt::send(channel.as_ref(), &waiting).await;
        let pause = match &fate {
            Fate::Again { pause, asked, .. } => {
                if *asked {
                    Pause::Chat(*pause)
                } else {
                    Pause::Retry(*pause)
                }
            }
            Fate::Moved { .. } => Pause::Reread,
            Fate::Sent | Fate::Dead { .. } => Pause::Pace(channel.pace(&waiting.outbound.chat)),
        };
        self.write_down(&fate.into_commit(waiting, self.clock.now())).await;
        (job, pause)
    }

    /// Commits until it is done: a message that was sent must not be sent again because the disk was full for a while.
    async fn write_down(&self, commit: &Commit) {
        while let Err(error) = self.store.commit(commit.clone()).await {
            tracing::error!("what became of a message cannot be written: {error:#}");
            sleep(STORE_PAUSE).await;
        }
    }

    fn settle(&self, board: &mut Board, job: &Job, pause: Pause) {
        let now = Instant::now();
        match pause {
            Pause::None => board.done(job, now),
            Pause::Pace(pace) => board.done(job, now + pace),
            Pause::Retry(pause) => board.again(job, now + pause, now),
            Pause::Chat(pause) => board.again(job, now + pause, now + pause),
            Pause::Reread => {
                board.done(job, now);
                self.wake.notify_one();
            }
        }
    }
}

/// What a chat waits for after a message.
enum Pause {
    /// Nothing.
    None,
    /// The chat's pace.
    Pace(Duration),
    /// The message is tried again; another, more urgent one may go before.
    Retry(Duration),
    /// The channel asked for a pause of the whole chat; then the message is tried again.
    Chat(Duration),
    /// Nothing, but there is a new message in the outbox.
    Reread,
}

impl Fate {
    /// How it is written down.
    fn into_commit(self, waiting: Waiting, now: Moment) -> Commit {
        let key = waiting.key;
        let delivery = |delivery| Commit { delivery: vec![delivery], ..Commit::default() };
        match self {
            Self::Sent => delivery(Delivery::Sent(key)),
            Self::Again { pause, .. } => delivery(Delivery::Again { key, not_before: attempt::moment_after(now, pause) }),
            Self::Dead { why } => delivery(Delivery::Dead { key, why }),
            Self::Moved { to } => attempt::readdress(waiting, to),
        }
    }
}

/// The place just before this one.
fn before(key: OutboxKey) -> Option<OutboxKey> {
    match key.number.checked_sub(1) {
        Some(number) => Some(OutboxKey { class: key.class, number }),
        None => key.class.checked_sub(1).map(|class| OutboxKey { class, number: u64::MAX }),
    }
}

fn earlier(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    a.into_iter().chain(b).min()
}

async fn sleep_till(instant: Option<Instant>) {
    match instant {
        Some(instant) => sleep_until(instant).await,
        None => std::future::pending().await,
    }
}
