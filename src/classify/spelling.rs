//! What people type and what they mean 错别字与口语: typing slips, what a voice recogniser heard, dialect and net slang, from
//! `data/spellings.toml`, each with its reason; and words that a voice message stutters.
//!
//! A text in which nothing is found is not copied, and nobody's own words are ever
//! changed: [`Speller::mend`] makes the working copy that keywords are looked for in, and [`Speller::edits`] says what
//! was put where, so that a fact found in the working copy leads back to the words as written.

use std::borrow::Cow;
use std::ops::Range;

use super::normalise::normalise;
use super::scan::{Lexicon, Longest, View};
use crate::domain::problem::Problem;

mod file;
mod stutter;

use file::Entry;
pub use file::{Example, Sort};

/// One place of a text where other words were meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit<'s> {
    /// The bytes as written.
    pub span: Range<usize>,
    /// What they mean; nothing, where words are only said again.
    pub meant: &'s str,
}

/// Knows what is meant by what is typed. Made once from the city's file, shared by all.
#[derive(Default)]
pub struct Speller {
    /// Each word that is typed, with the number of its entry.
    typed: Longest<usize>,
    /// The same words, for texts that nobody else reads.
    lexicon: Lexicon,
    entries: Vec<Entry>,
    examples: Vec<Example>,
}

impl Speller {
    /// Reads `text`, the content of `file`.
    ///
    /// # Errors
    /// Every fault that was found, with its line and what to do; also an example that does not come out as it says.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let file::Read { entries, examples } = file::read(file, text)?;
        let words = entries.iter().enumerate().flat_map(|(number, entry)| entry.typed.iter().map(move |typed| (typed.as_str(), number)));
        let typed = Longest::new(words);
        let lexicon =
            Lexicon::new([typed.table()]).map_err(|error| vec![Problem::of(file, format!("词语合起来太大，请减少（{error}）。"))])?;
        let speller = Self { typed, lexicon, entries, examples };
        let wrong = speller.prove(file);
        if wrong.is_empty() { Ok(speller) } else { Err(wrong) }
    }

    /// The words that it must see, for a lexicon.
    pub fn table(&self) -> &[String] {
        self.typed.table()
    }

    /// How many words that somebody types are known.
    pub fn len(&self) -> usize {
        self.entries.iter().map(|entry| entry.typed.len()).sum()
    }

    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Every example of the file, in its order.
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// `text`, normalised, with what was meant in the place of what was typed.
    pub fn mend<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let edits = self.edits(self.lexicon.read(text).view(0));
        if edits.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(edited(text, &edits)) }
    }

    /// The same of a text whose first `subject` bytes are a line of its own, with how many bytes of the outcome are that
    /// line; none where everything was meant as it was typed.
    pub fn mended(&self, view: View<'_, '_>, subject: usize) -> Option<(String, usize)> {
        let edits = self.edits(view);
        let of_subject = edits.iter().filter(|edit| edit.span.end <= subject);
        let length = of_subject.fold(subject, |length, edit| length - edit.span.len() + edit.meant.len());
        (!edits.is_empty()).then(|| (edited(view.text(), &edits), length))
    }

    /// What was meant otherwise than typed in a text (simplified, half-width), in its order; no two share a character.
    pub fn edits(&self, view: View<'_, '_>) -> Vec<Edit<'_>> {
        let mut edits = stutter::find(view.text());
        let said_again = edits.len();
        let mut keep = |text: &str, number: usize, span: Range<usize>| {
            let entry = &self.entries[number];
            let free = !edits[..said_again].iter().any(|edit| edit.span.start < span.end && span.start < edit.span.end);
            if free && entry.means(text, &span) {
                edits.push(Edit { span, meant: &entry.meant });
            }
        };
        if view.text().bytes().any(|b| b.is_ascii_uppercase()) {
            let small = view.text().to_ascii_lowercase();
            self.typed.found(self.lexicon.read(&small).view(0)).for_each(|(number, span)| keep(&small, *number, span));
        } else {
            self.typed.found(view).for_each(|(number, span)| keep(view.text(), *number, span));
        }
        edits.sort_by_key(|edit| edit.span.start);
        edits
    }

    /// Every example that does not come out as the file says.
    fn prove(&self, file: &str) -> Vec<Problem> {
        let wrong = |example: &Example| {
            let plain = normalise(&example.text);
            let mended = self.mend(&plain);
            let right = match &example.becomes {
                Some(meant) => mended.contains(meant.as_str()) && mended != plain,
                None => mended == plain,
            };
            let what = match example.becomes {
                Some(_) => "例句没有改过来，请看 unless、near 是否挡住了它，或别的条目先占了这几个字",
                None => "这句本来就对，却被改动了，请在 unless 里写上那个正确的词",
            };
            (!right).then(|| Problem::at(file, example.line, format!("{what}：{}（读作：{mended}）", example.text)))
        };
        self.examples.iter().filter_map(wrong).collect()
    }
}

/// `text` with these edits made.
fn edited(text: &str, edits: &[Edit<'_>]) -> String {
    let mut edited = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        edited.push_str(&text[at..edit.span.start]);
        edited.push_str(edit.meant);
        at = edit.span.end;
    }
    edited.push_str(&text[at..]);
    edited
}
