//! All templates of a city 文书模板集: read once, proved, and filled in for each paper.

use std::collections::BTreeMap;

use minijinja::Value;
use serde::Serialize;

use super::engine::{Engine, Fault};
use super::facts::Facts;
use super::page::{Block, Cell, Page, Row, Table};
use super::template::{self, Is, Office, Read, Template, Words};
use super::{prove, word};
use crate::domain::paper::PaperKind;
use crate::domain::problem::Problem;

/// The file of the office.
const OFFICE: &str = "office.toml";

/// Every kind's template, and the office that signs.
pub struct Papers {
    pub(super) engine: Engine,
    pub(super) office: Read<Office>,
    pub(super) templates: BTreeMap<PaperKind, Read<Template>>,
}

/// The office's names, filled in.
#[derive(Serialize)]
struct OfficeFacts {
    name: String,
    short: String,
    seal: String,
    contact: String,
}

/// Words that could not be filled in, with where they stand.
pub(super) struct Fails<'a> {
    /// In `office.toml`.
    pub of_office: bool,
    pub words: &'a Words,
    pub fault: Fault,
}

type Filled<'a, T> = Result<T, Fails<'a>>;

impl Papers {
    /// Reads and proves the files of `data/papers`, each with its name and text.
    ///
    /// # Errors
    /// Every fault in them, with file and line.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, Vec<Problem>> {
        let (mut problems, mut templates, mut office) = (Vec::new(), BTreeMap::new(), None);
        let alike: Vec<&str> = files.iter().map(|(file, _)| *file).filter(|file| !file.ends_with(OFFICE)).collect();
        for (file, source) in files {
            if file.ends_with(OFFICE) {
                office = Read::<Office>::office(file, source).map_err(|faults| problems.extend(faults)).ok();
                continue;
            }
            match Read::<Template>::template(file, source, &alike) {
                Ok(read) => {
                    if let Some(other) = templates.insert(read.form.kind, read) {
                        problems.push(Problem::of(file, format!("“{}”已有一份模板：{}", other.form.kind.label(), other.file)));
                    }
                }
                Err(faults) => problems.extend(faults),
            }
        }
        if problems.is_empty() {
            let missing = |kind: &PaperKind| !templates.contains_key(kind);
            let lacks = |kind: PaperKind| Problem::of("data/papers", format!("没有“{}”的模板（kind = \"{}\"）", kind.label(), kind.name()));
            problems.extend(PaperKind::ALL.into_iter().filter(missing).map(lacks));
            problems.extend(office.is_none().then(|| Problem::of("data/papers", format!("没有 {OFFICE}：发文机关的名称写在里面"))));
        }
        let Some(office) = office.filter(|_| problems.is_empty()) else { return Err(problems) };
        let papers = Self { engine: Engine::new(), office, templates };
        let problems = prove::prove(&papers);
        if problems.is_empty() { Ok(papers) } else { Err(problems) }
    }

    /// The paper with these facts, as a `.docx`.
    ///
    /// # Errors
    /// The template cannot be filled in with them; `parse` has proved it with others like them.
    pub fn make(&self, kind: PaperKind, facts: &Facts) -> Result<Vec<u8>, Problem> {
        Ok(word::document(&self.page(kind, facts)?))
    }

    /// The paper with these facts, filled in.
    ///
    /// # Errors
    /// As [`Papers::make`].
    pub fn page(&self, kind: PaperKind, facts: &Facts) -> Result<Page, Problem> {
        let read = self.templates.get(&kind).ok_or_else(|| Problem::of("data/papers", format!("没有“{}”的模板", kind.label())))?;
        self.fill(&read.form, facts).map_err(|fails| self.problem(read, &fails))
    }

    /// The number of the paper with these facts 文号.
    ///
    /// # Errors
    /// As [`Papers::make`].
    pub fn number(&self, kind: PaperKind, facts: &Facts) -> Result<String, Problem> {
        let read = self.templates.get(&kind).ok_or_else(|| Problem::of("data/papers", format!("没有“{}”的模板", kind.label())))?;
        let number = self.office(facts).and_then(|office| self.words(&read.form.number, &with_office(facts, &office)));
        number.map_err(|fails| self.problem(read, &fails))
    }

    fn problem(&self, read: &Read<Template>, fails: &Fails<'_>) -> Problem {
        let Fails { of_office, words, fault } = fails;
        match of_office {
            true => self.office.problem(words, fault.line, fault.what.clone()),
            false => read.problem(words, fault.line, fault.what.clone()),
        }
    }

    /// Everything that the blocks of this template may name.
    pub(super) fn variables<'a>(&'a self, template: &'a Template, facts: &Facts) -> Filled<'a, Value> {
        let facts = with_office(facts, &self.office(facts)?);
        let number = self.words(&template.number, &facts)?;
        Ok(minijinja::context! { number, ..facts })
    }

    fn office(&self, facts: &Facts) -> Filled<'_, OfficeFacts> {
        let city = minijinja::context! { city => facts.city };
        let fill = |words| self.words(words, &city).map_err(|fails| Fails { of_office: true, ..fails });
        let office = &self.office.form;
        Ok(OfficeFacts {
            name: fill(&office.name)?,
            short: fill(&office.short)?,
            seal: fill(&office.seal)?,
            contact: fill(&office.contact)?,
        })
    }

    fn fill<'a>(&'a self, template: &'a Template, facts: &Facts) -> Filled<'a, Page> {
        let variables = self.variables(template, facts)?;
        let office = self.office(facts)?;
        let mut blocks = Vec::new();
        for block in &template.block {
            if self.is_wanted(block.when.as_ref(), &variables)? {
                blocks.extend(self.block(block, &variables, &office)?);
            }
        }
        let number = self.words(&template.number, &variables)?;
        let code = facts.paper.code.as_deref().map(|code| format!("　查阅码 {code}")).unwrap_or_default();
        let (title, foot) = (format!("{} {number}", facts.paper.kind), format!("工单 {}{code}", facts.case.number));
        Ok(Page { title, office: office.name, foot, blocks })
    }

    fn block<'a>(&'a self, block: &'a template::Block, facts: &Value, office: &OfficeFacts) -> Filled<'a, Option<Block>> {
        if block.is == Is::Table {
            return Ok(Some(Block::Table(self.table(block, facts)?)));
        }
        let text = self.maybe(block.text.as_ref(), facts)?;
        if text.is_empty() {
            return Ok(None);
        }
        let right = self.maybe(block.right.as_ref(), facts)?;
        let lines = || lines(&text);
        let one = || lines().join("");
        Ok(Some(match block.is {
            Is::Head => Block::Head(one()),
            Is::Number => Block::Number(one()),
            Is::Title => Block::Title(lines()),
            Is::Caption => Block::Caption(one(), right),
            Is::To => Block::To(one()),
            Is::Text | Is::Table => Block::Text(lines()),
            Is::Heading => Block::Heading(one()),
            Is::Sign => Block::Sign { office: one(), seal: office.seal.clone(), date: right },
            Is::Signatures => Block::Signatures(lines()),
            Is::Copies => Block::Copies(lines()),
            Is::Note => Block::Note(lines()),
        }))
    }

    fn table<'a>(&'a self, block: &'a template::Block, facts: &Value) -> Filled<'a, Table> {
        let mut rows = Vec::new();
        for row in &block.row {
            for facts in self.rounds(row, facts)? {
                if self.is_wanted(row.when.as_ref(), &facts)? {
                    let cells = row.cells.iter().map(|cell| self.cell(cell, &facts)).collect::<Filled<'a, _>>()?;
                    rows.push(Row { height: row.height.unwrap_or(0), cells });
                }
            }
        }
        Ok(Table { widths: block.widths.clone(), rows })
    }

    /// The facts for each time that this row stands there.
    pub(super) fn rounds<'a>(&'a self, row: &'a template::Row, facts: &Value) -> Filled<'a, Vec<Value>> {
        match &row.each {
            None => Ok(vec![facts.clone()]),
            Some(list) => self.engine.each(list.get_ref(), facts).map_err(fails(list)),
        }
    }

    fn cell<'a>(&'a self, cell: &'a template::Cell, facts: &Value) -> Filled<'a, Cell> {
        let text = self.maybe(cell.label.as_ref().or(cell.text.as_ref()), facts)?;
        let sign = self.maybe(cell.sign.as_ref(), facts)?;
        let sign = Some(sign).filter(|sign| !sign.is_empty());
        Ok(Cell { lines: lines(&text), span: cell.span.unwrap_or(1), is_label: cell.label.is_some(), sign })
    }

    fn is_wanted<'a>(&'a self, when: Option<&'a Words>, facts: &Value) -> Filled<'a, bool> {
        when.map_or(Ok(true), |condition| self.engine.holds(condition.get_ref(), facts).map_err(fails(condition)))
    }

    fn maybe<'a>(&'a self, words: Option<&'a Words>, facts: &Value) -> Filled<'a, String> {
        words.map_or(Ok(String::new()), |words| self.words(words, facts))
    }

    fn words<'a>(&'a self, words: &'a Words, facts: &Value) -> Filled<'a, String> {
        self.engine.fill(words.get_ref(), facts).map_err(fails(words))
    }
}

fn fails<'a>(words: &'a Words) -> impl FnOnce(Fault) -> Fails<'a> {
    move |fault| Fails { of_office: false, words, fault }
}

fn with_office(facts: &Facts, office: &OfficeFacts) -> Value {
    minijinja::context! { office => Value::from_serialize(office), ..Value::from_serialize(facts) }
}

/// The lines that say something.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
