//! Dispatchers 派单员: two, of whom each sees to the cases of every second number. They dispatch what nobody else could, and
//! read answers before they go out.

use std::collections::BTreeSet;

use yousu::domain::action::Verb;
use yousu::domain::ids::CaseNumber;

use crate::botapi::{Sent, Server};
use crate::dice::Dice;
use crate::town::UNITS;
use crate::words;

/// One dispatcher.
#[derive(Debug)]
pub struct Dispatcher {
    /// Their chat.
    pub chat: i64,
    turn: u32,
    /// How often they pressed a button once more.
    pub pressed_again: usize,
    read: BTreeSet<String>,
    shown: BTreeSet<(String, CaseNumber)>,
    pressed: BTreeSet<(CaseNumber, &'static str)>,
}

impl Dispatcher {
    /// The dispatcher of the cases whose number divided by two leaves `turn`.
    pub fn new(chat: i64, turn: u32) -> Self {
        Self { chat, turn, pressed_again: 0, read: BTreeSet::new(), shown: BTreeSet::new(), pressed: BTreeSet::new() }
    }

    fn is_mine(&self, number: CaseNumber) -> bool {
        number.serial() % 2 == self.turn
    }

    /// Reads a message and does what follows.
    pub fn read(&mut self, sent: &Sent, server: &Server, dice: &mut Dice) {
        if !self.read.insert(format!("{}{:?}", sent.text, sent.buttons)) {
            return;
        }
        for (sort, number) in words::lines(&sent.text) {
            let asks = ["待审核", "待派单"].contains(&sort.as_str());
            if asks && self.is_mine(number) && self.shown.insert((sort, number)) {
                server.press(self.chat, self.chat, &words::press(number, Verb::Show));
            }
        }
        let mine = |number: &CaseNumber| self.is_mine(*number);
        let Some(number) = words::number(&sent.text).filter(|_| !words::is_digest(&sent.text)).filter(mine) else { return };
        let is_pass = |label: &str| label.starts_with("审核通过");
        // Of the units that are offered one where somebody works: nobody else would ever answer.
        let is_dispatch = |label: &str| label.strip_prefix("派单：").is_some_and(|unit| UNITS.iter().any(|(short, _)| unit == *short));
        for (what, is_it) in [("pass", &is_pass as &dyn Fn(&str) -> bool), ("dispatch", &is_dispatch)] {
            let button = sent.buttons.iter().flatten().find(|(own, _)| is_it(own));
            if let Some((_, data)) = button.filter(|_| self.pressed.insert((number, what))) {
                let again = usize::from(dice.chance(25));
                self.pressed_again += again;
                (0..=again).for_each(|_| drop(server.press(self.chat, self.chat, data)));
            }
        }
    }
}
