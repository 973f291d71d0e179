//! A mistake in a data file 数据问题, said to the person who edits the file: where it is, what is wrong and what to do.

use std::fmt;

/// One mistake in one file. A file is read to its end, so that its author sees every mistake at once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file's name, as its author knows it: `intents/noise.toml`.
    pub file: String,
    /// The line, from 1; none when the mistake is in no one line.
    pub line: Option<usize>,
    /// What is wrong and what to do, in Chinese.
    pub what: String,
}

impl Problem {
    /// A mistake in one line, counted from 1.
    pub fn at(file: &str, line: usize, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: Some(line), what: what.into() }
    }

    /// A mistake in a line that may or may not be known.
    pub fn new(file: impl Into<String>, line: Option<usize>, what: impl Into<String>) -> Self {
        Self { file: file.into(), line, what: what.into() }
    }

    /// A mistake of the file as a whole.
    pub fn of(file: &str, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: None, what: what.into() }
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

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_reads_like_a_compilers() {
        assert_eq!(
            Problem::at("intents/noise.toml", 7, "权重应在 0 到 10 之间").to_string(),
            "intents/noise.toml:7: 权重应在 0 到 10 之间"
        );
        assert_eq!(Problem::of("data/dict.txt", "文件是空的").to_string(), "data/dict.txt: 文件是空的");
    }
}
