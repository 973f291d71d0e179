//! Where missing one is worse than a false alarm 宁可多报: the threshold that hears as many as wanted, and how good it is.

use serde::Serialize;

use super::calibrate::Scored;
use crate::classify::ear::alarm;
use crate::classify::learned::Calibration;

/// Thresholds are written with so many parts of one.
const PARTS: f64 = 1e6;

/// What was heard of some texts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Noticed {
    /// How many of the texts should be heard.
    pub loud: usize,
    /// The share of them that was.
    pub heard: f64,
    /// The share of them that was, with the right label.
    pub exact: f64,
    /// How many of the texts should not be heard.
    pub calm: usize,
    /// The share of them that was all the same.
    pub false_alarms: f64,
}

/// One text: how loud it is, whether it should be heard, whether its loudest label is the right one.
struct Heard {
    loud: f64,
    should: bool,
    exact: bool,
}

/// The highest threshold at which this share of the texts that are not `calm` is heard, and what is heard then.
pub fn noticed(scored: &[Scored], calibration: &Calibration, calm: usize, target: f64) -> (f64, Noticed) {
    let heard: Vec<Heard> = scored.iter().map(|one| heard(one, calibration, calm)).collect();
    let mut loud: Vec<f64> = heard.iter().filter(|one| one.should).map(|one| one.loud).collect();
    loud.sort_by(|a, b| b.total_cmp(a));
    let wanted = (loud.len() as f64 * target).ceil() as usize;
    let threshold = wanted.checked_sub(1).and_then(|last| loud.get(last)).map_or(1.0, |loud| (loud * PARTS).floor() / PARTS);
    (threshold, Noticed::of(&heard, threshold))
}

fn heard(one: &Scored, calibration: &Calibration, calm: usize) -> Heard {
    let ranked = calibration.probabilities(&one.scores, one.scores.len());
    let loudest = ranked.iter().map(|(label, _)| *label).find(|label| *label != calm);
    Heard { loud: alarm(&ranked, calm), should: one.truth.is_some_and(|truth| truth != calm), exact: loudest == one.truth }
}

impl Noticed {
    fn of(heard: &[Heard], threshold: f64) -> Self {
        let (loud, calm): (Vec<&Heard>, Vec<&Heard>) = heard.iter().partition(|one| one.should);
        let share = |of: &[&Heard], what: &dyn Fn(&Heard) -> bool| {
            if of.is_empty() { 0.0 } else { of.iter().filter(|one| what(one)).count() as f64 / of.len() as f64 }
        };
        let is_heard = |one: &Heard| one.loud >= threshold;
        Self {
            loud: loud.len(),
            heard: share(&loud, &is_heard),
            exact: share(&loud, &|one| is_heard(one) && one.exact),
            calm: calm.len(),
            false_alarms: share(&calm, &is_heard),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Calibration = Calibration { temperature: 1.0, slope: 1.0, offset: 0.0 };

    /// A text that sounds like label 1 with this probability, 0 being calm.
    fn one(probability: f64, truth: usize) -> Scored {
        Scored { scores: vec![0.0, (probability / (1.0 - probability)).ln(), -50.0], truth: Some(truth) }
    }

    #[test]
    fn the_threshold_hears_as_many_as_wanted() {
        let scored = [one(0.9, 1), one(0.8, 1), one(0.6, 2), one(0.2, 1), one(0.7, 0), one(0.1, 0)];
        let (threshold, is) = noticed(&scored, &PLAIN, 0, 0.75);
        assert!((threshold - 0.6).abs() < 1e-5, "{threshold}");
        assert_eq!((is.loud, is.heard, is.exact, is.calm, is.false_alarms), (4, 0.75, 0.5, 2, 0.5));
        let (threshold, is) = noticed(&scored, &PLAIN, 0, 0.5);
        assert!((threshold - 0.8).abs() < 1e-5 && is.false_alarms == 0.0, "{threshold}");
    }

    #[test]
    fn where_nothing_should_be_heard_nothing_is() {
        let (threshold, is) = noticed(&[one(0.9, 0)], &PLAIN, 0, 0.9);
        assert_eq!((threshold, is.loud, is.heard, is.false_alarms), (1.0, 0, 0.0, 0.0));
    }
}
