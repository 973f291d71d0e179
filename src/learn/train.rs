//! From texts and labels to weights 训练: every label against all others; then only the weights that matter are kept, and what
//! is left is learned once more, as it will be used.

use super::crew::Crew;
use super::descent::{Task, Weights};
use super::matrix::Matrix;
use super::ratio::{mean_length, rarity, trust};

/// How the words of a long text count less: by so much of the root of how many there are.
pub const POWER: f64 = 0.5;

/// What one wrong text costs, against weights that grow.
const COST: f32 = 1.0;

/// Before all labels are compared, none may keep more than so many times its share of the weights.
const SHARES: usize = 4;

/// What is learned from: texts as numbers, and each one's label.
pub struct Lessons<'l> {
    /// How often each feature stands in each text.
    pub texts: &'l Matrix,
    /// How many features there are.
    pub features: usize,
    /// Each text's label.
    pub labels: &'l [usize],
    /// How many labels there are.
    pub names: usize,
}

/// What was learned: for each label a score before any word, and the weights of the features that matter, in their order.
pub struct Trained {
    pub labels: Vec<(f32, Vec<(u32, f32)>)>,
    /// Which features any label has a weight for.
    kept: Vec<bool>,
}

impl Lessons<'_> {
    /// Learns from these texts, and keeps at most about so many weights.
    pub fn train(&self, rows: &[u32], most_weights: usize, crew: &Crew<'_>) -> Trained {
        let all: Vec<bool> = vec![true; self.features];
        let first = self.pass(rows, &all, None, crew, Some(SHARES * most_weights / self.names.max(1)));
        let masks = Self::strongest(first, most_weights);
        let mut kept = vec![false; self.features];
        masks.iter().flatten().for_each(|&feature| kept[feature as usize] = true);
        let labels = self.pass(rows, &kept, Some(&masks), crew, None);
        let plain = |(bias, own): (f32, Vec<Strong>)| (bias, own.into_iter().map(|strong| (strong.feature, strong.weight)).collect());
        Trained { labels: labels.into_iter().map(plain).collect(), kept }
    }

    /// Learns every label with the features that are `kept`, each with those of its mask.
    fn pass(
        &self,
        rows: &[u32],
        kept: &[bool],
        masks: Option<&[Vec<u32>]>,
        crew: &Crew<'_>,
        most: Option<usize>,
    ) -> Vec<(f32, Vec<Strong>)> {
        let old: Vec<u32> = (0..self.features as u32).filter(|&feature| kept[feature as usize]).collect();
        let mut new = vec![None; self.features];
        old.iter().zip(0..).for_each(|(&feature, number)| new[feature as usize] = Some(number));
        let texts = self.texts.narrowed(&new, length_factor);
        let counts = texts.counts(rows.iter().copied(), old.len());
        let rarity = rarity(&counts, rows.len());
        let scale = 1.0 / mean_length(&texts, &rarity);
        let energy = energy(&texts, rows, old.len());
        crew.each(self.names, &|label| {
            let own_rows = rows.iter().copied().filter(|&text| self.labels[text as usize] == label);
            let trusts = trust(&counts, &texts.counts(own_rows, old.len()));
            let mut squares: Vec<f32> = trusts.iter().zip(&rarity).map(|(trust, rarity)| (trust * rarity * scale).powi(2) as f32).collect();
            if let Some(masks) = masks {
                let mut left: Vec<f32> = vec![0.0; old.len()];
                masks[label].iter().filter_map(|&feature| new[feature as usize]).for_each(|own| left[own as usize] = squares[own as usize]);
                squares = left;
            }
            let own = |text: u32| self.labels[text as usize] == label;
            let task = Task { texts: &texts, rows, own: &own, trust: &squares, cost: COST, seed: label as u64 };
            let Weights { bias, by_feature } = task.solve();
            let strong = |(number, weight): (usize, f32)| Strong { feature: old[number], weight, force: weight.abs() * energy[number] };
            let mut all: Vec<Strong> = by_feature.into_iter().enumerate().filter(|(_, weight)| *weight != 0.0).map(strong).collect();
            keep_strongest(&mut all, most.unwrap_or(usize::MAX));
            (bias, all)
        })
    }

    /// Of all weights those that move the scores most, by label.
    fn strongest(labels: Vec<(f32, Vec<Strong>)>, most: usize) -> Vec<Vec<u32>> {
        let mut forces: Vec<f32> = labels.iter().flat_map(|(_, own)| own.iter().map(|strong| strong.force)).collect();
        let least = if forces.len() > most && most > 0 {
            let (_, least, _) = forces.select_nth_unstable_by(most - 1, |a, b| b.total_cmp(a));
            *least
        } else {
            0.0
        };
        let of = |own: Vec<Strong>| own.into_iter().filter(|strong| strong.force >= least).map(|strong| strong.feature).collect();
        labels.into_iter().map(|(_, own)| of(own)).collect()
    }
}

/// A weight, and how much it moves the scores of all texts together.
struct Strong {
    feature: u32,
    weight: f32,
    force: f32,
}

/// Keeps the strongest, in the order of the features.
fn keep_strongest(all: &mut Vec<Strong>, most: usize) {
    if all.len() > most {
        all.sort_by(|a, b| b.force.total_cmp(&a.force).then(a.feature.cmp(&b.feature)));
        all.truncate(most);
    }
    all.sort_by_key(|strong| strong.feature);
}

/// What the words of a text of so many are multiplied by.
fn length_factor(hits: f32) -> f32 {
    f64::from(hits).max(1.0).powf(-POWER) as f32
}

fn energy(texts: &Matrix, rows: &[u32], features: usize) -> Vec<f32> {
    let mut energy = vec![0.0_f32; features];
    for &text in rows {
        texts.row(text).for_each(|(feature, value)| energy[feature as usize] += value * value);
    }
    energy.iter_mut().for_each(|sum| *sum = sum.sqrt());
    energy
}

impl Trained {
    /// The scores of all labels for one text of the matrix that it was learned from.
    pub fn scores(&self, texts: &Matrix, rows: &[u32]) -> Vec<Vec<f64>> {
        let mut by_feature: Vec<Vec<(u32, f32)>> = vec![Vec::new(); self.kept.len()];
        for (label, (_, own)) in self.labels.iter().enumerate() {
            own.iter().for_each(|&(feature, weight)| by_feature[feature as usize].push((label as u32, weight)));
        }
        let of = |&text: &u32| {
            let mut sums = vec![0.0_f64; self.labels.len()];
            let mut hits = 0.0;
            for (feature, count) in texts.row(text).filter(|(feature, _)| self.kept[*feature as usize]) {
                hits += count;
                by_feature[feature as usize].iter().for_each(|&(label, weight)| sums[label as usize] += f64::from(weight * count));
            }
            let factor = f64::from(length_factor(hits));
            self.labels.iter().zip(sums).map(|((bias, _), sum)| f64::from(*bias) + factor * sum).collect()
        };
        rows.iter().map(of).collect()
    }
}
