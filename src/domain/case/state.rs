//! Where a case stands 工单状态, with what is true only there.

use super::{
    Answer, Ballot, CaseNumber, Commitment, DepartmentId, Deserialize, Ground, Limit, LimitKind, Mandate, Moment, Outcome, Proposal,
    ReturnSlip, Serialize, moment,
};

/// Where a case stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state", deny_unknown_fields)]
pub enum State {
    /// 待受理
    Received {
        /// Until when to decide.
        accept: Limit,
    },
    /// 待派单
    Accepted {
        /// Until when to dispatch.
        dispatch: Limit,
        /// The return to review, when a unit sent it back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        returned: Option<ReturnSlip>,
    },
    /// 待批: a dispatch waits for approval 呈批.
    Submitted {
        /// What is proposed.
        proposal: Proposal,
        /// Until when it is decided.
        approve: Limit,
        /// The return that led to it, when a unit sent the case back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        returned: Option<ReturnSlip>,
    },
    /// 待裁定
    Ruling {
        /// The disputed return.
        slip: ReturnSlip,
        /// Until when the supervisor rules.
        rule: Limit,
    },
    /// 待签收
    Dispatched {
        /// The task.
        mandate: Mandate,
    },
    /// 办理中
    InProgress {
        /// The task.
        mandate: Mandate,
    },
    /// 中止: the unit's clock stands.
    Suspended {
        /// The task.
        mandate: Mandate,
        /// The ground's name in the profile.
        ground: String,
        /// The ground in words.
        label: String,
        /// Why it holds here.
        reason: String,
        /// Since when.
        #[serde(with = "moment")]
        since: Moment,
        /// When it is looked at again.
        review: Limit,
    },
    /// 已挂账: cannot be solved yet; a date is promised to the citizen.
    OnFile {
        /// The task.
        mandate: Mandate,
        /// What is done meanwhile.
        measures: String,
        /// The date.
        promise: Limit,
    },
    /// 待审核
    Resolved {
        /// The task.
        mandate: Mandate,
        /// What the unit answers.
        answer: Answer,
        /// Until when to read it.
        review: Limit,
        /// What was promised, when the case was on file 挂账: it holds again when the answer is sent back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        promised: Option<Box<Commitment>>,
    },
    /// 待回访
    Answered {
        /// The task, for a redo.
        mandate: Mandate,
        /// What the citizen was told.
        answer: Answer,
        /// When the bot last asked, and how often.
        asked: Asked,
        /// Set when a person has to call.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        call: Option<Limit>,
        /// The first question's answer by the case's own citizen.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        solved: Option<bool>,
        /// The answers of many citizens, each their own.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        ballots: Vec<Ballot>,
    },
    /// 待归档
    FollowedUp {
        /// The task, for an objection.
        mandate: Mandate,
        /// What the citizen said.
        outcome: Outcome,
        /// Until when they may object.
        archive: Limit,
    },
    /// 已归档
    Archived {
        /// What the citizen said.
        outcome: Outcome,
        /// Who handled it.
        unit: DepartmentId,
    },
    /// 不予受理
    Declined {
        /// On which ground.
        ground: Ground,
        /// Where it goes instead.
        way: String,
    },
    /// 已撤诉
    Withdrawn {
        /// Why.
        reason: String,
    },
    /// 已并案: it goes on in the mother case.
    Merged {
        /// The mother case.
        into: CaseNumber,
    },
    /// 已撤销
    Revoked {
        /// The ground in words.
        label: String,
        /// Why it holds here.
        reason: String,
    },
    /// 已移送
    HandedOver {
        /// To which authority.
        to: String,
        /// Why.
        reason: String,
    },
}

/// How often the bot has asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Times so far; 0 when only the answer went out.
    pub attempts: u32,
    /// The last time.
    #[serde(with = "moment::countable")]
    pub at: Moment,
}

/// Who has to move next 责任人: there is always somebody while a case is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder<'a> {
    /// 派单席
    Dispatch,
    /// 督办席: what only a supervisor may decide.
    Supervision,
    /// 承办单位
    Unit(&'a DepartmentId),
    /// 诉求人: the question stands with them, and the bot asks again.
    Citizen,
    /// Nobody: the case is closed.
    Nobody,
}

