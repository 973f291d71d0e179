//! What of a text could become a feature 候选特征, for whoever learns which of it says something.

use super::{Feature, Part, Parts};
use crate::classify::segment::Segmenter;

/// Tells every word of a text (the words inside longer words too) and every run of up to `runs` letters and digits; in the subject each of them as a feature of the subject as well. What stands in the text
/// twice is told twice. [`super::Finder`] finds every one of them again.
pub fn candidates(text: &Parts<'_>, segmenter: &Segmenter, runs: usize, mut tell: impl FnMut(Feature)) {
    let mut tell = |anywhere: bool, start: usize, end: usize| {
        let words = &text.whole[start..end];
        tell(Feature::words(Part::Whole, anywhere, words));
        if end <= text.subject {
            tell(Feature::words(Part::Subject, anywhere, words));
        }
    };
    for word in segmenter.search_words(text.whole).iter().filter(|word| says_something(word.text)) {
        tell(false, word.start, word.end);
    }
    let starts: Vec<usize> = text.whole.char_indices().map(|(at, _)| at).chain([text.whole.len()]).collect();
    for first in 0..starts.len() {
        for end in starts.iter().skip(first + 1).take(runs) {
            if !says_something(&text.whole[starts[first]..*end]) {
                break;
            }
            tell(true, starts[first], *end);
        }
    }
}

fn says_something(words: &str) -> bool {
    words.chars().all(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::learned::Finder;
    use std::collections::BTreeSet;

    fn keys(text: &str, subject: usize, runs: usize) -> BTreeSet<String> {
        let segmenter = Segmenter::new("").expect("no dictionary");
        let mut keys = BTreeSet::new();
        candidates(&Parts { whole: text, subject }, &segmenter, runs, |feature| keys.extend([feature.key()]));
        keys
    }

    #[test]
    fn words_and_runs() {
        let told: Vec<String> = keys("停车场,收费", 0, 2).into_iter().collect();
        let wanted = ["~停", "~停车", "~场", "~收", "~收费", "~费", "~车", "~车场", "停车", "停车场", "收费", "车场"];
        assert!(wanted.iter().all(|key| told.contains(&(*key).to_owned())), "{told:?}");
        assert!(told.iter().all(|key| !key.contains(',')), "{told:?}");
        let words: Vec<String> = keys("停车场收费", 0, 0).into_iter().collect();
        assert_eq!(words, ["停车", "停车场", "收费", "车场"]);
    }

    #[test]
    fn the_subject_has_its_own() {
        let told = keys("停水\n路灯", "停水".len(), 1);
        assert!(told.contains("^停水") && told.contains("停水") && told.contains("^~水") && told.contains("路灯"), "{told:?}");
        assert!(told.iter().all(|key| !key.starts_with('^') || !key.contains('灯')), "{told:?}");
    }

    #[test]
    fn every_candidate_is_found_in_its_text() {
        let segmenter = Segmenter::new("").expect("no dictionary");
        let text =
            Parts { whole: "小区停车场乱收费\n物业说没办法,etc也不能用", subject: "小区停车场乱收费".len() };
        let mut all = BTreeSet::new();
        candidates(&text, &segmenter, 3, |feature| all.extend([feature]));
        let (finder, features) = Finder::new(all).expect("few");
        assert_eq!(finder.find(&text, &segmenter.boundaries(text.whole), None).len(), features.len());
    }
}
