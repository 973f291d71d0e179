//! Complaints 诉求 as a rehearsal reads them from a file.

use crate::letters::Line;

/// One complaint of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Its line, from 1.
    pub line: usize,
    /// The citizen's words.
    pub text: String,
    /// The unit that it went to in truth, where the file says so; only figures of agreement look at it.
    pub unit: Option<String>,
}

impl Complaint {
    /// What the line complains of.
    ///
    /// # Errors
    /// Its unit is no text.
    pub fn of(line: Line) -> Result<Self, String> {
        Ok(Self { line: line.number, text: line.whole(), unit: line.text("unit")?.map(str::to_owned) })
    }
}
