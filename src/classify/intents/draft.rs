//! An intent file as it is written, before anything is believed.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::domain::complaint::{Category, Kind, Slot, Urgency};
use crate::domain::problem::{Problem, line_at};

/// Words and their weights, as a table of the file.
pub type Weights = BTreeMap<Spanned<String>, Spanned<f64>>;

/// The fields of an intent file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    pub version: Spanned<u32>,
    pub id: Spanned<String>,
    pub name: Spanned<String>,
    pub category: Category,
    pub duty: Spanned<String>,
    pub kind: Kind,
    pub urgency: Option<Spanned<Urgency>>,
    #[serde(default)]
    pub needs: Vec<Slot>,
    pub examples: Spanned<Vec<Spanned<String>>>,
    pub counter_examples: Spanned<Vec<Spanned<String>>>,
    #[serde(default)]
    pub patterns: Vec<DraftPattern>,
    #[serde(default)]
    pub negative: Weights,
    pub keywords: Spanned<Weights>,
    pub hotline: Option<Spanned<String>>,
    #[serde(default)]
    pub alarm: Vec<Spanned<String>>,
    #[serde(default)]
    pub not_alarm: Vec<Spanned<String>>,
    #[serde(default)]
    pub conduct: bool,
}

/// One pattern of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftPattern {
    pub regex: Spanned<String>,
    pub weight: Spanned<f64>,
}

/// What the reader of TOML found wrong, for the person who edits the file.
pub fn explain(file: &str, text: &str, error: &toml::de::Error) -> Problem {
    let message = error.message().lines().next().unwrap_or_default();
    let what = match message {
        m if m.contains("unknown field") => "不认识的字段，请检查拼写或删去",
        m if m.contains("missing field") => "缺少必填的字段，请补上",
        m if m.contains("unknown variant") => "取值不在可选范围内，请改用列出的一个",
        m if m.contains("duplicate key") => "同一个键写了两次，请删去一个",
        m if m.contains("invalid type") => "值的类型不对，请检查引号与括号",
        _ => "TOML 写法有误，请检查这一行的引号、括号与逗号",
    };
    let line = error.span().map(|span| line_at(text, span.start));
    Problem { file: file.to_owned(), line, what: format!("{what}（{message}）") }
}
