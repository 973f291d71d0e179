//! The stage 排演场: the whole house on a virtual clock, and the people around it. Time goes from one thing to the next: what
//! falls due in the house, and what somebody intends. People act through the desk only, by words and buttons that they
//! were shown.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use chrono::TimeDelta;

use super::cast::{Cast, Who};
use super::channel::RehearsalChannel;
use super::citizen::Citizen;
use super::deed::{About, Agenda, Deed, Doing, Seat};
use super::dice::Dice;
use super::letter::Letter;
use super::rates::Rates;
use super::unit::Duty;
use crate::city::City;
use crate::clock::Clock;
use crate::desk::{Codes, Desk, voice};
use crate::domain::action::Plain;
use crate::domain::case::Case;
use crate::domain::conversation::Talk;
use crate::domain::ids::{CaseNumber, ChatRef, InboundId, Moment};
use crate::domain::inbound::{Body, Inbound};
use crate::outbox::{Outbox, Standing};
use crate::store::{ConversationKey, SledStore, Store};

/// So many rounds of things falling due at one moment mean that something falls due for ever.
const MOST_ROUNDS: usize = 1000;

/// What is counted while it runs, because no event keeps it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub taken_in: usize,
    pub to_citizens: usize,
    pub to_staff: usize,
    pub urgent: usize,
    /// What staff did and the rules refused.
    pub refused: usize,
    /// Words for a form that the house had to ask for again.
    pub asked_again: usize,
    pub fired: usize,
}

/// How long the parts took by the machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spent {
    pub receiving: Duration,
    pub sending: Duration,
    pub firing: Duration,
}

/// The house and its people.
pub(super) struct Stage {
    pub desk: Arc<Desk>,
    pub city: Arc<City>,
    pub store: Arc<SledStore>,
    pub rates: Rates,
    pub seed: u64,
    pub citizens: Vec<Citizen>,
    pub counts: Counts,
    pub spent: Spent,
    /// What should never happen, as it was seen.
    pub broken: Vec<String>,
    pub(super) agenda: Agenda,
    pub(super) duties: HashMap<CaseNumber, Duty>,
    pub(super) rounds: u32,
    /// What a person at a desk already means to do.
    pub(super) taken_up: HashSet<(Seat, CaseNumber)>,
    cast: Cast,
    clock: Clock,
    outbox: Standing,
    channel: Arc<RehearsalChannel>,
    /// Every button that was shown, with the chat that it was shown in.
    shown: HashSet<(ChatRef, String)>,
}

impl Stage {
    pub async fn open(city: Arc<City>, citizens: Vec<Citizen>, start: Moment, seed: u64, rates: Rates) -> Result<Self> {
        let clock = Clock::standing_at(start);
        let store = Arc::new(SledStore::temporary()?);
        let desk = Arc::new(Desk::open(store.clone(), city.clone(), clock.clone(), Codes::repeatable(seed))?);
        let cast = Cast::assemble(&desk, citizens.len()).await?;
        let channel = Arc::new(RehearsalChannel::default());
        let voice = Arc::new(voice(city.clone()));
        let outbox = Outbox::new(store.clone(), vec![channel.clone()], clock.clone(), desk.outbox_bell(), voice).standing();
        let mut stage = Self {
            desk,
            city,
            store,
            rates,
            seed,
            citizens,
            counts: Counts::default(),
            spent: Spent::default(),
            broken: Vec::new(),
            agenda: Agenda::default(),
            duties: HashMap::new(),
            rounds: 0,
            taken_up: HashSet::new(),
            cast,
            clock,
            outbox,
            channel,
            shown: HashSet::new(),
        };
        stage.expect_citizens();
        Ok(stage)
    }

    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// The dice of an occasion.
    pub fn dice(&self, occasion: &str) -> Dice {
        Dice::new(self.seed, occasion)
    }

    /// The moment after so many minutes of office hours; of day and night, when it is urgent.
    pub fn after_work(&self, minutes: i64, urgent: bool) -> Moment {
        if urgent { self.now() + TimeDelta::minutes(minutes) } else { self.city.time(&self.city.profile).add_working(self.now(), minutes) }
    }

