//! `data/spellings.toml`: what it may say, and what is wrong with what it says.

use std::collections::HashMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::classify::normalise::normalise;
use crate::domain::problem::{Problem, line_at, plain};

/// How a word came to be typed otherwise 来由.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Sort {
    /// A slip of the input method or of the pen.
    #[serde(rename = "错别字")]
    Slip,
    /// What a voice recogniser heard.
    #[serde(rename = "语音")]
    Voice,
    /// A word of a dialect.
    #[serde(rename = "方言")]
    Dialect,
    /// Net slang, letters of the pinyin.
    #[serde(rename = "网络用语")]
    Slang,
}

/// How far around the typed word a word of `near` may stand, in characters.
const NEAR: usize = 16;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    #[serde(default)]
    group: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    kind: Sort,
    /// What makes people write these so.
    why: Spanned<String>,
    words: Vec<Spanned<Draft>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    typed: OneOrMore,
    meant: String,
    why: String,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    near: Vec<String>,
    #[serde(default)]
    example: Option<String>,
    #[serde(default)]
    stays: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// Words that mean another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) typed: Vec<String>,
    pub(super) meant: String,
    unless: Vec<String>,
    near: Vec<String>,
}

/// A sentence that proves an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// What must stand in it once it is mended; none where nothing may change.
    pub becomes: Option<String>,
    /// How its word came to be typed otherwise.
    pub kind: Sort,
    /// The line of its entry.
    pub line: usize,
}

/// A file that is right.
pub(super) struct Read {
    pub(super) entries: Vec<Entry>,
    pub(super) examples: Vec<Example>,
}

impl Entry {
    /// Whether the typed word at `span` is this entry's: it stands in none of the right words of `unless`, and where `near` asks
    /// for company, some of it is there.
    pub(super) fn means(&self, text: &str, span: &Range<usize>) -> bool {
        let inside = |right: &String| {
            let from = floor(text, span.start.saturating_sub(right.len()));
            let to = floor(text, (span.end + right.len()).min(text.len()));
            text[from..to].match_indices(right.as_str()).any(|(at, _)| from + at < span.end && span.start < from + at + right.len())
        };
        !self.unless.iter().any(inside) && (self.near.is_empty() || self.has_company(text, span))
    }

    fn has_company(&self, text: &str, span: &Range<usize>) -> bool {
        let from = text[..span.start].char_indices().rev().take(NEAR).last().map_or(span.start, |(at, _)| at);
        let to = text[span.end..].char_indices().nth(NEAR).map_or(text.len(), |(at, _)| span.end + at);
        self.near.iter().any(|near| text[from..span.start].contains(near.as_str()) || text[span.end..to].contains(near.as_str()))
    }
}

/// The nearest edge of a character at or before `byte`.
fn floor(text: &str, byte: usize) -> usize {
    (0..=byte).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// Reads and checks `text`, the content of `file`.
pub(super) fn read(file: &str, text: &str) -> Result<Read, Vec<Problem>> {
    let line = |byte: usize| line_at(text, byte);
    let parsed: File = toml::from_str(text).map_err(|error| {
        let what = format!("格式不对：{}；每条写 typed、meant、why，可加 unless、near、example、stays。", plain(error.message()));
        vec![error.span().map_or_else(|| Problem::of(file, what.clone()), |span| Problem::at(file, line(span.start), what.clone()))]
    })?;
    let mut problems = Vec::new();
    if parsed.version != 1 {
        problems.push(Problem::at(file, 1, "version 应为 1，或换用新版本的程序。".to_owned()));
    }
    let mut seen = HashMap::new();
    let mut all = Read { entries: Vec::new(), examples: Vec::new() };
    for group in parsed.group {
        if group.why.get_ref().trim().is_empty() {
            problems.push(Problem::at(file, line(group.why.span().start), "why 不能为空，请写明这一组为什么会这样写。".to_owned()));
        }
        for draft in group.words {
            let at = line(draft.span().start);
            let draft = draft.into_inner();
            problems.extend(faults(&draft, group.kind, at, &mut seen).into_iter().map(|what| Problem::at(file, at, what)));
            all.take(draft, group.kind, at);
        }
    }
    if problems.is_empty() { Ok(all) } else { Err(problems) }
}

impl Read {
    fn take(&mut self, draft: Draft, kind: Sort, line: usize) {
        let meant = normalise(&draft.meant);
        let proves = draft.example.map(|text| Example { text, becomes: Some(meant.clone()), kind, line });
        let disproves = draft.stays.map(|text| Example { text, becomes: None, kind, line });
        self.examples.extend(proves.into_iter().chain(disproves));
        let all = |words: &[String]| words.iter().map(|word| normalise(word)).collect();
        self.entries.push(Entry { typed: all(draft.typed.all()), meant, unless: all(&draft.unless), near: all(&draft.near) });
    }
}

impl OneOrMore {
    fn all(&self) -> &[String] {
        match self {
            Self::One(word) => std::slice::from_ref(word),
            Self::More(words) => words,
        }
    }
}

fn faults(draft: &Draft, kind: Sort, line: usize, seen: &mut HashMap<String, usize>) -> Vec<String> {
    let mut faults = Vec::new();
    if draft.meant.trim().is_empty() || draft.why.trim().is_empty() || draft.typed.all().is_empty() {
        faults.push("typed、meant、why 都不能为空；why 写明为什么会这样写。".to_owned());
    }
    for typed in draft.typed.all() {
        let plain = normalise(typed);
        // A character of a dialect alone, 冇 or 佢, stands in no other word.
        if plain.chars().count() < 2 && draft.near.is_empty() && kind != Sort::Dialect {
            faults.push(format!("“{typed}”只有一个字，太容易误改，请写成两个字以上，或用 near 限定旁边的词；方言用字除外。"));
        }
        if plain.is_ascii() && draft.near.is_empty() && plain.len() < 4 {
            faults.push(format!("“{typed}”是很短的字母，请用 near 限定旁边的词。"));
        }
        if plain == normalise(&draft.meant) {
            faults.push(format!("“{typed}”改成了它自己，请改 meant 或删去。"));
        }
        if normalise(&draft.meant).contains(&plain) && !draft.unless.iter().any(|right| normalise(&draft.meant).contains(right.as_str())) {
            faults.push(format!("“{}”里含有“{typed}”，会越改越长，请在 unless 里写上“{}”。", draft.meant, draft.meant));
        }
        if let Some(first) = seen.insert(plain, line) {
            faults.push(format!("“{typed}”第 {first} 行已写过，请删去一个。"));
        }
    }
    faults
}
