//! A picture of one moment 同一时刻 while others go on writing: sled keeps no old versions, so the writer notes what a record
//! was before it changes one that the copy has not come to yet.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Result, bail, ensure};
use sled::{IVec, Tree};

use super::stage::Stage;
use super::{folds, trouble};
use crate::store::EachRecord;

/// How many records are read at a time.
const CHUNK: usize = 512;

/// How much of what records were before may be kept. Past that the copy gives up: intake does not wait for it.
const MOST_BYTES: usize = 256 << 20;

/// The picture that is being taken, if one is.
#[derive(Default)]
pub struct Pictures {
    /// Held while a group is written: a picture begins between two groups.
    gate: Mutex<()>,
    taken: Mutex<Option<Picture>>,
}

#[derive(Default)]
struct Picture {
    /// What records were that have changed since, ahead of the copy; none for one that was not there.
    before: BTreeMap<IVec, Option<IVec>>,
    bytes: usize,
    /// Up to which key it has been copied.
    passed: Option<IVec>,
    is_whole: bool,
    is_given_up: bool,
}

/// Ends the picture, however the copy ends.
struct Ending<'a>(&'a Pictures);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        *lock(&self.0.taken) = None;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Pictures {
    /// Held by the writer while it writes a group.
    pub fn gate(&self) -> MutexGuard<'_, ()> {
        lock(&self.gate)
    }

    /// Notes what the records are that this group is about to change.
    pub fn note(&self, tree: &Tree, stage: &Stage) -> Result<()> {
        let mut taken = lock(&self.taken);
        let Some(picture) = taken.as_mut() else { return Ok(()) };
        for key in stage.changed() {
            picture.note(tree, key.as_ref())?;
        }
        Ok(())
    }

    /// Hands every record over as it is at one moment, in the order of the keys, unfolded.
    pub fn copy(&self, tree: &Tree, each: EachRecord<'_>) -> Result<()> {
        self.begin()?;
        let ending = Ending(self);
        let mut from = Bound::Unbounded;
        loop {
            let chunk = tree.range::<IVec, _>((from, Bound::Unbounded)).take(CHUNK).collect::<sled::Result<Vec<_>>>();
            let chunk = chunk.map_err(trouble::reading)?;
            let last = chunk.last().filter(|_| chunk.len() == CHUNK).map(|(key, _)| key.clone());
            for record in folds::unfolded(self.pass(chunk, last.as_ref())?.into_iter().map(Ok)) {
                let (key, value) = record.map_err(trouble::reading)?;
                each(&key, &value)?;
            }
            let Some(last) = last else { break };
            from = Bound::Excluded(last);
        }
        drop(ending);
        Ok(())
    }

    fn begin(&self) -> Result<()> {
        let _between_groups = self.gate();
        let mut taken = lock(&self.taken);
        ensure!(taken.is_none(), "已有一个备份正在进行，请等它结束");
        *taken = Some(Picture::default());
        Ok(())
    }

    /// What was read, set back to what it was when the picture began.
    fn pass(&self, chunk: Vec<(IVec, IVec)>, last: Option<&IVec>) -> Result<BTreeMap<IVec, IVec>> {
        let mut rows: BTreeMap<_, _> = chunk.into_iter().collect();
        let mut taken = lock(&self.taken);
        let picture = taken.as_mut().expect("it ends when its copy does");
        if picture.is_given_up {
            bail!("备份期间的改动太多，已经放弃；服务没有受影响，请在空闲时再做一次");
        }
        for (key, value) in picture.pass(last) {
            match value {
                Some(value) => drop(rows.insert(key, value)),
                None => drop(rows.remove(&key)),
            }
        }
        Ok(rows)
    }
}

impl Picture {
    fn note(&mut self, tree: &Tree, key: &[u8]) -> Result<()> {
        let is_behind = self.is_whole || self.passed.as_ref().is_some_and(|passed| key <= passed.as_ref());
        if is_behind || self.is_given_up || self.before.contains_key(key) {
            return Ok(());
        }
        let value = tree.get(key).map_err(trouble::reading)?;
        self.bytes += key.len() + value.as_ref().map_or(0, |value| value.len());
        self.before.insert(key.into(), value);
        if self.bytes > MOST_BYTES {
            self.is_given_up = true;
            self.before.clear();
        }
        Ok(())
    }

    /// The copy has come to this key; to the end where there is none. Gives back what had changed on the way.
    fn pass(&mut self, last: Option<&IVec>) -> BTreeMap<IVec, Option<IVec>> {
        let Some(last) = last else {
            self.is_whole = true;
            return std::mem::take(&mut self.before);
        };
        // The key just behind `last`: its bytes and a zero.
        let ahead = self.before.split_off([last.as_ref(), &[0]].concat().as_slice());
        self.passed = Some(last.clone());
        let passed = std::mem::replace(&mut self.before, ahead);
        let length = |(key, value): (&IVec, &Option<IVec>)| key.len() + value.as_ref().map_or(0, |value| value.len());
        self.bytes -= passed.iter().map(length).sum::<usize>();
        passed
    }
}

#[cfg(test)]
mod tests;
