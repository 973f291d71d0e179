//! Learning from a city's history 学习: labelled complaints become weighted words, on top of the shipped intents and in the same
//! kind of file, with probabilities that can be believed.
//!
//! Reading order: the lines come as [`Labelled`]; `texts` makes features and numbers of them; `train` finds the weights, one label
//! against the rest (`descent`, `ratio`), on all threads (`crew`); `folds` learns without each part to see what is said of it;
//! `calibrate` and `threshold` make decisions of scores; [`Report`] says how good they are.
//!
//! Invariant: the same lines always give the same model, to the last byte of its files, whatever the machine.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::classify::learned::{Calibration, Label, Learned, Length, Model, Writing};
use crate::domain::problem::Problem;
use crate::letters::Labelled;

mod calibrate;
mod crew;
mod descent;
mod figures;
mod folds;
mod matrix;
mod noticing;
mod progress;
mod ratio;
mod report;
mod texts;
mod threshold;
mod train;

pub use figures::{Figures, Said};
pub use noticing::Noticed;
pub use progress::Progress;
pub use report::{Checked, Report};
pub use texts::{Eye, Sees};

use calibrate::{Scored, calibrated};
use crew::Crew;
use matrix::Matrix;
use texts::Text;
use train::{Lessons, POWER, Trained};

/// Fewer texts than this teach nothing.
const FEWEST_TEXTS: usize = 20;

/// A label with fewer texts than this is left out: nothing in one text tells what it has to do with the label.
const FEWEST_OF_A_LABEL: usize = 2;

/// How many weights are kept when nobody says: with more, accuracy grows no further.
pub const WEIGHTS: usize = 300_000;

/// What is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// Which field of the history is learned.
    pub field: String,
    /// Which share of what no person reads must be right; or of what must not be missed is heard.
    pub target: f64,
    /// About how many weights may be kept.
    pub weights: usize,
    /// What the threshold is for.
    pub aim: Aim,
}

/// What a threshold is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aim {
    /// What lies above it needs no person.
    Unread,
    /// What lies above it is no text of this label: missing one is worse than a false alarm.
    Except(String),
}

/// Why nothing was learned, in words for whoever asked.
#[derive(Debug, Error)]
pub enum Refused {
    /// The history is too short.
    #[error("能用的只有 {0} 条，至少要 {FEWEST_TEXTS} 条才学得出来；请给更多历史工单")]
    FewTexts(usize),
    /// There is nothing to choose between.
    #[error("有 {FEWEST_OF_A_LABEL} 条以上的标签只有 {0} 个，至少要 2 个；请检查 --label 写的字段")]
    FewLabels(usize),
    /// The history and what it is checked by have no label in common.
    #[error("开发集里的标签，历史工单里一个也没有；请检查两个文件里 --label 写的字段")]
    OtherLabels,
    /// The label that everything else is told from is not there.
    #[error("没有标签“{0}”，学不出什么不是险情；请补上这一类的文字")]
    NoLabel(String),
    /// Its words are too many.
    #[error("词太多，装不下；请分开学习")]
    TooLarge,
    /// What was made cannot be read again.
    #[error("学得的权重写不成文件：{0}")]
    Unreadable(Problem),
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The model.
    pub learned: Learned,
    /// How good it is.
    pub report: Report,
}

/// Learns from `history`. Calibration and threshold come from `dev`, where there is one; else from what is said of each text
/// of the history by a model that did not see it.
///
/// # Errors
/// There is too little to learn from, or too much.
pub fn learn(eye: Eye<'_>, history: &[Labelled], dev: Option<&[Labelled]>, wish: &Wish, progress: &Progress) -> Result<Outcome, Refused> {
    if history.len() < FEWEST_TEXTS {
        return Err(Refused::FewTexts(history.len()));
    }
    let names = names(history)?;
    if dev.is_some_and(|dev| dev.iter().all(|lesson| place(&names, &lesson.label).is_none())) {
        return Err(Refused::OtherLabels);
    }
    let history: Vec<(&Labelled, usize)> = history.iter().filter_map(|lesson| Some((lesson, place(&names, &lesson.label)?))).collect();
    if history.len() < FEWEST_TEXTS {
        return Err(Refused::FewTexts(history.len()));
    }
    let labels: Vec<usize> = history.iter().map(|(_, label)| *label).collect();
    let writings: Vec<&Writing<'_>> = history.iter().map(|(lesson, _)| &lesson.writing).collect();
    let read = |writing: &Writing<'_>| {
        progress.tick();
        eye.read(writing)
    };
    progress.stage("读历史工单", writings.len());
    let texts: Vec<Text> = writings.iter().map(|writing| read(writing)).collect();
    let (matrix, features) = eye.matrix(eye.vocabulary(&writings, &texts), &texts).map_err(|_| Refused::TooLarge)?;
    let lessons = Lessons { texts: &matrix, features: features.len(), labels: &labels, names: names.len() };
    let tick = || progress.tick();
    let crew = Crew::new(&tick);
    progress.stage("学习", 2 * names.len());
    let trained = lessons.train(&all(&matrix), wish.weights, &crew);
    let learned = plain(&trained, &features, names, wish);
    let scored = match dev {
        Some(dev) => {
            progress.stage("校准", dev.len());
            let model = Model::new(&learned).map_err(|_| Refused::TooLarge)?;
            let known: Vec<String> = learned.labels.iter().map(|label| label.name.clone()).collect();
            let one = |lesson: &Labelled| {
                let text = read(&lesson.writing);
                let scores = model.weigh(&text.parts(), &eye.classifier.segmenter().boundaries(text.whole()), text.best()).scores;
                Scored { scores, truth: place(&known, &lesson.label) }
            };
            dev.iter().map(one).collect()
        }
        None => {
            progress.stage("交叉验证", 2 * folds::FOLDS * learned.labels.len());
            folds::held_out(&lessons, wish.weights, &crew)
        }
    };
    progress.end();
    decided(learned, &scored, history.len(), dev.is_some(), wish)
}

