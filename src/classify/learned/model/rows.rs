//! The weights by feature 权重表. A feature that many labels share has a row with all of them, summed by whole vectors; any other
//! has a list of the labels that it speaks to.

use crate::classify::learned::Hit;

/// Weights are kept in these.
pub const THOUSANDTHS: f64 = 1000.0;

/// So many labels are summed at once.
const STROKE: usize = 8;
/// A row instead of a list where at least one in so many labels has a weight.
const DENSE: usize = 4;

/// The weights of every feature for every label.
pub struct Rows {
    /// Of the first features, all labels' weights one after the other.
    rows: Vec<[i16; STROKE]>,
    /// For each of the other features, where its list ends; the first entry is where the first begins.
    ends: Vec<u32>,
    /// Labels and their weights.
    lists: Vec<(u16, i16)>,
    /// The strokes of a row.
    width: usize,
    /// How many features have rows.
    dense: usize,
}

impl Rows {
    /// Whether a feature that speaks to so many of the labels is better kept in a row.
    pub fn is_dense(own: usize, labels: usize) -> bool {
        own * DENSE >= labels
    }

    /// The rows of features, each with the labels that it speaks to and its weights; the first `dense` of them get rows.
    pub fn new<'a>(features: impl Iterator<Item = &'a [(u16, i16)]>, dense: usize, labels: usize) -> Self {
        let width = labels.div_ceil(STROKE);
        let mut made = Self { rows: vec![[0; STROKE]; dense * width], ends: vec![0], lists: Vec::new(), width, dense };
        for (feature, own) in features.enumerate() {
            if feature < dense {
                let row = &mut made.rows[feature * width..][..width];
                own.iter().for_each(|&(label, weight)| row[usize::from(label) / STROKE][usize::from(label) % STROKE] = weight);
            } else {
                made.lists.extend_from_slice(own);
                made.ends.push(made.lists.len() as u32);
            }
        }
        made
    }

    /// The sum over the hits for each label, with some zeros after the last.
    pub fn sums(&self, hits: &[Hit]) -> Vec<i32> {
        let mut sums = vec![0_i32; self.width * STROKE];
        let mut rows: Vec<u32> = Vec::with_capacity(hits.len());
        for hit in hits {
            match (hit.feature as usize).checked_sub(self.dense) {
                None => rows.push(hit.feature),
                Some(list) => self.list(list).iter().for_each(|&(label, weight)| sums[usize::from(label)] += i32::from(weight)),
            }
        }
        for (stroke, sums) in sums.chunks_exact_mut(STROKE).enumerate() {
            let mut sum = [0_i32; STROKE];
            for &row in &rows {
                let weights = &self.rows[row as usize * self.width + stroke];
                sum.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += i32::from(*weight));
            }
            sums.iter_mut().zip(sum).for_each(|(sums, sum)| *sums += sum);
        }
        sums
    }

    /// What the hits that were found again add to that, for each label, with some zeros after the last.
    pub fn again(&self, hits: &[Hit]) -> Vec<f64> {
        let mut sums = vec![0.0; self.width * STROKE];
        for hit in hits.iter().filter(|hit| hit.times > 1) {
            let more = hit.again();
            match (hit.feature as usize).checked_sub(self.dense) {
                None => {
                    let row = self.rows[hit.feature as usize * self.width..][..self.width].as_flattened();
                    sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += more * f64::from(*weight));
                }
                Some(list) => self.list(list).iter().for_each(|&(label, weight)| sums[usize::from(label)] += more * f64::from(weight)),
            }
        }
        sums
    }

    /// What a feature weighs for a label, in thousandths.
    pub fn weight(&self, feature: u32, label: usize) -> i16 {
        match (feature as usize).checked_sub(self.dense) {
            None => self.rows[feature as usize * self.width + label / STROKE][label % STROKE],
            Some(list) => self.list(list).iter().find(|own| usize::from(own.0) == label).map_or(0, |own| own.1),
        }
    }

    fn list(&self, number: usize) -> &[(u16, i16)] {
        &self.lists[self.ends[number] as usize..self.ends[number + 1] as usize]
    }
}
