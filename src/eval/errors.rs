//! The worst errors 最差的错: what was answered wrongly with the greatest certainty, with the words that misled and those that
//! spoke for the right label. Texts are veiled before anybody reads them, and only words of the veiled text are told.

use std::collections::BTreeMap;

use serde::Serialize;

use super::judge::Spoke;
use super::report::{Asked, Options};
use crate::classify::normalise::normalise;
use crate::domain::complaint::Slot;
use crate::domain::grounds::{Piece, Tone, marked};
use crate::domain::privacy::{Known, Sight, conceal};
use crate::intake::slots::SlotFinder;
use crate::letters::Labelled;

/// So much of a text is shown, in characters.
const MOST_SHOWN: usize = 280;

/// So many words are told for one label of one text.
const MOST_WORDS: usize = 6;

/// So many labels besides the answer.
const MOST_OTHERS: usize = 2;

/// A word must have misled in so many texts to be listed: then it is nobody's own.
const COMMON: usize = 3;

/// So many of them are listed.
const MOST_COMMON: usize = 40;

/// An error.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Worst {
    /// The line of the data.
    pub line: usize,
    /// The veiled text, with the words marked that spoke for the wrong label (`against`) or for the right one (`for`); none
    /// where no texts are shown.
    pub text: Vec<Piece>,
    /// The right label.
    pub truth: String,
    /// The answer.
    pub answered: String,
    /// How sure it was said to be.
    pub probability: Option<f64>,
    /// It was left to a person.
    pub abstain: bool,
    /// What came next.
    pub others: Vec<(String, Option<f64>)>,
    /// What spoke for the answer.
    pub misled: Vec<Spoke>,
    /// What spoke for the right label.
    pub right: Vec<Spoke>,
}

/// A word that misled often.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Misleading {
    /// The word.
    pub words: String,
    /// In so many texts that were answered wrongly it spoke for the answer.
    pub times: usize,
    /// What it led to most often.
    pub toward: String,
    /// What would have been right most often.
    pub instead: String,
}

/// Veils texts of whomever wrote them.
#[derive(Clone, Copy)]
pub struct Veil<'a> {
    /// Finds the numbers and plates that are no identity by the table of privacy, and that a report can do without.
    pub finder: &'a SlotFinder,
    /// Times in texts are told from here; nothing of it is shown.
    pub now: crate::domain::ids::Moment,
}

impl Veil<'_> {
    /// The text in the one way of writing, without names, numbers, plates and homes.
    pub fn text(&self, text: &str) -> String {
        let found = self.finder.find(text, self.now);
        let name = found.slots.get(&Slot::Name).map(String::as_str);
        let hidden = |slot: &Slot| matches!(slot, Slot::Phone | Slot::Plate | Slot::Order | Slot::Name);
        let mut spans: Vec<_> = found.spans.iter().filter(|(slot, _)| hidden(slot)).collect();
        spans.sort_by_key(|(_, span)| span.start);
        let (mut veiled, mut at) = (String::with_capacity(text.len()), 0);
        for (slot, span) in spans {
            veiled.push_str(text.get(at..span.start).unwrap_or_default());
            if span.end > at {
                veiled.push_str(&format!("〔{}〕", slot.label()));
            }
            at = at.max(span.end);
        }
        veiled.push_str(text.get(at..).unwrap_or_default());
        normalise(&conceal(&veiled, &Known::named(name), Sight::Hidden))
    }
}

/// The errors that were said with the greatest certainty.
pub fn worst(entries: &[Labelled], asked: &Asked<'_>, veil: Veil<'_>, options: &Options) -> Vec<Worst> {
    let mut wrong: Vec<usize> = errors(asked).collect();
    let sure = |number: usize| asked.answered.outcomes.all[number].probability.unwrap_or(0.0);
    wrong.sort_by(|a, b| sure(*b).total_cmp(&sure(*a)));
    wrong.into_iter().take(options.errors).map(|number| error(number, &entries[number], asked, veil, options)).collect()
}

fn errors(asked: &Asked<'_>) -> impl Iterator<Item = usize> {
    asked.answered.outcomes.all.iter().enumerate().filter(|(_, outcome)| !outcome.is_right()).map(|(number, _)| number)
}

fn error(number: usize, entry: &Labelled, asked: &Asked<'_>, veil: Veil<'_>, options: &Options) -> Worst {
    let answer = &asked.answered.answers[number];
    let (answered, probability) = answer.ranked[0].clone();
    let shown = veil.text(entry.writing.whole());
    let told = |label: &str| -> Vec<Spoke> {
        let all = (asked.reasons)(number, label).into_iter().filter(|spoke| options.texts && shown.contains(&spoke.words));
        all.take(MOST_WORDS).collect()
    };
    let (misled, right) = (told(&answered), told(&entry.label));
    Worst {
        line: entry.line,
        text: if options.texts { pieces(&shown, &misled, &right) } else { Vec::new() },
        truth: entry.label.clone(),
        others: answer.ranked.iter().skip(1).take(MOST_OTHERS).cloned().collect(),
        abstain: answer.abstain,
        answered,
        probability,
        misled,
        right,
    }
}

fn pieces(shown: &str, misled: &[Spoke], right: &[Spoke]) -> Vec<Piece> {
    let end = shown.char_indices().nth(MOST_SHOWN).map_or(shown.len(), |(end, _)| end);
    let places = |spoke: &Spoke, tone: Tone| -> Vec<_> {
        shown.match_indices(&spoke.words).map(|(at, words)| (at..at + words.len(), tone)).collect()
    };
    let wrong = misled.iter().filter(|spoke| spoke.weight > 0.0).flat_map(|spoke| places(spoke, Tone::Against));
    let good = right.iter().filter(|spoke| spoke.weight > 0.0).flat_map(|spoke| places(spoke, Tone::For));
    let spans: Vec<_> = wrong.chain(good).filter(|(span, _)| span.end <= end).collect();
    let mut pieces = marked(&shown[..end], &spans);
    if end < shown.len() {
        pieces.push(Piece { words: "…".to_owned(), tone: Tone::Plain });
    }
    pieces
}

/// The words that misled in several texts, the most frequent first.
pub fn misleading(entries: &[Labelled], asked: &Asked<'_>, veil: Veil<'_>) -> Vec<Misleading> {
    let mut times: BTreeMap<String, BTreeMap<(String, String), usize>> = BTreeMap::new();
    for number in errors(asked) {
        let entry = &entries[number];
        let answered = &asked.answered.answers[number].ranked[0].0;
        let shown = veil.text(entry.writing.whole());
        let spoke = (asked.reasons)(number, answered).into_iter().filter(|spoke| spoke.weight > 0.0 && shown.contains(&spoke.words));
        for spoke in spoke.take(MOST_WORDS / 2) {
            *times.entry(spoke.words).or_default().entry((answered.clone(), entry.label.clone())).or_default() += 1;
        }
    }
    let line = |(words, pairs): (String, BTreeMap<(String, String), usize>)| {
        let ((toward, instead), _) = pairs.iter().max_by_key(|(_, times)| **times)?;
        Some(Misleading { words, times: pairs.values().sum(), toward: toward.clone(), instead: instead.clone() })
    };
    let mut all: Vec<Misleading> = times.into_iter().filter_map(line).filter(|misleading| misleading.times >= COMMON).collect();
    all.sort_by_key(|misleading| std::cmp::Reverse(misleading.times));
    all.truncate(MOST_COMMON);
    all
}
