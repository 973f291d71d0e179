//! One label against all others 一对其余: the weights that tell its texts from the rest, by coordinate descent in the dual of a
//! support vector machine with squared hinge loss (Hsieh and others, 2008).
//!
//! Invariant: the same task with the same seed gives the same weights, to the last bit.

use super::matrix::Matrix;

/// Once every text moves its multiplier by less than this, the weights are good enough; more care changes no decision.
const CAREFUL: f32 = 0.5;

/// It is careful long before that; this only bounds what odd data can cost.
const MOST_ROUNDS: usize = 60;

/// What one label is learned from.
pub struct Task<'t> {
    /// Every text's features.
    pub texts: &'t Matrix,
    /// Which of the texts are looked at.
    pub rows: &'t [u32],
    /// Whether each text of the matrix has the label.
    pub own: &'t dyn Fn(u32) -> bool,
    /// The square of how much each feature is trusted with this label; 0 leaves a feature out.
    pub trust: &'t [f32],
    /// What one wrong text costs.
    pub cost: f32,
    /// Decides in which order the texts are looked at.
    pub seed: u64,
}

/// What tells a label's texts: a score before any word, and one weight for each feature.
pub struct Weights {
    pub bias: f32,
    pub by_feature: Vec<f32>,
}

/// One text in the dual.
struct Row {
    text: u32,
    sign: f32,
    multiplier: f32,
    square: f32,
}

impl Task<'_> {
    /// Solves it.
    pub fn solve(&self) -> Weights {
        let mut weights = Weights { bias: 0.0, by_feature: vec![0.0; self.trust.len()] };
        let mut rows: Vec<Row> = self.rows.iter().map(|&text| self.row(text)).collect();
        let mut dice = Dice::new(self.seed);
        let (mut active, mut bound) = (rows.len(), f32::INFINITY);
        for _ in 0..MOST_ROUNDS {
            for i in 0..active {
                let j = i + dice.below(active - i);
                rows.swap(i, j);
            }
            let worst = self.round(&mut rows, &mut active, bound, &mut weights);
            if worst >= CAREFUL {
                bound = worst;
            } else if active == rows.len() {
                break;
            } else {
                // Those that were set aside are looked at once more.
                (active, bound) = (rows.len(), f32::INFINITY);
            }
        }
        weights
    }

    fn row(&self, text: u32) -> Row {
        let square = self.texts.row(text).map(|(feature, value)| value * value * self.trust[feature as usize]).sum::<f32>();
        Row { text, sign: if (self.own)(text) { 1.0 } else { -1.0 }, multiplier: 0.0, square: square + 1.0 }
    }

    /// Looks at every active row once; tells the greatest move that one of them still wanted. A row that is right with so much
    /// to spare that it cannot matter soon is set aside.
    fn round(&self, rows: &mut [Row], active: &mut usize, bound: f32, weights: &mut Weights) -> f32 {
        let slack = 0.5 / self.cost;
        let (mut worst, mut i) = (0.0_f32, 0);
        while i < *active {
            let row = &mut rows[i];
            let sum: f32 = self.texts.row(row.text).map(|(feature, value)| weights.by_feature[feature as usize] * value).sum();
            let gradient = row.sign * (sum + weights.bias) - 1.0 + slack * row.multiplier;
            if row.multiplier == 0.0 && gradient > 0.0 {
                if gradient > bound {
                    *active -= 1;
                    rows.swap(i, *active);
                } else {
                    i += 1;
                }
                continue;
            }
            worst = worst.max(gradient.abs());
            let moved = (row.multiplier - gradient / (row.square + slack)).max(0.0);
            let step = (moved - row.multiplier) * row.sign;
            row.multiplier = moved;
            if step != 0.0 {
                weights.bias += step;
                for (feature, value) in self.texts.row(row.text) {
                    weights.by_feature[feature as usize] += step * value * self.trust[feature as usize];
                }
            }
            i += 1;
        }
        worst
    }
}

/// Numbers that look random and are always the same: xorshift.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        Self(0x9E37_79B9_7F4A_7C15 ^ seed.wrapping_add(1).wrapping_mul(0x2545_F491_4F6C_DD1D))
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 32) as usize) % end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: &[&[(u32, f32)]]) -> Matrix {
        let mut made = Matrix::default();
        rows.iter().for_each(|row| made.push(row.iter().copied()));
        made
    }

    fn solved(texts: &Matrix, own: &[bool], trust: &[f32]) -> Weights {
        let rows: Vec<u32> = (0..own.len() as u32).collect();
        Task { texts, rows: &rows, own: &|text| own[text as usize], trust, cost: 1.0, seed: 7 }.solve()
    }

    #[test]
    fn what_tells_the_label_gets_the_weight() {
        let texts = matrix(&[&[(0, 1.0), (2, 1.0)], &[(0, 1.0)], &[(1, 1.0), (2, 1.0)], &[(1, 1.0)]]);
        let is = solved(&texts, &[true, true, false, false], &[1.0; 3]).by_feature;
        assert!(is[0] > 0.3 && is[1] < -0.3 && is[2].abs() < 0.1, "{is:?}");
    }

    #[test]
    fn what_is_not_trusted_gets_none() {
        let texts = matrix(&[&[(0, 1.0), (1, 1.0)], &[(2, 1.0)]]);
        let is = solved(&texts, &[true, false], &[1.0, 0.0, 1.0]).by_feature;
        assert!(is[0] > 0.0 && is[1] == 0.0, "{is:?}");
    }

    #[test]
    fn one_text_is_solved_as_the_formula_has_it() {
        // One own text with one feature: w = a·x, b = a, and a = 1 / (x² + 1 + 1/(2·cost)) at the optimum.
        let is = solved(&matrix(&[&[(0, 2.0)]]), &[true], &[1.0]);
        let multiplier = 1.0 / (4.0 + 1.0 + 0.5);
        assert!((is.bias - multiplier).abs() < 1e-6 && (is.by_feature[0] - 2.0 * multiplier).abs() < 1e-6);
    }

    #[test]
    fn the_same_task_gives_the_same_bits() {
        let texts = matrix(&[&[(0, 0.3), (1, 0.7)], &[(1, 0.9)], &[(0, 0.2), (2, 0.4)], &[(2, 1.1)]]);
        let bits = || solved(&texts, &[true, false, true, false], &[1.0; 3]).by_feature.iter().map(|w| w.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(), bits());
    }
}
