//! Democratic appraisal 民主评议 in words: what citizens are asked, and what came of it.

use serde::Serialize;

use crate::domain::appraisal::Sealed;
use crate::domain::ids::CaseNumber;

/// To citizens whose case is done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)] // a field has a comment only where its name and the variant do not say it already
pub enum Appraisal {
    /// One question.
    AppraisalAsk {
        number: CaseNumber,
        unit: String,
        title: String,
        /// Which question, from 1 …
        at: usize,
        /// … of how many.
        of: usize,
        question: String,
        /// The answers, each by the seal of its button.
        #[serde(skip)]
        choices: Vec<(Sealed, String)>,
        /// Fewer ballots than this are shown to nobody.
        least: usize,
    },
    /// The last one is answered.
    AppraisalThanks { unit: String },
}

/// 评议结果 of a quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AppraisalResults {
    /// What the questionnaire is called.
    pub title: String,
    /// `2026年第四季度`
    pub quarter: String,
    /// How many ballots there are in all.
    pub ballots: usize,
    /// The units that are shown, the best first.
    pub units: Vec<AppraisedUnit>,
    /// How many units are not.
    pub hidden: usize,
    /// Because they have fewer ballots than this.
    pub least: usize,
}

/// What citizens say of a unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AppraisedUnit {
    /// The unit's short name.
    pub unit: String,
    /// How many ballots.
    pub ballots: usize,
    /// From 0 to 100, with one decimal: `87.5`; `—` where nobody judged.
    pub score: String,
    /// The questions' short names, each with its score.
    pub questions: Vec<(String, String)>,
}
