//! The cases that a new one may be like 在办索引, in memory. A lookup compares the new case only with those that share a name of
//! a place, the object or a good part of their words with it, the newest of each first.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use super::terms::{Rarity, Weighed};
use super::{Likeness, THRESHOLD, Trace, mix, weigh_from, weighed};
use crate::domain::ids::CaseNumber;

/// The most cases of one key that are looked at: a hot matter's like is found among the newest.
const MOST_OF_A_KEY: usize = 128;

/// The most cases that one lookup compares, whatever its keys.
const MOST: usize = 1000;

/// How places are hashed. They are counted by the index itself, so that nobody can choose them to collide.
type Hashing = BuildHasherDefault<Spread>;

/// Spreads the bits of a place.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = mix(self.0 ^ u64::from(*byte)));
    }

    fn write_u32(&mut self, place: u32) {
        self.0 = mix(self.0 ^ u64::from(place));
    }
}

/// A case that is like another.
#[derive(Clone, Debug, PartialEq)]
pub struct Like {
    /// Which.
    pub number: CaseNumber,
    /// The mother case 母单 that it was merged into, when it was.
    pub mother: Option<CaseNumber>,
    /// How alike.
    pub likeness: Likeness,
}

/// A case in the index.
#[derive(Clone, Debug)]
struct Entry {
    number: CaseNumber,
    trace: Trace,
    /// What it is found by: what was rare when it came.
    keys: Box<[u32]>,
    mother: Option<CaseNumber>,
}

/// Finds the like of a case. What it takes for one case does not depend on the length of its text.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// The cases by their places: a greater place is newer.
    entries: HashMap<u32, Entry, Hashing>,
    /// All places, in the order in which their cases came.
    order: BTreeSet<u32>,
    places: HashMap<CaseNumber, u32>,
    keys: BTreeSet<(u32, u32)>,
    /// The cases that were merged into each mother case.
    children: HashMap<CaseNumber, Vec<CaseNumber>>,
    /// How rare words are in what came.
    pub(super) rarity: Rarity,
    next: u32,
}

impl Index {
    /// The most cases that it holds; when more come, the oldest go. What ran for so long is seldom the same matter as today's,
    /// and memory is bounded: some 600 bytes a case.
    pub const MOST_HELD: usize = 100_000;

    /// Adds a case, or replaces what was known of it. A case that was merged into a `mother` leads to her.
    pub fn put(&mut self, number: CaseNumber, trace: Trace, mother: Option<CaseNumber>) {
        let is_new = self.take_out(number).is_none();
        let place = self.next;
        self.next = self.next.wrapping_add(1);
        let keys: Box<[u32]> = trace.keys(&self.rarity).into();
        self.keys.extend(keys.iter().map(|key| (*key, place)));
        if let Some(terms) = trace.terms.as_ref().filter(|_| is_new) {
            self.rarity.count(terms);
        }
        self.places.insert(number, place);
        self.order.insert(place);
        self.entries.insert(place, Entry { number, trace, keys, mother });
        if let Some(mother) = mother {
            self.children.entry(mother).or_default().push(number);
        }
        if self.entries.len() > Self::MOST_HELD
            && let Some(oldest) = self.order.first().and_then(|place| self.entries.get(place)).map(|entry| entry.number)
        {
            self.take_out(oldest);
        }
    }

    /// Takes a case out, and with it those that were merged into it.
    pub fn remove(&mut self, number: CaseNumber) {
        self.take_out(number);
        for child in self.children.remove(&number).unwrap_or_default() {
            self.take_out(child);
        }
    }

    fn take_out(&mut self, number: CaseNumber) -> Option<()> {
        let place = self.places.remove(&number)?;
        self.order.remove(&place);
        let Entry { keys, mother, .. } = self.entries.remove(&place)?;
        for key in keys {
            self.keys.remove(&(key, place));
        }
        if let Some(siblings) = mother.and_then(|mother| self.children.get_mut(&mother)) {
            siblings.retain(|sibling| *sibling != number);
        }
        Some(())
    }

    /// How many cases there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What is kept of this case.
    pub fn trace(&self, number: CaseNumber) -> Option<&Trace> {
        self.entries.get(self.places.get(&number)?).map(|entry| &entry.trace)
    }

    /// The cases of other citizens that are like `trace`, the most alike first, of equals the oldest; at most `most`.
    pub fn like(&self, trace: &Trace, most: usize) -> Vec<Like> {
        let mut seen: HashSet<u32, Hashing> = HashSet::default();
        let mut found: Vec<Like> = Vec::new();
        let words = weighed(trace, &self.rarity);
        for key in trace.keys(&self.rarity) {
            let newest = self.keys.range((key, 0)..=(key, u32::MAX)).rev().take(MOST_OF_A_KEY);
            for (_, place) in newest {
                if seen.len() < MOST && seen.insert(*place) {
                    found.extend(self.compared(*place, (trace, words.as_ref())));
                }
            }
        }
        found.sort_by(|a, b| b.likeness.score.total_cmp(&a.likeness.score).then(a.number.cmp(&b.number)));
        found.truncate(most);
        found
    }

    fn compared(&self, place: u32, of: (&Trace, Option<&Weighed<'_>>)) -> Option<Like> {
        let entry = self.entries.get(&place).filter(|entry| !entry.trace.is_of_same_citizen(of.0))?;
        let likeness = weigh_from(THRESHOLD, &entry.trace, of, &self.rarity)?;
        Some(Like { number: entry.number, mother: entry.mother, likeness })
    }
}
