//! A text with what spoke in it marked 标出.

use std::ops::Range;

use serde::Serialize;

/// What marked words did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Nothing.
    Plain,
    /// They spoke for it.
    For,
    /// They spoke against it.
    Against,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The part.
    pub words: String,
    /// What it did.
    pub tone: Tone,
}

/// The text in pieces: where several of these spans cover a character, the first that does says what it did. Spans that do
/// not fit the text are left out.
pub fn marked(text: &str, spans: &[(Range<usize>, Tone)]) -> Vec<Piece> {
    let mut tones = vec![Tone::Plain; text.len()];
    for (span, tone) in spans.iter().rev() {
        if let Some(covered) = tones.get_mut(span.clone()).filter(|_| text.get(span.clone()).is_some()) {
            covered.fill(*tone);
        }
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, c) in text.char_indices() {
        match pieces.last_mut() {
            Some(last) if last.tone == tones[at] => last.words.push(c),
            _ => pieces.push(Piece { words: c.to_string(), tone: tones[at] }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_text_with_what_spoke_marked() {
        let text = "路灯不亮两天";
        let pieces = marked(text, &[(0..6, Tone::For), (3..9, Tone::Against), (1..4, Tone::For), (15..99, Tone::For)]);
        let told: Vec<(&str, Tone)> = pieces.iter().map(|piece| (piece.words.as_str(), piece.tone)).collect();
        assert_eq!(told, [("路灯", Tone::For), ("不", Tone::Against), ("亮两天", Tone::Plain)]);
        assert_eq!(marked("", &[]), []);
    }
}
