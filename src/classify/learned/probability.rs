//! From the labels' scores to probabilities that can be believed 校准: of a hundred decisions with 0.9, ninety are right.

use super::{Calibration, Length};

/// The softmax says 0 and 1 only by rounding; this near to them their odds are still numbers.
const NEARLY: f64 = 1e-12;

impl Length {
    /// What the sum of the weights is multiplied by in a text in which so much was found.
    pub fn factor(self, found: f64) -> f64 {
        found.max(1.0).powf(-self.power)
    }
}

impl Calibration {
    /// The numbers of the `most` best labels with their probabilities, most probable first; of two equal ones the first. The
    /// best one is as sure as the calibration says, the others share what is left in the proportion of the softmax, and none
    /// of them is surer than the best.
    pub fn probabilities(&self, scores: &[f64], most: usize) -> Vec<(usize, f64)> {
        let mut ranked = greatest(scores, most);
        let Some(&(best, score)) = ranked.first() else { return ranked };
        let odds = |other: f64| ((other - score) / self.temperature).exp();
        let others: f64 = scores.iter().enumerate().filter(|(label, _)| *label != best).map(|(_, score)| odds(*score)).sum();
        let sure = self.sure(1.0 / (1.0 + others));
        let share = if others > 0.0 { (1.0 - sure) / others } else { 0.0 };
        ranked.iter_mut().for_each(|(_, score)| *score = (odds(*score) * share).min(sure));
        ranked[0].1 = sure;
        ranked
    }

    /// How sure a softmax of `raw` really is.
    pub fn sure(&self, raw: f64) -> f64 {
        let raw = raw.clamp(NEARLY, 1.0 - NEARLY);
        let logit = (raw / (1.0 - raw)).ln();
        1.0 / (1.0 + (-(self.slope * logit + self.offset)).exp())
    }
}

/// The `most` greatest scores with their places, greatest first; of two equal ones the first.
fn greatest(scores: &[f64], most: usize) -> Vec<(usize, f64)> {
    let mut best: Vec<(usize, f64)> = Vec::with_capacity(most.min(scores.len()) + 1);
    for (label, &score) in scores.iter().enumerate() {
        if best.len() == most && best.last().is_none_or(|least| least.1 >= score) {
            continue;
        }
        let place = best.partition_point(|other| other.1 >= score);
        best.insert(place, (label, score));
        best.truncate(most);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PLAIN: Calibration = Calibration { temperature: 1.0, slope: 1.0, offset: 0.0 };

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn plain_calibration_is_the_softmax() {
        let ranked = PLAIN.probabilities(&[0.0, 2.0_f64.ln(), 0.0], 3);
        assert_eq!(ranked.iter().map(|(label, _)| *label).collect::<Vec<_>>(), [1, 0, 2]);
        assert!(near(ranked[0].1, 0.5) && near(ranked[1].1, 0.25) && near(ranked[2].1, 0.25), "{ranked:?}");
        assert_eq!(PLAIN.probabilities(&[], 3), []);
        assert!(near(PLAIN.probabilities(&[7.0], 3)[0].1, 1.0));
        assert!(near(PLAIN.probabilities(&[900.0, -900.0], 3)[0].1, 1.0));
    }

    #[test]
    fn temperature_slope_and_offset_do_what_they_say() {
        let scores = [3.0_f64.ln(), 0.0];
        assert!(near(PLAIN.probabilities(&scores, 9)[0].1, 0.75));
        // Twice the temperature: the odds of 3 become their root.
        let warm = Calibration { temperature: 2.0, ..PLAIN };
        assert!(near(warm.probabilities(&scores, 9)[0].1, 3.0_f64.sqrt() / (1.0 + 3.0_f64.sqrt())));
        // Half the slope: the same on the best one's own odds.
        let flat = Calibration { slope: 0.5, ..PLAIN };
        assert!(near(flat.probabilities(&scores, 9)[0].1, 3.0_f64.sqrt() / (1.0 + 3.0_f64.sqrt())));
        // The offset multiplies the odds: 3 × 1/3 is 1.
        let modest = Calibration { offset: -(3.0_f64.ln()), ..PLAIN };
        let ranked = modest.probabilities(&scores, 9);
        assert!(near(ranked[0].1, 0.5) && near(ranked[1].1, 0.5));
    }

    #[test]
    fn long_texts_count_less() {
        assert!(near(Length { power: 0.5 }.factor(16.0), 0.25) && near(Length { power: 0.0 }.factor(16.0), 1.0));
        assert!(near(Length { power: 1.0 }.factor(0.0), 1.0));
    }

    proptest! {
        #[test]
        fn probabilities_are_probabilities(
            scores in proptest::collection::vec(-40.0..40.0_f64, 1..9),
            temperature in 0.05..5.0_f64,
            slope in 0.1..3.0_f64,
            offset in -3.0..3.0_f64,
        ) {
            let ranked = Calibration { temperature, slope, offset }.probabilities(&scores, 9);
            prop_assert!(ranked.iter().all(|(_, p)| (0.0..=1.0).contains(p)));
            prop_assert!(ranked.windows(2).all(|pair| pair[0].1 >= pair[1].1));
            prop_assert!(ranked.iter().map(|(_, p)| p).sum::<f64>() <= 1.0 + 1e-9);
            let few = Calibration { temperature, slope, offset }.probabilities(&scores, 3);
            prop_assert_eq!(&few[..], &ranked[..few.len()]);
            prop_assert_eq!(few.len(), scores.len().min(3));
        }
    }
}
