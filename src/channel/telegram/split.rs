//! Splitting 分段: Telegram takes 4096 UTF-16 units in one message, and people should not see where we cut.

/// The most UTF-16 units of one message.
pub(super) const MOST_UNITS: usize = 4096;
/// The most UTF-16 units of a caption.
pub(super) const MOST_CAPTION_UNITS: usize = 1024;

/// The text in parts of at most `most` UTF-16 units, none of them blank. It is cut at the end of a line where that leaves
/// a part at least half full, else at the end of a sentence, else between characters as they are seen.
pub(super) fn split(text: &str, most: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (part, left) = rest.split_at(cut(rest, most));
        parts.push(part.trim_end());
        rest = left.trim_start();
    }
    parts
}

/// The text, shortened with `…` when it has more than `most` UTF-16 units.
pub(super) fn shorten(text: &str, most: usize) -> String {
    if units(text) <= most {
        return text.to_owned();
    }
    let end = last_boundary(text, most - 1);
    format!("{}…", text[..end].trim_end())
}

fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Where to cut: a byte index greater than 0.
fn cut(text: &str, most: usize) -> usize {
    if units(text) <= most {
        return text.len();
    }
    let hard = last_boundary(text, most);
    let after_last =
        |is_end: fn(char) -> bool| text[..hard].char_indices().rev().find(|(_, c)| is_end(*c)).map(|(at, c)| at + c.len_utf8());
    let half_full = |at: &usize| units(&text[..*at]) * 2 >= most;
    after_last(|c| c == '\n')
        .filter(half_full)
        .or_else(|| {
            after_last(|c| matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | ';')).filter(half_full).filter(|at| !is_glued_at(text, *at))
        })
        .unwrap_or(hard)
}

/// The last place between two characters as they are seen, at most `most` units on. When one such character is longer
/// than that, the last place between two code points.
fn last_boundary(text: &str, most: usize) -> usize {
    let mut seen = 0;
    let mut code_point = text.chars().next().map_or(0, char::len_utf8);
    let mut boundary = 0;
    for (at, c) in text.char_indices() {
        if at > 0 {
            code_point = at;
            if !is_glued_at(text, at) {
                boundary = at;
            }
        }
        seen += c.len_utf16();
        if seen > most {
            break;
        }
    }
    if boundary > 0 { boundary } else { code_point }
}

/// Whether the code points on both sides of `at` are one character to the eye: combining marks, emoji joined or coloured,
/// flags. Not the whole of Unicode's rule, but what people type.
fn is_glued_at(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else { return false };
    last == JOINER || (last == '\r' && next == '\n') || extends(next) || (is_flag_half(next) && flag_halves_before(before) % 2 == 1)
}

const JOINER: char = '\u{200d}';

fn extends(c: char) -> bool {
    matches!(c, JOINER | '\u{0300}'..='\u{036f}' | '\u{20d0}'..='\u{20f0}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

fn is_flag_half(c: char) -> bool {
    ('\u{1f1e6}'..='\u{1f1ff}').contains(&c)
}

fn flag_halves_before(text: &str) -> usize {
    text.chars().rev().take_while(|c| is_flag_half(*c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, most: usize) -> Vec<&str> {
        let parts = split(text, most);
        let squeeze = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(squeeze(&parts.concat()), squeeze(text), "nothing is lost");
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
    }

    #[test]
    fn a_character_longer_than_the_limit_still_moves_on() {
        check(&"\u{301}".repeat(50), 7);
        check(&"😀".repeat(50), 3);
        check(&format!("一{}", "\u{200d}😀".repeat(30)), 10);
    }

    #[test]
    fn shortening_says_so() {
        assert_eq!(shorten("一二三四", 4), "一二三四");
        assert_eq!(shorten("一二三四五", 4), "一二三…");
        assert_eq!(shorten("一二😀四五", 4), "一二…");
    }
}
