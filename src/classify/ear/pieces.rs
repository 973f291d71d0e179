//! Pieces 分段: a long letter as the ear hears it, whole sentences together until they are enough to tell what is going on.

use std::ops::Range;

/// A piece that has so many characters ends with its sentence.
const ENOUGH: usize = 40;

/// One that has so many ends with its clause.
const MUCH: usize = 60;

/// One that has so many ends where it is.
const MOST: usize = 90;

/// The pieces of a text, in order; together they are all of it. What is left over at the end belongs to the last one.
pub fn pieces(text: &str) -> impl ExactSizeIterator<Item = Range<usize>> {
    let mut ends = Vec::new();
    let mut length = 0;
    for (at, c) in text.char_indices() {
        length += 1;
        let enough = match c {
            '。' | '!' | '?' | ';' | '\n' => ENOUGH,
            ',' | '、' | ' ' | ':' => MUCH,
            _ => MOST,
        };
        if length >= enough {
            ends.push(at + c.len_utf8());
            length = 0;
        }
    }
    if length > 0 && (length >= ENOUGH || ends.is_empty()) {
        ends.push(text.len());
    }
    ends.last_mut().into_iter().for_each(|last| *last = text.len());
    let mut start = 0;
    ends.into_iter().map(move |end| std::mem::replace(&mut start, end)..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        pieces(text).map(|piece| &text[piece]).collect()
    }

    #[test]
    fn short_texts_stay_whole() {
        assert_eq!(cut(""), Vec::<&str>::new());
        assert_eq!(cut("着火了"), ["着火了"]);
        assert_eq!(cut("路灯坏了。修一下。谢谢。"), ["路灯坏了。修一下。谢谢。"]);
    }

    #[test]
    fn sentences_stay_together_until_they_are_enough() {
        let (long, short) = ("今天".repeat(20) + "。", "好。");
        assert_eq!(cut(&format!("{long}{long}{short}")), [long.clone(), format!("{long}{short}")]);
        assert_eq!(cut(&format!("{short}{long}{long}")), [format!("{short}{long}"), long]);
    }

    #[test]
    fn without_sentences_clauses_and_without_clauses_characters_end_a_piece() {
        let clause = "今天".repeat(15) + ",";
        assert_eq!(cut(&clause.repeat(4)), [clause.repeat(2), clause.repeat(2)]);
        assert!(cut(&"啊".repeat(1000)).iter().all(|piece| piece.chars().count() <= MOST + ENOUGH));
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "[今天。,a\\n 😀]{0,300}") {
            prop_assert_eq!(cut(&text).concat(), text);
        }
    }
}
