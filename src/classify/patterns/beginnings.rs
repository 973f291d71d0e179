//! What a pattern begins with 句式的开头: the first characters of everything that it matches. Where none of them stands nobody need look
//! for the pattern, and where one does it is tried there and nowhere else.

use std::collections::BTreeSet;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

/// A class of more characters than this is not spelt out.
const WIDEST_CLASS: usize = 100;

/// What every match of `pattern` begins with, words of at most so many characters. Case matters, and full-width punctuation means
/// itself.
///
/// # Panics
/// The pattern is not regular, or it matches nothing at all or whatever stands there. It is a constant of the house, which any test would show.
pub fn beginnings(pattern: &str, most: usize) -> Vec<String> {
    let hir = ParserBuilder::new().build().parse(pattern).expect("the pattern is regular");
    let words = behind(&hir, most, BTreeSet::from([Beginning::default()]));
    let words: BTreeSet<String> = words.into_iter().map(|beginning| beginning.words).collect();
    assert!(words.iter().all(|word| !word.is_empty()), "it begins with something that can be told");
    words.into_iter().collect()
}

/// How a match begins.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Beginning {
    words: String,
    /// It is long enough, or what follows cannot be told.
    closed: bool,
}

impl Beginning {
    fn and(&self, c: char, most: usize) -> Self {
        let words: String = self.words.chars().chain([c]).collect();
        Self { closed: words.chars().count() >= most, words }
    }
}

/// The beginnings of matches of `hir` that stand behind one of these.
fn behind(hir: &Hir, most: usize, so_far: BTreeSet<Beginning>) -> BTreeSet<Beginning> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => so_far,
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(words) => words.chars().fold(so_far, |so_far, c| each(so_far, |open| vec![open.and(c, most)])),
            Err(_) => shut(so_far),
        },
        HirKind::Class(Class::Unicode(class)) if class.ranges().iter().map(|range| range.len()).sum::<usize>() <= WIDEST_CLASS => {
            let characters: Vec<char> = class.ranges().iter().flat_map(|range| range.start()..=range.end()).collect();
            each(so_far, |open| characters.iter().map(|c| open.and(*c, most)).collect())
        }
        HirKind::Class(_) => shut(so_far),
        HirKind::Capture(capture) => behind(&capture.sub, most, so_far),
        HirKind::Concat(pieces) => pieces.iter().fold(so_far, |so_far, piece| behind(piece, most, so_far)),
        HirKind::Alternation(ways) => ways.iter().flat_map(|way| behind(way, most, so_far.clone())).collect(),
        HirKind::Repetition(repetition) => {
            let least = repetition.min as usize;
            // Whatever is said more often than it has characters to tell says nothing new.
            let times = repetition.max.map_or(usize::MAX, |max| max as usize).min(least + most);
            let mut all = if least == 0 { so_far.clone() } else { BTreeSet::new() };
            let mut now = so_far;
            for time in 1..=times {
                now = behind(&repetition.sub, most, now);
                if time >= least {
                    all.extend(now.iter().cloned());
                }
            }
            all
        }
    }
}

/// The beginnings with each open one replaced by what it goes on to.
fn each(so_far: BTreeSet<Beginning>, goes_on: impl Fn(&Beginning) -> Vec<Beginning>) -> BTreeSet<Beginning> {
    so_far.into_iter().flat_map(|one| if one.closed { vec![one] } else { goes_on(&one) }).collect()
}

/// The same beginnings, of which nobody can tell how they go on.
fn shut(so_far: BTreeSet<Beginning>) -> BTreeSet<Beginning> {
    so_far.into_iter().map(|one| Beginning { closed: true, ..one }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use regex::Regex;

    #[test]
    fn the_first_characters_of_every_match() {
        for (pattern, words) in [
            ("昨天|前天", vec!["前天", "昨天"]),
            ("[一二]?点半", vec!["一点", "二点", "点半"]),
            ("(?:大|小)*灯.", vec!["大大", "大小", "大灯", "小大", "小小", "小灯", "灯"]),
            ("早{2,}", vec!["早早"]),
            ("(?P<h>[0-1])(?:点|\\p{Han})", vec!["0", "0点", "1", "1点"]),
            ("好", vec!["好"]),
        ] {
            assert_eq!(beginnings(pattern, 2), words, "{pattern}");
        }
    }

    proptest! {
        #[test]
        fn no_match_begins_otherwise(text in "[一二点半早大小灯 0-2]{0,12}") {
            for pattern in ["(?:[一二]{1,2}|[0-2])点?半?(?:早|灯)*", "大?小{0,2}灯|早 ?[半点]+", "(?:早|大小?)\\s?(?:[0-2]{2,3}|.点)"] {
                let (regex, words) = (Regex::new(pattern).expect("regular"), beginnings(pattern, 2));
                for found in regex.find_iter(&text) {
                    prop_assert!(words.iter().any(|word| found.as_str().starts_with(word.as_str())), "{pattern} {}", found.as_str());
                }
            }
        }
    }
}
