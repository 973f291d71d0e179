//! The template files 话术文件 as read: which file holds which keys, and on which line each template begins.

use super::engine::{Fault, Tables};
use super::page::{Entry, Page};
use super::{buttons, refusals};
use crate::domain::message::Message;
use crate::domain::problem::Problem;

/// What all files say, their keys checked.
#[derive(Default)]
pub(super) struct Book {
    /// The templates, under the names by which the engine knows them: `welcome`, `refusal.no_return`, `button.confirm`, and
    /// parts such as `_facts`.
    pub(super) templates: Vec<Template>,
    /// The words that every template may look up.
    pub(super) tables: Tables,
}

/// One template and where it stands.
pub(super) struct Template {
    pub(super) name: String,
    pub(super) entry: Entry,
    file: String,
}

/// The files that a city has to have.
const STEMS: [&str; 6] = ["citizens", "staff", "refusals", "buttons", "questions", "words"];

/// The keys of `questions.toml`: the names of the slots (a test holds the two together).
pub(super) const QUESTIONS: [&str; 14] = [
    "place",
    "time",
    "about",
    "wish",
    "phone",
    "name",
    "plate",
    "amount",
    "order",
    "court",
    "confidential",
    "headcount",
    "representatives",
    "proxy",
];

/// Reads every file.
pub(super) fn read<N: AsRef<str>, T: AsRef<str>>(files: &[(N, T)]) -> Result<Book, Vec<Problem>> {
    let mut book = Book::default();
    let mut problems = Vec::new();
    for stem in STEMS {
        match files.iter().find(|(file, _)| stem_of(file.as_ref()) == stem) {
            Some((file, text)) => book.take(stem, Page::new(file.as_ref(), text.as_ref()), &mut problems),
            None => problems.push(Problem::new(format!("templates/{stem}.toml"), None, "缺少这个模板文件，请从自带的模板复制一份再改")),
        }
    }
    let strange = files.iter().map(|(file, _)| file.as_ref()).filter(|file| !STEMS.contains(&stem_of(file)));
    problems.extend(strange.map(|file| Problem::new(file, None, format!("不认识这个模板文件，文件名只能是 {}", STEMS.join("、")))));
    if problems.is_empty() { Ok(book) } else { Err(problems) }
}

fn stem_of(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".toml").unwrap_or(name)
}

impl Book {
    fn take(&mut self, stem: &str, mut page: Page<'_>, problems: &mut Vec<Problem>) {
        match stem {
            "citizens" => self.take_templates(&mut page, Message::CITIZENS, ""),
            "staff" => self.take_templates(&mut page, Message::STAFF, ""),
            "refusals" => self.take_templates(&mut page, refusals::KEYS, refusals::PREFIX),
            "buttons" => self.take_templates(&mut page, &buttons::keys(), buttons::PREFIX),
            "questions" => {
                let entries = page.entries(&QUESTIONS);
                self.tables.insert("question".to_owned(), page.words(entries));
            }
            _ => self.tables.extend(page.tables()),
        }
        problems.append(&mut page.problems);
    }

    fn take_templates(&mut self, page: &mut Page<'_>, keys: &[&str], prefix: &str) {
        for entry in page.entries(keys) {
            let name = if is_part(&entry.key) { entry.key.clone() } else { format!("{prefix}{}", entry.key) };
            if self.template(&name).is_some() {
                page.fault(Some(entry.line), format!("公用段落“{name}”在另一个文件里已经有了，请换个名字"));
            } else {
                self.templates.push(Template { name, entry, file: page.file.to_owned() });
            }
        }
    }

    fn template(&self, name: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.name == name)
    }

    /// Where a fault stands in the files. `more` is said after what is wrong.
    pub(super) fn problem(&self, fault: &Fault, more: &str) -> Problem {
        let template = fault.template.as_deref().and_then(|name| self.template(name));
        match template {
            Some(template) => template.problem(fault.line, format!("“{}”：{}{more}", template.entry.key, fault.what)),
            None => Problem::new("templates", None, format!("{}{more}", fault.what)),
        }
    }
}

impl Template {
    /// Whether it is a part that others include.
    pub(super) fn is_part(&self) -> bool {
        is_part(&self.name)
    }

    /// A fault of this template, on its `line` from 1.
    pub(super) fn problem(&self, line: Option<usize>, what: String) -> Problem {
        Problem::new(self.file.clone(), Some(self.entry.line_in_file(line.unwrap_or(1))), what)
    }

    /// The line, from 1, on which `word` first stands.
    pub(super) fn line_of(&self, word: &str) -> Option<usize> {
        self.entry.text.lines().position(|line| line.contains(word)).map(|line| line + 1)
    }
}

/// Whether a key names a part that other templates include.
pub(super) fn is_part(key: &str) -> bool {
    key.starts_with('_')
}
