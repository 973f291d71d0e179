//! Many hands 并行: labels are learned side by side, on as many threads as the machine has, and come back in their order. Who
//! learned which changes nothing.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::hands;

/// Told after each label that was learned; from any thread.
pub type Tick<'t> = dyn Fn() + Sync + 't;

/// So many threads, and who hears of their progress.
pub struct Crew<'t> {
    hands: usize,
    tick: &'t Tick<'t>,
}

impl<'t> Crew<'t> {
    /// As many threads as the machine runs at once.
    pub fn new(tick: &'t Tick<'t>) -> Self {
        Self { hands: hands::count(), tick }
    }

    /// `work` of every number below `end`, in their order.
    pub fn each<T: Send>(&self, end: usize, work: &(dyn Fn(usize) -> T + Sync)) -> Vec<T> {
        let next = AtomicUsize::new(0);
        let one = || {
            let mut done = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= end {
                    return done;
                }
                done.push((number, work(number)));
                (self.tick)();
            }
        };
        let mut all: Vec<(usize, T)> = thread::scope(|scope| {
            let hands: Vec<_> = (0..self.hands.min(end)).map(|_| scope.spawn(one)).collect();
            hands.into_iter().flat_map(|hand| hand.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
        });
        all.sort_by_key(|(number, _)| *number);
        all.into_iter().map(|(_, done)| done).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_done_once_and_in_order() {
        let ticks = AtomicUsize::new(0);
        let tick = || {
            ticks.fetch_add(1, Ordering::Relaxed);
        };
        let crew = Crew { hands: 3, tick: &tick };
        assert_eq!(crew.each(50, &|number| number * 2), (0..50).map(|number| number * 2).collect::<Vec<_>>());
        assert_eq!(ticks.load(Ordering::Relaxed), 50);
        assert!(crew.each(0, &|number| number).is_empty());
    }
}
