//! The outbox 发件箱: what must be said gets said. Messages wait in the store until their channel has taken them; of one
//! chat in order, urgent before routine, each at its chat's pace, and none delayed by another chat's trouble. What was made in
//! quiet hours is held until they end. Notices share a message where they have waited together, or are too many for the
//! chat's pace.

mod attempt;
mod board;
mod bundle;
mod drift;
mod making;
mod standing;
mod turns;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use chrono::TimeDelta;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use self::attempt::Fate;
use self::board::{Board, Job, Kind, Room, SLACK, Time, Wait};
pub use self::bundle::Voice;
use self::drift::Drift;
pub use self::standing::Standing;
use self::turns::Turns;
use crate::channel::{Channel, Maker};
use crate::clock::Clock;
use crate::domain::ids::{ChatRef, Moment};
use crate::domain::outbound::Rank;
use crate::metrics::{Departure, Door, Metrics, Place};
use crate::store::{Commit, Delivery, OutboxKey, Store, Waiting};

/// How many messages are on their way at once, each to another chat: a chat that answers slowly keeps its place, and there must
/// be enough for the others.
const MOST_AT_ONCE: usize = 256;
/// How many urgent ones find a place beside them when all of these are taken.
const MORE_URGENT: usize = 64;
const MOST_IN_ALL: usize = MOST_AT_ONCE + MORE_URGENT;
/// How many waiting messages are read at once.
const PAGE: usize = 256;
/// How long messages on their way may take after the house closes.
const GRACE: Duration = Duration::from_millis(1500);
/// The pause after trouble with the store.
const STORE_PAUSE: Duration = Duration::from_secs(1);
/// The longest that a stored "not before" is believed: the clock may have been wrong when it was written, or be wrong now.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);
/// How long a notice waits for others to share its message with.
const GATHERING: Duration = Duration::from_millis(1500);
/// Nothing is held longer than this: quiet hours are hours of one day.
const LONGEST_HOLD: TimeDelta = TimeDelta::days(1);

/// Sends what waits in the store.
#[derive(Clone)]
pub struct Outbox {
    store: Arc<dyn Store>,
    channels: Vec<Arc<dyn Channel>>,
    clock: Clock,
    wake: Arc<Notify>,
    voice: Voice,
    maker: Option<Maker>,
    metrics: Arc<Metrics>,
}

impl Outbox {
    /// An outbox for these channels. Whoever commits messages calls `wake.notify_one()` afterwards. What several notices share
    /// is said by `voice`.
    pub fn new(store: Arc<dyn Store>, channels: Vec<Arc<dyn Channel>>, clock: Clock, wake: Arc<Notify>, voice: Voice) -> Self {
        Self { store, channels, clock, wake, voice, maker: None, metrics: Arc::default() }
    }

    /// The same, which counts here what waits and what leaves.
    pub fn measured(self, metrics: Arc<Metrics>) -> Self {
        Self { metrics, ..self }
    }

    /// The same, with somebody who makes the files that messages name.
    pub fn making(self, maker: Maker) -> Self {
        Self { maker: Some(maker), ..self }
    }

    /// The same where time stands still.
    pub fn standing(self) -> Standing {
        Standing::new(self)
    }

