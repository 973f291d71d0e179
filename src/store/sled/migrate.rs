//! From earlier formats 迁移. To format 2: every event that was there before the chain gets an entry, bound as it was found, and the
//! cards among them stand in the ledger. Some hundred cases go into one batch; a program that is stopped halfway goes on behind the
//! last case of the chain. To format 6: the marks of notices go. To format 7: it is noted how far views are listed.

use anyhow::Result;
use serde::Deserialize;
use sled::{Batch, Tree};

use super::chain::{append, beginning, digest_of, last_entry};
use super::prepared::cards;
use super::stage::Stage;
use super::{folds, trouble};
use crate::domain::audit::{Entry, Said, Span};
use crate::domain::event::Recorded;
use crate::domain::ids::{CaseNumber, Moment};
use crate::store::codec::{decode, encode};
use crate::store::keys;

/// How many entries go into one batch.
const BATCH: usize = 500;

/// When an event happened; the rest of it is skipped, not read.
#[derive(Deserialize)]
struct When {
    at: Moment,
}

/// Events of one case that follow each other.
struct Run {
    case: CaseNumber,
    first: u32,
    events: Vec<sled::IVec>,
}

impl Run {
    fn goes_on_with(&self, case: CaseNumber, seq: u32) -> bool {
        self.case == case && u32::try_from(self.events.len()).is_ok_and(|count| self.first.checked_add(count) == Some(seq))
    }

    /// The entry of this run; it has the time of its last event, since nobody here knows what time it is.
    fn adopted(&self, key: &[u8]) -> (Moment, Said) {
        let last = self.first + u32::try_from(self.events.len()).unwrap_or(u32::MAX) - 1;
        let digest = digest_of((self.first..).zip(self.events.iter().map(AsRef::as_ref)));
        let at = self.events.iter().rev().find_map(|bytes| decode::<When>(key, bytes).ok());
        let at = at.map_or_else(beginning, |when| when.at);
        (at, Said::Adopted(Span { case: self.case, first: self.first, last, digest }))
    }
}

/// Gives every event that has none an entry.
pub fn adopt(tree: &Tree) -> Result<()> {
    let mut stage = Stage::new(tree.clone());
    let after = adopted_up_to(tree)?;
    let (mut run, mut count): (Option<Run>, usize) = (None, 0);
    for item in tree.scan_prefix(keys::all_events()) {
        let (key, value) = item.map_err(trouble::reading)?;
        // A key that is no event's is left for the verification to find.
        let Some((case, seq)) = keys::read_event(&key) else { continue };
        if after.is_some_and(|after| case <= after) {
            continue;
        }
        match &mut run {
            Some(run) if run.goes_on_with(case, seq) => run.events.push(value),
            _ => {
                if let Some(done) = run.replace(Run { case, first: seq, events: vec![value] }) {
                    let is_next_case = done.case != case;
                    write(&mut stage, &done, is_next_case, &mut count)?;
                }
            }
        }
    }
    if let Some(done) = run {
        write(&mut stage, &done, false, &mut count)?;
    }
    stage.accept();
    stage.apply()?;
    tracing::info!(entries = count, "every event has its entry in the audit chain");
    Ok(())
}

/// Puts the cards and letters of all events into the ledger. An entry that is there already is written again as it is, so that
/// an attempt that was stopped halfway does no harm.
pub fn list_cards(tree: &Tree) -> Result<()> {
    let (mut stage, mut count) = (Stage::new(tree.clone()), 0_usize);
    for item in tree.scan_prefix(keys::all_events()) {
        let (key, value) = item.map_err(trouble::reading)?;
        // A damaged event is left for the verification to find.
        let Ok(event) = decode::<Recorded>(&key, &value) else { continue };
        for (key, value) in cards(&[event])? {
            stage.put(key, value);
            count += 1;
        }
        if count >= BATCH {
            count = 0;
            stage.accept();
            stage.apply()?;
        }
    }
    stage.accept();
    stage.apply()
}

/// Takes away the marks of notices that wait or were given up: nobody reads them any more. What is left of them when a program is
/// stopped halfway goes when the next one opens the store.
pub fn drop_marks(tree: &Tree) -> Result<()> {
    let mut batch = Batch::default();
    for marks in keys::marks_of_notices() {
        for (at, key) in (1..).zip(tree.scan_prefix(marks).keys()) {
            batch.remove(key.map_err(trouble::reading)?);
            if at % BATCH == 0 {
                tree.apply_batch(std::mem::take(&mut batch)).map_err(trouble::writing)?;
            }
        }
    }
    tree.apply_batch(batch).map_err(trouble::writing)
}

/// Notes that all views are listed, as programs before format 7 wrote their marks with them.
pub fn all_listed(tree: &Tree) -> Result<()> {
    let last = last_entry(tree)?.n;
    tree.insert(keys::listed(), encode(&last)?).map_err(trouble::writing).map(drop)
}

/// A batch ends with a whole case only, so that the last entry tells which case is next.
fn write(stage: &mut Stage, run: &Run, may_end: bool, count: &mut usize) -> Result<()> {
    let (at, said) = run.adopted(keys::event(run.case, run.first).as_ref());
    append(stage, at, said)?;
    stage.accept();
    *count += 1;
    if may_end && count.is_multiple_of(BATCH) {
        stage.apply()?;
        tracing::info!(entries = *count, "events that were there before get their entries in the audit chain");
    }
    Ok(())
}

/// The case up to which an earlier attempt came.
fn adopted_up_to(tree: &Tree) -> Result<Option<CaseNumber>> {
    let last = last_entry(tree)?;
    let Some(bytes) = folds::entry(tree, last.n)? else { return Ok(None) };
    let entry: Entry = decode(keys::entry(last.n).as_ref(), &bytes)?;
    Ok(match entry.what {
        Said::Adopted(span) => Some(span.case),
        Said::Events(_) | Said::Seen(_) | Said::Resent(_) | Said::Copied(_) | Said::Published(_) | Said::Rejoined => None,
    })
}
