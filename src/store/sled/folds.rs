//! Folds 折叠 among the records: whoever reads events or entries of the chain reads them through here, and finds each under its own
//! key. A fold stands under the key of the first, or just before it, and no later record has its place: what happens to a case
//! after its events were folded stands behind them. Folds are made when a store is compacted; besides, the events that a case
//! begins with are one from the start, and so are entries of the chain that are written together: sled takes memory and time for each
//! record, whatever is in it.

use anyhow::Result;
use sled::{IVec, Tree};

use super::trouble;
use crate::domain::audit::Entry;
use crate::domain::ids::CaseNumber;
use crate::store::codec::{decode, fold_entries, fold_events, fold_first_events, fold_next_entries, is_folded, pack, pack_tightly, unpack};
use crate::store::fold::expanded;
use crate::store::keys::{self, FoldKey, Key};

/// How many entries of the chain go into one fold: to find one of them, those before it are hashed.
const ENTRIES: u64 = 64;

/// [`ENTRIES`], of those that are written together.
const RUN: usize = 64;

/// A fold that would be larger is not made: with its neighbours it has to fit on a page (see the store's segments).
const MOST_BYTES: usize = 16 << 10;

type Record = sled::Result<(IVec, IVec)>;

/// The records, with those that were folded in the place of their fold. A fold that is damaged stays, for the reader to meet.
pub fn unfolded(records: impl Iterator<Item = Record>) -> impl Iterator<Item = Record> {
    records.flat_map(|record| {
        let many = record.as_ref().ok().and_then(|(key, value)| expanded(key, value));
        let one = if many.is_none() { Some(record) } else { None };
        let many = many.unwrap_or_default().into_iter().map(|(key, value)| Ok((key.as_ref().into(), value.into())));
        one.into_iter().chain(many)
    })
}

/// The events of a case.
pub fn events(tree: &Tree, case: CaseNumber) -> impl Iterator<Item = Record> + use<> {
    unfolded(tree.scan_prefix(keys::events(case)))
}

/// The events that a case has got after so many, given as JSON, as they are kept.
pub fn kept(case: CaseNumber, before: u32, events: Vec<Vec<u8>>) -> Vec<(Key, Vec<u8>)> {
    let fold = (before == 0 && events.len() > 1).then(|| fold_first_events(&events)).flatten();
    match fold.filter(|fold| fold.len() <= MOST_BYTES) {
        Some(fold) => vec![(keys::events(case), fold)],
        None => (before + 1..).zip(events).map(|(seq, event)| (keys::event(case, seq), pack(event))).collect(),
    }
}

/// [`kept`], of all events of a case that is over, as compacting the store would leave them.
pub fn kept_for_long(case: CaseNumber, events: Vec<Vec<u8>>) -> Vec<(Key, Vec<u8>)> {
    let fold = (events.len() > 1).then(|| fold_events(&events)).flatten();
    match fold.filter(|fold| fold.len() <= MOST_BYTES) {
        Some(fold) => vec![(keys::events(case), fold)],
        None => (1..).zip(events).map(|(seq, event)| (keys::event(case, seq), pack_tightly(event))).collect(),
    }
}

/// The entries of the audit chain from this number on, given as JSON, as they are kept: those that are written together are one
/// record.
pub fn kept_entries(first: u64, entries: Vec<Vec<u8>>) -> Vec<(Key, Vec<u8>)> {
    let mut kept = Vec::new();
    let mut from = first;
    for run in entries.chunks(RUN) {
        let fold = (run.len() > 1).then(|| fold_next_entries(run)).flatten().filter(|fold| fold.len() <= MOST_BYTES);
        match fold {
            Some(fold) => kept.push((keys::entry(from), fold)),
            None => kept.extend((from..).zip(run).map(|(n, entry)| (keys::entry(n), pack(entry.clone())))),
        }
        from += run.len() as u64;
    }
    kept
}

/// An entry of the audit chain.
pub fn entry(tree: &Tree, n: u64) -> Result<Option<IVec>> {
    let key = keys::entry(n);
    let up_to = tree.range(keys::entry(0)..=key.clone()).next_back();
    let found = unfolded(up_to.into_iter()).find(|record| record.as_ref().map_or(true, |(there, _)| there == key.as_ref()));
    Ok(found.transpose().map_err(trouble::reading)?.map(|(_, value)| value))
}