    /// Sends until the house closes; within two seconds of that it is done.
    pub async fn run(self, cancel: CancellationToken) {
        let (mut board, mut turns) = (Board::default(), Turns::default());
        let mut sending = JoinSet::new();
        let mut read_at = Some(Instant::now());
        let mut drift = Drift::new(self.clock.now(), Instant::now());
        let mut look = Instant::now();
        loop {
            let now = Instant::now();
            if look <= now && sending.is_empty() {
                look = now + drift::LOOK;
                if drift.has_parted(self.clock.now(), now) {
                    board.read_anew(now);
                    read_at = Some(now);
                }
            }
            if read_at.is_some_and(|at| at <= now) {
                read_at = match self.read_new(&mut board, now, Some(GATHERING), |moment| self.instant_of(moment)) {
                    Ok(()) => None,
                    Err(error) => {
                        tracing::error!("the outbox cannot be read: {error:#}");
                        Some(now + STORE_PAUSE)
                    }
                };
            }
            board.wake(now);
            while let Some(room) = room_beside(sending.len())
                && let Some(job) = board.take(now, room, |name| self.channel(name).is_none_or(|channel| turns.is_open(channel, now)))
            {
                self.channel(job.chat.channel()).into_iter().for_each(|channel| turns.took(channel, now));
                sending.spawn(self.clone().dispatch(job));
            }
            // One that has passed waits for what is on its way.
            let look_at = Some(look).filter(|look| *look > now);
            tokio::select! {
                () = cancel.cancelled() => break,
                Some(finished) = sending.join_next(), if !sending.is_empty() => {
                    let (job, pause) = finished.expect("sending catches the panics of channels, and nobody aborts it");
                    self.settle(&mut board, &job, pause);
                }
                () = self.wake.notified() => read_at = Some(Instant::now()),
                () = sleep_till(earlier(earlier(earlier(board.next_wake(), read_at), look_at), self.next_turn(&board, &turns, now))) => {}
            }
        }
        let rest = async { while sending.join_next().await.is_some() {} };
        let _ = timeout(GRACE, rest).await;
    }

    /// Puts on the board what was enqueued since the last look. What has a brief waits a moment for others to come, if there
    /// is such a moment.
    fn read_new<T: Time>(&self, board: &mut Board<T>, now: T, gathering: Option<Duration>, time: impl Fn(Moment) -> T) -> Result<()> {
        for class in 0..=Board::<T>::LAST_CLASS {
            loop {
                let page = self.store.waiting(board.read_up_to(class), PAGE)?;
                let is_all = page.len() < PAGE || page.last().is_some_and(|last| last.key.class > class);
                for waiting in page.into_iter().take_while(|waiting| waiting.key.class == class) {
                    board.has_read(waiting.key);
                    self.count_waiting(&waiting);
                    if self.channel_of(&waiting).is_some() {
                        let wait = match self.wait(&waiting) {
                            Wait::Nothing if waiting.outbound.brief.is_some() && waiting.attempts == 0 => {
                                gathering.map_or(Wait::Nothing, |gathering| Wait::Held(now + gathering))
                            }
                            Wait::Nothing => Wait::Nothing,
                            Wait::Retry(moment) => Wait::Retry(time(moment)),
                            Wait::Held(moment) => Wait::Held(time(moment)),
                        };
                        board.add(waiting.key, waiting.outbound.chat.clone(), kind(&waiting), wait, now);
                    }
                }
                if is_all {
                    break;
                }
            }
        }
        Ok(())
    }

    /// What a message waits for by the clock.
    fn wait(&self, waiting: &Waiting) -> Wait<Moment> {
        match waiting.not_before {
            Some(moment) if waiting.attempts > 0 => Wait::Retry(moment),
            Some(moment) if self.is_held(moment) => Wait::Held(moment),
            _ => Wait::Nothing,
        }
    }

    /// Whether what is held until then has to wait on. A time further off than quiet hours can be was written by a wrong clock.
    fn is_held(&self, until: Moment) -> bool {
        let left = until - self.clock.now();
        left > TimeDelta::from_std(SLACK).unwrap_or_default() && left <= LONGEST_HOLD
    }

    fn instant_of(&self, moment: Moment) -> Instant {
        let wait = (moment - self.clock.now()).to_std().unwrap_or_default();
        Instant::now() + wait.min(LONGEST_WAIT)
    }

    fn channel_of(&self, waiting: &Waiting) -> Option<&dyn Channel> {
        self.channel(waiting.outbound.chat.channel())
    }

    fn channel(&self, name: &str) -> Option<&dyn Channel> {
        self.channels.iter().find(|channel| channel.name() == name).map(Arc::as_ref)
    }

