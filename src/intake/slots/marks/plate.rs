//! Licence plates 车牌 as people write and say them: with dots and blanks, 幺二三, of new-energy cars and of the police.

use std::ops::Range;

use regex::Regex;

use crate::intake::slots::text::digit;

/// Finds plates.
#[derive(Debug)]
pub(super) struct Finder {
    head: Regex,
    said: Regex,
}

/// One character of a plate as it is written, and where it ends.
type Sign = (char, usize);

impl Finder {
    pub(super) fn new() -> Self {
        let regular = |pattern: &str| Regex::new(pattern).expect("the heads of plates are regular");
        Self {
            head: regular("[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼] ?[A-Ha-hJ-Nj-nP-Zp-z] ?[·•・.-]? ?"),
            said: regular("车牌号?码?(?:是|为|尾号)?:? ?([A-Ha-hJ-Nj-nP-Zp-z] ?[·•・.-]? ?)"),
        }
    }

    /// The expressions that its answers need.
    pub(super) fn asks(&self) -> [&Regex; 2] {
        [&self.head, &self.said]
    }

    /// Every plate, in capitals and without dots and blanks; where the text says 车牌, the province may be left out.
    pub(super) fn find(&self, text: &str) -> Vec<(Range<usize>, String)> {
        let mut found: Vec<(Range<usize>, String)> = self.head.find_iter(text).filter_map(|head| plate(text, head.range())).collect();
        let said = self.said.captures_iter(text).filter_map(|said| plate(text, said.get(1)?.range()));
        for (span, plate) in said {
            if !found.iter().any(|(other, _)| other.start <= span.start && span.end <= other.end) {
                found.push((span, plate));
            }
        }
        found.sort_by_key(|(span, _)| span.start);
        found
    }
}

/// The plate that begins with this head, if as many signs follow as a plate has.
fn plate(text: &str, head: Range<usize>) -> Option<(Range<usize>, String)> {
    let signs = signs(text, head.end);
    let many = match signs.as_slice() {
        [.., (last, _)] if signs.len() == 6 && (is_new_energy(&signs) || is_service(*last)) => 6,
        [_, _, _, _, _, ..] => 5,
        _ => return None,
    };
    let end = signs[many - 1].1;
    let letters = text[head.clone()].chars().filter(|c| c.is_alphanumeric());
    let plate: String = letters.chain(signs[..many].iter().map(|(c, _)| *c)).map(|c| c.to_ascii_uppercase()).collect();
    let goes_on = text[end..].starts_with(|c: char| c.is_ascii_alphanumeric());
    let has_digit = signs[..many].iter().any(|(c, _)| c.is_ascii_digit());
    (!goes_on && has_digit).then_some((head.start..end, plate))
}

/// The signs that follow `at`, up to six: letters, digits and spoken digits with at most a blank between them, then 警 and the like.
fn signs(text: &str, at: usize) -> Vec<Sign> {
    let mut signs: Vec<Sign> = Vec::with_capacity(6);
    let mut spoken = None;
    let mut blank = false;
    for (offset, c) in text[at..].char_indices() {
        let end = at + offset + c.len_utf8();
        let chinese = !c.is_ascii() && c != '两';
        let sign = match digit(c).and_then(|value| char::from_digit(value, 10)) {
            Some(value) if spoken.is_none_or(|spoken| spoken == chinese) => Some(value),
            None if c.is_ascii_alphabetic() => Some(c),
            None if is_service(c) && signs.len() >= 4 && !blank => {
                signs.push((c, end));
                break;
            }
            _ => None,
        };
        match sign {
            Some(sign) if signs.len() < 6 => {
                if sign.is_ascii_digit() && spoken.is_none() {
                    spoken = Some(chinese);
                }
                signs.push((sign, end));
                blank = false;
            }
            None if c == ' ' && !blank => blank = true,
            _ => break,
        }
    }
    signs
}

fn is_service(c: char) -> bool {
    "警学挂领港澳急".contains(c)
}

/// Five digits with a letter before them, and now and then a second one, or a letter behind them.
fn is_new_energy(signs: &[Sign]) -> bool {
    let letter = |i: usize| signs[i].0.is_ascii_alphabetic();
    let digits = |range: Range<usize>| signs[range].iter().all(|(c, _)| c.is_ascii_digit());
    letter(0) && digits(2..6) || letter(5) && digits(0..5)
}
