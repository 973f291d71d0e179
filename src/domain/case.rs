//! One case 工单: its facts, its state, and how an event changes it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::complaint::{Classification, Evidence, Slots};
use super::event::{Event, Outcome, Recorded};
use super::ids::{CaseNumber, ChatRef, DepartmentId, Moment, QueryCode, StaffId, UserRef};
use super::profile::RungKind;
use super::span::{Limit, LimitKind};
use super::staff::Actor;

mod apply;
mod facts;

pub use facts::{Answer, Complaint, Ground, Satisfaction};

/// A case as its events have made it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// 工单号
    pub number: CaseNumber,
    /// 查询码
    pub query_code: QueryCode,
    /// How many events it has.
    pub seq: u32,
    /// The rules it runs under.
    pub profile: String,
    /// What the citizen brought, with what was added since.
    pub complaint: Complaint,
    /// The citizen's clock: from here, never reset, never stopped.
    pub received_at: Moment,
    /// Where it stands.
    pub state: State,
    /// Rungs already climbed, with the limit that they watched and when its end was set.
    pub rungs: BTreeSet<(LimitKind, Moment, String)>,
    /// Counters for the figures.
    pub tally: Tally,
    /// When the last event happened.
    pub changed_at: Moment,
    /// When it came to stand where it stands: a limit that did not run before, because the case lay elsewhere, runs from here.
    pub since: Moment,
}

/// What is counted of a case (RULEBOOK §10).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// 派单 and 转派
    pub hops: u32,
    /// 退单
    pub returns: u32,
    /// 重办
    pub redos: u32,
    /// 催办 by the citizen
    pub urged: u32,
    /// 黄牌
    pub yellow_cards: u32,
}

/// The unit's task 交办: who, since when, until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mandate {
    /// The lead unit 主办.
    pub unit: DepartmentId,
    /// The person who signed for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handler: Option<StaffId>,
    /// Until when to sign for it.
    pub acknowledge: Limit,
    /// Until when to answer.
    pub handle: Limit,
    /// 裁定: may not be returned.
    pub by_ruling: bool,
    /// Extensions granted.
    pub extensions: u32,
    /// Extensions that a supervisor refused or granted stay counted; this one waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<ExtensionAsked>,
}

impl Mandate {
    /// The limits that run while a unit has the task. An extension that was asked for stays to be ruled on after a transfer.
    fn limits(&self) -> impl Iterator<Item = (LimitKind, Limit)> {
        let asked = self.asked.iter().map(|asked| (LimitKind::Extension, asked.rule));
        [(LimitKind::Handle, self.handle)].into_iter().chain(asked)
    }
}

/// An extension that waits for the supervisor 待批延期.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionAsked {
    /// For how many working days.
    pub workdays: u32,
    /// Why.
    pub reason: String,
    /// Until when it is ruled on.
    pub rule: Limit,
}

/// A return that waits for the dispatcher 退单待审.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnSlip {
    /// Who returned it, with the task as it was: a refused return gives it back.
    pub mandate: Mandate,
    /// Why.
    pub reason: String,
    /// On what basis.
    pub basis: String,
    /// Whose it is, in their view.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggested: Option<DepartmentId>,
}

/// Where a case stands 工单状态, with what is true only there.
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
    /// 待审核
    Resolved {
        /// The task.
        mandate: Mandate,
        /// What the unit answers.
        answer: Answer,
        /// Until when to read it.
        review: Limit,
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
        /// The first question's answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        solved: Option<bool>,
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
}

/// How often the bot has asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Times so far; 0 when only the answer went out.
    pub attempts: u32,
    /// The last time.
    pub at: Moment,
}

/// Who has to move next 责任人: there is always somebody while a case is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder<'a> {
    /// 派单席
    Dispatch,
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
        }
    }

    /// Whether the case is closed.
    pub fn is_closed(&self) -> bool {
        matches!(self, Self::Archived { .. } | Self::Declined { .. } | Self::Withdrawn { .. })
    }

    /// Who has to move next.
    pub fn holder(&self) -> Holder<'_> {
        match self {
            Self::Received { .. } | Self::Accepted { .. } | Self::Resolved { .. } | Self::FollowedUp { .. } => Holder::Dispatch,
            Self::Answered { call: Some(_), .. } => Holder::Dispatch,
            Self::Answered { .. } => Holder::Citizen,
            Self::Dispatched { mandate } | Self::InProgress { mandate } => Holder::Unit(&mandate.unit),
            Self::Archived { .. } | Self::Declined { .. } | Self::Withdrawn { .. } => Holder::Nobody,
        }
    }

    /// The unit's task, where one has it or had it last.
    pub fn mandate(&self) -> Option<&Mandate> {
        match self {
            Self::Dispatched { mandate }
            | Self::InProgress { mandate }
            | Self::Resolved { mandate, .. }
            | Self::Answered { mandate, .. }
            | Self::FollowedUp { mandate, .. } => Some(mandate),
            Self::Accepted { returned: Some(slip), .. } => Some(&slip.mandate),
            _ => None,
        }
    }

    /// The limits that run, each with its kind.
    pub fn limits(&self) -> Vec<(LimitKind, Limit)> {
        match self {
            Self::Received { accept } => vec![(LimitKind::Accept, *accept)],
            Self::Accepted { dispatch, .. } => vec![(LimitKind::Dispatch, *dispatch)],
            Self::Dispatched { mandate } => [(LimitKind::Acknowledge, mandate.acknowledge)].into_iter().chain(mandate.limits()).collect(),
            Self::InProgress { mandate } => mandate.limits().collect(),
            Self::Resolved { review, .. } => vec![(LimitKind::Review, *review)],
            Self::Answered { call, .. } => call.iter().map(|call| (LimitKind::FollowUp, *call)).collect(),
            Self::FollowedUp { archive, .. } => vec![(LimitKind::Archive, *archive)],
            Self::Archived { .. } | Self::Declined { .. } | Self::Withdrawn { .. } => Vec::new(),
        }
    }
}

impl Case {
    /// The unit that has, or last had, the task.
    pub fn unit(&self) -> Option<&DepartmentId> {
        match &self.state {
            State::Archived { unit, .. } => Some(unit),
            state => state.mandate().map(|mandate| &mandate.unit),
        }
    }

    /// The end of the limit that ends first, with its kind: what a list shows as remaining time.
    pub fn next_due(&self) -> Option<(LimitKind, Moment)> {
        self.state.limits().into_iter().map(|(kind, limit)| (kind, limit.due)).min_by_key(|(_, due)| *due)
    }

    /// The citizen's account.
    pub fn citizen(&self) -> &UserRef {
        &self.complaint.citizen
    }

    /// Where the citizen is written to.
    pub fn citizen_chat(&self) -> &ChatRef {
        &self.complaint.chat
    }
}
