//! One way of writing 文本归一: what a person typed, in the form that keywords and patterns are written in.
//!
//! In this order, character by character: full-width ASCII becomes ASCII, ASCII becomes lower case, digits in circles and
//! brackets (①⑴⒈) become plain, the commonest traditional characters become simplified; invisible characters and control characters go; white space stays only
//! where it separates (one space between two ASCII words, one line break between two lines); repeated punctuation and
//! drawn-out characters (！！！！, 啊啊啊啊) become one. Digits and ASCII letters are never merged: 11000 stays 11000.
//!
//! The result is never longer than the text, in bytes or in characters, and normalising twice changes nothing.

use std::sync::LazyLock;

mod traditional;

use traditional::PAIRS;

/// The block of common ideographs 中日韩统一表意文字, which both sides of the table lie in.
const FIRST_IDEOGRAPH: u32 = 0x4E00;
const LAST_IDEOGRAPH: u32 = 0x9FFF;

/// The table by ideograph (`traditional.rs`, 2,000 pairs: the commonest first, by how often the simplified character stands in
/// words). People paste from phones set to traditional writing. Rare characters, and those that are also simplified ones of
/// another meaning (乾著瞭藉徵), are left alone: a wrong guess is worse than none. A crate was looked at and is not
/// better here: the one with phrase rules is under the GPL, the others look each character up in a map or an automaton and
/// bring their dictionaries, where this is one look into an array, so that a text costs one look per character.
static SIMPLE: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table: Vec<char> = (FIRST_IDEOGRAPH..=LAST_IDEOGRAPH).filter_map(char::from_u32).collect();
    for (from, to) in pairs() {
        table[(from as u32 - FIRST_IDEOGRAPH) as usize] = to;
    }
    table
});

/// The pairs of the table.
fn pairs() -> impl Iterator<Item = (char, char)> {
    let simplified = PAIRS.chars().skip(1).step_by(2);
    PAIRS.chars().step_by(2).zip(simplified)
}

/// The one way of writing `text`; see the module for what changes.
pub fn normalise(text: &str) -> String {
    let mut out = Writer { text: String::with_capacity(text.len()), last: None, run: 0, gap: Gap::None };
    for c in text.chars().map(unify) {
        // Nearly every character is an ideograph that differs from the one before: it stays, and nothing else need be asked.
        if matches!(c, '\u{4E00}'..='\u{9FFF}') && out.gap == Gap::None && out.last != Some(c) { out.keep(c) } else { out.take(c) }
    }
    out.text
}

/// White space that was seen and is not yet written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
}

struct Writer {
    text: String,
    last: Option<char>,
    run: usize,
    gap: Gap,
}

impl Writer {
    fn take(&mut self, c: char) {
        if c.is_whitespace() {
            let gap = if matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}') { Gap::Line } else { Gap::Space };
            self.gap = self.gap.max(gap);
        } else if !is_invisible(c) {
            self.separate(c);
            self.write(c);
        }
    }

    fn keep(&mut self, c: char) {
        (self.last, self.run) = (Some(c), 1);
        self.text.push(c);
    }

    fn separate(&mut self, next: char) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        match (gap, self.last) {
            (Gap::Line, Some(_)) => self.write('\n'),
            (Gap::Space, Some(last)) if last.is_ascii_alphanumeric() && next.is_ascii_alphanumeric() => self.write(' '),
            _ => {}
        }
    }

    fn write(&mut self, c: char) {
        self.run = if self.last == Some(c) { self.run + 1 } else { 1 };
        self.last = Some(c);
        let drawn_out = if c.is_alphanumeric() { 3 } else { 2 };
        if c.is_ascii_alphanumeric() || self.run < drawn_out {
            self.text.push(c);
        } else if self.run == drawn_out {
            // The run is now known to be one character drawn out: what was written of it beyond the first goes again.
            let first = self.text.len() - (drawn_out - 2) * c.len_utf8();
            self.text.truncate(first);
        }
    }
}

fn unify(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).map_or(c, |c| c.to_ascii_lowercase()),
        _ => simplified(c).to_ascii_lowercase(),
    }
}

/// The character in simplified writing, a digit out of its circle or brackets; any other as it is. Never longer in bytes.
pub fn simplified(c: char) -> char {
    let digit = |first: char, least: u8| char::from(least + (c as u32 - first as u32) as u8);
    match c {
        '\u{4E00}'..='\u{9FFF}' => SIMPLE[(c as u32 - FIRST_IDEOGRAPH) as usize],
        '①'..='⑨' => digit('①', b'1'),
        '⑴'..='⑼' => digit('⑴', b'1'),
        '⒈'..='⒐' => digit('⒈', b'1'),
        '❶'..='❾' => digit('❶', b'1'),
        '⓪' => '0',
        _ => c,
    }
}

/// Characters that nobody sees: zero-width and direction marks, variation selectors, controls.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFC}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_way_of_writing() {
        for (typed, wanted) in [
            ("", ""),
            ("ＥＴＣ扣了１００元", "etc扣了100元"),
            ("臺灣路水電沒有了", "台湾路水电没有了"),
            ("①號樓⑵單元⒊層❹戶", "1号楼2单元3层4户"),
            ("樓頂違章搭建與飆車噪聲擾民，請儘快處理", "楼顶违章搭建与飙车噪声扰民,请尽快处理"),
            ("乾隆年間的著名牌坊", "乾隆年间的著名牌坊"),
            ("太吵了！！！！！", "太吵了!"),
            ("啊啊啊啊吵死了", "啊吵死了"),
            ("天天停水，妈妈很急", "天天停水,妈妈很急"),
            ("多扣11000块，www.a.cn", "多扣11000块,www.a.cn"),
            ("着 火　了", "着火了"),
            ("please help me", "please help me"),
            ("停\u{200b}水\u{feff}了", "停水了"),
            ("一行\r\n\r\n 二行\n", "一行\n二行"),
            ("急急急！ ！！", "急!"),
            ("……。。。", "…。"),
            ("👍️👍️👍️好", "👍好"),
        ] {
            assert_eq!(normalise(typed), wanted, "{typed:?}");
        }
    }

    #[test]
    fn every_pair_is_of_two_and_changes_once() {
        assert_eq!(PAIRS.chars().count(), 2 * pairs().count());
        for (from, to) in pairs() {
            assert_ne!(from, to);
            assert_eq!(unify(from), to, "{from} twice in the table");
            assert_eq!(unify(to), to, "{to} must not change again");
        }
    }

    proptest! {
        #[test]
        fn never_longer_and_stable(text in "(\\PC|[\u{200b}\n \t！!啊aA臺1１.。]){0,60}") {
            let once = normalise(&text);
            prop_assert!(once.len() <= text.len() && once.chars().count() <= text.chars().count());
            prop_assert_eq!(normalise(&once), once);
        }
    }
}
