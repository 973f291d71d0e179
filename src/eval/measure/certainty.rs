//! Certainty 把握: whether the answers said to be 90 % sure are right nine times of ten, and how many can do without a person.

use serde::Serialize;

use super::{Measure, Outcome, share};

/// Into so many bins of equal width the probabilities from 0 to 1 are put.
pub const BINS: usize = 15;

/// So many points of the curve are kept.
const POINTS: usize = 100;

/// How far probabilities can be trusted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Certainty {
    /// The expected calibration error: the mean over the texts of |share right − mean probability| of their bin.
    pub ece: f64,
    /// The mean of (probability of the answer − 1 if it is right, else 0)².
    pub brier: f64,
    /// The bins, from the unsure to the sure. A probability on an edge belongs to the bin above it; 1 to the last.
    pub bins: Vec<Bin>,
    /// The accuracy that was wanted.
    pub target: f64,
    /// The threshold that leaves the fewest texts to people with the accuracy wanted on these data; none can be had where none.
    pub best: Option<Cut>,
    /// What whoever answered left to people of their own accord.
    pub own: Cut,
    /// From the surest text to all.
    pub curve: Vec<Cut>,
}

/// The texts whose probability is from `low` to `high`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Bin {
    /// Where it begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
    /// So many texts.
    pub texts: usize,
    /// So many were right.
    pub right: usize,
    /// The mean of their probabilities; 0 of none.
    pub probability: f64,
    /// The share that was right; 0 of none.
    pub accuracy: f64,
}

/// What is dispatched without a person from a threshold up.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Cut {
    /// The least probability; none where it is not one number that decides.
    pub threshold: Option<f64>,
    /// So many texts.
    pub texts: usize,
    /// So many of them rightly.
    pub right: usize,
    /// Their share of all.
    pub coverage: f64,
    /// The share of them that is right; 1 of none.
    pub accuracy: f64,
}

impl Cut {
    fn new(threshold: Option<f64>, texts: usize, right: usize, all: usize) -> Self {
        let accuracy = if texts == 0 { 1.0 } else { share(right, texts) };
        Self { threshold, texts, right, coverage: share(texts, all), accuracy }
    }
}

impl Certainty {
    /// Of texts that all have a probability; none otherwise.
    pub(super) fn of(all: &[Outcome], how: &Measure) -> Option<Self> {
        let probabilities: Vec<(f64, bool)> = all.iter().map(|one| Some((one.probability?, one.is_right()))).collect::<Option<_>>()?;
        let bins = bins(&probabilities);
        let gap = |bin: &Bin| (bin.accuracy - bin.probability).abs() * share(bin.texts, all.len());
        let square = |(probability, right): &(f64, bool)| (probability - if *right { 1.0 } else { 0.0 }).powi(2);
        let cuts = cuts(&probabilities);
        let kept = || all.iter().filter(|one| !one.abstain);
        let right = kept().filter(|one| one.is_right()).count();
        Some(Self {
            ece: bins.iter().map(gap).sum(),
            brier: probabilities.iter().map(square).sum::<f64>() * share(1, all.len()),
            target: how.target,
            best: cuts.iter().rev().find(|cut| cut.accuracy >= how.target).copied(),
            own: Cut::new(how.threshold, kept().count(), right, all.len()),
            curve: thin(&cuts),
            bins,
        })
    }
}

fn bins(probabilities: &[(f64, bool)]) -> Vec<Bin> {
    let edge = |bin: usize| share(bin, BINS);
    let mut bins: Vec<Bin> = (0..BINS).map(|bin| Bin { low: edge(bin), high: edge(bin + 1), ..Bin::default() }).collect();
    for &(probability, right) in probabilities {
        let bin = bins.iter().rposition(|bin| probability >= bin.low).unwrap_or(0);
        let bin = &mut bins[bin];
        bin.texts += 1;
        bin.right += usize::from(right);
        bin.probability += probability;
    }
    for bin in &mut bins {
        bin.probability *= share(1, bin.texts);
        bin.accuracy = share(bin.right, bin.texts);
    }
    bins
}

/// What every possible threshold would dispatch, from the highest to the lowest. Texts with the same probability go together.
fn cuts(probabilities: &[(f64, bool)]) -> Vec<Cut> {
    let mut sorted = probabilities.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut cuts, mut right) = (Vec::new(), 0);
    for (at, (probability, is_right)) in sorted.iter().enumerate() {
        right += usize::from(*is_right);
        let last_of_its_kind = sorted.get(at + 1).is_none_or(|next| next.0 < *probability);
        if last_of_its_kind {
            cuts.push(Cut::new(Some(*probability), at + 1, right, sorted.len()));
        }
    }
    cuts
}

/// Not more than [`POINTS`] of them, evenly, the last one among them.
fn thin(cuts: &[Cut]) -> Vec<Cut> {
    let kept = cuts.len().min(POINTS);
    (1..=kept).map(|point| cuts[point * cuts.len() / kept - 1]).collect()
}
