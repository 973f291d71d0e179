//! The ledger of cards 台账: what supervisors, leaders and auditors are told of it.

use serde::Serialize;

use crate::domain::ids::CaseNumber;

/// About cards and letters over all cases.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)] // a field has a comment only where its name and the variant do not say it already
pub enum Ledger {
    /// 台账 of so many days: of one unit and those below it, or of all.
    Cards {
        days: u32,
        unit: Option<String>,
        units: Vec<UnitCards>,
        /// How many units are not listed.
        more_units: usize,
        people: Vec<PersonCards>,
        /// How many people are not listed.
        more_people: usize,
    },
    /// 建议告诫: a person has as many red cards as the rules allow before they are admonished.
    AdmonitionDue {
        number: CaseNumber,
        name: String,
        unit: String,
        red_cards: usize,
        from: u32,
        /// The cases of these cards, oldest first, each once.
        cases: Vec<CaseNumber>,
    },
}

/// A unit's line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnitCards {
    /// What it is called.
    pub unit: String,
    /// 红牌
    pub red: usize,
    /// 黄牌
    pub yellow: usize,
    /// 督办文书
    pub letters: usize,
}

/// A person's line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PersonCards {
    /// Who.
    pub name: String,
    /// Of which unit.
    pub unit: String,
    /// Red cards in these days.
    pub recent: usize,
    /// Red cards ever.
    pub total: usize,
}
