//! The board 待发牌: which chats have something to send, which of them may now, and which wait. It holds places, not
//! messages: those stay in the store, so that a million of them waiting cost little.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tokio::time::Instant;

use crate::domain::ids::ChatRef;
use crate::store::OutboxKey;

/// One message to be sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Job {
    /// Which.
    pub key: OutboxKey,
    /// To whom.
    pub chat: ChatRef,
}

/// All chats that have something to send.
#[derive(Debug, Default)]
pub(super) struct Board {
    lines: HashMap<ChatRef, Line>,
    /// The first message of every chat that may send now.
    ready: BTreeSet<(OutboxKey, ChatRef)>,
    /// The chats that wait, by when they may send.
    asleep: BTreeSet<(Instant, ChatRef)>,
    /// The last place read of each class.
    read: [Option<OutboxKey>; 2],
}

/// One chat's messages.
#[derive(Debug)]
struct Line {
    /// In order; each with the time before which it must not be tried again.
    queue: BTreeMap<OutboxKey, Option<Instant>>,
    /// Before this nothing goes to the chat.
    not_before: Instant,
    place: Place,
}

/// Where a chat stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Nowhere,
    Ready(OutboxKey),
    Asleep(Instant),
    Sending,
}

impl Board {
    /// The least urgent class.
    pub const LAST_CLASS: u8 = 1;

    /// The place after which messages of this class are new.
    pub fn read_up_to(&self, class: u8) -> Option<OutboxKey> {
        let before_all = class.checked_sub(1).map(|class| OutboxKey { class, number: u64::MAX });
        self.read.get(usize::from(class)).copied().flatten().or(before_all)
    }

    /// Everything up to this place has been read.
    pub fn has_read(&mut self, key: OutboxKey) {
        if let Some(read) = self.read.get_mut(usize::from(key.class)) {
            *read = Some(key);
        }
    }

    /// A message waits.
    pub fn add(&mut self, key: OutboxKey, chat: ChatRef, not_before: Option<Instant>) {
        let line = self.lines.entry(chat.clone()).or_insert_with(|| Line {
            queue: BTreeMap::new(),
            not_before: Instant::now(),
            place: Place::Nowhere,
        });
        line.queue.insert(key, not_before);
        self.place(&chat, Instant::now());
    }

    /// Chats whose time has come may send.
    pub fn wake(&mut self, now: Instant) {
        while let Some((at, chat)) = self.asleep.first().cloned()
            && at <= now
        {
            self.place(&chat, now);
        }
    }

    /// The most urgent, then oldest message that may go; its chat sends nothing else until it is done.
    pub fn take(&mut self) -> Option<Job> {
        let (key, chat) = self.ready.pop_first()?;
        self.lines.get_mut(&chat)?.place = Place::Sending;
        Some(Job { key, chat })
    }

    /// When the next chat may send.
    pub fn next_wake(&self) -> Option<Instant> {
        self.asleep.first().map(|(at, _)| *at)
    }

    /// A message is dealt with; the chat's next one goes not before then.
    pub fn done(&mut self, job: &Job, next: Instant) {
        self.finish(job, next, |queue| {
            queue.remove(&job.key);
        });
    }

    /// A message is to be tried again not before `at`; the chat sends nothing before `next`.
    pub fn again(&mut self, job: &Job, at: Instant, next: Instant) {
        self.finish(job, next, |queue| {
            queue.insert(job.key, Some(at));
        });
    }

    fn finish(&mut self, job: &Job, next: Instant, change: impl FnOnce(&mut BTreeMap<OutboxKey, Option<Instant>>)) {
        let Some(line) = self.lines.get_mut(&job.chat) else { return };
        change(&mut line.queue);
        line.not_before = next;
        line.place = Place::Nowhere;
        self.place(&job.chat, Instant::now());
    }

    /// Puts a chat where it belongs.
    fn place(&mut self, chat: &ChatRef, now: Instant) {
        let Some(line) = self.lines.get_mut(chat) else { return };
        match line.place {
            Place::Sending => return,
            Place::Ready(key) => drop(self.ready.remove(&(key, chat.clone()))),
            Place::Asleep(at) => drop(self.asleep.remove(&(at, chat.clone()))),
            Place::Nowhere => {}
        }
        let first = line.queue.first_key_value().map(|(key, not_before)| (*key, *not_before));
        let may = first.and_then(|(_, not_before)| not_before).map_or(line.not_before, |at| at.max(line.not_before));
        match first {
            _ if may > now => {
                line.place = Place::Asleep(may);
                self.asleep.insert((may, chat.clone()));
            }
            Some((key, _)) => {
                line.place = Place::Ready(key);
                self.ready.insert((key, chat.clone()));
            }
            None => drop(self.lines.remove(chat)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const URGENT: u8 = 0;
    const ROUTINE: u8 = 1;

    fn key(class: u8, number: u64) -> OutboxKey {
        OutboxKey { class, number }
    }

    fn numbers(board: &mut Board) -> Vec<u64> {
        std::iter::from_fn(|| board.take()).map(|job| job.key.number).collect()
    }

    #[test]
    fn urgent_first_then_oldest_and_one_at_a_time_to_a_chat() {
        let mut board = Board::default();
        board.add(key(ROUTINE, 1), "tg:1".into(), None);
        board.add(key(ROUTINE, 2), "tg:2".into(), None);
        board.add(key(URGENT, 3), "tg:2".into(), None);
        board.add(key(ROUTINE, 4), "tg:1".into(), None);
        assert_eq!(numbers(&mut board), [3, 1]);
        board.done(&Job { key: key(ROUTINE, 1), chat: "tg:1".into() }, Instant::now());
        assert_eq!(numbers(&mut board), [4]);
    }

    #[test]
    fn a_waiting_head_holds_its_chat_but_not_an_urgent_message_to_it() {
        let mut board = Board::default();
        let (now, later) = (Instant::now(), Instant::now() + Duration::from_secs(60));
        board.add(key(ROUTINE, 1), "tg:1".into(), Some(later));
        board.add(key(ROUTINE, 2), "tg:1".into(), None);
        board.add(key(ROUTINE, 3), "tg:2".into(), None);
        assert_eq!(numbers(&mut board), [3], "order within a chat is kept");
        board.add(key(URGENT, 4), "tg:1".into(), None);
        assert_eq!(numbers(&mut board), [4]);
        board.again(&Job { key: key(URGENT, 4), chat: "tg:1".into() }, later, later);
        board.wake(now);
        assert_eq!(board.next_wake(), Some(later));
        board.wake(later);
        assert_eq!(numbers(&mut board), [4]);
    }

    #[test]
    fn a_chat_with_nothing_left_is_forgotten_when_its_pause_is_over() {
        let mut board = Board::default();
        let pause = Instant::now() + Duration::from_secs(1);
        board.add(key(ROUTINE, 1), "tg:1".into(), None);
        let job = board.take().expect("one waits");
        board.done(&job, pause);
        assert_eq!(board.lines.len(), 1, "the pace must be remembered");
        board.wake(pause);
        assert!(board.lines.is_empty() && board.next_wake().is_none());
    }
}
