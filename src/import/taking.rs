//! An import as it is asked for: which table, by which map, and what came of it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use serde::{Deserialize, Serialize};

use super::aside::Aside;
use super::cell::Row;
use super::guess::Guess;
use super::map::{Map, Plan};
use super::row::{Meanings, Reading};
use super::run::{Into, Outcome, run};
use super::table::{Shape, Table};
use super::units::Unknown;
use crate::city::City;
use crate::desk::Desk;
use crate::domain::problem::Problem;

/// How many rows are looked at to guess what the columns tell.
const LOOKED_AT: usize = 200;

/// What is taken in, and how.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// The table, as it is named from everywhere.
    pub file: PathBuf,
    /// The map, likewise.
    #[serde(default)]
    pub map: Option<PathBuf>,
    /// Cases that are not done go on here.
    pub open: bool,
    /// It is only looked.
    pub dry_run: bool,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Done {
    /// The rows.
    pub outcome: Outcome,
    /// Where the rows stand that were kept aside.
    pub aside: PathBuf,
}

/// The table with its map, if it has one.
pub struct Source {
    file: PathBuf,
    shape: Shape,
    map: Option<(String, String, Map)>,
}

impl Source {
    /// Of this table and map.
    ///
    /// # Errors
    /// What is wrong with the map.
    pub fn of(file: &Path, map: Option<&Path>) -> Result<Self, Vec<Problem>> {
        let read = |file: &Path| -> Result<_, Vec<Problem>> {
            let map = Map::read(file)?;
            // What it says is only wanted to name the lines of mistakes.
            let text = std::fs::read_to_string(file).unwrap_or_default();
            Ok((file.display().to_string(), text, map))
        };
        let map = map.map(read).transpose()?;
        let shape = map.as_ref().map_or_else(Shape::default, |(_, _, map)| Shape {
            sheet: map.sheet.clone(),
            header: map.header,
            wanted: map.columns.values().flat_map(|names| names.all().iter().cloned()).collect(),
        });
        Ok(Self { file: file.to_owned(), shape, map })
    }

    /// Whether a map was given.
    pub fn has_map(&self) -> bool {
        self.map.is_some()
    }

    /// The table, from its beginning.
    ///
    /// # Errors
    /// It is no table.
    pub fn table(&self) -> Result<Table> {
        Table::open(&self.file, &self.shape).map_err(|why| anyhow!("{why}"))
    }

    /// What the columns tell by their names and first rows, with those names.
    ///
    /// # Errors
    /// It is no table.
    pub fn guess(&self) -> Result<(Guess, Vec<String>)> {
        let mut table = self.table()?;
        let mut rows: Vec<Row> = Vec::new();
        while let Some(row) = (rows.len() < LOOKED_AT).then(|| table.next_row()).transpose().map_err(|why| anyhow!("{why}"))?.flatten() {
            rows.push(row);
        }
        Ok((Guess::of(&table.header, &rows), table.header))
    }

    /// The plan of the map, or the one that the header tells, where it tells one for certain; with what is wrong with the map.
    ///
    /// # Errors
    /// It is no table, or nothing is told for certain.
    pub fn plan(&self) -> Result<Result<Plan, Vec<Problem>>> {
        if let Some((name, text, map)) = &self.map {
            return Ok(map.plan(name, text, &self.table()?.header));
        }
        let (guess, _) = self.guess()?;
        if !guess.is_certain() {
            let file = self.file.display();
            bail!("按表头猜不准哪一列是什么。请运行 yousu import {file} --guess > map.toml，核对后加 --map map.toml 再导入");
        }
        Ok(Ok(Plan::of(&guess)))
    }

    /// The units that nobody here answers to, of the whole table.
    ///
    /// # Errors
    /// It is no table.
    pub fn unknown(&self, plan: &Plan, house: &City) -> Result<Unknown> {
        let (mut table, mut unknown) = (self.table()?, Unknown::default());
        while let Some(row) = table.next_row().map_err(|why| anyhow!("{why}"))? {
            unknown.look(&row, plan, &house.directory);
        }
        Ok(unknown)
    }
}

/// What is wrong with a map, in one text.
fn faults(problems: &[Problem]) -> anyhow::Error {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    anyhow!("列对应表有 {} 处问题：\n{}", problems.len(), lines.join("\n"))
}

/// Takes the rows in. `tell` hears after each group how far it is, and of how many bytes; its error ends it there, and beginning
/// again goes on from there.
///
/// # Errors
/// What is asked for cannot be read, or the house cannot write.
pub async fn take(desk: &Desk, wanted: &Wanted, tell: &mut (dyn FnMut(&Outcome, Option<u64>) -> Result<()> + Send)) -> Result<Done> {
    let source = Source::of(&wanted.file, wanted.map.as_deref()).map_err(|problems| faults(&problems))?;
    let plan = source.plan()?.map_err(|problems| faults(&problems))?;
    let meanings = Meanings::new(plan.words.clone());
    let reading = Reading { plan: &plan, meanings: &meanings, city: desk.city(), now: desk.clock().now(), open: wanted.open };
    let mut table = source.table()?;
    let size = table.size;
    let mut aside = Aside::of(&wanted.file, &table.header);
    let store = desk.store().as_ref();
    let into = if wanted.dry_run { Into::Nowhere(Some(store)) } else { Into::House(Box::new(desk.taking_over()), store) };
    let mut tell = |so_far: &Outcome| tell(so_far, size);
    let outcome = run(&mut table, &reading, into, &mut aside, &mut tell).await.context("表格没有读完")?;
    Ok(Done { outcome, aside: aside.file().to_owned() })
}
