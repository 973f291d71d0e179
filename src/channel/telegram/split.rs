//! Splitting 分段: Telegram takes 4096 UTF-16 units in one message, and people should not see where we cut. What they see as one
//! character is never broken. Messages are plain text, so there is no markup to break: see [`super::outgoing::words`].

use unicode_segmentation::UnicodeSegmentation as _;

/// The most UTF-16 units of one message.
pub(super) const MOST_UNITS: usize = 4096;
/// The most UTF-16 units of a caption.
pub(super) const MOST_CAPTION_UNITS: usize = 1024;

/// The text in parts of at most `most` UTF-16 units, none of them blank. It is cut at the end of a line where that leaves
/// a part at least half full, else at the end of a sentence, else between characters as they are seen. Nothing but blanks
/// where it was cut is left out.
pub(super) fn split(text: &str, most: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = trimmed(text);
    while !rest.is_empty() {
        let (part, left) = rest.split_at(cut(rest, most));
        parts.push(end_trimmed(part));
        rest = start_trimmed(left);
    }
    parts
}

/// The text, shortened with `…` when it has more than `most` UTF-16 units, of which there must be at least one. Where
/// not even one code point fits beside the ellipsis, that stands alone.
pub(super) fn shorten(text: &str, most: usize) -> String {
    match places(text, most).rest {
        Rest::None => text.to_owned(),
        Rest::Some => {
            let kept = end_trimmed(&text[..places(text, most - 1).hard]);
            format!("{}…", if units(kept) < most { kept } else { "" })
        }
    }
}

fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Where to cut: a byte index greater than 0.
fn cut(text: &str, most: usize) -> usize {
    let Places { line, sentence, hard, rest } = places(text, most);
    match rest {
        Rest::None => text.len(),
        Rest::Some => line.or(sentence).unwrap_or(hard),
    }
}

/// Places at which a text may be cut.
struct Places {
    /// After the last line that ends in the second half of a part.
    line: Option<usize>,
    /// After the last sentence that does.
    sentence: Option<usize>,
    /// After the last character that fits; when the first one does not, after as much of it as does, but at least a code point.
    hard: usize,
    rest: Rest,
}

/// Whether something of the text is left behind the last place.
enum Rest {
    None,
    Some,
}

fn places(text: &str, most: usize) -> Places {
    let mut places = Places { line: None, sentence: None, hard: 0, rest: Rest::None };
    let mut seen = 0;
    for (at, character) in text.grapheme_indices(true) {
        seen += units(character);
        if seen > most {
            places.rest = Rest::Some;
            places.hard = if at > 0 { at } else { part_of(character, most) };
            break;
        }
        places.hard = at + character.len();
        if seen * 2 >= most {
            match character {
                "\n" | "\r\n" => places.line = Some(places.hard),
                "。" | "！" | "？" | "；" | "!" | "?" | ";" => places.sentence = Some(places.hard),
                _ => {}
            }
        }
    }
    places
}

/// As much of a character that is longer than a message as fits in one.
fn part_of(character: &str, most: usize) -> usize {
    let mut seen = 0;
    let fits = |c: &char| {
        seen += c.len_utf16();
        seen <= most
    };
    let bytes: usize = character.chars().take_while(fits).map(char::len_utf8).sum();
    if bytes > 0 { bytes } else { character.chars().next().map_or(0, char::len_utf8) }
}

fn is_blank(character: &str) -> bool {
    character.chars().all(char::is_whitespace)
}

fn trimmed(text: &str) -> &str {
    end_trimmed(start_trimmed(text))
}

/// Without blanks before it; a blank that carries an accent is none.
fn start_trimmed(text: &str) -> &str {
    let first = text.grapheme_indices(true).find(|(_, character)| !is_blank(character));
    first.map_or("", |(at, _)| &text[at..])
}

fn end_trimmed(text: &str) -> &str {
    let last = text.grapheme_indices(true).rfind(|(_, character)| !is_blank(character));
    last.map_or("", |(at, character)| &text[..at + character.len()])
}

#[cfg(test)]
mod tests;