    /// When the next channel has a turn, if something waits for one.
    fn next_turn(&self, board: &Board<Instant>, turns: &Turns, now: Instant) -> Option<Instant> {
        let channels = self.channels.iter().filter(|_| board.is_ready());
        channels.filter_map(|channel| turns.next_of(channel.as_ref(), now)).min()
    }

    /// Sends one message and writes down what became of it.
    async fn dispatch(self, job: Job) -> (Job, Pause) {
        let retry = job.clone();
        match self.attempt(job).await {
            Ok((job, commit, pause)) => {
                self.write_down(&commit).await;
                self.count_departures(&commit, &pause);
                (job, pause)
            }
            Err(error) => {
                tracing::error!("a waiting message cannot be read: {error:#}");
                (retry, Pause::Retry { pause: STORE_PAUSE, pace: Duration::ZERO })
            }
        }
    }

    /// Sends what a job stands for, or as much of it as one message holds: what was dealt with, what is to be written down, and
    /// what the chat waits for.
    async fn attempt(&self, job: Job) -> Result<(Job, Commit, Pause)> {
        let Job { mut keys, chat } = job;
        let all = self.waiting_at(&keys)?;
        let early: Vec<&Waiting> = all.iter().filter(|waiting| matches!(self.wait(waiting), Wait::Held(_))).collect();
        if let Some(until) = early.iter().filter_map(|waiting| waiting.not_before).min() {
            let keys = early.iter().map(|waiting| waiting.key).collect();
            return Ok((Job { keys, chat }, Commit::default(), Pause::Hold(until)));
        }
        let (settled, mut all): (Vec<Waiting>, Vec<Waiting>) = all.into_iter().partition(|waiting| self.is_settled(waiting));
        let delivery = settled.iter().map(|waiting| Delivery::Settled(waiting.key)).collect();
        let mut commit = Commit { at: Some(self.clock.now()), delivery, ..Commit::default() };
        let shared = if all.len() > 1 { bundle::shared(&all, &self.voice) } else { None };
        let left = all.split_off(shared.as_ref().map_or(1, |(count, _)| *count).min(all.len()));
        keys.retain(|key| left.iter().all(|waiting| waiting.key != *key));
        let mut job = Job { keys, chat };
        let Some(channel) = all.first().and_then(|first| self.channel_of(first)) else { return Ok((job, commit, Pause::None)) };
        let outbound = shared.map_or_else(|| all[0].outbound.clone(), |(_, outbound)| outbound);
        let attempts = all.iter().map(|waiting| waiting.attempts).max().unwrap_or_default();
        let files = making::made(self.maker.as_ref(), channel, &outbound).await;
        let fate = attempt::send(channel, &outbound, &files, attempts).await;
        let pace = channel.pace(&outbound.chat);
        let pause = match &fate {
            Fate::Again { pause, asked: true } => Pause::Chat(*pause),
            // It may have arrived, and only the answer was lost: then it counts towards the chat's pace.
            Fate::Again { pause, asked: false } => Pause::Retry { pause: *pause, pace },
            Fate::Moved { .. } => {
                all = self.all_for(&job.chat)?;
                job.keys = all.iter().map(|waiting| waiting.key).collect();
                Pause::Reread
            }
            Fate::Sent | Fate::Dead { .. } => Pause::Pace(pace),
        };
        fate.note(all, self.clock.now(), &mut commit);
        Ok((job, commit, pause))
    }

    /// Counts a message that waits, from when it could go.
    fn count_waiting(&self, waiting: &Waiting) {
        let queued = waiting.queued.unwrap_or_else(|| self.clock.now());
        let since = waiting.outbound.not_before.map_or(queued, |held| held.max(queued));
        self.metrics.backlog.add(place(waiting.key), Door::of(&waiting.outbound.chat), since);
    }

