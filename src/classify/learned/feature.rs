//! How a feature is written in a label's file 特征写法: `停车场`, `~停车` anywhere, `^停车场` in the subject, `@noise` an intent.
//!
//! Invariant: [`Feature::parse`] of [`Feature::key`] is the feature again, whatever characters it is made of.

use super::{Feature, Part};
use crate::classify::normalise::normalise;

const SUBJECT: char = '^';
const ANYWHERE: char = '~';
const INTENT: char = '@';
/// What stands before words that begin with a mark themselves, so that they are not taken for it.
const AS_IT_IS: char = '=';

impl Feature {
    /// Words that stand between the edges of words, or anywhere.
    pub fn words(part: Part, anywhere: bool, words: impl Into<String>) -> Self {
        Self::Words { part, anywhere, words: words.into() }
    }

    /// As the file writes it.
    pub fn key(&self) -> String {
        match self {
            Self::Intent(id) => format!("{INTENT}{id}"),
            Self::Words { part, anywhere, words } => {
                let mut key = String::with_capacity(words.len() + 3);
                key.extend((*part == Part::Subject).then_some(SUBJECT));
                key.extend(anywhere.then_some(ANYWHERE));
                key.extend(words.starts_with([SUBJECT, ANYWHERE, INTENT, AS_IT_IS]).then_some(AS_IT_IS));
                key.push_str(words);
                key
            }
        }
    }

    /// What the file means by `key`, as it is written there.
    pub fn parse(key: &str) -> Self {
        if let Some(id) = key.strip_prefix(INTENT) {
            return Self::Intent(id.to_owned());
        }
        let (part, rest) = key.strip_prefix(SUBJECT).map_or((Part::Whole, key), |rest| (Part::Subject, rest));
        let (anywhere, rest) = rest.strip_prefix(ANYWHERE).map_or((false, rest), |rest| (true, rest));
        Self::words(part, anywhere, rest.strip_prefix(AS_IT_IS).unwrap_or(rest))
    }

    /// The same in the form that texts are read in.
    pub fn normalised(self) -> Self {
        match self {
            Self::Words { part, anywhere, words } => Self::Words { part, anywhere, words: normalise(&words) },
            Self::Intent(id) => Self::Intent(id),
        }
    }

    /// Nothing is left that could be found.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Words { words, .. } => words.is_empty(),
            Self::Intent(id) => id.is_empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_marks_mean_what_the_shipped_intents_mean_by_them() {
        for (key, feature) in [
            ("停车场", Feature::words(Part::Whole, false, "停车场")),
            ("~停车", Feature::words(Part::Whole, true, "停车")),
            ("^停车场", Feature::words(Part::Subject, false, "停车场")),
            ("^~停车", Feature::words(Part::Subject, true, "停车")),
            ("@noise", Feature::Intent("noise".into())),
            ("=@某人", Feature::words(Part::Whole, false, "@某人")),
            ("~==", Feature::words(Part::Whole, true, "=")),
        ] {
            assert_eq!(Feature::parse(key), feature);
            assert_eq!(feature.key(), key);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(words in "[~^@=a停\"]{0,4}", anywhere: bool, subject: bool) {
            let part = if subject { Part::Subject } else { Part::Whole };
            let feature = Feature::words(part, anywhere, words);
            prop_assert_eq!(Feature::parse(&feature.key()), feature);
        }
    }
}
