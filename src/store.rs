//! The store 存储: one durable, atomic commit for everything that one step changes. A message is acknowledged to its
//! channel only after its commit is on the disk.
//!
//! Some records are sources and the others derive from them: the table is in [`rebuild`]. All of them can be saved in one file:
//! [`backup`].

use anyhow::Result;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};

use crate::domain::appraisal::{Ballot, Cast, Quarter};
use crate::domain::audit::{Copied, Head, Resent, Verification, View, Viewer};
use crate::domain::case::Case;
use crate::domain::conversation::Conversation;
use crate::domain::event::Recorded;
use crate::domain::ids::{CaseNumber, ChatRef, DepartmentId, InboundId, Moment, UserRef};
use crate::domain::ledger::{Against, CardRecord};
use crate::domain::moment;
use crate::domain::outbound::{Button, Outbound};
use crate::domain::paper::{Made, Registered};
use crate::domain::profile::ProfileText;
use crate::domain::publication::{Edition, Example};
use crate::domain::reminder::Reminder;
use crate::domain::staff::{Group, Invite, Staff};

mod aside;
pub mod backup;
mod codec;
mod done;
mod fare;
mod fold;
mod keys;
mod origin;
mod public;
pub mod rebuild;
mod room;
mod sled;

pub use self::aside::{Aside, Readmit, Readmitted, SetAside, Why};
pub use self::codec::{Damaged, decode, unpack};
pub use self::done::{Done, Hear};
pub use self::fare::StoreHealth;
pub use self::fold::expanded;
pub use self::origin::{origin_key, row_digest};
pub use self::public::PublicWrite;
pub use self::room::Room;
pub use self::sled::{Compacted, Life, Restored, SledStore};

/// Whose conversation: one person in one chat, so that two colleagues in a group are two conversations.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConversationKey {
    /// The chat.
    pub chat: ChatRef,
    /// The person.
    pub user: UserRef,
}

/// Everything that one step changes. It lands whole or not at all.
#[derive(Clone, Debug, Default)]
pub struct Commit {
    /// The incoming message that caused it: a second commit for the same one is refused.
    pub inbound: Option<InboundId>,
    /// More incoming messages that are taken in with it, likewise once.
    pub also: Vec<InboundId>,
    /// When it was decided: the mark of the incoming message carries it, so that old marks can be told from new ones.
    pub at: Option<Moment>,
    /// Cases begun or changed.
    pub cases: Vec<CaseWrite>,
    /// Conversations changed.
    pub conversations: Vec<ConversationWrite>,
    /// Messages to send, in order.
    pub outbox: Vec<Outbound>,
    /// What became of messages in the outbox.
    pub delivery: Vec<Delivery>,
    /// Undeliverable notices that somebody has sent again. One that is not on the list any more is a conflict.
    pub resend: Vec<Resend>,
    /// Messages that could not be handled and are kept aside.
    pub aside: Vec<SetAside>,
    /// The message that was set aside and is taken in again.
    pub readmit: Option<Readmit>,
    /// Lines for the chats that the web page shows.
    pub log: Vec<LogLine>,
    /// People who joined, were invited, and groups.
    pub people: Vec<PeopleWrite>,
    /// Who saw which case. A trace code that is in use already is a conflict.
    pub views: Vec<View>,
    /// Who took a copy of everything.
    pub copies: Vec<Copied>,
    /// Ballots of 民主评议. A second one for a case is a conflict.
    pub ballots: Vec<Cast>,
    /// Editions that come out, and typical cases in the making.
    pub publications: Vec<PublicWrite>,
    /// Papers that the events of this commit make: each gets the next number of its kind and year 文号.
    pub papers: Vec<Made>,
    /// The rules of the cases that begin, or go over to them, with this commit. A text that is kept already stays as it is.
    pub profiles: Vec<ProfileText>,
}

