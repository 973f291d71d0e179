//! The drill 演练: one life of the program after the other, each ended by kill -9, and a last one that goes to the end.

use std::time::{Duration, Instant};

use yousu::clock::Clock;
use yousu::domain::ids::{DepartmentId, Moment};

use crate::account::Account;
use crate::autopsy::Autopsy;
use crate::botapi::{Fault, Sent, Server};
use crate::dice::Dice;
use crate::house::House;
use crate::program::Program;
use crate::town::Town;

/// How long a life lasts when what is to end it never comes.
const LONGEST_LIFE: Duration = Duration::from_secs(3);
/// How long no citizen may come any further in the last life: some are asked again only after a minute.
const PATIENCE: Duration = Duration::from_secs(120);
/// The most calls after which the program is killed.
const MOST_CALLS: usize = 40;
/// The longest time after which it is killed while it works.
const LONGEST_WORK: Duration = Duration::from_millis(1500);
/// How often it is started again because something is still owed when it has been stopped.
const LAST_LIVES: usize = 12;

/// When the program is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kill {
    /// While it starts, before or just as it says its address.
    Starting(Duration),
    /// After so many calls of the Bot API.
    AfterCalls(usize),
    /// After so long at work.
    Working(Duration),
    /// While it sends a message that the server has not taken yet.
    Sending,
}

/// Everything that happened.
pub struct Drill {
    /// The Bot API server.
    pub server: Server,
    /// Who wrote.
    pub town: Town,
    /// The program on its folder.
    pub house: House,
    /// How it was killed.
    pub kills: Vec<Kill>,
    /// The account of notices.
    pub account: Account,
    /// From when to when it worked.
    pub lives: Vec<(Moment, Moment)>,
    /// What was wrong at a crash.
    pub faults: Vec<String>,
    /// How long the last life took to settle everything.
    pub settling: Duration,
    dice: Dice,
    starting: Duration,
}

impl Drill {
    /// Kills it so often, with so many citizens who wait at once; a crash that left something wrong ends it.
    pub async fn run(kills: usize, seed: u64, citizens: usize) -> Self {
        let server = Server::start().await;
        let house = House::new(server.url());
        let mut drill = Self {
            town: Town::new(seed, citizens),
            server,
            house,
            kills: Vec::new(),
            account: Account::default(),
            lives: Vec::new(),
            faults: Vec::new(),
            settling: Duration::ZERO,
            dice: Dice::new(!seed),
            starting: Duration::from_secs(1),
        };
        drill.open().await;
        for round in 0..kills {
            drill.round(round, kills).await;
            if !drill.faults.is_empty() {
                return drill;
            }
        }
        drill.settle().await;
        drill
    }

    /// The chat of whoever handles for this unit.
    pub fn unit_handler(&self, unit: Option<&DepartmentId>) -> Option<i64> {
        let unit = unit?;
        self.town.handlers.iter().find(|handler| handler.id == unit.as_str()).map(|handler| handler.chat)
    }

    fn now() -> Moment {
        Clock::System.now()
    }

    /// Starts it, and learns how long that takes.
    fn start(&mut self) -> Program {
        let begun = Instant::now();
        let program = self.house.begin().ready();
        self.starting = begun.elapsed();
        self.lives.push((Self::now(), Self::now()));
        program
    }

    fn ended(&mut self) {
        if let Some(life) = self.lives.last_mut() {
            life.1 = Self::now();
        }
    }

    /// The first life: colleagues join.
    async fn open(&mut self) {
        let program = self.start();
        let units = self.town.handlers.iter().map(|handler| (handler.chat, handler.unit));
        let mut all: Vec<(i64, Vec<&str>)> = units.map(|(chat, unit)| (chat, vec!["--role", "handler", "--department", unit])).collect();
        all.extend(self.town.dispatchers.iter().map(|one| (one.chat, vec!["--role", "dispatcher"])));
        for (chat, arguments) in all {
            self.invite(chat, &arguments);
            self.server.wait_for("a colleague is greeted", |world| world.sent_to(chat).any(|sent| sent.text.contains("您好"))).await;
        }
        program.stop();
        self.ended();
    }

    fn invite(&self, chat: i64, arguments: &[&str]) {
        let code = self.house.invitation(arguments);
        self.server.citizen_says(chat, &format!("/start {code}"));
    }

    fn choose(&mut self) -> Kill {
        match self.dice.below(4) {
            0 => Kill::Starting(self.dice.shorter_than(self.starting)),
            1 => Kill::AfterCalls(1 + self.dice.below(MOST_CALLS)),
            2 => Kill::Sending,
            _ => Kill::Working(self.dice.shorter_than(LONGEST_WORK)),
        }
    }

