//! Everybody who writes to the program 众人, and what they have read so far.

use std::collections::BTreeMap;

use crate::botapi::{Sent, Server};
use crate::citizens::{Citizen, MANNERS, Manner};
use crate::dice::Dice;
use crate::dispatchers::Dispatcher;
use crate::handlers::Handler;

/// The units that have a handler: as people and as events name them.
pub const UNITS: [(&str, &str); 5] =
    [("供水公司", "gongshui"), ("供电公司", "gongdian"), ("市政中心", "shizheng"), ("城管局", "chengguan"), ("交警支队", "jiaojing")];
const FIRST_HANDLER: i64 = 700;
const FIRST_DISPATCHER: i64 = 600;

/// Everybody.
pub struct Town {
    /// Who complains.
    pub citizens: Vec<Citizen>,
    /// Who handles.
    pub handlers: Vec<Handler>,
    /// Who dispatches.
    pub dispatchers: Vec<Dispatcher>,
    /// Colleagues who joined while the program was being killed.
    pub late: Vec<i64>,
    /// How many of the messages that were sent have been read.
    pub read: usize,
    /// How many citizens may wait at once.
    most_waiting: usize,
    dice: Dice,
}

impl Town {
    /// Nobody has written yet; so many citizens may wait at once.
    pub fn new(seed: u64, most_waiting: usize) -> Self {
        let handlers = (FIRST_HANDLER..).zip(UNITS).map(|(chat, unit)| Handler::new(chat, unit)).collect();
        let dispatchers = (FIRST_DISPATCHER..).zip(0..2).map(|(chat, turn)| Dispatcher::new(chat, turn)).collect();
        Self { citizens: Vec::new(), handlers, dispatchers, late: Vec::new(), read: 0, most_waiting, dice: Dice::new(seed) }
    }

    /// One more citizen writes, unless too many wait already. Nobody is slow any more when the end is near.
    pub fn arrival(&mut self, server: &Server, near_end: bool) {
        if self.citizens.iter().filter(|citizen| !citizen.is_done()).count() >= self.most_waiting {
            return;
        }
        let serial = self.citizens.len();
        let manner = match MANNERS[serial % MANNERS.len()] {
            Manner::Slow if near_end => Manner::Plain,
            manner => manner,
        };
        self.citizens.push(Citizen::arrive(serial, manner, server));
    }

    /// Everybody reads what is new and does what follows from it.
    pub fn react(&mut self, server: &Server) {
        let news: Vec<Sent> = server.look(|world| world.sent[self.read..].to_vec());
        self.read += news.len();
        for sent in &news {
            if let Some(citizen) = self.citizens.iter_mut().find(|citizen| citizen.chat == sent.chat) {
                citizen.read(sent, server, &mut self.dice);
            } else if let Some(handler) = self.handlers.iter_mut().find(|handler| handler.chat == sent.chat) {
                handler.read(sent, server, &mut self.dice);
            } else if let Some(dispatcher) = self.dispatchers.iter_mut().find(|dispatcher| dispatcher.chat == sent.chat) {
                dispatcher.read(sent, server, &mut self.dice);
            }
        }
    }

    /// How far the citizens have come.
    pub fn progress(&self) -> usize {
        self.citizens.iter().map(|citizen| citizen.opened.len() + citizen.thanked.len()).sum()
    }

    /// Whether everybody has got what they wanted.
    pub fn is_done(&self) -> bool {
        self.citizens.iter().all(Citizen::is_done)
    }

    /// How often each of them pressed a button once more.
    pub fn pressed_again(&self) -> BTreeMap<i64, usize> {
        let citizens = self.citizens.iter().map(|one| (one.chat, one.pressed_again));
        let handlers = self.handlers.iter().map(|one| (one.chat, one.pressed_again));
        citizens.chain(handlers).chain(self.dispatchers.iter().map(|one| (one.chat, one.pressed_again))).collect()
    }

    /// What is still missing, for a test that waited in vain.
    pub fn missing(&self) -> String {
        let open = self.citizens.iter().filter(|citizen| !citizen.is_done());
        let open: Vec<_> = open.map(|citizen| (citizen.chat, citizen.manner, &citizen.opened, &citizen.thanked)).collect();
        format!("citizens who wait: {open:?}\nhandlers: {:?}", self.handlers)
    }
}
