//! Hands 人手: work that every processor does a part of, while whoever wants it waits.

use std::panic::resume_unwind;
use std::thread::{available_parallelism, scope};

/// How many hands the machine has: processors, as far as the system tells.
pub fn count() -> usize {
    available_parallelism().map_or(1, usize::from)
}

/// What is made of each of these, in their order. So `few` of them are not worth a second hand. A panic of one hand goes on in the
/// caller.
pub fn by_all<T: Sync, U: Send>(items: &[T], few: usize, make: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let make = |part: &[T]| part.iter().map(&make).collect::<Vec<U>>();
    let each = items.len().div_ceil(count()).max(few).max(1);
    if items.len() <= each {
        return make(items);
    }
    scope(|scope| {
        let make = &make;
        let parts: Vec<_> = items.chunks(each).map(|part| scope.spawn(move || make(part))).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_made_once_and_stays_in_its_place() {
        for (length, few) in [(0, 0), (1, 0), (7, 1), (1000, 32), (1000, 5000)] {
            let all: Vec<usize> = (0..length).collect();
            assert!(by_all(&all, few, |number| number * 2).into_iter().eq((0..length).map(|number| number * 2)));
        }
    }

    #[test]
    #[should_panic(expected = "the seventh")]
    fn a_panic_goes_on_in_the_caller() {
        by_all(&(0..100).collect::<Vec<_>>(), 1, |number| assert!(*number != 7, "the seventh"));
    }
}
