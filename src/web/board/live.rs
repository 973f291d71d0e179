//! Open cases 在办: what stands where it is now, and what presses. No figure of a past day says it.

use crate::domain::ids::Moment;
use crate::figures::Open;

/// Which open cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Live {
    /// 在办
    Open,
    /// In this state.
    State(&'static str),
    /// 今日到期: the next limit ends today, and has not ended.
    DueToday,
    /// 超期: a limit has passed.
    Overdue,
    /// 申请待批: an extension or an application waits for a decision.
    Asked,
    /// 督办待复: a letter of supervision waits for its answer.
    Supervised,
}

/// The names of the states of open cases, in the order of a case's life.
pub(super) const STATES: [&str; 10] = ["待受理", "待派单", "待批", "待裁定", "待签收", "办理中", "中止", "已挂账", "待审核", "待回访"];

/// What comes after the ten: too rarely many to be drawn on its own.
pub(super) const LAST: &str = "待归档";

impl Live {
    /// What is named so in addresses.
    pub fn named(name: &str) -> Option<Self> {
        let fixed = [Self::Open, Self::DueToday, Self::Overdue, Self::Asked, Self::Supervised];
        let fixed = fixed.into_iter().find(|live| live.name() == name);
        fixed.or_else(|| STATES.into_iter().chain([LAST]).find(|state| *state == name).map(Self::State))
    }

    /// The name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::State(state) => state,
            Self::DueToday => "due-today",
            Self::Overdue => "overdue",
            Self::Asked => "asked",
            Self::Supervised => "supervised",
        }
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "在办",
            Self::State(state) => state,
            Self::DueToday => "今日到期",
            Self::Overdue => "超期",
            Self::Asked => "申请待批",
            Self::Supervised => "督办待复",
        }
    }

    /// Whether the open case is one of them.
    pub fn is_of(self, case: &Open<'_>, now: Moment) -> bool {
        match self {
            Self::Open => true,
            Self::State(state) => case.state == state,
            Self::DueToday => case.due.is_some_and(|due| due >= now && due.date_naive() == now.date_naive()),
            Self::Overdue => case.is_late(now),
            Self::Asked => case.asked,
            Self::Supervised => case.supervised,
        }
    }
}
