//! 效能月评月析 for those who answer for it.

use serde::Serialize;

/// A month that is over, beside the one before.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MonthReviewed {
    /// `2026年10月`
    pub month: String,
    /// `2026-10`
    pub period: String,
    /// Counts of the whole city, without those that are none.
    pub counts: Vec<(&'static str, u64)>,
    /// Rates: name, this month, the month before.
    pub rates: Vec<(&'static str, String, String)>,
    /// The units in the last band.
    pub last: Vec<String>,
    /// How many typical cases are approved.
    pub examples: usize,
    /// When the edition comes out by itself; empty where it does not.
    pub due: String,
}