    async fn round(&mut self, round: usize, kills: usize) {
        let kill = self.choose();
        // The last third of the kills is for what has been begun.
        let is_open = round * 3 < kills * 2;
        let near_end = round * 3 > kills;
        if is_open && round % 3 != 1 {
            self.town.arrival(&self.server, near_end);
        }
        let sent_before = self.sent_so_far();
        if let Kill::Starting(after) = kill {
            let beginning = self.house.begin();
            self.react_for(after, |_| false).await;
            beginning.kill();
        } else {
            let program = self.start();
            if is_open && round.is_multiple_of(4) {
                self.town.arrival(&self.server, near_end);
            }
            if round % 10 == 4 && self.town.late.len() < 20 {
                let chat = 800 + i64::try_from(round).expect("few rounds");
                self.invite(chat, &["--role", "supervisor"]);
                self.town.late.push(chat);
            }
            let before = self.server.look(|world| world.calls.len());
            match kill {
                Kill::AfterCalls(calls) => self.react_for(LONGEST_LIFE, |drill| drill.calls() >= before + calls).await,
                Kill::Working(time) | Kill::Starting(time) => self.react_for(time, |_| false).await,
                Kill::Sending => {
                    self.server.fail("sendmessage", Fault::Silence);
                    let is_met = |drill: &Self| drill.server.look(|world| world.faults["sendmessage"].is_empty());
                    self.react_for(LONGEST_LIFE, is_met).await;
                }
            }
            program.kill();
            self.server.change(|world| world.faults.clear());
            self.ended();
        }
        self.kills.push(kill);
        self.examine(round, sent_before);
    }

    fn calls(&self) -> usize {
        self.server.look(|world| world.calls.len())
    }

    fn sent_so_far(&self) -> usize {
        self.server.look(|world| world.sent.len())
    }

    /// People go on for so long, or until it is enough.
    async fn react_for(&mut self, time: Duration, enough: impl Fn(&Self) -> bool) {
        let end = Instant::now() + time;
        loop {
            self.town.react(&self.server);
            if enough(self) {
                return;
            }
            let (read, calls) = (self.town.read, self.calls());
            let left = end.saturating_duration_since(Instant::now());
            let news = self.server.happens(left, |world| world.sent.len() > read || world.calls.len() > calls).await;
            if !news {
                return;
            }
        }
    }

    /// What the killed program left: what was confirmed must be there.
    fn examine(&mut self, round: usize, sent_before: usize) {
        if !self.house.store().join("db").exists() {
            self.faults.push(format!("kill {round}: there is no store"));
            return;
        }
        let autopsy = Autopsy::of(&self.house.store());
        let unseen = autopsy.unseen(self.confirmed());
        if !unseen.is_empty() {
            self.faults.push(format!("kill {round}, {:?}: confirmed to Telegram and not in the store: {unseen:?}", self.kills.last()));
        }
        self.faults.extend(autopsy.chain().map(|fault| format!("kill {round}: the audit chain: {fault}")));
        if autopsy.damaged() > 0 {
            self.faults.push(format!("kill {round}: {} damaged records", autopsy.damaged()));
        }
        let sent: Vec<Sent> = self.server.look(|world| world.sent[sent_before..].to_vec());
        self.account.crashed(&autopsy.waiting(), &sent);
    }

    /// The updates that Telegram was told to forget.
    pub fn confirmed(&self) -> std::ops::Range<i64> {
        self.server.look(|world| FIRST_UPDATE..world.confirmed.max(FIRST_UPDATE))
    }

    /// The last life: until everybody has got what they wanted and nothing is owed any more.
    async fn settle(&mut self) {
        let begun = Instant::now();
        for _ in 0..LAST_LIVES {
            let program = self.start();
            let moved = self.go_to_the_end().await;
            if self.owed_by(program).await == 0 || !moved {
                break;
            }
        }
        self.settling = begun.elapsed();
        if !self.town.is_done() {
            self.faults.push(format!("not everybody got an answer: {}", self.town.missing()));
        }
    }

    /// People go on until they have got what they wanted; false when no citizen comes any further before that.
    async fn go_to_the_end(&mut self) -> bool {
        while !self.is_settled() {
            let before = self.town.progress();
            let moved = |drill: &Self| drill.town.progress() > before || drill.is_settled();
            self.react_for(PATIENCE, moved).await;
            if !moved(self) {
                return false;
            }
        }
        true
    }

    fn is_settled(&self) -> bool {
        self.town.is_done() && self.is_heard()
    }

    /// Stops it orderly once it has sent nothing for as long as notices wait for each other; how many are owed then.
    async fn owed_by(&mut self, program: Program) -> usize {
        let quiet = Duration::from_millis(2500);
        loop {
            let sent = self.sent_so_far();
            if !self.server.happens(quiet, |world| world.sent.len() > sent).await {
                break;
            }
            self.town.react(&self.server);
        }
        program.stop();
        self.ended();
        Autopsy::of(&self.house.store()).waiting().len()
    }

    /// Whether no update waits to be fetched.
    fn is_heard(&self) -> bool {
        self.server.look(|world| world.updates.is_empty())
    }
}

/// The first update's number.
const FIRST_UPDATE: i64 = 1000;
