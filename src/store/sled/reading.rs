//! Reading 读取. A single record that is damaged is an error; in a list it is reported and skipped, so that one bad record
//! does not hide the others.

use std::collections::BTreeSet;

use anyhow::Result;
use futures::future::BoxFuture;
use serde::de::DeserializeOwned;
use sled::IVec;

use super::prepared::index_entries;
use super::{SledStore, folds, trouble};
use crate::domain::appraisal::{Ballot, Quarter};
use crate::domain::audit::{Copied, Entry as ChainEntry, Head, Resent, Said, Verification, View};
use crate::domain::case::Case;
use crate::domain::conversation::Conversation;
use crate::domain::event::Recorded;
use crate::domain::ids::{CaseNumber, ChatRef, DepartmentId, InboundId, Moment, UserRef};
use crate::domain::ledger::{Against, CardRecord};
use crate::domain::paper::Registered;
use crate::domain::profile::ProfileText;
use crate::domain::publication::{Edition, Example};
use crate::domain::staff::{Group, Invite, Staff};
use crate::hands::by_all;
use crate::store::codec::{AsideRecord, CaseOnly, CaseToChange, Damaged, DeadRecord, DueUntil, WaitingRecord, decode, decode_with};
use crate::store::keys::{self, DueKey, Key};
use crate::store::{
    Aside, Commit, CommitError, ConversationKey, DueItem, EachRecord, LogLine, OutboxKey, Store, StoreHealth, Undelivered, Waiting,
};

type Entry = sled::Result<(IVec, IVec)>;

impl SledStore {
    fn read<T: DeserializeOwned>(&self, key: &Key) -> Result<Option<T>> {
        let Some(bytes) = self.db.get(key).map_err(trouble::reading)? else { return Ok(None) };
        decode(key.as_ref(), &bytes).map(Some).map_err(|damaged| {
            self.shared.damage.note(&damaged);
            damaged.into()
        })
    }

    /// What `read` makes of the entries, without those that it cannot read.
    fn list<T>(
        &self,
        entries: impl Iterator<Item = Entry>,
        mut read: impl FnMut(&[u8], &[u8]) -> Result<T, Damaged>,
    ) -> impl Iterator<Item = Result<T>> {
        entries.filter_map(move |entry| match entry {
            Ok((key, value)) => read(&key, &value).inspect_err(|damaged| self.shared.damage.note(damaged)).ok().map(Ok),
            Err(error) => Some(Err(trouble::reading(error))),
        })
    }

    fn records<T: DeserializeOwned>(&self, all: &Key) -> Result<Vec<T>> {
        self.list(self.db.scan_prefix(all), decode).collect()
    }

    /// The view that this entry of the chain speaks of. One that is damaged is reported and skipped.
    fn view(&self, n: u64) -> Result<Option<(u64, View)>> {
        Ok(match self.said(n)? {
            Some(Said::Seen(view)) => Some((n, view)),
            _ => None,
        })
    }

    /// What this entry of the chain says. One that is damaged is reported and skipped.
    fn said(&self, n: u64) -> Result<Option<Said>> {
        let key = keys::entry(n);
        let Some(bytes) = folds::entry(&self.db, n)? else { return Ok(None) };
        let entry = decode::<ChainEntry>(key.as_ref(), &bytes).inspect_err(|damaged| self.shared.damage.note(damaged));
        Ok(entry.ok().map(|entry| entry.what))
    }

    fn marked(&self, entries: impl Iterator<Item = Entry>) -> impl Iterator<Item = Result<CaseNumber>> {
        self.list(entries, |key, _| keys::read_case(key).ok_or_else(|| Damaged::key(key)))
    }

    /// The case of this record, for whoever is about to change it.
    fn changeable(&self, number: CaseNumber, bytes: IVec) -> Result<Option<Case>> {
        let key = keys::case(number);
        let Ok(CaseToChange { index, reminders, case }) = decode(key.as_ref(), &bytes) else { return self.case(number) };
        self.recent.read_case(key, bytes, index.seq, index_entries(number, &index, &reminders));
        Ok(Some(case))
    }

    /// [`SledStore::falling_due`] by all hands: whoever fires so many waits until all are read.
    fn many_falling_due(&self, entries: impl Iterator<Item = Entry>, until: Moment) -> Result<Vec<Vec<DueItem>>> {
        let entries: Vec<Entry> = entries.collect();
        let read = by_all(&entries, FEW, |entry| self.falling_due(std::iter::once(entry.clone()), until).next());
        read.into_iter().flatten().collect()
    }

