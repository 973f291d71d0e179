//! Citizens 市民: what they write, and how they answer what they are told.

use std::collections::BTreeSet;

use yousu::domain::ids::CaseNumber;

use crate::botapi::{Sent, Server};
use crate::dice::Dice;
use crate::words;

/// How a citizen goes about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Everything in one message.
    Plain,
    /// The place only when asked.
    Asked,
    /// Adds something once there is a number.
    Adds,
    /// A second matter before the first is confirmed.
    Two,
    /// Two messages about one matter in a row.
    Twice,
    /// Says what a person has to dispatch.
    Vague,
    /// Never confirms.
    Silent,
    /// Answers only when asked a second time.
    Slow,
}

/// Manners in the order in which citizens come.
pub const MANNERS: [Manner; 8] =
    [Manner::Plain, Manner::Slow, Manner::Two, Manner::Vague, Manner::Adds, Manner::Asked, Manner::Twice, Manner::Silent];

/// What somebody wrote, with the mark that must be found in exactly one place.
#[derive(Debug)]
pub struct Said {
    /// The update that carried it.
    pub update: i64,
    /// The mark.
    pub mark: String,
    /// Whether it may be no part of a case: its writer never confirmed.
    pub silent: bool,
}

/// One citizen.
#[derive(Debug)]
pub struct Citizen {
    /// Their chat.
    pub chat: i64,
    /// How they go about it.
    pub manner: Manner,
    /// The cases that they were told of.
    pub opened: BTreeSet<CaseNumber>,
    /// The cases for whose end they were thanked.
    pub thanked: BTreeSet<CaseNumber>,
    /// Messages written.
    pub said: Vec<Said>,
    /// How often they pressed a button once more: twice in a row, or because what asks for it came again in another message, with
    /// others that had waited meanwhile.
    pub pressed_again: usize,
    pressed: BTreeSet<String>,
    read: BTreeSet<String>,
    added: bool,
}

const ROADS: [&str; 8] = [
    "城东区解放路",
    "城西区西桥街道柳荫巷",
    "江北区滨江街道沿江路",
    "高新区科苑街道创新路",
    "城东区梨花路",
    "江北区银杏路",
    "城西区海棠街",
    "高新区梧桐大道",
];

impl Citizen {
    /// The `serial`-th citizen; they write at once.
    pub fn arrive(serial: usize, manner: Manner, server: &Server) -> Self {
        let chat = 100_000 + i64::try_from(serial).expect("few citizens");
        let (opened, thanked, pressed, read) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let mut citizen = Self { chat, manner, opened, thanked, said: Vec::new(), pressed_again: 0, pressed, read, added: false };
        let place = format!("{}{}号", ROADS[serial % ROADS.len()], serial + 1);
        for words in first_words(manner, serial, &place) {
            citizen.say(server, &words);
        }
        citizen
    }

    /// How many cases come of it.
    pub fn cases(&self) -> usize {
        match self.manner {
            Manner::Silent => 0,
            Manner::Two => 2,
            _ => 1,
        }
    }

    /// Whether nothing more is expected of or for them.
    pub fn is_done(&self) -> bool {
        self.opened.len() >= self.cases() && self.opened == self.thanked
    }

    fn say(&mut self, server: &Server, words: &str) {
        let serial = usize::try_from(self.chat).expect("a person") * 10 + self.said.len();
        let mark = words::mark(serial);
        let update = server.citizen_says(self.chat, &format!("{words}，{mark}"));
        self.said.push(Said { update, mark, silent: self.manner == Manner::Silent });
    }

    /// Reads a message and does what follows. What comes a second time is read once.
    pub fn read(&mut self, sent: &Sent, server: &Server, dice: &mut Dice) {
        if !self.read.insert(format!("{}{:?}", sent.text, sent.buttons)) {
            return;
        }
        let text = sent.text.as_str();
        if text.contains("请问在哪") && self.manner == Manner::Asked {
            self.say(server, "城东区解放街道幸福小区三栋楼下");
        }
        if let Some(number) = text.split("工单号：").nth(1).and_then(words::number) {
            self.opened.insert(number);
            if self.manner == Manner::Adds && !std::mem::replace(&mut self.added, true) {
                self.say(server, "补充：昨天夜里又听见一次，比前几天厉害");
            }
        }
        if text.contains("谢谢您") && text.contains("办完了") {
            self.thanked.extend(words::number(text));
        }
        let first_asking = text.contains("想问您两句");
        for (label, data) in sent.buttons.iter().flatten() {
            let presses = match label.as_str() {
                "确认" => self.manner != Manner::Silent,
                "已解决" => self.manner != Manner::Slow || !first_asking,
                "满意" => true,
                _ => false,
            };
            if presses {
                let again = usize::from(dice.chance(25));
                self.pressed_again += again + usize::from(!self.pressed.insert(data.clone()));
                (0..=again).for_each(|_| drop(server.press(self.chat, self.chat, data)));
            }
        }
    }
}

fn first_words(manner: Manner, serial: usize, place: &str) -> Vec<String> {
    let water = format!("{place}整栋楼停水两个小时了，水龙头里一滴也没有");
    let power = format!("{place}家里停电三个小时了，冰箱里的东西都要坏了");
    let lamp = format!("{place}门口的路灯坏了三天，晚上黑得看不见路");
    let stall = format!("{place}楼下夜市摆摊占道，路都走不了");
    match manner {
        Manner::Plain | Manner::Slow if serial % 16 < 8 => vec![water],
        Manner::Plain | Manner::Slow => vec![power],
        Manner::Adds | Manner::Silent => vec![lamp],
        Manner::Asked => vec!["楼下烧烤摊半夜还在吵，觉都睡不成".to_owned()],
        Manner::Two => vec![stall, power],
        Manner::Twice => vec![lamp, "天一黑老人都不敢出门，盼着早点修好".to_owned()],
        Manner::Vague => vec![format!("{place}那块地方一直没人管，乱得很，希望有关部门来看看")],
    }
}
