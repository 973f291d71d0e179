//! Small numbers 小数隐去: a number below the least that is shown is not shown, and neither are others with which it could be
//! worked out from the total.
//!
//! All hidden numbers of a table bear one sign, whether they are small themselves or hide one that is, and none that is shown is
//! as small as the greatest of them: which are hidden follows from the numbers alone and not from their places. So whoever knows
//! the total, the numbers that are shown and this very rule can exchange any two hidden ones. As hidden ones are never all equal,
//! each of them could be another number; a table for which that cannot be had is not published.

use crate::domain::publication::Shown;

/// A table with fewer cases in all than this many times the least is not published: it would be nothing but hidden numbers.
pub(super) const TIMES: u64 = 10;

/// How many numbers are hidden together, where there are so many.
const TOGETHER: usize = 3;

/// The numbers of a table as the public sees them, beside their total, which is shown as well; none where the table is not to
/// be published.
pub fn suppressed(counts: &[u64], least: u64) -> Option<Vec<Shown>> {
    let total: u64 = counts.iter().sum();
    if total < least.saturating_mul(TIMES) {
        return None;
    }
    let mut order: Vec<usize> = (0..counts.len()).filter(|place| counts[*place] > 0).collect();
    order.sort_by_key(|place| (counts[*place], *place));
    let few = order.iter().filter(|place| counts[**place] < least).count();
    let mut hidden = few;
    let is_next_equal = |hidden: usize| counts[order[hidden]] == counts[order[hidden - 1]];
    while few > 0 && hidden < order.len() && (!is_enough(&order[..hidden], counts, least) || is_next_equal(hidden)) {
        hidden += 1;
    }
    let is_open = few == 0 || differ(&order[..hidden], counts);
    let shown = |place: usize| if order[..hidden].contains(&place) { Shown::Withheld } else { Shown::Exact(counts[place]) };
    is_open.then(|| (0..counts.len()).map(shown).collect())
}

/// Whether these numbers hide each other: several, not few together, and not all equal.
fn is_enough(hidden: &[usize], counts: &[u64], least: u64) -> bool {
    let sum: u64 = hidden.iter().map(|place| counts[*place]).sum();
    hidden.len() >= TOGETHER && sum >= least.saturating_mul(TOGETHER as u64) && differ(hidden, counts)
}

/// Whether these numbers, the smallest first, are not all equal.
fn differ(hidden: &[usize], counts: &[u64]) -> bool {
    hidden.first().zip(hidden.last()).is_some_and(|(first, last)| counts[*first] != counts[*last])
}

/// A number that stands alone.
pub fn alone(count: u64, least: u64) -> Shown {
    if (1..least).contains(&count) { Shown::Few } else { Shown::Exact(count) }
}

#[cfg(test)]
mod tests;