    /// What falls due until then, by these entries; that of a case stands where its first reminder does, and may hold others.
    fn falling_due(&self, entries: impl Iterator<Item = Entry>, until: Moment) -> impl Iterator<Item = Result<Vec<DueItem>>> {
        self.list(entries, move |key, value| match keys::read_due(key).ok_or_else(|| Damaged::key(key))? {
            DueKey::Case(number) => {
                let reminders = decode_with(DueUntil(until), key, value)?;
                Ok(reminders.into_iter().map(|reminder| DueItem::Case(number, reminder)).collect())
            }
            DueKey::Conversation(conversation, due) => Ok(vec![DueItem::Conversation(conversation, due)]),
        })
    }
}

/// From so many on, what falls due is read by all hands; so few are read by one.
const MANY: usize = 1000;
const FEW: usize = 250;

/// At one moment reminders come before conversations, and those of an older case before those of a newer.
fn order(item: &DueItem) -> (Moment, bool, Option<CaseNumber>) {
    match item {
        DueItem::Case(number, reminder) => (reminder.due, false, Some(*number)),
        DueItem::Conversation(_, due) => (*due, true, None),
    }
}

fn read_waiting(key: &[u8], value: &[u8]) -> Result<Waiting, Damaged> {
    let place = keys::read_waiting(key).ok_or_else(|| Damaged::key(key))?;
    let WaitingRecord { outbound, attempts, not_before, queued, .. } = decode(key, value)?;
    Ok(Waiting { key: place, outbound, attempts, not_before, queued })
}

