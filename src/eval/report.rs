//! The report 评测报告: everything that was measured, as one value.

use serde::Serialize;

use super::errors::{Misleading, Veil, Worst, misleading, worst};
use super::judge::{Answered, Judge, Spoke};
use super::measure::labels::Confused;
use super::measure::{Difference, Figures, Measure};
use crate::letters::{BadLine, Labelled, Lines};

/// So many pairs of labels are listed as confused.
const MOST_CONFUSED: usize = 20;

/// What the reader wants to know.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The accuracy wanted of what no person reads.
    pub target: f64,
    /// Veiled texts and their words are shown.
    pub texts: bool,
    /// So many errors are listed.
    pub errors: usize,
    /// How often the texts are drawn anew for the standard errors.
    pub resamples: usize,
    /// Where chance begins.
    pub seed: u64,
}

/// Why an entry, by its number, was given a label.
pub type ReasonsOf<'a> = Box<dyn Fn(usize, &str) -> Vec<Spoke> + 'a>;

/// Somebody who was asked about every entry.
pub struct Asked<'a> {
    /// What a reader should call them.
    pub name: String,
    /// Their own threshold, where it is one number.
    pub threshold: Option<f64>,
    /// What they answered.
    pub answered: Answered,
    /// Why.
    pub reasons: ReasonsOf<'a>,
}

impl<'a> Asked<'a> {
    /// Asks about every entry.
    pub fn ask(judge: Judge<'a>, entries: &'a [Labelled]) -> Self {
        let answered = Answered::ask(&judge, entries);
        let Judge { name, threshold, reasons, .. } = judge;
        Self { name, threshold, answered, reasons: Box::new(move |number, label| reasons(&entries[number], label)) }
    }

    fn measure(&self, options: &Options) -> Measure {
        Measure { target: options.target, threshold: self.threshold, resamples: options.resamples, seed: options.seed }
    }

    fn figures(&self, options: &Options) -> Option<Figures> {
        Figures::of(&self.answered.outcomes, &self.measure(options))
    }
}

/// What the figures are about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct About {
    /// The file's name.
    pub data: String,
    /// The field that holds the right label.
    pub field: String,
    /// Who was asked.
    pub model: String,
    /// The lines that could not be read.
    pub bad: Vec<BadLine>,
    /// The accuracy wanted of what no person reads.
    pub target: f64,
    /// Where chance began.
    pub seed: u64,
    /// How often the texts were drawn anew.
    pub resamples: usize,
    /// Whether citizens' words are in it.
    pub texts: bool,
}

/// A second one who was asked the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// Who.
    pub model: String,
    /// Their figures.
    pub figures: Figures,
    /// What differs: the second less the first.
    pub difference: Difference,
}

/// One part of a k-fold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fold {
    /// Its number, from 1.
    pub part: usize,
    /// So many texts were tested.
    pub texts: usize,
    /// Accuracy.
    pub accuracy: f64,
    /// Macro F1.
    pub macro_f1: f64,
    /// The expected calibration error.
    pub ece: Option<f64>,
    /// The share dispatched without a person at the model's own threshold, and the share of that which was right.
    pub own: Option<(f64, f64)>,
}

/// Everything.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The version of this format.
    pub v: u32,
    /// What the figures are about.
    pub about: About,
    /// The figures; of a k-fold, those of all parts together.
    pub figures: Figures,
    /// The second who was asked.
    pub compared: Option<Compared>,
    /// The parts of a k-fold.
    pub folds: Vec<Fold>,
    /// What was taken for what most often.
    pub confused: Vec<Confused>,
    /// Words that misled in several texts.
    pub misleading: Vec<Misleading>,
    /// What was answered wrongly with the greatest certainty.
    pub errors: Vec<Worst>,
}

/// What a report is made of.
pub struct Material<'a> {
    /// The file's name.
    pub file: String,
    /// The field that holds the right label.
    pub field: String,
    /// The data.
    pub data: &'a Lines<Labelled>,
    /// Who was asked.
    pub first: Asked<'a>,
    /// Who else.
    pub second: Option<Asked<'a>>,
    /// The parts of a k-fold.
    pub folds: Vec<Fold>,
    /// Veils the texts.
    pub veil: Veil<'a>,
}

impl Report {
    /// Measures and looks for the worst errors; none of no texts.
    pub fn of(material: &Material<'_>, options: &Options) -> Option<Self> {
        let Material { file, field, data, first, second, folds, veil } = material;
        let figures = first.figures(options)?;
        let compare = |second: &Asked<'_>| {
            let difference = Difference::between(&first.answered.outcomes, &second.answered.outcomes, &first.measure(options))?;
            Some(Compared { model: second.name.clone(), figures: second.figures(options)?, difference })
        };
        Some(Self {
            v: 1,
            about: About {
                data: file.clone(),
                field: field.clone(),
                model: first.name.clone(),
                bad: data.bad.clone(),
                target: options.target,
                seed: options.seed,
                resamples: options.resamples,
                texts: options.texts,
            },
            confused: figures.confusion.worst(MOST_CONFUSED),
            compared: second.as_ref().and_then(compare),
            folds: folds.clone(),
            misleading: misleading(&data.all, first, *veil),
            errors: worst(&data.all, first, *veil, options),
            figures,
        })
    }
}
