//! When it happened or happens 时间: expressions as written, resolved against the moment of writing where that means something.

mod calendar;
mod lex;
mod resolve;

use std::ops::Range;

use chrono::{Datelike, Duration, NaiveDateTime, Timelike};

use self::lex::{Atom, Lexer, Token};
use super::text::{length, tail};
use crate::classify::scan::View;

/// A stretch of time that words meant, on the clock of China.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// Its beginning.
    pub start: NaiveDateTime,
    /// Its end; equal to the beginning for a point in time.
    pub end: NaiveDateTime,
    /// How exact the words were.
    pub grain: Grain,
}

/// How exact words about time were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// A clock time.
    Minute,
    /// One day or several.
    Day,
    /// A month or a part of one.
    Month,
    /// A year or a part of one.
    Year,
    /// From about the start until the moment of writing.
    Since,
}

impl When {
    /// The dates as a reader sees them: `2026-02-12 22:00`, `2026-02-02 至 2026-02-08`, `2026-01`, `2025年`, `自2026-02-10起`.
    pub fn label(&self) -> String {
        let (start, end) = (self.start, self.end);
        match self.grain {
            Grain::Minute if start == end => start.format("%Y-%m-%d %H:%M").to_string(),
            Grain::Minute if start.date() == end.date() => format!("{}—{}", start.format("%Y-%m-%d %H:%M"), end.format("%H:%M")),
            Grain::Minute => format!("{} 至 {}", start.format("%Y-%m-%d %H:%M"), end.format("%Y-%m-%d %H:%M")),
            Grain::Day if start.date() == end.date() => start.date().to_string(),
            Grain::Day => format!("{} 至 {}", start.date(), end.date()),
            Grain::Month if start.month() != end.month() => format!("{} 至 {}", start.format("%Y-%m"), end.format("%Y-%m")),
            Grain::Year if start.year() != end.year() => format!("{}年 至 {}年", start.year(), end.year()),
            Grain::Month => start.format("%Y-%m").to_string(),
            Grain::Year => start.format("%Y年").to_string(),
            Grain::Since if end - start < Duration::days(1) => start.format("自%Y-%m-%d %H:%M起").to_string(),
            Grain::Since => format!("自{}起", start.date()),
        }
    }
}

/// One expression of time.
#[derive(Clone, Debug)]
pub(super) struct Expression {
    pub(super) span: Range<usize>,
    pub(super) when: Option<When>,
    pub(super) recurring: bool,
    rank: u8,
}

/// Finds expressions of time.
pub(super) struct Finder {
    lexer: Lexer,
}

impl Finder {
    pub(super) fn new() -> Self {
        Self { lexer: Lexer::new() }
    }

    /// The words that it must see, for a lexicon.
    pub(super) fn table(&self) -> &[String] {
        self.lexer.table()
    }

    /// Every expression of time in a folded text, in its order.
    pub(super) fn find(&self, view: View<'_, '_>, now: NaiveDateTime) -> Vec<Expression> {
        let text = view.text();
        let now = now.with_second(0).and_then(|now| now.with_nanosecond(0)).unwrap_or(now);
        let tokens = self.lexer.tokens(view);
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let mut end = at + 1;
            while end < tokens.len() && joins(text, &tokens[..end], &tokens[end]) {
                end += 1;
            }
            found.extend(expression(text, &tokens[at..end], now));
            at = end;
        }
        found
    }
}

/// The expression that says most of when, and a habit told apart from it.
pub(super) fn best(found: &[Expression]) -> Option<(&Expression, Option<&Expression>)> {
    let top = found.iter().map(|expression| expression.rank).max()?;
    let best = found.iter().find(|expression| expression.rank == top)?;
    let habit = found.iter().find(|other| other.recurring && other.rank >= 4 && !best.recurring);
    Some((best, habit))
}

/// Whether `next` continues the expression of `before`: nothing but a joint between them, and no second date.
fn joins(text: &str, before: &[Token], next: &Token) -> bool {
    let last = &before[before.len() - 1];
    let gap = text[last.span.end..next.span.start].trim();
    match gap {
        "" | "的" | "," => gap != "," || (last.atom.is_recurring() && !next.atom.names_a_day() && !next.atom.is_recurring()),
        "到" | "至" | "-" | "~" | "到了" | "--" | "一直到" | "持续到" | "和" | "、" => true,
        "开始" | "开始的" | "起" | "起," | "开始," => next.atom.is_recurring(),
        _ => false,
    }
}

