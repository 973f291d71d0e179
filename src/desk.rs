//! The desk 受理台: `receive` and `execute` are the only writers. Each reads the clock once, asks the pure rooms what
//! follows, and writes all of it in one commit.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use futures::FutureExt as _;
use tokio::sync::{Notify, broadcast};

use crate::city::City;
use crate::clock::Clock;
use crate::domain::case::Case;
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::ids::{CaseNumber, ChatRef, Moment};
use crate::domain::inbound::Inbound;
use crate::domain::profile::Profile;
use crate::domain::refusal::Refusal;
use crate::domain::staff::{Actor, Group, Staff};
use crate::metrics::{Arrival, Door, Metrics};
use crate::store::{CommitError, PeopleWrite, Store, Why};

mod ahead;
mod appraisal;
mod aside;
mod audit;
mod codes;
mod demo;
mod due;
mod figures;
mod grounds;
mod guesses;
mod hotspots;
mod ledger;
mod likeness;
mod merging;
mod news;
mod papers;
mod people;
mod post;
mod publication;
mod remade;
mod reports;
mod resend;
mod rules;
mod seal;
pub mod splitmix;
mod step;
mod takeover;
mod turns;

pub use aside::Readmission;
pub use codes::Codes;
pub use people::NewInvite;
pub use post::voice;
pub use remade::Remade;
pub use takeover::TakingOver;

use likeness::Likenesses;
use people::Roster;
use rules::Rules;
use step::{QUERY_CODE, Step};

/// How often a step is decided anew because somebody else was quicker, before it is given up.
const ATTEMPTS: usize = 64;

/// How many things are worked on at once under the machine's clock: about four times as many as the store writes together, so that
/// others are decided while it writes some and some wait.
const AT_ONCE: usize = 1024;

/// What changed, for pages that show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A chat has a new line.
    Chat(ChatRef),
    /// A case has a new event.
    Case(CaseNumber),
}

/// What the channel learns of a message that was taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// A short word for the person who pressed a button.
    pub toast: Option<String>,
    /// It is one of a flood 刷屏, and nothing was said to it.
    pub is_quiet: bool,
}

/// The desk.
pub struct Desk {
    store: Arc<dyn Store>,
    city: Arc<City>,
    clock: Clock,
    codes: Codes,
    roster: RwLock<Roster>,
    rules: Rules,
    likenesses: Likenesses,
    outlook: hotspots::Outlook,
    seal: seal::Seal,
    failing: due::Failing,
    figures: figures::Figures,
    mornings: reports::Mornings,
    /// The last number given out, by day: around midnight steps of two days are under way.
    serials: Mutex<BTreeMap<u32, u32>>,
    looks: Mutex<audit::Looks>,
    guesses: guesses::Guesses,
    /// Held from counting somebody's red cards to writing one more.
    red_cards: tokio::sync::Mutex<()>,
    changes: broadcast::Sender<Change>,
    metrics: Arc<Metrics>,
    outbox: Arc<Notify>,
    reminders: Arc<Notify>,
}

impl Desk {
    /// A desk on this store.
    ///
    /// # Errors
    /// The store cannot be read, or keeps rules that this program does not understand.
    pub fn open(store: Arc<dyn Store>, city: Arc<City>, clock: Clock, codes: Codes) -> Result<Self> {
        let roster = Roster::new(store.staff()?, store.groups()?, store.last_staff()?);
        let rules = Rules::open(store.as_ref(), &city)?;
        let likenesses = Likenesses::open(&store)?;
        Ok(Self {
            store,
            city,
            clock,
            codes,
            roster: RwLock::new(roster),
            rules,
            likenesses,
            outlook: hotspots::Outlook::default(),
            seal: seal::Seal::default(),
            failing: due::Failing::default(),
            figures: figures::Figures::default(),
            mornings: reports::Mornings::default(),
            serials: Mutex::default(),
            looks: Mutex::default(),
            guesses: guesses::Guesses::default(),
            red_cards: tokio::sync::Mutex::default(),
            changes: broadcast::channel(1024).0,
            metrics: Arc::default(),
            outbox: Arc::new(Notify::new()),
            reminders: Arc::new(Notify::new()),
        })
    }

