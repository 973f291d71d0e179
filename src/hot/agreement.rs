//! How well clusters agree with those that a person made 吻合度: by pairs, which punishes both a matter torn apart and two thrown
//! together.

use std::collections::BTreeMap;

use serde::Serialize;

/// Pairs of letters, counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Agreement {
    /// Letters that a person put into a cluster.
    pub labelled: usize,
    /// Of the pairs found to be one matter with one of them labelled, the share that the person says is one matter.
    pub precision: f64,
    /// Of the pairs that the person says are one matter, the share that was found.
    pub recall: f64,
    /// For each cluster made by hand: its letters, and how many of them stand together in one found cluster at most.
    pub together: Vec<(String, usize, usize)>,
}

impl Agreement {
    /// Of the found clusters, each with what the person calls its members; none when the person named none.
    pub fn of(clusters: Vec<Vec<Option<&str>>>) -> Option<Self> {
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        let mut greatest: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut right, mut found) = (0, 0);
        for cluster in &clusters {
            let mut inside: BTreeMap<&str, usize> = BTreeMap::new();
            cluster.iter().flatten().for_each(|label| *inside.entry(label).or_default() += 1);
            for (label, count) in &inside {
                *sizes.entry(label).or_default() += count;
                let most = greatest.entry(label).or_default();
                *most = (*most).max(*count);
                right += pairs(*count);
            }
            let unlabelled = cluster.iter().filter(|label| label.is_none()).count();
            found += pairs(cluster.len()) - pairs(unlabelled);
        }
        let wanted: usize = sizes.values().map(|size| pairs(*size)).sum();
        let together = sizes.iter().map(|(label, size)| ((*label).to_owned(), *size, greatest[label])).collect();
        (!sizes.is_empty()).then(|| Self {
            labelled: sizes.values().sum(),
            precision: share(right, found),
            recall: share(right, wanted),
            together,
        })
    }
}

fn pairs(of: usize) -> usize {
    of * of.saturating_sub(1) / 2
}

#[allow(clippy::cast_precision_loss)] // counts of letters
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted() {
        assert_eq!(Agreement::of(vec![vec![None, None]]), None);
        // Three of a found cluster of four are 甲, and a fourth 甲 stands alone.
        let found = vec![vec![Some("甲"), Some("甲"), Some("甲"), None], vec![Some("甲")], vec![None, None]];
        let is = Agreement::of(found).expect("labelled");
        assert_eq!((is.labelled, is.precision, is.recall), (4, 0.5, 0.5));
        assert_eq!(is.together, [("甲".to_owned(), 4, 3)]);
        let both = Agreement::of(vec![vec![Some("甲"), Some("乙")]]).expect("labelled");
        assert_eq!((both.precision, both.recall), (0.0, 0.0));
    }
}
