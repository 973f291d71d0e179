//! Guessing 试探: whoever names cases that are not theirs without their query code, or invitations that there are not, is heard a
//! few times and then asked to wait. Counted of each person, and of all together, so that many accounts guess no faster than a
//! few do. One's own cases need no code and are never refused.
//!
//! A query code has 40 bits and belongs to one number. At the rate of [`MOST_OF_ALL`] messages in [`WINDOW`] minutes, with
//! three codes in each, a year of guessing meets one code with a chance of 1 in 100,000; an invitation has 80 bits. What is remembered
//! lives as long as the process: whoever can start it anew needs no codes.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;

use super::Desk;
use crate::domain::ids::{InboundId, Moment, UserRef};
use crate::metrics::Guess;

/// For so many minutes a try is remembered.
pub(super) const WINDOW: i64 = 15;

/// The most tries of one person in that time.
const MOST_OF_ONE: usize = 5;

/// The most tries of all people together in that time.
const MOST_OF_ALL: usize = 100;

/// What was tried lately.
#[derive(Debug, Default)]
pub(super) struct Guesses(Mutex<VecDeque<Try>>);

#[derive(Debug)]
struct Try {
    what: Guess,
    /// The message: decided anew or delivered again, it is the same try.
    id: InboundId,
    /// Nobody, where the channel does not know who asks.
    who: Option<UserRef>,
    at: Moment,
}

impl Guesses {
    /// Until when this person must wait; none when they may try.
    fn wait(&self, what: Guess, who: Option<&UserRef>, id: &InboundId, now: Moment) -> Option<Moment> {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tries.retain(|one| one.at <= now && now < one.at + TimeDelta::minutes(WINDOW));
        let all: Vec<&Try> = tries.iter().filter(|one| one.what == what && one.id != *id).collect();
        let own: Vec<&Try> = all.iter().copied().filter(|one| who.is_some() && one.who.as_ref() == who).collect();
        let ends = [(own, MOST_OF_ONE), (all, MOST_OF_ALL)].into_iter().filter_map(|(tries, most)| {
            let last = tries.len().checked_sub(most)?;
            Some(tries[last].at + TimeDelta::minutes(WINDOW))
        });
        ends.max()
    }

    /// One more try.
    fn note(&self, what: Guess, who: Option<&UserRef>, id: &InboundId, now: Moment) -> bool {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = !tries.iter().any(|one| one.id == *id);
        if is_new {
            tries.push_back(Try { what, id: id.clone(), who: who.cloned(), at: now });
        }
        is_new
    }
}

impl Desk {
    /// Until when whoever sent this message must not guess; none when they may.
    pub(super) fn guess_wait(&self, what: Guess, who: Option<&UserRef>, id: &InboundId, now: Moment) -> Option<Moment> {
        self.guesses.wait(what, who, id, now)
    }

    /// They tried what is not theirs.
    pub(super) fn guessed(&self, what: Guess, who: Option<&UserRef>, id: &InboundId, now: Moment) {
        if self.guesses.note(what, who, id, now) {
            self.metrics.guessed(what, false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: u32) -> Moment {
        format!("2026-03-02T09:{minute:02}:00+08:00").parse().expect("a moment")
    }

    fn tried(guesses: &Guesses, who: &str, n: usize, minute: u32) -> bool {
        let (who, id) = (UserRef::from(who), InboundId(format!("{}:{n}", who)));
        let may = guesses.wait(Guess::Case, Some(&who), &id, at(minute)).is_none();
        may && guesses.note(Guess::Case, Some(&who), &id, at(minute))
    }

    #[test]
    fn a_person_has_a_few_tries_and_then_waits() {
        let guesses = Guesses::default();
        assert!((0..5).all(|n| tried(&guesses, "tg:1", n, u32::try_from(n).expect("small"))));
        assert!(!tried(&guesses, "tg:1", 5, 5) && tried(&guesses, "tg:2", 0, 5), "others may");
        let wait = guesses.wait(Guess::Case, Some(&"tg:1".into()), &"x".into(), at(5));
        assert_eq!(wait, Some(at(15)), "when the first of the five is forgotten");
        assert!(guesses.wait(Guess::Invitation, Some(&"tg:1".into()), &"x".into(), at(5)).is_none(), "another matter");
        assert!(tried(&guesses, "tg:1", 6, 15) && !tried(&guesses, "tg:1", 7, 15));
    }

    #[test]
    fn many_accounts_guess_no_faster_than_a_few() {
        let guesses = Guesses::default();
        let taken = (0..1000).filter(|n| tried(&guesses, &format!("tg:{n}"), 0, 0)).count();
        assert_eq!(taken, MOST_OF_ALL);
        assert_eq!(guesses.0.lock().expect("whole").len(), MOST_OF_ALL, "and no more is remembered");
        assert!(tried(&guesses, "tg:7", 1, 15));
    }

    #[test]
    fn one_message_is_one_try_and_a_clock_set_back_locks_nobody_out() {
        let guesses = Guesses::default();
        assert!(tried(&guesses, "tg:1", 0, 40));
        assert!(!guesses.note(Guess::Case, Some(&"tg:1".into()), &"tg:1:0".into(), at(41)), "delivered again");
        (1..5).for_each(|n| assert!(tried(&guesses, "tg:1", n, 40)));
        assert!(!tried(&guesses, "tg:1", 5, 41) && tried(&guesses, "tg:1", 6, 2));
    }
}