impl State {
    /// The Chinese name of the state.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Received { .. } => "待受理",
            Self::Accepted { .. } => "待派单",
            Self::Dispatched { .. } => "待签收",
            Self::InProgress { .. } => "办理中",
            Self::Resolved { .. } => "待审核",
            Self::Answered { .. } => "待回访",
            Self::FollowedUp { .. } => "待归档",
            Self::Archived { .. } => "已归档",
            Self::Declined { .. } => "不予受理",
            Self::Withdrawn { .. } => "已撤诉",
            Self::Submitted { .. } => "待批",
            Self::Ruling { .. } => "待裁定",
            Self::Suspended { .. } => "中止",
            Self::OnFile { .. } => "已挂账",
            Self::Merged { .. } => "已并案",
            Self::Revoked { .. } => "已撤销",
            Self::HandedOver { .. } => "已移送",
        }
    }

    /// Whether the case is closed.
    pub fn is_closed(&self) -> bool {
        matches!(
            self,
            Self::Archived { .. }
                | Self::Declined { .. }
                | Self::Withdrawn { .. }
                | Self::Merged { .. }
                | Self::Revoked { .. }
                | Self::HandedOver { .. }
        )
    }

    /// Who has to move next.
    pub fn holder(&self) -> Holder<'_> {
        match self {
            Self::Received { .. } | Self::Accepted { .. } | Self::Resolved { .. } | Self::FollowedUp { .. } => Holder::Dispatch,
            Self::Submitted { .. } | Self::Ruling { .. } => Holder::Supervision,
            Self::Answered { call: Some(_), .. } => Holder::Dispatch,
            Self::Answered { .. } => Holder::Citizen,
            Self::Dispatched { mandate }
            | Self::InProgress { mandate }
            | Self::Suspended { mandate, .. }
            | Self::OnFile { mandate, .. } => Holder::Unit(&mandate.unit),
            _ => Holder::Nobody,
        }
    }

    /// The unit's task, where one has it or had it last.
    pub fn mandate(&self) -> Option<&Mandate> {
        match self {
            Self::Dispatched { mandate }
            | Self::InProgress { mandate }
            | Self::Suspended { mandate, .. }
            | Self::OnFile { mandate, .. }
            | Self::Resolved { mandate, .. }
            | Self::Answered { mandate, .. }
            | Self::FollowedUp { mandate, .. } => Some(mandate),
            Self::Accepted { returned: Some(slip), .. } | Self::Submitted { returned: Some(slip), .. } | Self::Ruling { slip, .. } => {
                Some(&slip.mandate)
            }
            _ => None,
        }
    }

    /// The task of the unit that has the case in its hands now, whether or not its clock stands.
    pub fn task(&self) -> Option<&Mandate> {
        match self {
            Self::Dispatched { mandate }
            | Self::InProgress { mandate }
            | Self::Suspended { mandate, .. }
            | Self::OnFile { mandate, .. } => Some(mandate),
            _ => None,
        }
    }

    /// The task of the unit that works on the case now, to be changed.
    pub(super) fn task_mut(&mut self) -> Option<&mut Mandate> {
        match self {
            Self::Dispatched { mandate }
            | Self::InProgress { mandate }
            | Self::Suspended { mandate, .. }
            | Self::OnFile { mandate, .. }
            | Self::Resolved { mandate, .. } => Some(mandate),
            _ => None,
        }
    }

    /// The limits that run, each with its kind; [`Case::limits`](super::Case::limits) adds those of letters.
    pub fn limits(&self) -> Vec<(LimitKind, Limit)> {
        match self {
            Self::Received { accept } => vec![(LimitKind::Accept, *accept)],
            Self::Accepted { dispatch, .. } => vec![(LimitKind::Dispatch, *dispatch)],
            Self::Submitted { approve, .. } => vec![(LimitKind::Approve, *approve)],
            Self::Ruling { rule, .. } => vec![(LimitKind::Ruling, *rule)],
            Self::Dispatched { mandate } => [(LimitKind::Acknowledge, mandate.acknowledge)].into_iter().chain(mandate.limits()).collect(),
            Self::InProgress { mandate } => mandate.limits().collect(),
            Self::Suspended { mandate, review, .. } => [(LimitKind::Suspension, *review)].into_iter().chain(mandate.waiting()).collect(),
            Self::OnFile { mandate, promise, .. } => [(LimitKind::Promise, *promise)].into_iter().chain(mandate.waiting()).collect(),
            Self::Resolved { review, .. } => vec![(LimitKind::Review, *review)],
            Self::Answered { call, .. } => call.iter().map(|call| (LimitKind::FollowUp, *call)).collect(),
            Self::FollowedUp { archive, .. } => vec![(LimitKind::Archive, *archive)],
            _ => Vec::new(),
        }
    }
}
