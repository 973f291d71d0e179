//! Chance that repeats 骰子: the same seed throws the same numbers.

use std::time::Duration;

use yousu::desk::splitmix::{STEP, mix};

/// A sequence of numbers.
pub struct Dice(u64);

impl Dice {
    /// The sequence of this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        let n = u64::try_from(n).expect("64 bits hold a size");
        usize::try_from(self.next() % n).expect("less than a size")
    }

    /// True so many times in a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// A time shorter than this.
    pub fn shorter_than(&mut self, most: Duration) -> Duration {
        let micros = usize::try_from(most.as_micros()).expect("a short time");
        Duration::from_micros(u64::try_from(self.below(micros.max(1))).expect("64 bits hold a size"))
    }
}
