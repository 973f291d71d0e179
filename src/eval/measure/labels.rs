//! Label by label 逐类: precision, recall, F1, and what was taken for what.

use serde::Serialize;

use super::{Outcome, Outcomes, share};

/// How one label fared.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LabelFigures {
    /// The label.
    pub label: String,
    /// How often it is right.
    pub support: usize,
    /// How often it was answered.
    pub answered: usize,
    /// The share of those that it was right for; 0 where it was never answered.
    pub precision: f64,
    /// The share of the texts that it is right for that were answered so; 0 where it is right nowhere.
    pub recall: f64,
    /// The harmonic mean of both.
    pub f1: f64,
}

/// What was taken for what 混淆矩阵.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// The labels, those that are right most often first.
    pub labels: Vec<String>,
    /// `counts[right][answered]`.
    pub counts: Vec<Vec<usize>>,
}

/// Two labels, one of which was taken for the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Confused {
    /// The right one.
    pub truth: String,
    /// The one that was answered.
    pub answered: String,
    /// So often.
    pub times: usize,
}

/// The counts of one label.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    pub support: usize,
    pub answered: usize,
    pub right: usize,
}

impl Count {
    /// `2·right / (support + answered)`, which is the harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        share(2 * self.right, self.support + self.answered)
    }
}

/// The counts of each label.
pub(super) fn count<'o>(all: impl IntoIterator<Item = &'o Outcome>, labels: usize) -> Vec<Count> {
    let mut counts = vec![Count::default(); labels];
    for one in all {
        counts[one.truth].support += 1;
        counts[one.best()].answered += 1;
        counts[one.truth].right += usize::from(one.is_right());
    }
    counts
}

/// The mean F1 of the labels that are right somewhere: each as much as another, then each as often as it is right.
pub(super) fn mean_f1(counts: &[Count]) -> [f64; 2] {
    let occurring = || counts.iter().filter(|count| count.support > 0);
    let texts: usize = occurring().map(|count| count.support).sum();
    let weighted = occurring().map(|count| count.f1() * share(count.support, texts)).sum();
    let labels = occurring().count();
    [occurring().map(|count| count.f1() * share(1, labels)).sum(), weighted]
}

/// The numbers of the labels, those that are right most often first, then by name.
fn by_support(counts: &[Count]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|label| (std::cmp::Reverse(counts[*label].support), *label));
    order
}

/// Label by label.
pub(super) fn figures(outcomes: &Outcomes) -> Vec<LabelFigures> {
    let counts = count(&outcomes.all, outcomes.labels.len());
    let line = |label: usize| {
        let count = counts[label];
        LabelFigures {
            label: outcomes.labels[label].clone(),
            support: count.support,
            answered: count.answered,
            precision: share(count.right, count.answered),
            recall: share(count.right, count.support),
            f1: count.f1(),
        }
    };
    by_support(&counts).into_iter().map(line).collect()
}

impl Confusion {
    /// What was taken for what.
    pub(super) fn of(outcomes: &Outcomes) -> Self {
        let order = by_support(&count(&outcomes.all, outcomes.labels.len()));
        let mut place = vec![0; order.len()];
        order.iter().enumerate().for_each(|(at, label)| place[*label] = at);
        let mut counts = vec![vec![0; order.len()]; order.len()];
        outcomes.all.iter().for_each(|one| counts[place[one.truth]][place[one.best()]] += 1);
        Self { labels: order.into_iter().map(|label| outcomes.labels[label].clone()).collect(), counts }
    }

    /// The pairs that were confused most often.
    pub fn worst(&self, most: usize) -> Vec<Confused> {
        let cells = self.counts.iter().enumerate().flat_map(|(right, row)| {
            row.iter().enumerate().filter(move |(answered, times)| *answered != right && **times > 0).map(move |(answered, times)| {
                Confused { truth: self.labels[right].clone(), answered: self.labels[answered].clone(), times: *times }
            })
        });
        let mut cells: Vec<Confused> = cells.collect();
        cells.sort_by_key(|cell| std::cmp::Reverse(cell.times));
        cells.truncate(most);
        cells
    }
}
