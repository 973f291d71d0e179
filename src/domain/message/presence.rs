//! Who is at work 在岗: what colleagues are told of it.

use serde::Serialize;

/// About being away, back, and the two posts of a desk AB岗.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)] // a field has a comment only where its name and the variant do not say it already
pub enum Presence {
    /// 离岗 is noted; who stands in.
    AwayNoted { until: Option<String>, stand_ins: Vec<String> },
    /// 回岗
    BackNoted { waiting: usize },
    /// A colleague is away: the B post receives from now on.
    StandIn { name: String, unit: String, until: Option<String>, waiting: usize },
    /// A colleague has this post now.
    PostGiven { name: String, post: &'static str },
    /// No colleague of this name in the unit.
    NoSuchColleague { name: String, colleagues: Vec<String> },
}
