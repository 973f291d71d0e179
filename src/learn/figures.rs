//! How good a model is 指标: what was said of each text against what its history says.

use serde::Serialize;

/// Into how many bins of equal width probabilities are sorted to see whether they can be believed.
const BINS: usize = 15;

/// What was said of one text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Said {
    /// The label that the history gives it; none of the model's labels where it is unknown.
    pub truth: Option<usize>,
    /// The label that was thought best.
    pub best: usize,
    /// How sure that was.
    pub probability: f64,
}

impl Said {
    /// Whether the best label is the true one.
    pub fn is_right(&self) -> bool {
        self.truth == Some(self.best)
    }
}

/// How good a model is on some texts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// How many texts.
    pub texts: usize,
    /// The share whose best label is right.
    pub accuracy: f64,
    /// The mean over the labels of their F1.
    pub macro_f1: f64,
    /// The share that no person needs to read.
    pub coverage: f64,
    /// The share of those that are right.
    pub covered_accuracy: f64,
    /// Expected calibration error: how far the probability is from how often it comes true.
    pub calibration_error: f64,
}

impl Figures {
    /// The figures of a model with this threshold.
    pub fn of(said: &[Said], threshold: f64) -> Self {
        let covered: Vec<Said> = said.iter().filter(|one| one.probability >= threshold).copied().collect();
        Self {
            texts: said.len(),
            accuracy: accuracy(said),
            macro_f1: macro_f1(said),
            coverage: share(covered.len(), said.len()),
            covered_accuracy: accuracy(&covered),
            calibration_error: calibration_error(said),
        }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn accuracy(said: &[Said]) -> f64 {
    share(said.iter().filter(|one| one.is_right()).count(), said.len())
}

/// Over the labels that are true of a text or were said of one. A label of no text of the history is not right anywhere.
fn macro_f1(said: &[Said]) -> f64 {
    let labels = said.iter().flat_map(|one| [one.truth.map_or(0, |label| label + 1), one.best + 1]).max().unwrap_or(0);
    let (mut right, mut met) = (vec![0_usize; labels], vec![0_usize; labels]);
    for one in said {
        met[one.best] += 1;
        one.truth.iter().for_each(|&label| met[label] += 1);
        right[one.best] += usize::from(one.is_right());
    }
    let strangers = usize::from(said.iter().any(|one| one.truth.is_none()));
    let of: Vec<f64> = right.iter().zip(&met).filter(|(_, met)| **met > 0).map(|(right, met)| share(2 * right, *met)).collect();
    if of.is_empty() { 0.0 } else { of.iter().sum::<f64>() / (of.len() + strangers) as f64 }
}

fn calibration_error(said: &[Said]) -> f64 {
    let mut bins = [(0.0, 0.0); BINS];
    for one in said {
        let bin = ((one.probability * BINS as f64) as usize).min(BINS - 1);
        bins[bin].0 += one.probability;
        bins[bin].1 += f64::from(u8::from(one.is_right()));
    }
    let apart: f64 = bins.iter().map(|(promised, kept)| (promised - kept).abs()).sum();
    if said.is_empty() { 0.0 } else { apart / said.len() as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(truth: usize, best: usize, probability: f64) -> Said {
        Said { truth: Some(truth), best, probability }
    }

    #[test]
    fn figures_by_hand() {
        let all = [said(0, 0, 0.9), said(0, 0, 0.9), said(1, 0, 0.9), said(1, 1, 0.3)];
        let is = Figures::of(&all, 0.5);
        assert_eq!((is.texts, is.accuracy, is.coverage), (4, 0.75, 0.75));
        assert!((is.covered_accuracy - 2.0 / 3.0).abs() < 1e-12);
        // F1 of 0: 2·2/(3+2); of 1: 2·1/(1+2).
        assert!((is.macro_f1 - (0.8 + 2.0 / 3.0) / 2.0).abs() < 1e-12);
        // The bin at 0.9 promises 2.7 and keeps 2; the one at 0.3 promises 0.3 and keeps 1.
        assert!((is.calibration_error - (0.7 + 0.7) / 4.0).abs() < 1e-12);
    }

    #[test]
    fn a_label_that_the_model_does_not_know_is_never_right() {
        let is = Figures::of(&[said(0, 0, 1.0), Said { truth: None, best: 0, probability: 1.0 }], 0.5);
        assert_eq!((is.accuracy, is.coverage), (0.5, 1.0));
        assert!((is.macro_f1 - 2.0 / 3.0 / 2.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_said_is_no_fault() {
        let is = Figures::of(&[], 0.5);
        assert_eq!((is.texts, is.accuracy, is.macro_f1, is.coverage, is.calibration_error), (0, 0.0, 0.0, 0.0, 0.0));
    }
}
