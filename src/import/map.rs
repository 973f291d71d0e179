//! The column map 列对应表: which column of a city's table tells what, what its units are called here, and what its words mean.
//! A TOML file; every mistake is told with its line.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::field::Field;
use super::guess::Guess;
use crate::city::parse;
use crate::domain::case::Ground;
use crate::domain::problem::{Problem, line_of};

mod write;

pub(super) use write::quoted;

/// The version of the format.
const VERSION: u32 = 1;

/// A map as its file has it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// The format of the file.
    pub version: u32,
    /// Which sheet of a workbook; the first when left out.
    #[serde(default)]
    pub sheet: Option<String>,
    /// In which line the header stands; the first that has two cells when left out.
    #[serde(default)]
    pub header: Option<u64>,
    /// To whom rows belong that name no unit; without it they are kept aside when they need one.
    #[serde(default)]
    pub no_unit: Option<String>,
    /// Which column tells what, by name.
    pub columns: BTreeMap<Field, Names>,
    /// What the city calls its units, and what they are called here.
    #[serde(default)]
    pub units: BTreeMap<String, String>,
    /// What the city's words mean.
    #[serde(default)]
    pub words: Words,
    /// On which ground a matter was not accepted, by the city's words for it.
    #[serde(default)]
    pub grounds: BTreeMap<String, Ground>,
}

/// One column, or several whose cells are put together.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Names {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Names {
    /// The names.
    pub fn all(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }
}

/// What the city's words mean, besides those that everybody uses.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Words {
    /// 状态: it is closed.
    pub closed: Vec<String>,
    /// 状态: it goes on.
    pub open: Vec<String>,
    /// 状态: it was not accepted.
    pub declined: Vec<String>,
    /// 状态: the citizen withdrew it.
    pub withdrawn: Vec<String>,
    /// 已解决
    pub solved: Vec<String>,
    /// 未解决
    pub unsolved: Vec<String>,
    /// 满意
    pub satisfied: Vec<String>,
    /// 基本满意
    pub fair: Vec<String>,
    /// 不满意
    pub dissatisfied: Vec<String>,
    /// 未评价: the citizen was asked and said nothing.
    pub silent: Vec<String>,
}

/// The map that is used: columns by their places in the table.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Which columns tell what.
    pub columns: BTreeMap<Field, Vec<usize>>,
    /// To whom rows belong that name no unit.
    pub no_unit: Option<String>,
    /// What the city calls its units, and what they are called here.
    pub units: BTreeMap<String, String>,
    /// What the city's words mean.
    pub words: Words,
    /// On which ground a matter was not accepted.
    pub grounds: BTreeMap<String, Ground>,
}

impl Map {
    /// Reads a map.
    ///
    /// # Errors
    /// Every mistake, with its line.
    pub fn read(file: &Path) -> Result<Self, Vec<Problem>> {
        let name = file.display().to_string();
        let text = std::fs::read_to_string(file)
            .map_err(|_| vec![Problem::of(&name, "读不到列对应表：请检查路径、权限，以及是否为 UTF-8 编码。")])?;
        Self::parse(&name, &text)
    }

    /// Reads the text of a map.
    ///
    /// # Errors
    /// Every mistake, with its line.
    pub fn parse(name: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let table: toml::Table = parse(name, text).map_err(|problem| vec![problem])?;
        let mut problems = unknown_fields(name, text, &table);
        if !problems.is_empty() {
            return Err(problems);
        }
        let map: Self = parse(name, text).map_err(|problem| vec![problem])?;
        let at = |words: &str| line_of(text, words);
        let mut fault = |line, what: String| problems.push(Problem::new(name, line, what));
        if map.version != VERSION {
            fault(at("version"), format!("version = {} 不是本程序能读的格式，请改为 version = {VERSION}。", map.version));
        }
        for field in [Field::Text, Field::Received] {
            if !map.columns.contains_key(&field) {
                fault(at("[columns]"), format!("[columns] 里必须有 {}（{}）。", field.name(), field.label()));
            }
        }
        for (field, names) in &map.columns {
            let line = at(&format!("\n{} ", field.name())).map(|line| line + 1).or(at(field.name()));
            if names.all().is_empty() || names.all().iter().any(|name| name.trim().is_empty()) {
                fault(line, format!("{} 没有写列名，请填上列名，或删去这一行。", field.name()));
            }
            if names.all().len() > 1 && *field != Field::Text {
                fault(line, format!("{} 只能对应一列；只有 text 可以由几列合成。", field.name()));
            }
        }
        if map.header == Some(0) {
            fault(at("header"), "header 从 1 数起：表头在第一行就写 1。".to_owned());
        }
        if problems.is_empty() { Ok(map) } else { Err(problems) }
    }

