//! Tables of words that are written plainly, `"word" = 1.234` on each line, read fast.

use std::borrow::Cow;

use super::label::{Line, is_weight};

const KEYWORDS: &str = "[keywords]";
const NEGATIVE: &str = "[negative]";

/// What stands above the first table, and the rest; none in a text without a table of words on a line of its own.
pub fn split(text: &str) -> Option<(&str, &str)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if matches!(line.trim_end(), KEYWORDS | NEGATIVE) {
            return Some(text.split_at(at));
        }
        at += line.len();
    }
    None
}

/// The words of the tables; none when anything in them is not plain, or wrong, which is for others to say.
pub fn read<'t>(head: &str, tables: &'t str) -> Option<Vec<Line<'t>>> {
    let mut lines = Vec::with_capacity(tables.len() / 20);
    let mut sign = None;
    let mut read = (false, false);
    for (line, number) in tables.lines().zip(head.matches('\n').count() as u32 + 1..) {
        match line {
            "" => {}
            KEYWORDS if !read.0 => (sign, read.0) = (Some(1.0), true),
            NEGATIVE if !read.1 => (sign, read.1) = (Some(-1.0), true),
            _ => {
                let (key, weight) = entry(line)?;
                lines.push(Line { key, weight: sign? * weight, line: number });
            }
        }
    }
    Some(lines)
}

fn entry(line: &str) -> Option<(Cow<'_, str>, f64)> {
    let (key, weight) = line.split_at(line.rfind(' ')?);
    let key = key.strip_prefix('"')?.strip_suffix("\" =")?;
    let weight = number(&weight.as_bytes()[1..]).filter(|weight| is_weight(*weight))?;
    Some((unescape(key)?, weight))
}

/// Digits, a point and digits, as many as a whole number can hold exactly.
fn number(text: &[u8]) -> Option<f64> {
    let (mut whole, mut decimals) = (0_u32, None);
    for &byte in text {
        match (byte, &mut decimals) {
            (b'.', None) if text[0] != b'.' => decimals = Some(0),
            (b'0'..=b'9', decimals) => {
                whole = whole.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?;
                decimals.iter_mut().for_each(|count| *count += 1);
            }
            _ => return None,
        }
    }
    let starts_well = text.first()? != &b'0' || text.get(1).is_none_or(|next| *next == b'.');
    match decimals {
        Some(0) => None,
        _ if !starts_well => None,
        decimals => Some(f64::from(whole) / 10_f64.powi(decimals.unwrap_or(0))),
    }
}

/// The characters that a quoted key means; none where it needs a reader of all of TOML.
fn unescape(key: &str) -> Option<Cow<'_, str>> {
    let is_simple = |key: &str| !key.bytes().any(|b| b == b'"' || b == b'\\' || b < b' ' || b == 0x7F);
    if is_simple(key) {
        return Some(key.into());
    }
    let mut out = String::with_capacity(key.len());
    let mut chars = key.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.push(chars.next().filter(|c| matches!(c, '"' | '\\'))?),
            '"' => return None,
            c if c.is_control() => return None,
            c => out.push(c),
        }
    }
    Some(out.into())
}
