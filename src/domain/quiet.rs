//! Quiet hours 免打扰: when nothing but 紧急 disturbs people. What is made then waits for their end (RULEBOOK §4).

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use super::ids::Moment;

/// The hours of a day in which people are left alone. They may span midnight: from 21:30 to 07:30.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// The first quiet minute.
    pub from: NaiveTime,
    /// The first minute that is not quiet any more.
    pub to: NaiveTime,
}

impl QuietHours {
    /// When the quiet hours end in which `now` lies; none when it is not quiet.
    pub fn until(&self, now: Moment) -> Option<Moment> {
        let (day, time) = (now.date_naive(), now.time());
        let spans_midnight = self.from > self.to;
        let last_day = match spans_midnight {
            false if self.from <= time && time < self.to => day,
            true if self.from <= time => day.succ_opt()?,
            true if time < self.to => day,
            _ => return None,
        };
        last_day.and_time(self.to).and_local_timezone(now.timezone()).single()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, Timelike as _};
    use proptest::prelude::*;

    use super::*;

    fn hours(from: &str, to: &str) -> QuietHours {
        let time = |text: &str| text.parse().expect("a time of day");
        QuietHours { from: time(from), to: time(to) }
    }

    fn at(text: &str) -> Moment {
        Moment::parse_from_rfc3339(&format!("{text}:00+08:00")).expect("a moment")
    }

    #[test]
    fn a_night_spans_midnight() {
        let night = hours("21:30", "07:30");
        assert_eq!(night.until(at("2026-02-28T21:29")), None);
        assert_eq!(night.until(at("2026-02-28T21:30")), Some(at("2026-03-01T07:30")));
        assert_eq!(night.until(at("2026-03-01T00:00")), Some(at("2026-03-01T07:30")));
        assert_eq!(night.until(at("2026-03-01T07:29")), Some(at("2026-03-01T07:30")));
        assert_eq!(night.until(at("2026-03-01T07:30")), None);
    }

    #[test]
    fn a_rest_at_noon_does_not() {
        let noon = hours("12:00", "14:00");
        assert_eq!(noon.until(at("2026-03-02T11:59")), None);
        assert_eq!(noon.until(at("2026-03-02T12:00")), Some(at("2026-03-02T14:00")));
        assert_eq!(noon.until(at("2026-03-02T14:00")), None);
    }

    proptest! {
        /// Against the plainest count there is: minute after minute until it is not quiet any more.
        #[test]
        fn the_end_is_the_first_minute_that_is_not_quiet(from in 0_u32..1440, to in 0_u32..1440, start in 0_i64..2880) {
            prop_assume!(from != to);
            let time = |minute: u32| NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).expect("a time of day");
            let quiet = QuietHours { from: time(from), to: time(to) };
            let is_quiet = |moment: Moment| {
                let minute = moment.hour() * 60 + moment.minute();
                if from < to { (from..to).contains(&minute) } else { minute >= from || minute < to }
            };
            let now = at("2026-12-30T00:00") + TimeDelta::minutes(start);
            let end = (0..=1440).map(|minutes| now + TimeDelta::minutes(minutes)).find(|moment| !is_quiet(*moment));
            prop_assert_eq!(quiet.until(now).or(Some(now)), end);
        }
    }
}
