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
use crate::domain::outbound::Outbound;
use crate::domain::paper::Made;
use crate::domain::past::Origin;
use crate::domain::profile::ProfileText;
use crate::domain::reminder::Reminder;
use crate::store::codec::{CaseIndex, CaseRecord, ConversationMark, DueRecord, WaitingRecord, decode, encode, encode_as, plain};
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
    /// Everything that lists it from now on.
    pub index: Index,
    /// What stands under each of these keys.
    pub listed: Vec<IVec>,
    /// What listed it when it was read, where that is known.
    pub before: Option<Before<Listed>>,
}

/// What lists a case: under each key a mark, or what falls due.
pub type Index = BTreeMap<Key, Option<DueRecord>>;

/// What stands under a key that lists a case.
pub fn listed(entry: Option<&DueRecord>) -> Result<IVec> {
    entry.map_or_else(|| Ok(IVec::default()), encode_as)
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
        let mark: IVec = encode_as(&at)?;
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
    let CaseWrite { expected_seq, events, case, reminders } = write;
    let number = case.number;
    let mut seq = expected_seq;
    for event in &events {
        seq += 1;
        ensure!(event.case == number && event.seq == seq, "工单 {number} 的事件没有从 {} 起连续编号", expected_seq + 1);
    }
    ensure!(case.seq == seq, "工单 {number} 与它的事件不是同一时刻的");
    let (citizen, unit, together) = (case.citizen().clone(), case.unit().cloned(), !reminders.is_empty());
    let record = CaseRecord { index: CaseIndex { seq, open: !case.state.is_closed(), unit, together }, reminders, case };
    let plain: Vec<Vec<u8>> = events.iter().map(plain).collect::<Result<_>>()?;
    let digest = digest_of((expected_seq + 1..).zip(plain.iter().map(Vec::as_slice)));
    let encoded = encode_as(&record)?;
    let index = index_entries(number, &record.index, record.reminders);
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
        record: encoded,
        listed: index.values().map(|entry| listed(entry.as_ref())).collect::<Result<_>>()?,
        index,
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

/// Everything that lists a case while it is as it is. A citizen never loses a case, so that is not in here.
///
/// Of its reminders only the first has an entry, which holds all: a case has nine, and sled takes memory for each record, also for
/// those that nobody reads.
pub fn index_entries(number: CaseNumber, index: &CaseIndex, reminders: Vec<Reminder>) -> Index {
    let mut entries = Index::new();
    if index.open {
        entries.insert(keys::open(number), None);
        entries.extend(index.unit.as_ref().map(|unit| (keys::open_of(unit, number), None)));
    }
    if index.together {
        if let Some(first) = reminders.iter().map(|reminder| reminder.due).min() {
            entries.insert(keys::due_case(first, number, 0), Some(DueRecord::Together(reminders)));
        }
    } else {
        for (place, reminder) in (0..).zip(reminders) {
            entries.insert(keys::due_case(reminder.due, number, place), Some(DueRecord::Alone(reminder)));
        }
    }
    entries
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
    let record = encode_as(&WaitingRecord { outbound, attempts: 0, not_before, queued, resent: None })?;
    Ok(PreparedOutbound { id, class, record })
}

fn line(line: LogLine) -> Result<PreparedLine> {
    let record = encode_as(&line)?;
    Ok(PreparedLine { chat: line.chat, id: line.id, record })
}
