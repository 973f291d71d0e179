//! Marks 标记: where in a text an identity stands, and what stands there instead.

use std::ops::Range;

use super::{Sight, home, names, numbers};

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number: its ends may be shown.
    Number,
    /// An account, an e-mail, a passport: nothing of it is shown.
    Tag,
    /// A whole name: the family name may be shown.
    Name,
    /// 王女士, 小王: no more than a mask shows, and so left to those who see masks.
    Nick,
    /// 3栋2单元501室: shown to those who see masks, since they may have to go there.
    Home,
}

/// A find, in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) span: Range<usize>,
    pub(super) kind: Kind,
}

impl Mark {
    pub(super) fn new(span: Range<usize>, kind: Kind) -> Self {
        Self { span, kind }
    }

    fn veiled(&self, words: &str, sight: Sight) -> String {
        match self.kind {
            Kind::Number => numbers::veiled(words, sight),
            Kind::Name | Kind::Nick => names::veiled(words, sight),
            Kind::Tag => "***".to_owned(),
            Kind::Home => home::HIDDEN.to_owned(),
        }
    }
}

/// The text with every mark veiled; none when there is nothing to veil. Marks that overlap are one, of the kind of the first.
pub(super) fn render(text: &[char], mut marks: Vec<Mark>, sight: Sight) -> Option<String> {
    marks.retain(|mark| !matches!(mark.kind, Kind::Nick | Kind::Home) || sight == Sight::Hidden);
    if marks.is_empty() {
        return None;
    }
    marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
    let mut joined: Vec<Mark> = Vec::with_capacity(marks.len());
    for mark in marks {
        match joined.last_mut() {
            Some(last) if mark.span.start < last.span.end => last.span.end = last.span.end.max(mark.span.end),
            _ => joined.push(mark),
        }
    }
    let mut veiled = String::with_capacity(text.len() * 3);
    let mut at = 0;
    for mark in joined {
        veiled.extend(&text[at..mark.span.start]);
        let words: String = text[mark.span.clone()].iter().collect();
        veiled.push_str(&mark.veiled(&words, sight));
        at = mark.span.end;
    }
    veiled.extend(&text[at..]);
    Some(veiled)
}

/// Whether `words` stand at `at`.
pub(super) fn stands(text: &[char], at: usize, words: &str) -> bool {
    words.chars().enumerate().all(|(i, c)| text.get(at + i) == Some(&c))
}

/// Whether the text before `at` ends with `words`.
pub(super) fn ends(text: &[char], at: usize, words: &str) -> bool {
    at.checked_sub(words.chars().count()).is_some_and(|start| stands(text, start, words))
}

/// Whether the character is a Chinese one.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{323af}')
}

/// Full-width letters and signs as plain ones.
pub(super) fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        _ => c,
    }
}
