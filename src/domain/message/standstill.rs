//! What citizens are told when their case stands still 中止、挂账, moves its end, or ends above the unit's head 撤销、移送.

use serde::Serialize;

use crate::domain::ids::CaseNumber;

/// What stops the case, sets its end anew, or ends it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)] // a field has a comment only where its name and the variant do not say it already
pub enum Standstill {
    /// 中止: the unit waits on a ground of the rules, which is looked at again then; their own time goes on.
    Suspended { number: CaseNumber, unit: String, ground: String, review: String },
    /// 恢复
    Resumed { number: CaseNumber, unit: String, due: String },
    /// 规则变更: the date by which they are answered is another one.
    DueMoved { number: CaseNumber, unit: String, due: String },
    /// 挂账: measures and a date.
    PutOnFile { number: CaseNumber, unit: String, measures: String, due: String },
    /// 撤销
    Revoked { number: CaseNumber, ground: String, reason: String },
    /// 移送
    HandedOver { number: CaseNumber, to: String, reason: String },
    /// 单位回避: another unit will handle it.
    UnitRecused { number: CaseNumber, unit: String },
}
