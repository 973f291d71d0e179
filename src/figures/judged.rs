//! What a case's events prove 判定.

use crate::domain::ids::{CaseNumber, DepartmentId, IntentId, Moment, StaffId};

use super::measure::Measure;

/// One judgement, decided once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// When it was decided: by what had happened until then, whatever happened afterwards.
    pub at: Moment,
    /// What is judged.
    pub measure: Measure,
    /// How it came out.
    pub value: Value,
    /// Who answers for it: the unit that had the case when it was decided. The units above answer for it too. None where no
    /// unit does, as for the dispatch desk's own time.
    pub unit: Option<DepartmentId>,
    /// The person who had signed for the case then, or against whom a card stands.
    pub person: Option<StaffId>,
}

/// How a judgement came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// What it adds above and below the line of a rate or a mean.
    Share {
        /// Above.
        hits: u16,
        /// Below.
        of: u16,
    },
    /// So many.
    Count(u32),
    /// So many seconds of natural time.
    Lasted(u32),
}

/// What a case is about, where and by which way it came: fixed when it is received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The district 区县 in which the matter lies, where it is known.
    pub district: Option<String>,
    /// The intent 意图.
    pub intent: Option<IntentId>,
    /// What people call the intent.
    pub intent_name: String,
    /// The channel: `tg`, `web`.
    pub channel: String,
}

/// The facts of one case, in the order of their moments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFacts {
    /// Which case.
    pub case: CaseNumber,
    /// What it is about.
    pub about: About,
    /// What its events prove.
    pub facts: Vec<Fact>,
}
