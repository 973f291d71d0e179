//! Whether something that should go on for ever still does 脉搏.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Trouble;

/// How something stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stand {
    /// It has not been begun, and is not missed.
    #[default]
    Off,
    /// It has begun and has neither succeeded nor failed yet.
    Starting,
    /// It succeeded so long ago, and has not failed since.
    Well(Duration),
    /// It has been failing.
    Failing {
        /// For so long.
        since: Duration,
        /// In what way, the last time.
        trouble: Trouble,
    },
}

#[derive(Clone, Copy, Debug, Default)]
enum State {
    #[default]
    Off,
    Starting,
    Well(Instant),
    Failing(Instant, Trouble),
}

/// The pulse of one task.
#[derive(Debug, Default)]
pub struct Pulse(Mutex<State>);

impl Pulse {
    /// It begins: from now on it is missed when it stands still.
    pub fn begin(&self) {
        *self.state() = State::Starting;
    }

    /// It did a round.
    pub fn beat(&self) {
        *self.state() = State::Well(Instant::now());
    }

    /// A round failed.
    pub fn fail(&self, trouble: Trouble) {
        let mut state = self.state();
        let since = if let State::Failing(since, _) = *state { since } else { Instant::now() };
        *state = State::Failing(since, trouble);
    }

    /// How it stands.
    pub fn stand(&self) -> Stand {
        match *self.state() {
            State::Off => Stand::Off,
            State::Starting => Stand::Starting,
            State::Well(at) => Stand::Well(at.elapsed()),
            State::Failing(since, trouble) => Stand::Failing { since: since.elapsed(), trouble },
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trouble_counts_from_its_first_time() {
        let pulse = Pulse::default();
        assert_eq!(pulse.stand(), Stand::Off);
        pulse.begin();
        assert_eq!(pulse.stand(), Stand::Starting);
        pulse.fail(Trouble::Server);
        std::thread::sleep(Duration::from_millis(5));
        pulse.fail(Trouble::Timeout);
        assert!(matches!(pulse.stand(), Stand::Failing { since, trouble: Trouble::Timeout } if since >= Duration::from_millis(5)));
        pulse.beat();
        assert!(matches!(pulse.stand(), Stand::Well(_)));
    }
}
