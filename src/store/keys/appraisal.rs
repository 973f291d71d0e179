//! Keys of 民主评议: that a case was appraised, and the ballots. No ballot's key has anything of a case's.

use super::{APPRAISED, BALLOT, Key};
use crate::domain::appraisal::Quarter;
use crate::domain::ids::CaseNumber;

/// The mark that this case was appraised.
pub fn appraised(number: CaseNumber) -> Key {
    Key::of(APPRAISED).case(number)
}

/// A ballot, by its code.
pub fn ballot(quarter: Quarter, code: &str) -> Key {
    ballots(quarter).bytes(code.as_bytes())
}

/// Every ballot of a quarter.
pub fn ballots(quarter: Quarter) -> Key {
    Key::of(BALLOT).text(&quarter.to_string())
}
