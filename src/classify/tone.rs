//! The tone 语气: what kind of message a text sounds like, whatever words it uses: a question, a plea, a complaint, a report, a
//! proposal, thanks.
//!
//! Cues know the wordings that somebody thought of. The tone learned from sentences of every kind and every matter
//! ([`corpus`](super::corpus)) how people write when they ask, blame or thank; `yousu learn --kinds` makes its weights of them.

use std::ops::Range;

use super::corpus::Lesson;
use super::scan::View;
use super::taught::{Taught, Weighed};
use crate::domain::complaint::{Decided, Kind, Reason};
use crate::domain::problem::Problem;

/// A text of fewer characters is an answer or a word: it has no tone.
const FEWEST: usize = 5;

/// Hears the tone of texts. Made once, shared by all.
pub struct Tone {
    taught: Taught,
    /// The kind that each label is.
    kinds: Vec<Kind>,
}

/// What a text sounds like.
pub struct Sound<'s, 't> {
    text: &'t str,
    weighed: Weighed<'s>,
    /// The likeliest kinds with how probable they are, the best first; at least two.
    pub kinds: Vec<(Kind, f64)>,
}

impl Sound<'_, '_> {
    /// How probable a kind is.
    pub fn probability(&self, kind: Kind) -> f64 {
        self.kinds.iter().find(|(own, _)| *own == kind).map_or(0.0, |(_, probability)| *probability)
    }

    /// The words that weighed most for the likeliest and against the next, the heaviest first.
    pub fn because(&self) -> Vec<Reason> {
        let &[(best, _), (next, _), ..] = self.weighed.ranked.as_slice() else { return Vec::new() };
        let reason = |(place, weight): (Range<usize>, f64)| Reason { words: self.text[place].to_owned(), decided: Decided::Kind, weight };
        self.weighed.told(best, next).into_iter().map(reason).collect()
    }
}

impl Tone {
    /// The tone whose weights these files have, each with its name and its text.
    ///
    /// # Errors
    /// Every fault that could be seen, at least one.
    pub fn parse(files: &[(String, String)]) -> Result<Self, Vec<Problem>> {
        let taught = Taught::parse(files, Lesson::Kind)?;
        let kinds = taught.names().iter().filter_map(|name| kind(name)).collect();
        Ok(Self { taught, kinds })
    }

    /// Its weights.
    pub fn taught(&self) -> &Taught {
        &self.taught
    }

    /// The runs that it must see, for a lexicon.
    pub fn table(&self) -> &[String] {
        self.taught.table()
    }

    /// What a normalised text sounds like; nothing when there is hardly a text.
    pub fn hear<'t>(&self, view: View<'_, 't>) -> Option<Sound<'_, 't>> {
        let text = view.text();
        if text.chars().take(FEWEST).count() < FEWEST {
            return None;
        }
        let weighed = self.taught.weigh(view.hits());
        let kinds: Vec<(Kind, f64)> = weighed.ranked.iter().map(|(label, probability)| (self.kinds[*label], *probability)).collect();
        (kinds.len() > 1).then_some(Sound { text, weighed, kinds })
    }
}

/// The kind that a label names.
fn kind(label: &str) -> Option<Kind> {
    Lesson::Kind.labels().iter().position(|name| *name == label).map(|place| Kind::ALL[place])
}

#[cfg(test)]
mod tests;
