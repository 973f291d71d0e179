//! What happened to a case 工单事件: the truth from which everything else is derived. Past tense, versioned, never rewritten.

use serde::{Deserialize, Serialize};

use super::case::{Answer, Application, Complaint, Ground, LetterKind, Party, Proposal};
use super::complaint::{Evidence, Risk, Slots};
use super::ids::{CaseNumber, DepartmentId, Moment, QueryCode, StaffId, UserRef};
use super::moment;
use super::past::Origin;
use super::pauses::Pause;
use super::profile::RungKind;
use super::span::{self, Limit, LimitKind};

mod label;
mod outcome;
mod recorded;

pub use outcome::{Count, Outcome, Vote};
pub use recorded::{EVENT_VERSION, Recorded};

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type", deny_unknown_fields)]
#[allow(missing_docs)] // a field has a comment only where its name and the variant do not say it already
pub enum Event {
    /// 接收: the first event of every case.
    Received {
        /// What the citizen brought.
        complaint: Box<Complaint>,
        /// What one needs to ask about it.
        query_code: QueryCode,
        /// When their first message arrived: the citizen's clock starts here, not when they confirmed the summary.
        #[serde(with = "moment")]
        arrived: Moment,
        /// Until when somebody decides whether to accept it.
        accept: Limit,
        /// The name of the profile whose rules it runs under.
        profile: String,
        /// 复发: the archived case of the same matter.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        recurs: Option<CaseNumber>,
        /// Units complained of, which do not handle it 回避.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        conflicts: Vec<DepartmentId>,
        /// 历史工单: it was taken over from another system's records, and its times are theirs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        origin: Option<Box<Origin>>,
    },
    /// 接管: an open case of another system goes on here. The limits that had ended begin anew.
    TakenOver {
        /// The ends of the limits that run from now on.
        limits: Vec<(LimitKind, Limit)>,
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
        /// 协办单位
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        co_units: Vec<DepartmentId>,
    },
    /// 呈批: the supervisor decides before it is dispatched.
    SubmittedForApproval {
        /// What is proposed.
        proposal: Proposal,
        /// Until when it is decided.
        approve: Limit,
    },
    /// 批准; the dispatch follows.
    Approved,
    /// 不批准: the dispatcher proposes again.
    Disapproved {
        reason: String,
        /// Until when it is proposed again.
        dispatch: Limit,
    },
    /// 定级: whether it is 疑难复杂, with the longer limit that the profile gives to such matters.
    Graded {
        /// 疑难复杂
        complex: bool,
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
    /// 驳回退单: the unit keeps the case with the time that it had; only the time to sign for it is new.
    ReturnRefused {
        reason: String,
        /// Until when it must acknowledge again.
        acknowledge: Limit,
    },
    /// 提请裁定: whose it is will be ruled on, finally and in time.
    ReferredForRuling {
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
        /// Until when the supervisor rules.
        rule: Limit,
    },
    /// 裁定; the dispatch by ruling follows.
    Ruled { unit: DepartmentId, reason: String },
    /// 增加协办
    CoUnitAdded {
        /// Who helps.
        unit: DepartmentId,
        /// With what.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<String>,
    },
    /// 协办签收
    CoAcknowledged { unit: DepartmentId },
    /// 协办反馈
    CoReported {
        unit: DepartmentId,
        /// What they found and did.
        opinion: String,
    },
    /// 申请: a handler asks for a suspension, a commitment on file or a co-unit.
    Applied {
        what: Application,
        reason: String,
        /// Until when it is decided.
        rule: Limit,
    },
    /// 不同意申请
    ApplicationRefused { reason: String },
    /// 中止: the unit's clock stands.
    Suspended {
        /// The ground's name in the profile.
        ground: String,
        /// The ground in words, as the profile had them.
        label: String,
        /// Why it holds here.
        reason: String,
        /// When it is looked at again.
        review: Limit,
    },
    /// 恢复: the unit's clock goes on from where it stood.
    Resumed {
        reason: String,
        /// The interval in which the clock stood.
        pause: Pause,
        /// The unit's new end.
        #[serde(with = "moment")]
        due: Moment,
    },
    /// 挂账: measures and a date are promised to the citizen.
    PutOnFile {
        /// Why it cannot be solved yet, and what is done meanwhile.
        measures: String,
        /// The date.
        promise: Limit,
    },
    /// 撤销
    Revoked {
        /// The ground's name in the profile.
        ground: String,
        /// The ground in words.
        label: String,
        /// Why it holds here.
        reason: String,
    },
    /// 移送 to another authority.
    HandedOver { to: String, reason: String },
    /// 领导包案
    ChargeTaken {
        /// The leader who answers for it personally.
        leader: StaffId,
    },
    /// 回避 of a person.
    Recused { person: StaffId, reason: String },
    /// 回避 of a unit: it is complained of, and does not handle the case. A unit that had it loses it.
    ConflictNamed {
        unit: DepartmentId,
        reason: String,
        /// Until when it is dispatched elsewhere, when this unit had it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dispatch: Option<Limit>,
    },
    /// 督办: a letter to the unit, or the person.
    Supervised {
        /// Its number within the case, from 1.
        letter: u32,
        kind: LetterKind,
        /// To which unit.
        unit: DepartmentId,
        /// To which person, for an admonition.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<StaffId>,
        words: String,
        /// Until when it must be answered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answer: Option<Limit>,
    },
    /// 回函
    LetterAnswered {
        letter: u32,
        /// What the unit says.
        words: String,
    },
    /// 并案: this case goes on in the mother case.
    Merged {
        /// The mother case.
        into: CaseNumber,
    },
    /// 并入: another citizen joined this case.
    Joined {
        /// Who, with their own words.
        party: Party,
    },
    /// 退出: one of many citizens withdrew; the case goes on for the others.
    Left { citizen: UserRef, reason: String },
    /// One of many citizens has answered both questions.
    Voted {
        /// Whose answer it is.
        citizen: UserRef,
        /// What they said.
        vote: Vote,
    },
    /// 复发: the same matter came back as another case.
    Recurred {
        /// Its number.
        case: CaseNumber,
    },
    /// 规则变更: the case goes on under other rules.
    ProfileMigrated {
        /// Until now.
        from: String,
        /// From now on.
        to: String,
        /// The ends of the limits that run, counted anew from their own beginnings.
        limits: Vec<(LimitKind, Limit)>,
    },
    /// 转派: the clock does not restart.
    Transferred {
        to: DepartmentId,
        /// Until when it must acknowledge; the handling limit stays.
        acknowledge: Limit,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// 申请延期
    ExtensionRequested {
        /// For how many working days.
        #[serde(deserialize_with = "span::workdays")]
        workdays: u32,
        reason: String,
        /// Until when the supervisor rules.
        rule: Limit,
    },
    /// 同意延期
    ExtensionGranted {
        /// The unit's new end.
        #[serde(with = "moment")]
        due: Moment,
    },
    /// 不同意延期
    ExtensionRefused { reason: String },
    /// 办结
    Resolved {
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
    Withdrawn { reason: String },
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
        /// The risks that it speaks of and nothing did before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        risks: Vec<Risk>,
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
        #[serde(with = "moment")]
        given: Moment,
        /// Against which unit it is recorded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<DepartmentId>,
        /// Against which person: whoever signed for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<StaffId>,
        /// What the profile calls it, where it has a name of its own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// It fired later than it was due, because the program was away.
        late: bool,
    },
}