    /// Takes one message in: when this returns `Ok`, everything that follows from it is on the disk. The same message
    /// delivered twice is taken once. One whose handling panics hurts no other: it is kept aside, and not tried again by itself.
    ///
    /// # Errors
    /// The store failed; the message was not taken, and the channel must deliver it again.
    pub async fn receive(&self, inbound: Inbound) -> Result<Receipt> {
        let Ok(received) = AssertUnwindSafe(self.receive_run(std::slice::from_ref(&inbound))).catch_unwind().await else {
            let door = Door::of(&inbound.chat);
            let kept = self.set_aside(inbound, Why::Panicked).await;
            return kept.map(|()| Receipt::default()).inspect_err(|_| self.metrics.arrived(door, Arrival::Refused));
        };
        Ok(received?.pop().unwrap_or_default())
    }

    /// [`Desk::receive`] for the first of some messages that came from one chat, in their order; when it is one of a flood, to
    /// which nothing is said, those of the flood that follow are taken with it, so that whoever floods does not hold up those
    /// who come behind. Gives back a receipt for each that was taken.
    ///
    /// # Errors
    /// The store failed; none was taken, and the channel must deliver them again.
    pub async fn receive_run(&self, run: &[Inbound]) -> Result<Vec<Receipt>> {
        let Some((first, rest)) = run.split_first() else { return Ok(Vec::new()) };
        let (door, begun) = (Door::of(&first.chat), Instant::now());
        match self.take_in(first, rest).await {
            Ok(None) => {
                self.metrics.arrived(door, Arrival::Repeated);
                Ok(vec![Receipt::default()])
            }
            Ok(Some(receipts)) => {
                for _ in &receipts {
                    self.metrics.arrived(door, Arrival::Taken);
                    self.metrics.receiving.note(begun.elapsed());
                }
                Ok(receipts)
            }
            Err(error) => {
                self.metrics.arrived(door, Arrival::Refused);
                Err(error)
            }
        }
    }

    /// [`Desk::receive_run`]; none when the first message had been taken before.
    async fn take_in(&self, inbound: &Inbound, rest: &[Inbound]) -> Result<Option<Vec<Receipt>>> {
        let now = self.clock.now();
        let mut reserved = None;
        for _ in 0..ATTEMPTS {
            if self.store.seen(&inbound.id)? {
                return Ok(None);
            }
            let mut step = Step::new(self, now, &mut reserved);
            step.commit.inbound = Some(inbound.id.clone());
            let toast = turns::take(&mut step, inbound)?;
            let mut receipts = vec![Receipt { toast, is_quiet: step.is_quiet }];
            if step.is_quiet {
                for inbound in rest {
                    if self.store.seen(&inbound.id)? || !turns::take_quietly(&mut step, inbound)? {
                        break;
                    }
                    step.commit.also.push(inbound.id.clone());
                    receipts.push(Receipt { toast: None, is_quiet: true });
                }
            }
            if self.land(step).await? {
                return Ok(Some(receipts));
            }
        }
        bail!("{ATTEMPTS} attempts to take one message all met a change by somebody else")
    }

    /// Carries out a command of `actor`: the clock's, or the administrator's.
    ///
    /// # Errors
    /// The store failed. What the rules forbid is no error but an inner [`Refusal`].
    pub async fn execute(&self, number: CaseNumber, command: Command, actor: &Actor) -> Result<Result<(), Refusal>> {
        self.execute_on(None, number, command, actor).await
    }

    /// [`Desk::execute`] on the case as it was read a moment ago, where it was.
    async fn execute_on(&self, mut read: Option<Case>, number: CaseNumber, command: Command, actor: &Actor) -> Result<Result<(), Refusal>> {
        let now = self.clock.now();
        let mut in_turn = None;
        for _ in 0..ATTEMPTS {
            let mut reserved = None;
            let mut step = Step::new(self, now, &mut reserved);
            step.read = read.take();
            if let Err(refusal) = step.run(number, &command, actor)? {
                return Ok(Err(refusal));
            }
            // Whoever gives a red card waits for those who are giving one, and counts again.
            if in_turn.is_none() && ledger::counts_red_cards(&step.commit) {
                in_turn = Some(self.red_cards.lock().await);
                continue;
            }
            if self.land(step).await? {
                return Ok(Ok(()));
            }
        }
        bail!("{ATTEMPTS} attempts at one command all met a change by somebody else")
    }

