//! Which features stand in a text 查找特征: one tree over the characters of all of them, walked from every character of the
//! text. An automaton would look at each character once, but each look waits for the one before; the walks from different
//! characters wait for nothing, and almost all of them end at the second or third character.

use std::collections::BTreeMap;

use super::{Feature, Part, Parts};
use crate::classify::scan::{TooMany, Tree};
use crate::classify::segment::Boundaries;

/// In which ways the same characters can be a feature. Each is one bit.
const WAYS: u32 = 4;
const SUBJECT: u32 = 0b1100;
const BETWEEN_EDGES: u32 = 0b0101;

/// Finds features. Each has a number, from 0 in the order of [`Finder::new`]'s answer.
pub struct Finder {
    /// What ends at a node: one more than the first of the features, and in which ways they are meant.
    tree: Tree,
    intents: BTreeMap<String, u32>,
    features: usize,
}

/// A feature that stands in a text, and where first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The feature's number.
    pub feature: u32,
    /// Where it begins, in bytes; 0 for an intent.
    pub start: u32,
    /// Where it ends, exclusive; 0 for an intent.
    pub end: u32,
    /// How often it stands there.
    pub times: u32,
}

impl Hit {
    /// How much more it counts than if it stood there once: what is said twice is not said twice as much.
    pub fn again(&self) -> f64 {
        f64::from(self.times).ln()
    }
}

impl Finder {
    /// A finder of these features, and the features by their numbers: those of the same characters stand side by side, at the
    /// place of the first of them; shipped intents come last. Features that are much used should come first: they then lie
    /// near to each other. Empty ones and second ones are left out.
    ///
    /// # Errors
    /// There are more of them than its tables can hold.
    pub fn new(features: impl IntoIterator<Item = Feature>) -> Result<(Self, Vec<Feature>), TooMany> {
        let mut intents = BTreeMap::new();
        let (mut words, mut ways_of) = (Vec::new(), Vec::new());
        for feature in features.into_iter().filter(|feature| !feature.is_empty()) {
            match feature {
                Feature::Intent(id) => drop(intents.insert(id, 0)),
                Feature::Words { part, anywhere, words: own } => {
                    words.push(own);
                    ways_of.push(1 << way(part, anywhere));
                }
            }
        }
        let (mut tree, nodes) = Tree::new(words.iter().map(String::as_str))?;
        let mut ends: Vec<u32> = vec![0; nodes.iter().max().map_or(0, |last| *last as usize) + 1];
        nodes.iter().zip(ways_of).for_each(|(node, ways)| ends[*node as usize] |= ways);
        let mut all = Vec::with_capacity(words.len());
        for (node, words) in nodes.into_iter().zip(words) {
            let end = &mut ends[node as usize];
            if *end >> WAYS == 0 {
                let ways = *end;
                *end |= (all.len() as u32 + 1) << WAYS;
                all.extend((0..WAYS).filter(|way| ways & 1 << way != 0).map(|way| meant(way, &words)));
            }
        }
        for (id, number) in &mut intents {
            *number = all.len() as u32;
            all.push(Feature::Intent(id.clone()));
        }
        tree.mark(&ends);
        Ok((Self { tree, intents, features: all.len() }, all))
    }

    /// How many features there are.
    pub fn features(&self) -> usize {
        self.features
    }

    /// The shipped intent that a feature is, if it is one.
    pub fn intent(&self, feature: u32) -> Option<&str> {
        let first = self.features - self.intents.len();
        let place = (feature as usize).checked_sub(first)?;
        self.intents.keys().nth(place).map(String::as_str)
    }

    /// The features of a text whose words have these edges and for which this shipped intent is the best. Each is told
    /// once, where it stands first, and how often it stands there.
    pub fn find(&self, text: &Parts<'_>, edges: &Boundaries<'_>, best: Option<&str>) -> Vec<Hit> {
        let (codes, starts) = self.tree.read(text.whole);
        let mut hits = Vec::with_capacity(codes.len() * 2);
        let mut seen = Seen { bits: vec![0; self.features.div_ceil(64)], again: Vec::new() };
        for first in 0..codes.len() {
            let start = starts[first] as usize;
            let mut node = self.tree.first(codes[first]);
            let mut next = first + 1;
            while node.number != 0 {
                let here = node.end;
                if here != 0 {
                    let end = starts[next] as usize;
                    let meant = if end > text.subject { here & !SUBJECT } else { here };
                    let meant = if edges.enclose(start, end) { meant } else { meant & !BETWEEN_EDGES };
                    take(here, meant, start as u32..end as u32, &mut seen, &mut hits);
                }
                node = self.tree.child(node.number, codes.get(next).copied().unwrap_or(0));
                next += 1;
            }
        }
        hits.extend(best.and_then(|best| self.intents.get(best)).map(|&feature| Hit { feature, start: 0, end: 0, times: 1 }));
        seen.count(&mut hits);
        hits
    }
}

/// Which features were met, and those that were met again, once for each time.
struct Seen {
    bits: Vec<u64>,
    again: Vec<u32>,
}

impl Seen {
    /// Whether it is met for the first time.
    fn is_new(&mut self, feature: u32) -> bool {
        let (word, bit) = ((feature / 64) as usize, 1 << (feature % 64));
        let new = self.bits[word] & bit == 0;
        self.bits[word] |= bit;
        if !new {
            self.again.push(feature);
        }
        new
    }

    /// Tells the hits how often each was met.
    fn count(mut self, hits: &mut [Hit]) {
        if self.again.is_empty() {
            return;
        }
        self.again.sort_unstable();
        let same: Vec<(u32, u32)> = self.again.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32)).collect();
        for hit in hits {
            hit.times += same.binary_search_by_key(&hit.feature, |(feature, _)| *feature).map_or(0, |place| same[place].1);
        }
    }
}

/// Keeps those of the features that end `here` which are `meant` and were not yet seen.
fn take(here: u32, meant: u32, place: std::ops::Range<u32>, seen: &mut Seen, hits: &mut Vec<Hit>) {
    let mut left = meant & ((1 << WAYS) - 1);
    while left != 0 {
        let way = left.trailing_zeros();
        left &= left - 1;
        let feature = (here >> WAYS) - 1 + (here & ((1 << way) - 1)).count_ones();
        if seen.is_new(feature) {
            hits.push(Hit { feature, start: place.start, end: place.end, times: 1 });
        }
    }
}

fn way(part: Part, anywhere: bool) -> u32 {
    2 * u32::from(part == Part::Subject) + u32::from(anywhere)
}

fn meant(way: u32, words: &str) -> Feature {
    let part = if way >= 2 { Part::Subject } else { Part::Whole };
    Feature::words(part, way % 2 == 1, words)
}

#[cfg(test)]
mod tests;
