//! From scores to probabilities 把握度. Every number that calibrates the classifier stands here.

pub use crate::domain::complaint::CONFIDENT;

/// Scores are divided by this before they are compared: greater is less sure of itself.
const TEMPERATURE: f64 = 1.0;

/// The standing score of “none of these”: an intent must be worth more than this to be believed at all.
const NONE_SCORE: f64 = 1.0;

/// What a fired alarm weighs for its intent: as much as two or three strong keywords.
pub const ALARM_WEIGHT: f64 = 4.0;

/// An intent, by its number, and how sure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    pub intent: usize,
    pub probability: f64,
}

/// The intents that something spoke for, most probable first. The probabilities and that of “none” add up to one. An
/// intent that nothing spoke for takes no part, so that a city may add intents without making the others less sure.
pub fn rank(scores: &[f64]) -> Vec<Ranked> {
    let mut spoken: Vec<(usize, f64)> = scores.iter().copied().enumerate().filter(|(_, score)| *score > 0.0).collect();
    spoken.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let greatest = spoken.first().map_or(NONE_SCORE, |best| best.1.max(NONE_SCORE));
    let odds = |score: f64| ((score - greatest) / TEMPERATURE).exp();
    let sum: f64 = odds(NONE_SCORE) + spoken.iter().map(|(_, score)| odds(*score)).sum::<f64>();
    spoken.into_iter().map(|(intent, score)| Ranked { intent, probability: odds(score) / sum }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_silent_take_no_part() {
        assert_eq!(rank(&[]), []);
        assert_eq!(rank(&[0.0, -2.0]), []);
        let few = rank(&[0.0, 3.0, 1.0]);
        let many = rank(&[0.0, 3.0, 1.0, 0.0, 0.0, -1.0]);
        assert_eq!(few, many);
        assert_eq!(few.iter().map(|r| r.intent).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn one_strong_word_is_enough_and_a_draw_is_not() {
        assert!(rank(&[2.0])[0].probability > CONFIDENT);
        assert!(rank(&[0.5])[0].probability < CONFIDENT);
        assert!(rank(&[4.0, 4.0])[0].probability < CONFIDENT);
        let all = rank(&[900.0, 899.0, 2.0]);
        assert!(all.iter().all(|r| r.probability.is_finite()) && all.iter().map(|r| r.probability).sum::<f64>() <= 1.0 + 1e-9);
    }
}