    /// The events that a command would lead to; nothing is written.
    ///
    /// # Errors
    /// The store failed. What the rules forbid is no error but an inner [`Refusal`].
    pub fn foresee(&self, number: CaseNumber, command: &Command, actor: &Actor) -> Result<Result<Vec<Event>, Refusal>> {
        let mut reserved = None;
        let mut step = Step::new(self, self.clock.now(), &mut reserved);
        Ok(step.run(number, command, actor)?.map(|()| {
            let cases = step.commit.cases.into_iter();
            cases.flat_map(|write| write.events).map(|recorded| recorded.event).collect()
        }))
    }

    /// Writes a step; false when somebody else was quicker and it must be decided anew.
    async fn land(&self, step: Step<'_>) -> Result<bool> {
        let Step { commit, changes, mut lessons, begun, .. } = step;
        lessons.extend(likeness::lessons(&commit.cases, begun));
        let people = commit.people.clone();
        let texts = commit.profiles.iter().map(|profile| profile.key.clone()).collect();
        let touched: Vec<CaseNumber> = commit.cases.iter().map(|write| write.case.number).collect();
        let (sends, is_run) = (!commit.outbox.is_empty(), !commit.also.is_empty());
        match self.store.commit(commit).await {
            Ok(()) => {
                self.rules.keep(texts);
                if lessons.iter().any(likeness::Lesson::is_of_a_running_case) {
                    self.outlook.stir(self.clock.now());
                }
                self.likenesses.learn(lessons);
                self.figures_changed(touched);
                self.after(&people, changes, sends);
                Ok(true)
            }
            Err(CommitError::Conflict(_)) => Ok(false),
            // Of several it is not known which; what has been seen is left out when they are looked at again.
            Err(CommitError::AlreadySeen) if is_run => Ok(false),
            // Another delivery of the same message landed first: it has been taken.
            Err(CommitError::AlreadySeen) => Ok(true),
            Err(CommitError::Failed(error)) => Err(error).context("这一步没有写成"),
        }
    }

    fn after(&self, people: &[PeopleWrite], changes: Vec<Change>, sends: bool) {
        if !people.is_empty() {
            let mut roster = self.roster.write().unwrap_or_else(PoisonError::into_inner);
            people.iter().for_each(|write| roster.apply(write));
        }
        if sends {
            self.outbox.notify_one();
        }
        self.reminders.notify_one();
        changes.into_iter().for_each(|change| self.announce(change));
    }

    /// The next case number of this day.
    fn next_number(&self, now: Moment) -> Result<CaseNumber> {
        let day = now.date_naive();
        let first = CaseNumber::new(day, 1).context("the year has four digits")?.day();
        let mut serials = self.serials.lock().unwrap_or_else(PoisonError::into_inner);
        if !serials.contains_key(&first) {
            // Two days are enough; the numbers of those before are in the store.
            while serials.len() > 1 {
                serials.pop_first();
            }
            serials.insert(first, self.store.last_serial(first)?);
        }
        let serial = serials.entry(first).or_default();
        *serial += 1;
        CaseNumber::new(day, *serial).context("more than 999,999 cases in one day")
    }

    fn roster(&self) -> RwLockReadGuard<'_, Roster> {
        self.roster.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn looks(&self) -> MutexGuard<'_, audit::Looks> {
        self.looks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The store, for reading.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// The city's data.
    pub fn city(&self) -> &Arc<City> {
        &self.city
    }

    /// The rules that a case runs under, by what it remembers of them.
    pub fn profile_of(&self, key: &str) -> Arc<Profile> {
        self.rules.of(key)
    }

    /// What is counted while this process lives.
    pub fn metrics(&self) -> &Arc<Metrics> {
        &self.metrics
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Everybody who works here, as of now.
    pub fn staff(&self) -> Vec<Staff> {
        self.roster().staff().to_vec()
    }

    /// The groups of departments, as of now.
    pub fn groups(&self) -> Vec<Group> {
        self.roster().groups().to_vec()
    }

    /// Rung when there is something to send.
    pub fn outbox_bell(&self) -> Arc<Notify> {
        self.outbox.clone()
    }

    /// Rung when what falls due may have changed.
    pub fn reminder_bell(&self) -> Arc<Notify> {
        self.reminders.clone()
    }

    /// What changes from now on.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// Tells whoever listens that something changed.
    pub fn announce(&self, change: Change) {
        // Nobody listening is no fault.
        let _ = self.changes.send(change);
    }
}
