//! A map proposed from a table's header and its first rows 猜列: names that cities use, checked against what stands below them.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::{Cell, Row};
use super::field::Field;
use super::when;

/// How well a column fits a field: a name that is exactly one of ours, or only has one in it.
const EXACT: u32 = 1000;
const WITHIN: u32 = 400;

/// A proposed map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guess {
    /// Which columns tell what.
    pub columns: BTreeMap<Field, Vec<usize>>,
    /// Fields of which it is not sure, because the name only resembles one that is known.
    pub unsure: BTreeSet<Field>,
}

impl Guess {
    /// Whether it may be used without anybody having looked: what the matter is and when it came are known for certain, and
    /// nothing is doubtful.
    pub fn is_certain(&self) -> bool {
        let has = |field| self.columns.contains_key(&field) && !self.unsure.contains(&field);
        has(Field::Text) && has(Field::Received) && self.unsure.is_empty()
    }

    /// A guess from the header and some rows below it.
    pub fn of(header: &[String], rows: &[Row]) -> Self {
        let mut fits: Vec<(u32, Field, usize)> = Vec::new();
        for (column, name) in header.iter().enumerate() {
            for field in Field::ALL {
                let fit = fit(field, &bare(name));
                if fit > 0 && could_be(field, column, rows) {
                    fits.push((fit, field, column));
                }
            }
        }
        fits.sort_by_key(|(fit, field, column)| (std::cmp::Reverse(*fit), *field, *column));
        let mut guess = Self::default();
        let mut taken = BTreeSet::new();
        for (fit, field, column) in fits {
            let is_free = match field {
                // Subject and letter are one text.
                Field::Text => fit >= EXACT - 100 || !guess.columns.contains_key(&field),
                _ => !guess.columns.contains_key(&field),
            };
            if is_free && taken.insert(column) {
                guess.columns.entry(field).or_default().push(column);
                if fit < EXACT - 100 {
                    guess.unsure.insert(field);
                }
            }
        }
        guess.columns.values_mut().for_each(|columns| columns.sort_unstable());
        guess.settle()
    }

    /// Where a table has one time at the beginning, it is when the case was received, whatever it is called.
    fn settle(mut self) -> Self {
        if !self.columns.contains_key(&Field::Received)
            && let Some(columns) = self.columns.remove(&Field::Accepted)
        {
            self.columns.insert(Field::Received, columns);
            if self.unsure.remove(&Field::Accepted) {
                self.unsure.insert(Field::Received);
            }
        }
        self
    }
}

/// How well a name fits a field: the earlier of our names the better.
fn fit(field: Field, name: &str) -> u32 {
    let all = std::iter::once(field.label()).chain(field.synonyms().iter().copied());
    let all = all.map(bare);
    let found = (0..).zip(all).filter_map(|(place, ours)| {
        let fit = if *name == ours {
            EXACT
        } else if ours.chars().count() >= 3 && !ours.is_ascii() && name.contains(&ours) {
            WITHIN
        } else {
            return None;
        };
        Some(fit - place)
    });
    found.max().unwrap_or(0)
}

/// The name without what says nothing: blanks, brackets and what stands in them, a star for what must be filled in.
fn bare(name: &str) -> String {
    let cut = name.split(['（', '(', '【', '[']).next().unwrap_or(name);
    let kept = if cut.trim().is_empty() { name } else { cut };
    kept.chars().filter(|c| !c.is_whitespace() && !"*＊:：_\u{feff}".contains(*c)).flat_map(char::to_lowercase).collect()
}

/// Whether what stands below the name may be it: most of the times in a column of times are times.
fn could_be(field: Field, column: usize, rows: &[Row]) -> bool {
    let cells: Vec<&Cell> = rows.iter().filter_map(|row| row.cells.get(column)).filter(|cell| **cell != Cell::Empty).collect();
    if !field.is_time() || cells.is_empty() {
        return true;
    }
    cells.iter().filter(|cell| when::read(cell).is_ok()).count() * 2 > cells.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(header: &[&str]) -> Guess {
        Guess::of(&header.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), &[])
    }

    fn at(guess: &Guess, field: Field) -> &[usize] {
        guess.columns.get(&field).map_or(&[], Vec::as_slice)
    }

    #[test]
    fn the_headers_that_cities_use() {
        let found = guess(&["工单编号", "诉求标题", "诉求内容", "受理时间", "派单时间", "承办单位", "办结时间", "是否解决", "是否满意"]);
        assert_eq!((at(&found, Field::Number), at(&found, Field::Text)), ([0].as_slice(), [1, 2].as_slice()));
        assert_eq!((at(&found, Field::Received), at(&found, Field::Dispatched)), ([3].as_slice(), [4].as_slice()));
        assert_eq!((at(&found, Field::Unit), at(&found, Field::Resolved)), ([5].as_slice(), [6].as_slice()));
        assert_eq!((at(&found, Field::Solved), at(&found, Field::Satisfied)), ([7].as_slice(), [8].as_slice()));
        assert!(found.is_certain());
    }

    #[test]
    fn receipt_and_acceptance_are_told_apart_where_both_are_there() {
        let found = guess(&["编号", "来电时间", "受理时间", "内容"]);
        assert_eq!((at(&found, Field::Received), at(&found, Field::Accepted)), ([1].as_slice(), [2].as_slice()));
    }

    #[test]
    fn a_name_that_only_resembles_one_is_doubtful() {
        let found = guess(&["编号", "内容", "受理时间", "二级承办单位名称"]);
        assert_eq!(at(&found, Field::Unit), [3]);
        assert!(!found.is_certain());
        assert!(!guess(&["甲", "乙"]).is_certain());
    }

    #[test]
    fn a_column_whose_cells_are_no_times_is_no_time() {
        let rows = [Row { line: 2, cells: vec![Cell::text("张三")], fault: None }];
        assert!(Guess::of(&["受理时间".to_owned()], &rows).columns.is_empty());
    }
}
