//! The text as the finders read it: full-width letters folded to ASCII, traditional characters simplified, slips of typing
//! mended, Chinese numerals as numbers, spans in the original.

use std::ops::Range;

use crate::classify::normalise::{is_invisible, simplified};
use crate::classify::spelling::Edit;

/// A text in plain characters that remembers where each byte came from.
#[derive(Debug)]
pub(super) struct Folded<'a> {
    original: &'a str,
    text: String,
    /// For each byte of `text`, the characters of the original that it came from. Small, because a text has many of them.
    origin: Vec<Range<u32>>,
}

impl<'a> Folded<'a> {
    /// The folded form of `original`.
    pub(super) fn new(original: &'a str) -> Self {
        let mut text = String::with_capacity(original.len());
        let mut origin = Vec::with_capacity(original.len());
        for (at, c) in original.char_indices().filter(|(_, c)| is_seen(*c)) {
            text.push(plain(c));
            origin.resize(text.len(), at as u32..(at + c.len_utf8()) as u32);
        }
        Self { original, text, origin }
    }

    /// Puts what was meant in the place of what was typed; each part of a meant word came from all that was typed.
    pub(super) fn mend(&mut self, edits: &[Edit<'_>]) {
        for edit in edits.iter().rev() {
            let typed = self.span(&edit.span);
            let typed = typed.start as u32..typed.end as u32;
            self.origin.splice(edit.span.clone(), std::iter::repeat_n(typed, edit.meant.len()));
            self.text.replace_range(edit.span.clone(), edit.meant);
        }
    }

    /// What the finders search.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The range of the original that the folded `span` came from.
    pub(super) fn span(&self, span: &Range<usize>) -> Range<usize> {
        match self.origin.get(span.clone()) {
            Some([first, .., last]) => first.start as usize..last.end as usize,
            Some([only]) => only.start as usize..only.end as usize,
            _ => self.original.len()..self.original.len(),
        }
    }

    /// The words of `span` as a reader should see them: as written, with digits and letters in plain width and
    /// characters in simplified writing, so that one place is written in one way, on one line.
    pub(super) fn words(&self, span: &Range<usize>) -> String {
        let written = &self.original[self.span(span)];
        let mut words = String::with_capacity(written.len());
        for c in written.trim().chars().filter(|c| is_seen(*c)) {
            let folded = plain(c);
            words.push(match () {
                () if c.is_whitespace() => ' ',
                () if folded.is_alphanumeric() => folded,
                () => c,
            });
        }
        words
    }
}

/// Whether a character is there to be read: none without width, none that only steers.
fn is_seen(c: char) -> bool {
    // Nearly every one is an ideograph, of which this need not be looked up.
    matches!(c, '\u{4E00}'..='\u{9FFF}') || c.is_whitespace() || !is_invisible(c)
}

fn plain(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '–' | '—' | '―' | '−' => '-',
        '〜' => '~',
        _ => simplified(c),
    }
}

