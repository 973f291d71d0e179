//! The sparse linear model 打分: one automaton over the keywords of all intents, one pass over their patterns.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::intents::Intent;
use super::patterns::Patterns;
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
    words: AhoCorasick,
    /// For each word of the automaton, its part of `postings`.
    ranges: Vec<Range<usize>>,
    postings: Vec<Posting>,
    patterns: Patterns<(usize, f64)>,
    intents: usize,
}

impl Model {
    /// The model of these intents.
    pub fn new(intents: &[Intent]) -> Result<Self, Problem> {
        let mut by_word: BTreeMap<&str, Vec<Posting>> = BTreeMap::new();
        for (number, intent) in intents.iter().enumerate() {
            for keyword in &intent.keywords {
                let posting = Posting { intent: number, weight: keyword.weight, anywhere: keyword.anywhere };
                by_word.entry(&keyword.word).or_default().push(posting);
            }
        }
        let too_large = |error: &dyn std::fmt::Display| Problem::of("intents", format!("关键词或句式合起来太大，请减少（{error}）"));
        let words = AhoCorasick::new(by_word.keys()).map_err(|error| too_large(&error))?;
        let (mut ranges, mut postings) = (Vec::with_capacity(by_word.len()), Vec::new());
        for own in by_word.into_values() {
            ranges.push(postings.len()..postings.len() + own.len());
            postings.extend(own);
        }
        let patterns = intents
            .iter()
            .enumerate()
            .flat_map(|(number, intent)| intent.patterns.iter().map(move |pattern| (pattern.regex.clone(), (number, pattern.weight))));
        let patterns = Patterns::new(patterns).map_err(|error| too_large(&error))?;
        Ok(Self { words, ranges, postings, patterns, intents: intents.len() })
    }

    /// What a normalised text says to every intent. Each keyword counts once, however often it stands there.
    pub fn weigh<'t>(&self, text: &'t str, segmenter: &Segmenter) -> Evidence<'t> {
        let mut evidence = Evidence { scores: vec![0.0; self.intents], found: Vec::new() };
        let mut counted = vec![false; self.postings.len()];
        let mut boundaries = None;
        for found in self.words.find_overlapping_iter(text) {
            for number in self.ranges[found.pattern().as_usize()].clone() {
                let posting = &self.postings[number];
                let stands = !counted[number]
                    && (posting.anywhere
                        || boundaries.get_or_insert_with(|| segmenter.boundaries(text)).enclose(found.start(), found.end()));
                if stands {
                    counted[number] = true;
                    evidence.add(posting.intent, &text[found.range()], posting.weight);
                }
            }
        }
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

    /// Everything that was found: an intent, the words, and what they weigh for it.
    pub fn found(&self) -> &[(usize, &'t str, f64)] {
        &self.found
    }

    /// The words that decided for an intent, greatest weight first.
    pub fn because(&self, intent: usize) -> Vec<Reason> {
        let mut own: Vec<_> = self.found.iter().filter(|found| found.0 == intent && found.2 != 0.0).collect();
        own.sort_by(|a, b| b.2.total_cmp(&a.2));
        own.iter().map(|&&(_, words, weight)| Reason { words: words.to_owned(), decided: Decided::Intent, weight }).collect()
    }
}
