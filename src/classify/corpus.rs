//! Corpora 语料: `data/emergencies/*.toml` and `data/kinds/*.toml`, sentences that people could have written, in groups that say
//! what each is. From them, and nothing else, [`ear`](super::ear) and [`tone`](super::tone) learned what to listen for.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::classify::intents::draft::explain;
use crate::classify::normalise::normalise;
use crate::domain::problem::{Problem, line_at};

/// What a corpus teaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lesson {
    /// Whom to call in an emergency: groups have a `hotline`.
    Hotline,
    /// What kind of message it is: groups have a `kind`.
    Kind,
}

/// Whom to call in an emergency.
pub const HOTLINES: [&str; 4] = ["110", "119", "120", "122"];

/// What is no emergency.
pub const CALM: &str = "calm";

impl Lesson {
    /// The key by which a group says what its sentences are; the field that is learned has its name.
    pub fn field(self) -> &'static str {
        match self {
            Self::Hotline => "hotline",
            Self::Kind => "kind",
        }
    }

    /// What the sentences can be.
    pub fn labels(self) -> &'static [&'static str] {
        match self {
            Self::Hotline => &["110", "119", "120", "122", CALM],
            Self::Kind => &["consult", "help", "complaint", "report", "suggestion", "praise"],
        }
    }

    /// The command that learns it.
    pub fn command(self) -> &'static str {
        match self {
            Self::Hotline => "yousu learn --emergencies",
            Self::Kind => "yousu learn --kinds",
        }
    }
}

/// The only version of the format.
const VERSION: u32 = 1;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: Spanned<u32>,
    group: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    #[serde(default)]
    hotline: Option<Spanned<String>>,
    #[serde(default)]
    kind: Option<Spanned<String>>,
    about: Spanned<String>,
    texts: Vec<Spanned<String>>,
}

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// As somebody would write it.
    pub text: String,
    /// What it is: one of [`Lesson::labels`].
    pub label: String,
}

/// Every sentence of every file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corpus {
    /// In the order of the files.
    pub sentences: Vec<Sentence>,
}

impl Corpus {
    /// Reads files, each with its name and its text.
    ///
    /// # Errors
    /// Every fault, with its line and what to do.
    pub fn parse(files: &[(String, String)], lesson: Lesson) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader { lesson, seen: BTreeMap::new(), sentences: Vec::new(), problems: Vec::new() };
        files.iter().for_each(|(file, text)| reader.read(file, text));
        if reader.problems.is_empty() { Ok(Self { sentences: reader.sentences }) } else { Err(reader.problems) }
    }
}

struct Reader {
    lesson: Lesson,
    /// Where each sentence, in the one way of writing, stands.
    seen: BTreeMap<String, String>,
    sentences: Vec<Sentence>,
    problems: Vec<Problem>,
}

impl Reader {
    fn read(&mut self, file: &str, text: &str) {
        let read = match toml::Deserializer::parse(text).and_then(File::deserialize) {
            Ok(read) => read,
            Err(error) => return self.problems.push(explain(file, text, &error)),
        };
        let line = |byte: usize| line_at(text, byte);
        if *read.version.as_ref() != VERSION {
            let what = format!("不支持的版本 {}；请写 version = {VERSION}，或换用新版本的程序", read.version.as_ref());
            self.problems.push(Problem::at(file, line(read.version.span().start), what));
        }
        for group in read.group {
            let about = line(group.about.span().start);
            let label = match self.lesson {
                Lesson::Hotline => group.hotline,
                Lesson::Kind => group.kind,
            };
            let Some(label) = label else {
                self.problems.push(Problem::at(file, about, format!("这一组没有写 {}；请补上", self.lesson.field())));
                continue;
            };
            self.judge(&label, file, line(label.span().start));
            if group.about.as_ref().trim().is_empty() {
                self.problems.push(Problem::at(file, about, "about 是空的；请写这一组说的是什么"));
            }
            for own in group.texts {
                let start = own.span().start;
                self.keep(own.into_inner(), label.as_ref(), file, &|| line(start));
            }
        }
    }

    fn judge(&mut self, label: &Spanned<String>, file: &str, line: usize) {
        let (field, labels, label) = (self.lesson.field(), self.lesson.labels(), label.as_ref());
        if !labels.contains(&label.as_str()) {
            let what = format!("{field}“{label}”应是 {} 之一；请改", labels.join("、"));
            self.problems.push(Problem::at(file, line, what));
        }
    }

    fn keep(&mut self, text: String, label: &str, file: &str, line: &dyn Fn() -> usize) {
        let plain = normalise(&text);
        if plain.trim().is_empty() {
            return self.problems.push(Problem::at(file, line(), "这一句是空的；请写上或删去"));
        }
        if let Some(first) = self.seen.get(&plain) {
            let what = format!("“{text}”已在 {first} 写过（归一后也算）；请删去一句");
            return self.problems.push(Problem::at(file, line(), what));
        }
        self.seen.insert(plain, file.to_owned());
        self.sentences.push(Sentence { text, label: label.to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "version = 1\n[[group]]\nhotline = \"119\"\nabout = \"着火\"\ntexts = [\n\"着火了\",\n\"楼下冒烟\",\n]\n\
[[group]]\nhotline = \"calm\"\nabout = \"路灯\"\ntexts = [\"路灯坏了\"]\n";

    fn parse(text: &str) -> Result<Corpus, Vec<Problem>> {
        Corpus::parse(&[("ours.toml".to_owned(), text.to_owned())], Lesson::Hotline)
    }

    #[test]
    fn every_sentence_has_its_label() {
        let read = parse(GOOD).expect("well written").sentences;
        let read: Vec<(&str, &str)> = read.iter().map(|one| (one.text.as_str(), one.label.as_str())).collect();
        assert_eq!(read, [("着火了", "119"), ("楼下冒烟", "119"), ("路灯坏了", "calm")]);
    }

    #[test]
    fn every_mistake_has_its_line_and_says_what_to_do() {
        for (right, wrong, line, says) in [
            ("version = 1", "version = 2", 1, "version = 1"),
            ("\"119\"", "\"911\"", 3, "110、119"),
            ("\"着火\"", "\" \"", 4, "about"),
            ("\"楼下冒烟\"", "\" \"", 7, "空的"),
            ("\"楼下冒烟\"", "\"着　火了\"", 7, "写过"),
            ("\"楼下冒烟\"", "7", 7, "类型"),
            ("about = \"路灯\"", "abuot = \"路灯\"", 11, "不认识的字段"),
            ("hotline = \"calm\"", "kind = \"help\"", 11, "没有写 hotline"),
        ] {
            let told: Vec<String> = parse(&GOOD.replacen(right, wrong, 1)).expect_err("refused").iter().map(Problem::to_string).collect();
            assert!(told[0].starts_with(&format!("ours.toml:{line}: ")) && told[0].contains(says), "{wrong}: {told:?}");
        }
    }

    #[test]
    fn a_sentence_stands_in_one_file_only() {
        let files = [("a.toml".to_owned(), GOOD.to_owned()), ("b.toml".to_owned(), GOOD.to_owned())];
        let told = Corpus::parse(&files, Lesson::Hotline).expect_err("refused");
        assert!(told.len() == 3 && told[0].to_string().contains("已在 a.toml 写过"), "{told:?}");
    }
}
