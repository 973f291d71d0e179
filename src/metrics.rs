//! What the house counts 计数: messages, sendings, reminders, commits and troubles, in atomics that cost next to nothing and are
//! read by the status page and by Prometheus.
//!
//! Invariant: nothing here knows a person, a text or a case: a count has a door and a kind, and no more.

mod backlog;
mod guess;
mod histogram;
mod pulse;
mod slow;
mod trouble;

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::domain::ids::ChatRef;

pub use backlog::{Backlog, Place, Queue};
pub use guess::Guess;
pub use histogram::{BOUNDS, Histogram, Snapshot};
pub use pulse::{Pulse, Stand};
pub use slow::SlowCount;
pub use trouble::{Trouble, Troubles};

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// One more.
    pub fn add(&self) {
        self.add_all(1);
    }

    /// So many more.
    pub fn add_all(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }

    /// How many so far.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// By which way a message comes or goes: the only thing about a chat that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Door {
    /// Telegram
    Telegram,
    /// 网页
    Web,
    /// Any other, as in conversations on a virtual clock.
    Other,
}

impl Door {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Telegram, Self::Web, Self::Other];

    /// The way to this chat.
    pub fn of(chat: &ChatRef) -> Self {
        match chat.channel() {
            "tg" => Self::Telegram,
            "web" => Self::Web,
            _ => Self::Other,
        }
    }

    /// The word in labels.
    pub fn name(self) -> &'static str {
        match self {
            Self::Telegram => "tg",
            Self::Web => "web",
            Self::Other => "other",
        }
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Telegram => "Telegram",
            Self::Web => "网页",
            Self::Other => "其他",
        }
    }
}

/// What became of a message that arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arrival {
    /// It is on the disk.
    Taken,
    /// It had been taken before.
    Repeated,
    /// It was not taken and not acknowledged: the channel brings it again.
    Refused,
    /// It was given up so that others are not kept waiting.
    SetAside,
}

impl Arrival {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Taken, Self::Repeated, Self::Refused, Self::SetAside];

    /// The word in labels.
    pub fn name(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Repeated => "repeated",
            Self::Refused => "refused",
            Self::SetAside => "set_aside",
        }
    }
}

/// What became of a message of the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Departure {
    /// Its channel took it.
    Sent,
    /// It was of no use any more when its time came.
    Settled,
    /// It can never be sent.
    Undeliverable,
}

impl Departure {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Sent, Self::Settled, Self::Undeliverable];

    /// The word in labels.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Settled => "settled",
            Self::Undeliverable => "undeliverable",
        }
    }
}

/// Everything that is counted while one process lives.
#[derive(Debug)]
pub struct Metrics {
    begun: Instant,
    arrivals: [[Counter; Arrival::ALL.len()]; Door::ALL.len()],
    departures: [[Counter; Departure::ALL.len()]; Door::ALL.len()],
    /// Wrong ones, and those that were told to wait.
    guesses: [[Counter; 2]; Guess::ALL.len()],
    /// From the hand-over to the desk until the commit is on the disk.
    pub receiving: Histogram,
    /// From the commit, or the end of quiet hours, until the channel took it.
    pub sending: Histogram,
    /// What waits in the outbox.
    pub backlog: Backlog,
    /// Reminders that fired.
    pub fired: Counter,
    late: AtomicI64,
    /// Whether what falls due is looked after.
    pub reminders: Pulse,
    /// Whether Telegram is heard.
    pub polling: Pulse,
    /// What went wrong, by kind.
    pub troubles: Troubles,
    /// Open cases, which take a while to count when they are many.
    pub open_cases: SlowCount,
    /// Undeliverable notices, likewise.
    pub undelivered: SlowCount,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            begun: Instant::now(),
            arrivals: Default::default(),
            departures: Default::default(),
            guesses: Default::default(),
            receiving: Histogram::default(),
            sending: Histogram::default(),
            backlog: Backlog::default(),
            fired: Counter::default(),
            late: AtomicI64::new(0),
            reminders: Pulse::default(),
            polling: Pulse::default(),
            troubles: Troubles::default(),
            open_cases: SlowCount::default(),
            undelivered: SlowCount::default(),
        }
    }
}

impl Metrics {
    /// How long the process has run.
    pub fn uptime(&self) -> Duration {
        self.begun.elapsed()
    }

    /// A message arrived.
    pub fn arrived(&self, door: Door, arrival: Arrival) {
        self.arrivals[door as usize][arrival as usize].add();
    }

    /// How many messages arrived so.
    pub fn arrivals(&self, door: Door, arrival: Arrival) -> u64 {
        self.arrivals[door as usize][arrival as usize].get()
    }

    /// A message left the outbox.
    pub fn departed(&self, door: Door, departure: Departure) {
        self.departures[door as usize][departure as usize].add();
    }

    /// How many messages left the outbox so.
    pub fn departures(&self, door: Door, departure: Departure) -> u64 {
        self.departures[door as usize][departure as usize].get()
    }

    /// Somebody guessed; `refused` when they were told to wait and nothing was tried.
    pub fn guessed(&self, guess: Guess, refused: bool) {
        self.guesses[guess as usize][usize::from(refused)].add();
    }

    /// How often somebody guessed so.
    pub fn guesses(&self, guess: Guess, refused: bool) -> u64 {
        self.guesses[guess as usize][usize::from(refused)].get()
    }

    /// A reminder fired so long after its time.
    pub fn fired(&self, late: chrono::TimeDelta) {
        self.fired.add();
        self.late.store(late.num_milliseconds().max(0), Ordering::Relaxed);
    }

    /// How late the last reminder fired.
    pub fn last_late(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.late.load(Ordering::Relaxed)).unwrap_or_default())
    }

    /// Something went wrong.
    pub fn trouble(&self, trouble: Trouble) {
        self.troubles.note(trouble);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_the_tables_are_places_in_the_lists() {
        assert!(Door::ALL.iter().enumerate().all(|(place, door)| *door as usize == place));
        assert!(Arrival::ALL.iter().enumerate().all(|(place, arrival)| *arrival as usize == place));
        assert!(Departure::ALL.iter().enumerate().all(|(place, departure)| *departure as usize == place));
        assert!(Guess::ALL.iter().enumerate().all(|(place, guess)| *guess as usize == place));
        assert!(Trouble::ALL.iter().enumerate().all(|(place, trouble)| *trouble as usize == place));
    }

    #[test]
    fn a_chat_is_counted_by_its_way_only() {
        let doors = ["tg:7", "web:@x", "play:somebody"].map(|chat| Door::of(&ChatRef::from(chat)));
        assert_eq!(doors, Door::ALL);
    }
}
