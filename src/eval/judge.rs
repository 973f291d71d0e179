//! Whoever answers 评判者: the shipped intents, or weights that were learned. Measuring knows no more of them than this.

use serde::Serialize;

use super::measure::{Outcome, Outcomes};
use crate::letters::Labelled;

/// What was answered about one text.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Labels with how sure, the best first; at least one. How sure is said of all of them or of none.
    pub ranked: Vec<(String, Option<f64>)>,
    /// It is left to a person.
    pub abstain: bool,
}

/// Words of the text and how much they spoke for a label; below zero against it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spoke {
    /// As they stand in the normalised text.
    pub words: String,
    /// How much they weigh.
    pub weight: f64,
}

/// What [`Judge::answer`] is made of.
pub type Answers<'a> = Box<dyn Fn(&Labelled) -> Answer + 'a>;
/// What [`Judge::reasons`] is made of.
pub type Reasons<'a> = Box<dyn Fn(&Labelled, &str) -> Vec<Spoke> + 'a>;

/// Somebody who answers.
pub struct Judge<'a> {
    /// What a reader of the report should call them.
    pub name: String,
    /// Below this probability they leave a text to a person, where it is one number that decides.
    pub threshold: Option<f64>,
    /// Answers about a text without looking at its label.
    pub answer: Answers<'a>,
    /// What of a text speaks for a label, and against it, the greatest weights first.
    pub reasons: Reasons<'a>,
}

/// What somebody answered about every entry, with the entries' labels.
pub struct Answered {
    /// One for each entry, in their order.
    pub answers: Vec<Answer>,
    /// The same by numbers.
    pub outcomes: Outcomes,
}

impl Answered {
    /// Asks about all entries.
    pub fn ask(judge: &Judge<'_>, entries: &[Labelled]) -> Self {
        Self::of(entries.iter().map(|entry| (judge.answer)(entry)).collect(), entries)
    }

    /// Of answers that were given already.
    pub fn of(answers: Vec<Answer>, entries: &[Labelled]) -> Self {
        let answered = answers.iter().flat_map(|answer| answer.ranked.iter().map(|(label, _)| label));
        let mut labels: Vec<String> = entries.iter().map(|entry| &entry.label).chain(answered).cloned().collect();
        labels.sort();
        labels.dedup();
        let number = |label: &String| labels.binary_search(label).expect("every label is in the list");
        let outcome = |(entry, answer): (&Labelled, &Answer)| Outcome {
            truth: number(&entry.label),
            ranked: answer.ranked.iter().map(|(label, _)| number(label)).collect(),
            probability: answer.ranked[0].1,
            abstain: answer.abstain,
        };
        let all = entries.iter().zip(&answers).map(outcome).collect();
        Self { outcomes: Outcomes { labels, all }, answers }
    }
}
