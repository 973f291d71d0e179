//! A commit made ready 备好 on the caller's thread, so that the one writer need not turn cases into bytes.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};

use sled::IVec;

use super::chain::digest_of;
use super::folds;
use super::recent::{Before, Listed, Recent};
use crate::domain::appraisal::Cast;
use crate::domain::audit::{Copied, View};
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::{CaseNumber, ChatRef, InboundId, Moment, NoticeId, UserRef};
use crate::domain::ledger::CardRecord;
use crate::domain::moment::Plain;
use crate::domain::outbound::Outbound;
use crate::domain::paper::Made;
use crate::domain::past::Origin;
use crate::domain::profile::ProfileText;
use crate::domain::reminder::Reminder;
use crate::store::codec::{CaseIndex, CaseRecord, ConversationMark, WaitingRecord, decode, encode, encode_as, plain};
use crate::store::keys::{self, Key};
use crate::store::{
    CaseWrite, Commit, ConversationKey, ConversationWrite, Delivery, LogLine, PeopleWrite, PublicWrite, Readmit, Resend, SetAside,
};

/// A commit, with its records in bytes.
pub struct Prepared {
    /// When it was decided.
    pub at: Option<Moment>,
    /// The incoming messages, each with its mark.
    pub inbound: Vec<(InboundId, IVec)>,
    /// Cases begun or changed.
    pub cases: Vec<PreparedCase>,
    /// Conversations changed.
    pub conversations: Vec<PreparedConversation>,
    /// Messages to send.
    pub outbox: Vec<PreparedOutbound>,
    /// What became of messages.
    pub delivery: Vec<Delivery>,
    /// Undeliverable notices that go back into the outbox.
    pub resend: Vec<Resend>,
    /// Messages that are set aside.
    pub aside: Vec<SetAside>,
    /// The one that is taken in again.
    pub readmit: Option<Readmit>,
    /// Lines of chats.
    pub log: Vec<PreparedLine>,
    /// Changes of people.
    pub people: Vec<PeopleWrite>,
    /// Who saw what.
    pub views: Vec<View>,
    /// Who took everything.
    pub copies: Vec<Copied>,
    /// Ballots of 民主评议.
    pub ballots: Vec<Cast>,
    /// What the public is shown.
    pub publications: Vec<PublicWrite>,
    /// Papers for the register.
    pub papers: Vec<Made>,
    /// Rules to keep.
    pub profiles: Vec<ProfileText>,
}

/// A case begun or changed.
pub struct PreparedCase {
    /// Its number.
    pub number: CaseNumber,
    /// Whose it is.
    pub citizen: UserRef,
    /// How many events it had when it was read.
    pub expected_seq: u32,
    /// When the last of the new events happened; none when there are none.
    pub at: Option<Moment>,
    /// How many it has now.
    pub seq: u32,
    /// The records of the new events: several may be one.
    pub events: Vec<(Key, Vec<u8>)>,
    /// What the audit chain binds of them.
    pub digest: String,
    /// The case with its reminders.
    pub record: IVec,
    /// What its events put into the ledger of cards.
    pub cards: Vec<(Key, Vec<u8>)>,
    /// The record of another system that it was taken over from, for a case that begins so.
    pub origin: Option<(Key, Vec<u8>)>,
    /// Everything that lists it from now on, with what stands there.
    pub index: Vec<(Key, IVec)>,
    /// What listed it when it was read, where that is known.
    pub before: Option<Before<Listed>>,
}

/// What lists a case.
pub type Index = BTreeMap<Key, Entry>;

/// What stands under a key that lists a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Nothing: the key says it.
    Mark,
    /// All of its reminders.
    Reminders,
    /// The reminder at this place, as programs before format 4 wrote them.
    Reminder(usize),
}

/// A conversation changed.
pub struct PreparedConversation {
    /// Whose.
    pub key: ConversationKey,
    /// The `rev` it had when it was read.
    pub expected_rev: u32,
    /// When it is due.
    pub due: Option<Moment>,
    /// The conversation now.
    pub record: IVec,
    /// What was there, where that is known.
    pub before: Option<Before<ConversationMark>>,
}

