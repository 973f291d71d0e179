//! The board 待发牌: which chats have something to send, which of them may now, and which wait. It holds places, not
//! messages: those stay in the store, so that a million of them waiting cost little. Its time is the machine's, or one that
//! stands still.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Add;
use std::time::Duration;

use crate::domain::ids::ChatRef;
use crate::store::OutboxKey;

/// More than so many briefs that are ready at once share a message.
const MOST_APART: usize = 3;
/// So many of those that have waited for the morning share a message.
const DIGEST_FROM: usize = 2;
/// The most messages that are looked at together.
const MOST_TOGETHER: usize = 128;
/// What is held until a time goes together with what is held until so little after it.
pub(super) const SLACK: Duration = Duration::from_secs(1);

/// A time as the board knows it.
pub(super) trait Time: Copy + Ord + Add<Duration, Output = Self> {}
impl<T: Copy + Ord + Add<Duration, Output = T>> Time for T {}

/// What is to be sent to a chat now: one message, or several that share one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Job {
    /// Which, in order; at least one.
    pub keys: Vec<OutboxKey>,
    /// To whom.
    pub chat: ChatRef,
}

/// What a message waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wait<T> {
    /// Nothing.
    Nothing,
    /// It failed: it is not tried before then, and nothing of its chat passes it.
    Retry(T),
    /// It is held until then; what comes after it may pass it.
    Held(T),
}

/// Whether a message may share another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It goes alone.
    Alone,
    /// It has a brief.
    Brief,
    /// It has a brief, and has waited: for the end of quiet hours, or for the program to come back.
    Waited,
}

/// All chats that have something to send.
#[derive(Debug)]
pub(super) struct Board<T> {
    lines: HashMap<ChatRef, Line<T>>,
    /// The first message of every chat that may send now.
    ready: BTreeSet<(OutboxKey, ChatRef)>,
    /// The chats that wait, by when they may send.
    asleep: BTreeSet<(T, ChatRef)>,
    /// The last place read of each class.
    read: [Option<OutboxKey>; 2],
}

/// One chat's messages.
#[derive(Debug)]
struct Line<T> {
    /// In order.
    queue: BTreeMap<OutboxKey, Queued<T>>,
    /// What is held, by when it may go.
    held: BTreeMap<(T, OutboxKey), Kind>,
    /// Before this nothing goes to the chat.
    not_before: T,
    place: Place<T>,
}

/// One message in its chat's queue.
#[derive(Clone, Copy, Debug)]
struct Queued<T> {
    /// It must not be tried again before then.
    retry: Option<T>,
    kind: Kind,
}

/// Where a chat stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place<T> {
    Nowhere,
    Ready(OutboxKey),
    Asleep(T),
    Sending,
}

impl<T> Default for Board<T> {
    fn default() -> Self {
        Self { lines: HashMap::new(), ready: BTreeSet::new(), asleep: BTreeSet::new(), read: [None; 2] }
    }
}

impl<T: Time> Board<T> {
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
    pub fn add(&mut self, key: OutboxKey, chat: ChatRef, kind: Kind, wait: Wait<T>, now: T) {
        let line = self.lines.entry(chat.clone()).or_insert_with(|| Line {
            queue: BTreeMap::new(),
            held: BTreeMap::new(),
            not_before: now,
            place: Place::Nowhere,
        });
        match wait {
            Wait::Nothing => drop(line.queue.insert(key, Queued { retry: None, kind })),
            Wait::Retry(at) => drop(line.queue.insert(key, Queued { retry: Some(at), kind })),
            Wait::Held(at) => drop(line.held.insert((at, key), kind)),
        }
        self.place(&chat, now);
    }

    /// Chats whose time has come may send.
    pub fn wake(&mut self, now: T) {
        while let Some((at, chat)) = self.asleep.first().cloned()
            && at <= now
        {
            self.place(&chat, now);
        }
    }

    /// The most urgent, then oldest message that may go, with those that share its message; its chat sends nothing else until
    /// it is done.
    pub fn take(&mut self, now: T) -> Option<Job> {
        let (_, chat) = self.ready.pop_first()?;
        let line = self.lines.get_mut(&chat)?;
        line.place = Place::Sending;
        line.release(now);
        Some(Job { keys: line.first(now), chat })
    }

    /// When the next chat may send.
    pub fn next_wake(&self) -> Option<T> {
        self.asleep.first().map(|(at, _)| *at)
    }

    /// A job is dealt with; the chat's next message goes not before then.
    pub fn done(&mut self, job: &Job, next: T, now: T) {
        self.finish(job, next, now, |line, key| {
            line.queue.remove(&key);
        });
    }

