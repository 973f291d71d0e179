//! What waits in the outbox 待发: how many by way and urgency, and since when the oldest could have gone. Kept as it grows and
//! shrinks, so that asking costs nothing however much waits.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Door;
use crate::domain::ids::Moment;

/// The place of a message in the outbox: its class (0 is urgent) and its running number.
pub type Place = (u8, u64);

/// The messages of one way and one urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queue {
    /// By which way they go.
    pub door: Door,
    /// Whether they go first.
    pub urgent: bool,
    /// How many wait.
    pub waiting: usize,
}

/// What waits.
#[derive(Debug, Default)]
pub struct Backlog(Mutex<Inside>);

#[derive(Debug, Default)]
struct Inside {
    all: HashMap<Place, (Door, Moment)>,
    by_age: BTreeSet<(Moment, Place)>,
    counts: [[usize; 2]; Door::ALL.len()],
}

impl Backlog {
    /// A message waits, and may go from `since` on. One that waits already stays as it is.
    pub fn add(&self, place: Place, door: Door, since: Moment) {
        let mut inside = self.inside();
        if inside.all.insert(place, (door, since)).is_none_or(|(_, before)| !inside.by_age.remove(&(before, place))) {
            inside.counts[door as usize][urgency(place)] += 1;
        }
        inside.by_age.insert((since, place));
    }

    /// It waits no more; by which way it was to go, and since when.
    pub fn remove(&self, place: Place) -> Option<(Door, Moment)> {
        let mut inside = self.inside();
        let (door, since) = inside.all.remove(&place)?;
        inside.by_age.remove(&(since, place));
        inside.counts[door as usize][urgency(place)] -= 1;
        Some((door, since))
    }

    /// How many wait, by way and urgency: each of them, also where nothing waits.
    pub fn queues(&self) -> Vec<Queue> {
        let counts = self.inside().counts;
        let of = |door: Door| [true, false].map(|urgent| Queue { door, urgent, waiting: counts[door as usize][usize::from(!urgent)] });
        Door::ALL.into_iter().flat_map(of).collect()
    }

    /// Since when the oldest could have gone; none when nothing waits but what is held until later.
    pub fn oldest(&self, now: Moment) -> Option<Moment> {
        self.inside().by_age.first().map(|(since, _)| *since).filter(|since| *since <= now)
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn urgency((class, _): Place) -> usize {
    usize::from(class.min(1))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn what_waits_is_counted_until_it_has_gone() {
        let noon: Moment = "2026-02-10T12:00:00+08:00".parse().expect("a moment");
        let backlog = Backlog::default();
        backlog.add((1, 7), Door::Telegram, noon);
        backlog.add((1, 7), Door::Telegram, noon);
        backlog.add((0, 8), Door::Telegram, noon - TimeDelta::minutes(1));
        backlog.add((1, 9), Door::Web, noon + TimeDelta::hours(8));
        let waiting = |backlog: &Backlog| backlog.queues().into_iter().map(|queue| queue.waiting).collect::<Vec<_>>();
        assert_eq!(waiting(&backlog), [1, 1, 0, 1, 0, 0]);
        assert_eq!(backlog.oldest(noon), Some(noon - TimeDelta::minutes(1)));
        assert_eq!(backlog.remove((0, 8)), Some((Door::Telegram, noon - TimeDelta::minutes(1))));
        assert_eq!(backlog.remove((0, 8)), None);
        assert_eq!(backlog.oldest(noon), Some(noon));
        backlog.remove((1, 7));
        assert_eq!((backlog.oldest(noon), waiting(&backlog)), (None, vec![0, 0, 0, 1, 0, 0]));
    }
}
