//! A store with traps 陷阱: a real one, on which reading certain things panics or fails, as a fault in the program or in a record
//! would have it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, bail};
use futures::future::BoxFuture;
use yousu::domain::appraisal::{Ballot, Quarter};
use yousu::domain::audit::{Copied, Head, Resent, Verification, View};
use yousu::domain::case::Case;
use yousu::domain::conversation::Conversation;
use yousu::domain::event::Recorded;
use yousu::domain::ids::{CaseNumber, ChatRef, DepartmentId, InboundId, Moment, UserRef};
use yousu::domain::ledger::{Against, CardRecord};
use yousu::domain::profile::ProfileText;
use yousu::domain::publication::{Edition, Example};
use yousu::domain::staff::{Group, Invite, Staff};
use yousu::store::{
    Aside, Commit, CommitError, ConversationKey, DueItem, EachRecord, LogLine, OutboxKey, SledStore, Store, StoreHealth, Undelivered,
    Waiting,
};

/// What cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Snare {
    /// Reading this person's conversation panics.
    Conversation(UserRef),
    /// Reading it fails.
    Unreadable(UserRef),
    /// Reading this case panics.
    Case(CaseNumber),
    /// Reading the log of a chat panics.
    Log,
}

/// A store with traps, which can be set and taken away while it is used.
pub struct Trap {
    inner: SledStore,
    snares: Mutex<BTreeSet<Snare>>,
}

impl Trap {
    pub fn new(inner: SledStore) -> Arc<Self> {
        Arc::new(Self { inner, snares: Mutex::default() })
    }

    pub fn set(&self, snare: Snare) {
        self.snares.lock().unwrap_or_else(PoisonError::into_inner).insert(snare);
    }

    pub fn clear(&self) {
        self.snares.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn is_set(&self, snare: &Snare) -> bool {
        self.snares.lock().unwrap_or_else(PoisonError::into_inner).contains(snare)
    }

    fn spring(&self, snare: &Snare) {
        assert!(!self.is_set(snare), "a panic that a test planned, with 柳荫路烧烤摊 in it");
    }
}

/// The methods that have no trap.
macro_rules! plain {
    ($($name:ident($($argument:ident: $kind:ty),*) -> $result:ty;)*) => {
        $(fn $name(&self, $($argument: $kind),*) -> $result {
            Store::$name(&self.inner, $($argument),*)
        })*
    };
}

impl Store for Trap {
    fn commit(&self, commit: Commit) -> BoxFuture<'_, Result<(), CommitError>> {
        self.inner.commit(commit)
    }

    fn conversation(&self, key: &ConversationKey) -> Result<Conversation> {
        self.spring(&Snare::Conversation(key.user.clone()));
        if self.is_set(&Snare::Unreadable(key.user.clone())) {
            bail!("a record is damaged");
        }
        self.inner.conversation(key)
    }

    fn case(&self, number: CaseNumber) -> Result<Option<Case>> {
        self.spring(&Snare::Case(number));
        self.inner.case(number)
    }

    fn log(&self, chat: &ChatRef, most: usize) -> Result<Vec<LogLine>> {
        self.spring(&Snare::Log);
        self.inner.log(chat, most)
    }

    plain! {
        seen(inbound: &InboundId) -> Result<bool>;
        events(number: CaseNumber) -> Result<Vec<Recorded>>;
        last_serial(day: u32) -> Result<u32>;
        case_numbers(after: Option<CaseNumber>, most: usize) -> Result<Vec<CaseNumber>>;
        case_of_origin(key: &str) -> Result<Option<CaseNumber>>;
        editions() -> Result<Vec<Edition>>;
        examples() -> Result<Vec<Example>>;
        cases_of(citizen: &UserRef, most: usize) -> Result<Vec<CaseNumber>>;
        open_cases() -> Result<Vec<CaseNumber>>;
        open_cases_of(unit: &DepartmentId) -> Result<Vec<CaseNumber>>;
        next_due() -> Result<Option<Moment>>;
        due(now: Moment, most: usize) -> Result<Vec<DueItem>>;
        waiting(after: Option<OutboxKey>, most: usize) -> Result<Vec<Waiting>>;
        undelivered() -> Result<Vec<Undelivered>>;
        aside() -> Result<Vec<Aside>>;
        logged_chats(channel: &str) -> Result<Vec<ChatRef>>;
        staff() -> Result<Vec<Staff>>;
        last_staff() -> Result<u32>;
        invite(code: &str) -> Result<Option<Invite>>;
        groups() -> Result<Vec<Group>>;
        views(number: CaseNumber) -> Result<Vec<(u64, View)>>;
        copies() -> Result<Vec<(u64, Copied)>>;
        view_of_code(code: &str) -> Result<Option<(u64, View)>>;
        resent() -> Result<Vec<(u64, Resent)>>;
        chain_head() -> Result<Head>;
        verify_chain(anchors: &[Head], progress: &mut (dyn FnMut(u64) + Send)) -> Result<Verification>;
        cards(against: &Against, since: Option<Moment>) -> Result<Vec<CardRecord>>;
        has_appraised(number: CaseNumber) -> Result<bool>;
        ballots(quarter: Quarter) -> Result<Vec<Ballot>>;
        health() -> StoreHealth;
        profiles() -> Result<Vec<ProfileText>>;
        lost_profiles() -> Result<Vec<String>>;
        copy_out(each: EachRecord<'_>) -> Result<()>;
    }
}
