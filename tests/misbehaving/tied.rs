//! A store that the test's clock waits for: while a commit is on its way to the disk, no time passes.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Error, Result};
use futures::FutureExt as _;
use futures::executor::block_on;
use futures::future::BoxFuture;
use tokio::task::spawn_blocking;
use tokio::time::sleep;
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

/// The real store, on a disk that takes so long for one commit or for several at once.
pub struct Tied(pub Arc<SledStore>, pub Duration);

impl Store for Tied {
    fn commit(&self, commit: Commit) -> BoxFuture<'_, Result<(), CommitError>> {
        let (store, disk) = (self.0.clone(), self.1);
        // Tokio's clock stands while such a task runs.
        let landed = spawn_blocking(move || block_on(store.commit(commit)));
        async move {
            if !disk.is_zero() {
                sleep(disk).await;
            }
            landed.await.map_err(|error| CommitError::Failed(Error::from(error)))?
        }
        .boxed()
    }

    fn seen(&self, inbound: &InboundId) -> Result<bool> {
        self.0.seen(inbound)
    }

    fn case(&self, number: CaseNumber) -> Result<Option<Case>> {
        self.0.case(number)
    }

    fn events(&self, number: CaseNumber) -> Result<Vec<Recorded>> {
        self.0.events(number)
    }

    fn last_serial(&self, day: u32) -> Result<u32> {
        self.0.last_serial(day)
    }

    fn case_numbers(&self, after: Option<CaseNumber>, most: usize) -> Result<Vec<CaseNumber>> {
        self.0.case_numbers(after, most)
    }

    fn case_of_origin(&self, key: &str) -> Result<Option<CaseNumber>> {
        self.0.case_of_origin(key)
    }

    fn editions(&self) -> Result<Vec<Edition>> {
        self.0.editions()
    }

    fn examples(&self) -> Result<Vec<Example>> {
        self.0.examples()
    }

    fn cases_of(&self, citizen: &UserRef, most: usize) -> Result<Vec<CaseNumber>> {
        self.0.cases_of(citizen, most)
    }

    fn open_cases(&self) -> Result<Vec<CaseNumber>> {
        self.0.open_cases()
    }

    fn latest_open_cases(&self, most: usize) -> Result<Vec<CaseNumber>> {
        self.0.latest_open_cases(most)
    }

    fn open_cases_of(&self, unit: &DepartmentId) -> Result<Vec<CaseNumber>> {
        self.0.open_cases_of(unit)
    }

    fn conversation(&self, key: &ConversationKey) -> Result<Conversation> {
        self.0.conversation(key)
    }

    fn next_due(&self) -> Result<Option<Moment>> {
        self.0.next_due()
    }

    fn due(&self, now: Moment, most: usize) -> Result<Vec<DueItem>> {
        self.0.due(now, most)
    }

    fn waiting(&self, after: Option<OutboxKey>, most: usize) -> Result<Vec<Waiting>> {
        self.0.waiting(after, most)
    }

    fn aside(&self) -> Result<Vec<Aside>> {
        self.0.aside()
    }

    fn undelivered(&self) -> Result<Vec<Undelivered>> {
        self.0.undelivered()
    }

    fn log(&self, chat: &ChatRef, most: usize) -> Result<Vec<LogLine>> {
        self.0.log(chat, most)
    }

    fn logged_chats(&self, channel: &str) -> Result<Vec<ChatRef>> {
        self.0.logged_chats(channel)
    }

    fn staff(&self) -> Result<Vec<Staff>> {
        self.0.staff()
    }

    fn invite(&self, code: &str) -> Result<Option<Invite>> {
        self.0.invite(code)
    }

    fn groups(&self) -> Result<Vec<Group>> {
        self.0.groups()
    }

    fn views(&self, number: CaseNumber) -> Result<Vec<(u64, View)>> {
        self.0.views(number)
    }

    fn copies(&self) -> Result<Vec<(u64, Copied)>> {
        self.0.copies()
    }

    fn view_of_code(&self, code: &str) -> Result<Option<(u64, View)>> {
        self.0.view_of_code(code)
    }

    fn resent(&self) -> Result<Vec<(u64, Resent)>> {
        self.0.resent()
    }

    fn chain_head(&self) -> Result<Head> {
        self.0.chain_head()
    }

    fn verify_chain(&self, anchors: &[Head], progress: &mut (dyn FnMut(u64) + Send)) -> Result<Verification> {
        self.0.verify_chain(anchors, progress)
    }

    fn has_appraised(&self, number: CaseNumber) -> Result<bool> {
        self.0.has_appraised(number)
    }

    fn ballots(&self, quarter: Quarter) -> Result<Vec<Ballot>> {
        self.0.ballots(quarter)
    }

    fn cards(&self, against: &Against, since: Option<Moment>) -> Result<Vec<CardRecord>> {
        self.0.cards(against, since)
    }

    fn health(&self) -> StoreHealth {
        self.0.health()
    }

    fn profiles(&self) -> Result<Vec<ProfileText>> {
        self.0.profiles()
    }

    fn copy_out(&self, each: EachRecord<'_>) -> Result<()> {
        self.0.copy_out(each)
    }
}
