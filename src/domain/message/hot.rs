//! A hot spot 热点 in words: what rises, where and since when, against its own usual level.

use serde::Serialize;

use super::CaseLine;

/// 热点预警
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HotSpot {
    /// What it is mostly about.
    pub matter: String,
    /// Where: the district and the names of places, without any door; blank where it is the whole city.
    pub place: String,
    /// It is one matter at one place, not a kind of matter in many.
    pub one_matter: bool,
    /// The unit that has most of it.
    pub unit: Option<String>,
    /// Since when: `02月13日`.
    pub since: String,
    /// How many citizens in how many days.
    pub people: u32,
    /// How many days that are, up to today.
    pub days: u32,
    /// How many cases.
    pub cases: usize,
    /// How many citizens usually come in a week: `1.4`; none where hardly anybody does.
    pub usual: Option<String>,
    /// It was told before, with half as many.
    pub again: bool,
    /// 母单: the case that the others belong to, or may be merged into.
    pub mother: Option<CaseLine>,
    /// How many were merged into it already.
    pub merged: usize,
    /// How many run by themselves and may be merged into it.
    pub others: usize,
}
