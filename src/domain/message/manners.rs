//! How one writes 劝导、警告、限制, and how much: what citizens are told where either goes too far.

use serde::Serialize;

/// To citizens, about how and how much they write.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)] // a field has a comment only where its name and the variant do not say it already
pub enum Manners {
    /// 劝导: what is wrong with these words, and how to complain; `registered` where a matter beside them is taken.
    Persuaded { kind: &'static str, registered: bool },
    /// 警告, and how long a limitation would last.
    Warned { kind: &'static str, limit_for: String },
    /// 限制: no new complaint until then, and what still works; `fresh` where it begins now.
    Limited { until: String, fresh: bool },
    /// 解除限制
    LimitLifted,
    /// Written faster than can be answered; said once in a minute.
    TooFast { most: u32 },
    /// As many cases in a day as one person may open.
    TooManyCases { most: u32 },
    /// More 代表 or 代理人 than the rules allow: who is registered, and who is left out.
    TooManyPeople { what: &'static str, most: usize, kept: String, left: String },
}