/// The entries of the audit chain behind this one.
pub fn entries_after(tree: &Tree, n: u64) -> Result<impl Iterator<Item = Record> + use<>> {
    let next = keys::entry(n + 1);
    // The next one may be in a fold that begins earlier.
    let fold = tree.range(keys::entry(0)..=next.clone()).next_back().transpose().map_err(trouble::reading)?;
    let from = fold.map_or_else(|| next.clone(), |(key, _)| keys::raw(&key));
    let entries = unfolded(tree.range(from..=keys::entry(u64::MAX)));
    Ok(entries.filter(move |entry| entry.as_ref().map_or(true, |(key, _)| **key >= *next.as_ref())))
}

/// Whether an entry that is not there may have been in a fold which is damaged: the record at its place, or the last one before it,
/// cannot be read.
pub fn may_be_in_damage(tree: &Tree, n: u64) -> Result<bool> {
    let up_to = tree.range(keys::entry(0)..=keys::entry(n)).next_back();
    let Some((key, value)) = up_to.transpose().map_err(trouble::reading)? else { return Ok(false) };
    Ok(expanded(&key, &value).is_none() && decode::<Entry>(&key, &value).is_err())
}

/// The last entry of the audit chain, with its key.
pub fn last_entry(tree: &Tree) -> Result<Option<(IVec, IVec)>> {
    let last = tree.scan_prefix(keys::all_entries()).next_back();
    unfolded(last.into_iter()).last().transpose().map_err(trouble::reading)
}

/// Folds records that come in the order of their keys, unfolded, and hands them on.
pub struct Folder<P> {
    put: P,
    run: Option<Run>,
}

/// Records that follow each other and make a fold.
struct Run {
    fold: FoldKey,
    /// Each key, with the value as it came.
    records: Vec<(IVec, IVec)>,
}

impl Run {
    /// The run that this record begins, if it may begin one.
    fn begun_by(key: &[u8]) -> Option<FoldKey> {
        match keys::read_event(key) {
            Some((case, 1)) => Some(FoldKey::Events(case)),
            _ => keys::read_fold(key).filter(|fold| matches!(fold, FoldKey::Entries(_))),
        }
    }

    /// The key that the next record has to have, if there may be one more.
    fn next(&self) -> Option<Key> {
        let count = u32::try_from(self.records.len()).ok()?;
        match self.fold {
            FoldKey::Events(case) => Some(keys::event(case, count + 1)),
            FoldKey::Entries(first) => {
                let next = first + u64::from(count);
                (next / ENTRIES == first / ENTRIES).then(|| keys::entry(next))
            }
        }
    }

    /// The fold, if there is a gain in it.
    fn folded(&self) -> Option<(Key, Vec<u8>)> {
        if self.records.len() < 2 {
            return None;
        }
        let plain: Vec<Vec<u8>> = self.records.iter().map(|(_, value)| Some(unpack(value)?.into_owned())).collect::<Option<_>>()?;
        let (key, folded) = match self.fold {
            FoldKey::Events(case) => (keys::events(case), fold_events(&plain)?),
            FoldKey::Entries(first) => (keys::entry(first), fold_entries(&plain)?),
        };
        (folded.len() <= MOST_BYTES).then_some((key, folded))
    }
}

impl<P: FnMut(Vec<u8>, Vec<u8>) -> Result<()>> Folder<P> {
    /// One that hands on what it makes.
    pub fn new(put: P) -> Self {
        Self { put, run: None }
    }

    /// Takes the next record.
    pub fn take(&mut self, key: IVec, value: IVec) -> Result<()> {
        if let Some(run) = self.run.as_mut().filter(|run| run.next().is_some_and(|next| *next.as_ref() == *key)) {
            run.records.push((key, value));
            return Ok(());
        }
        self.end()?;
        match Run::begun_by(&key) {
            Some(fold) => self.run = Some(Run { fold, records: vec![(key, value)] }),
            None => self.pass(&key, &value)?,
        }
        Ok(())
    }

    /// Hands on what is left.
    pub fn end(&mut self) -> Result<()> {
        let Some(run) = self.run.take() else { return Ok(()) };
        match run.folded() {
            Some((key, folded)) => (self.put)(key.as_ref().to_vec(), folded),
            None => run.records.iter().try_for_each(|(key, value)| self.pass(key, value)),
        }
    }

    fn pass(&mut self, key: &[u8], value: &[u8]) -> Result<()> {
        // What is damaged stays as it is.
        let plain = if is_folded(value) { None } else { unpack(value) };
        (self.put)(key.to_vec(), plain.map_or_else(|| value.to_vec(), |plain| pack_tightly(plain.into_owned())))
    }
}

#[cfg(test)]
mod tests;
