//! The ear 听险: whether a text sounds like an emergency, whatever words it uses, and whom to call then.
//!
//! Rules know the wordings that somebody thought of. The ear learned from a few thousand sentences, emergencies and near misses
//! ([`corpus`](super::corpus)), which runs of characters people use when something happens now; `yousu learn --emergencies` makes its weights of them. A long
//! letter is heard in pieces and the most alarming one counts, so that a danger in the middle of a complaint is not drowned by it.
//!
//! Invariant: the ear only adds to what the rules hear, or doubts it ([`Sound::is_calm`]); risks are none of its business.

use std::ops::Range;

use super::corpus::{CALM, Lesson};
use super::scan::{Hit, View};
use super::taught::Taught;
use crate::domain::complaint::{Decided, Reason};
use crate::domain::problem::Problem;

mod pieces;

pub use pieces::pieces;

/// From this probability on the ear knows better than the rules whom to call.
const SURELY_HEARD: f64 = 0.9;

/// When an emergency is less probable than this, what the rules took for one was none.
const SURELY_CALM: f64 = 0.02;

/// A text of fewer characters than this says little, so that the ear must be surer of it.
const SHORT: usize = 12;

/// From this probability on a short text is an emergency though no rule knows its words.
const SURE_OF_SHORT: f64 = 0.75;

/// A text of fewer characters is an answer or a cry: the rules know the cries, and how an answer sounds tells nothing.
const FEWEST: usize = 5;

/// Hears emergencies in texts. Made once, shared by all.
pub struct Ear {
    taught: Taught,
    /// The number of the label of what is no emergency.
    calm: usize,
}

/// What a text sounds like.
#[derive(Clone, Debug, PartialEq)]
pub struct Sound<'e, 't> {
    /// How probable an emergency is.
    pub probability: f64,
    /// Whom to call if it is one.
    pub hotline: &'e str,
    /// The words that weighed most, where there are any, else the piece of the text that was heard.
    pub words: &'t str,
    /// Why, the heaviest words first; of what is calm, nothing.
    pub because: Vec<Reason>,
    /// From this probability on it is an emergency.
    threshold: f64,
}

impl Sound<'_, '_> {
    /// Whether it is an emergency even if no rule knows these words.
    pub fn is_alarm(&self) -> bool {
        self.probability >= self.threshold
    }

    /// Whether it is so sure an emergency that the hotline is the one of this sound, whatever a rule says.
    pub fn names_hotline(&self) -> bool {
        self.is_alarm() && self.probability >= SURELY_HEARD
    }

    /// Whether it is none although a rule knows its words.
    pub fn is_calm(&self) -> bool {
        self.probability < SURELY_CALM
    }
}

impl Ear {
    /// The ear whose weights these files have, each with its name and its text.
    ///
    /// # Errors
    /// Every fault that could be seen, at least one.
    pub fn parse(files: &[(String, String)]) -> Result<Self, Vec<Problem>> {
        let taught = Taught::parse(files, Lesson::Hotline)?;
        let calm = taught.names().iter().position(|name| name == CALM).expect("a corpus of emergencies without calm is a fault");
        Ok(Self { taught, calm })
    }

    /// Its weights.
    pub fn taught(&self) -> &Taught {
        &self.taught
    }

    /// The runs that it must see, for a lexicon.
    pub fn table(&self) -> &[String] {
        self.taught.table()
    }

    /// What the most alarming piece of a normalised text sounds like; nothing when there is
    /// hardly a text. A run of characters that two pieces share is in neither.
    pub fn listen<'t>(&self, view: View<'_, 't>) -> Option<Sound<'_, 't>> {
        let text = view.text();
        if text.chars().take(FEWEST).count() < FEWEST {
            return None;
        }
        let pieces = pieces(text);
        let count = pieces.len();
        let mut hits = view.hits().peekable();
        let weigh = |piece: Range<usize>| {
            let begun = std::iter::from_fn(|| hits.next_if(|hit| (hit.start as usize) < piece.end));
            let weighed = self.taught.weigh(begun.filter(|hit: &&Hit| hit.end as usize <= piece.end));
            (alarm(&weighed.ranked, self.calm), piece, weighed)
        };
        let (loudest, piece, weighed) = pieces.map(weigh).max_by(|a, b| a.0.total_cmp(&b.0))?;
        let probability = shared(loudest, count);
        let label = weighed.ranked.iter().map(|(label, _)| *label).find(|label| *label != self.calm)?;
        // Nearly every text is calm, and nobody asks why.
        let told = if probability < SURELY_CALM { Vec::new() } else { weighed.told(label, self.calm) };
        let reason = |(place, weight): &(Range<usize>, f64)| {
            let words = text[place.clone()].to_owned();
            Reason { words, decided: Decided::Urgency, weight: *weight }
        };
        Some(Sound {
            probability,
            hotline: &self.taught.names()[label],
            words: told.first().map_or(&text[piece], |(place, _)| &text[place.clone()]),
            because: told.iter().map(reason).collect(),
            threshold: if text.chars().nth(SHORT - 1).is_some() { self.taught.threshold() } else { SURE_OF_SHORT },
        })
    }
}

/// How probable it is that a text is an emergency, whichever, by the labels ranked for it.
pub fn alarm(ranked: &[(usize, f64)], calm: usize) -> f64 {
    1.0 - ranked.iter().find(|(label, _)| *label == calm).map_or(0.0, |(_, probability)| *probability)
}

/// The probability of the loudest of so many pieces: each is one chance more to sound like an emergency by accident, so that its
/// odds are divided by how many there are.
fn shared(probability: f64, pieces: usize) -> f64 {
    let calm = (1.0 - probability) * pieces as f64;
    probability / (probability + calm)
}

#[cfg(test)]
mod tests;
