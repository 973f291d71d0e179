//! From scores to probabilities that can be believed 校准: what the calibration's few numbers have to be, so that of a hundred
//! decisions with 0.9 ninety are right.

use crate::classify::learned::Calibration;

/// A text's scores, and which label is true.
pub struct Scored {
    pub scores: Vec<f64>,
    pub truth: Option<usize>,
}

/// How strongly the slope is held to 1 and the offset to 0, in texts: with few texts the softmax is believed.
const PRIOR: f64 = 1.0;

/// The temperature of histories of thousands of texts, as a power of `e`, and how strongly it is held there, in texts: a few clean
/// texts, all of them right, would be likeliest with a model that is never in doubt.
const USUAL: f64 = -1.4;
const HELD: f64 = 4.0;

/// The temperatures that are tried lie between `e` to the power of these.
const COLDEST: f64 = -5.0;
const HOTTEST: f64 = 3.0;

/// The calibration under which these texts' truths are likeliest.
pub fn calibrated(scored: &[Scored]) -> Calibration {
    let surprise = |heat: f64| scored.iter().map(|one| one.surprise(heat.exp())).sum::<f64>();
    let loss = |heat: f64| surprise(heat) + HELD * (heat - USUAL).powi(2);
    let temperature = lowest(COLDEST, HOTTEST, &loss).exp();
    let plain = Calibration { temperature, slope: 1.0, offset: 0.0 };
    let points: Vec<(f64, bool)> = scored.iter().filter_map(|one| one.point(&plain)).collect();
    let (slope, offset) = logistic(&points);
    Calibration { temperature, slope: slope.clamp(0.01, 100.0), offset: offset.clamp(-100.0, 100.0) }
}

impl Scored {
    /// How surprising the truth is at this temperature, in nats.
    fn surprise(&self, temperature: f64) -> f64 {
        let Some(truth) = self.truth else { return 0.0 };
        let best = self.scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = self.scores.iter().map(|score| ((score - best) / temperature).exp()).sum();
        sum.ln() - (self.scores[truth] - best) / temperature
    }

    /// How sure the softmax is of its best label, as log odds, and whether that is right.
    fn point(&self, plain: &Calibration) -> Option<(f64, bool)> {
        let &(best, probability) = plain.probabilities(&self.scores, 1).first()?;
        let probability = probability.clamp(1e-9, 1.0 - 1e-9);
        Some(((probability / (1.0 - probability)).ln(), self.truth == Some(best)))
    }
}

/// Where a function with one valley is lowest, by golden sections.
fn lowest(mut from: f64, mut to: f64, of: &dyn Fn(f64) -> f64) -> f64 {
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut left, mut right) = (to - golden * (to - from), from + golden * (to - from));
    let (mut at_left, mut at_right) = (of(left), of(right));
    while to - from > 1e-4 {
        if at_left <= at_right {
            (to, right, at_right) = (right, left, at_left);
            left = to - golden * (to - from);
            at_left = of(left);
        } else {
            (from, left, at_left) = (left, right, at_right);
            right = from + golden * (to - from);
            at_right = of(right);
        }
    }
    f64::midpoint(from, to)
}

/// Slope and offset of the logistic under which these outcomes are likeliest, by Newton's method.
fn logistic(points: &[(f64, bool)]) -> (f64, f64) {
    let (mut slope, mut offset) = (1.0_f64, 0.0_f64);
    for _ in 0..50 {
        let mut gradient = (PRIOR * (slope - 1.0), PRIOR * offset);
        let mut curve = (PRIOR, 0.0, PRIOR);
        for &(odds, right) in points {
            let sure = 1.0 / (1.0 + (-(slope * odds + offset)).exp());
            let (wrong, spread) = (sure - f64::from(u8::from(right)), sure * (1.0 - sure));
            gradient = (gradient.0 + wrong * odds, gradient.1 + wrong);
            curve = (curve.0 + spread * odds * odds, curve.1 + spread * odds, curve.2 + spread);
        }
        let volume = curve.0 * curve.2 - curve.1 * curve.1;
        let step = ((curve.2 * gradient.0 - curve.1 * gradient.1) / volume, (curve.0 * gradient.1 - curve.1 * gradient.0) / volume);
        (slope, offset) = (slope - step.0.clamp(-1.0, 1.0), offset - step.1.clamp(-1.0, 1.0));
        if step.0.abs() + step.1.abs() < 1e-9 {
            break;
        }
    }
    (slope, offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_place_of_a_valley() {
        assert!((lowest(-5.0, 3.0, &|x| (x - 1.25).powi(2)) - 1.25).abs() < 1e-3);
    }

    #[test]
    fn what_was_promised_is_kept() {
        // Scores that are far too sure: seven of ten are right whatever the score says.
        let one = |number: usize| Scored { scores: vec![5.0, 0.0], truth: Some(usize::from(number % 10 >= 7)) };
        let scored: Vec<Scored> = (0..1000).map(one).collect();
        let is = calibrated(&scored);
        let sure = is.probabilities(&[5.0, 0.0], 1)[0].1;
        assert!((sure - 0.7).abs() < 0.01, "{sure} {is:?}");
    }

    #[test]
    fn odds_that_are_twice_too_sure_are_halved() {
        let points: Vec<(f64, bool)> = [-2.0, 0.0, 2.0, 4.0]
            .into_iter()
            .flat_map(|odds: f64| {
                let right = (1000.0 / (1.0 + (-odds / 2.0).exp())).round() as usize;
                (0..1000).map(move |number| (odds, number < right))
            })
            .collect();
        let (slope, offset) = logistic(&points);
        assert!((slope - 0.5).abs() < 0.01 && offset.abs() < 0.01, "{slope} {offset}");
    }

    #[test]
    fn without_texts_nothing_is_known() {
        let is = calibrated(&[]);
        assert!(is.temperature.is_finite() && is.slope == 1.0 && is.offset == 0.0);
        let all_right: Vec<Scored> = (0..40).map(|_| Scored { scores: vec![1.0, 0.0], truth: Some(0) }).collect();
        let sure = calibrated(&all_right).probabilities(&[1.0, 0.0], 1)[0].1;
        assert!(sure > 0.9 && sure <= 1.0, "{sure}");
    }
}
