//! `data/risks.toml` as it is written: named parts, and signs made of them.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::Says;
use crate::classify::context::Tense;
use crate::classify::corpus::HOTLINES;
use crate::classify::patterns::{Expression, compile};
use crate::domain::complaint::Risk;
use crate::domain::problem::{Problem, line_at};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: Spanned<u32>,
    #[serde(default)]
    parts: BTreeMap<String, Spanned<String>>,
    sign: Vec<SignWritten>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignWritten {
    name: Spanned<String>,
    hotline: Option<Spanned<String>>,
    risk: Option<Risk>,
    #[serde(default)]
    tense: Tense,
    patterns: Vec<Spanned<String>>,
    #[serde(default)]
    except: Vec<Spanned<String>>,
    #[serde(default)]
    unless: Vec<Spanned<String>>,
    examples: Vec<Spanned<String>>,
    counter_examples: Vec<Spanned<String>>,
}

/// A file that is written rightly.
pub(super) struct File {
    /// Its name, as its author knows it.
    pub name: String,
    /// Its signs, in their order.
    pub groups: Vec<Group>,
}

/// A sign with its patterns compiled.
pub(super) struct Group {
    pub name: String,
    pub says: Says,
    pub tense: Tense,
    pub patterns: Vec<Expression>,
    pub except: Vec<Expression>,
    pub unless: Vec<Expression>,
    pub examples: Vec<Example>,
    pub counter_examples: Vec<Example>,
}

/// A text that proves a sign, and its line.
pub(super) struct Example {
    pub line: usize,
    pub text: String,
}

impl File {
    /// Reads `text`, the content of the file `name`.
    pub fn read(name: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let written: Written = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| line_at(text, span.start));
            vec![Problem::misshapen(name, Some(line), error.message(), [])]
        })?;
        let mut reader = Reader { name, text, parts: &written.parts, problems: Vec::new() };
        if *written.version.get_ref() != 1 {
            reader.fault(&written.version, "version 应为 1".to_owned());
        }
        let groups: Vec<Group> = written.sign.iter().map(|sign| reader.group(sign)).collect();
        if reader.problems.is_empty() { Ok(Self { name: name.to_owned(), groups }) } else { Err(reader.problems) }
    }
}

/// Reads sign after sign and keeps what is wrong.
struct Reader<'r> {
    name: &'r str,
    text: &'r str,
    parts: &'r BTreeMap<String, Spanned<String>>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn group(&mut self, sign: &SignWritten) -> Group {
        let name = sign.name.get_ref().clone();
        if sign.hotline.is_none() && sign.risk.is_none() {
            self.fault(&sign.name, format!("“{name}”既没有 hotline 也没有 risk；请写明听到以后做什么。"));
        }
        if sign.risk == Some(Risk::SelfHarm) && sign.hotline.is_none() {
            self.fault(&sign.name, format!("“{name}”是轻生风险，必须写 hotline，如 hotline = \"120\"。"));
        }
        if let Some(hotline) = sign.hotline.as_ref().filter(|hotline| !HOTLINES.contains(&hotline.get_ref().as_str())) {
            self.fault(hotline, format!("hotline 只能写 110、119、120、122，不能写“{}”。", hotline.get_ref()));
        }
        if sign.patterns.is_empty() || sign.examples.is_empty() || sign.counter_examples.is_empty() {
            self.fault(&sign.name, format!("“{name}”的 patterns、examples、counter_examples 都至少要有一条。"));
        }
        let says = Says { hotline: sign.hotline.as_ref().map(|hotline| hotline.get_ref().clone()), risk: sign.risk };
        let (patterns, except, unless) = (self.regexes(&sign.patterns), self.regexes(&sign.except), self.regexes(&sign.unless));
        let (examples, counter_examples) = (self.examples(&sign.examples), self.examples(&sign.counter_examples));
        Group { name, says, tense: sign.tense, patterns, except, unless, examples, counter_examples }
    }

    fn regexes(&mut self, sources: &[Spanned<String>]) -> Vec<Expression> {
        sources.iter().flat_map(|source| self.regex(source)).collect()
    }

    /// The alternatives of a pattern with its parts filled in, each by itself: what one of them cannot do without is looked
    /// for before it is tried, and a pattern of many ways could do without any word.
    fn regex(&mut self, source: &Spanned<String>) -> Vec<Expression> {
        let whole = match filled(source.get_ref(), self.parts, 0) {
            Ok(whole) => whole,
            Err(part) => {
                self.fault(source, format!("表达式里的 <{part}> 在 [parts] 里没有，或绕回了自己；请补上或改名。"));
                return Vec::new();
            }
        };
        let regexes: Result<Vec<Expression>, _> = compile(&whole).and_then(|_| alternatives(&whole).into_iter().map(compile).collect());
        match regexes {
            Ok(regexes) if regexes.iter().any(Expression::takes_nothing) => {
                self.fault(source, format!("表达式“{}”什么话都认，请写得具体些。", source.get_ref()));
                Vec::new()
            }
            Ok(regexes) => regexes,
            Err(error) => {
                self.fault(source, format!("表达式“{}”不对：{error}", source.get_ref()));
                Vec::new()
            }
        }
    }

    fn examples(&self, texts: &[Spanned<String>]) -> Vec<Example> {
        texts.iter().map(|text| Example { line: line_at(self.text, text.span().start), text: text.get_ref().clone() }).collect()
    }

    fn fault<T>(&mut self, at: &Spanned<T>, what: String) {
        self.problems.push(Problem::at(self.name, line_at(self.text, at.span().start), what));
    }
}

/// How deep parts may stand in parts: deeper, and they stand in themselves.
const DEEPEST: usize = 8;

/// `source` with every `<part>` in it written out; the name of a part that cannot be.
fn filled(source: &str, parts: &BTreeMap<String, Spanned<String>>, depth: usize) -> Result<String, String> {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(start) = rest.find('<') {
        let Some(length) = rest[start..].find('>') else { break };
        let name = &rest[start + 1..start + length];
        let part = parts.get(name).filter(|_| depth < DEEPEST).ok_or_else(|| name.to_owned())?;
        out.push_str(&rest[..start]);
        out.push_str(&format!("(?:{})", filled(part.get_ref(), parts, depth + 1)?));
        rest = &rest[start + length + 1..];
    }
    out.push_str(rest);
    Ok(out)
}

/// What stands between the bars of a pattern that are in no group and no class.
fn alternatives(pattern: &str) -> Vec<&str> {
    let (mut all, mut start, mut depth, mut class, mut escaped) = (Vec::new(), 0, 0_usize, false, false);
    for (at, c) in pattern.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => class = true,
            ']' => class = false,
            '(' if !class => depth += 1,
            ')' if !class => depth = depth.saturating_sub(1),
            '|' if !class && depth == 0 => {
                all.push(&pattern[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    all.push(&pattern[start..]);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_outer_bars_part_a_pattern() {
        assert_eq!(alternatives("a|b"), ["a", "b"]);
        assert_eq!(alternatives(r"(?:a|b)c|[x|y]|d\|e"), ["(?:a|b)c", "[x|y]", r"d\|e"]);
        assert_eq!(alternatives("只有一个"), ["只有一个"]);
    }
}
