//! Counts that take a while 慢数: whoever asks often gets the last one.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Result;

/// A count is good for so many times as long as it took: counting costs a hundredth of the time at most.
const GOOD_FOR: u32 = 100;

/// The last count.
#[derive(Debug, Default)]
pub struct SlowCount(Mutex<Option<Last>>);

#[derive(Clone, Copy, Debug)]
struct Last {
    at: Instant,
    took: Duration,
    count: usize,
}

impl SlowCount {
    /// The count: the last one while it is good, else counted now. Who asks meanwhile waits for it.
    ///
    /// # Errors
    /// Counting failed.
    pub fn get(&self, count: impl FnOnce() -> Result<usize>) -> Result<usize> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = last.filter(|last| last.at.elapsed() < last.took * GOOD_FOR) {
            return Ok(last.count);
        }
        let begun = Instant::now();
        let count = count()?;
        *last = Some(Last { at: Instant::now(), took: begun.elapsed(), count });
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_count_is_not_taken_again_at_once() {
        let slow = SlowCount::default();
        let count = |number| {
            move || {
                std::thread::sleep(Duration::from_millis(20));
                Ok(number)
            }
        };
        assert_eq!(slow.get(count(3)).expect("counted"), 3);
        assert_eq!(slow.get(|| panic!("it is good for two seconds")).expect("counted"), 3);
        assert!(SlowCount::default().get(|| anyhow::bail!("the disk")).is_err());
    }
}
