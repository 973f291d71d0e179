//! What somebody wants done with a case 指令. Each becomes events, or a refusal that says why.

use chrono::NaiveDate;

use super::case::{AdmonitionCause, Answer, Application, Ground, LetterKind, Party, Satisfaction};
use super::complaint::{Evidence, Risk, Slots};
use super::ids::{CaseNumber, DepartmentId, Moment, StaffId};
use super::profile::Profile;
use super::span::LimitKind;

/// A wish of a citizen, a member of staff or the clock.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // a field has a comment only where its name and the variant do not say it already
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
        /// 协办
        co_units: Vec<DepartmentId>,
        /// A word for them.
        instruction: Option<String>,
    },
    /// 批准 what was submitted for approval.
    Approve,
    /// 不批准
    Disapprove { reason: String },
    /// 责成重办: a supervisor has a case handled again that the house would let rest.
    OrderRedo { reason: String },
    /// 定级 before dispatch: 疑难复杂 or not.
    Grade { complex: bool },
    /// 提请裁定 a return that the dispatcher cannot settle.
    Refer { reason: String },
    /// 裁定: final.
    Rule { unit: DepartmentId, reason: String },
    /// 增加协办
    AddCoUnit { unit: DepartmentId, task: Option<String> },
    /// 协办签收
    CoAcknowledge,
    /// 协办反馈
    CoReport { opinion: String },
    /// 申请中止、挂账、协办
    Apply { what: Application, reason: String },
    /// 不同意申请
    RefuseApplication { reason: String },
    /// 中止 on a ground that the profile lists, looked at again after so many working days.
    Suspend { ground: String, reason: String, review_workdays: u32 },
    /// 恢复
    Resume { reason: String },
    /// 挂账 until the end of this day.
    PutOnFile { measures: String, until: NaiveDate },
    /// 撤销 on a ground that the profile lists.
    Revoke { ground: String, reason: String },
    /// 移送
    HandOver { to: String, reason: String },
    /// 领导包案
    TakeCharge { leader: StaffId },
    /// 回避 of a person, by themselves or because they were told to.
    Recuse { person: StaffId, reason: String },
    /// 回避 of the unit complained of.
    NameConflict { unit: DepartmentId, reason: String },
    /// 督办: 查询函, 督查通知书 or 督查情况通报; an answer is due after so many working days, or the profile's.
    Supervise { kind: LetterKind, words: String, workdays: Option<u32> },
    /// 效能告诫书 to a person, with the cause and the red cards that stand against them.
    Admonish { person: StaffId, cause: AdmonitionCause, red_cards: u32, words: String },
    /// 回函
    AnswerLetter { letter: u32, words: String },
    /// 并案 into the mother case, which is open and no merged one itself: the desk has looked.
    Merge { into: CaseNumber },
    /// 并入: another citizen's case joins this one.
    Join { party: Party },
    /// 复发: the same matter came back as this case.
    Recur { case: CaseNumber },
    /// 规则变更
    MigrateProfile { to: Box<Profile> },
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
    /// 驳回退单: the unit keeps the case with the time that it had.
    RefuseReturn {
        /// Why.
        reason: String,
    },
    /// 转派 down the tree or to a co-unit.
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
        /// The risks that it speaks of.
        risks: Vec<Risk>,
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
            Self::Approve => "批准",
            Self::Disapprove { .. } => "不批准",
            Self::OrderRedo { .. } => "责成重办",
            Self::Grade { .. } => "定级",
            Self::Refer { .. } => "提请裁定",
            Self::Rule { .. } => "裁定",
            Self::AddCoUnit { .. } => "增加协办",
            Self::CoAcknowledge => "协办签收",
            Self::CoReport { .. } => "协办反馈",
            Self::Apply { what, .. } => what.label(),
            Self::RefuseApplication { .. } => "不同意申请",
            Self::Suspend { .. } => "中止",
            Self::Resume { .. } => "恢复",
            Self::PutOnFile { .. } => "挂账",
            Self::Revoke { .. } => "撤销",
            Self::HandOver { .. } => "移送",
            Self::TakeCharge { .. } => "领导包案",
            Self::Recuse { .. } => "回避",
            Self::NameConflict { .. } => "单位回避",
            Self::Supervise { kind, .. } => kind.label(),
            Self::Admonish { .. } => LetterKind::Admonition.label(),
            Self::AnswerLetter { .. } => "回函",
            Self::Merge { .. } => "并案",
            Self::Join { .. } => "并入",
            Self::Recur { .. } => "复发",
            Self::MigrateProfile { .. } => "规则变更",
            Self::ClimbRung { .. } => "提醒",
            Self::Archive => "归档",
        }
    }
}
