//! What is wrong in a data file, said so that its author can mend it.

use std::fmt;

/// One fault of a data file: where it stands, what is wrong and what to do, in Chinese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as the administrator knows it: `intents/street-lamp.toml`.
    pub file: String,
    /// The line, from 1, where one can be named.
    pub line: Option<usize>,
    /// What is wrong and what to do.
    pub what: String,
}

impl Problem {
    /// A fault in `file`, at `line` where known.
    pub fn new(file: impl Into<String>, line: Option<usize>, what: impl Into<String>) -> Self {
        Self { file: file.into(), line, what: what.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.what),
            None => write!(f, "{}: {}", self.file, self.what),
        }
    }
}
