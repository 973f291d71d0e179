//! A mistake in a data file 数据问题, said to the person who edits the file: where it is, what is wrong and what to do.

use std::fmt;

mod parser;

pub use parser::plain;

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

    /// A file that is not of its form. `why` is what the parser says, and `alike` names all files of its kind: where one of them
    /// stands in the same folder, it shows how it is written.
    pub fn misshapen<'f>(file: &str, line: Option<usize>, why: &str, alike: impl IntoIterator<Item = &'f str>) -> Self {
        let folder = |name: &str| name.rsplit_once(['/', '\\']).map(|(folder, _)| folder.to_owned());
        let has_other = alike.into_iter().any(|other| other != file && folder(other) == folder(file));
        let advice = if has_other { "请对照同目录下的其他文件改正这一行" } else { "请对照说明改正这一行" };
        Self::new(file, line, format!("格式不对：{}。{advice}。", parser::plain(why)))
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

/// The line, from 1, on which this byte of the text stands. Whoever reads a file asks for one after the other.
pub fn line_at(text: &str, byte: usize) -> usize {
    text.get(..byte).unwrap_or(text).matches('\n').count() + 1
}

/// The line, from 1, on which these words first stand.
pub fn line_of(text: &str, words: &str) -> Option<usize> {
    text.find(words).map(|byte| line_at(text, byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_file_is_named_as_an_example_only_where_there_is_one() {
        let advice =
            |file: &str, alike: &[&str]| Problem::misshapen(file, Some(3), "missing field `id`", alike.iter().copied()).to_string();
        assert_eq!(advice("yousu.toml", &[]), "yousu.toml:3: 格式不对：缺少 id 这一项。请对照说明改正这一行。");
        let all = ["data/profiles/national.toml", "my/profiles/ours.toml", "my/profiles/theirs.toml"];
        assert!(advice(all[1], &all).contains("同目录下的其他文件"));
        assert!(!advice(all[0], &all).contains("同目录下的其他文件"));
        assert!(!advice(all[1], &all[..2]).contains("同目录下的其他文件"));
    }

    #[test]
    fn a_problem_reads_like_a_compilers() {
        assert_eq!(
            Problem::at("intents/noise.toml", 7, "权重应在 0 到 10 之间").to_string(),
            "intents/noise.toml:7: 权重应在 0 到 10 之间"
        );
        assert_eq!(Problem::of("data/dict.txt", "文件是空的").to_string(), "data/dict.txt: 文件是空的");
    }
}