/// The value of one digit, Chinese or Arabic; 两 and 幺 count as digits too.
pub(super) fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    Some(match c {
        '零' | '〇' => 0,
        '一' | '幺' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// A number below ten million in Arabic digits, Chinese digits (二〇二五) or Chinese numerals (二十三, 一百零五).
pub(super) fn number(text: &str) -> Option<u32> {
    if text.is_empty() || text.chars().count() > 7 {
        return None;
    }
    if text.chars().all(|c| digit(c).is_some()) {
        return Some(text.chars().filter_map(digit).fold(0, |n, d| n * 10 + d));
    }
    let (mut total, mut pending) = (0, None);
    for c in text.chars() {
        let unit = match c {
            '十' => 10,
            '廿' => 20,
            '百' => 100,
            '千' => 1000,
            _ => {
                pending = Some(digit(c)?);
                continue;
            }
        };
        total += if c == '廿' { 20 } else { pending.take().unwrap_or(1) * unit };
    }
    Some(total + pending.unwrap_or(0))
}

/// Whether a character can be part of a name.
pub(super) fn is_of_names(c: char) -> bool {
    // Nearly every one is an ideograph, of which this need not be looked up.
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '·') || c.is_alphanumeric()
}

/// The number of characters of `text`.
pub(super) fn length(text: &str) -> usize {
    text.chars().count()
}

/// The last `n` characters of `text`, or all of it.
pub(super) fn tail(text: &str, n: usize) -> &str {
    text.char_indices().rev().take(n).last().map_or("", |(at, _)| &text[at..])
}

/// The first `n` characters of `text`, or all of it.
pub(super) fn head(text: &str, n: usize) -> &str {
    text.char_indices().nth(n).map_or(text, |(at, _)| &text[..at])
}

/// Words with which a text may begin, in the order of their characters: only those that share the text's first one are compared.
#[derive(Debug)]
pub(super) struct Openings(Vec<&'static str>);

impl Openings {
    /// These words, none of them empty.
    pub(super) fn new(words: &[&'static str]) -> Self {
        let mut words = words.to_vec();
        words.sort_unstable();
        Self(words)
    }

    /// Whether `text` begins with one of them.
    pub(super) fn open(&self, text: &str) -> bool {
        let first = head(text, 1);
        let from = self.0.partition_point(|word| *word < first);
        !first.is_empty() && self.0[from..].iter().take_while(|word| word.starts_with(first)).any(|word| text.starts_with(word))
    }
}

/// Whether the two ranges share a byte.
pub(super) fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::scan::Lexicon;
    use crate::classify::spelling::Speller;

    #[test]
    fn numerals_are_read() {
        for (text, value) in
            [("23", 23), ("二十三", 23), ("十", 10), ("十二", 12), ("一百零五", 105), ("二〇二五", 2025), ("两百", 200), ("廿三", 23)]
        {
            assert_eq!(number(text), Some(value), "{text}");
        }
        assert_eq!(number("好"), None);
        assert_eq!(number(""), None);
    }

    #[test]
    fn what_was_meant_leads_back_to_what_was_typed() {
        let file = "version = 1\n[[group]]\nkind = \"错别字\"\nwhy = \"同音\"\nwords = [\n  \
            { typed = \"电提口\", meant = \"电梯门口\", why = \"同音\" },\n]\n";
        let speller = Speller::parse("spellings.toml", file).expect("the file is right");
        let text = "就是就是就是③棟\u{200b}電提口旁";
        let mut folded = Folded::new(text);
        let lexicon = Lexicon::new([speller.table()]).expect("few words");
        let edits = speller.edits(lexicon.read(folded.text()).view(0));
        folded.mend(&edits);
        assert_eq!(folded.text(), "就是3栋电梯门口旁");
        let part = |words: &str| folded.text().find(words).map(|at| &text[folded.span(&(at..at + words.len()))]);
        assert_eq!(
            (part("3栋"), part("栋电梯"), part("门口旁"), part("梯")),
            (Some("③棟"), Some("棟\u{200b}電提口"), Some("電提口旁"), Some("電提口"))
        );
        assert_eq!(folded.words(&(6..folded.text().len())), "3栋电提口旁");
    }

    #[test]
    fn a_text_opens_with_one_of_the_words() {
        let words = Openings::new(&["乱", "不", "没有", "不许", "没"]);
        for (text, opens) in [("不是", true), ("没来", true), ("有", false), ("", false), ("乱", true), ("丑", false), ("a", false)]
        {
            assert_eq!(words.open(text), opens, "{text}");
        }
    }

    #[test]
    fn spans_lead_back_to_the_original() {
        let folded = Folded::new("在８８号（东门）");
        assert_eq!(folded.text(), "在88号(东门)");
        let start = folded.text().find("88").expect("it is there");
        let span = start..start + "88号".len();
        assert_eq!(folded.span(&span), 3..12);
        assert_eq!(folded.words(&span), "88号");
        assert_eq!((head("一二三", 2), tail("一二三", 2), length("一二三")), ("一二", "二三", 3));
    }
}
