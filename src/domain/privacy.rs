//! Confidentiality 保密 (RULEBOOK §8): what each reader sees of a citizen's identity. One table, asked by every output; and the
//! veil that carries it out on facts and on free text.
//!
//! What is a citizen's identity, and what is not:
//! - Their name, their numbers (telephone, identity card, bank card, passport), their e-mail and their accounts are, wherever
//!   they stand, also inside the complaint's text, under a photo or in what a unit wrote.
//! - A licence plate is not: it is what a complaint is about, and nobody finds the car without it.
//! - The number or the name of the side complained of is not, where the words say so (对方电话, 骚扰电话, 店主王某): the unit needs it.
//!   A number that only stands there is taken for the citizen's.
//! - The house and room that 我家住 and its like give is, in a confidential case: it names its inhabitant as surely as a name. It is
//!   hidden also where intake has taken it for the place of the matter, for intake takes the most exact address that it finds. Where
//!   the unit must go there all the same, the dispatcher, who sees it, writes it into the dispatch, or the unit asks through the bot.
//! - Any other place is not.

mod home;
mod known;
mod lists;
mod mark;
mod names;
mod numbers;
mod shapes;
mod starts;
mod tags;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::case::Case;
use super::complaint::{Evidence, Slot};
use super::staff::Role;
pub use known::Known;

/// How much is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sight {
    /// 不给看: not even the words around it.
    Nothing,
    /// 隐去: the words, with every identity in them taken out.
    Hidden,
    /// 脱敏: 138****5678, 王某
    Masked,
    /// 全部
    Full,
}

impl Sight {
    /// The Chinese word of the table.
    pub fn label(self) -> &'static str {
        match self {
            Self::Nothing => "不给看",
            Self::Hidden => "隐去",
            Self::Masked => "脱敏",
            Self::Full => "全部",
        }
    }
}

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reader {
    /// 本人: the case's own citizen.
    Citizen,
    /// 同案其他诉求人: another citizen on the same case.
    CoCitizen,
    /// 凭查询码者: somebody else who knows the case's number and query code.
    CodeHolder,
    /// Somebody who works here.
    Staff(Role),
    /// 单位群: a department's group, whoever asked in it.
    Group,
    /// 公众
    Public,
}

impl Reader {
    /// Everybody, in the order of the table.
    pub const ALL: [Self; 11] = [
        Self::Citizen,
        Self::CoCitizen,
        Self::CodeHolder,
        Self::Staff(Role::Dispatcher),
        Self::Staff(Role::Handler),
        Self::Staff(Role::Leader),
        Self::Staff(Role::Supervisor),
        Self::Staff(Role::Auditor),
        Self::Staff(Role::Administrator),
        Self::Group,
        Self::Public,
    ];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Citizen => "诉求人本人",
            Self::CoCitizen => "同案其他诉求人",
            Self::CodeHolder => "凭查询码者",
            Self::Staff(role) => role.label(),
            Self::Group => "单位群",
            Self::Public => "公众",
        }
    }
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// 姓名
    Name,
    /// 电话
    Phone,
    /// 账号: on the channel. The bot writes to it; nobody reads it.
    Account,
    /// 诉求内容: the citizen's words, facts and captions.
    Words,
    /// 答复: what the unit answers.
    Answer,
}

impl What {
    /// Everything, in the order of the table.
    pub const ALL: [Self; 5] = [Self::Name, Self::Phone, Self::Account, Self::Words, Self::Answer];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "姓名",
            Self::Phone => "电话",
            Self::Account => "账号",
            Self::Words => "诉求内容",
            Self::Answer => "答复",
        }
    }
}

/// The table. Each row: of an ordinary case, then of a confidential one (保密件), in the order of [`What::ALL`].
fn row(reader: Reader) -> [[Sight; 5]; 2] {
    use Sight::{Full, Hidden, Masked, Nothing};
    match reader {
        Reader::Citizen => [[Full, Full, Full, Full, Full]; 2],
        // Many citizens on one case: each has the answer, and nothing of the others.
        Reader::CoCitizen => [[Nothing, Nothing, Nothing, Nothing, Hidden]; 2],
        // A code is passed on and written on paper: it opens progress and answer, and never an identity.
        Reader::CodeHolder => [[Hidden, Hidden, Nothing, Hidden, Hidden]; 2],
        // The hotline's own seat, which the citizen turned to: it calls them back, and a report whose author must not be known to the
        // unit still needs somebody who can ask them. Confidentiality is kept towards everybody else.
        Reader::Staff(Role::Dispatcher) => [[Full, Full, Nothing, Full, Full]; 2],
        // Units, and those who watch over them, see what they need: enough to tell two citizens apart, not enough to find one.
        Reader::Staff(_) | Reader::Group => [[Masked, Masked, Nothing, Masked, Masked], [Hidden, Hidden, Nothing, Hidden, Hidden]],
        Reader::Public => [[Nothing; 5]; 2],
    }
}

