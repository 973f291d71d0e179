//! The intents 意图, one file each: what a city's people come with, in words that an editor can read and change.

use serde::Deserialize;

use super::patterns::Expression;
use crate::domain::complaint::{Category, Kind, Slot, Urgency};
use crate::domain::department::Directory;
use crate::domain::ids::IntentId;
use crate::domain::problem::Problem;

mod check;
pub(super) mod draft;

/// A value and the line that it stands on.
#[derive(Clone, Debug, PartialEq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its line, from 1.
    pub line: usize,
}

/// One word that speaks for an intent, or against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyword {
    /// The word, normalised as texts are.
    pub word: String,
    /// It counts wherever its characters stand (`~` in the file), not only as a word of its own.
    pub anywhere: bool,
    /// What it weighs; below zero when it speaks against.
    pub weight: f64,
}

/// A turn of phrase that speaks for an intent.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Its expression, ready for normalised text.
    pub regex: Expression,
    /// What it weighs.
    pub weight: f64,
}

/// What makes a matter an emergency 突发 and whom to call.
#[derive(Clone, Debug)]
pub struct Emergency {
    /// 110, 119, 120 or 122.
    pub hotline: String,
    /// Any of these tells of it.
    pub alarm: Vec<Expression>,
    /// These look like it and are none; they are blanked before the alarms are looked for.
    pub not_alarm: Vec<Expression>,
}

/// One intent 意图, checked and ready.
#[derive(Clone, Debug)]
pub struct Intent {
    /// Its identifier, the file's name.
    pub id: IntentId,
    /// The file, for problems that show only later.
    pub file: String,
    /// Its Chinese name.
    pub name: String,
    /// Its first-level category.
    pub category: Category,
    /// The duty whose owner the matter goes to.
    pub duty: At<String>,
    /// The usual kind of matter.
    pub kind: Kind,
    /// The usual urgency.
    pub urgency: Urgency,
    /// The facts that it cannot be handled without.
    pub needs: Vec<Slot>,
    /// Texts that are this intent.
    pub examples: Vec<At<String>>,
    /// Texts that are near and are not.
    pub counter_examples: Vec<At<String>>,
    /// Its words, for and against.
    pub keywords: Vec<Keyword>,
    /// Its turns of phrase.
    pub patterns: Vec<Pattern>,
    /// Whether and when it is an emergency.
    pub emergency: Option<Emergency>,
    /// It is about how an agency's own people behave: the agency complained of does not handle it 回避.
    pub conduct: bool,
}

/// Reads one file of `intents/`. On failure every problem that could be seen is told, at least one.
pub fn parse_intent(file_name: &str, text: &str) -> Result<Intent, Vec<Problem>> {
    let draft = toml::Deserializer::parse(text)
        .and_then(draft::Draft::deserialize)
        .map_err(|error| vec![draft::explain(file_name, text, &error)])?;
    check::Check::new(file_name, text).finish(draft)
}

/// The intents whose duty no unit of the directory owns: their matters could never be dispatched.
pub fn unowned_duties(intents: &[Intent], directory: &Directory) -> Vec<Problem> {
    let unowned = intents.iter().filter(|intent| !directory.owns(&intent.duty.value));
    unowned
        .map(|intent| {
            let what = format!("没有单位承担职责“{}”；请改 duty，或在 departments.toml 里把它写进某单位的 duties", intent.duty.value);
            Problem::at(&intent.file, intent.duty.line, what)
        })
        .collect()
}

#[cfg(test)]
mod tests;
