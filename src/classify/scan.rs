//! Looking for many words at once 扫描. A text is read once, character by character, through one automaton, and whoever
//! asked for a word hears of every place where it stands: a thousand words more cost a text nothing.
//!
//! The automaton goes by characters and not by bytes: a Chinese character is one step of it instead of three, which is
//! what makes it several times faster here than one that reads bytes (`benches/README.md` has the figures).

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};

/// Words, each with those who want to hear of it.
pub struct Words<T> {
    /// None when there are no words at all.
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// For each word, its part of `listeners`.
    ranges: Vec<Range<usize>>,
    listeners: Vec<T>,
}

/// The words are too many or too long for an automaton.
#[derive(Debug)]
pub struct TooLarge(daachorse::errors::DaachorseError);

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for TooLarge {}

impl<T> Words<T> {
    /// These words; a word may be given several times, by different listeners. Empty words are never heard.
    pub fn new<W: Into<String>>(words: impl IntoIterator<Item = (W, T)>) -> Result<Self, TooLarge> {
        let mut by_word: BTreeMap<String, Vec<T>> = BTreeMap::new();
        for (word, listener) in words {
            by_word.entry(word.into()).or_default().push(listener);
        }
        by_word.remove("");
        let numbered = by_word.keys().zip(0u32..);
        let automaton = (!by_word.is_empty()).then(|| CharwiseDoubleArrayAhoCorasick::with_values(numbered)).transpose();
        let automaton = automaton.map_err(TooLarge)?;
        let (mut ranges, mut listeners) = (Vec::with_capacity(by_word.len()), Vec::new());
        for own in by_word.into_values() {
            ranges.push(listeners.len()..listeners.len() + own.len());
            listeners.extend(own);
        }
        Ok(Self { automaton, ranges, listeners })
    }

    /// How many have asked for words, each as often as for a word.
    pub fn listeners(&self) -> usize {
        self.listeners.len()
    }

    /// Tells every occurrence of every word, also of those inside others, in the order in which they end: the numbers of
    /// its listeners, by which [`Words::of`] knows them, and the place.
    #[inline]
    pub fn each(&self, text: &str, mut tell: impl FnMut(Range<usize>, Range<usize>)) {
        let Some(automaton) = &self.automaton else { return };
        for found in automaton.find_overlapping_iter(text) {
            tell(self.ranges[found.value() as usize].clone(), found.start()..found.end());
        }
    }

    /// Those listeners.
    #[inline]
    pub fn of(&self, numbers: Range<usize>) -> &[T] {
        &self.listeners[numbers]
    }
}

/// Words of which, where several begin at one place, only the longest is meant, and none inside another.
pub struct Longest<T> {
    /// None when there are no words at all.
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    values: Vec<T>,
}

impl<T> Longest<T> {
    /// These words, each with what it means; of a word given twice the first meaning holds.
    pub fn new<'w>(words: impl IntoIterator<Item = (&'w str, T)>) -> Result<Self, TooLarge> {
        let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
        let mut values = Vec::new();
        for ((word, value), number) in words.into_iter().zip(0u32..) {
            numbers.entry(word).or_insert(number);
            values.push(value);
        }
        numbers.remove("");
        let build = || {
            CharwiseDoubleArrayAhoCorasickBuilder::new()
                .match_kind(MatchKind::LeftmostLongest)
                .build_with_values(numbers.iter().map(|(word, number)| (*word, *number)))
        };
        let automaton = (!numbers.is_empty()).then(build).transpose().map_err(TooLarge)?;
        Ok(Self { automaton, values })
    }

    /// The words of `text` with their meanings and places, in order.
    pub fn in_text<'s, 't>(&'s self, text: &'t str) -> impl Iterator<Item = (&'s T, Range<usize>)> + use<'s, 't, T> {
        let found = self.automaton.iter().flat_map(move |automaton| automaton.leftmost_find_iter(text));
        found.map(|found| (&self.values[found.value() as usize], found.start()..found.end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(words: &[(&str, u8)], text: &str) -> Vec<(u8, Range<usize>)> {
        let words = Words::new(words.iter().copied()).expect("few words");
        let mut heard = Vec::new();
        words.each(text, |own, place| heard.extend(words.of(own).iter().map(|listener| (*listener, place.clone()))));
        heard
    }

    #[test]
    fn every_listener_hears_of_every_place() {
        let words = [("停车", 1), ("停车场", 2), ("车", 3), ("停车", 4), ("", 5)];
        assert_eq!(heard(&words, "停车场"), [(1, 0..6), (4, 0..6), (3, 3..6), (2, 0..9)]);
        assert_eq!(heard(&words, "无事"), []);
        assert_eq!(heard(&[], "停车场"), []);
    }

    #[test]
    fn the_longest_word_is_meant() {
        let words = Longest::new([("车", 1), ("停车场", 2), ("停车", 3), ("停车", 4)]).expect("few words");
        let found: Vec<_> = words.in_text("停车场里停车").collect();
        assert_eq!(found, [(&2, 0..9), (&3, 12..18)]);
        assert_eq!(Longest::<u8>::new([]).expect("no words").in_text("停车").count(), 0);
    }
}
