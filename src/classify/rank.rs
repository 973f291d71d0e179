//! From scores to a winner and probabilities 把握度. Every number that calibrates the classifier stands here.

use crate::domain::complaint::Category;

pub use crate::domain::complaint::CONFIDENT;

/// Scores are divided by this before they are compared: greater is less sure of itself.
const TEMPERATURE: f64 = 1.0;

/// The standing score of “none of these”: an intent must be worth more than this to be believed at all.
const NONE_SCORE: f64 = 1.0;

/// What each further intent of a category adds to its evidence: the second best a half of its score, the third a quarter.
const FURTHER: f64 = 0.5;

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

/// The best intent of the category that most speaks for. A long letter tells of one trouble from many sides: the pension,
/// the years worked and the insurance each speak for an intent of their own and all for one category, while a single word
/// that means something else here (a 市场, a 老师) may be the greatest score of all. A short text hits one intent, and that
/// one wins. When the best intent is left behind in this way, no intent has half of the probability: a person decides.
pub fn favourite(ranked: &[Ranked], scores: &[f64], category: impl Fn(usize) -> Category) -> Option<Ranked> {
    let mut all: Vec<Told> = Vec::new();
    for &one in ranked {
        let (own, score) = (category(one.intent), scores[one.intent]);
        match all.iter_mut().find(|told| told.category == own) {
            Some(told) => {
                told.share *= FURTHER;
                told.evidence += told.share * score;
            }
            None => all.push(Told { category: own, best: one, evidence: score, share: 1.0 }),
        }
    }
    all.into_iter().reduce(|best, told| if told.evidence > best.evidence { told } else { best }).map(|told| told.best)
}

/// What was told of one category.
struct Told {
    category: Category,
    best: Ranked,
    evidence: f64,
    share: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_sides_of_one_trouble_outweigh_one_stray_word() {
        let category = |intent| if intent < 3 { Category::Labour } else { Category::Commerce };
        let best = |scores: &[f64]| favourite(&rank(scores), scores, category).map(|best| best.intent);
        assert_eq!(best(&[3.0, 2.0, 2.0, 4.0]), Some(0));
        assert_eq!(best(&[3.0, 0.0, 0.0, 4.0]), Some(3));
        assert_eq!(best(&[3.0, 2.0, 0.0, 4.0]), Some(3), "in a draw the greatest score decides");
        assert_eq!(best(&[0.0; 4]), None);
    }

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
