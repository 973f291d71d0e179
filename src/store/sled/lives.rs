//! Whole lives 历史工单 that go into a new store at once: what is over when a store begins need not be written step by step, and is
//! folded from the start.

use std::cell::RefCell;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use sled::IVec;

use super::chain::{after, digest_of};
use super::folds::{Folder, kept_for_long};
use super::moving::fill;
use super::prepared::{cards, taken_over};
use super::{SledStore, place};
use crate::domain::audit::{Head, Said, Span};
use crate::domain::case::Case;
use crate::domain::event::Recorded;
use crate::domain::ids::{CaseNumber, Moment};
use crate::store::codec::{CaseIndex, CaseRecord, FORMAT, Format, encode, pack_tightly, plain};
use crate::store::keys::{self, Key};

/// How many lives are sorted and written together.
const TOGETHER: usize = 256;

/// A case that is over, and how it came to that.
pub struct Life {
    /// The case in the end.
    pub case: Case,
    /// Everything that happened to it.
    pub events: Vec<Recorded>,
    /// Each time that something was written of it: how many events it had then.
    pub steps: Vec<u32>,
}

/// A record.
type Record = (Key, Vec<u8>);

impl SledStore {
    /// Makes the store in this folder, where there is none, out of these lives, in the order of their numbers. It holds what
    /// it would hold had they been written step by step, and been compacted then.
    ///
    /// # Errors
    /// The folder is not empty or cannot be written, a life is not over, or their order is not that of their numbers.
    pub fn of_lives(folder: &Path, lives: impl Iterator<Item = Result<Life>>) -> Result<()> {
        place::recover(folder)?;
        place::refuse_unless_empty(folder)?;
        fill(folder, |put| {
            put(keys::format().as_ref().to_vec(), encode(&Format { format: FORMAT })?)?;
            let records: RefCell<Vec<(Vec<u8>, Vec<u8>)>> = RefCell::default();
            let mut chain = Folder::new(|key, value| {
                records.borrow_mut().push((key, value));
                Ok(())
            });
            let (mut head, mut last): (Head, Option<CaseNumber>) = (Head::default(), None);
            let mut put_all = || {
                let mut records = records.take();
                records.sort_unstable();
                records.into_iter().try_for_each(|(key, value)| put(key, value))
            };
            for (count, life) in (1..).zip(lives) {
                let life = life?;
                ensure!(last.replace(life.case.number) < Some(life.case.number), "the lives do not come in the order of their numbers");
                let (all, bound) = life.records(&mut head)?;
                records.borrow_mut().extend(all.into_iter().map(|(key, value)| (key.as_ref().to_vec(), value)));
                bound.into_iter().try_for_each(|(key, value)| chain.take(IVec::from(key.as_ref()), IVec::from(value)))?;
                if count % TOGETHER == 0 {
                    put_all()?;
                }
            }
            chain.end()?;
            put_all()?;
            put(keys::chain_head().as_ref().to_vec(), encode(&head)?)?;
            put(keys::listed().as_ref().to_vec(), encode(&head.n)?)
        })
    }
}

impl Life {
    /// Its records, and the entries of the audit chain that bind them, which move the head.
    fn records(self, head: &mut Head) -> Result<(Vec<Record>, Vec<Record>)> {
        let Self { case, events, steps } = self;
        let number = case.number;
        ensure!(case.state.is_closed() && steps.last() == Some(&case.seq), "case {number} is not over");
        ensure!((1..).zip(&events).all(|(seq, event)| event.seq == seq && event.case == number), "the events of {number} do not follow");
        let json: Vec<Vec<u8>> = events.iter().map(plain).collect::<Result<_>>()?;
        let mut entries = Vec::with_capacity(steps.len());
        let mut first = 1;
        for to in steps {
            let step = events.get(first as usize - 1..to as usize).context("the steps are not those of the events")?;
            let last = step.last().context("a step brings an event")?;
            let at = taken_over(step).map_or(last.at, |origin| origin.at);
            entries.push(bound(head, at, number, first..=to, &json)?);
            first = to + 1;
        }
        let mut records = cards(&events)?;
        if let Some(origin) = taken_over(&events) {
            records.push((keys::origin(&origin.key), encode(&number)?));
        }
        records.push((keys::of_citizen(case.citizen(), number), Vec::new()));
        let index = CaseIndex { seq: case.seq, open: false, unit: case.unit().cloned(), due: None, together: false };
        let record = CaseRecord { index, reminders: Vec::new(), case };
        records.push((keys::case(number), pack_tightly(plain(&record)?)));
        records.extend(kept_for_long(number, json));
        Ok((records, entries))
    }
}

/// The next entry of the chain, which binds these events of a case.
fn bound(head: &mut Head, at: Moment, case: CaseNumber, seqs: std::ops::RangeInclusive<u32>, json: &[Vec<u8>]) -> Result<Record> {
    let (first, last) = seqs.into_inner();
    let events = json.get(first as usize - 1..last as usize).context("there are as many texts as events")?;
    let digest = digest_of((first..).zip(events.iter().map(Vec::as_slice)));
    let (next, entry) = after(std::mem::take(head), at, Said::Events(Span { case, first, last, digest }))?;
    *head = next;
    Ok((keys::entry(head.n), entry))
}
