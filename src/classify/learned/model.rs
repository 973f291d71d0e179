//! Learned weights made fast 运行时: features found in one walk, their weights summed in whole thousandths, and what was found again on top.

mod build;
mod rows;

use super::finder::{Finder, Hit};
use super::{Calibration, Length, Parts};
use crate::classify::segment::Boundaries;
use crate::domain::complaint::{Decided, Labelled, Reason};
use crate::domain::problem::Problem;
use rows::Rows;

/// How many labels a person is offered besides the first.
const OTHERS: usize = 3;

/// What was learned, ready for any number of texts.
pub struct Model {
    field: String,
    threshold: f64,
    length: Length,
    calibration: Calibration,
    names: Vec<String>,
    biases: Vec<f64>,
    finder: Finder,
    rows: Rows,
    /// For each shipped intent among the features, where a file first names it.
    intents: Vec<(String, Problem)>,
}

/// What a model says to one text.
pub struct Weighed<'m> {
    model: &'m Model,
    hits: Vec<Hit>,
    /// The score of each label.
    pub scores: Vec<f64>,
    /// The best labels with how sure they are, the best of all first; none in a model without labels.
    pub ranked: Vec<(usize, f64)>,
}

impl Model {
    /// The field of the history that was learned: `unit`, `category`.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// Below this probability a person decides.
    pub fn threshold(&self) -> f64 {
        self.threshold
    }

    /// What the labels are called, by their numbers.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many features it looks for.
    pub fn features(&self) -> usize {
        self.finder.features()
    }

    /// A fault for every shipped intent that the weights speak of and that is not `known`.
    pub fn strangers(&self, known: impl Fn(&str) -> bool) -> Vec<Problem> {
        self.intents.iter().filter(|(id, _)| !known(id)).map(|(_, problem)| problem.clone()).collect()
    }

    /// What it says to a normalised text whose words have these edges and for which this shipped intent is the best.
    pub fn weigh(&self, text: &Parts<'_>, edges: &Boundaries<'_>, best: Option<&str>) -> Weighed<'_> {
        let hits = self.finder.find(text, edges, best);
        let factor = self.length.factor(found(&hits)) / rows::THOUSANDTHS;
        let sums = self.rows.sums(&hits).into_iter().zip(self.rows.again(&hits));
        let score = |(bias, (sum, again)): (&f64, (i32, f64))| bias + factor * (f64::from(sum) + again);
        let scores: Vec<f64> = self.biases.iter().zip(sums).map(score).collect();
        let ranked = self.calibration.probabilities(&scores, 1 + OTHERS);
        Weighed { model: self, hits, scores, ranked }
    }
}

/// How much was found: each feature by how much it counts.
pub fn found(hits: &[Hit]) -> f64 {
    hits.len() as f64 + hits.iter().filter(|hit| hit.times > 1).map(Hit::again).sum::<f64>()
}

impl Weighed<'_> {
    /// The best label, how sure it is, whether a person decides, and the next best.
    pub fn labelled(&self) -> Option<Labelled> {
        let (&(best, probability), others) = self.ranked.split_first()?;
        let name = |label: usize| self.model.names[label].clone();
        Some(Labelled {
            field: self.model.field.clone(),
            name: name(best),
            probability,
            abstain: probability < self.model.threshold || !self.speaks_for(best),
            others: others.iter().map(|&(label, probability)| (name(label), probability)).collect(),
        })
    }

    /// Whether anything in the text speaks for a label: where nothing does, the label is only the commonest one.
    fn speaks_for(&self, label: usize) -> bool {
        self.hits.iter().any(|hit| self.model.rows.weight(hit.feature, label) > 0)
    }

    /// The `most` words of the text that spoke most for a label, greatest weight first, each with its weight as the label's
    /// file has it. A shipped intent is told by `intent_name`.
    pub fn because(&self, label: usize, text: &str, most: usize, intent_name: &dyn Fn(&str) -> String) -> Vec<Reason> {
        self.told(label, text, most, intent_name, |weight| weight > 0)
    }

    /// As [`Self::because`], for what spoke against it: weights below zero, the least first.
    pub fn against(&self, label: usize, text: &str, most: usize, intent_name: &dyn Fn(&str) -> String) -> Vec<Reason> {
        self.told(label, text, most, intent_name, |weight| weight < 0)
    }

    /// How many features were found.
    pub fn hits(&self) -> usize {
        self.hits.len()
    }

    fn told(
        &self,
        label: usize,
        text: &str,
        most: usize,
        intent_name: &dyn Fn(&str) -> String,
        counts: impl Fn(i16) -> bool,
    ) -> Vec<Reason> {
        let order = |&(weight, hit): &(i16, &Hit)| (std::cmp::Reverse(weight.unsigned_abs()), hit.start, hit.end);
        let mut own: Vec<(i16, &Hit)> = Vec::with_capacity(most + 1);
        for hit in &self.hits {
            let weight = self.model.rows.weight(hit.feature, label);
            let new = (weight, hit);
            if counts(weight) && (own.len() < most || own.last().is_some_and(|last| order(&new) < order(last))) {
                own.insert(own.partition_point(|other| order(other) <= order(&new)), new);
                own.truncate(most);
            }
        }
        let words = |hit: &Hit| match self.model.finder.intent(hit.feature) {
            Some(id) => intent_name(id),
            None => text[hit.start as usize..hit.end as usize].to_owned(),
        };
        let reason = |(weight, hit): (i16, &Hit)| {
            let weight = f64::from(weight) / rows::THOUSANDTHS;
            Reason { words: words(hit), decided: Decided::Label, weight }
        };
        own.into_iter().map(reason).collect()
    }
}

#[cfg(test)]
mod tests;
