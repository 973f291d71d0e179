//! How a [`Model`] is made.

use super::Model;
use super::rows::Rows;
use crate::classify::learned::file::{Table, too_large};
use crate::classify::learned::quick::QuickMap;
use crate::classify::learned::{Feature, Finder, Learned};
use crate::classify::scan::TooMany;
use crate::domain::problem::Problem;

impl Model {
    /// The model of these files, each with its name and its text.
    ///
    /// # Errors
    /// Every fault that could be seen, at least one.
    pub fn parse(files: &[(String, String)]) -> Result<Self, Vec<Problem>> {
        Table::parse(files).and_then(|table| Self::of(table).map_err(|fault| vec![too_large(fault)]))
    }

    /// The model of these weights, rounded as its files would have them.
    ///
    /// # Errors
    /// There are more features than it can hold.
    pub fn new(learned: &Learned) -> Result<Self, TooMany> {
        Self::of(Table::of(learned))
    }

    fn of(table: Table) -> Result<Self, TooMany> {
        let Table { head, features, labels, intents } = table;
        let mut own: Vec<Vec<(u16, i16)>> = vec![Vec::new(); features.len()];
        for (number, label) in labels.iter().enumerate() {
            label.weights.iter().for_each(|&(feature, weight)| own[feature as usize].push((number as u16, weight)));
        }
        // What speaks to many labels is what most texts have: it lies together at the beginning.
        let mut all: Vec<(Feature, Vec<(u16, i16)>)> = features.into_iter().zip(own).filter(|(_, own)| !own.is_empty()).collect();
        all.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
        let (finder, order) = Finder::new(all.iter().map(|(feature, _)| feature.clone()))?;
        let rank: QuickMap<&Feature, usize> = order.iter().enumerate().map(|(rank, feature)| (feature, rank)).collect();
        let mut by_rank: Vec<&[(u16, i16)]> = vec![&[]; order.len()];
        for (feature, own) in &all {
            by_rank[rank[feature]] = own;
        }
        let dense = by_rank.iter().rposition(|own| Rows::is_dense(own.len(), labels.len())).map_or(0, |last| last + 1);
        let rows = Rows::new(by_rank.into_iter(), dense, labels.len());
        let biases = labels.iter().map(|label| label.bias).collect();
        let names = labels.into_iter().map(|label| label.name).collect();
        let (threshold, length, calibration) = (head.threshold, head.length, head.calibration);
        Ok(Self { field: head.field, threshold, length, calibration, names, biases, finder, rows, intents })
    }
}
