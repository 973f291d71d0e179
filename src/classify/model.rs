//! The sparse linear model 打分: one automaton over the keywords of all intents, one pass over their patterns.

use super::intents::Intent;
use super::patterns::Patterns;
use super::scan::{View, Words};
use super::segment::Boundaries;
use crate::domain::complaint::{Decided, Reason};

/// What a word of the subject 主题 counts, against one of the letter below it. Who writes a subject says in it what the
/// matter is; the letter then tells the whole story and names the school, the hospital and the village where it happened.
const SUBJECT: f64 = 2.5;

/// A first line longer than this many characters is no subject, it is the first paragraph of a story.
const LONGEST_SUBJECT: usize = 60;

/// A letter is at least so many times as long as its subject. Two short messages of a talk are no letter with a subject:
/// the answer to a question must not make surer what was said before it.
const LETTER: usize = 2;

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
    pub fn new(intents: &[Intent]) -> Self {
        let words = intents.iter().enumerate().flat_map(|(number, intent)| {
            intent
                .keywords
                .iter()
                .map(move |keyword| (keyword.word.as_str(), Posting { intent: number, weight: keyword.weight, anywhere: keyword.anywhere }))
        });
        let patterns = intents
            .iter()
            .enumerate()
            .flat_map(|(number, intent)| intent.patterns.iter().map(move |pattern| (pattern.regex.clone(), (number, pattern.weight))));
        Self { words: Words::new(words), patterns: Patterns::new(patterns), intents: intents.len() }
    }

    /// The words that it must see, for a lexicon.
    pub fn tables(&self) -> [&[String]; 2] {
        [self.words.table(), self.patterns.table()]
    }

    /// What a normalised text, whose words have these edges and of which so many bytes are known to be a letter's subject, says to every intent. Each keyword counts once, however often it stands there, and as much
    /// as the place says where it stands first.
    pub fn weigh<'t>(&self, view: View<'_, 't>, subject: usize, edges: &Boundaries<'_>) -> Evidence<'t> {
        let text = view.text();
        let subject = if subject > 0 { Subject { end: subject } } else { first_line(text) };
        let mut evidence = Evidence { scores: vec![0.0; self.intents], found: Vec::new() };
        let mut counted = vec![false; self.words.listeners()];
        for hit in view.hits() {
            let (postings, place) = (self.words.asked(hit), hit.place());
            for (number, posting) in postings.clone().zip(self.words.of(postings)) {
                if !counted[number] && (posting.anywhere || edges.enclose(place.start, place.end)) {
                    counted[number] = true;
                    evidence.add(posting.intent, &text[place.clone()], posting.weight * subject.counts(place.start));
                }
            }
        }
        for found in self.patterns.find(view.table(1)) {
            let &(intent, weight) = self.patterns.tag(found.number);
            let counts = subject.counts(found.span.start);
            evidence.add(intent, &text[found.span], weight * counts);
        }
        evidence
    }
}

/// The subject of a text, by where it ends.
struct Subject {
    end: usize,
}

impl Subject {
    /// What words that begin at this byte count.
    fn counts(&self, start: usize) -> f64 {
        if start < self.end { SUBJECT } else { 1.0 }
    }
}

/// The subject of a text of which nobody said that it has one: the first line, when it is short and a letter follows it. A text of
/// one line has none, all of it counts alike.
fn first_line(text: &str) -> Subject {
    let (first, letter) = text.split_once('\n').unwrap_or_default();
    let is_subject = first.chars().count() <= LONGEST_SUBJECT && letter.len() >= LETTER * first.len();
    Subject { end: if is_subject { first.len() } else { 0 } }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_short_line_before_a_letter_is_a_subject() {
        let letter = "三天了没有人来修,晚上看不见路";
        let long = "长".repeat(LONGEST_SUBJECT + 1);
        let story = "长".repeat(LONGEST_SUBJECT * 3);
        for (text, end) in [
            (String::new(), 0),
            ("路灯不亮".to_owned(), 0),
            (format!("路灯不亮\n{letter}"), 12),
            ("路灯不亮\n三天了".to_owned(), 0),
            (format!("{long}\n{story}"), 0),
        ] {
            assert_eq!(first_line(&text).end, end, "{text}");
        }
        let subject = first_line(&format!("路灯不亮\n{letter}")).counts(11);
        assert_eq!((subject, Subject { end: 12 }.counts(12)), (SUBJECT, 1.0));
    }
}
