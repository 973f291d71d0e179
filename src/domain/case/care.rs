//! What the whole rulebook adds to a case: proposals, applications, co-units, letters, and the citizens who joined.

use super::{ChatRef, DepartmentId, Deserialize, Limit, Moment, Serialize, Slots, StaffId, UserRef};
use crate::domain::complaint::Evidence;
use crate::domain::event::Vote;
use crate::domain::ids::CaseNumber;
use crate::domain::moment;
use crate::domain::span::LimitKind;

/// What a dispatcher proposes for approval 呈批.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// The lead unit 主办.
    pub unit: DepartmentId,
    /// 协办
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub co_units: Vec<DepartmentId>,
    /// A word for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instruction: Option<String>,
}

/// A co-unit's part 协办.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoMandate {
    /// Who helps.
    pub unit: DepartmentId,
    /// With what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// They have signed for it.
    #[serde(default)]
    pub acknowledged: bool,
    /// What they found and did, once they have said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opinion: Option<String>,
}

/// What was promised to the citizen of a case on file 挂账承诺.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    /// What is done meanwhile.
    pub measures: String,
    /// The date.
    pub promise: Limit,
}

/// What a handler asks of those above 申请.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "for", deny_unknown_fields)]
pub enum Application {
    /// 申请中止 on this ground of the profile.
    Suspension {
        /// Its name.
        ground: String,
    },
    /// 申请挂账: the date that can be promised.
    OnFile {
        /// The date.
        until: chrono::NaiveDate,
    },
    /// 申请协办
    CoUnit {
        /// Whose help is needed.
        unit: DepartmentId,
    },
}

impl Application {
    /// 申请中止
    pub fn is_suspension(&self) -> bool {
        matches!(self, Self::Suspension { .. })
    }

    /// The Chinese term.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Suspension { .. } => "申请中止",
            Self::OnFile { .. } => "申请挂账",
            Self::CoUnit { .. } => "申请协办",
        }
    }
}

/// An application that waits 待批申请.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applied {
    /// What for.
    pub what: Application,
    /// Why.
    pub reason: String,
    /// Until when it is decided.
    pub rule: Limit,
}

/// A letter of supervision 督办文书 (RULEBOOK §4, §9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// 查询函
    Inquiry,
    /// 督查通知书
    Notice,
    /// 督查情况通报
    Bulletin,
    /// 效能告诫书
    Admonition,
}

impl LetterKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Inquiry, Self::Notice, Self::Bulletin, Self::Admonition];

    /// The limit of its answer; none for what asks for none.
    pub fn limit(self) -> Option<LimitKind> {
        match self {
            Self::Inquiry => Some(LimitKind::Inquiry),
            Self::Notice => Some(LimitKind::Supervision),
            Self::Bulletin | Self::Admonition => None,
        }
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Inquiry => "查询函",
            Self::Notice => "督查通知书",
            Self::Bulletin => "督查情况通报",
            Self::Admonition => "效能告诫书",
        }
    }
}

/// Why a person is admonished 告诫事由 (RULEBOOK §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdmonitionCause {
    /// 红牌累计
    RedCards,
    /// 答复不实
    FalseAnswer,
}

/// One letter, with its answer once there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// Its number within the case, from 1.
    pub number: u32,
    /// Which letter.
    pub kind: LetterKind,
    /// To which unit.
    pub unit: DepartmentId,
    /// To which person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<StaffId>,
    /// What it says.
    pub words: String,
    /// When it was issued.
    #[serde(with = "moment")]
    pub at: Moment,
    /// Until when it must be answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Limit>,
    /// The answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<String>,
}

/// Another citizen on the same case 并案诉求人: their own words and conversation; none sees another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Their account.
    pub citizen: UserRef,
    /// Where they are written to.
    pub chat: ChatRef,
    /// The case by which they came; its number stays theirs.
    pub from: CaseNumber,
    /// Their own words.
    pub text: String,
    /// The facts in them.
    #[serde(default, skip_serializing_if = "Slots::is_empty")]
    pub slots: Slots,
    /// What came with them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// They asked not to be known to the unit.
    #[serde(default)]
    pub confidential: bool,
}

/// What one of many citizens has answered so far 评价.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    /// Whose.
    pub citizen: UserRef,
    /// The first question's answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solved: Option<bool>,
    /// Both answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<Vote>,
}
