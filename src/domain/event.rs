//! What happened to a case 工单事件: the truth from which everything else is derived. Past tense, versioned, never rewritten.

use serde::{Deserialize, Serialize};

use super::case::{Answer, Complaint, Ground, Satisfaction};
use super::complaint::{Evidence, Slots};
use super::ids::{CaseNumber, DepartmentId, Moment, QueryCode};
use super::profile::RungKind;
use super::span::{Limit, LimitKind};
use super::staff::Actor;

/// The version of the event format that this program writes.
pub const EVENT_VERSION: u32 = 1;

/// One event with its place in the case, its time and its author.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// The format.
    pub v: u32,
    /// The case.
    pub case: CaseNumber,
    /// The place in the case, from 1 without gaps.
    pub seq: u32,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: Actor,
    /// What.
    pub event: Event,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type", deny_unknown_fields)]
pub enum Event {
    /// 接收: the first event of every case.
    Received {
        /// What the citizen brought.
        complaint: Box<Complaint>,
        /// What one needs to ask about it.
        query_code: QueryCode,
        /// When their first message arrived: the citizen's clock starts here, not when they confirmed the summary.
        arrived: Moment,
        /// Until when somebody decides whether to accept it.
        accept: Limit,
        /// The name of the profile whose rules it runs under.
        profile: String,
    },
    /// 受理
    Accepted {
        /// Until when it must be dispatched.
        dispatch: Limit,
    },
    /// 不予受理
    Declined {
        /// On which ground of RULEBOOK §5.
        ground: Ground,
        /// The right way to go, in words for the citizen.
        way: String,
    },
    /// 派单
    Dispatched {
        /// The lead unit 主办.
        unit: DepartmentId,
        /// Until when it must acknowledge.
        acknowledge: Limit,
        /// Until when it must answer.
        handle: Limit,
        /// 裁定: the unit may not return it.
        by_ruling: bool,
        /// A word for the unit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instruction: Option<String>,
    },
    /// 签收
    Acknowledged,
    /// 记录进展, or 联系诉求人 when the note went to the citizen.
    ProgressRecorded {
        /// What was done.
        note: String,
        /// Whether it was said to the citizen.
        contact: bool,
    },
    /// 退单
    Returned {
        /// Why it is not theirs.
        reason: String,
        /// 依据
        basis: String,
        /// Whose it is, in the unit's view.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        suggested: Option<DepartmentId>,
        /// Until when the dispatcher dispatches again.
        dispatch: Limit,
    },
    /// 转派: the clock does not restart.
    Transferred {
        /// To whom.
        to: DepartmentId,
        /// Until when it must acknowledge; the handling limit stays.
        acknowledge: Limit,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// 申请延期
    ExtensionRequested {
        /// For how many working days.
        workdays: u32,
        /// Why.
        reason: String,
        /// Until when the supervisor rules.
        rule: Limit,
    },
    /// 同意延期
    ExtensionGranted {
        /// The unit's new end.
        due: Moment,
    },
    /// 不同意延期
    ExtensionRefused {
        /// Why.
        reason: String,
    },
    /// 办结
    Resolved {
        /// The answer.
        answer: Answer,
        /// Until when the dispatcher reads it.
        review: Limit,
    },
    /// 审核
    Reviewed {
        /// Whether it goes out.
        passed: bool,
        /// What is wanting, when it does not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        remark: Option<String>,
    },
    /// The bot asked 是否解决、是否满意.
    FollowUpAsked {
        /// The how-manieth time, from 1.
        attempt: u32,
    },
    /// Nobody answered the bot; a person calls 人工回访.
    FollowUpPassedOn {
        /// Until when.
        call: Limit,
    },
    /// The first of the two questions was answered.
    SolvedAnswered {
        /// 是否解决
        solved: bool,
    },
    /// 回访 is complete.
    FollowedUp {
        /// What the citizen said; silence is silence.
        outcome: Outcome,
        /// Until when they may object.
        archive: Limit,
    },
    /// 重办
    Reopened {
        /// Why, in the citizen's words.
        reason: String,
        /// Until when the unit must acknowledge again.
        acknowledge: Limit,
        /// The redo's own limit.
        handle: Limit,
    },
    /// 归档
    Archived,
    /// 撤诉
    Withdrawn {
        /// Why.
        reason: String,
    },
    /// 诉求人确认 what had been registered without waiting for it.
    Confirmed,
    /// 补充
    Supplemented {
        /// What was said.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        text: String,
        /// The facts found in it.
        #[serde(default, skip_serializing_if = "Slots::is_empty")]
        slots: Slots,
        /// What came with it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        evidence: Vec<Evidence>,
    },
    /// 催办 by the citizen.
    Urged {
        /// What they said.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    },
    /// A rung of the ladder was climbed 提醒、催办、黄牌.
    RungReached {
        /// Its name in the profile.
        id: String,
        /// What it is.
        rung: RungKind,
        /// The limit that it watches.
        limit: LimitKind,
        /// When that limit's end was set, which tells one round from the next.
        given: Moment,
        /// Against which unit it is recorded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<DepartmentId>,
        /// It fired later than it was due, because the program was away.
        late: bool,
    },
}

impl Event {
    /// The name that the record uses.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Received { .. } => "接收",
            Self::Accepted { .. } => "受理",
            Self::Declined { .. } => "不予受理",
            Self::Dispatched { .. } => "派单",
            Self::Acknowledged => "签收",
            Self::ProgressRecorded { contact: true, .. } => "联系诉求人",
            Self::ProgressRecorded { .. } => "记录进展",
            Self::Returned { .. } => "退单",
            Self::Transferred { .. } => "转派",
            Self::ExtensionRequested { .. } => "申请延期",
            Self::ExtensionGranted { .. } => "同意延期",
            Self::ExtensionRefused { .. } => "不同意延期",
            Self::Resolved { .. } => "办结",
            Self::Reviewed { passed: true, .. } => "审核通过",
            Self::Reviewed { .. } => "审核退回",
            Self::FollowUpAsked { .. } => "回访提问",
            Self::FollowUpPassedOn { .. } => "转人工回访",
            Self::SolvedAnswered { .. } => "是否解决",
            Self::FollowedUp { .. } => "回访",
            Self::Reopened { .. } => "重办",
            Self::Archived => "归档",
            Self::Withdrawn { .. } => "撤诉",
            Self::Confirmed => "诉求人确认",
            Self::Supplemented { .. } => "补充",
            Self::Urged { .. } => "诉求人催办",
            Self::RungReached { rung, .. } => rung.label(),
        }
    }
}

/// What came of asking the citizen 回访结果.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "said", deny_unknown_fields)]
pub enum Outcome {
    /// They answered both questions.
    Answered {
        /// 是否解决
        solved: bool,
        /// 是否满意
        satisfaction: Satisfaction,
        /// Why not, in their words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// They never answered: silence, never 满意.
    Silent,
}
