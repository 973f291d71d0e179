//! A walk along the chain and over every event 核验. It reads while others write: what it has not seen of the chain when it
//! comes to an event, it looks for at the end.

use std::collections::HashMap;

use anyhow::Result;
use sled::Tree;

use super::chain::{digest_of, digest_of_edition, events_between, link};
use super::unlisted::Unlisted;
use super::{folds, trouble};
use crate::domain::audit::{Checked, Entry, Fault, Head, Said, Span, Verification, View};
use crate::domain::ids::CaseNumber;
use crate::domain::publication::Edition;
use crate::store::codec::decode;
use crate::store::keys;

/// Hears how many records have been looked at.
pub type Progress<'a> = &'a mut (dyn FnMut(u64) + Send);

/// After how many records progress is told.
const STEP: u64 = 10_000;

/// Either it went on, or this is wrong.
type Walked = Result<Result<(), Fault>>;

/// Walks the whole chain and every event.
pub fn verify(tree: &Tree, unlisted: &Unlisted, anchors: &[Head], progress: Progress<'_>) -> Result<Verification> {
    let mut walk = Walk { tree, unlisted, anchors, progress, checked: Checked::default(), at: Head::default(), covered: HashMap::new() };
    let fault = walk.all()?.err();
    Ok(Verification { checked: walk.checked, head: walk.at, fault })
}

struct Walk<'a> {
    tree: &'a Tree,
    unlisted: &'a Unlisted,
    anchors: &'a [Head],
    progress: Progress<'a>,
    checked: Checked,
    /// How far the chain has been walked.
    at: Head,
    /// Up to which event each case is spoken of.
    covered: HashMap<CaseNumber, u32>,
}

/// Goes on when the inner result is well, and gives the fault back when not.
macro_rules! go_on {
    ($walked:expr) => {
        match $walked {
            Ok(well) => well,
            Err(fault) => return Ok(Err(fault)),
        }
    };
}