    pub fn plan(&mut self, at: Moment, who: &Who, about: About, doings: Vec<Doing>) {
        self.agenda.plan(at.max(self.now()), Deed { who: who.clone(), doings, about });
    }

    pub fn case(&self, number: CaseNumber) -> Result<Case> {
        self.store.case(number)?.with_context(|| format!("case {number} was announced and is not there"))
    }

    /// What a person's chat is about, as whoever reads it understands.
    pub fn talk(&self, who: &Who) -> Result<Talk> {
        Ok(self.store.conversation(&ConversationKey { chat: who.chat(), user: who.user() })?.talk)
    }

    /// Runs until nobody intends anything and nothing falls due, or until `end`.
    pub async fn run(&mut self, end: Moment) -> Result<()> {
        loop {
            let due = self.desk.store().next_due()?;
            let intended = self.agenda.next();
            let all = due.into_iter().chain(intended).chain(self.outbox.next());
            let Some(next) = all.min().filter(|next| *next < end) else { return Ok(()) };
            self.clock.advance_to(next);
            if due.is_some_and(|due| due <= next) {
                self.fire().await?;
            } else if let Some(deed) = intended.filter(|at| *at <= next).and_then(|_| self.agenda.take()) {
                self.perform(deed).await?;
            } else {
                // What was held for the morning has come.
                for letter in self.letters().await? {
                    self.read(&letter)?;
                }
            }
        }
    }

    /// Everything that is due now.
    async fn fire(&mut self) -> Result<()> {
        let begun = Instant::now();
        for _ in 0..MOST_ROUNDS {
            let fired = self.desk.fire_due().await?;
            self.counts.fired += fired;
            anyhow::ensure!(self.desk.failing().0 == 0, "something that fell due could not be done: see the log");
            if fired == 0 {
                self.spent.firing += begun.elapsed();
                for letter in self.letters().await? {
                    self.read(&letter)?;
                }
                return Ok(());
            }
        }
        bail!("at {} something falls due again and again", self.now())
    }

    /// One deed, if it still makes sense; then everybody reads what it led to.
    async fn perform(&mut self, deed: Deed) -> Result<()> {
        if !self.makes_sense(&deed)? {
            return Ok(());
        }
        self.set_down(&deed);
        let mut letters = Vec::new();
        let mut form = false;
        let mut refused = false;
        let mut fills = 0;
        for doing in &deed.doings {
            let Some(body) = self.body(&deed.who, doing, form) else { continue };
            fills += usize::from(matches!(doing, Doing::Fill(_)));
            let (is_refused, answers) = self.deliver(&deed.who, body).await?;
            refused = is_refused;
            let chat = deed.who.chat();
            form = answers.iter().any(|letter| letter.outbound.chat == chat && letter.has(Plain::Cancel));
            letters.extend(answers);
        }
        self.counts.asked_again += fills.saturating_sub(1);
        self.counts.refused += usize::from(refused);
        if form {
            self.broken.push(format!("{} 的表单填了两遍仍未完成", deed.who.user()));
        }
        for letter in &letters {
            self.read(letter)?;
        }
        if let (About::Look(number), Who::Handler(unit)) = (deed.about, &deed.who) {
            self.unit_looks_up(unit, number, &letters)?;
        }
        self.follow_up_on(&deed, !refused && !form)
    }

    /// What is sent for a doing; nothing for words that nobody asks for, or for a button that was not shown.
    fn body(&mut self, who: &Who, doing: &Doing, form: bool) -> Option<Body> {
        match doing {
            Doing::Write(text) => Some(Body::Text(text.clone())),
            Doing::Fill(text) => form.then(|| Body::Text(text.clone())),
            Doing::Press(action) => {
                let data = action.encode();
                if self.shown.contains(&(who.chat(), data.clone())) {
                    return Some(Body::Press(data));
                }
                self.broken.push(format!("{} 要按的按钮“{}”从未出现过", who.user(), action.key()));
                None
            }
        }
    }

