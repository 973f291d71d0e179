//! The facts of a case that people give: the complaint, the answer, the grounds and the opinions.

use super::{ChatRef, Classification, Deserialize, Evidence, Serialize, Slots, UserRef};

/// What the citizen brought 诉求, as registered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Complaint {
    /// Their account.
    pub citizen: UserRef,
    /// Where they are written to.
    pub chat: ChatRef,
    /// Their own words.
    pub text: String,
    /// What the classifier made of them.
    pub classification: Classification,
    /// The facts found.
    pub slots: Slots,
    /// What came with it.
    pub evidence: Vec<Evidence>,
    /// They confirmed the summary; otherwise it was registered because they fell silent.
    pub confirmed: bool,
    /// They asked not to be known to the unit.
    pub confidential: bool,
}

/// The answer to the citizen 办结答复 (RULEBOOK §2: 联系, 结果 and 依据 are fields, not free text).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// How and when the citizen was contacted 联系情况.
    pub contact: String,
    /// What was found and done 办理结果.
    pub result: String,
    /// On what basis 依据.
    pub basis: String,
    /// What still follows, and when 后续.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<String>,
}

/// Why a matter is not accepted 不予受理情形 (RULEBOOK §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// 110、119、120、122 的紧急事项
    Emergency,
    /// 诉讼、仲裁、复议、纪检、信访、信息公开
    OtherProcedure,
    /// 同一诉求正在办理或已办结
    Repeated,
    /// 国家秘密、商业秘密、他人隐私
    Secret,
    /// 不属于政府职责（市场、私人事务）
    OutsideDuties,
    /// 违法、违背公序良俗
    Unlawful,
    /// 劳动监察：违法行为已超过两年
    Expired,
    /// 劳动监察：没有明确的用人单位
    NoEmployer,
    /// 劳动监察：不属本地管辖
    OtherJurisdiction,
}

impl Ground {
    /// Every ground.
    pub const ALL: [Self; 9] = [
        Self::Emergency,
        Self::OtherProcedure,
        Self::Repeated,
        Self::Secret,
        Self::OutsideDuties,
        Self::Unlawful,
        Self::Expired,
        Self::NoEmployer,
        Self::OtherJurisdiction,
    ];

    /// Those that every hotline has (RULEBOOK §5.1–6); the rest are for labour inspection (§5.7).
    pub const GENERAL: [Self; 6] =
        [Self::Emergency, Self::OtherProcedure, Self::Repeated, Self::Secret, Self::OutsideDuties, Self::Unlawful];

    /// The Chinese words, short enough for a button.
    pub fn label(self) -> &'static str {
        match self {
            Self::Emergency => "属110、119等紧急事项",
            Self::OtherProcedure => "属诉讼仲裁信访等程序",
            Self::Repeated => "重复诉求",
            Self::Secret => "涉密或他人隐私",
            Self::OutsideDuties => "不属政府职责",
            Self::Unlawful => "违法或违背公序良俗",
            Self::Expired => "违法行为已超过两年",
            Self::NoEmployer => "没有明确的用人单位",
            Self::OtherJurisdiction => "不属本地管辖",
        }
    }
}

/// The second question's answer 满意度.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Satisfaction {
    /// 满意
    Satisfied,
    /// 基本满意
    Fair,
    /// 不满意
    Dissatisfied,
}

impl Satisfaction {
    /// Every answer, best first.
    pub const ALL: [Self; 3] = [Self::Satisfied, Self::Fair, Self::Dissatisfied];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Satisfied => "满意",
            Self::Fair => "基本满意",
            Self::Dissatisfied => "不满意",
        }
    }
}