/// A case begun or changed.
#[derive(Clone, Debug)]
pub struct CaseWrite {
    /// How many events the case had when it was read; 0 for a new one.
    pub expected_seq: u32,
    /// The new events, numbered from `expected_seq + 1`.
    pub events: Vec<Recorded>,
    /// The case after them.
    pub case: Case,
    /// Its complete set of reminders, which replaces the old one.
    pub reminders: Vec<Reminder>,
}

/// A conversation changed.
#[derive(Clone, Debug)]
pub struct ConversationWrite {
    /// Whose.
    pub key: ConversationKey,
    /// The `rev` it had when it was read; 0 for a new one. The new one has `expected_rev + 1`.
    pub expected_rev: u32,
    /// The conversation now.
    pub conversation: Conversation,
}

/// What became of a message in the outbox.
#[derive(Clone, Debug)]
pub enum Delivery {
    /// It was sent, and leaves the outbox.
    Sent(OutboxKey),
    /// It waited for the morning and was settled by then: it leaves the outbox unsaid.
    Settled(OutboxKey),
    /// It failed and waits until then.
    Again {
        /// Which.
        key: OutboxKey,
        /// Not before.
        not_before: Moment,
    },
    /// It can never be sent; it moves to the list of undeliverable notices, with the reason.
    Dead {
        /// Which.
        key: OutboxKey,
        /// Why.
        why: String,
    },
}

/// An undeliverable notice goes back into the outbox, and it is written down who had it sent.
#[derive(Clone, Debug)]
pub struct Resend {
    /// Its number on the list.
    pub number: u64,
    /// Who has it sent.
    pub by: Viewer,
    /// When.
    pub at: Moment,
}

/// A notice that can never be sent, until somebody sees to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Undelivered {
    /// Its number on the list.
    pub number: u64,
    /// The message.
    pub outbound: Outbound,
    /// Why.
    pub why: String,
    /// Since when; stores of earlier programs do not say.
    pub at: Option<Moment>,
    /// Who last had it sent again, in vain.
    pub resent: Option<Resent>,
}

/// The place of a message in the outbox: urgent before routine, then first come first served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutboxKey {
    /// 0 for urgent, 1 for routine.
    pub class: u8,
    /// The running number.
    pub number: u64,
}

/// A message waiting to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// Its place.
    pub key: OutboxKey,
    /// The message.
    pub outbound: Outbound,
    /// How often sending has failed.
    pub attempts: u32,
    /// Not before: as the message itself asks, or because it has failed.
    pub not_before: Option<Moment>,
    /// When it was committed; stores of earlier programs do not say.
    pub queued: Option<Moment>,
}

/// One line of a chat on the web page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogLine {
    /// The chat.
    pub chat: ChatRef,
    /// The identity of the message: a line of an identity that is there already is not written twice.
    pub id: String,
    /// When.
    #[serde(with = "moment")]
    pub at: Moment,
    /// From the house, and not from the person.
    pub from_house: bool,
    /// The words.
    pub text: String,
    /// The buttons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Vec<Button>>,
    /// Evidence, by its source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<crate::domain::complaint::Evidence>,
    /// Files that are made when somebody opens them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<crate::domain::outbound::FileRef>,
}

/// A change of people.
#[derive(Clone, Debug)]
pub enum PeopleWrite {
    /// An invitation was made.
    Invited(Invite),
    /// Somebody joined; with the code that they used, which is worth nothing afterwards.
    Joined {
        /// Who.
        staff: Staff,
        /// With which code, unless the house made them.
        code: Option<String>,
    },
    /// A group became a department's.
    GroupBound(Group),
    /// A group lives in another chat now.
    GroupMoved {
        /// Before.
        from: ChatRef,
        /// Now.
        to: ChatRef,
    },
}

/// Something that has fallen due.
#[derive(Clone, Debug, PartialEq)]
pub enum DueItem {
    /// A case's reminder.
    Case(CaseNumber, Reminder),
    /// A conversation that has hung too long, and since when it was due.
    Conversation(ConversationKey, Moment),
}

