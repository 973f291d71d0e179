//! Handlers 经办人: each of a unit of their own. They sign for what comes, for every third case only when they have been
//! reminded, and write the answer; one thing at a time, as people do.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use yousu::domain::action::Verb;
use yousu::domain::ids::CaseNumber;

use crate::botapi::{Sent, Server};
use crate::dice::Dice;
use crate::words;

/// What the profile calls the reminder to sign.
pub const SIGN_REMINDER: &str = "该签收了";

/// Something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    Show(CaseNumber),
    Sign(CaseNumber),
    Answer(CaseNumber),
}

/// One handler.
#[derive(Debug)]
pub struct Handler {
    /// Their chat.
    pub chat: i64,
    /// The unit's short name.
    pub unit: &'static str,
    /// The unit as events name it.
    pub id: &'static str,
    /// The marks of the answers that they wrote.
    pub answers: BTreeMap<CaseNumber, String>,
    /// The cases for which they signed only after a reminder.
    pub waited: BTreeSet<CaseNumber>,
    reminded: BTreeSet<CaseNumber>,
    signable: BTreeSet<CaseNumber>,
    signed: BTreeSet<CaseNumber>,
    resolvable: BTreeSet<CaseNumber>,
    shown: BTreeSet<CaseNumber>,
    /// How often they pressed a button once more.
    pub pressed_again: usize,
    read: BTreeSet<String>,
    todo: VecDeque<Work>,
    busy: Option<Work>,
}

/// Whether its handler waits to be reminded.
fn waits(number: CaseNumber) -> bool {
    number.serial().is_multiple_of(3)
}

impl Handler {
    /// A handler of this unit.
    pub fn new(chat: i64, (unit, id): (&'static str, &'static str)) -> Self {
        Self {
            chat,
            unit,
            id,
            answers: BTreeMap::new(),
            waited: BTreeSet::new(),
            reminded: BTreeSet::new(),
            signable: BTreeSet::new(),
            signed: BTreeSet::new(),
            resolvable: BTreeSet::new(),
            shown: BTreeSet::new(),
            pressed_again: 0,
            read: BTreeSet::new(),
            todo: VecDeque::new(),
            busy: None,
        }
    }

    /// Reads a message and does what follows.
    pub fn read(&mut self, sent: &Sent, server: &Server, dice: &mut Dice) {
        if !self.read.insert(format!("{}{:?}", sent.text, sent.buttons)) {
            return;
        }
        let text = sent.text.as_str();
        for (sort, number) in words::lines(text) {
            if sort == SIGN_REMINDER {
                self.reminded.insert(number);
            }
            if sort == "新工单" && self.shown.insert(number) {
                self.todo.push_back(Work::Show(number));
            }
        }
        if let Some(number) = words::number(text).filter(|_| !words::is_digest(text)) {
            self.read_of_case(number, text, sent);
        }
        self.sign_what_can_be();
        self.go_on(server, dice);
    }

    fn read_of_case(&mut self, number: CaseNumber, text: &str, sent: &Sent) {
        if words::sort(text) == Some(SIGN_REMINDER) {
            self.reminded.insert(number);
        }
        let has = |label: &str| sent.buttons.iter().flatten().any(|(own, _)| own == label);
        if has("签收") {
            self.signable.insert(number);
        }
        // A digest may name as new what came by itself before and is answered by now: its card has nothing to sign.
        if has("签收") || words::sort(text) == Some("工单") {
            self.done(Work::Show(number));
        }
        if text.starts_with("✓ 已签收") {
            self.done(Work::Sign(number));
            if self.resolvable.insert(number) {
                self.todo.push_back(Work::Answer(number));
            }
        }
        if text.starts_with("✓ 已办结") {
            self.done(Work::Answer(number));
        }
    }

    fn done(&mut self, work: Work) {
        if self.busy == Some(work) {
            self.busy = None;
        }
    }

    fn sign_what_can_be(&mut self) {
        for number in &self.signable {
            if !self.signed.contains(number) && (!waits(*number) || self.reminded.contains(number)) {
                self.signed.insert(*number);
                self.todo.push_back(Work::Sign(*number));
                if waits(*number) {
                    self.waited.insert(*number);
                }
            }
        }
    }

    fn go_on(&mut self, server: &Server, dice: &mut Dice) {
        if self.busy.is_some() {
            return;
        }
        let Some(work) = self.todo.pop_front() else { return };
        self.busy = Some(work);
        let chat = self.chat;
        let press = |number, verb| drop(server.press(chat, chat, &words::press(number, verb)));
        match work {
            Work::Show(number) => press(number, Verb::Show),
            Work::Sign(number) => {
                let again = usize::from(dice.chance(25));
                self.pressed_again += again;
                (0..=again).for_each(|_| press(number, Verb::Acknowledge));
            }
            Work::Answer(number) => {
                press(number, Verb::BeginResolve);
                let mark = words::mark(9_000_000 + usize::try_from(number.serial()).expect("a small number"));
                let words = format!("联系情况：已当面告知诉求人\n办理结果：到场处理完毕，{mark}\n依据：本市公共服务管理办法第十二条");
                server.citizen_says(self.chat, &words);
                self.answers.insert(number, mark);
            }
        }
    }
}
