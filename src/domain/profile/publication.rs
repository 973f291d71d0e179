//! What the public is shown 公示, and when.

use serde::Deserialize;

/// `[publication]` of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Publication {
    /// A number below this is not shown.
    pub least: u64,
    /// A rate of fewer than this is not shown.
    pub base: u64,
    /// 每月公示: last month's edition comes out by itself on this day of the month, or the next working day. With 0 the months of a
    /// quarter come out together, on the open day 统一公开日 after it.
    pub monthly: u32,
    /// Whether editions come out by themselves at all.
    pub automatic: bool,
}

impl Publication {
    /// The most that the least number shown may be: of a city's tables nothing would be left.
    pub const MOST: u64 = 1000;
}

impl Default for Publication {
    fn default() -> Self {
        Self { least: 5, base: 20, monthly: 0, automatic: true }
    }
}
