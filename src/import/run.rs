//! An import from its first row to its last 导入: what is new becomes cases, a group at a time; what is there is left alone.

use std::collections::BTreeSet;

use anyhow::{Context, Result, anyhow};
use serde::{Deserialize, Serialize};

use super::aside::Aside;
use super::cell::Row;
use super::row::{Bad, Identity, Reading};
use super::table::Table;
use super::units::Unknown;
use crate::desk::TakingOver;
use crate::hands::by_all;
use crate::store::Store;

/// How many rows are one commit.
const GROUP: usize = 256;

/// How many bad rows are shown one by one.
const SHOWN: usize = 20;

/// What has come of an import so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Rows that were looked at.
    pub rows: u64,
    /// Rows that became cases.
    pub new: u64,
    /// Rows whose cases were there already.
    pub known: u64,
    /// Rows that were kept aside.
    pub bad: u64,
    /// Of these: cases that go on.
    pub open: u64,
    /// Units that nobody here answers to.
    pub units: Unknown,
    /// The first bad rows, in words.
    pub told: Vec<String>,
    /// How many bytes of the file have been read.
    pub at: u64,
}

/// Where cases go.
pub enum Into<'a> {
    /// Nowhere: it is only looked whether they could. A store says which are there already.
    Nowhere(Option<&'a dyn Store>),
    /// Into this house.
    House(Box<TakingOver<'a>>, &'a dyn Store),
}

impl Into<'_> {
    fn store(&self) -> Option<&dyn Store> {
        match self {
            Self::Nowhere(store) => *store,
            Self::House(_, store) => Some(*store),
        }
    }
}

/// Reads the table to its end. `tell` hears after each group how far it is; its error ends it there.
///
/// # Errors
/// The table cannot be read on, or the house cannot write: what was said to be done is done, and beginning again goes on there.
pub async fn run(
    table: &mut Table,
    reading: &Reading<'_>,
    mut house: Into<'_>,
    aside: &mut Aside,
    tell: &mut (dyn FnMut(&Outcome) -> Result<()> + Send),
) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    loop {
        let mut group = Vec::with_capacity(GROUP);
        while group.len() < GROUP {
            let Some(row) = table.next_row().map_err(|why| anyhow!("{why}"))? else { break };
            group.push(row);
        }
        if group.is_empty() {
            aside.finish().context("写不了待改行的文件")?;
            return Ok(outcome);
        }
        outcome.rows += group.len() as u64;
        let fresh = sorted(group, reading, house.store(), aside, &mut outcome)?;
        // Understanding texts takes longest.
        let read = by_all(&fresh, 1, |(row, identity)| reading.past(row, identity));
        let mut cases = Vec::with_capacity(read.len());
        for ((row, _), past) in fresh.iter().zip(read) {
            match past {
                Ok(past) => cases.push(past),
                Err(bad) => keep(aside, row, &bad, &mut outcome)?,
            }
        }
        if let (Into::House(taking, _), false) = (&mut house, cases.is_empty()) {
            taking.land(&cases).await?;
        }
        outcome.new += cases.len() as u64;
        outcome.at = table.at();
        tell(&outcome)?;
    }
}

/// The rows that are not there yet, each once.
fn sorted(
    group: Vec<Row>,
    reading: &Reading<'_>,
    store: Option<&dyn Store>,
    aside: &mut Aside,
    outcome: &mut Outcome,
) -> Result<Vec<(Row, Identity)>> {
    let mut fresh: Vec<(Row, Identity)> = Vec::with_capacity(group.len());
    let mut keys = BTreeSet::new();
    for row in group {
        let identity = match reading.identity(&row) {
            Ok(identity) => identity,
            Err(bad) => {
                keep(aside, &row, &bad, outcome)?;
                continue;
            }
        };
        let there = match digest_there(&identity, store)? {
            None if !keys.insert(identity.key.clone()) => {
                fresh.iter().find(|(_, other)| other.key == identity.key).map(|(_, other)| other.digest.clone())
            }
            there => there,
        };
        match there {
            None => fresh.push((row, identity)),
            Some(digest) if digest == identity.digest => outcome.known += 1,
            Some(_) => {
                let number = identity.number.unwrap_or_default();
                keep(aside, &row, &Bad::Other(format!("编号“{number}”已经导入过，而这一行的内容不同，没有改动")), outcome)?;
            }
        }
    }
    Ok(fresh)
}

/// What the row of this identity said that was taken over, if it was.
fn digest_there(identity: &Identity, store: Option<&dyn Store>) -> Result<Option<String>> {
    let Some(store) = store else { return Ok(None) };
    let Some(number) = store.case_of_origin(&identity.key)? else { return Ok(None) };
    let case = store.case(number)?.with_context(|| format!("工单 {number} 读不到"))?;
    Ok(case.origin.map(|origin| origin.digest))
}

fn keep(aside: &mut Aside, row: &Row, bad: &Bad, outcome: &mut Outcome) -> Result<()> {
    outcome.bad += 1;
    match bad {
        Bad::Open => outcome.open += 1,
        Bad::Unit(name) => outcome.units.count(name),
        Bad::Other(_) => {}
    }
    let is_told = matches!(bad, Bad::Other(_));
    if is_told && outcome.told.len() < SHOWN {
        outcome.told.push(format!("第 {} 行：{bad}", row.line));
    }
    aside.keep(row, &bad.to_string()).with_context(|| format!("写不了 {}", aside.file().display()))
}
