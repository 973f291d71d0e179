//! `extends` 沿用: a profile that writes only its differences, and what the two make together.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::locate::line_in_section;
use crate::domain::problem::{Problem, line_of};

/// One file as it stands.
pub(super) struct Raw {
    /// Its name for messages.
    pub file: String,
    /// Its text.
    pub text: String,
    /// Other names of the profile; they are no part of the rules.
    pub aliases: Vec<String>,
    /// Whose rules hold where it says nothing.
    pub extends: Option<String>,
    /// The ids of what it does not take over, and the names of whole sections.
    without: Vec<String>,
    /// Everything else.
    table: Table,
}

impl Raw {
    /// The file, with what is said about the file itself taken out of the rules.
    pub fn new(file: &str, text: &str, mut table: Table) -> Result<Self, Problem> {
        let wrong = |key: &str, what: &str| Problem::new(file, line_of(text, key), what);
        let mut names = |key: &str| match table.remove(key) {
            None => Ok(Vec::new()),
            Some(Value::Array(all)) if all.iter().all(Value::is_str) => {
                Ok(all.iter().filter_map(Value::as_str).map(str::to_owned).collect())
            }
            Some(_) => Err(wrong(key, &format!("{key} 应是一列带引号的名称，例如 {key} = [\"…\"]。"))),
        };
        let (aliases, without) = (names("aliases")?, names("without")?);
        let extends = match table.remove("extends") {
            None => None,
            Some(Value::String(name)) => Some(name),
            Some(_) => return Err(wrong("extends", "extends 应是另一个规则的名称，例如 extends = \"national\"。")),
        };
        Ok(Self { file: file.to_owned(), text: text.to_owned(), aliases, extends, without, table })
    }

    /// The name of the file without its ending.
    pub fn stem(&self) -> &str {
        let name = self.file.rsplit(['/', '\\']).next().unwrap_or(&self.file);
        name.strip_suffix(".toml").unwrap_or(name)
    }

    /// The line on which these words stand, or `[section] key`; where they are the other profile's, the line that takes them over.
    pub fn line(&self, words: &str) -> Option<usize> {
        let own = match words.split_once("] ") {
            Some((section, key)) => line_in_section(&self.text, section.trim_start_matches('['), key),
            None => line_of(&self.text, words),
        };
        own.or_else(|| self.extends.as_ref().and_then(|_| line_of(&self.text, "extends")))
    }

    fn fault(&self, words: &str, what: String) -> Vec<Problem> {
        vec![Problem::new(&self.file, self.line(words), what)]
    }

    /// The rules in full.
    pub fn whole(&self, all: &BTreeMap<String, Raw>) -> Result<Table, Vec<Problem>> {
        let mut whole = match &self.extends {
            None => Table::new(),
            Some(name) => self.base(name, all)?.table.clone(),
        };
        let mut unknown: Vec<&String> = self.without.iter().collect();
        unknown.retain(|name| !leave_section_out(&mut whole, name));
        leave_out(&mut whole, &self.without, &mut unknown);
        if let Some(id) = unknown.first() {
            return Err(self.fault("without", format!("without 里的“{id}”在沿用的规则里没有，请核对 id 或节名。")));
        }
        merge(&mut whole, &self.table);
        Ok(whole)
    }

    /// The profile that it takes its rules from; of which the rules must be its own.
    pub fn base<'a>(&self, name: &str, all: &'a BTreeMap<String, Raw>) -> Result<&'a Raw, Vec<Problem>> {
        match all.get(name) {
            None => Err(self.fault("extends", format!("extends = “{name}”不是同目录里的规则，请改为其中一个的文件名（不写 .toml）。"))),
            Some(base) if base.extends.is_some() => {
                Err(self.fault("extends", format!("{name} 自己也沿用别的规则；只能沿用一层，请改为沿用写全了的规则，例如 national。")))
            }
            Some(base) => Ok(base),
        }
    }
}

/// Takes away a section, such as `[quiet]`; whether there was one of this name.
fn leave_section_out(table: &mut Table, name: &str) -> bool {
    let is_section = table.get(name).is_some_and(Value::is_table);
    is_section && table.remove(name).is_some()
}

/// Takes away every entry of a list whose id is named; what was found is no longer unknown.
fn leave_out(table: &mut Table, without: &[String], unknown: &mut Vec<&String>) {
    for value in table.iter_mut().map(|(_, value)| value) {
        match value {
            Value::Table(inner) => leave_out(inner, without, unknown),
            Value::Array(entries) => entries.retain(|entry| {
                let left = id(entry).filter(|id| without.iter().any(|name| name == id));
                unknown.retain(|name| left != Some(name.as_str()));
                left.is_none()
            }),
            _ => {}
        }
    }
}

/// Lays what is new over what was: tables value by value, lists of entries with ids entry by entry, all else as a whole.
fn merge(whole: &mut Table, new: &Table) {
    for (key, value) in new {
        match (whole.get_mut(key), value) {
            (Some(Value::Table(old)), Value::Table(new)) => merge(old, new),
            (Some(Value::Array(old)), Value::Array(new)) if new.iter().all(|entry| id(entry).is_some()) && !new.is_empty() => {
                new.iter().for_each(|entry| place(old, entry));
            }
            _ => drop(whole.insert(key.clone(), value.clone())),
        }
    }
}

/// An entry takes the place of the one of its id, or the last.
fn place(old: &mut Vec<Value>, entry: &Value) {
    match old.iter_mut().find(|known| id(known) == id(entry)) {
        Some(known) => known.clone_from(entry),
        None => old.push(entry.clone()),
    }
}

fn id(entry: &Value) -> Option<&str> {
    entry.as_table()?.get("id")?.as_str()
}
