//! How long things take 耗时, in fixed buckets.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The upper ends of the buckets, in microseconds. What takes longer than the last stands in the bucket without an end.
pub const BOUNDS: [u64; 15] = [
    500,
    1_000,
    2_500,
    5_000,
    10_000,
    25_000,
    50_000,
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    10_000_000,
    60_000_000,
    600_000_000,
];

/// Durations, counted by bucket.
#[derive(Debug, Default)]
pub struct Histogram {
    buckets: [AtomicU64; BOUNDS.len() + 1],
    micros: AtomicU64,
}

/// A histogram as it stood at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// How many took up to each bound, and longer than the last; not added up.
    pub buckets: [u64; BOUNDS.len() + 1],
    /// All of them together, in microseconds.
    pub micros: u64,
}

impl Histogram {
    /// Something took so long.
    pub fn note(&self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let place = BOUNDS.partition_point(|bound| *bound < micros);
        self.buckets[place].fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// As it stands.
    pub fn snapshot(&self) -> Snapshot {
        let buckets = std::array::from_fn(|place| self.buckets[place].load(Ordering::Relaxed));
        Snapshot { buckets, micros: self.micros.load(Ordering::Relaxed) }
    }
}

impl Snapshot {
    /// How many there were.
    pub fn count(&self) -> u64 {
        self.buckets.iter().sum()
    }

    /// The bound that this share of them (in hundredths) did not exceed; none when there were none, or when it is beyond the
    /// last bound.
    pub fn within(&self, hundredths: u64) -> Option<Duration> {
        let wanted = (self.count() * hundredths).div_ceil(100);
        let mut sum = 0;
        let place = self.buckets.iter().position(|count| {
            sum += count;
            wanted > 0 && sum >= wanted
        })?;
        BOUNDS.get(place).map(|micros| Duration::from_micros(*micros))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_belongs_to_its_own_bucket() {
        let histogram = Histogram::default();
        [0, 500, 501, 1_000, 700_000_000].into_iter().for_each(|micros| histogram.note(Duration::from_micros(micros)));
        let snapshot = histogram.snapshot();
        assert_eq!((snapshot.buckets[0], snapshot.buckets[1], snapshot.buckets[BOUNDS.len()]), (2, 2, 1));
        assert_eq!((snapshot.count(), snapshot.micros), (5, 700_002_001));
    }

    #[test]
    fn shares_are_told_by_their_bound() {
        let histogram = Histogram::default();
        assert_eq!(histogram.snapshot().within(50), None);
        (0..99).for_each(|_| histogram.note(Duration::from_millis(3)));
        histogram.note(Duration::from_secs(2));
        let snapshot = histogram.snapshot();
        assert_eq!(snapshot.within(50), Some(Duration::from_millis(5)));
        assert_eq!(snapshot.within(99), Some(Duration::from_millis(5)));
        assert_eq!(snapshot.within(100), Some(Duration::from_millis(2500)));
    }
}
