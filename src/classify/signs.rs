//! Signs 征兆: `data/risks.toml`, read and proved, and what it hears in a text: emergencies whatever the matter is, and the
//! risks that a supervisor wants to know of at once. A city adds its own words there.

use regex::Regex;

use super::context::{Context, Tense};
use super::normalise::normalise;
use super::patterns::{Patterns, blank, in_blanked};
use super::scan::TooLarge;
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
    except: Patterns<()>,
    unless: Patterns<()>,
}

/// Hears signs in texts. Made once, shared by all.
pub struct Signs {
    context: Context,
    /// Every pattern of every sign, with the number of its sign.
    patterns: Patterns<usize>,
    /// The patterns once more, to be looked for in what is left of a text.
    regexes: Vec<Regex>,
    signs: Vec<Sign>,
}

impl Default for Signs {
    fn default() -> Self {
        Self { context: Context::new(), patterns: Patterns::table(&[]), regexes: Vec::new(), signs: Vec::new() }
    }
}

impl Signs {
    /// Reads `text`, the content of `file`, and proves it with its own examples.
    ///
    /// # Errors
    /// Every fault, with its line and what to do.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let read = File::read(file, text)?;
        let signs = Self::of(&read.groups).map_err(|error| vec![Problem::of(file, format!("表达式合起来太大，请减少（{error}）。"))])?;
        let problems = signs.disproved(&read);
        if problems.is_empty() { Ok(signs) } else { Err(problems) }
    }

    fn of(groups: &[Group]) -> Result<Self, TooLarge> {
        let rows = groups.iter().enumerate().flat_map(|(number, group)| group.patterns.iter().map(move |regex| (regex.clone(), number)));
        let rows: Vec<(Regex, usize)> = rows.collect();
        let regexes = rows.iter().map(|(regex, _)| regex.clone()).collect();
        let among = |regexes: &[Regex]| Patterns::new(regexes.iter().map(|regex| (regex.clone(), ())));
        let sign = |group: &Group| {
            let (except, unless) = (among(&group.except)?, among(&group.unless)?);
            Ok(Sign { says: group.says.clone(), tense: group.tense, except, unless })
        };
        let signs = groups.iter().map(sign).collect::<Result<_, TooLarge>>()?;
        Ok(Self { context: Context::new(), patterns: Patterns::new(rows)?, regexes, signs })
    }

    /// Every sign that a normalised text tells of, once each, in the order of the file.
    pub fn hear<'s, 't>(&'s self, text: &'t str) -> Vec<Heard<'s, 't>> {
        let mut heard = Vec::new();
        let mut left: Option<(usize, String)> = None;
        let mut told = None;
        for found in self.patterns.find(text) {
            let number = *self.patterns.tag(found.number);
            if told == Some(number) {
                continue;
            }
            let sign = &self.signs[number];
            if left.as_ref().is_none_or(|(of, _)| *of != number) {
                left = Some((number, blank(text, &sign.except.every(text))));
            }
            let rest = left.as_ref().map_or(text, |(_, rest)| rest.as_str());
            let mut spans = in_blanked(&self.regexes[found.number], rest).take(MOST_MENTIONS);
            let told_of = spans.find(|span| self.context.tells(text, span, sign.tense));
            if let Some(span) = told_of.filter(|_| sign.unless.find(text).is_empty()) {
                heard.push(Heard { says: &sign.says, words: &text[span] });
                told = Some(number);
            }
        }
        heard
    }

    /// The examples that are not heard as the file says.
    fn disproved(&self, read: &File) -> Vec<Problem> {
        let mut wrong = Vec::new();
        for group in &read.groups {
            let hears = |text: &str| {
                self.hear(&normalise(text)).into_iter().find(|heard| *heard.says == group.says).map(|heard| heard.words.to_owned())
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