    /// Counts what has become of messages, after it was written down. What has moved waits elsewhere.
    fn count_departures(&self, commit: &Commit, pause: &Pause) {
        for delivery in &commit.delivery {
            let (key, departure) = match delivery {
                Delivery::Sent(key) => (*key, Departure::Sent),
                Delivery::Settled(key) => (*key, Departure::Settled),
                Delivery::Dead { key, .. } => (*key, Departure::Undeliverable),
                Delivery::Again { .. } => continue,
            };
            let Some((door, since)) = self.metrics.backlog.remove(place(key)) else { continue };
            if departure == Departure::Sent && matches!(pause, Pause::Reread) {
                continue;
            }
            self.metrics.departed(door, departure);
            if departure == Departure::Sent {
                self.metrics.sending.note((self.clock.now() - since).to_std().unwrap_or_default());
            }
        }
    }

    /// What still waits at these places.
    fn waiting_at(&self, keys: &[OutboxKey]) -> Result<Vec<Waiting>> {
        let mut all = Vec::with_capacity(keys.len());
        for key in keys {
            let page = self.store.waiting(before(*key), 1)?;
            all.extend(page.into_iter().find(|waiting| waiting.key == *key));
        }
        Ok(all)
    }

    /// Everything that waits for a chat, in order: when a group has moved, all of it moves in one commit, so that nothing that is
    /// said to its new chat meanwhile goes before.
    fn all_for(&self, chat: &ChatRef) -> Result<Vec<Waiting>> {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = self.store.waiting(after, PAGE)?;
            let Some(last) = page.last() else { return Ok(all) };
            after = Some(last.key);
            all.extend(page.into_iter().filter(|waiting| waiting.outbound.chat == *chat));
        }
    }

    /// Whether what was held is of no use any more. A case that cannot be read settles nothing.
    fn is_settled(&self, waiting: &Waiting) -> bool {
        let Some(so_long) = &waiting.outbound.while_case else { return false };
        self.store.case(so_long.number).ok().flatten().is_some_and(|case| !so_long.holds(&case))
    }

    /// Commits until it is done: a message that was sent must not be sent again because the disk was full for a while.
    async fn write_down(&self, commit: &Commit) {
        while let Err(error) = self.store.commit(commit.clone()).await {
            tracing::error!("what became of a message cannot be written: {error:#}");
            sleep(STORE_PAUSE).await;
        }
    }

    fn settle(&self, board: &mut Board<Instant>, job: &Job, pause: Pause) {
        let now = Instant::now();
        match pause {
            Pause::None => board.done(job, now, now),
            Pause::Pace(pace) => board.done(job, now + pace, now),
            Pause::Retry { pause, pace } => board.again(job, now + pause, now + pace, now),
            Pause::Chat(pause) => board.again(job, now + pause, now + pause, now),
            Pause::Hold(until) => board.hold(job, self.instant_of(until), now),
            Pause::Reread => {
                board.done(job, now, now);
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
    /// The message is tried again after a pause; another, more urgent one may go before, at the chat's pace.
    Retry { pause: Duration, pace: Duration },
    /// The channel asked for a pause of the whole chat; then the message is tried again.
    Chat(Duration),
    /// The message is held until then after all, the chat is not.
    Hold(Moment),
    /// Nothing, but there is a new message in the outbox.
    Reread,
}

/// For which jobs there is room beside so many.
fn room_beside(sending: usize) -> Option<Room> {
    match sending {
        0..MOST_AT_ONCE => Some(Room::Any),
        MOST_AT_ONCE..MOST_IN_ALL => Some(Room::Urgent),
        _ => None,
    }
}

/// Whether a message may share another.
fn kind(waiting: &Waiting) -> Kind {
    match &waiting.outbound.brief {
        None if waiting.outbound.rank() == Rank::Answer => Kind::Answer,
        None => Kind::Alone,
        Some(brief) if brief.held || brief.late => Kind::Waited,
        Some(_) => Kind::Brief,
    }
}

/// The place as it is counted.
fn place(key: OutboxKey) -> Place {
    (key.class, key.number)
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