    /// The map for a table with this header.
    ///
    /// # Errors
    /// Columns that the table does not have, each with its line.
    pub fn plan(&self, name: &str, text: &str, header: &[String]) -> Result<Plan, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut columns = BTreeMap::new();
        for (field, names) in &self.columns {
            let mut places = Vec::new();
            for wanted in names.all() {
                match header.iter().position(|column| column.trim() == wanted.trim()) {
                    Some(place) => places.push(place),
                    None => {
                        let what = format!("表里没有“{wanted}”这一列；表头是：{}。", header.join("、"));
                        problems.push(Problem::new(name, line_of(text, &format!("\"{wanted}\"")), what));
                    }
                }
            }
            columns.insert(*field, places);
        }
        let (no_unit, units, words) = (self.no_unit.clone(), self.units.clone(), self.words.clone());
        if problems.is_empty() { Ok(Plan { columns, no_unit, units, words, grounds: self.grounds.clone() }) } else { Err(problems) }
    }
}

impl Plan {
    /// The plan of a guess.
    pub fn of(guess: &Guess) -> Self {
        Self { columns: guess.columns.clone(), ..Self::default() }
    }
}

/// Names in `[columns]` that are no fields of ours: said all at once, with those that there are.
fn unknown_fields(name: &str, text: &str, table: &toml::Table) -> Vec<Problem> {
    let Some(toml::Value::Table(columns)) = table.get("columns") else { return Vec::new() };
    let unknown = columns.keys().filter(|key| !Field::ALL.iter().any(|field| field.name() == key.as_str()));
    let known: Vec<String> = Field::ALL.iter().map(|field| format!("{}（{}）", field.name(), field.label())).collect();
    let problem = |key: &String| {
        let line = text.lines().position(|line| line.trim_start().starts_with(key.as_str())).map(|line| line + 1);
        Problem::new(name, line, format!("[columns] 里没有“{key}”这个字段，可用的有：{}。", known.join("、")))
    };
    unknown.map(problem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "version = 1\n[columns]\nnumber = \"编号\"\ntext = [\"标题\", \"内容\"]\nreceived = \"时间\"\n";

    #[test]
    fn a_map_names_columns_by_their_places() {
        let map = Map::parse("map.toml", GOOD).expect("a map");
        let header = ["时间", "编号", "内容", "标题"].map(str::to_owned);
        let plan = map.plan("map.toml", GOOD, &header).expect("a plan");
        assert_eq!(plan.columns[&Field::Text], [3, 2]);
        assert_eq!(plan.columns[&Field::Received], [0]);
        let faults = map.plan("map.toml", GOOD, &header[..2]).expect_err("columns are missing");
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [Some(4), Some(4)]);
    }

    #[test]
    fn every_mistake_has_its_line() {
        let faults =
            |text: &str| Map::parse("map.toml", text).expect_err("a mistake").into_iter().map(|fault| fault.line).collect::<Vec<_>>();
        assert_eq!(faults("version = 1\n[columns]\nnummer = \"编号\"\nwann = \"时间\"\n"), [Some(3), Some(4)]);
        assert_eq!(faults("version = 2\n[columns]\ntext = \"内容\"\nreceived = \"时间\"\n"), [Some(1)]);
        assert_eq!(faults("version = 1\n[columns]\ntext = \"内容\"\n"), [Some(2)]);
        assert_eq!(faults("version = 1\n[columns]\ntext = \"内容\"\nreceived = [\"日\", \"时\"]\n"), [Some(4)]);
        assert_eq!(faults("version = 1\nfarbe = 1\n[columns]\n"), [Some(2)]);
    }

    #[test]
    fn what_is_proposed_is_a_map() {
        let header = ["工单编号", "诉求内容", "受理时间", "备注\"一\""].map(str::to_owned);
        let text = Map::proposed(&Guess::of(&header, &[]), &header, &[]);
        let map = Map::parse("map.toml", &text).expect(&text);
        assert!(map.plan("map.toml", &text, &header).is_ok(), "{text}");
    }
}
