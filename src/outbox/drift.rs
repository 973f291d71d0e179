//! Whether the clock and the time that has passed still agree 对时. They part when the clock is set, and when the machine slept:
//! then what waits for a time of day has to be looked at anew.

use std::time::Duration;

use chrono::TimeDelta;
use tokio::time::Instant;

use crate::domain::ids::Moment;

/// How often somebody looks, at least.
pub(super) const LOOK: Duration = Duration::from_secs(30);
/// A clock that is corrected a little now and then is none that was set.
const SLACK: TimeDelta = TimeDelta::seconds(5);

/// The clock and the time passed as they were when they last agreed.
pub(super) struct Drift {
    moment: Moment,
    instant: Instant,
}

impl Drift {
    /// As of now.
    pub fn new(moment: Moment, instant: Instant) -> Self {
        Self { moment, instant }
    }

    /// Whether the clock has gone another way than time; from now on they agree.
    pub fn has_parted(&mut self, moment: Moment, instant: Instant) -> bool {
        let passed = TimeDelta::from_std(instant.saturating_duration_since(self.instant)).unwrap_or(TimeDelta::MAX);
        let parted = (moment - self.moment - passed).abs() > SLACK;
        *self = Self { moment, instant };
        parted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sleep_and_a_set_clock_are_noticed() {
        let noon: Moment = "2026-03-02T12:00:00+08:00".parse().expect("a moment");
        let start = Instant::now();
        let mut drift = Drift::new(noon, start);
        let minute = Duration::from_secs(60);
        assert!(!drift.has_parted(noon + TimeDelta::seconds(62), start + minute));
        assert!(drift.has_parted(noon + TimeDelta::hours(9), start + minute * 2), "the machine slept, or the clock was set ahead");
        assert!(!drift.has_parted(noon + TimeDelta::hours(9) + TimeDelta::minutes(1), start + minute * 3));
        assert!(drift.has_parted(noon + TimeDelta::hours(6), start + minute * 4), "the clock was set back");
    }
}
