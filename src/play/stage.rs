//! The stage of a play 台: the house on a virtual clock, the people, and what they have got so far.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, bail};
use tokio::sync::Notify;

use super::mailbox::{CHANNEL, Mailbox, Sent};
use super::script::{Move, Person, Script, What};
use crate::channel::Maker;
use crate::city::City;
use crate::clock::Clock;
use crate::desk::{Codes, Desk, voice};
use crate::domain::ids::{ChatRef, Moment, UserRef};
use crate::domain::inbound::Inbound;
use crate::domain::outbound::Outbound;
use crate::domain::staff::Role;
use crate::domain::workcalendar::weekday;
use crate::files::make;
use crate::outbox::{Outbox, Standing};
use crate::store::{SledStore, Store};

/// When a play begins that does not say: a Monday.
const BEGINNING: &str = "2026-03-02T09:00:00+08:00";

/// How many times in a row things may fall due at one moment; more means that something comes again for ever.
const MOST_AT_ONE_MOMENT: usize = 1000;

/// Everything that a play needs.
pub(super) struct Stage<'t> {
    pub city: Arc<City>,
    pub store: Arc<dyn Store>,
    pub desk: Arc<Desk>,
    pub clock: Clock,
    pub mailbox: Arc<Mailbox>,
    outbox: Standing,
    /// The desk of whichever program runs now: it makes the files that messages name.
    hand: Arc<Mutex<Arc<Desk>>>,
    tell: &'t mut (dyn FnMut(&str) + Send),
    /// How much of the mailbox the transcript has.
    told: usize,
    /// The last time that the transcript named.
    stamp: Option<Moment>,
    /// How much had been sent when somebody had their last turn.
    pub turns: HashMap<ChatRef, usize>,
    /// What waits at the channel while the program is away; none while it is there.
    pub waiting: Option<Vec<Inbound>>,
    /// The last message that the channel delivered.
    pub last: Option<Inbound>,
    /// Counts messages, for their identities.
    pub messages: usize,
    /// Counts starts of the program, so that codes do not come twice.
    starts: u64,
}

impl<'t> Stage<'t> {
    /// Everything in its place, before the first line.
    pub async fn set(script: &Script, city: Arc<City>, tell: &'t mut (dyn FnMut(&str) + Send)) -> Result<Self> {
        let clock = Clock::standing_at(beginning(script, &city)?);
        let store: Arc<dyn Store> = Arc::new(SledStore::temporary()?);
        let mailbox = Arc::new(Mailbox::default());
        let desk = Arc::new(Desk::open(store.clone(), city.clone(), clock.clone(), Codes::repeatable(1))?);
        let voice = Arc::new(voice(city.clone()));
        let outbox = Outbox::new(store.clone(), vec![mailbox.clone()], clock.clone(), Arc::new(Notify::new()), voice);
        let hand = Arc::new(Mutex::new(desk.clone()));
        let outbox = outbox.making(by(hand.clone())).standing();
        let mut stage = Self {
            city,
            store,
            desk,
            clock,
            mailbox,
            outbox,
            hand,
            tell,
            told: 0,
            stamp: None,
            turns: HashMap::new(),
            waiting: None,
            last: None,
            messages: 0,
            starts: 1,
        };
        stage.employ(script).await?;
        Ok(stage)
    }

    /// Everybody who is named works here, and a dispatcher and a supervisor in any case.
    async fn employ(&mut self, script: &Script) -> Result<()> {
        let mut people = Vec::new();
        for (_, person) in script.people() {
            let known = self.known(person)?;
            if !people.contains(&known) {
                people.push(known);
            }
        }
        for role in [Role::Dispatcher, Role::Supervisor] {
            if people.iter().all(|person| person.role != Some(role)) {
                people.push(Person::the(role));
            }
        }
        for person in people {
            let Some(role) = person.role else { continue };
            let unit = person.department.as_deref().and_then(|name| self.city.directory.find(name)).map(|unit| unit.id.clone());
            let name = person.name.clone().unwrap_or_else(|| role.label().to_owned());
            self.desk.employ(&name, role, unit, user(&person), false).await?;
        }
        Ok(())
    }

    /// As [`known`].
    pub fn known(&self, person: &Person) -> Result<Person> {
        known(person, &self.city)
    }

    /// Does what a line says.
    pub async fn perform(&mut self, what: &What, source: &str) -> Result<()> {
        match what {
            What::Clock(moves) => {
                for by in moves {
                    self.advance(*by).await?;
                }
                Ok(())
            }
            What::Says(who, text) => self.says(who, text, source).await,
            What::Presses(who, label) => self.presses(who, label, source).await,
            What::Sends(who, pieces) => self.sends(who, pieces, source).await,
            What::System(trick) => self.trick(trick, source).await,
            What::Got(who, count, text) => self.expect_got(who, *count, text),
            What::Case { which, holds, words } => self.expect_case(*which, *holds, words),
            What::OutboxEmpty => self.expect_empty(),
        }
    }

