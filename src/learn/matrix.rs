//! Texts as numbers 特征矩阵: for each text the features that stand in it, and how much each counts there.

/// Texts by features; what is not named counts nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// Where each text begins in the two lists; the last is where the last one ends.
    starts: Vec<usize>,
    features: Vec<u32>,
    values: Vec<f32>,
}

impl Default for Matrix {
    fn default() -> Self {
        Self { starts: vec![0], features: Vec::new(), values: Vec::new() }
    }
}

impl Matrix {
    /// One text more.
    pub fn push(&mut self, row: impl IntoIterator<Item = (u32, f32)>) {
        for (feature, value) in row {
            self.features.push(feature);
            self.values.push(value);
        }
        self.starts.push(self.features.len());
    }

    /// How many texts.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The features of one text with their values.
    pub fn row(&self, text: u32) -> impl Iterator<Item = (u32, f32)> + '_ {
        let span = self.starts[text as usize]..self.starts[text as usize + 1];
        self.features[span.clone()].iter().copied().zip(self.values[span].iter().copied())
    }

    /// The same with only the features that `keep` gives a new number, and each text's values times `factor` of their sum.
    pub fn narrowed(&self, keep: &[Option<u32>], factor: impl Fn(f32) -> f32) -> Self {
        let mut narrow = Self::default();
        for text in 0..self.len() as u32 {
            let kept: Vec<(u32, f32)> = self.row(text).filter_map(|(feature, value)| Some((keep[feature as usize]?, value))).collect();
            let factor = factor(kept.iter().map(|(_, value)| value).sum());
            narrow.push(kept.into_iter().map(|(feature, value)| (feature, value * factor)));
        }
        narrow
    }

    /// In how many of these texts each of so many features stands.
    pub fn counts(&self, rows: impl IntoIterator<Item = u32>, features: usize) -> Vec<u32> {
        let mut counts = vec![0; features];
        for text in rows {
            self.row(text).for_each(|(feature, _)| counts[feature as usize] += 1);
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_narrow_matrix_keeps_what_is_kept() {
        let mut wide = Matrix::default();
        wide.push([(0, 1.0), (1, 2.0), (2, 1.0)]);
        wide.push([(1, 1.0)]);
        wide.push([]);
        let narrow = wide.narrowed(&[Some(1), None, Some(0)], |sum| 1.0 / sum);
        assert_eq!(narrow.len(), 3);
        assert_eq!(narrow.row(0).collect::<Vec<_>>(), [(1, 0.5), (0, 0.5)]);
        assert_eq!(narrow.row(1).count() + narrow.row(2).count(), 0);
        assert_eq!(wide.counts(0..3, 3), [1, 2, 1]);
    }
}
