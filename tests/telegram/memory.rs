//! A store of which only the outbox works, in memory, and which fails when told to.
#![allow(dead_code)] // each test uses its part of it

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Result, anyhow};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use yousu::domain::appraisal::{Ballot, Quarter};
use yousu::domain::audit::{Copied, Head, Resent, Verification, View};
use yousu::domain::case::Case;
use yousu::domain::conversation::Conversation;
use yousu::domain::event::Recorded;
use yousu::domain::ids::{CaseNumber, ChatRef, DepartmentId, InboundId, Moment, NoticeId, UserRef};
use yousu::domain::ledger::{Against, CardRecord};
use yousu::domain::outbound::Outbound;
use yousu::domain::profile::ProfileText;
use yousu::domain::publication::{Edition, Example};
use yousu::domain::staff::{Group, Invite, Staff};
use yousu::store::{
    Aside, Commit, CommitError, ConversationKey, Delivery, DueItem, EachRecord, LogLine, OutboxKey, PeopleWrite, Store, Undelivered,
    Waiting,
};

/// The store.
#[derive(Clone, Default)]
pub struct Memory {
    inside: Arc<Mutex<Inside>>,
}

#[derive(Default)]
struct Inside {
    waiting: BTreeMap<OutboxKey, Waiting>,
    places: BTreeMap<NoticeId, OutboxKey>,
    dead: Vec<(Outbound, String)>,
    moved: Vec<(ChatRef, ChatRef)>,
    last: u64,
    failing_commits: u32,
}

impl Memory {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A message waits.
    pub fn enqueue(&self, outbound: Outbound) {
        self.inside().enqueue(outbound);
    }

    /// A message waits that failed before.
    pub fn enqueue_failed(&self, outbound: Outbound, attempts: u32, not_before: Moment) {
        let mut inside = self.inside();
        let key = inside.enqueue(outbound);
        let waiting = inside.waiting.get_mut(&key).expect("it was just put there");
        (waiting.attempts, waiting.not_before) = (attempts, Some(not_before));
    }

    /// So many commits fail from now on.
    pub fn fail_commits(&self, times: u32) {
        self.inside().failing_commits = times;
    }

    /// What waits.
    pub fn all_waiting(&self) -> Vec<Waiting> {
        self.inside().waiting.values().cloned().collect()
    }

    /// Groups that moved.
    pub fn moved(&self) -> Vec<(ChatRef, ChatRef)> {
        self.inside().moved.clone()
    }
}

impl Inside {
    fn enqueue(&mut self, outbound: Outbound) -> OutboxKey {
        if let Some(place) = self.places.get(&outbound.id) {
            return *place;
        }
        self.last += 1;
        let key = OutboxKey { class: u8::from(!outbound.urgent), number: self.last };
        let not_before = outbound.not_before;
        self.places.insert(outbound.id.clone(), key);
        self.waiting.insert(key, Waiting { key, outbound, attempts: 0, not_before, queued: None });
        key
    }

    fn remove(&mut self, key: OutboxKey) -> Option<Waiting> {
        let waiting = self.waiting.remove(&key)?;
        self.places.remove(&waiting.outbound.id);
        Some(waiting)
    }

    fn deliver(&mut self, delivery: Delivery) {
        match delivery {
            Delivery::Sent(key) | Delivery::Settled(key) => drop(self.remove(key)),
            Delivery::Again { key, not_before } => {
                if let Some(waiting) = self.waiting.get_mut(&key) {
                    waiting.attempts += 1;
                    waiting.not_before = Some(not_before);
                }
            }
            Delivery::Dead { key, why } => {
                let outbound = self.remove(key).map(|waiting| waiting.outbound);
                self.dead.extend(outbound.map(|outbound| (outbound, why)));
            }
        }
    }
}

fn none<T>() -> Result<T> {
    Err(anyhow!("this store has an outbox only"))
}

