//! Notices by their identities 通知名册: which wait in the outbox, and which were given up. The writer knows them by heart, from the
//! records that are there when the store opens: a mark of its own for each, as programs before format 6 wrote it, was one record more
//! to write and one to take away for everything that is said.

use std::collections::HashMap;

use serde::Deserialize;
use sled::Tree;

use crate::domain::ids::NoticeId;
use crate::store::codec::{Damage, Damaged, decode};
use crate::store::keys;

/// How a notice stands that has not been sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It waits.
    Waits,
    /// It was given up, and has this number on the list of undeliverable ones.
    GivenUp(u64),
}

/// The identity of a message that waits or was given up; the rest of its record is skipped, not read.
#[derive(Deserialize)]
pub struct Named {
    /// The message.
    pub outbound: Name,
}

/// The identity of a message.
#[derive(Deserialize)]
pub struct Name {
    /// Its stable key.
    pub id: NoticeId,
}

/// Every notice that has not been sent.
#[derive(Default)]
pub struct Notices {
    all: HashMap<NoticeId, Standing>,
    /// How those stood that the commit which is being tried has changed, in the order of its changes.
    before: Vec<(NoticeId, Option<Standing>)>,
}

impl Notices {
    /// As the records have them. One that cannot be read cannot be sent either, and has no name to be known by: that is reported, and
    /// a hotline does not stand still for it.
    pub fn open(tree: &Tree, damage: &Damage) -> Self {
        let mut all = HashMap::new();
        // In their order, so that of one that stands twice on the list the later place counts.
        for (list, waits) in [(keys::all_dead(), false), (keys::all_waiting(), true)] {
            for record in tree.scan_prefix(&list) {
                let Ok((key, value)) = record else {
                    // Where the disk itself fails nothing behind that place can be reached.
                    damage.note(&Damaged::key(list.as_ref()));
                    break;
                };
                let number = keys::read_number(&key).ok_or_else(|| Damaged::key(&key));
                let named = number.and_then(|number| Ok((number, decode::<Named>(&key, &value)?)));
                match named {
                    Ok((_, Named { outbound })) if waits => drop(all.insert(outbound.id, Standing::Waits)),
                    Ok((number, Named { outbound })) => drop(all.insert(outbound.id, Standing::GivenUp(number))),
                    Err(damaged) => damage.note(&damaged),
                }
            }
        }
        Self { all, before: Vec::new() }
    }

    /// How this one stands; none when it was sent, or never said.
    pub fn standing(&self, id: &NoticeId) -> Option<Standing> {
        self.all.get(id).copied()
    }

    /// From now on it stands like this; none when it is done with.
    pub fn set(&mut self, id: NoticeId, standing: Option<Standing>) {
        let before = match standing {
            Some(standing) => self.all.insert(id.clone(), standing),
            None => self.all.remove(&id),
        };
        self.before.push((id, before));
    }

    /// The commit that was tried lands.
    pub fn accept(&mut self) {
        self.before.clear();
    }

    /// The commit that was tried is refused: all stand as before it.
    pub fn refuse(&mut self) {
        for (id, before) in self.before.drain(..).rev() {
            match before {
                Some(standing) => self.all.insert(id, standing),
                None => self.all.remove(&id),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_commit_leaves_no_trace() {
        let mut notices = Notices::default();
        notices.set("a".into(), Some(Standing::Waits));
        notices.set("b".into(), Some(Standing::GivenUp(7)));
        notices.accept();
        notices.set("a".into(), None);
        notices.set("b".into(), Some(Standing::Waits));
        notices.set("b".into(), None);
        notices.set("c".into(), Some(Standing::Waits));
        assert_eq!(notices.standing(&"c".into()), Some(Standing::Waits));
        notices.refuse();
        let all = ["a", "b", "c"].map(|id| notices.standing(&id.into()));
        assert_eq!(all, [Some(Standing::Waits), Some(Standing::GivenUp(7)), None]);
    }
}