/// A message to send.
pub struct PreparedOutbound {
    /// Its identity.
    pub id: NoticeId,
    /// 0 for urgent, 1 for routine.
    pub class: u8,
    /// The message as it waits.
    pub record: IVec,
}

/// A line of a chat.
pub struct PreparedLine {
    /// The chat.
    pub chat: ChatRef,
    /// The identity of the message.
    pub id: String,
    /// The line.
    pub record: IVec,
}

impl Prepared {
    /// Makes a commit ready, with what is known of the records that it changes; none when it changes nothing.
    pub fn new(commit: Commit, recent: &Recent) -> Result<Option<Self>> {
        let Commit {
            inbound,
            also,
            at,
            cases,
            conversations,
            outbox,
            delivery,
            resend,
            aside,
            readmit,
            log,
            people,
            views,
            copies,
            ballots,
            publications,
            papers,
            profiles,
        } = commit;
        let is_empty = inbound.is_none()
            && also.is_empty()
            && cases.is_empty()
            && conversations.is_empty()
            && outbox.is_empty()
            && delivery.is_empty()
            && resend.is_empty()
            && aside.is_empty()
            && readmit.is_none()
            && log.is_empty()
            && people.is_empty()
            && views.is_empty()
            && copies.is_empty()
            && ballots.is_empty()
            && publications.is_empty()
            && papers.is_empty()
            && profiles.is_empty();
        if is_empty {
            return Ok(None);
        }
        let mark: IVec = encode_as(&at.map(Plain))?;
        Ok(Some(Self {
            at,
            inbound: inbound.into_iter().chain(also).map(|id| (id, mark.clone())).collect(),
            cases: cases.into_iter().map(|write| known_case(write, recent)).collect::<Result<_>>()?,
            conversations: conversations.into_iter().map(|write| conversation(write, recent)).collect::<Result<_>>()?,
            outbox: outbox.into_iter().map(|message| outbound(message, at)).collect::<Result<_>>()?,
            delivery,
            resend,
            aside,
            readmit,
            log: log.into_iter().map(line).collect::<Result<_>>()?,
            people,
            views,
            copies,
            ballots,
            publications,
            papers,
            profiles,
        }))
    }
}

/// A case made ready, with what listed it before where that is known.
fn known_case(write: CaseWrite, recent: &Recent) -> Result<PreparedCase> {
    let before = recent.listed(&keys::case(write.case.number), write.expected_seq);
    Ok(PreparedCase { before, ..case(write)? })
}

/// A case made ready.
pub fn case(write: CaseWrite) -> Result<PreparedCase> {
    let CaseWrite { expected_seq, events, case, mut reminders } = write;
    let number = case.number;
    let mut seq = expected_seq;
    for event in &events {
        seq += 1;
        ensure!(event.case == number && event.seq == seq, "工单 {number} 的事件没有从 {} 起连续编号", expected_seq + 1);
    }
    ensure!(case.seq == seq, "工单 {number} 与它的事件不是同一时刻的");
    // In their order, by which whoever reads them goes.
    reminders.sort();
    let (citizen, unit, due) = (case.citizen().clone(), case.unit().cloned(), reminders.first().map(|first| first.due));
    let index = CaseIndex { seq, open: !case.state.is_closed(), unit, due, together: false };
    let record = CaseRecord { index, reminders: Vec::new(), case };
    let plain: Vec<Vec<u8>> = events.iter().map(plain).collect::<Result<_>>()?;
    let digest = digest_of((expected_seq + 1..).zip(plain.iter().map(Vec::as_slice)));
    Ok(PreparedCase {
        number,
        citizen,
        expected_seq,
        seq,
        at: taken_over(&events).map(|origin| origin.at).or(events.last().map(|event| event.at)),
        events: folds::kept(number, expected_seq, plain),
        digest,
        cards: cards(&events)?,
        origin: taken_over(&events).map(|origin| Ok::<_, anyhow::Error>((keys::origin(&origin.key), encode(&number)?))).transpose()?,
        record: encode_as(&record)?,
        index: in_bytes(index_entries(number, &record.index, &[]), &reminders)?,
        before: None,
    })
}

