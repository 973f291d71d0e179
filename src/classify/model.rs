//! The sparse linear model 打分: one automaton over the keywords of all intents, one pass over their patterns.

use super::intents::Intent;
use super::patterns::Patterns;
use super::scan::Words;
use super::segment::Segmenter;
use crate::domain::complaint::{Decided, Reason};
use crate::domain::problem::Problem;

/// What one keyword says to one intent.
struct Posting {
    intent: usize,
    weight: f64,
    anywhere: bool,
}

/// All keywords and patterns of all intents. Intents go by their number in the list that the model was made of.
pub struct Model {
    words: Words<Posting>,
    patterns: Patterns<(usize, f64)>,
    intents: usize,
}

impl Model {
    /// The model of these intents.
    pub fn new(intents: &[Intent]) -> Result<Self, Problem> {
        let too_large = |error: &dyn std::fmt::Display| Problem::of("intents", format!("关键词或句式合起来太大，请减少（{error}）"));
        let words = intents.iter().enumerate().flat_map(|(number, intent)| {
            intent
                .keywords
                .iter()
                .map(move |keyword| (keyword.word.as_str(), Posting { intent: number, weight: keyword.weight, anywhere: keyword.anywhere }))
        });
        let words = Words::new(words).map_err(|error| too_large(&error))?;
        let patterns = intents
            .iter()
            .enumerate()
            .flat_map(|(number, intent)| intent.patterns.iter().map(move |pattern| (pattern.regex.clone(), (number, pattern.weight))));
        let patterns = Patterns::new(patterns).map_err(|error| too_large(&error))?;
        Ok(Self { words, patterns, intents: intents.len() })
    }

    /// What a normalised text says to every intent. Each keyword counts once, however often it stands there.
    pub fn weigh<'t>(&self, text: &'t str, segmenter: &Segmenter) -> Evidence<'t> {
        let mut evidence = Evidence { scores: vec![0.0; self.intents], found: Vec::new() };
        let mut counted = vec![false; self.words.listeners()];
        let mut boundaries = None;
        self.words.each(text, |postings, place| {
            for (number, posting) in postings.clone().zip(self.words.of(postings)) {
                let stands = !counted[number]
                    && (posting.anywhere || boundaries.get_or_insert_with(|| segmenter.boundaries(text)).enclose(place.start, place.end));
                if stands {
                    counted[number] = true;
                    evidence.add(posting.intent, &text[place.clone()], posting.weight);
                }
            }
        });
        for (&(intent, weight), words) in self.patterns.hits(text) {
            evidence.add(intent, words, weight);
        }
        evidence
    }
}

/// What was found in one text.
pub struct Evidence<'t> {
    /// The score of each intent.
    pub scores: Vec<f64>,
    found: Vec<(usize, &'t str, f64)>,
}

impl<'t> Evidence<'t> {
    /// Lets these words speak for an intent.
    pub fn add(&mut self, intent: usize, words: &'t str, weight: f64) {
        self.scores[intent] += weight;
        self.found.push((intent, words, weight));
    }

    /// Takes an intent out of the running: its words are there and mean something else.
    pub fn silence(&mut self, intent: usize) {
        self.scores[intent] = 0.0;
    }

    /// The words that decided for an intent, greatest weight first.
    pub fn because(&self, intent: usize) -> Vec<Reason> {
        let mut own: Vec<_> = self.found.iter().filter(|found| found.0 == intent && found.2 != 0.0).collect();
        own.sort_by(|a, b| b.2.total_cmp(&a.2));
        own.iter().map(|&&(_, words, weight)| Reason { words: words.to_owned(), decided: Decided::Intent, weight }).collect()
    }
}
