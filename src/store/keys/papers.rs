//! Keys of the register of papers 文号登记.

use super::{Key, PAPER, PAPER_COUNT};
use crate::domain::ids::CaseNumber;
use crate::domain::paper::PaperKind;

/// How many papers of a kind were entered in a year.
pub fn paper_count(kind: PaperKind, year: u32) -> Key {
    Key::of(PAPER_COUNT).u32(year).bytes(kind.name().as_bytes())
}

/// The paper that this event of a case made.
pub fn registered(case: CaseNumber, seq: u32) -> Key {
    registered_of(case).u32(seq)
}

/// Every paper.
pub fn all_registered() -> Key {
    Key::of(PAPER)
}

/// Every paper of a case.
pub fn registered_of(case: CaseNumber) -> Key {
    Key::of(PAPER).case(case)
}
