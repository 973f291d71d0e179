//! The rules of what not every case meets 特别规则: approval, rulings, suspension, commitments, supervision, many citizens.
//! Each has values of its own for a profile that leaves it out; they are those of the rulebook.

use serde::Deserialize;

use crate::domain::span::Span;

/// 呈批 (RULEBOOK §2: submitted for approval on the day it arrives).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// How long the supervisor has to decide.
    pub within: Span,
}

/// 疑难复杂事项
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Complex {
    /// The handling limit.
    pub handle: Span,
    /// Who may call a matter so.
    pub by: Grade,
}

/// Who may call a matter 疑难复杂.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// 派单员
    Dispatcher,
    /// 督办员: it needs approval.
    Supervisor,
}

/// 退单 and 裁定
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Returns {
    /// The how-manieth return of a case goes to a ruling, from 1.
    pub ruling_from: u32,
    /// How long the supervisor has to rule.
    pub rule_within: Span,
}

impl Default for Returns {
    fn default() -> Self {
        Self { ruling_from: 2, rule_within: Span::Workdays(1) }
    }
}

/// A ground with its name 情形.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Its name within the profile: lower-case letters, digits and dashes, at most 24.
    pub id: String,
    /// What people call it.
    pub label: String,
}

/// 中止
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suspension {
    /// The most working days until the ground is looked at again.
    pub most_workdays: u32,
    /// How long a supervisor has to decide on what a handler asks for (中止、挂账、协办).
    pub rule_within: Span,
    /// The listed grounds (RULEBOOK §6); without any, nothing is suspended.
    pub grounds: Vec<Named>,
}

impl Default for Suspension {
    fn default() -> Self {
        Self { most_workdays: 20, rule_within: Span::Workdays(1), grounds: Vec::new() }
    }
}

impl Suspension {
    /// The ground of this name.
    pub fn ground(&self, id: &str) -> Option<&Named> {
        self.grounds.iter().find(|ground| ground.id == id)
    }
}

/// 挂账
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnFile {
    /// The most days that a promise may lie ahead.
    pub most_days: u32,
}

impl Default for OnFile {
    fn default() -> Self {
        Self { most_days: 365 }
    }
}

/// 复发
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recurrence {
    /// For so many days after its archive a matter that comes back is linked to its old case.
    pub within_days: u32,
}

impl Default for Recurrence {
    fn default() -> Self {
        Self { within_days: 90 }
    }
}

/// 督办
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supervision {
    /// How long a unit has to answer a 查询函.
    pub inquiry_within: Span,
    /// How long a unit has to answer a 督查通知书.
    pub notice_within: Span,
    /// From so many red cards of one person an admonition may be issued, and is proposed to the supervisor.
    pub admonish_from: u32,
}

impl Default for Supervision {
    fn default() -> Self {
        Self { inquiry_within: Span::Workdays(3), notice_within: Span::Workdays(3), admonish_from: 3 }
    }
}

/// Cases of many citizens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The most representatives of a group complaint.
    pub most_representatives: u32,
    /// The most proxies of one citizen.
    pub most_proxies: u32,
    /// From this percentage of those who answered that are not content the matter is handled again.
    pub redo_percent: u32,
}

impl Default for Group {
    fn default() -> Self {
        Self { most_representatives: 5, most_proxies: 2, redo_percent: 50 }
    }
}

/// The weights of 响应率, 解决率 and 满意率 in percent; together 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// 响应率
    pub response: u32,
    /// 解决率
    pub solved: u32,
    /// 满意率
    pub satisfied: u32,
}

impl Default for Weights {
    fn default() -> Self {
        Self { response: 30, solved: 35, satisfied: 35 }
    }
}