    async fn deliver(&mut self, who: &Who, body: Body) -> Result<(bool, Vec<Letter>)> {
        self.counts.taken_in += 1;
        let id = InboundId(format!("rehearse:{}", self.counts.taken_in));
        let inbound = Inbound { id, chat: who.chat(), user: who.user(), display: None, is_group: false, body };
        let begun = Instant::now();
        let receipt = self.desk.receive(inbound).await?;
        self.spent.receiving += begun.elapsed();
        let letters = self.letters().await?;
        let chat = who.chat();
        if !letters.iter().any(|letter| letter.outbound.chat == chat) {
            self.broken.push(format!("{} 在 {} 的来信没有得到回应", who.user(), self.now().format("%m-%d %H:%M")));
        }
        Ok((receipt.toast.is_some(), letters))
    }

    /// Sends everything that waits, and hands it out.
    async fn letters(&mut self) -> Result<Vec<Letter>> {
        let begun = Instant::now();
        self.outbox.drain().await?;
        self.spent.sending += begun.elapsed();
        let mut letters = Vec::new();
        for outbound in self.channel.fetch() {
            let (letter, broken) = Letter::of(outbound);
            self.broken.extend(broken.into_iter().map(|data| format!("发出了无法识别的按钮“{data}”")));
            self.note(&letter);
            letters.push(letter);
        }
        Ok(letters)
    }

    fn note(&mut self, letter: &Letter) {
        let chat = &letter.outbound.chat;
        match self.cast.of(chat) {
            Some(who) if who.is_citizen() => self.counts.to_citizens += 1,
            Some(_) => self.counts.to_staff += 1,
            None => self.broken.push(format!("有消息发给了不存在的 {chat}")),
        }
        self.counts.urgent += usize::from(letter.outbound.urgent);
        self.shown.extend(letter.actions.iter().map(|action| (chat.clone(), action.encode())));
        if letter.outbound.text.trim().is_empty() {
            self.broken.push(format!("发给 {chat} 的消息 {} 是空的", letter.outbound.id));
        }
    }

    fn read(&mut self, letter: &Letter) -> Result<()> {
        match self.cast.of(&letter.outbound.chat).cloned() {
            Some(who) if letter.is_shared() => {
                self.goes_through(&who, letter);
                Ok(())
            }
            Some(Who::Citizen(place)) => self.citizen_reads(place, letter),
            Some(who @ Who::Dispatcher(_)) => self.dispatcher_reads(&who, letter),
            Some(Who::Handler(unit)) => self.unit_reads(&unit, letter),
            Some(Who::Supervisor) => {
                self.supervisor_reads(letter);
                Ok(())
            }
            // Leaders know; their handlers act.
            Some(Who::Leader(_)) | None => Ok(()),
        }
    }

    fn makes_sense(&self, deed: &Deed) -> Result<bool> {
        Ok(match deed.about {
            About::Question => matches!(self.talk(&deed.who)?, Talk::Asking { .. }),
            About::Summary => matches!(self.talk(&deed.who)?, Talk::Confirming { .. }),
            About::Afterthought => match self.talk(&deed.who)? {
                Talk::Registered { number, .. } => !self.case(number)?.state.is_closed(),
                _ => false,
            },
            About::Reason => matches!(self.talk(&deed.who)?, Talk::FollowUpReason { .. }),
            About::OwnCase(number) | About::FollowUp(number) => !self.case(number)?.state.is_closed(),
            About::Duty(number, round, _) => self.duties.get(&number).is_some_and(|duty| duty.round == round),
            About::Complaint | About::Seat(..) | About::Look(_) => true,
        })
    }

    /// What was intended is being done, and may be intended again from here on.
    fn set_down(&mut self, deed: &Deed) {
        match deed.about {
            About::Seat(seat, number) => {
                self.taken_up.remove(&(seat, number));
            }
            About::FollowUp(_) => self.citizen_is_free(&deed.who),
            _ => {}
        }
    }

    fn follow_up_on(&mut self, deed: &Deed, done: bool) -> Result<()> {
        match (deed.about, &deed.who) {
            (About::Complaint, Who::Citizen(place)) => self.complained(*place),
            (About::Question, Who::Citizen(place)) => self.was_answered(*place),
            (About::Duty(number, _, stride), _) => self.strode(number, stride, done),
            _ => Ok(()),
        }
    }
}