impl Walk<'_> {
    fn all(&mut self) -> Walked {
        go_on!(self.chain()?);
        let suspects = go_on!(self.events()?);
        // What was written while the events were read has come with its entries since.
        go_on!(self.chain()?);
        go_on!(self.end()?);
        for (case, seq) in suspects {
            if !self.covers(case, seq) {
                return Ok(Err(Fault::EventUncovered(case, seq)));
            }
        }
        match self.anchors.iter().find(|anchor| anchor.n > self.at.n) {
            Some(anchor) => Ok(Err(Fault::Anchor(anchor.n))),
            None => Ok(Ok(())),
        }
    }

    fn tell(&mut self) {
        let done = self.checked.entries + self.checked.events;
        if done.is_multiple_of(STEP) {
            (self.progress)(done);
        }
    }

    /// The entries behind where the walk is.
    fn chain(&mut self) -> Walked {
        // Nothing may stand before the first entry either.
        let from = if self.at.n == 0 { 0 } else { self.at.n + 1 };
        for item in folds::unfolded(self.tree.range(keys::entry(from)..=keys::entry(u64::MAX))) {
            let (key, bytes) = item.map_err(trouble::reading)?;
            let next = self.at.n + 1;
            if keys::read_number(&key) != Some(next) {
                return Ok(Err(Fault::EntryMissing(next)));
            }
            let Ok(entry) = decode::<Entry>(&key, &bytes) else { return Ok(Err(Fault::EntryUnreadable(next))) };
            go_on!(self.follows(&entry));
            self.at = Head { n: next, hash: link(&entry.prev, &bytes) };
            go_on!(self.anchored());
            go_on!(self.says(&entry)?);
            self.checked.entries += 1;
            self.tell();
        }
        Ok(Ok(()))
    }

    /// An entry names the hash of the one before: where they differ, that one is not as it was written.
    fn follows(&self, entry: &Entry) -> Result<(), Fault> {
        let n = self.at.n + 1;
        if entry.n != n {
            return Err(Fault::EntryChanged(n));
        }
        if entry.prev != self.at.hash {
            return Err(Fault::EntryChanged(self.at.n.max(1)));
        }
        Ok(())
    }

    fn anchored(&self) -> Result<(), Fault> {
        match self.anchors.iter().find(|anchor| anchor.n == self.at.n && anchor.hash != self.at.hash) {
            Some(anchor) => Err(Fault::Anchor(anchor.n)),
            None => Ok(()),
        }
    }

    fn says(&mut self, entry: &Entry) -> Walked {
        match &entry.what {
            Said::Events(span) | Said::Adopted(span) => self.spans(entry.n, span),
            Said::Seen(view) => self.listed(entry.n, view),
            Said::Resent(_) => {
                self.checked.resent += 1;
                let is_listed = self.tree.contains_key(keys::resent(entry.n)).map_err(trouble::reading)?;
                Ok(if is_listed { Ok(()) } else { Err(Fault::Unlisted(entry.n)) })
            }
            Said::Copied(_) => Ok(if self.has(keys::copy(entry.n))? { Ok(()) } else { Err(Fault::Unlisted(entry.n)) }),
            Said::Published(published) => {
                let key = keys::edition(published.period, published.number);
                let bytes = self.tree.get(&key).map_err(trouble::reading)?;
                let edition = bytes.and_then(|bytes| decode::<Edition>(key.as_ref(), &bytes).ok());
                let digest = edition.map(|edition| digest_of_edition(&edition)).transpose()?;
                Ok(if digest.as_ref() == Some(&published.digest) { Ok(()) } else { Err(Fault::EditionChanged(entry.n)) })
            }
            Said::Rejoined => {
                self.checked.rejoined += 1;
                Ok(Ok(()))
            }
        }
    }

    fn spans(&mut self, n: u64, span: &Span) -> Walked {
        let Span { case, first, last, digest } = span;
        let before = self.covered.insert(*case, *last).unwrap_or_default();
        if *first != before + 1 || last < first {
            return Ok(Err(Fault::OutOfOrder(n, *case)));
        }
        let events = events_between(self.tree, *case, *first, *last)?;
        let missing = (*first..=*last).find(|seq| events.binary_search_by_key(seq, |(there, _)| *there).is_err());
        if let Some(seq) = missing {
            return Ok(Err(Fault::EventMissing(n, *case, seq)));
        }
        let is_same = digest_of(events.iter().map(|(seq, bytes)| (*seq, bytes.as_ref()))) == *digest;
        Ok(if is_same { Ok(()) } else { Err(Fault::EventChanged(n, *case, *first, *last)) })
    }

    fn has(&self, key: keys::Key) -> Result<bool> {
        self.tree.contains_key(key).map_err(trouble::reading)
    }

    fn listed(&mut self, n: u64, view: &View) -> Walked {
        self.checked.views += 1;
        if self.unlisted.holds(n) {
            return Ok(Ok(()));
        }
        let by_case = self.has(keys::view(view.case, n))?;
        let by_code = view.code.as_deref().map_or(Ok(true), |code| self.has(keys::trace(code)))?;
        Ok(if by_case && by_code { Ok(()) } else { Err(Fault::Unlisted(n)) })
    }

    /// Every event there is; those that no entry has spoken of yet.
    fn events(&mut self) -> Result<Result<Vec<(CaseNumber, u32)>, Fault>> {
        let (mut suspects, mut last) = (Vec::new(), None);
        for item in folds::unfolded(self.tree.scan_prefix(keys::all_events())) {
            let (key, _) = item.map_err(trouble::reading)?;
            let Some((case, seq)) = keys::read_event(&key) else {
                return Ok(Err(Fault::EventNameless));
            };
            if !self.covers(case, seq) {
                suspects.push((case, seq));
            }
            self.checked.cases += u64::from(last != Some(case));
            last = Some(case);
            self.checked.events += 1;
            self.tell();
        }
        Ok(Ok(suspects))
    }

    /// Whether an entry has spoken of this event.
    fn covers(&self, case: CaseNumber, seq: u32) -> bool {
        seq > 0 && self.covered.get(&case).is_some_and(|last| seq <= *last)
    }

    /// The head is where the walk ended, or further on: others may have written since.
    fn end(&mut self) -> Walked {
        let key = keys::chain_head();
        let Some(bytes) = self.tree.get(&key).map_err(trouble::reading)? else {
            return Ok(if self.at.n == 0 { Ok(()) } else { Err(Fault::HeadUnreadable) });
        };
        let Ok(head) = decode::<Head>(key.as_ref(), &bytes) else { return Ok(Err(Fault::HeadUnreadable)) };
        go_on!(self.chain()?);
        if head.n > self.at.n {
            return Ok(Err(Fault::EntryMissing(self.at.n + 1)));
        }
        let hash = if head.n == self.at.n { Some(self.at.hash.clone()) } else { self.named_by_next(head.n)? };
        match hash {
            Some(hash) if hash == head.hash => self.nothing_behind(&head),
            _ => Ok(Err(Fault::EntryChanged(head.n))),
        }
    }

    /// The hash by which the entry behind `n` names it.
    fn named_by_next(&self, n: u64) -> Result<Option<String>> {
        let bytes = folds::entry(self.tree, n + 1)?;
        Ok(bytes.and_then(|bytes| decode::<Entry>(keys::entry(n + 1).as_ref(), &bytes).ok()).map(|entry| entry.prev))
    }

    /// A head that stays behind its entries is wrong; one that has moved on meanwhile is not.
    fn nothing_behind(&self, head: &Head) -> Walked {
        if head.n == self.at.n {
            return Ok(Ok(()));
        }
        let key = keys::chain_head();
        let again = self.tree.get(&key).map_err(trouble::reading)?;
        let moved = again.and_then(|bytes| decode::<Head>(key.as_ref(), &bytes).ok()).is_some_and(|now| now.n >= self.at.n);
        Ok(if moved { Ok(()) } else { Err(Fault::BeyondHead(head.n + 1)) })
    }
}