impl DueItem {
    /// When it fell due.
    pub fn due(&self) -> Moment {
        match self {
            Self::Case(_, reminder) => reminder.due,
            Self::Conversation(_, due) => *due,
        }
    }
}

/// Why a commit did not land.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Somebody else changed the case or conversation since it was read: read again and decide again.
    #[error("read again: {0} has changed")]
    Conflict(String),
    /// This incoming message has been dealt with.
    #[error("this message has been dealt with")]
    AlreadySeen,
    /// The disk, or a record on it.
    #[error("存储没有写成：{}", crate::why::told(.0))]
    Failed(#[from] anyhow::Error),
}

/// Takes one record after the other, key and value.
pub type EachRecord<'a> = &'a mut (dyn FnMut(&[u8], &[u8]) -> Result<()> + 'a);

/// What every store must do. `tests/store_contract.rs` holds each implementation to it.
pub trait Store: Send + Sync {
    /// Writes the whole commit durably, or nothing.
    fn commit(&self, commit: Commit) -> BoxFuture<'_, Result<(), CommitError>>;

    /// Whether this incoming message has been dealt with.
    fn seen(&self, inbound: &InboundId) -> Result<bool>;
    /// The case of this number.
    fn case(&self, number: CaseNumber) -> Result<Option<Case>>;
    /// [`Store::case`], for whoever is about to change it: a store may remember what the change will need of it.
    fn case_to_change(&self, number: CaseNumber) -> Result<Option<Case>> {
        self.case(number)
    }
    /// [`Store::case_to_change`] of each of them; none where it is not there, or cannot be read.
    fn cases_to_change(&self, numbers: &[CaseNumber]) -> Vec<Option<Case>> {
        numbers.iter().map(|number| self.case_to_change(*number).ok().flatten()).collect()
    }
    /// The events of a case, in order.
    fn events(&self, number: CaseNumber) -> Result<Vec<Recorded>>;
    /// The greatest running number of this day (`YYYYMMDD`), 0 when there is none.
    fn last_serial(&self, day: u32) -> Result<u32>;
    /// Every case number from `after` (exclusive) on, at most `most`, in order: for export.
    fn case_numbers(&self, after: Option<CaseNumber>, most: usize) -> Result<Vec<CaseNumber>>;
    /// The case that was taken over from another system's record of this key.
    fn case_of_origin(&self, key: &str) -> Result<Option<CaseNumber>>;
    /// The case that another system knew by this number 原编号.
    fn case_of_original(&self, number: &str) -> Result<Option<CaseNumber>> {
        self.case_of_origin(&origin_key(number))
    }
    /// Every edition that came out, in the order of their periods and numbers.
    fn editions(&self) -> Result<Vec<Edition>>;
    /// Every typical case in the making, by month.
    fn examples(&self) -> Result<Vec<Example>>;
    /// The citizen's cases, newest first, at most `most`.
    fn cases_of(&self, citizen: &UserRef, most: usize) -> Result<Vec<CaseNumber>>;
    /// The open cases, oldest first.
    fn open_cases(&self) -> Result<Vec<CaseNumber>>;
    /// The latest open cases, at most `most`, oldest first.
    fn latest_open_cases(&self, most: usize) -> Result<Vec<CaseNumber>> {
        let mut all = self.open_cases()?;
        Ok(all.split_off(all.len().saturating_sub(most)))
    }
    /// The open cases that this unit holds or last held, oldest first.
    fn open_cases_of(&self, unit: &DepartmentId) -> Result<Vec<CaseNumber>>;
    /// The conversation, or a new one.
    fn conversation(&self, key: &ConversationKey) -> Result<Conversation>;

    /// When the next thing falls due.
    fn next_due(&self) -> Result<Option<Moment>>;
    /// What has fallen due by `now`, earliest first, at most `most`.
    fn due(&self, now: Moment, most: usize) -> Result<Vec<DueItem>>;

    /// Messages waiting after this place, in order, at most `most`, whether or not their time has come.
    fn waiting(&self, after: Option<OutboxKey>, most: usize) -> Result<Vec<Waiting>>;
    /// Messages that can never be sent, in order.
    fn undelivered(&self) -> Result<Vec<Undelivered>>;
    /// [`Store::undelivered`], with the reason alone.
    fn dead(&self) -> Result<Vec<(Outbound, String)>> {
        Ok(self.undelivered()?.into_iter().map(|notice| (notice.outbound, notice.why)).collect())
    }
    /// Messages that were set aside, in order, also those that were taken in again.
    fn aside(&self) -> Result<Vec<Aside>>;
    /// The last `most` lines of a chat, oldest first.
    fn log(&self, chat: &ChatRef, most: usize) -> Result<Vec<LogLine>>;
    /// The chats of a channel that have lines, by name.
    fn logged_chats(&self, channel: &str) -> Result<Vec<ChatRef>>;

    /// Everybody who works here.
    fn staff(&self) -> Result<Vec<Staff>>;
    /// The greatest number that anybody who works here has, also one whose record is damaged; 0 when there is nobody.
    fn last_staff(&self) -> Result<u32> {
        Ok(self.staff()?.iter().map(|staff| staff.id.0).max().unwrap_or_default())
    }
    /// The invitation of this code, while it is unused.
    fn invite(&self, code: &str) -> Result<Option<Invite>>;
    /// The groups of departments.
    fn groups(&self) -> Result<Vec<Group>>;

    /// Who saw this case: the entries of the audit chain with their numbers, oldest first.
    fn views(&self, number: CaseNumber) -> Result<Vec<(u64, View)>>;
    /// Who took a copy of everything, with the numbers of the entries, oldest first.
    fn copies(&self) -> Result<Vec<(u64, Copied)>>;
    /// The view that has this trace code.
    fn view_of_code(&self, code: &str) -> Result<Option<(u64, View)>>;
    /// Who had undeliverable notices sent again, oldest first.
    fn resent(&self) -> Result<Vec<(u64, Resent)>>;
    /// Where the audit chain stands; before its first entry when it has none.
    fn chain_head(&self) -> Result<Head>;
    /// Walks along the whole audit chain and over every event, and stops at the first fault. Each of `anchors`, noted down
    /// earlier, must still be the hash of its entry. `progress` hears now and then how many records have been looked at.
    fn verify_chain(&self, anchors: &[Head], progress: &mut (dyn FnMut(u64) + Send)) -> Result<Verification>;
    /// The ledger of cards 台账: this part of it, oldest first; from `since` on where it is given.
    fn cards(&self, against: &Against, since: Option<Moment>) -> Result<Vec<CardRecord>>;

    /// The papers of a case that are in the register 文号登记, in the order of their events.
    fn registered(&self, _number: CaseNumber) -> Result<Vec<Registered>> {
        Ok(Vec::new())
    }

    /// Whether the case was appraised 民主评议.
    fn has_appraised(&self, number: CaseNumber) -> Result<bool>;
    /// The ballots of a quarter, in no order that tells anything.
    fn ballots(&self, quarter: Quarter) -> Result<Vec<Ballot>>;

    /// How the store itself fares.
    fn health(&self) -> StoreHealth {
        StoreHealth::default()
    }
    /// The rules that any case ever ran under, each in full.
    fn profiles(&self) -> Result<Vec<ProfileText>>;
    /// The keys of rules that cannot be read any more.
    fn lost_profiles(&self) -> Result<Vec<String>> {
        Ok(Vec::new())
    }

    /// Hands over every record, key and value, in the order of the keys, all as they are at one moment between two commits;
    /// others go on writing meanwhile. It ends at the first error of `each`.
    fn copy_out(&self, each: EachRecord<'_>) -> Result<()>;
}
