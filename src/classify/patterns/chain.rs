//! Where a chain of words and gaps stands 词与间隔, told from where its words stand, as a regular expression would have it:
//! the foremost first word, then the widest gaps.

use std::cmp::Reverse;
use std::ops::Range;

use super::form::Gap;

/// A needed word where it stands. Small, because a text has hundreds of them.
pub(super) struct Sighting {
    pub(super) place: Range<u32>,
    /// Which part of its branch it is.
    pub(super) part: u32,
    /// Which word of that part: of two that begin at one place the earlier is meant.
    pub(super) choice: u32,
    /// The sighting before of the same branch.
    pub(super) before: Option<u32>,
}

impl Sighting {
    fn place(&self) -> Range<usize> {
        self.place.start as usize..self.place.end as usize
    }
}

/// Where the first of the parts seen, up to the sighting `latest`, stand with these gaps between them.
pub(super) fn chained(gaps: &[Gap], text: &str, latest: Option<u32>, sightings: &[Sighting]) -> Option<Range<usize>> {
    let own = std::iter::successors(latest, |at| sightings[*at as usize].before).map(|at| &sightings[at as usize]);
    if gaps.is_empty() {
        return own.min_by_key(|seen| (seen.place.start, seen.choice)).map(Sighting::place);
    }
    let mut own: Vec<&Sighting> = own.collect();
    own.sort_unstable_by_key(|seen| (Reverse(seen.place.start), seen.choice));
    let mut firsts: Vec<&Sighting> = own.iter().copied().filter(|seen| seen.part == 0).collect();
    firsts.sort_unstable_by_key(|first| (first.place.start, first.choice));
    firsts.into_iter().find_map(|first| Some(first.place().start..reach(gaps, text, first, &own)?))
}

/// Where the rest of the chain ends behind `last`, if it stands there. `own` begins with the hindmost.
fn reach(gaps: &[Gap], text: &str, last: &Sighting, own: &[&Sighting]) -> Option<usize> {
    let Some((gap, rest)) = gaps.split_first() else { return Some(last.place().end) };
    let end = last.place().end;
    let next = own.iter().take_while(|next| next.place().start >= end).filter(|next| next.part == last.part + 1);
    next.filter(|next| gap.allows(&text[end..next.place().start])).find_map(|next| reach(rest, text, next, own))
}
