//! Units that are not known here 不认识的单位: counted, and made where that is asked for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

use super::cell::Row;
use super::field::Field;
use super::map::{Plan, quoted};
use super::row::find_unit;
use crate::domain::department::{Department, Directory};

/// The units that a table names and nobody here answers to, with the number of their rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unknown(pub BTreeMap<String, u64>);

impl Unknown {
    /// Counts the row's unit, if it is unknown.
    pub fn look(&mut self, row: &Row, plan: &Plan, directory: &Directory) {
        let place = plan.columns.get(&Field::Unit).and_then(|places| places.first());
        let name = place.and_then(|place| row.cells.get(*place)).map(super::cell::Cell::shown).unwrap_or_default();
        if !name.is_empty() && row.fault.is_none() && find_unit(&name, plan, directory).is_none() {
            self.count(&name);
        }
    }

    /// Counts one more row of this unit.
    pub fn count(&mut self, name: &str) {
        *self.0.entry(name.to_owned()).or_default() += 1;
    }

    /// The units, those of most rows first.
    pub fn by_rows(&self) -> Vec<(String, u64)> {
        let mut all: Vec<(String, u64)> = self.0.iter().map(|(name, rows)| (name.clone(), *rows)).collect();
        all.sort_by_key(|(_, rows)| std::cmp::Reverse(*rows));
        all
    }

    /// These units as entries of `departments.toml`, below the root of the tree, without duties: who owns which matter is for a
    /// person to say.
    pub fn entries(&self, directory: &Directory) -> String {
        let root = directory.all().iter().find(|unit| unit.parent.is_none());
        let mut out = String::from("\n# 由 yousu import --make-units 加入：请补上 duties（职责）、别名和上级，再运行 yousu check。\n");
        let mut number = 1;
        for name in self.0.keys() {
            let id = loop {
                let id = format!("imported-{number}");
                number += 1;
                if directory.get(&id.as_str().into()).is_none() {
                    break id;
                }
            };
            let name = quoted(name);
            // Writing into a String cannot fail.
            let _ = write!(out, "\n[[department]]\nid = \"{id}\"\nname = {name}\nshort = {name}\n");
            let _ = root.map(|root: &Department| writeln!(out, "parent = \"{}\"", root.id));
            let _ = write!(out, "level = \"city\"\nkind = \"bureau\"\nduties = []\n");
        }
        out
    }
}
