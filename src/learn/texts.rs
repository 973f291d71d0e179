//! Texts as the classifier reads them 语料, and the features that may speak for a label.

use std::collections::HashMap;

use super::matrix::Matrix;
use crate::classify::Classifier;
use crate::classify::learned::{Feature, Finder, Part, Parts, Writing, candidates};
use crate::classify::normalise::normalise;
use crate::classify::scan::TooMany;
use crate::domain::department::Directory;
use crate::domain::privacy::{Known, Sight, conceal};

/// The longest run of characters that is looked at, whatever words it belongs to.
const RUNS: usize = 3;

/// A word stands in at least so many texts: what stands in one alone teaches that text and nothing else.
const FEWEST_OF_WORDS: u32 = 2;

/// A run of characters stands in at least so many: it need not be a word, and could be somebody's name.
const FEWEST_OF_RUNS: u32 = 3;

/// So many digits in a row are a number of somebody or something, and no word.
const DIGITS_OF_A_NUMBER: usize = 4;

/// Who reads texts for learning: the classifier that will read them in service.
#[derive(Clone, Copy)]
pub struct Eye<'c> {
    /// Without weights learned before.
    pub classifier: &'c Classifier,
    /// Whose matters the shipped intents are.
    pub directory: &'c Directory,
    /// What it looks at.
    pub sees: Sees,
}

/// What is looked at in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// Words, runs of characters, the subject, and which shipped intent is the best one.
    Everything,
    /// Runs of characters alone.
    Runs,
}

/// One text in one way of writing, and which shipped intent is the best one for it.
pub struct Text {
    whole: String,
    subject: usize,
    best: Option<String>,
}

impl Eye<'_> {
    /// Reads one text.
    pub fn read(&self, writing: &Writing<'_>) -> Text {
        let (whole, subject) = self.classifier.read(writing);
        if self.sees == Sees::Runs {
            return Text { whole, subject: 0, best: None };
        }
        let intent = self.classifier.classify_writing(writing, self.directory, None).intent;
        Text { whole, subject, best: intent.map(|id| id.to_string()) }
    }

    /// Every feature that stands in enough of the texts. Only what can be read without seeing anybody's identity is one.
    pub fn vocabulary(&self, writings: &[&Writing<'_>], texts: &[Text]) -> Vec<Feature> {
        let mut seen: HashMap<Feature, (u32, usize)> = HashMap::new();
        let mut count = |number: usize, feature: Feature| {
            let (texts, last) = seen.entry(feature).or_insert((0, usize::MAX));
            *texts += u32::from(*last != number);
            *last = number;
        };
        for (number, (writing, text)) in writings.iter().zip(texts).enumerate() {
            let (whole, subject) = veiled(writing);
            let parts = Parts { whole: &whole, subject };
            candidates(&parts, self.classifier.segmenter(), RUNS, |feature| {
                if self.sees(&feature) {
                    count(number, feature);
                }
            });
            text.best.iter().for_each(|id| count(number, Feature::Intent(id.clone())));
        }
        let enough = seen.into_iter().filter(|(feature, (texts, _))| *texts >= fewest(feature) && !is_number(feature));
        let mut features: Vec<Feature> = enough.map(|(feature, _)| feature).collect();
        features.sort();
        features
    }

    fn sees(&self, feature: &Feature) -> bool {
        self.sees == Sees::Everything || matches!(feature, Feature::Words { part: Part::Whole, anywhere: true, .. })
    }

    /// The texts as numbers, found by the same finder that will find the features in service; and the features in its order.
    ///
    /// # Errors
    /// There are more features than a finder can hold.
    pub fn matrix(&self, features: Vec<Feature>, texts: &[Text]) -> Result<(Matrix, Vec<Feature>), TooMany> {
        let (finder, features) = Finder::new(features)?;
        let mut matrix = Matrix::default();
        for text in texts {
            let edges = self.classifier.segmenter().boundaries(&text.whole);
            let hits = finder.find(&text.parts(), &edges, text.best.as_deref());
            matrix.push(hits.iter().map(|hit| (hit.feature, 1.0 + hit.again() as f32)));
        }
        Ok((matrix, features))
    }
}

impl Text {
    /// As features are looked for in it.
    pub fn parts(&self) -> Parts<'_> {
        Parts { whole: &self.whole, subject: self.subject }
    }

    /// The normalised text.
    pub fn whole(&self) -> &str {
        &self.whole
    }

    /// The identifier of the best shipped intent.
    pub fn best(&self) -> Option<&str> {
        self.best.as_deref()
    }
}

/// The text without names, numbers and accounts, in one way of writing, and how many bytes of it are the subject.
fn veiled(writing: &Writing<'_>) -> (String, usize) {
    let hide = |text: &str| normalise(&conceal(text, &Known::default(), Sight::Hidden));
    let subject = hide(writing.subject());
    let rest = hide(&writing.whole()[writing.subject().len()..]);
    if subject.is_empty() { (rest, 0) } else { (format!("{subject}\n{rest}"), subject.len()) }
}

fn fewest(feature: &Feature) -> u32 {
    if matches!(feature, Feature::Words { anywhere: true, .. }) { FEWEST_OF_RUNS } else { FEWEST_OF_WORDS }
}

fn is_number(feature: &Feature) -> bool {
    let Feature::Words { words, .. } = feature else { return false };
    let mut digits = 0;
    words.chars().any(|c| {
        digits = if c.is_ascii_digit() { digits + 1 } else { 0 };
        digits >= DIGITS_OF_A_NUMBER
    })
}
