//! A text as features are looked for in it: all of it, and how much of its beginning is the subject of a letter.

use std::borrow::Cow;

use crate::classify::normalise::normalise;

/// A normalised text whose first bytes are the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts<'t> {
    /// All of it, the subject first.
    pub whole: &'t str,
    /// How many bytes of it are the subject; 0 for a text without one.
    pub subject: usize,
}

/// What a citizen wrote: a text, or a letter with a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writing<'t> {
    text: Cow<'t, str>,
    subject: usize,
}

impl<'t> Writing<'t> {
    /// A text.
    pub fn text(text: impl Into<Cow<'t, str>>) -> Self {
        Self { text: text.into(), subject: 0 }
    }

    /// A letter: its subject and what it says, on two lines.
    pub fn letter(subject: &str, detail: &str) -> Self {
        Self { text: format!("{subject}\n{detail}").into(), subject: subject.len() }
    }

    /// All of it as it was written.
    pub fn whole(&self) -> &str {
        &self.text
    }

    /// The subject as it was written; empty when there is none.
    pub fn subject(&self) -> &str {
        &self.text[..self.subject]
    }

    /// The first `most` characters of it.
    pub fn beginning(&self, most: usize) -> Writing<'_> {
        let end = self.text.char_indices().nth(most).map_or(self.text.len(), |(end, _)| end);
        Writing { text: Cow::Borrowed(&self.text[..end]), subject: self.subject.min(end) }
    }

    /// All of it in one way of writing, and how many bytes of that are the subject.
    pub fn normalised(&self) -> (String, usize) {
        // A line break ends every run of white space and of one character, so that the subject's own is how the whole begins.
        let subject = if self.subject == 0 { 0 } else { normalise(self.subject()).len() };
        (normalise(&self.text), subject)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_subject_is_how_the_whole_begins(subject in "[停水 \\n！!a　]{0,8}", detail in "[停水 \\n！!a　]{0,8}") {
            let letter = Writing::letter(&subject, &detail);
            prop_assert_eq!(letter.subject(), subject.as_str());
            let (whole, length) = letter.normalised();
            prop_assert_eq!(&whole[..length], normalise(&subject));
            prop_assert_eq!(whole, normalise(&format!("{subject}\n{detail}")));
        }
    }
}
