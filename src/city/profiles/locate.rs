//! Where a fault stands 定位: the rules are read from their whole text, and the line is that of the file that wrote them.

use std::collections::BTreeMap;

use super::inherit::Raw;
use crate::city::source::on_disk;
use crate::domain::problem::{Problem, line_at};

/// What is wrong, where its author wrote it.
pub(super) fn fault(raw: &Raw, all: &BTreeMap<String, Raw>, whole: &str, error: &toml::de::Error) -> Problem {
    let at = error.span().map(|span| line_at(whole, span.start));
    let found = at.and_then(|line| Place::of(whole, line)).and_then(|place| {
        let base = raw.extends.as_ref().and_then(|name| all.get(name));
        [Some(raw), base].into_iter().flatten().find_map(|raw| Some((&raw.file, place.line_in(&raw.text)?)))
    });
    let (file, line) = found.map_or_else(|| (&raw.file, raw.line("version")), |(file, line)| (file, Some(line)));
    Problem::misshapen(file, line, error.message(), on_disk(all.values().map(|other| other.file.as_str())))
}

/// A key with the section and the id that it stands under.
struct Place<'t> {
    section: &'t str,
    id: Option<&'t str>,
    key: &'t str,
}

impl<'t> Place<'t> {
    /// What stands on this line, from 1.
    fn of(text: &'t str, line: usize) -> Option<Self> {
        let (mut section, mut id) = ("", None);
        for (number, words) in (1..).zip(text.lines()) {
            if let Some(name) = section_name(words) {
                (section, id) = (name, None);
            }
            if let ("id", value) = split(words) {
                id = Some(value);
            }
            if number == line {
                return Some(Self { section, id: id.or_else(|| later_id(text, line)), key: split(words).0 });
            }
        }
        None
    }

    /// The line in another text on which the same is written.
    fn line_in(&self, text: &str) -> Option<usize> {
        let lines = text.lines().count();
        let same = |line: &usize| {
            Place::of(text, *line).is_some_and(|other| (other.section, other.id, other.key) == (self.section, self.id, self.key))
        };
        (1..=lines).find(same)
    }
}

/// The id that is written below the line, in the same section.
fn later_id(text: &str, line: usize) -> Option<&str> {
    text.lines().skip(line).take_while(|words| section_name(words).is_none()).find_map(|words| match split(words) {
        ("id", value) => Some(value),
        _ => None,
    })
}

/// The line of this key in the section of this name; that of the section where the key is not there.
pub(super) fn line_in_section(text: &str, section: &str, key: &str) -> Option<usize> {
    let (mut now, mut begin) = ("", None);
    for (number, words) in (1..).zip(text.lines()) {
        if let Some(name) = section_name(words) {
            now = name;
            begin = begin.or((name == section).then_some(number));
        }
        if now == section && split(words).0 == key {
            return Some(number);
        }
    }
    begin
}

fn section_name(words: &str) -> Option<&str> {
    let words = words.trim();
    words.starts_with('[').then(|| words.trim_matches(['[', ']']).trim())
}

fn split(words: &str) -> (&str, &str) {
    words.split_once('=').map_or((words.trim(), ""), |(key, value)| (key.trim(), value.trim()))
}
