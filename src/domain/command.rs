//! What somebody wants done with a case 指令. Each becomes events, or a refusal that says why.

use super::case::{Answer, Ground, Satisfaction};
use super::complaint::{Evidence, Slots};
use super::ids::{DepartmentId, Moment};
use super::span::LimitKind;

/// A wish of a citizen, a member of staff or the clock.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// 受理
    Accept,
    /// 不予受理
    Decline {
        /// On which ground.
        ground: Ground,
        /// The right way to go, for the citizen.
        way: String,
    },
    /// 派单, also 重新派单 after a return.
    Dispatch {
        /// To whom.
        unit: DepartmentId,
        /// A word for them.
        instruction: Option<String>,
    },
    /// 签收
    Acknowledge,
    /// 记录进展
    RecordProgress {
        /// What was done.
        note: String,
    },
    /// 联系诉求人 through the bot, so that nobody needs the citizen's number.
    Contact {
        /// What to say to them.
        note: String,
    },
    /// 退单
    Return {
        /// Why it is not ours.
        reason: String,
        /// On what basis.
        basis: String,
        /// Whose it is.
        suggested: Option<DepartmentId>,
    },
    /// 驳回退单: the unit keeps the case and may not return it again (裁定).
    RefuseReturn {
        /// Why.
        reason: String,
    },
    /// 转派 down the tree.
    Transfer {
        /// To whom.
        to: DepartmentId,
        /// Why.
        note: Option<String>,
    },
    /// 申请延期
    RequestExtension {
        /// By how many working days.
        workdays: u32,
        /// Why.
        reason: String,
    },
    /// 同意延期
    GrantExtension,
    /// 不同意延期
    RefuseExtension {
        /// Why.
        reason: String,
    },
    /// 办结
    Resolve {
        /// The answer.
        answer: Answer,
    },
    /// 审核
    Review {
        /// What is wanting; none lets the answer out.
        fault: Option<String>,
    },
    /// The first of the two questions.
    AnswerSolved {
        /// 是否解决
        solved: bool,
    },
    /// The second question, or both at once from a person who called.
    FollowUp {
        /// 是否解决, when it is answered here.
        solved: Option<bool>,
        /// 是否满意
        satisfaction: Satisfaction,
        /// Why not.
        reason: Option<String>,
    },
    /// 联系不上: the call reached nobody.
    FollowUpUnreached,
    /// 撤诉
    Withdraw {
        /// Why.
        reason: String,
    },
    /// 确认 of what was registered without waiting for it.
    Confirm,
    /// 补充
    Supplement {
        /// What was said.
        text: String,
        /// The facts found in it.
        slots: Slots,
        /// What came with it.
        evidence: Vec<Evidence>,
    },
    /// 催办
    Urge {
        /// What they said.
        note: String,
    },
    /// A rung of the ladder is due.
    ClimbRung {
        /// The limit that it watches.
        limit: LimitKind,
        /// When that limit's end was set.
        given: Moment,
        /// The rung's name in the profile.
        id: String,
    },
    /// It is time to ask the citizen again, or to let a person call.
    AskFollowUp {
        /// The how-manieth time.
        attempt: u32,
    },
    /// 归档: nobody objected in time.
    Archive,
}

impl Command {
    /// The Chinese term, as it stands on buttons and in refusals.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Accept => "受理",
            Self::Decline { .. } => "不予受理",
            Self::Dispatch { .. } => "派单",
            Self::Acknowledge => "签收",
            Self::RecordProgress { .. } => "记录进展",
            Self::Contact { .. } => "联系诉求人",
            Self::Return { .. } => "退单",
            Self::RefuseReturn { .. } => "驳回退单",
            Self::Transfer { .. } => "转派",
            Self::RequestExtension { .. } => "申请延期",
            Self::GrantExtension => "同意延期",
            Self::RefuseExtension { .. } => "不同意延期",
            Self::Resolve { .. } => "办结",
            Self::Review { .. } => "审核",
            Self::AnswerSolved { .. } | Self::FollowUp { .. } | Self::FollowUpUnreached | Self::AskFollowUp { .. } => "回访",
            Self::Withdraw { .. } => "撤诉",
            Self::Confirm => "确认",
            Self::Supplement { .. } => "补充",
            Self::Urge { .. } => "催办",
            Self::ClimbRung { .. } => "提醒",
            Self::Archive => "归档",
        }
    }
}