    /// A job is to be tried again not before `at`; the chat sends nothing before `next`.
    pub fn again(&mut self, job: &Job, at: T, next: T, now: T) {
        self.finish(job, next, now, |line, key| {
            line.queue.entry(key).and_modify(|queued| queued.retry = Some(at));
        });
    }

    /// A job's time has not come after all; until then others may pass it.
    pub fn hold(&mut self, job: &Job, at: T, now: T) {
        self.finish(job, now, now, |line, key| {
            if let Some(queued) = line.queue.remove(&key) {
                line.held.insert((at, key), queued.kind);
            }
        });
    }

    fn finish(&mut self, job: &Job, next: T, now: T, change: impl Fn(&mut Line<T>, OutboxKey)) {
        let Some(line) = self.lines.get_mut(&job.chat) else { return };
        job.keys.iter().for_each(|key| change(line, *key));
        line.not_before = next;
        line.place = Place::Nowhere;
        self.place(&job.chat, now);
    }

    /// Puts a chat where it belongs.
    fn place(&mut self, chat: &ChatRef, now: T) {
        let Some(line) = self.lines.get_mut(chat) else { return };
        match line.place {
            Place::Sending => return,
            Place::Ready(key) => drop(self.ready.remove(&(key, chat.clone()))),
            Place::Asleep(at) => drop(self.asleep.remove(&(at, chat.clone()))),
            Place::Nowhere => {}
        }
        line.release(now);
        let first = line.queue.first_key_value().map(|(key, queued)| (*key, queued.retry));
        let waits = match first {
            Some((_, retry)) => retry,
            None => line.held.first_key_value().map(|((at, _), _)| *at),
        };
        let may = waits.map_or(line.not_before, |at| at.max(line.not_before));
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

impl<T: Time> Line<T> {
    /// What was held until now takes its place, and with it what was held until a moment later.
    fn release(&mut self, now: T) {
        if self.held.first_key_value().is_none_or(|((at, _), _)| *at > now) {
            return;
        }
        while let Some(entry) = self.held.first_entry()
            && entry.key().0 <= now + SLACK
        {
            let ((_, key), kind) = entry.remove_entry();
            self.queue.insert(key, Queued { retry: None, kind });
        }
    }

    /// The first message, or the run of briefs that begins with it, when they are so many that they share a message.
    fn first(&self, now: T) -> Vec<OutboxKey> {
        let is_brief = |queued: &Queued<T>| queued.kind != Kind::Alone && queued.retry.is_none_or(|at| at <= now);
        let run: Vec<_> = self.queue.iter().take_while(|(_, queued)| is_brief(queued)).take(MOST_TOGETHER).collect();
        let waited = run.iter().filter(|(_, queued)| queued.kind == Kind::Waited).count();
        if waited >= DIGEST_FROM || run.len() > MOST_APART {
            run.into_iter().map(|(key, _)| *key).collect()
        } else {
            self.queue.first_key_value().map(|(key, _)| *key).into_iter().collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;

    const URGENT: u8 = 0;
    const ROUTINE: u8 = 1;

    fn key(class: u8, number: u64) -> OutboxKey {
        OutboxKey { class, number }
    }

    fn add(board: &mut Board<Instant>, key: OutboxKey, chat: &str, wait: Wait<Instant>, now: Instant) {
        board.add(key, chat.into(), Kind::Alone, wait, now);
    }

    fn job(keys: &[OutboxKey]) -> Job {
        Job { keys: keys.to_vec(), chat: "tg:1".into() }
    }

    fn numbers(board: &mut Board<Instant>, now: Instant) -> Vec<u64> {
        std::iter::from_fn(|| board.take(now)).flat_map(|job| job.keys).map(|key| key.number).collect()
    }

    fn later(now: Instant) -> Instant {
        now + Duration::from_secs(60)
    }

    #[test]
    fn urgent_first_then_oldest_and_one_at_a_time_to_a_chat() {
        let (mut board, now) = (Board::default(), Instant::now());
        add(&mut board, key(ROUTINE, 1), "tg:1", Wait::Nothing, now);
        add(&mut board, key(ROUTINE, 2), "tg:2", Wait::Nothing, now);
        add(&mut board, key(URGENT, 3), "tg:2", Wait::Nothing, now);
        add(&mut board, key(ROUTINE, 4), "tg:1", Wait::Nothing, now);
        assert_eq!(numbers(&mut board, now), [3, 1]);
        board.done(&job(&[key(ROUTINE, 1)]), now, now);
        assert_eq!(numbers(&mut board, now), [4]);
    }

    #[test]
    fn a_waiting_head_holds_its_chat_but_not_an_urgent_message_to_it() {
        let (mut board, now) = (Board::default(), Instant::now());
        let later = later(now);
        add(&mut board, key(ROUTINE, 1), "tg:1", Wait::Retry(later), now);
        add(&mut board, key(ROUTINE, 2), "tg:1", Wait::Nothing, now);
        add(&mut board, key(ROUTINE, 3), "tg:2", Wait::Nothing, now);
        assert_eq!(numbers(&mut board, now), [3], "order within a chat is kept");
        add(&mut board, key(URGENT, 4), "tg:1", Wait::Nothing, now);
        assert_eq!(numbers(&mut board, now), [4]);
        board.again(&job(&[key(URGENT, 4)]), later, later, now);
        board.wake(now);
        assert_eq!(board.next_wake(), Some(later));
        board.wake(later);
        assert_eq!(numbers(&mut board, later), [4]);
    }

    #[test]
    fn a_chat_with_nothing_left_is_forgotten_when_its_pause_is_over() {
        let (mut board, now) = (Board::default(), Instant::now());
        let pause = now + Duration::from_secs(1);
        add(&mut board, key(ROUTINE, 1), "tg:1", Wait::Nothing, now);
        let job = board.take(now).expect("one waits");
        board.done(&job, pause, now);
        assert_eq!(board.lines.len(), 1, "the pace must be remembered");
        board.wake(pause);
        assert!(board.lines.is_empty() && board.next_wake().is_none());
    }

    #[test]
    fn what_is_held_is_passed_by_what_comes_after_it() {
        let (mut board, now) = (Board::default(), Instant::now());
        let morning = later(now);
        add(&mut board, key(ROUTINE, 1), "tg:1", Wait::Held(morning), now);
        assert_eq!((numbers(&mut board, now), board.next_wake()), (vec![], Some(morning)));
        add(&mut board, key(ROUTINE, 2), "tg:1", Wait::Nothing, now);
        assert_eq!(numbers(&mut board, now), [2]);
        board.done(&job(&[key(ROUTINE, 2)]), now, now);
        board.wake(morning);
        assert_eq!(numbers(&mut board, morning), [1]);
        board.hold(&job(&[key(ROUTINE, 1)]), later(morning), morning);
        assert_eq!(board.next_wake(), Some(later(morning)), "its time had not come after all");
    }

    #[test]
    fn two_that_waited_share_a_message_and_so_do_more_than_three_briefs() {
        let now = Instant::now();
        let taken = |kinds: &[Kind]| {
            let mut board = Board::default();
            for (number, kind) in (1..).zip(kinds) {
                board.add(key(ROUTINE, number), "tg:1".into(), *kind, Wait::Nothing, now);
            }
            board.take(now).expect("there is one").keys.len()
        };
        assert_eq!(taken(&[Kind::Waited, Kind::Waited]), 2);
        assert_eq!(taken(&[Kind::Waited, Kind::Brief, Kind::Brief]), 1);
        assert_eq!(taken(&[Kind::Brief, Kind::Brief, Kind::Brief, Kind::Waited]), 4);
        assert_eq!(taken(&[Kind::Brief, Kind::Brief, Kind::Alone, Kind::Brief]), 1, "none passes an answer that was there before it");
        assert_eq!(taken(&[Kind::Alone, Kind::Waited, Kind::Waited]), 1);
        assert_eq!(taken(&[Kind::Brief; 300]), MOST_TOGETHER);
    }

    #[test]
    fn what_is_held_until_almost_the_same_time_goes_together() {
        let (mut board, now) = (Board::default(), Instant::now());
        let morning = later(now);
        for number in 1..=5 {
            let at = morning + Duration::from_millis(number * 3);
            board.add(key(ROUTINE, number), "tg:1".into(), Kind::Waited, Wait::Held(at), now);
        }
        let first = morning + Duration::from_millis(3);
        board.wake(first);
        assert_eq!(board.take(first).expect("they are there").keys.len(), 5);
    }

    #[test]
    fn what_failed_together_is_tried_again_together() {
        let (mut board, now) = (Board::default(), Instant::now());
        for number in 1..=4 {
            board.add(key(ROUTINE, number), "tg:1".into(), Kind::Brief, Wait::Nothing, now);
        }
        let job = board.take(now).expect("they are there");
        board.again(&job, later(now), now, now);
        board.wake(now);
        assert_eq!(board.take(now), None);
        board.wake(later(now));
        assert_eq!(board.take(later(now)), Some(job));
    }
}
