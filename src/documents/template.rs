//! How a city lays a paper out 文书模板: one file of `data/papers/` for each kind, a list of blocks from top to bottom. Their words
//! may name the facts of the paper; `office.toml` beside them says what the office is called.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;

use crate::domain::paper::PaperKind;
use crate::domain::problem::{Problem, line_at};

/// The version of the templates that this program reads.
const VERSION: u32 = 1;

/// A text of a template, with its place in the file.
pub(super) type Words = Spanned<String>;

/// `office.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Office {
    version: u32,
    /// 发文机关
    pub name: Words,
    /// 机关代字
    pub short: Words,
    /// What stands where the seal goes 印章处.
    pub seal: Words,
    /// 联系方式
    pub contact: Words,
}

/// One kind's template.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Template {
    version: u32,
    /// 文种
    pub kind: PaperKind,
    /// 文号 or 编号; the blocks name it as `number`.
    pub number: Words,
    /// From top to bottom.
    pub block: Vec<Block>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Is {
    /// 红头: the office's name in red.
    Head,
    /// 发文字号, above the red rule.
    Number,
    /// 标题
    Title,
    /// A line under the title, left and right.
    Caption,
    /// 主送机关
    To,
    /// 正文: a paragraph for each line.
    Text,
    /// 小标题
    Heading,
    /// 表格
    Table,
    /// 署名, with the date and the seal's place.
    Sign,
    /// 承办人、审核、签发: side by side, each with room for a signature.
    Signatures,
    /// 抄送, between two lines at the end.
    Copies,
    /// Small print.
    Note,
}

/// One block.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Block {
    pub is: Is,
    /// Its words; a block whose words come out empty is left out.
    #[serde(default)]
    pub text: Option<Words>,
    /// Only if this is so.
    #[serde(default)]
    pub when: Option<Words>,
    /// Of a caption and a signature: what stands to the right, or below.
    #[serde(default)]
    pub right: Option<Words>,
    /// Of a table: the columns' widths, as parts of the whole.
    #[serde(default)]
    pub widths: Vec<u32>,
    /// Of a table: its rows.
    #[serde(default)]
    pub row: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    /// Only if this is so.
    #[serde(default)]
    pub when: Option<Words>,
    /// Once for each of these, as `item`.
    #[serde(default)]
    pub each: Option<Words>,
    /// At least so many millimetres high.
    #[serde(default)]
    pub height: Option<u32>,
    /// From left to right.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cell {
    /// A name: in the middle, in bold.
    #[serde(default)]
    pub label: Option<Words>,
    /// Words.
    #[serde(default)]
    pub text: Option<Words>,
    /// Over so many columns; one when left out.
    #[serde(default)]
    pub span: Option<u32>,
    /// At the bottom to the right, where one signs.
    #[serde(default)]
    pub sign: Option<Words>,
}

/// A file that was read, with its text for the lines of messages.
#[derive(Clone, Debug)]
pub(super) struct Read<T> {
    pub file: String,
    pub source: String,
    pub form: T,
}

impl<T> Read<T> {
    /// A fault at these words; `line` is counted from their first, from 1.
    pub fn problem(&self, words: &Words, line: usize, what: impl Into<String>) -> Problem {
        let start = words.span().start;
        // The line break behind """ is none of the text's.
        let begins_below = self.source.get(start..).is_some_and(|text| text.starts_with("\"\"\"\n"));
        let first = line_at(&self.source, start) + usize::from(begins_below);
        Problem::at(&self.file, first + line.saturating_sub(1), what)
    }
}

impl Read<Template> {
    /// Reads a template; `alike` names all of them.
    pub fn template(file: &str, source: &str, alike: &[&str]) -> Result<Self, Vec<Problem>> {
        let read: Self = parse(file, source, alike).map_err(|fault| vec![fault])?;
        let mut problems: Vec<Problem> = wrong_version(file, source, read.form.version).into_iter().collect();
        problems.extend(read.form.block.iter().flat_map(|block| read.misshapen(block)));
        if problems.is_empty() { Ok(read) } else { Err(problems) }
    }

    /// What does not fit what the block is.
    fn misshapen(&self, block: &Block) -> Vec<Problem> {
        let fault = |what: String| Problem::new(self.file.clone(), None, what);
        if block.is != Is::Table {
            let mut all = Vec::new();
            if block.text.is_none() {
                all.push(fault("有一个 [[block]] 没有写 text，只有 is = \"table\" 的不用写".to_owned()));
            }
            if let (Some(text), true) = (&block.text, !block.row.is_empty() || !block.widths.is_empty()) {
                all.push(self.problem(text, 1, "只有 is = \"table\" 才有 widths 和 [[block.row]]"));
            }
            return all;
        }
        let columns = u32::try_from(block.widths.len()).unwrap_or(u32::MAX);
        if columns == 0 || block.widths.contains(&0) || block.row.is_empty() {
            return vec![fault("表格要写 widths（每列占几份，大于 0）和至少一个 [[block.row]]".to_owned())];
        }
        let wrong = |row: &&Row| row.cells.iter().map(|cell| cell.span.unwrap_or(1)).sum::<u32>() != columns;
        let problem = |row: &Row| {
            let what = format!("这一行各格的 span 合起来应当是 {columns} 列");
            words_of(row).map_or_else(|| fault(what.clone()), |words| self.problem(words, 1, what.clone()))
        };
        block.row.iter().filter(wrong).map(problem).collect()
    }
}

impl Read<Office> {
    /// Reads `office.toml`.
    pub fn office(file: &str, source: &str) -> Result<Self, Vec<Problem>> {
        let read: Self = parse(file, source, &[]).map_err(|fault| vec![fault])?;
        let problems: Vec<Problem> = wrong_version(file, source, read.form.version).into_iter().collect();
        if problems.is_empty() { Ok(read) } else { Err(problems) }
    }
}

fn parse<T: DeserializeOwned>(file: &str, source: &str, alike: &[&str]) -> Result<Read<T>, Problem> {
    let form = toml::from_str(source).map_err(|error| {
        let line = error.span().map(|span| line_at(source, span.start));
        Problem::misshapen(file, line, error.message(), alike.iter().copied())
    })?;
    Ok(Read { file: file.to_owned(), source: source.to_owned(), form })
}

fn wrong_version(file: &str, source: &str, version: u32) -> Option<Problem> {
    let line = source.find("version").map(|at| line_at(source, at));
    let what = format!("version = {version} 不是本程序能读的格式，请改为 version = {VERSION}，或换用新版本的程序。");
    (version != VERSION).then(|| Problem::new(file, line, what))
}

/// The first words of a row: where a fault of it is told.
fn words_of(row: &Row) -> Option<&Words> {
    row.cells.iter().find_map(|cell| cell.label.as_ref().or(cell.text.as_ref()).or(cell.sign.as_ref()))
}
