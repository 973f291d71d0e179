//! One template file: TOML of which every value knows its line.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::book::is_part;
use super::engine::Tables;
use crate::domain::problem::{Problem, line_at, plain};

/// A key with its text.
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) text: String,
    /// The line of the key.
    pub(super) line: usize,
    first_line: usize,
    last_line: usize,
}

impl Entry {
    /// The line of the file on which the text's own `line` stands. A text with escaped line breaks has more lines than the
    /// file; then it is the last that it can be.
    pub(super) fn line_in_file(&self, line: usize) -> usize {
        (self.first_line + line - 1).min(self.last_line)
    }
}

/// A file as it is read, and what was found wrong in it.
pub(super) struct Page<'a> {
    pub(super) file: &'a str,
    pub(super) problems: Vec<Problem>,
    text: &'a str,
    table: DeTable<'a>,
}

impl<'a> Page<'a> {
    /// Reads the file; a fault of TOML is a problem, and leaves the page empty.
    pub(super) fn new(file: &'a str, text: &'a str) -> Self {
        let mut page = Self { file, problems: Vec::new(), text, table: DeTable::new() };
        match DeTable::parse(text) {
            Ok(table) => {
                page.table = table.into_inner();
                page.check_version();
            }
            Err(error) => {
                let line = error.span().map(|span| page.line_at(span.start));
                page.fault(line, format!("不是正确的 TOML（{}），请检查引号和等号", plain(error.message())));
            }
        }
        page
    }

    pub(super) fn fault(&mut self, line: Option<usize>, what: impl Into<String>) {
        self.problems.push(Problem::new(self.file, line, what));
    }

    fn check_version(&mut self) {
        let Some((_, version)) = self.table.remove_entry("version") else {
            return self.fault(Some(1), "缺少 version = 1，请写在第一行");
        };
        let is_one = matches!(version.get_ref(), DeValue::Integer(number) if number.as_str() == "1");
        if !is_one {
            self.fault(Some(self.line_at(version.span().start)), "本程序只认 version = 1");
        }
    }

    /// The texts of exactly these keys and of any parts.
    pub(super) fn entries(&mut self, keys: &[&str]) -> Vec<Entry> {
        let table = std::mem::take(&mut self.table);
        let broken = !self.problems.is_empty() && table.is_empty();
        let entries: Vec<Entry> = table.iter().filter_map(|(key, value)| self.entry(key, value)).collect();
        for entry in &entries {
            if !is_part(&entry.key) && !keys.contains(&entry.key.as_str()) {
                self.fault(Some(entry.line), format!("没有“{}”这句话，请核对拼写或删去", entry.key));
            }
        }
        let missing = keys.iter().filter(|key| !broken && !table.contains_key(**key));
        for key in missing {
            self.fault(Some(self.text.lines().count().max(1)), format!("缺少“{key}”这句话，请在文件里补上"));
        }
        entries.into_iter().filter(|entry| is_part(&entry.key) || keys.contains(&entry.key.as_str())).collect()
    }

    /// Tables of words, named freely.
    pub(super) fn tables(&mut self) -> Tables {
        let table = std::mem::take(&mut self.table);
        let mut tables = Tables::new();
        for (name, value) in &table {
            if let DeValue::Table(words) = value.get_ref() {
                let entries = words.iter().filter_map(|(key, value)| self.entry(key, value)).collect();
                tables.insert(name.get_ref().to_string(), self.words(entries));
            } else {
                let line = self.line_at(name.span().start);
                self.fault(Some(line), format!("“{}”不是一张表，请写成 [{0}] 和下面的词", name.get_ref()));
            }
        }
        tables
    }

    /// The texts as words, which are said as they stand.
    pub(super) fn words(&mut self, entries: Vec<Entry>) -> BTreeMap<String, String> {
        for entry in entries.iter().filter(|entry| entry.text.contains("{{") || entry.text.contains("{%")) {
            self.fault(Some(entry.line), format!("“{}”里不能用 {{{{ }}}} 和 {{% %}}，请写成普通文字", entry.key));
        }
        entries.into_iter().map(|entry| (entry.key, entry.text)).collect()
    }

    fn entry(&mut self, key: &Spanned<impl AsRef<str>>, value: &Spanned<DeValue<'_>>) -> Option<Entry> {
        let (key, line) = (key.get_ref().as_ref().to_owned(), self.line_at(key.span().start));
        let DeValue::String(text) = value.get_ref() else {
            self.fault(Some(line), format!("“{key}”的值应当是文字，请用引号括起来"));
            return None;
        };
        let (first_line, last_line) = self.lines_of(&value.span());
        Some(Entry { key, text: text.to_string(), line, first_line, last_line })
    }

    /// The lines of the file on which a text's own first and last lines stand.
    fn lines_of(&self, span: &Range<usize>) -> (usize, usize) {
        let written = self.text.get(span.clone()).unwrap_or_default();
        let begins_below = ["'''\n", "'''\r\n", "\"\"\"\n", "\"\"\"\r\n"].iter().any(|open| written.starts_with(open));
        (self.line_at(span.start) + usize::from(begins_below), self.line_at(span.end.saturating_sub(1)))
    }

    fn line_at(&self, at: usize) -> usize {
        line_at(self.text, at)
    }
}
