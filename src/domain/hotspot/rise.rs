//! How unlikely it is that so many come by chance 突增: the count of the last days against what is usual for the same thing.
//!
//! The usual level is not known, only what came before. So it is taken as a quantity of which a little is believed beforehand
//! (half a citizen in four weeks, a Gamma distribution) and the rest is learned from the days before; how many then come in so
//! many days is distributed as a negative binomial, which is wide where little is known: three in a day are a sign where
//! nothing ever came, and nothing new where three come every day.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::DAYS;

/// The stretches of days, up to today, of which the most telling is taken.
const STRETCHES: [u64; 5] = [1, 3, 7, 14, 28];
/// What is believed before anything is seen: so many citizens …
const BELIEVED: f64 = 0.5;
/// … in so many days.
const BELIEVED_DAYS: f64 = 28.0;

/// What came in the last days, against what usually comes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rise {
    /// The first report of the stretch.
    pub since: NaiveDate,
    /// How many days the stretch has, up to today.
    pub days: u32,
    /// How many citizens came in it.
    pub people: u32,
    /// How many days before the stretch the usual level is known from.
    pub known_days: u32,
    /// How many usually come in a week.
    pub usual_weekly: f64,
    /// How likely it is that so many or more come by chance, from 0 to 1.
    pub chance: f64,
}

impl Rise {
    /// The stretch of days up to `today` in which the most came against what is usual; none when nothing came. Each report is
    /// a day and a citizen. Nothing is known of the days before `began`.
    pub fn of(reports: &[(NaiveDate, u64)], today: NaiveDate, began: NaiveDate) -> Option<Self> {
        let stretches = STRETCHES.iter().filter_map(|days| Self::in_stretch(reports, today, began, *days));
        stretches.min_by(|a, b| a.chance.total_cmp(&b.chance))
    }

    fn in_stretch(reports: &[(NaiveDate, u64)], today: NaiveDate, began: NaiveDate, days: u64) -> Option<Self> {
        let first = today.checked_sub_days(Days::new(days - 1))?;
        let recent = || reports.iter().filter(|(day, _)| *day >= first && *day <= today);
        let people = recent().map(|(_, citizen)| citizen).collect::<BTreeSet<_>>().len();
        let since = recent().map(|(day, _)| *day).min()?;
        let oldest = began.max(today - Days::new(DAYS));
        // One citizen counts once a week, as one counts once in a stretch: whoever writes daily makes no usual level.
        let week = |day: NaiveDate| (first - day).num_days() / 7;
        let before = reports.iter().filter(|(day, _)| *day >= oldest && *day < first);
        let before = before.map(|(day, citizen)| (week(*day), citizen)).collect::<BTreeSet<_>>().len();
        let known = (first - oldest).num_days().max(0);
        let (shape, rate) = (BELIEVED + count(before), BELIEVED_DAYS + known as f64);
        let people = u32::try_from(people).unwrap_or(u32::MAX);
        Some(Self {
            since,
            days: u32::try_from(days).unwrap_or(u32::MAX),
            people,
            known_days: u32::try_from(known).unwrap_or(u32::MAX),
            usual_weekly: shape / rate * 7.0,
            chance: at_least(people, shape, rate / (rate + days as f64)),
        })
    }
}

fn count(of: usize) -> f64 {
    of as f64
}

/// How likely a negative binomial of this shape and probability is `least` or more. From 1 down, so that a very small one
/// loses its last digits; those tell nothing here.
fn at_least(least: u32, shape: f64, probability: f64) -> f64 {
    let mut each = probability.powf(shape);
    let mut below = 0.0;
    for so_many in 0..least {
        below += each;
        each *= (shape + f64::from(so_many)) * (1.0 - probability) / f64::from(so_many + 1);
    }
    // The tail itself is summed where the rest of 1 is too small to be told from nothing.
    if below < 0.999 {
        return 1.0 - below;
    }
    let mut tail = 0.0;
    let mut so_many = least;
    while each > tail * 1e-12 && so_many < least.saturating_add(10_000) {
        tail += each;
        each *= (shape + f64::from(so_many)) * (1.0 - probability) / f64::from(so_many + 1);
        so_many += 1;
    }
    tail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_that_of_a_negative_binomial() {
        // Shape 1 is the geometric distribution, of which the tail is known.
        for least in [0, 1, 2, 5, 20, 60] {
            let known = 0.3_f64.powi(i32::try_from(least).expect("small"));
            let is = at_least(least, 1.0, 0.7);
            assert!((is - known).abs() <= known * 1e-6, "{least}: {is} for {known}");
        }
        // A known value of R: pnbinom(2, size = 2.5, prob = 0.6, lower.tail = FALSE).
        let pmf = |n: f64| match n as u32 {
            0 => 0.6_f64.powf(2.5),
            1 => 0.6_f64.powf(2.5) * 2.5 * 0.4,
            _ => 0.6_f64.powf(2.5) * 2.5 * 3.5 / 2.0 * 0.16,
        };
        let known = 1.0 - pmf(0.0) - pmf(1.0) - pmf(2.0);
        assert!((at_least(3, 2.5, 0.6) - known).abs() < 1e-12);
    }
}
