//! The words that two texts both say 说法相近, for a dispatcher to read.

use super::terms::{FORMULAS, letter_of_a_phrase};

/// The fewest characters of a phrase that both say.
const SHORTEST_PHRASE: usize = 4;

/// The most characters of it that are quoted.
const LONGEST_PHRASE: usize = 16;

/// The most characters of a text that are looked at for a common phrase.
const LONGEST_TEXT: usize = 1000;

/// The longest words that both texts say, if they are long enough to mean something and more than one of the phrases `known`.
pub(super) fn phrase(a: &str, b: &str, known: &[&str]) -> Option<String> {
    let blank = |text: &str| {
        let text: String = text.chars().take(LONGEST_TEXT).collect();
        let known = known.iter().chain(&FORMULAS).filter(|phrase| !phrase.is_empty());
        known.fold(text, |text, phrase| text.replace(phrase, " "))
    };
    let (a, b) = (blank(a), blank(b));
    let letters = |text: &str| text.chars().map(letter_of_a_phrase).collect::<Vec<_>>();
    let (start, length) = longest(&letters(&a), &letters(&b));
    let words: String = a.chars().skip(start).take(length.min(LONGEST_PHRASE)).collect();
    let words = words.trim_matches(['的', '了', '着', '是', '在', '也', '就', '和', '有']);
    (words.chars().count() >= SHORTEST_PHRASE).then(|| words.to_owned())
}

/// Where in `a` the longest run begins that stands in `b` too, and how long it is.
fn longest(a: &[Option<char>], b: &[Option<char>]) -> (usize, usize) {
    let (mut start, mut length) = (0, 0);
    let mut before = vec![0; b.len() + 1];
    for (i, left) in a.iter().enumerate() {
        let mut row = vec![0; b.len() + 1];
        for (j, right) in b.iter().enumerate() {
            if left.is_some() && left == right {
                row[j + 1] = before[j] + 1;
                if row[j + 1] > length {
                    (start, length) = (i + 1 - row[j + 1], row[j + 1]);
                }
            }
        }
        before = row;
    }
    (start, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_phrase_is_what_both_say_and_no_number() {
        let a = "和煦大道的路灯不亮，整条街都黑，走路害怕，电话13900001111";
        let b = "昨晚回家整条街都黑着，和煦大道没有一盏灯是亮的13900001111";
        assert_eq!(phrase(a, b, &["和煦大道"]).as_deref(), Some("整条街都黑"));
        assert_eq!(phrase("电话13900001111", "号码13900001111", &[]), None);
        assert_eq!(phrase("", b, &[]), None);
    }
}
