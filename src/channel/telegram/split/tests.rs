//! What holds for every text, and what it looks like for some.

use proptest::prelude::*;

use super::super::outgoing;
use super::*;

/// What lies before the part in the text, between the parts, and after them.
fn gaps<'a>(text: &'a str, parts: &[&'a str]) -> Vec<&'a str> {
    let begin = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let ends = [0].into_iter().chain(parts.iter().map(|part| begin(part) + part.len()));
    let begins = parts.iter().map(|part| begin(part)).chain([text.len()]);
    ends.zip(begins).map(|(end, begin)| &text[end..begin]).collect()
}

fn check(text: &str, most: usize) -> Vec<&str> {
    let parts = split(text, most);
    assert!(gaps(text, &parts).iter().all(|gap| is_blank(gap)), "only blanks are left out of {text:?}: {parts:?}");
    assert!(parts.iter().all(|part| !part.is_empty() && units(part) <= most), "{parts:?}");
    parts
}

#[test]
fn short_texts_stay_whole_and_blank_ones_vanish() {
    assert_eq!(check("路灯不亮", 4), ["路灯不亮"]);
    assert!(split(" \n ", 10).is_empty());
}

#[test]
fn lines_and_sentences_are_preferred() {
    assert_eq!(check("一二三四五\n六七八", 8), ["一二三四五", "六七八"]);
    assert_eq!(check("一二三四五。六七八九", 8), ["一二三四五。", "六七八九"]);
    assert_eq!(check("一\n二三四五六七八九", 8), ["一\n二三四五六七", "八九"], "a short first line is no reason to cut");
}

#[test]
fn characters_are_not_broken() {
    assert_eq!(check("一二三😀四", 4), ["一二三", "😀四"], "two units do not fit in one");
    assert_eq!(check("一二👍🏽三", 5), ["一二", "👍🏽三"], "the colour stays with the hand");
    assert_eq!(check("一👨‍👩‍👧二", 8), ["一", "👨‍👩‍👧", "二"]);
    assert_eq!(check("一二🇨🇳🇨🇳", 6), ["一二🇨🇳", "🇨🇳"]);
    assert_eq!(check("eeee\u{301}", 4), ["eee", "e\u{301}"]);
    assert_eq!(check("བོད་ཡིག", 3), ["བོད", "་ཡི", "ག"], "vowels of Tibetan stay with their letter");
    assert_eq!(check("一二三 \u{301}四", 4), ["一二三", " \u{301}四"], "a blank that carries an accent");
}

#[test]
fn shortening_says_so() {
    assert_eq!(shorten("一二三四", 4), "一二三四");
    assert_eq!(shorten("一二三四五", 4), "一二三…");
    assert_eq!(shorten("一二😀四五", 4), "一二…");
    assert_eq!(shorten("一二👨‍👩‍👧", 9), "一二…");
}

/// Pieces of text as people write it, or as somebody does who wants to do harm.
fn fragment() -> impl Strategy<Value = String> {
    let known = [
        "路灯坏了",
        "。",
        "！",
        "；",
        "\n",
        "\r\n",
        " ",
        "\u{3000}",
        "A",
        "e\u{301}",
        "n\u{303}\u{323}",
        "😀",
        "👍🏽",
        "👨‍👩‍👧‍👦",
        "❤️‍🔥",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "🇨🇳",
        "1️⃣",
        "བོད་",
        "ᠮᠣᠩ\u{180b}",
        "ئۇيغۇر",
        "각",
        "한",
        "क्ष",
        "<b>",
        "</b>",
        "&lt;",
        "&#128512;",
        "*粗*",
        "_",
        "`",
        "[字](http://a)",
        "\\",
        "\u{200d}",
        "\u{fe0f}",
        "\u{301}",
        " \u{301}",
        "\u{feff}",
        "𠮷",
    ];
    prop_oneof![6 => prop::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
}

/// Texts of up to some 300 characters.
fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(fragment(), 0..120).prop_map(|fragments| fragments.concat())
}

/// Whether a place in a text is between two characters as they are seen.
fn is_between(text: &str, at: usize) -> bool {
    at == text.len() || text.grapheme_indices(true).any(|(begin, _)| begin == at)
}

fn longest_character(text: &str) -> usize {
    text.graphemes(true).map(units).max().unwrap_or_default()
}

#[test]
fn where_nothing_fits_beside_the_ellipsis_that_stands_alone() {
    assert_eq!(shorten("😀路灯坏了", 2), "…");
    assert_eq!(shorten("😀路灯坏了", 3), "😀…");
    assert_eq!(shorten("路灯坏了", 1), "…");
    assert_eq!(shorten("😀", 2), "😀");
}

proptest! {
    #[test]
    fn nothing_is_lost_nothing_is_too_long_and_no_character_is_broken(text in text(), most in 2_usize..90) {
        let parts = check(&text, most);
        if longest_character(&text) <= most {
            for part in &parts {
                let begin = part.as_ptr() as usize - text.as_ptr() as usize;
                prop_assert!(is_between(&text, begin), "{part:?} begins within a character");
                prop_assert!(is_between(&text, begin + part.len()), "{part:?} ends within a character");
            }
        }
    }

    #[test]
    fn a_text_is_cut_no_finer_than_it_must_be(text in text(), most in 40_usize..90) {
        let parts = check(&text, most);
        let least = longest_character(&text).min(most);
        // Cut at a line or a sentence a part is half full; and else only one character, or blanks, did not fit.
        for (part, gap) in parts.iter().zip(&gaps(&text, &parts)[1..]).take(parts.len().saturating_sub(1)) {
            prop_assert!(units(part) + units(gap) + least >= most / 2, "{part:?} of {text:?}");
        }
    }

    #[test]
    fn what_is_shortened_fits_and_begins_as_the_text_does(text in text(), most in 1_usize..90) {
        let short = shorten(&text, most);
        prop_assert!(units(&short) <= most);
        match short.strip_suffix('…') {
            Some(kept) if short != text => {
                prop_assert!(text.starts_with(kept));
                // One unit is the ellipsis's.
                prop_assert!(longest_character(&text) >= most || is_between(&text, kept.len()));
            }
            _ => prop_assert_eq!(short, text),
        }
    }

    #[test]
    fn a_message_is_plain_text_as_it_was_written(text in text()) {
        for part in split(&text, MOST_UNITS) {
            let request = serde_json::to_value(outgoing::words(teloxide::types::ChatId(1), part, &[])).expect("JSON");
            prop_assert_eq!(request["text"].as_str(), Some(part));
            prop_assert!(request.get("parse_mode").is_none_or(serde_json::Value::is_null) && request.get("entities").is_none_or(serde_json::Value::is_null));
        }
    }
}

/// The real limits, on long texts.
#[test]
fn a_character_longer_than_the_limit_still_moves_on() {
    check(&"\u{301}".repeat(50), 7);
    check(&"😀".repeat(50), 3);
    check(&format!("一{}", "\u{200d}😀".repeat(30)), 10);
    let parts = check(&"路灯坏了👨‍👩‍👧‍👦。".repeat(5000), MOST_UNITS).len();
    assert!(parts <= 5000 * 16 / (MOST_UNITS - 16) + 1, "{parts}");
    let long = "e\u{301}".repeat(3000);
    assert_eq!(check(&long, MOST_UNITS).iter().map(|part| units(part)).collect::<Vec<_>>(), [4096, 1904]);
    assert_eq!(units(&shorten(&long, MOST_CAPTION_UNITS)), 1023, "and an ellipsis after whole characters");
}
