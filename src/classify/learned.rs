//! What a city's history taught 学得的权重: for each label of the history (a unit, a category) a list of weighted words, in
//! the same kind of file as the shipped intents, so that a person can read why and change it.
//!
//! [`mod@file`] reads and writes the folder of such a [`Learned`]; [`Model`] is the same made fast: [`Finder`] finds the features
//! of a text, and their weights are summed in thousandths, so that the same text always scores the same.
//!
//! `score(label) = bias + length(found) × Σ weight(feature) × (1 + ln times)`, `found` being the sum of `1 + ln times` over the
//! features found and `times` how often each stands in the text; then [`Calibration`] makes a probability of the
//! scores, and below [`Learned::threshold`] a person decides.

use std::collections::BTreeMap;

mod candidates;
mod feature;
pub mod file;
mod finder;
mod model;
mod parts;
mod probability;
mod quick;

pub use candidates::candidates;
pub use finder::{Finder, Hit};
pub use model::{Model, Weighed, found};
pub use parts::{Parts, Writing};

/// Weights learned from one history, for one of its fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// The field of the history that was learned: `unit`, `category`.
    pub field: String,
    /// Its labels, in the order of their names.
    pub labels: Vec<Label>,
    /// How a long text's words are made to count less.
    pub length: Length,
    /// How scores become probabilities.
    pub calibration: Calibration,
    /// Below this probability a person decides.
    pub threshold: f64,
    /// The accuracy that was wanted of what no person reads, for which the threshold was chosen.
    pub target: f64,
    /// What whoever learned it wrote down of how it came about: what it was learned from, what it reached.
    pub record: BTreeMap<String, String>,
}

/// One label and what speaks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// As the history writes it.
    pub name: String,
    /// What it scores before any word.
    pub bias: f64,
    /// What speaks for it, and against it below zero, in the order of the features.
    pub weights: Vec<(Feature, f64)>,
}

/// What can be found in a text and speak for a label. What stands there again counts less each time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// Characters of the normalised text.
    Words {
        /// In which part of the text.
        part: Part,
        /// Wherever they stand (`~` in the file), not only between the edges of words.
        anywhere: bool,
        /// The characters.
        words: String,
    },
    /// A shipped intent is the best one for the text (`@` and its identifier in the file).
    Intent(String),
}

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// All of it.
    Whole,
    /// The subject of a letter (`^` in the file), which says in a few words what the letter is about.
    Subject,
}

/// How a long text's words are made to count less: the factor is `found.max(1)^-power`, `found` being how much was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Length {
    /// From 0 (a long text counts as a short one) to 1.
    pub power: f64,
}

/// How scores become probabilities: softmax of `score / temperature`, then of the best one `p` a logistic
/// `1 / (1 + exp(-(slope × logit(p) + offset)))`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    /// Greater is less sure of itself.
    pub temperature: f64,
    /// 1 leaves the softmax as it is.
    pub slope: f64,
    /// 0 leaves the softmax as it is.
    pub offset: f64,
}
