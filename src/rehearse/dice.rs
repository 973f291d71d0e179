//! Chance 随机: everything that simulated people decide is drawn here. Dice are thrown for an occasion, by name, so that one
//! person's decision does not depend on how many others decided before.

use crate::desk::splitmix::{STEP, mix};

/// A sequence of draws for one occasion.
#[derive(Clone, Debug)]
pub(super) struct Dice {
    state: u64,
}

impl Dice {
    /// The dice of this occasion: the same seed and words give the same draws.
    pub fn new(seed: u64, occasion: &str) -> Self {
        // FNV-1a spreads the words over 64 bits.
        let words = occasion.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self { state: mix(seed.wrapping_add(STEP)) ^ words }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mix(self.state)
    }

    /// A number from 0 up to, and without, 1.
    #[allow(clippy::cast_precision_loss)] // 53 bits are exactly what an f64 holds
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether something happens that happens at this rate.
    pub fn chance(&mut self, rate: f64) -> bool {
        self.share() < rate
    }

    /// A whole number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let choices = high.abs_diff(low).saturating_add(1);
        low.saturating_add_unsigned(self.next() % choices)
    }

    /// One of these; none when there is none.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(of.len()).unwrap_or(i64::MAX) - 1;
        let place = (last >= 0).then(|| self.between(0, last))?;
        of.get(usize::try_from(place).unwrap_or(0))
    }

    /// The place of a weight, in proportion; 0 when all weights are nothing.
    pub fn weighted(&mut self, weights: &[u32]) -> usize {
        let total: i64 = weights.iter().map(|weight| i64::from(*weight)).sum();
        let mut left = self.between(0, (total - 1).max(0));
        weights
            .iter()
            .position(|weight| {
                left -= i64::from(*weight);
                left < 0
            })
            .unwrap_or(0)
    }

    /// How many minutes somebody takes who takes `mean` on average: mostly less, now and then several times as long.
    #[allow(clippy::cast_possible_truncation)] // at most six times the mean
    pub fn minutes(&mut self, mean: i32) -> i64 {
        let stretch = (-(1.0 - self.share()).ln()).min(6.0);
        (f64::from(mean) * stretch).ceil().max(1.0) as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_occasion_repeats_and_another_differs() {
        let draws = |seed, occasion| {
            (0..8)
                .map({
                    let mut dice = Dice::new(seed, occasion);
                    move |_| dice.next()
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(draws(1, "a"), draws(1, "a"));
        assert_ne!(draws(1, "a"), draws(1, "b"));
        assert_ne!(draws(1, "a"), draws(2, "a"));
    }

    #[test]
    fn draws_stay_within_their_bounds_and_come_at_their_rate() {
        let mut dice = Dice::new(7, "bounds");
        let all: Vec<i64> = (0..2000).map(|_| dice.between(-1, 2)).collect();
        assert!(all.iter().all(|n| (-1..=2).contains(n)) && (-1..=2).all(|n| all.contains(&n)));
        let hits = (0..10_000).filter(|_| dice.chance(0.3)).count();
        assert!((2800..3200).contains(&hits), "{hits}");
        assert!((0..10_000).all(|_| (1..=60).contains(&dice.minutes(10))));
        assert_eq!((0..100).filter(|_| dice.weighted(&[0, 5, 0]) == 1).count(), 100);
        assert_eq!(dice.pick::<u8>(&[]), None);
    }
}
