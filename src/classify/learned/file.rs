//! A learned model as files that a person can read and change 权重文件: `model.toml`, which says what was learned and how scores
//! become probabilities, and for each label a file like those of the shipped intents. Which words and how much, nothing else:
//! the same model always gives the same bytes.
//!
//! ```toml
//! # unit-07.toml
//! version = 1
//! id = "unit-07"
//! name = "市政管理局"
//! bias = -0.412
//!
//! [keywords]
//! "路灯" = 2.310      # as a word of its own
//! "~井盖" = 1.904     # anywhere in the text
//! "^排水" = 0.871     # in the subject of a letter
//! "@lamp" = 0.640     # the shipped intent `lamp` is the best one
//!
//! [negative]
//! "家里" = 0.377
//! ```

use super::Learned;
use crate::classify::scan::TooMany;
use crate::domain::problem::Problem;

mod head;
mod label;
mod lines;
mod table;
mod write;

pub(super) use table::Table;

/// The file that says what the others are.
pub const HEAD: &str = "model.toml";

/// The only version of the format.
const VERSION: u32 = 1;

/// No weight may be greater: sums are kept in whole numbers.
pub const GREATEST_WEIGHT: f64 = 30.0;

impl Learned {
    /// The files of the model by name, `model.toml` first. Weights are rounded to thousandths; those that come to nothing are
    /// left out, those beyond [`GREATEST_WEIGHT`] become that.
    pub fn files(&self) -> Vec<(String, String)> {
        write::files(self)
    }

    /// The model of these files, each with its name and its text.
    ///
    /// # Errors
    /// Every fault that could be seen, at least one.
    pub fn parse(files: &[(String, String)]) -> Result<Self, Vec<Problem>> {
        Table::parse(files).map(Table::into_learned)
    }
}

/// A weight as it is kept; one beyond the greatest becomes that.
fn thousandths(weight: f64) -> i16 {
    (weight.clamp(-GREATEST_WEIGHT, GREATEST_WEIGHT) * 1000.0).round() as i16
}

/// The file's name without folder and ending.
fn stem(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file).trim_end_matches(".toml")
}

/// What is said of a model that is too large.
pub(super) fn too_large(_: TooMany) -> Problem {
    Problem::of(HEAD, "关键词太多，装不下；请用更少的词重新学习")
}

#[cfg(test)]
mod tests;
