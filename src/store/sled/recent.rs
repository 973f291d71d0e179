//! What was read or written a moment ago 方才, as it was before it became bytes: the next message of the same conversation, and the
//! change of a case that was just read, need not make it out of its record once more.
//!
//! Nothing here is believed by itself: an entry counts only where the record still has the very bytes that it was read from or
//! written as, so that it never tells anything else than the record would.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sled::IVec;

use super::prepared::Index;
use crate::domain::conversation::Conversation;
use crate::domain::ids::Moment;
use crate::store::codec::ConversationMark;
use crate::store::keys::Key;

/// How many of each sort a generation holds; two are kept.
const MOST: usize = 1024;

/// What was read or written a moment ago.
#[derive(Default)]
pub struct Recent {
    conversations: Mutex<Generations<Spoken>>,
    cases: Mutex<Generations<Before<Listed>>>,
}

/// What the writer must know of a record, and the bytes that it was read from.
pub struct Before<T> {
    /// The record.
    pub bytes: IVec,
    /// What it says.
    pub what: T,
}

/// What lists a case.
pub struct Listed {
    /// How many events it has.
    pub seq: u32,
    /// Under which keys.
    pub index: Index,
}

/// A conversation as it was written.
struct Spoken {
    bytes: IVec,
    rev: u32,
    due: Option<Moment>,
    /// None once somebody has taken it, to go on with it.
    conversation: Option<Conversation>,
}

/// Entries by their keys; when there are too many, those go that were not needed for longest.
struct Generations<T> {
    young: HashMap<Key, T>,
    old: HashMap<Key, T>,
}

impl<T> Default for Generations<T> {
    fn default() -> Self {
        Self { young: HashMap::new(), old: HashMap::new() }
    }
}

impl<T> Generations<T> {
    /// Keeps an entry; gives back those that make room for it, for the caller to drop.
    fn put(&mut self, key: Key, entry: T) -> HashMap<Key, T> {
        let is_full = self.young.len() >= MOST;
        let gone = if is_full { std::mem::replace(&mut self.old, std::mem::take(&mut self.young)) } else { HashMap::new() };
        self.old.remove(&key);
        self.young.insert(key, entry);
        gone
    }

    fn get_mut(&mut self, key: &Key) -> Option<&mut T> {
        self.young.get_mut(key).or_else(|| self.old.get_mut(key))
    }

    fn take(&mut self, key: &Key) -> Option<T> {
        self.young.remove(key).or_else(|| self.old.remove(key))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Recent {
    /// The conversation whose record these bytes are, for whoever goes on with it.
    pub fn conversation(&self, key: &Key, bytes: &IVec) -> Option<Conversation> {
        let mut conversations = lock(&self.conversations);
        conversations.get_mut(key).filter(|spoken| spoken.bytes == *bytes)?.conversation.take()
    }

    /// A conversation is about to be written as these bytes. Gives back what was there at `rev`, if that is known.
    pub fn speak(&self, key: Key, rev: u32, bytes: IVec, conversation: Conversation) -> Option<Before<ConversationMark>> {
        let spoken = Spoken { bytes, rev: conversation.rev, due: conversation.due, conversation: Some(conversation) };
        let mut conversations = lock(&self.conversations);
        let before = conversations.take(&key).filter(|before| before.rev == rev);
        let gone = conversations.put(key, spoken);
        drop(conversations);
        drop(gone);
        before.map(|Spoken { bytes, rev, due, .. }| Before { bytes, what: ConversationMark { rev, due } })
    }

    /// The case of these bytes was read, to be changed.
    pub fn read_case(&self, key: Key, bytes: IVec, seq: u32, index: Index) {
        let gone = lock(&self.cases).put(key, Before { bytes, what: Listed { seq, index } });
        drop(gone);
    }

    /// What listed a case when it had so many events, if that is known.
    pub fn listed(&self, key: &Key, seq: u32) -> Option<Before<Listed>> {
        lock(&self.cases).take(key).filter(|before| before.what.seq == seq)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::keys;

    fn spoken(rev: u32) -> Conversation {
        Conversation { rev, ..Conversation::default() }
    }

    #[test]
    fn what_has_other_bytes_is_not_known() {
        let (recent, key) = (Recent::default(), keys::invite("a"));
        assert!(recent.speak(key.clone(), 0, "one".into(), spoken(1)).is_none());
        assert_eq!(recent.conversation(&key, &"two".into()), None);
        assert_eq!(recent.conversation(&key, &"one".into()), Some(spoken(1)));
        assert_eq!(recent.conversation(&key, &"one".into()), None, "somebody goes on with it");
        let before = recent.speak(key.clone(), 1, "two".into(), spoken(2)).expect("it is known what is there");
        assert_eq!((before.bytes.as_ref(), before.what.rev), (b"one".as_slice(), 1));
        assert!(recent.speak(key, 1, "three".into(), spoken(2)).is_none(), "another one was written meanwhile");
    }

    #[test]
    fn it_holds_no_more_than_two_generations() {
        let recent = Recent::default();
        let key = |n: usize| keys::invite(&n.to_string());
        for n in 0..3 * MOST {
            recent.read_case(key(n), IVec::default(), 1, Index::new());
        }
        let known = (0..3 * MOST).filter(|n| recent.listed(&key(*n), 1).is_some()).count();
        assert_eq!(known, 2 * MOST);
    }
}
