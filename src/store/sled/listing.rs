//! Listing views 登记查阅: the marks by which a view is found again, by its case and by its trace code, are written while nothing else
//! is to be written. A reminder tells several people of a case: written with it, their marks were a third of its records.
//!
//! A record says up to which entry of the audit chain all views are listed. It moves in one batch with the marks; what a process had not listed
//! when it ended is read from the chain when the store opens, before anybody asks.

use anyhow::Result;
use sled::Tree;

use super::folds;
use super::stage::Stage;
use super::trouble;
use super::unlisted::{Seen, Unlisted};
use crate::domain::audit::{Entry, Said};
use crate::store::codec::{Damage, Damaged, decode, encode};
use crate::store::keys;

/// How many views are listed in one go: nobody can read while their marks go in.
const AT_ONCE: usize = 256;

/// So many wait at most; what comes when the writer never rests is listed beside it.
const MOST: usize = 1 << 15;

/// The record may stay so many entries behind the chain while no view waits. It bounds what is read when the store opens.
const SPAN: u64 = 1 << 15;

/// A process that ended cannot have left more unlisted: each view is an entry, and a group of commits may have gone beyond the bounds.
const REACH: u64 = 4 * SPAN;

/// How far the views are listed.
pub struct Listing {
    up_to: u64,
    goes_on: bool,
}

impl Listing {
    /// Lists what the last process had not, and goes on from there. A record that cannot be read is reported and made anew.
    pub fn open(tree: &Tree, damage: &Damage) -> Result<Self> {
        let mut stage = Stage::new(tree.clone());
        let head = stage.head()?.n;
        let known = listed(tree, head, damage)?;
        let from = known.unwrap_or(head.saturating_sub(REACH));
        let mut count = 0;
        for item in folds::entries_after(tree, from)? {
            let (key, value) = item.map_err(trouble::reading)?;
            match decode::<Entry>(&key, &value) {
                Ok(Entry { n, what: Said::Seen(view), .. }) => {
                    put(&mut stage, &Seen { n, case: view.case, code: view.code })?;
                    count += 1;
                }
                Ok(_) => continue,
                Err(damaged) => damage.note(&damaged),
            }
            if count % AT_ONCE == 0 {
                stage.accept();
                stage.apply()?;
            }
        }
        let up_to = if count > 0 || known.is_none() || head - from >= SPAN { head } else { from };
        if known != Some(up_to) {
            stage.put(keys::listed(), encode(&up_to)?);
        }
        stage.accept();
        stage.apply()?;
        Ok(Self { up_to, goes_on: false })
    }

    /// Whether there is something to list for a writer that rests.
    pub fn is_due(&self, unlisted: &Unlisted, stage: &Stage) -> bool {
        unlisted.count() > 0 || self.behind(stage) >= SPAN
    }

    /// Whether a writer that does not rest must list some.
    pub fn is_pressing(&self, unlisted: &Unlisted, stage: &Stage) -> bool {
        unlisted.count() >= MOST || self.behind(stage) >= 2 * SPAN
    }

    /// Whether a writer that rests has begun, and not come to the end.
    pub fn goes_on(&self) -> bool {
        self.goes_on
    }

    /// Lists some on the stage; up to which entry all are listed once that is written.
    pub fn stage(&self, unlisted: &Unlisted, stage: &mut Stage) -> Result<u64> {
        let some = unlisted.first(AT_ONCE);
        let up_to = match some.last() {
            Some(last) if some.len() == AT_ONCE => last.n,
            _ => stage.head()?.n,
        };
        some.iter().try_for_each(|seen| put(stage, seen))?;
        stage.put(keys::listed(), encode(&up_to)?);
        stage.accept();
        Ok(up_to)
    }

    /// It is written.
    pub fn note(&mut self, unlisted: &Unlisted, up_to: u64) {
        unlisted.forget(up_to);
        self.up_to = up_to;
        self.goes_on = unlisted.count() > 0;
    }

    /// How far the record is behind the chain. A head that cannot be read shows with the next commit; nothing waits for it here.
    fn behind(&self, stage: &Stage) -> u64 {
        stage.head().map_or(0, |head| head.n.saturating_sub(self.up_to))
    }
}

/// Up to which entry all views are listed, in a chain that stands at `head`; none where the record cannot be right, which is reported.
fn listed(tree: &Tree, head: u64, damage: &Damage) -> Result<Option<u64>> {
    let key = keys::listed();
    let Some(bytes) = tree.get(&key).map_err(trouble::reading)? else { return Ok(Some(0)) };
    let read = decode::<u64>(key.as_ref(), &bytes).and_then(|n| if n <= head { Ok(n) } else { Err(Damaged::key(key.as_ref())) });
    Ok(read.inspect_err(|damaged| damage.note(damaged)).ok())
}

/// Writes the marks of a view.
fn put(stage: &mut Stage, seen: &Seen) -> Result<()> {
    stage.mark(keys::view(seen.case, seen.n));
    if let Some(code) = &seen.code {
        stage.put(keys::trace(code), encode(&seen.n)?);
    }
    Ok(())
}

#[cfg(test)]
pub(super) mod tests;
