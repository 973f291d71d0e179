//! What was understood of a text 研判结果: the decisions, how sure they are, and the words that decided.

use serde::{Deserialize, Serialize};

use super::{Category, Kind, Urgency};
use crate::domain::ids::{DepartmentId, IntentId};

/// What the classifier decided of one text, with the words that decided 研判结果.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classification {
    /// The best intent; none when nothing in the text spoke for any.
    pub intent: Option<IntentId>,
    /// The intent's Chinese name, or 其他.
    pub intent_name: String,
    /// Its first-level category.
    pub category: Category,
    /// The department that owns the matter, where one is known.
    pub department: Option<DepartmentId>,
    /// How sure, from 0 to 1.
    pub probability: f64,
    /// Too unsure to dispatch without a person.
    pub abstain: bool,
    /// How sure of the intent, where [`Self::probability`] is about the department: something else decided on it, or several intents of
    /// one department share what speaks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent_probability: Option<f64>,
    /// How soon.
    pub urgency: Urgency,
    /// 110, 119, 120 or 122 when the text is an emergency.
    pub hotline: Option<String>,
    /// The kind of matter.
    pub kind: Kind,
    /// The words that decided, with what each decided and its weight, greatest first.
    pub because: Vec<Reason>,
    /// The next best, greatest first, without the winner.
    pub alternatives: Vec<Alternative>,
    /// What makes the matter one that more people must know of at once, in the order of [`Risk::ALL`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub risks: Vec<Risk>,
    /// What the weights learned from the city's own history say, where the city has some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Labelled>,
    /// The district that the matter lies in, where the words or the map point tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
}

/// Below this an intent is no more than a guess.
pub const CONFIDENT: f64 = 0.6;

impl Classification {
    /// 其他: nothing in the text says what the matter is, or whose.
    pub fn unknown() -> Self {
        Self {
            intent: None,
            intent_name: Category::Other.label().to_owned(),
            category: Category::Other,
            department: None,
            probability: 0.0,
            abstain: true,
            intent_probability: None,
            urgency: Urgency::Normal,
            hotline: None,
            kind: Kind::Help,
            because: Vec::new(),
            alternatives: Vec::new(),
            risks: Vec::new(),
            label: None,
            district: None,
        }
    }

    /// What it is about is known, whoever handles it.
    pub fn is_understood(&self) -> bool {
        self.intent.is_some() && self.intent_probability.map_or(!self.abstain, |sure| sure >= CONFIDENT)
    }
}

/// What makes a matter more than itself 风险: a supervisor wants to know of it at once (RULEBOOK §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    /// 轻生: somebody may hurt themselves.
    SelfHarm,
    /// 群体性: a crowd gathers, or many unpaid people together.
    Crowd,
    /// 公用事业中断: water, power, gas or heat is out for more than one house.
    Outage,
    /// 要求保密: the citizen is afraid of those complained of.
    Confidential,
}

impl Risk {
    /// Every risk, gravest first.
    pub const ALL: [Self; 4] = [Self::SelfHarm, Self::Crowd, Self::Outage, Self::Confidential];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::SelfHarm => "轻生风险",
            Self::Crowd => "群体性风险",
            Self::Outage => "公用事业中断",
            Self::Confidential => "要求保密",
        }
    }

    /// How soon somebody must move for it, whatever the matter is.
    pub fn urgency(self) -> Urgency {
        match self {
            Self::SelfHarm => Urgency::Emergency,
            Self::Crowd | Self::Outage => Urgency::Urgent,
            Self::Confidential => Urgency::Normal,
        }
    }
}

/// What learned weights decided of one text 学得的归类: a unit, a category, whatever the history was labelled with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labelled {
    /// The field of the history that was learned: `unit`, `category`.
    pub field: String,
    /// The best label, as the history writes it.
    pub name: String,
    /// How sure, from 0 to 1, calibrated: of a hundred with 0.9, ninety are right.
    pub probability: f64,
    /// Below the threshold that was chosen for the accuracy wanted of what no person reads.
    pub abstain: bool,
    /// The next best with their probabilities, greatest first.
    pub others: Vec<(String, f64)>,
}

/// One word or pattern that spoke for a decision 依据词.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The words in the text.
    pub words: String,
    /// What they spoke for.
    pub decided: Decided,
    /// How much they weigh; negative when they spoke against.
    pub weight: f64,
}

/// Which of the decisions a word spoke for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// The intent, and with it the category and the department.
    Intent,
    /// The kind of matter.
    Kind,
    /// The urgency.
    Urgency,
    /// The label that was learned from the city's history.
    Label,
    /// A risk.
    Risk,
}

/// One of the next best departments 备选单位.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// The intent that speaks for it; none when a learned label does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<IntentId>,
    /// The Chinese name of the intent or the label.
    pub intent_name: String,
    /// The department that owns it, where one is known.
    pub department: Option<DepartmentId>,
    /// How sure, from 0 to 1.
    pub probability: f64,
}
