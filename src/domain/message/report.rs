//! Reports 日报、周报、月报: what leaders and supervisors are told of their figures, and what needs them today.

use serde::Serialize;

use super::CaseLine;
use crate::domain::outbound::FileRef;

/// About figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)] // a field has a comment only where its name and the variant do not say it already
pub enum Report {
    /// 日报、周报 or 月报.
    Report(Box<Told>),
    /// 要紧的清单: one page of what needs them.
    Needs {
        unit: Option<String>,
        lines: Vec<Need>,
        /// The number of the first line, from 1.
        first: usize,
        /// How many there are in all.
        all: usize,
    },
}

/// What a report says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Told {
    /// 日报
    pub kind: &'static str,
    /// Of which unit and those below it; of all when none is named.
    pub unit: Option<String>,
    /// The days that it looks at: 11月20日（星期五）.
    pub days: String,
    /// What it compares them with: 前一天.
    pub before: String,
    /// What came in, and what that is called: 收件, or 派到本单位.
    pub came: Change,
    /// 归档
    pub archived: Change,
    /// The rates that anything was judged of.
    pub rates: Vec<RateChange>,
    /// 黄牌
    pub yellow: u64,
    /// 红牌
    pub red: u64,
    /// 回访未答复
    pub silent: u64,
    /// What needs them today, by why, with how many.
    pub needs: Vec<(&'static str, usize)>,
    /// There is nothing to say.
    pub nothing: bool,
    /// The picture that goes with it.
    #[serde(skip)]
    pub picture: Option<FileRef>,
}

/// A number against the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Now.
    pub now: u64,
    /// So many more than before.
    pub more: u64,
    /// So many less.
    pub less: u64,
}

impl Change {
    /// This many, after so many.
    pub fn new(now: u64, before: u64) -> Self {
        Self { now, more: now.saturating_sub(before), less: before.saturating_sub(now) }
    }
}

/// A rate against the one before.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RateChange {
    /// 按时办结率
    pub name: &'static str,
    /// `87.5%`
    pub now: String,
    /// By how many points it rose.
    pub up: Option<String>,
    /// By how many points it fell.
    pub down: Option<String>,
}

/// One case that needs somebody.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Need {
    /// Why.
    pub why: &'static str,
    /// The case.
    pub case: CaseLine,
}
