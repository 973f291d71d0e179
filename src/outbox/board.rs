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
/// So many answers go before a notice that is older than they: whoever writes is answered at once though thousands of notices
/// wait, and these get on all the same.
const ANSWERS_IN_A_ROW: u32 = 3;
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
    /// Somebody who has just written waits for it: alone, and before the others of its class.
    Answer,
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
    /// The chats that may send now, by their channel.
    ready: BTreeMap<String, Ready>,
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

/// Who is first: urgent before routine, answers before notices, then what has waited longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Turn {
    class: u8,
    is_notice: bool,
    number: u64,
}

/// The chats of one channel that may send now.
#[derive(Debug, Default)]
struct Ready {
    /// Each by its first message.
    chats: BTreeSet<(Turn, ChatRef)>,
    /// Answers taken in a row while a notice waited.
    answers: u32,
}

impl Ready {
    /// Whose turn it is.
    fn next(&self, room: Room) -> Option<&(Turn, ChatRef)> {
        let first = self.chats.first()?;
        match room {
            Room::Urgent => Some(first).filter(|(turn, _)| turn.class == 0),
            Room::Any if first.0.class > 0 && self.answers >= ANSWERS_IN_A_ROW => self.notice().or(Some(first)),
            Room::Any => Some(first),
        }
    }

    /// The routine notice that has waited longest.
    fn notice(&self) -> Option<&(Turn, ChatRef)> {
        self.chats.range((Turn { class: 1, is_notice: true, number: 0 }, ChatRef(String::new()))..).next()
    }

    fn take(&mut self, next: &(Turn, ChatRef)) {
        self.chats.remove(next);
        let passes_a_notice = next.0.class > 0 && !next.0.is_notice && self.notice().is_some();
        self.answers = if passes_a_notice { self.answers + 1 } else { 0 };
    }
}

/// Which jobs there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// Any.
    Any,
    /// Only urgent ones.
    Urgent,
}

/// Where a chat stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place<T> {
    Nowhere,
    Ready(Turn),
    Asleep(T),
    Sending,
}

impl<T> Default for Board<T> {
    fn default() -> Self {
        Self { lines: HashMap::new(), ready: BTreeMap::new(), asleep: BTreeSet::new(), read: [None; 2] }
    }
}

impl<T: Time> Board<T> {
    /// The least urgent class.
    pub const LAST_CLASS: u8 = 1;

    /// Everything is to be read anew, as after the clock was set. The paces of the chats go on: they are not of the clock.
    pub fn read_anew(&mut self, now: T) {
        let paced = std::mem::take(self).lines.into_iter().filter(|(_, line)| line.not_before > now);
        for (chat, Line { not_before, .. }) in paced {
            let line = Line { queue: BTreeMap::new(), held: BTreeMap::new(), not_before, place: Place::Nowhere };
            self.lines.insert(chat.clone(), line);
            self.place(&chat, now);
        }
    }

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

    /// The message whose turn it is among the chats of channels that are open, with those that share its message; its chat
    /// sends nothing else until it is done.
    pub fn take(&mut self, now: T, room: Room, is_open: impl Fn(&str) -> bool) -> Option<Job> {
        let open = self.ready.iter().filter(|(channel, _)| is_open(channel));
        let next = open.filter_map(|(_, ready)| ready.next(room)).min()?.clone();
        self.ready.get_mut(next.1.channel())?.take(&next);
        let (_, chat) = next;
        let line = self.lines.get_mut(&chat)?;
        line.place = Place::Sending;
        line.release(now);
        Some(Job { keys: line.first(now), chat })
    }

    /// Whether a chat may send now.
    pub fn is_ready(&self) -> bool {
        self.ready.values().any(|ready| !ready.chats.is_empty())
    }

    /// When the next chat may send.
    pub fn next_wake(&self) -> Option<T> {
        self.asleep.first().map(|(at, _)| *at)
    }

    /// A job is dealt with; the chat's next message goes not before then.
    pub fn done(&mut self, job: &Job, next: T, now: T) {
        self.finish(job, next, now, |line, key| {
            if line.queue.remove(&key).is_none() {
                line.held.retain(|(_, held), _| *held != key);
            }
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
            Place::Ready(turn) => {
                if let Some(ready) = self.ready.get_mut(chat.channel()) {
                    ready.chats.remove(&(turn, chat.clone()));
                }
            }
            Place::Asleep(at) => drop(self.asleep.remove(&(at, chat.clone()))),
            Place::Nowhere => {}
        }
        line.release(now);
        let first = line.queue.first_key_value().map(|(key, queued)| (turn(*key, queued.kind), queued.retry));
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
            Some((turn, _)) => {
                line.place = Place::Ready(turn);
                self.ready.entry(chat.channel().to_owned()).or_default().chats.insert((turn, chat.clone()));
            }
            None => drop(self.lines.remove(chat)),
        }
    }
}

fn turn(key: OutboxKey, kind: Kind) -> Turn {
    Turn { class: key.class, is_notice: kind != Kind::Answer, number: key.number }
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
        let is_brief = |queued: &Queued<T>| matches!(queued.kind, Kind::Brief | Kind::Waited) && queued.retry.is_none_or(|at| at <= now);
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
mod tests;