/// Where a case came from that begins with these events.
pub fn taken_over(events: &[Recorded]) -> Option<&Origin> {
    match &events.first()?.event {
        Event::Received { origin, .. } => origin.as_deref(),
        _ => None,
    }
}

/// What these events put into the ledger of cards: each under its time, its unit and its person. It never goes again.
pub fn cards(events: &[Recorded]) -> Result<Vec<(Key, Vec<u8>)>> {
    let mut entries = Vec::new();
    for record in events.iter().filter_map(CardRecord::of) {
        let (at, case, seq) = (record.at, record.case, record.seq);
        let unit = record.unit.as_ref().map(|unit| keys::card_of_unit(unit, at, case, seq));
        let person = record.person.map(|person| keys::card_of_person(person, at, case, seq));
        let value = encode(&record)?;
        entries.extend([Some(keys::card(at, case, seq)), unit, person].into_iter().flatten().map(|key| (key, value.clone())));
    }
    Ok(entries)
}

/// Everything that lists a case while it is as it is; `reminders` are those that its record has, if an earlier program wrote it. A
/// citizen never loses a case, so that is not in here.
///
/// Of its reminders only the first has an entry, which holds all: a case has nine, and sled takes memory for each record, also for
/// those that nobody reads.
pub fn index_entries(number: CaseNumber, index: &CaseIndex, reminders: &[Reminder]) -> Index {
    let mut entries = Index::new();
    if index.open {
        entries.insert(keys::open(number), Entry::Mark);
        entries.extend(index.unit.as_ref().map(|unit| (keys::open_of(unit, number), Entry::Mark)));
    }
    let first = || reminders.iter().map(|reminder| reminder.due).min().filter(|_| index.together);
    if let Some(first) = index.due.or_else(first) {
        entries.insert(keys::due_case(first, number, 0), Entry::Reminders);
    } else {
        let own = (0..).zip(reminders).enumerate();
        entries.extend(own.map(|(at, (place, reminder))| (keys::due_case(reminder.due, number, place), Entry::Reminder(at))));
    }
    entries
}

/// What stands under the keys that list a case with these reminders.
pub fn in_bytes(index: Index, reminders: &[Reminder]) -> Result<Vec<(Key, IVec)>> {
    let bytes = |entry| match entry {
        Entry::Mark => Ok(IVec::default()),
        Entry::Reminders => encode_as(&reminders),
        Entry::Reminder(place) => reminders.get(place).map_or_else(|| Ok(IVec::default()), encode_as),
    };
    index.into_iter().map(|(key, entry)| Ok((key, bytes(entry)?))).collect()
}

fn conversation(write: ConversationWrite, recent: &Recent) -> Result<PreparedConversation> {
    let ConversationWrite { key, expected_rev, conversation } = write;
    ensure!(conversation.rev == expected_rev + 1, "对话的版本应为 {}，却是 {}", expected_rev + 1, conversation.rev);
    let (due, record) = (conversation.due, encode_as::<_, IVec>(&conversation)?);
    debug_assert_eq!(decode(b"", &record).as_ref().ok(), Some(&conversation), "a conversation is read as it was written");
    let before = recent.speak(keys::conversation(&key), expected_rev, record.clone(), conversation);
    Ok(PreparedConversation { key, expected_rev, due, record, before })
}

fn outbound(outbound: Outbound, queued: Option<Moment>) -> Result<PreparedOutbound> {
    let (id, class, not_before) = (outbound.id.clone(), u8::from(!outbound.urgent), outbound.not_before);
    // It leaves in a moment: what packing and unpacking it would take is never made up for.
    let record = plain(&WaitingRecord { outbound, attempts: 0, not_before, queued, resent: None })?.into();
    Ok(PreparedOutbound { id, class, record })
}

fn line(line: LogLine) -> Result<PreparedLine> {
    let record = encode_as(&line)?;
    Ok(PreparedLine { chat: line.chat, id: line.id, record })
}
