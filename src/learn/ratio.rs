//! How far each feature is trusted with one label 对数比: the more its share among the label's features differs from that among
//! all others, the more (Wang and Manning, 2012); but no feature is left without a say.

use super::matrix::Matrix;

/// How much of the trust depends on the difference; the rest every feature has.
const BY_DIFFERENCE: f64 = 0.25;

/// So often every feature is taken to have been seen before it was.
const BEFORE: f64 = 1.0;

/// The trust of every feature, given in how many of all texts it stands and in how many of the label's; 1 on the mean.
pub fn trust(all: &[u32], own: &[u32]) -> Vec<f64> {
    let share = |counts: &dyn Fn(usize) -> f64| -> Vec<f64> {
        let seen: Vec<f64> = (0..all.len()).map(|feature| counts(feature) + BEFORE).collect();
        let sum: f64 = seen.iter().sum();
        seen.into_iter().map(|count| (count / sum).ln()).collect()
    };
    let with = share(&|feature| f64::from(own[feature]));
    let without = share(&|feature| f64::from(all[feature] - own[feature]));
    let apart: Vec<f64> = with.iter().zip(&without).map(|(with, without)| (with - without).abs()).collect();
    let mean = (apart.iter().sum::<f64>() / apart.len().max(1) as f64).max(f64::MIN_POSITIVE);
    apart.into_iter().map(|apart| BY_DIFFERENCE * apart / mean + 1.0 - BY_DIFFERENCE).collect()
}

/// What makes a rare feature count more than a common one 逆文档频率, by in how many of so many texts each stands.
pub fn rarity(counts: &[u32], texts: usize) -> Vec<f64> {
    counts.iter().map(|&count| ((1.0 + texts as f64) / (1.0 + f64::from(count))).ln() + 1.0).collect()
}

/// The mean length of the texts when their values are weighed by rarity; values are divided by it, so that the cost of a wrong
/// text means the same for short texts and long ones.
pub fn mean_length(texts: &Matrix, rarity: &[f64]) -> f64 {
    let length =
        |text: u32| texts.row(text).map(|(feature, value)| (f64::from(value) * rarity[feature as usize]).powi(2)).sum::<f64>().sqrt();
    let sum: f64 = (0..texts.len() as u32).map(length).sum();
    (sum / texts.len().max(1) as f64).max(f64::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_labels_own_is_trusted_more() {
        let is = trust(&[10, 10, 10], &[9, 5, 1]);
        assert!(is[0] > is[1] && is[2] > is[1], "{is:?}");
        assert!((is.iter().sum::<f64>() / 3.0 - 1.0).abs() < 1e-9 && is[1] >= 0.75, "{is:?}");
    }

    #[test]
    fn where_nothing_differs_every_feature_has_its_say() {
        assert!(trust(&[4, 4], &[2, 2]).iter().all(|trust| *trust >= 0.75));
        assert!(trust(&[], &[]).is_empty());
    }

    #[test]
    fn what_is_rare_counts_more() {
        let is = rarity(&[1, 50, 100], 100);
        assert!(is[0] > is[1] && is[1] > is[2] && (is[2] - 1.0).abs() < 1e-12, "{is:?}");
    }
}
