//! The home 住址 that a text tells behind 我家住 and the like: its house and room name who lives there.

use std::sync::LazyLock;

use super::mark::{Kind, Mark, is_han, plain, stands};
use super::starts::Starts;

/// What tells where somebody lives.
const CUES: [&str; 14] =
    ["我家", "我们家", "我住", "本人住", "家住", "住址", "家庭地址", "我现住", "现住", "我租住", "租住", "我的地址", "联系地址", "住在"];

/// What a cue begins with, and what tells it alone.
static STARTS: LazyLock<Starts> = LazyLock::new(|| Starts::of(CUES.into_iter().chain([LIVES])));

/// What tells it alone where it begins a clause.
const LIVES: &str = "住";

/// What stands where a home stood.
pub(super) const HIDDEN: &str = "某处";

/// How far behind the cue the address may go.
const MOST: usize = 40;

/// The most signs of one number: 3-2-1203.
const LONGEST: usize = 10;

/// What a house or a room is counted in.
const PARTS: [&str; 12] = ["号楼", "单元", "栋", "幢", "座", "号", "室", "楼", "层", "户", "房", "弄"];

/// Every house and room behind such a cue.
pub(super) fn find(text: &[char]) -> Vec<Mark> {
    let told = |at: usize| STARTS.has(text[at]) && (CUES.iter().any(|cue| stands(text, at, cue)) || lives(text, at));
    let homes = (0..text.len()).filter(|at| told(*at)).filter_map(|at| behind(text, at));
    homes.map(|span| Mark::new(span, Kind::Home)).collect()
}

/// 住 alone tells it where it begins a clause: 我叫陈三，住柳园4栋.
fn lives(text: &[char], at: usize) -> bool {
    let begins = at.checked_sub(1).is_none_or(|before| !is_han(text[before]) && !text[before].is_alphanumeric());
    begins && stands(text, at, LIVES) && text.get(at + 1).is_some_and(|next| !"户房建宅院宿址".contains(*next))
}

fn behind(text: &[char], cue: usize) -> Option<std::ops::Range<usize>> {
    let over = |c: &char| matches!(c, '。' | '！' | '？' | '；' | '\n' | '!' | '?' | '，' | ',');
    let end = text[cue..].iter().take(MOST).position(over).map_or((cue + MOST).min(text.len()), |at| cue + at);
    // What has been veiled once is not looked behind.
    if (cue..end).any(|at| stands(text, at, HIDDEN)) {
        return None;
    }
    let start = (cue..end).find(|at| part(text, *at, end).is_some())?;
    let mut at = start;
    while let Some(next) = part(text, at, end) {
        at = next;
    }
    (at > start + 1).then_some(start..at)
}

/// The end of one part of the address: a number with 栋, 单元 or 室 behind it, or the bare number of a room after one.
fn part(text: &[char], at: usize, end: usize) -> Option<usize> {
    let numeral =
        |c: &char| plain(*c).is_ascii_alphanumeric() || "一二三四五六七八九十零〇甲乙丙丁东西".contains(*c) || matches!(plain(*c), '-');
    // The unit of the part before may reach past the end.
    let digits = text.get(at..end)?.iter().take_while(|c| numeral(c)).count();
    let after = at + digits;
    let has_number = text[at..after].iter().any(|c| plain(*c).is_ascii_digit() || "一二三四五六七八九十".contains(*c));
    if digits == 0 || digits > LONGEST || at > 0 && numeral(&text[at - 1]) {
        return None;
    }
    // A座 and 甲栋 are houses; 一号 is one, and 西门号 is none.
    let unit = PARTS.iter().find(|unit| stands(text, after, unit)).filter(|unit| has_number || "栋幢座单元".contains(**unit));
    if let Some(unit) = unit {
        return Some(after + unit.chars().count());
    }
    let room = has_number && digits >= 3 && text[at..after].iter().all(|c| plain(*c).is_ascii_digit() || plain(*c) == '-');
    let closed = text.get(after).is_none_or(|c| !is_han(*c) || "的家里住被听能".contains(*c));
    (room && closed).then_some(after)
}