impl Store for SledStore {
    fn commit(&self, commit: Commit) -> BoxFuture<'_, Result<(), CommitError>> {
        self.submit(commit)
    }

    fn seen(&self, inbound: &InboundId) -> Result<bool> {
        let is_marked = self.db.contains_key(keys::seen(inbound)).map_err(trouble::reading)?;
        Ok(is_marked && self.shared.is_seen(inbound))
    }

    fn case(&self, number: CaseNumber) -> Result<Option<Case>> {
        Ok(self.read::<CaseOnly>(&keys::case(number))?.map(|record| record.case))
    }

    fn case_to_change(&self, number: CaseNumber) -> Result<Option<Case>> {
        let bytes = self.db.get(keys::case(number)).map_err(trouble::reading)?;
        bytes.map_or(Ok(None), |bytes| self.changeable(number, bytes))
    }

    fn cases_to_change(&self, numbers: &[CaseNumber]) -> Vec<Option<Case>> {
        // Nobody can read while a batch goes into the tree: whoever needs many waits for it once, and not with each of them.
        let bytes: Vec<_> = numbers.iter().map(|number| self.db.get(keys::case(*number)).ok().flatten()).collect();
        let read = |(number, bytes): (&CaseNumber, Option<IVec>)| self.changeable(*number, bytes?).ok().flatten();
        numbers.iter().zip(bytes).map(read).collect()
    }

    fn events(&self, number: CaseNumber) -> Result<Vec<Recorded>> {
        self.list(folds::events(&self.db, number), decode).collect()
    }

    fn last_serial(&self, day: u32) -> Result<u32> {
        let last = self.marked(self.db.scan_prefix(keys::cases_of_day(day)).rev()).next().transpose()?;
        Ok(last.map_or(0, CaseNumber::serial))
    }

    fn case_numbers(&self, after: Option<CaseNumber>, most: usize) -> Result<Vec<CaseNumber>> {
        let all = keys::cases();
        let start = after.map_or_else(|| all.clone(), keys::case);
        let entries = self.db.range(start..).take_while(move |entry| within(entry, &all));
        self.marked(entries).filter(|number| number.as_ref().ok() != after.as_ref()).take(most).collect()
    }

    fn case_of_origin(&self, key: &str) -> Result<Option<CaseNumber>> {
        let key = keys::origin(key);
        let Some(bytes) = self.db.get(&key).map_err(trouble::reading)? else { return Ok(None) };
        Ok(Some(decode(key.as_ref(), &bytes)?))
    }

    fn editions(&self) -> Result<Vec<Edition>> {
        self.records(&keys::editions())
    }

    fn examples(&self) -> Result<Vec<Example>> {
        self.records(&keys::examples())
    }

    fn cases_of(&self, citizen: &UserRef, most: usize) -> Result<Vec<CaseNumber>> {
        self.marked(self.db.scan_prefix(keys::all_of_citizen(citizen)).rev()).take(most).collect()
    }

    fn open_cases(&self) -> Result<Vec<CaseNumber>> {
        self.marked(self.db.scan_prefix(keys::all_open())).collect()
    }

    fn latest_open_cases(&self, most: usize) -> Result<Vec<CaseNumber>> {
        let newest = self.marked(self.db.scan_prefix(keys::all_open()).rev()).take(most);
        let mut latest: Vec<CaseNumber> = newest.collect::<Result<_>>()?;
        latest.reverse();
        Ok(latest)
    }

    fn open_cases_of(&self, unit: &DepartmentId) -> Result<Vec<CaseNumber>> {
        self.marked(self.db.scan_prefix(keys::all_open_of(unit))).collect()
    }

    fn conversation(&self, key: &ConversationKey) -> Result<Conversation> {
        let key = keys::conversation(key);
        let Some(bytes) = self.db.get(&key).map_err(trouble::reading)? else { return Ok(Conversation::default()) };
        if let Some(conversation) = self.recent.conversation(&key, &bytes) {
            return Ok(conversation);
        }
        // Nobody is kept from complaining by a record of theirs that cannot be read.
        let read = decode(key.as_ref(), &bytes).inspect_err(|damaged| self.shared.damage.note(damaged));
        Ok(read.unwrap_or_default())
    }

    fn next_due(&self) -> Result<Option<Moment>> {
        let first = self.falling_due(self.db.scan_prefix(keys::all_due()), Moment::MAX_UTC.into()).next().transpose()?;
        Ok(first.into_iter().flatten().map(|item| item.due()).min())
    }

    fn due(&self, now: Moment, most: usize) -> Result<Vec<DueItem>> {
        // Whatever is not among so many entries falls due after the first of each of them.
        let entries = self.db.range(keys::all_due()..keys::due_after(now));
        let all = match most {
            ..MANY => self.falling_due(entries, now).take(most).collect(),
            _ => self.many_falling_due(entries.take(most), now),
        };
        let mut due: Vec<DueItem> = all?.into_iter().flatten().collect();
        due.sort_by_key(order);
        due.truncate(most);
        Ok(due)
    }

    fn waiting(&self, after: Option<OutboxKey>, most: usize) -> Result<Vec<Waiting>> {
        let all = keys::all_waiting();
        let start = after.map_or_else(|| all.clone(), keys::waiting);
        let entries = self.db.range(start..).take_while(move |entry| within(entry, &all));
        let waiting = self.list(entries, read_waiting).filter(|item| item.as_ref().map_or(true, |item| Some(item.key) != after));
        let mut waiting: Vec<Waiting> = waiting.take(most).collect::<Result<_>>()?;
        waiting.retain(|item| self.shared.is_settled(item.key));
        Ok(waiting)
    }

    fn undelivered(&self) -> Result<Vec<Undelivered>> {
        let read = |key: &[u8], value: &[u8]| {
            let number = keys::read_number(key).ok_or_else(|| Damaged::key(key))?;
            let DeadRecord { outbound, why, at, resent } = decode(key, value)?;
            Ok(Undelivered { number, outbound, why, at, resent })
        };
        self.list(self.db.scan_prefix(keys::all_dead()), read).collect()
    }

    fn aside(&self) -> Result<Vec<Aside>> {
        let read = |key: &[u8], value: &[u8]| {
            let number = keys::read_number(key).ok_or_else(|| Damaged::key(key))?;
            let AsideRecord { inbound, why, at, readmitted } = decode(key, value)?;
            Ok(Aside { number, inbound, why, at, readmitted })
        };
        self.list(self.db.scan_prefix(keys::all_aside()), read).collect()
    }

    fn log(&self, chat: &ChatRef, most: usize) -> Result<Vec<LogLine>> {
        let newest = self.db.scan_prefix(keys::lines_of(chat)).rev();
        let mut lines: Vec<LogLine> = self.list(newest, decode).take(most).collect::<Result<_>>()?;
        lines.reverse();
        Ok(lines)
    }

    fn logged_chats(&self, channel: &str) -> Result<Vec<ChatRef>> {
        let chats = self.db.scan_prefix(keys::chats_of(channel));
        self.list(chats, |key, _| keys::read_chat(key).ok_or_else(|| Damaged::key(key))).collect()
    }

    fn staff(&self) -> Result<Vec<Staff>> {
        self.records(&keys::all_staff())
    }

    fn last_staff(&self) -> Result<u32> {
        let last = self.db.scan_prefix(keys::all_staff()).next_back().transpose().map_err(trouble::reading)?;
        Ok(last.and_then(|(key, _)| keys::read_staff(&key)).unwrap_or_default())
    }

    fn invite(&self, code: &str) -> Result<Option<Invite>> {
        self.read(&keys::invite(code))
    }

    fn groups(&self) -> Result<Vec<Group>> {
        self.records(&keys::all_groups())
    }

    fn views(&self, number: CaseNumber) -> Result<Vec<(u64, View)>> {
        let mut entries = BTreeSet::from_iter(self.shared.unlisted.of_case(number));
        for key in self.db.scan_prefix(keys::views_of(number)).keys() {
            entries.extend(keys::read_number(&key.map_err(trouble::reading)?));
        }
        // The mark is only a way to the entry; what counts is what the entry says.
        let views = entries.into_iter().map(|n| self.view(n)).filter_map(Result::transpose);
        views.filter(|entry| entry.as_ref().map_or(true, |(_, view)| view.case == number)).collect()
    }

    fn copies(&self) -> Result<Vec<(u64, Copied)>> {
        let mut copies = Vec::new();
        for key in self.db.scan_prefix(keys::all_copies()).keys() {
            let Some(n) = keys::read_number(&key.map_err(trouble::reading)?) else { continue };
            if let Some(Said::Copied(copied)) = self.said(n)? {
                copies.push((n, copied));
            }
        }
        Ok(copies)
    }

    fn view_of_code(&self, code: &str) -> Result<Option<(u64, View)>> {
        let waiting = self.shared.unlisted.of_code(code);
        let Some(n) = waiting.map_or_else(|| self.read(&keys::trace(code)), |n| Ok(Some(n)))? else { return Ok(None) };
        Ok(self.view(n)?.filter(|(_, view)| view.code.as_deref() == Some(code)))
    }

    fn resent(&self) -> Result<Vec<(u64, Resent)>> {
        let mut all = Vec::new();
        for key in self.db.scan_prefix(keys::all_resent()).keys() {
            let Some(n) = keys::read_number(&key.map_err(trouble::reading)?) else { continue };
            if let Some(Said::Resent(resent)) = self.said(n)? {
                all.push((n, resent));
            }
        }
        Ok(all)
    }

    fn chain_head(&self) -> Result<Head> {
        Ok(self.read(&keys::chain_head())?.unwrap_or_default())
    }

    fn verify_chain(&self, anchors: &[Head], progress: &mut (dyn FnMut(u64) + Send)) -> Result<Verification> {
        super::verify::verify(&self.db, &self.shared.unlisted, anchors, progress)
    }

    fn cards(&self, against: &Against, since: Option<Moment>) -> Result<Vec<CardRecord>> {
        let all = match against {
            Against::All => keys::all_cards(),
            Against::Unit(unit) => keys::all_cards_of_unit(unit),
            Against::Person(person) => keys::all_cards_of_person(*person),
        };
        let start = since.map_or_else(|| all.clone(), |since| keys::cards_since(all.clone(), since));
        self.list(self.db.range(start..).take_while(|entry| within(entry, &all)), decode).collect()
    }

    fn has_appraised(&self, number: CaseNumber) -> Result<bool> {
        self.db.contains_key(keys::appraised(number)).map_err(trouble::reading)
    }

    fn ballots(&self, quarter: Quarter) -> Result<Vec<Ballot>> {
        self.records(&keys::ballots(quarter))
    }

    fn registered(&self, number: CaseNumber) -> Result<Vec<Registered>> {
        self.records(&keys::registered_of(number))
    }

    fn health(&self) -> StoreHealth {
        SledStore::health(self)
    }

    fn profiles(&self) -> Result<Vec<ProfileText>> {
        self.records(&keys::profile(""))
    }

    fn lost_profiles(&self) -> Result<Vec<String>> {
        let mut lost = Vec::new();
        for entry in self.db.scan_prefix(keys::profile("")) {
            let (key, value) = entry.map_err(trouble::reading)?;
            if decode::<ProfileText>(&key, &value).is_err() {
                lost.extend(keys::read_text(&key));
            }
        }
        Ok(lost)
    }

    fn copy_out(&self, each: EachRecord<'_>) -> Result<()> {
        self.shared.check_writable()?;
        self.shared.pictures.copy(&self.db, each)
    }
}

/// Whether an entry belongs to those that begin with `all`; an error does, so that it is seen.
fn within(entry: &Entry, all: &Key) -> bool {
    entry.as_ref().map_or(true, |(key, _)| key.starts_with(all.as_ref()))
}
