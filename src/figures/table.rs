//! Facts put together 汇总.

use std::collections::BTreeMap;

use super::filter::{By, Key};
use super::judged::Value;
use super::measure::{Measure, Sort};

/// A rate or a mean: above and below the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// Above.
    pub hits: u64,
    /// Below.
    pub of: u64,
}

impl Rate {
    /// The share, 1 for all; none where nothing was judged, which is neither 0 nor 100 %.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.hits as f64 / self.of as f64)
    }

    /// In percent.
    pub fn percent(self) -> Option<f64> {
        self.share().map(|share| share * 100.0)
    }
}

/// Which of the facts of a measure a list is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Which {
    /// All of them.
    #[default]
    All,
    /// What stands above the line.
    Hits,
    /// What stands below it only: the late, the unsolved, the dissatisfied.
    Misses,
}

/// Facts put together, by measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// By the place of the measure; empty before the first fact.
    rates: Vec<Rate>,
    /// Seconds, in order.
    lasted: BTreeMap<Measure, Vec<u32>>,
}

impl Sums {
    /// Adds a fact.
    pub(super) fn add(&mut self, measure: Measure, value: Value) {
        match value {
            Value::Lasted(seconds) => self.lasted.entry(measure).or_default().push(seconds),
            Value::Count(count) => self.at(measure).hits += u64::from(count),
            Value::Share { hits, of } => {
                let rate = self.at(measure);
                rate.hits += u64::from(hits);
                rate.of += u64::from(of);
            }
        }
    }

    fn at(&mut self, measure: Measure) -> &mut Rate {
        self.rates.resize(Measure::ALL.len(), Rate::default());
        &mut self.rates[measure as usize]
    }

    pub(super) fn settle(&mut self) {
        self.lasted.values_mut().for_each(|seconds| seconds.sort_unstable());
    }

    /// A rate or a mean, as it stands above and below the line.
    pub fn rate(&self, measure: Measure) -> Rate {
        self.rates.get(measure as usize).copied().unwrap_or_default()
    }

    /// A number; of a rate what stands above the line, of a duration how often it was measured.
    pub fn count(&self, measure: Measure) -> u64 {
        self.lasted.get(&measure).map_or_else(|| self.rate(measure).hits, |seconds| seconds.len() as u64)
    }

    /// The duration, in seconds, that so many percent of the measured ones do not exceed: the nearest rank. None where
    /// nothing was measured.
    pub fn percentile(&self, measure: Measure, percent: u32) -> Option<u32> {
        let seconds = self.lasted.get(&measure)?;
        let rank = (seconds.len() * percent.min(100) as usize).div_ceil(100).max(1);
        seconds.get(rank - 1).copied()
    }

    /// The middle duration, in seconds; of an even number the lower of the two in the middle.
    pub fn median(&self, measure: Measure) -> Option<u32> {
        self.percentile(measure, 50)
    }

    /// The number by which rows are compared: the share of a rate, a mean, a count, the median of a duration.
    pub fn value(&self, measure: Measure) -> Option<f64> {
        match measure.sort() {
            Sort::Rate | Sort::Mean => self.rate(measure).share(),
            Sort::Count => Some(self.count(measure) as f64),
            Sort::Duration => self.median(measure).map(f64::from),
        }
    }

    /// Whether there is no fact in it.
    pub fn is_empty(&self) -> bool {
        self.rates.is_empty() && self.lasted.is_empty()
    }
}

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is of.
    pub key: Key,
    /// Its facts.
    pub sums: Sums,
}

/// Facts along an axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The axis.
    pub by: By,
    /// The rows that have facts, in the order of their keys; what belongs to none comes last.
    pub rows: Vec<Row>,
    /// All facts, each once: where rows overlap it is less than their sum.
    pub total: Sums,
}

impl Table {
    /// The row of this key.
    pub fn row(&self, key: &Key) -> Option<&Row> {
        self.rows.iter().find(|row| row.key == *key)
    }
}
