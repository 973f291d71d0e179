//! The unit's task 交办: who, since when, until when, and what it waits for.

use super::{Applied, CoMandate, DepartmentId, Deserialize, Limit, LimitKind, Serialize, StaffId};
use crate::domain::pauses::Pause;
use crate::domain::span;

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
    /// 协办
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub co: Vec<CoMandate>,
    /// The intervals in which the unit's clock stood.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// An application that waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applied: Option<Applied>,
}

impl Mandate {
    /// The limits that run while a unit has the task. An extension that was asked for stays to be ruled on after a transfer.
    pub(super) fn limits(&self) -> impl Iterator<Item = (LimitKind, Limit)> {
        [(LimitKind::Handle, self.handle)].into_iter().chain(self.waiting())
    }

    /// The limits within which others decide on what the unit asked; they run also while its own clock stands.
    pub(super) fn waiting(&self) -> impl Iterator<Item = (LimitKind, Limit)> {
        let asked = self.asked.iter().map(|asked| (LimitKind::Extension, asked.rule));
        let applied = self.applied.iter().map(|applied| (LimitKind::Application, applied.rule));
        asked.chain(applied)
    }

    /// The part of this co-unit.
    pub fn co_unit(&self, unit: &DepartmentId) -> Option<&CoMandate> {
        self.co.iter().find(|co| co.unit == *unit)
    }
}

/// An extension that waits for the supervisor 待批延期.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionAsked {
    /// For how many working days.
    #[serde(deserialize_with = "span::workdays")]
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
