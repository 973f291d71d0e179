//! The file of one label: its head, and its words with their weights.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{GREATEST_WEIGHT, VERSION, lines, stem};
use crate::classify::intents::draft::{Weights, explain};
use crate::domain::problem::{Problem, line_at};

/// What stands above the words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    version: Spanned<u32>,
    id: Spanned<String>,
    name: Spanned<String>,
    bias: Spanned<f64>,
    #[serde(default)]
    keywords: Weights,
    #[serde(default)]
    negative: Weights,
}

/// A label as its file has it; the words as they are written there.
pub struct Written<'t> {
    pub file: &'t str,
    pub name: String,
    pub name_line: usize,
    pub bias: f64,
    pub weights: Vec<Line<'t>>,
}

/// One word and its weight, below zero where it speaks against.
#[derive(Debug, PartialEq)]
pub struct Line<'t> {
    pub key: Cow<'t, str>,
    pub weight: f64,
    pub line: u32,
}

/// Whether a weight can be kept.
pub fn is_weight(weight: f64) -> bool {
    (0.0..=GREATEST_WEIGHT).contains(&weight)
}

/// Reads one file. Its tables are read line by line where they are written plainly, as all that the program writes are; a
/// hundred thousand lines would take a reader of all of TOML too long.
pub fn read<'t>(file: &'t str, text: &'t str) -> Result<Written<'t>, Vec<Problem>> {
    let plain = lines::split(text).and_then(|(head, tables)| Some((head, lines::read(head, tables)?)));
    let (head, weights) = plain.map_or((text, None), |(head, weights)| (head, Some(weights)));
    let draft = toml::Deserializer::parse(head).and_then(Draft::deserialize).map_err(|error| vec![explain(file, head, &error)])?;
    let mut problems = faults(file, head, &draft);
    let weights = weights.unwrap_or_else(|| {
        let mut weights = spelt(file, text, draft.keywords, 1.0, &mut problems);
        weights.extend(spelt(file, text, draft.negative, -1.0, &mut problems));
        weights
    });
    if !problems.is_empty() {
        return Err(problems);
    }
    let name_line = line_at(head, draft.name.span().start);
    Ok(Written { file, name: draft.name.into_inner(), name_line, bias: draft.bias.into_inner(), weights })
}

fn faults(file: &str, text: &str, draft: &Draft) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut wrong = |start: usize, what: String| problems.push(Problem::at(file, line_at(text, start), what));
    if *draft.version.as_ref() != VERSION {
        wrong(draft.version.span().start, format!("不支持的版本 {}；请写 version = {VERSION}", draft.version.as_ref()));
    }
    if draft.id.as_ref() != stem(file) {
        wrong(draft.id.span().start, format!("id“{}”与文件名“{}”不一致；请改成一样的", draft.id.as_ref(), stem(file)));
    }
    if !draft.id.as_ref().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
        wrong(draft.id.span().start, format!("id“{}”只能用字母、数字、“-”和“_”；请改名", draft.id.as_ref()));
    }
    if draft.name.as_ref().trim().is_empty() {
        wrong(draft.name.span().start, "name 是空的；请写上标签的名称".to_owned());
    }
    if !draft.bias.as_ref().is_finite() {
        wrong(draft.bias.span().start, "bias 不是一个数；请改".to_owned());
    }
    problems
}

/// The words of a table that is not written plainly.
fn spelt(file: &str, text: &str, table: Weights, sign: f64, problems: &mut Vec<Problem>) -> Vec<Line<'static>> {
    let starts: BTreeMap<usize, u32> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).zip(1..).collect();
    let line = |byte: usize| starts.range(..=byte).next_back().map_or(1, |(_, line)| *line);
    let mut lines = Vec::with_capacity(table.len());
    for (key, weight) in table {
        let at = line(key.span().start);
        if !is_weight(*weight.as_ref()) {
            let what = format!("权重 {} 不在 0 到 {GREATEST_WEIGHT} 之间；请改，反对的词写进 [negative]", weight.as_ref());
            problems.push(Problem::at(file, at as usize, what));
        }
        lines.push(Line { key: key.into_inner().into(), weight: sign * weight.into_inner(), line: at });
    }
    lines
}
