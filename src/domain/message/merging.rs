//! Many citizens on one case 并案: what colleagues are told of it.

use serde::Serialize;

use super::Card;
use crate::domain::ids::CaseNumber;

/// About cases that go on in another, and the citizens on one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)] // a field has a comment only where its name and the variant do not say it already
pub enum Merging {
    /// 并案 is done.
    MergedInto {
        /// What was merged.
        numbers: Vec<CaseNumber>,
        /// The mother case.
        into: CaseNumber,
        /// How many citizens she has now.
        citizens: usize,
    },
    /// The unit's case goes on in another.
    TaskMerged { number: CaseNumber, into: CaseNumber },
    /// Another citizen is on the unit's case now.
    TaskJoined {
        card: Box<Card>,
        /// How many there are.
        citizens: usize,
        /// What this one said.
        text: String,
    },
    /// One of many citizens left the case.
    TaskLeft {
        number: CaseNumber,
        /// How many are left.
        citizens: usize,
    },
    /// 不并案: it stays by itself.
    KeptApart { number: CaseNumber },
}