fn expression(text: &str, tokens: &[Token], now: NaiveDateTime) -> Option<Expression> {
    let (first, last) = (&tokens[0], &tokens[tokens.len() - 1]);
    if tokens.len() == 1 && !first.stands_alone {
        return None;
    }
    let before = &text[..first.span.start];
    let from = ["自从", "打从", "从", "自", "打"].iter().find(|word| before.ends_with(*word)).copied().unwrap_or("");
    let after = &text[last.span.end..];
    let since = since(after);
    let recurring = tokens.iter().any(|token| token.atom.is_recurring());
    let dated = tokens.iter().any(|token| token.atom.names_a_date());
    let open = dated && (!since.is_empty() || (!from.is_empty() && !recurring));
    let ranged = tokens.windows(2).any(|pair| text[pair[0].span.end..pair[1].span.start].contains(['到', '至', '-', '~']));
    let open = open && !until(after) && !ranged;
    let keep_from = if dated && (open || recurring || until(after)) { from.len() } else { 0 };
    let keep_since = if dated || matches!(last.atom, Atom::Lasting { .. }) { since.len() } else { 0 };
    let when = resolve::when(text, tokens, now).map(|when| if open || recurring && dated { resolve::since(when, now) } else { when });
    let span = first.span.start - keep_from..last.span.end + keep_since;
    let rank = rank(tokens, recurring, open);
    let is_to_come = when.is_some_and(|when| when.start.date() > now.date());
    Some(Expression { span, when, recurring, rank: if is_to_come { rank.min(TO_COME) } else { rank } })
}

/// The words right after an expression that make it a beginning.
fn since(after: &str) -> &'static str {
    const WORDS: [&str; 10] =
        ["开始到现在", "开始至今", "开始", "以来", "一直到现在", "一直到今天", "到现在", "到今天", "至今", "直到现在"];
    if let Some(word) = WORDS.iter().find(|word| after.starts_with(*word)) {
        return word;
    }
    let rest = after.strip_prefix('起').filter(|rest| !rest.starts_with(['来', '床', '火', '诉', '码', '步', '重']));
    if rest.is_some() { "起" } else { "" }
}

fn until(after: &str) -> bool {
    after.starts_with(['到', '至']) && since(after).is_empty()
}

/// How much a day that is still to come says of when something happened, at most: 明天就要中考了，工地半夜还在打桩 is about the nights.
const TO_COME: u8 = 2;

/// How much an expression says of when something happened; a habit says more than a year, a date more than a habit.
fn rank(tokens: &[Token], recurring: bool, open: bool) -> u8 {
    let any = |test: fn(&Atom) -> bool| tokens.iter().any(|token| test(&token.atom));
    let clock = any(|atom| matches!(atom, Atom::Clock(_)));
    match () {
        () if any(Atom::names_a_day) && (clock || any(|atom| matches!(atom, Atom::Part(_)))) => 8,
        () if any(Atom::names_a_day) => 7,
        () if recurring && tokens.len() > 1 => 6,
        () if open || any(|atom| matches!(atom, Atom::Lasting { .. })) => 5,
        () if recurring || clock => 4,
        () if any(|atom| matches!(atom, Atom::Month { .. } | Atom::Week(_) | Atom::Part(_))) => 3,
        () if any(|atom| matches!(atom, Atom::Now)) => 1,
        () => 2,
    }
}

/// Whether what stands before `at` is a place's name, so that 解放路3号 is no date.
fn after_a_place(text: &str, at: usize) -> bool {
    const ENDS: [char; 18] = ['路', '街', '巷', '弄', '道', '村', '苑', '区', '园', '院', '楼', '寓', '城', '厦', '场', '里', '段', '桥'];
    text[..at].trim_end().ends_with(ENDS)
}

/// Whether a numeral stands right before `at`: then what follows counts something.
fn after_a_number(text: &str, at: usize) -> bool {
    let near = tail(&text[..at], 1);
    length(near) == 1 && near.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十百千万几半两零".contains(c))
}
