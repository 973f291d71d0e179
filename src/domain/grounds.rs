//! Grounds 研判依据: everything that was seen in a text while it was understood, so that whoever doubts the decision can say which
//! word to change.

use std::ops::Range;

use serde::Serialize;

use super::complaint::{Category, Classification, Slot};
use super::ids::{DepartmentId, IntentId};

mod marked;
mod words;

pub use marked::{Piece, Tone, marked};
pub use words::{Head, Section, sections};

/// What was seen in one text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Grounds {
    /// The text in the one way of writing in which it was read.
    pub text: String,
    /// Whether it was written otherwise: traditional or full-width characters, drawn-out ones, spelling.
    pub rewritten: bool,
    /// Its words as they were cut.
    pub words: Vec<String>,
    /// Every intent that something spoke for or against, the most probable first.
    pub intents: Vec<Candidate>,
    /// How probable it is that it is none of them.
    pub none: f64,
    /// Below this probability a person dispatches.
    pub threshold: f64,
    /// Every alarm whose words are in the text.
    pub alarms: Vec<Heard>,
    /// What it sounds like, whatever its words, where the classifier has an ear.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sound: Option<Overheard>,
    /// What was decided of all this.
    pub decided: Classification,
    /// The usual kind of the intent that was decided for is counted with the words: it is this, where there is one.
    pub usual_kind: Option<&'static str>,
    /// Where facts stand in the text as it was written.
    pub facts: Vec<Fact>,
}

/// An intent that something spoke for or against.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Candidate {
    /// The intent.
    pub intent: IntentId,
    /// Its Chinese name.
    pub name: String,
    /// Its category.
    pub category: Category,
    /// The department that owns it, where one is known.
    pub department: Option<DepartmentId>,
    /// The sum of the weights; 0 where the alarm that its words sound was none.
    pub score: f64,
    /// How probable it is.
    pub probability: f64,
    /// Its words are there and mean something else: last year's fire, a fire drill.
    pub silenced: bool,
    /// What spoke, the greatest weight first.
    pub hits: Vec<Hit>,
}

/// Words that spoke for an intent, or against it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// As they stand in the text that was read.
    pub words: String,
    /// Where, in its bytes.
    pub span: Range<usize>,
    /// How much they weigh; below zero against.
    pub weight: f64,
    /// What they met.
    pub by: By,
}

/// What words met.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// A keyword 关键词, as a word of its own.
    Keyword,
    /// A keyword wherever its characters stand 字串.
    Anywhere,
    /// A turn of phrase 句式, with its expression.
    Pattern(String),
    /// An alarm 警示 that was believed.
    Alarm,
}

/// Words that sound an alarm.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Heard {
    /// The emergency's intent, by its Chinese name.
    pub intent: String,
    /// Whom to call.
    pub hotline: String,
    /// The words, as they stand in the text that was read.
    pub words: String,
    /// Why it was not believed; none where it was.
    pub dismissed: Option<Dismissal>,
}

/// What a text sounds like 突发研判.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Overheard {
    /// Whom to call if it is an emergency.
    pub hotline: String,
    /// How probable that is.
    pub probability: f64,
    /// The words that weighed most, the heaviest first.
    pub words: Vec<String>,
    /// What came of it.
    pub verdict: Overhearing,
}

/// What came of what a text sounds like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Overhearing {
    /// It is an emergency though no alarm knows these words.
    Alone,
    /// It sounds like an emergency, as an alarm says too.
    Agrees,
    /// Alarms decide.
    Open,
    /// It is none, whatever an alarm says.
    Calm,
}

impl Overhearing {
    /// The Chinese words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Alone => "当真：警示没有写到，仍按突发办",
            Self::Agrees => "当真：与警示一致",
            Self::Open => "拿不准：由警示决定",
            Self::Calm => "不像：警示也不计",
        }
    }
}

/// Why words that sound an alarm tell of none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dismissal {
    /// They are part of other words that only look like it: a road called 110.
    Other,
    /// It is over.
    Over,
    /// It is only thought of.
    Thought,
    /// It is feared, or warned of.
    Feared,
    /// It is denied.
    Denied,
    /// It is what is talked about: a drill, an insurance.
    Topic,
    /// The whole text sounds like no emergency.
    Calm,
}

impl Dismissal {
    /// The Chinese words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Other => "只是字面相近",
            Self::Over => "已经过去",
            Self::Thought => "只是设想",
            Self::Feared => "担心或提醒",
            Self::Denied => "说的是没有",
            Self::Topic => "只是谈到",
            Self::Calm => "整段话听起来平常",
        }
    }
}

/// Words that tell a fact.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fact {
    /// Which fact.
    pub slot: Slot,
    /// The words, as they were written.
    pub words: String,
    /// Where, in the bytes of the text as it was written.
    pub span: Range<usize>,
    /// What is registered for it: of several finds, the first is.
    pub registered: Option<String>,
}
