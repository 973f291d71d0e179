//! Below which probability a person decides 阈值: as low as the accuracy that is wanted of the rest allows.

use super::figures::Said;

/// By so many standard errors the accuracy must be above what is wanted, so that it holds on texts not yet seen.
const MARGIN: f64 = 1.0;

/// What is decided on fewer texts than this proves nothing.
const FEWEST: usize = 10;

/// Thresholds are written with so many parts of one.
const PARTS: f64 = 1e6;

/// The lowest threshold at which so great a share of what lies above it is right; 1 where there is none.
pub fn threshold(said: &[Said], target: f64) -> f64 {
    let mut by_probability: Vec<(f64, bool)> = said.iter().map(|one| (one.probability, one.is_right())).collect();
    by_probability.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut right, mut lowest) = (0_usize, 1.0);
    for (place, &(probability, is_right)) in by_probability.iter().enumerate() {
        right += usize::from(is_right);
        let number = place + 1;
        let is_last_of_its_kind = by_probability.get(number).is_none_or(|next| rounded(next.0) < rounded(probability));
        if is_last_of_its_kind && number >= FEWEST && is_enough(right, number, target) {
            lowest = rounded(probability);
        }
    }
    lowest
}

fn is_enough(right: usize, number: usize, target: f64) -> bool {
    let error = (target * (1.0 - target) / number as f64).sqrt();
    right as f64 / number as f64 >= (target + MARGIN * error).min(1.0)
}

fn rounded(probability: f64) -> f64 {
    (probability * PARTS).floor() / PARTS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(probability: f64, right: bool) -> Said {
        Said { truth: Some(usize::from(!right)), best: 0, probability }
    }

    #[test]
    fn as_low_as_the_wanted_accuracy_allows() {
        // Above 0.5 nine of ten are right, below it every second one.
        let all: Vec<Said> =
            (0..1000).map(|number| if number < 500 { said(0.9, number % 10 != 0) } else { said(0.4, number % 2 == 0) }).collect();
        assert_eq!(threshold(&all, 0.86), 0.9);
        assert_eq!(threshold(&all, 0.6), 0.4);
        assert_eq!(threshold(&all, 0.95), 1.0);
    }

    #[test]
    fn just_reached_is_not_enough() {
        let all: Vec<Said> = (0..100).map(|number| said(0.9, number % 10 != 0)).collect();
        assert_eq!((threshold(&all, 0.9), threshold(&all, 0.86)), (1.0, 0.9));
    }

    #[test]
    fn a_handful_proves_nothing() {
        assert_eq!(threshold(&[said(0.9, true), said(0.8, true)], 0.5), 1.0);
        assert_eq!(threshold(&[], 0.5), 1.0);
    }
}
