//! Measuring 度量: how often the answers to labelled texts were right, and how far their probabilities can be trusted. Pure
//! counting: nothing here knows what a complaint is.

use serde::Serialize;

pub mod certainty;
pub mod chance;
pub mod labels;

pub use certainty::{BINS, Bin, Certainty, Cut};
pub use chance::{Difference, Estimate};
pub use labels::{Confusion, LabelFigures};

/// How many of the best answers count for [`Figures::top3`].
const TOP: usize = 3;

/// One labelled text and what was answered. Labels go by their number in [`Outcomes::labels`].
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The right label.
    pub truth: usize,
    /// What was answered, the best first; at least one.
    pub ranked: Vec<usize>,
    /// How sure the best was said to be; none where nothing was said of it.
    pub probability: Option<f64>,
    /// It was left to a person.
    pub abstain: bool,
}

impl Outcome {
    /// The label that was answered.
    pub fn best(&self) -> usize {
        self.ranked[0]
    }

    /// Whether it is the right one.
    pub fn is_right(&self) -> bool {
        self.best() == self.truth
    }
}

/// Every text that was asked about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcomes {
    /// The labels that are right somewhere or were answered somewhere, by name.
    pub labels: Vec<String>,
    /// In the order of the data.
    pub all: Vec<Outcome>,
}

/// What was measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// Of so many texts.
    pub texts: usize,
    /// The share that was answered rightly.
    pub accuracy: Estimate,
    /// The mean of the F1 of every label that is right somewhere in the data.
    pub macro_f1: Estimate,
    /// The same mean, each label counting as often as it is right.
    pub weighted_f1: Estimate,
    /// The share whose right label is among the best three.
    pub top3: f64,
    /// How far the probabilities can be trusted; none where none were given.
    pub certainty: Option<Certainty>,
    /// Label by label, the most frequent first.
    pub labels: Vec<LabelFigures>,
    /// What was taken for what.
    pub confusion: Confusion,
}

/// How to measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// The accuracy wanted of what no person reads.
    pub target: f64,
    /// The threshold of whoever answered, where there is one.
    pub threshold: Option<f64>,
    /// How often the texts are drawn anew for the standard errors.
    pub resamples: usize,
    /// Where the drawing begins.
    pub seed: u64,
}

impl Figures {
    /// Measures; none of no texts.
    pub fn of(outcomes: &Outcomes, how: &Measure) -> Option<Self> {
        let all = &outcomes.all;
        if all.is_empty() {
            return None;
        }
        let [accuracy, macro_f1, weighted_f1] = chance::estimates(all, outcomes.labels.len(), how);
        let among = all.iter().filter(|one| one.ranked.iter().take(TOP).any(|label| *label == one.truth)).count();
        Some(Self {
            texts: all.len(),
            accuracy,
            macro_f1,
            weighted_f1,
            top3: share(among, all.len()),
            certainty: Certainty::of(all, how),
            labels: labels::figures(outcomes),
            confusion: Confusion::of(outcomes),
        })
    }
}

/// `part` of `whole`; 0 of nothing.
#[allow(clippy::cast_precision_loss)] // counts of texts are far below 2^52
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests;