/// What this reader sees of `what`, by the table.
pub fn sight_of(reader: Reader, confidential: bool, what: What) -> Sight {
    let [open, kept] = row(reader);
    let row = if confidential { kept } else { open };
    match what {
        What::Name => row[0],
        What::Phone => row[1],
        What::Account => row[2],
        What::Words => row[3],
        What::Answer => row[4],
    }
}

/// What this reader sees of the citizen's words in this case.
pub fn sight(reader: Reader, case: &Case) -> Sight {
    sight_of(reader, is_confidential(case), What::Words)
}

/// 保密件: as soon as one of its citizens asked for it, since what one of them says may name another.
pub fn is_confidential(case: &Case) -> bool {
    case.complaint.confidential || case.parties.iter().any(|party| party.confidential)
}

/// As whom the citizens of this case read what is sent to all of them in the same words.
pub fn citizens(case: &Case) -> Reader {
    if case.parties.is_empty() { Reader::Citizen } else { Reader::CoCitizen }
}

/// A case and a reader: what the reader gets of each text. Made once and asked for many texts, since it reads the case for names.
#[derive(Clone, Debug)]
pub struct Veil {
    sight: Sight,
    known: Known,
}

impl Veil {
    /// For this reader of this case.
    pub fn of(reader: Reader, case: &Case) -> Self {
        Self::with(sight(reader, case), case)
    }

    /// For this reader of what the house answers in this case.
    pub fn of_answer(reader: Reader, case: &Case) -> Self {
        Self::with(sight_of(reader, is_confidential(case), What::Answer), case)
    }

    /// For somebody who sees so much of this case.
    pub fn with(sight: Sight, case: &Case) -> Self {
        let known = if matches!(sight, Sight::Masked | Sight::Hidden) { Known::of(case) } else { Known::default() };
        Self { sight, known }
    }

    /// How much is seen.
    pub fn sight(&self) -> Sight {
        self.sight
    }

    /// Any text of the case.
    pub fn text(&self, text: &str) -> String {
        conceal(text, &self.known, self.sight)
    }

    /// One fact of the case; none when it is not to be shown at all.
    pub fn slot(&self, slot: Slot, value: &str) -> Option<String> {
        match (slot, self.sight) {
            (_, Sight::Full) => Some(value.to_owned()),
            (_, Sight::Nothing) | (Slot::Name | Slot::Phone | Slot::Representatives | Slot::Proxy, Sight::Hidden) => None,
            (Slot::Name, _) => Some(names::veiled(value, self.sight)),
            (Slot::Representatives | Slot::Proxy, _) => Some(self.several(value)),
            (Slot::Phone, _) => Some(numbers::veiled(value, self.sight)),
            // The fact has lost the word that told what the number is.
            (Slot::Order, _) => self.text(&format!("单号{value}")).strip_prefix("单号").map(str::to_owned),
            _ => Some(self.text(value)),
        }
    }

    /// Several names, 张三、李四; what begins with 代 tells for whom somebody speaks, 代母亲反映, and names nobody.
    fn several(&self, names: &str) -> String {
        let veiled = names.split('、').map(|name| if name.starts_with('代') { name.to_owned() } else { names::veiled(name, self.sight) });
        veiled.collect::<Vec<_>>().join("、")
    }

    /// Evidence with its words veiled; the file itself is what it is.
    pub fn evidence(&self, evidence: &[Evidence]) -> Vec<Evidence> {
        let piece = |piece: &Evidence| {
            let caption = piece.caption.as_deref().map(|caption| self.text(caption)).filter(|caption| !caption.is_empty());
            Evidence { caption, ..piece.clone() }
        };
        if self.sight == Sight::Nothing { Vec::new() } else { evidence.iter().map(piece).collect() }
    }
}

/// The text with every identity in it veiled as far as `sight` demands. Veiling twice is veiling once, and nothing gets longer.
pub fn conceal(text: &str, known: &Known, sight: Sight) -> String {
    match sight {
        Sight::Full => return text.to_owned(),
        Sight::Nothing => return String::new(),
        Sight::Masked | Sight::Hidden => {}
    }
    let mut veiled = Cow::Borrowed(text);
    // A number that is out of the way may show the name that stood before it.
    for _ in 0..MOST_LOOKS {
        match once(&veiled, known, sight) {
            Some(again) if again != *veiled => veiled = Cow::Owned(again),
            _ => break,
        }
    }
    veiled.into_owned()
}

/// How often a text is looked at.
const MOST_LOOKS: usize = 9;

/// The text with what is found in it veiled; none when nothing is.
fn once(text: &str, known: &Known, sight: Sight) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut marks = tags::find(&chars);
    marks.extend(numbers::find(&chars));
    marks.extend(names::find(&chars));
    marks.extend(known.find(&chars));
    marks.extend(home::find(&chars));
    mark::render(&chars, marks, sight)
}

/// As [`Veil::text`], for one text.
pub fn veil(text: &str, case: &Case, sight: Sight) -> String {
    Veil::with(sight, case).text(text)
}
