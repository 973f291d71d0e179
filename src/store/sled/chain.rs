//! The audit chain 审计链: entries are added in the writer's thread while a commit lands, so that there is one order, and in
//! the same batch as what they speak of. The head is read through the stage: a commit that is refused takes its entries back.

use std::borrow::Cow;

use anyhow::{Result, ensure};
use sled::Tree;

use super::prepared::PreparedCase;
use super::stage::Stage;
use super::unlisted::{Seen, Unlisted};
use super::{folds, trouble};
use crate::digest::{Running, sha256};
use crate::domain::audit::{Copied, ENTRY_VERSION, Entry, Head, Published, Said, Span, View, Viewer};
use crate::domain::ids::{CaseNumber, Moment, cst};
use crate::domain::publication::Edition;
use crate::store::codec::{self, Damage, decode, plain, unpack};
use crate::store::{CommitError, keys};

/// The hash of an entry, however it is kept, whose predecessor has the hash `prev`.
pub fn link(prev: &str, entry: &[u8]) -> String {
    codec::link(prev, &json_of(entry))
}

fn json_of(value: &[u8]) -> Cow<'_, [u8]> {
    unpack(value).unwrap_or(Cow::Borrowed(value))
}

/// The digest of events: of each its number, its length and its JSON, however it is kept, so that no two runs of events have
/// the same. One that cannot be unpacked counts as it stands.
pub fn digest_of<'a>(events: impl IntoIterator<Item = (u32, &'a [u8])>) -> String {
    let mut digest = Running::default();
    for (seq, bytes) in events {
        let bytes = json_of(bytes);
        let length = u64::try_from(bytes.len()).expect("a length fits in 64 bits");
        digest.take(&seq.to_be_bytes());
        digest.take(&length.to_be_bytes());
        digest.take(&bytes);
    }
    digest.digits()
}

/// Adds an entry; gives back its number.
pub fn append(stage: &mut Stage, at: Moment, what: Said) -> Result<u64> {
    let (head, bytes) = after(stage.head()?, at, what)?;
    let n = head.n;
    stage.link(bytes, head);
    Ok(n)
}

/// The entry that follows this head, as JSON, and the head that it makes.
pub fn after(head: Head, at: Moment, what: Said) -> Result<(Head, Vec<u8>)> {
    let entry = Entry { v: ENTRY_VERSION, n: head.n + 1, at, prev: head.hash, what };
    let bytes = plain(&entry)?;
    Ok((Head { n: entry.n, hash: link(&entry.prev, &bytes) }, bytes))
}

/// Binds the events that a case has got.
pub fn bind(stage: &mut Stage, case: &PreparedCase) -> Result<()> {
    let Some(at) = case.at else { return Ok(()) };
    let span = Span { case: case.number, first: case.expected_seq + 1, last: case.seq, digest: case.digest.clone() };
    append(stage, at, Said::Events(span)).map(drop)
}

/// Records a view, which is listed by its case and its code later. A code that is in use already is a conflict: whoever drew it
/// draws again.
pub fn record(stage: &mut Stage, unlisted: &Unlisted, view: View) -> Result<(), CommitError> {
    let (case, at, code) = (view.case, view.at, view.code.clone());
    let is_used = |code: &String| Ok::<_, anyhow::Error>(unlisted.of_code(code).is_some() || stage.has(&keys::trace(code))?);
    if code.as_ref().map_or(Ok(false), is_used)? {
        return Err(CommitError::Conflict("the trace code".to_owned()));
    }
    let n = append(stage, at, Said::Seen(view))?;
    unlisted.note(Seen { n, case, code });
    Ok(())
}

/// Records that everything was given out, and lists it.
pub fn record_copy(stage: &mut Stage, copied: Copied) -> Result<()> {
    let n = append(stage, copied.at, Said::Copied(copied))?;
    stage.mark(keys::copy(n));
    Ok(())
}

/// Records that an edition came out.
pub fn record_edition(stage: &mut Stage, edition: &Edition, by: Viewer) -> Result<()> {
    let Edition { at, period, number, .. } = *edition;
    let digest = digest_of_edition(edition)?;
    append(stage, at, Said::Published(Published { at, by, period, number, digest })).map(drop)
}

/// The digest of what an edition says.
pub fn digest_of_edition(edition: &Edition) -> Result<String> {
    Ok(sha256([plain(edition)?.as_slice()]))
}

/// The last entry of the chain, with its hash; before the first when there is none.
pub fn last_entry(tree: &Tree) -> Result<Head> {
    let Some((key, bytes)) = folds::last_entry(tree)? else { return Ok(Head::default()) };
    let n = keys::read_number(&key).unwrap_or_default();
    // An entry that cannot be read has no predecessor to name; the chain goes on from its bytes alone.
    let prev = decode::<Entry>(&key, &bytes).map(|entry| entry.prev).unwrap_or_default();
    Ok(Head { n, hash: link(&prev, &bytes) })
}

/// Makes sure that the chain can go on: a head that is missing or cannot be read is made anew from the last entry, and an
/// entry says so. A hotline does not stand still because one record is damaged; the walk along the chain tells.
pub fn rejoin(tree: &Tree, damage: &Damage) -> Result<()> {
    let mut stage = Stage::new(tree.clone());
    let key = keys::chain_head();
    let read = match tree.get(&key).map_err(trouble::reading)? {
        Some(bytes) => decode::<Head>(key.as_ref(), &bytes).map(Some),
        None => Ok(None),
    };
    let last = match read {
        Ok(Some(_)) => return Ok(()),
        Ok(None) => last_entry(tree)?,
        Err(damaged) => {
            damage.note(&damaged);
            last_entry(tree)?
        }
    };
    if last.n == 0 {
        stage.remove(key);
    } else {
        tracing::error!("the head of the audit chain was not there or could not be read; it was made anew from the last entry");
        stage.move_head(last.clone());
        append(&mut stage, time_of(tree, last.n)?, Said::Rejoined)?;
    }
    stage.accept();
    stage.apply()
}

/// The time of an entry, for where nobody says what time it is; the beginning of 1970 when it cannot be read.
fn time_of(tree: &Tree, n: u64) -> Result<Moment> {
    let bytes = folds::entry(tree, n)?;
    let entry = bytes.and_then(|bytes| decode::<Entry>(keys::entry(n).as_ref(), &bytes).ok());
    Ok(entry.map_or_else(beginning, |entry| entry.at))
}

/// The beginning of 1970: a time that nobody takes for one.
pub fn beginning() -> Moment {
    chrono::DateTime::UNIX_EPOCH.with_timezone(&cst())
}

/// The bytes of the events `first..=last` of a case, as far as they are there.
pub fn events_between(tree: &Tree, case: CaseNumber, first: u32, last: u32) -> Result<Vec<(u32, sled::IVec)>> {
    ensure!(first <= last, "the span is empty");
    let read = |event: sled::Result<(sled::IVec, sled::IVec)>| {
        let (key, value) = event.map_err(trouble::reading)?;
        Ok(keys::read_event(&key).filter(|(_, seq)| (first..=last).contains(seq)).map(|(_, seq)| (seq, value)))
    };
    folds::events(tree, case).map(read).filter_map(Result::transpose).collect()
}
