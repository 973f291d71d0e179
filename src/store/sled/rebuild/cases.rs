//! Cases from their events 由事件重建工单: by the very functions that write them.

use anyhow::Result;
use sled::IVec;

use super::{Made, Walk};
use crate::domain::case::Case;
use crate::domain::event::Recorded;
use crate::domain::ids::CaseNumber;
use crate::domain::reminder::Reminder;
use crate::store::codec::{CaseRecord, decode};
use crate::store::keys::{self, Derived, Key};
use crate::store::rebuild::{Fault, Part};
use crate::store::sled::prepared::{in_bytes, index_entries};
use crate::store::sled::{folds, prepared, trouble};
use crate::store::{CaseWrite, Done};

impl Walk<'_> {
    /// Every case that has events.
    pub(super) fn cases(&mut self) -> Result<()> {
        let mut events: Vec<(IVec, IVec)> = Vec::new();
        let mut at: Option<CaseNumber> = None;
        for item in folds::unfolded(self.tree.scan_prefix(keys::all_events())) {
            let (key, value) = item.map_err(trouble::reading)?;
            let Some((number, _)) = keys::read_event(&key) else {
                self.differ(None, Part::Case, Fault::Unmakeable)?;
                continue;
            };
            if let Some(done) = at.replace(number).filter(|done| *done != number) {
                self.case(done, &std::mem::take(&mut events))?;
            }
            events.push((key, value));
        }
        at.map_or(Ok(()), |last| self.case(last, &events))
    }

    fn case(&mut self, number: CaseNumber, events: &[(IVec, IVec)]) -> Result<()> {
        let Some(made) = self.made_of(number, events)? else {
            return self.differ(Some(number), Part::Case, Fault::Unmakeable);
        };
        self.found.cases += 1;
        Done::Remade(self.found.cases).tell(self.hear);
        for (key, value) in made {
            self.expect(Some(number), key, value)?;
        }
        self.pause()
    }

    /// Every record that derives from the events of this case; none when they cannot be read, or are not all there.
    pub(super) fn remade(&self, number: CaseNumber) -> Result<Option<Made>> {
        let events: sled::Result<Vec<_>> = folds::events(self.tree, number).collect();
        self.made_of(number, &events.map_err(trouble::reading)?)
    }

    fn made_of(&self, number: CaseNumber, records: &[(IVec, IVec)]) -> Result<Option<Made>> {
        let Some(events) = read(number, records) else { return Ok(None) };
        let Some(case) = Case::replay(&events) else { return Ok(None) };
        let there = self.there(number)?;
        let reminders = self.reminders(&case, there.as_ref().map(|(record, _)| record.reminders.as_slice()));
        let write = CaseWrite { expected_seq: 0, events, case: case.clone(), reminders: reminders.clone() };
        let prepared = prepared::case(write)?;
        let mut made: Made = in_vectors(prepared.index).collect();
        made.extend(prepared.cards);
        made.extend(prepared.origin);
        made.insert(keys::of_citizen(&prepared.citizen, number), Vec::new());
        // Bytes that say the same stay: they may be an earlier version's.
        let same = there.filter(|(record, _)| {
            let index = (record.index.seq, record.index.open, record.index.unit.as_ref());
            let is_first = |due| reminders.first().is_some_and(|first| first.due == due);
            record.case == case
                && record.reminders == reminders
                && record.index.due.is_none_or(is_first)
                && index == (case.seq, !case.state.is_closed(), case.unit())
        });
        let Some((record, bytes)) = same else {
            made.insert(keys::case(number), prepared.record.to_vec());
            return Ok(Some(made));
        };
        // An earlier version may have listed its reminders one by one.
        made.retain(|key, _| Derived::of(key) != Some(Derived::Due));
        made.extend(in_vectors(in_bytes(index_entries(number, &record.index, &reminders), &reminders)?));
        made.insert(keys::case(number), bytes.to_vec());
        Ok(Some(made))
    }

    /// The case as it stands in the store, with its reminders, if it can be read.
    fn there(&self, number: CaseNumber) -> Result<Option<(CaseRecord, IVec)>> {
        let key = keys::case(number);
        let bytes = self.tree.get(&key).map_err(trouble::reading)?;
        let there = bytes.and_then(|bytes| Some((decode::<CaseRecord>(key.as_ref(), &bytes).ok()?, bytes)));
        let Some((mut record, bytes)) = there else { return Ok(None) };
        if let Some(first) = record.index.due {
            let key = keys::due_case(first, number, 0);
            let entry = self.tree.get(&key).map_err(trouble::reading)?;
            record.reminders = entry.and_then(|bytes| decode(key.as_ref(), &bytes).ok()).unwrap_or_default();
        }
        Ok(Some((record, bytes)))
    }

    /// Its reminders: those that it has, where they are all that it must have; else those that it would have now.
    fn reminders(&self, case: &Case, there: Option<&[Reminder]>) -> Vec<Reminder> {
        let mut all = self.rules.reminders(case);
        let is_over = |reminder: &Reminder| self.rules.is_over(case, reminder);
        let fits = |there: &[Reminder]| {
            there.is_sorted() && there.iter().all(|one| all.contains(one)) && all.iter().all(|one| there.contains(one) || is_over(one))
        };
        if let Some(there) = there.filter(|there| fits(there)) {
            return there.to_vec();
        }
        all.retain(|reminder| !is_over(reminder));
        all
    }
}

fn in_vectors(index: Vec<(Key, IVec)>) -> impl Iterator<Item = (Key, Vec<u8>)> {
    index.into_iter().map(|(key, value)| (key, value.to_vec()))
}

/// The events of a case, if they are all there from the first.
fn read(number: CaseNumber, records: &[(IVec, IVec)]) -> Option<Vec<Recorded>> {
    let events: Vec<Recorded> = records.iter().map(|(key, value)| decode(key, value).ok()).collect::<Option<_>>()?;
    let follow = (1..).zip(&events).all(|(seq, event)| event.seq == seq && event.case == number);
    let named = (1..).zip(records).all(|(seq, (key, _))| keys::read_event(key) == Some((number, seq)));
    (follow && named && !events.is_empty()).then_some(events)
}
