//! Evidence that has just come 收到的材料, as its sender is told of it.

use serde::Serialize;

use super::count_evidence;
use crate::domain::complaint::Evidence;

/// Pieces of evidence that were taken, by their sorts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Came {
    /// How many of each sort came now.
    pub now: Vec<(&'static str, usize)>,
    /// How many of each sort there are with them.
    pub all: Vec<(&'static str, usize)>,
    /// They are an album's first, and more of it may follow: no number that is told now would stay true.
    pub album: bool,
}

impl Came {
    /// These came, after those; none when nothing came.
    pub fn after(before: &[Evidence], now: &[Evidence]) -> Option<Self> {
        let all: Vec<Evidence> = before.iter().chain(now).cloned().collect();
        (!now.is_empty()).then(|| Self { now: count_evidence(now), all: count_evidence(&all), album: false })
    }
}