/// The labels that have enough texts, in the order of their names.
fn names(history: &[Labelled]) -> Result<Vec<String>, Refused> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    history.iter().for_each(|lesson| *counts.entry(&lesson.label).or_default() += 1);
    let enough = counts.into_iter().filter(|(_, count)| *count >= FEWEST_OF_A_LABEL);
    let names: Vec<String> = enough.map(|(name, _)| name.to_owned()).collect();
    if names.len() < 2 { Err(Refused::FewLabels(names.len())) } else { Ok(names) }
}

fn place(names: &[String], label: &str) -> Option<usize> {
    names.binary_search_by(|name| name.as_str().cmp(label)).ok()
}

fn all(texts: &Matrix) -> Vec<u32> {
    (0..texts.len() as u32).collect()
}

/// The weights as a person reads them, not yet calibrated.
fn plain(trained: &Trained, features: &[crate::classify::learned::Feature], names: Vec<String>, wish: &Wish) -> Learned {
    let label = |name: String, bias: f32, own: &[(u32, f32)]| {
        let weight = |&(feature, weight): &(u32, f32)| (features[feature as usize].clone(), f64::from(weight));
        let mut weights: Vec<_> = own.iter().map(weight).filter(|(_, weight)| (weight * 1000.0).round() != 0.0).collect();
        weights.sort_by(|a, b| a.0.cmp(&b.0));
        Label { name, bias: f64::from(bias), weights }
    };
    Learned {
        field: wish.field.clone(),
        labels: names.into_iter().zip(&trained.labels).map(|(name, (bias, own))| label(name, *bias, own)).collect(),
        length: Length { power: POWER },
        calibration: Calibration { temperature: 1.0, slope: 1.0, offset: 0.0 },
        threshold: 1.0,
        target: wish.target,
        record: BTreeMap::new(),
    }
}

/// The model with its calibration and its threshold, as its files have it, and how good it is.
fn decided(mut learned: Learned, scored: &[Scored], texts: usize, on_dev: bool, wish: &Wish) -> Result<Outcome, Refused> {
    learned.calibration = calibrated(scored);
    learned = reread(&learned)?;
    let said: Vec<Said> = scored.iter().filter_map(|one| said(one, &learned.calibration)).collect();
    let mut noticed = None;
    learned.threshold = match &wish.aim {
        Aim::Unread => threshold::threshold(&said, learned.target),
        Aim::Except(quiet) => {
            let calm = learned.labels.iter().position(|label| label.name == *quiet).ok_or_else(|| Refused::NoLabel(quiet.clone()))?;
            let (threshold, heard) = noticing::noticed(scored, &learned.calibration, calm, learned.target);
            noticed = Some(heard);
            threshold
        }
    };
    let checked = Checked { on_dev, figures: Figures::of(&said, learned.threshold), noticed };
    let report = Report::of(&learned, texts, checked);
    learned.record = report.record();
    Ok(Outcome { learned: reread(&learned)?, report })
}

fn said(scored: &Scored, calibration: &Calibration) -> Option<Said> {
    let &(best, probability) = calibration.probabilities(&scored.scores, 1).first()?;
    Some(Said { truth: scored.truth, best, probability })
}

/// What its files say, with their rounding: figures are of what is kept.
fn reread(learned: &Learned) -> Result<Learned, Refused> {
    Learned::parse(&learned.files()).map_err(|mut problems| Refused::Unreadable(problems.remove(0)))
}

#[cfg(test)]
mod tests;