    /// Moves the clock: everything due on the way happens, and everything held is sent, at its own time.
    async fn advance(&mut self, by: Move) -> Result<()> {
        let now = self.clock.now();
        let to = by.target(now, &self.city.calendar);
        if to < now {
            bail!("时钟只能往前拨：现在已经是 {}。", now.format("%Y-%m-%d %H:%M"));
        }
        while self.waiting.is_none()
            && let Some(next) = self.next()?.filter(|next| *next <= to)
        {
            self.clock.advance_to(next);
            self.settle().await?;
        }
        self.clock.advance_to(to);
        self.settle().await
    }

    /// When something happens by itself next.
    fn next(&self) -> Result<Option<Moment>> {
        Ok(self
            .store
            .next_due()?
            .into_iter()
            .chain(self.outbox.next())
            .chain(self.desk.next_morning())
            .chain(self.desk.next_publication())
            .chain(self.desk.next_outlook())
            .min())
    }

    /// What is due now happens, and what is to be said is sent, until nothing is left of either.
    pub async fn settle(&mut self) -> Result<()> {
        if self.waiting.is_some() {
            return Ok(());
        }
        for _ in 0..MOST_AT_ONE_MOMENT {
            self.desk.send_reports().await?;
            self.desk.publish_due().await?;
            self.desk.look_out().await?;
            self.outbox.drain().await?;
            self.tell_news();
            if self.store.next_due()?.is_none_or(|due| due > self.clock.now()) {
                return Ok(());
            }
            if self.desk.fire_due().await? == 0 {
                bail!("有事项到期，却没有触发。");
            }
        }
        bail!("同一时刻不断有事项到期，已经 {MOST_AT_ONE_MOMENT} 次。")
    }

    /// The program starts on the same store.
    pub fn start(&mut self) -> Result<()> {
        self.starts += 1;
        self.desk = Arc::new(Desk::open(self.store.clone(), self.city.clone(), self.clock.clone(), Codes::repeatable(self.starts))?);
        *self.hand.lock().unwrap_or_else(PoisonError::into_inner) = self.desk.clone();
        Ok(())
    }

    /// A line of the transcript, under its time.
    pub fn note(&mut self, line: &str) {
        let now = self.clock.now();
        if self.stamp != Some(now) {
            self.stamp = Some(now);
            (self.tell)(&format!("── {} {}", now.format("%Y-%m-%d %H:%M"), weekday(now.date_naive())));
        }
        (self.tell)(line);
    }

    fn tell_news(&mut self) {
        let news = self.mailbox.since(self.told);
        self.told += news.len();
        for sent in news {
            self.note(&arrived(&sent));
        }
    }
}

/// Makes files by the desk that runs now.
fn by(hand: Arc<Mutex<Arc<Desk>>>) -> Maker {
    Arc::new(move |file| {
        let desk = hand.lock().unwrap_or_else(PoisonError::into_inner).clone();
        make(&desk, file)
    })
}

fn beginning(script: &Script, city: &City) -> Result<Moment> {
    let start: Moment = BEGINNING.parse().context("the beginning is a moment")?;
    Ok(match script.lines.first().map(|line| &line.what) {
        Some(What::Clock(moves)) if matches!(moves.first(), Some(Move::To(_))) => moves[0].target(start, &city.calendar),
        _ => start,
    })
}

/// The person, with the department by the one name that everything else calls it.
///
/// # Errors
/// No unit of the city has this name.
pub(super) fn known(person: &Person, city: &City) -> Result<Person> {
    let Some(name) = &person.department else { return Ok(person.clone()) };
    let Some(unit) = city.directory.find(name) else {
        bail!("没有叫“{name}”的单位，或者叫这个名字的不止一个。单位名称见 data/departments.toml，可以写简称，例如 handler:城管局。");
    };
    Ok(Person { department: Some(unit.short.clone()), ..person.clone() })
}

/// The account of a person, which is also their private chat.
pub(super) fn user(person: &Person) -> UserRef {
    UserRef(format!("{CHANNEL}:{person}"))
}

/// [`shown`], with the files that came with it.
pub(super) fn arrived(sent: &Sent) -> String {
    let files = sent.files.iter().map(|name| format!("\n      （附文件 {name}）"));
    shown(&sent.outbound) + &files.collect::<String>()
}

/// A message as the transcript shows it: indented, its buttons in brackets below it.
pub(super) fn shown(outbound: &Outbound) -> String {
    let mut text = format!("    → {}\n", outbound.chat.local());
    for line in outbound.text.lines() {
        text.push_str(&format!("      {line}\n"));
    }
    for row in &outbound.buttons {
        let labels: Vec<String> = row.iter().map(|button| format!("[{}]", button.label)).collect();
        text.push_str(&format!("      {}\n", labels.join(" ")));
    }
    for piece in &outbound.attachments {
        text.push_str(&format!("      （附{}）\n", piece.kind.label()));
    }
    text.trim_end().to_owned()
}
