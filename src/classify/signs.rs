//! Signs 征兆: `data/risks.toml`, read and proved, and what it hears in a text: emergencies whatever the matter is, and the
//! risks that a supervisor wants to know of at once. A city adds its own words there.

use super::context::{Context, Tense};
use super::normalise::normalise;
use super::patterns::{Expression, Patterns, blank, in_blanked};
use super::scan::{Lexicon, View};
use crate::domain::complaint::Risk;
use crate::domain::problem::Problem;

mod file;

use file::{File, Group};

/// A text that names a sign more often than this and never as told is taken at its word.
const MOST_MENTIONS: usize = 16;

/// What one sign says when it is heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Says {
    /// Whom to call, where it is an emergency.
    pub hotline: Option<String>,
    /// The risk that it names.
    pub risk: Option<Risk>,
}

/// A sign that was heard in a text.
#[derive(Clone, Copy, Debug)]
pub struct Heard<'s, 't> {
    /// What it says.
    pub says: &'s Says,
    /// The words that told.
    pub words: &'t str,
}

struct Sign {
    says: Says,
    tense: Tense,
}

/// What speaks against a sign, by its number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Against {
    /// These words only look like it.
    Except(usize),
    /// Where these stand, it is not listened to.
    Unless(usize),
}

/// Hears signs in texts. Made once, shared by all.
pub struct Signs {
    context: Context,
    /// Every pattern of every sign, with the number of its sign.
    patterns: Patterns<usize>,
    /// The patterns once more, to be looked for in what is left of a text.
    regexes: Vec<Expression>,
    against: Patterns<Against>,
    signs: Vec<Sign>,
}

impl Default for Signs {
    fn default() -> Self {
        Self::of(&[])
    }
}

impl Signs {
    /// Reads `text`, the content of `file`, and proves it with its own examples.
    ///
    /// # Errors
    /// Every fault, with its line and what to do.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let read = File::read(file, text)?;
        let signs = Self::of(&read.groups);
        let lexicon =
            Lexicon::new(signs.tables()).map_err(|error| vec![Problem::of(file, format!("表达式合起来太大，请减少（{error}）。"))])?;
        let problems = signs.disproved(&read, &lexicon);
        if problems.is_empty() { Ok(signs) } else { Err(problems) }
    }

    fn of(groups: &[Group]) -> Self {
        let numbered = || groups.iter().enumerate();
        let rows = numbered().flat_map(|(number, group)| group.patterns.iter().map(move |regex| (regex.clone(), number)));
        let rows: Vec<(Expression, usize)> = rows.collect();
        let regexes = rows.iter().map(|(regex, _)| regex.clone()).collect();
        let against = numbered().flat_map(|(number, group)| {
            let except = group.except.iter().map(move |regex| (regex.clone(), Against::Except(number)));
            except.chain(group.unless.iter().map(move |regex| (regex.clone(), Against::Unless(number))))
        });
        let signs = groups.iter().map(|group| Sign { says: group.says.clone(), tense: group.tense }).collect();
        Self { context: Context::new(), patterns: Patterns::new(rows), regexes, against: Patterns::new(against), signs }
    }

    /// The words that it must see, for a lexicon.
    pub fn tables(&self) -> [&[String]; 2] {
        [self.patterns.table(), self.against.table()]
    }

    /// Every sign that a normalised text tells of, once each, in the order of the file.
    pub fn hear<'s, 't>(&'s self, view: View<'_, 't>) -> Vec<Heard<'s, 't>> {
        let text = view.text();
        let mut heard = Vec::new();
        let mut left: Option<(usize, String)> = None;
        let mut told = None;
        for found in self.patterns.find(view) {
            let number = *self.patterns.tag(found.number);
            if told == Some(number) {
                continue;
            }
            let sign = &self.signs[number];
            if left.as_ref().is_none_or(|(of, _)| *of != number) {
                let except = self.against.every(view.table(1), |against| *against == Against::Except(number));
                left = Some((number, blank(text, &except)));
            }
            let rest = left.as_ref().map_or(text, |(_, rest)| rest.as_str());
            let mut spans = in_blanked(&self.regexes[found.number], rest).take(MOST_MENTIONS);
            let told_of = spans.find(|span| self.context.tells(text, span, sign.tense));
            let unless = || self.against.find_those(view.table(1), |against| *against == Against::Unless(number));
            if let Some(span) = told_of.filter(|_| unless().is_empty()) {
                heard.push(Heard { says: &sign.says, words: &text[span] });
                told = Some(number);
            }
        }
        heard
    }

    /// The examples that are not heard as the file says.
    fn disproved(&self, read: &File, lexicon: &Lexicon) -> Vec<Problem> {
        let mut wrong = Vec::new();
        for group in &read.groups {
            let hears = |text: &str| {
                let text = normalise(text);
                let heard = self.hear(lexicon.read(&text).view(0));
                heard.into_iter().find(|heard| *heard.says == group.says).map(|heard| heard.words.to_owned())
            };
            for example in group.examples.iter().filter(|example| hears(&example.text).is_none()) {
                wrong.push(Problem::at(&read.name, example.line, format!("例句“{}”没有听出“{}”，请补表达式。", example.text, group.name)));
            }
            for example in &group.counter_examples {
                if let Some(words) = hears(&example.text) {
                    let what =
                        format!("反例“{}”被当成了“{}”，因为“{words}”；请收紧表达式，或在 except 里补一条。", example.text, group.name);
                    wrong.push(Problem::at(&read.name, example.line, what));
                }
            }
        }
        wrong
    }
}

#[cfg(test)]
mod tests;