impl Store for Memory {
    fn commit(&self, commit: Commit) -> BoxFuture<'_, Result<(), CommitError>> {
        async move {
            let mut inside = self.inside();
            if inside.failing_commits > 0 {
                inside.failing_commits -= 1;
                return Err(CommitError::Failed(anyhow!("the disk is full")));
            }
            for delivery in commit.delivery {
                inside.deliver(delivery);
            }
            for outbound in commit.outbox {
                inside.enqueue(outbound);
            }
            for change in commit.people {
                if let PeopleWrite::GroupMoved { from, to } = change {
                    inside.moved.push((from, to));
                }
            }
            Ok(())
        }
        .boxed()
    }

    fn waiting(&self, after: Option<OutboxKey>, most: usize) -> Result<Vec<Waiting>> {
        let inside = self.inside();
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        Ok(inside.waiting.range((from, Bound::Unbounded)).take(most).map(|(_, waiting)| waiting.clone()).collect())
    }

    fn undelivered(&self) -> Result<Vec<Undelivered>> {
        let dead = self.inside().dead.clone().into_iter().zip(1..);
        Ok(dead.map(|((outbound, why), number)| Undelivered { number, outbound, why, at: None, resent: None }).collect())
    }

    fn seen(&self, _: &InboundId) -> Result<bool> {
        none()
    }

    fn case(&self, _: CaseNumber) -> Result<Option<Case>> {
        none()
    }

    fn events(&self, _: CaseNumber) -> Result<Vec<Recorded>> {
        none()
    }

    fn last_serial(&self, _: u32) -> Result<u32> {
        none()
    }

    fn case_numbers(&self, _: Option<CaseNumber>, _: usize) -> Result<Vec<CaseNumber>> {
        none()
    }

    fn case_of_origin(&self, _: &str) -> Result<Option<CaseNumber>> {
        none()
    }

    fn editions(&self) -> Result<Vec<Edition>> {
        none()
    }

    fn examples(&self) -> Result<Vec<Example>> {
        none()
    }

    fn cases_of(&self, _: &UserRef, _: usize) -> Result<Vec<CaseNumber>> {
        none()
    }

    fn open_cases(&self) -> Result<Vec<CaseNumber>> {
        none()
    }

    fn open_cases_of(&self, _: &DepartmentId) -> Result<Vec<CaseNumber>> {
        none()
    }

    fn conversation(&self, _: &ConversationKey) -> Result<Conversation> {
        none()
    }

    fn next_due(&self) -> Result<Option<Moment>> {
        none()
    }

    fn due(&self, _: Moment, _: usize) -> Result<Vec<DueItem>> {
        none()
    }

    fn aside(&self) -> Result<Vec<Aside>> {
        none()
    }

    fn log(&self, _: &ChatRef, _: usize) -> Result<Vec<LogLine>> {
        none()
    }

    fn logged_chats(&self, _: &str) -> Result<Vec<ChatRef>> {
        none()
    }

    fn staff(&self) -> Result<Vec<Staff>> {
        none()
    }

    fn invite(&self, _: &str) -> Result<Option<Invite>> {
        none()
    }

    fn groups(&self) -> Result<Vec<Group>> {
        none()
    }

    fn views(&self, _: CaseNumber) -> Result<Vec<(u64, View)>> {
        none()
    }

    fn copies(&self) -> Result<Vec<(u64, Copied)>> {
        Ok(Vec::new())
    }

    fn copy_out(&self, _: EachRecord<'_>) -> Result<()> {
        Ok(())
    }

    fn view_of_code(&self, _: &str) -> Result<Option<(u64, View)>> {
        none()
    }

    fn resent(&self) -> Result<Vec<(u64, Resent)>> {
        none()
    }

    fn chain_head(&self) -> Result<Head> {
        none()
    }

    fn verify_chain(&self, _: &[Head], _: &mut (dyn FnMut(u64) + Send)) -> Result<Verification> {
        none()
    }

    fn cards(&self, _: &Against, _: Option<Moment>) -> Result<Vec<CardRecord>> {
        none()
    }

    fn has_appraised(&self, _: CaseNumber) -> Result<bool> {
        none()
    }

    fn ballots(&self, _: Quarter) -> Result<Vec<Ballot>> {
        none()
    }

    fn profiles(&self) -> Result<Vec<ProfileText>> {
        none()
    }
}
