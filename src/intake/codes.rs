//! Case numbers and query codes in what people write 工单号、查询码.

use super::{choice, questions, words};
use crate::domain::ids::QueryCode;

/// The most words of one message that are tried as a query code; the day of a case number may be one of them. Whoever guesses
/// does not get thousands of tries out of one long text.
const MOST_TRIES: usize = 3;

/// Whether the text gives this query code, as a word of its own.
pub fn gives_code(text: &str, code: &QueryCode) -> bool {
    let words = code_like(text, code.as_str().len());
    words.into_iter().take(MOST_TRIES).any(|word| word == code.as_str())
}

/// The words of this length that could be a code, in the way that codes are written.
fn code_like(text: &str, length: usize) -> Vec<String> {
    let plain: String = text.chars().map(half_width).collect::<String>().to_ascii_uppercase();
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() == length);
    words.map(str::to_owned).collect()
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}

/// The length of a query code.
const LENGTH: usize = 8;

/// Whether a text with a case number in it asks after that case, and tells of no matter of its own.
pub(super) fn only_asks(text: &str) -> bool {
    let rest = choice::without_number(text);
    let words = code_like(&rest, LENGTH);
    let rest = words.iter().fold(rest.to_ascii_uppercase(), |rest, word| rest.replace(word.as_str(), ""));
    let rest = ["工单号", "查询码", "工单", "编号"].iter().fold(rest, |rest, word| rest.replace(word, ""));
    words::says_nothing(&rest) || questions::asks_after(&rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_word_of_its_own_however_it_is_typed() {
        let code = QueryCode::from("17YBS05N");
        for text in ["20260302-000001 17YBS05N", "查询码17ybs05n", "工单20260302000001，１７ＹＢＳ０５Ｎ。", "20260302－000001 17YBS05N"]
        {
            assert!(gives_code(text, &code), "{text}");
        }
        for text in ["20260302-000001", "917YBS05N", "17YBS05NX", "17YBS05", ""] {
            assert!(!gives_code(text, &code), "{text}");
        }
    }

    #[test]
    fn one_message_is_no_list_of_guesses() {
        let code = QueryCode::from("17YBS05N");
        let many = |count: usize| (0..count).map(|n| format!("{n:08} ")).collect::<String>() + "17YBS05N";
        assert!(gives_code(&many(2), &code));
        assert!(!gives_code(&many(3), &code));
        assert!(!gives_code(&format!("{}17YBS05N", "0".repeat(4000)), &code), "and no window slides over it");
    }

    #[test]
    fn a_number_alone_asks_and_a_matter_beside_it_does_not() {
        for text in ["20260302-000001", "20260302-000001 17YBS05N", "工单号20260302-000001 查询码AAAAAAAA", "20260302-000001怎么样了"]
        {
            assert!(only_asks(text), "{text}");
        }
        assert!(!only_asks("20260302-000001那条街上路灯又不亮了"));
    }
}
