//! Files of complaints as the commands are given them: a path, or `-` for standard input. What was skipped is told.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result};

use super::told::aside;
use crate::letters::{BadLine, Line, Lines};

/// So many lines that were skipped are told one by one.
const MOST_TOLD: usize = 20;

/// What a file is called in messages.
pub(super) fn name(file: &Path) -> String {
    if file.as_os_str() == "-" { "标准输入".to_owned() } else { file.display().to_string() }
}

/// What `of` makes of every line of the file.
pub(super) fn read<T>(file: &Path, of: impl Fn(Line) -> Result<T, String>) -> Result<Lines<T>> {
    read_with(file, |source| Lines::read(source, of))
}

/// The same, where the lines are read in a way of their own.
pub(super) fn read_with<T>(file: &Path, with: impl FnOnce(&mut dyn BufRead) -> io::Result<Lines<T>>) -> Result<Lines<T>> {
    let name = name(file);
    let read = if file.as_os_str() == "-" {
        with(&mut io::stdin().lock())
    } else {
        with(&mut BufReader::new(File::open(file).with_context(|| format!("打不开 {name}，请检查路径和权限"))?))
    };
    let lines = read.with_context(|| format!("{name} 没有读完"))?;
    told(&name, &lines.bad);
    Ok(lines)
}

/// What was skipped, line by line; of very many the first say what is wrong with the rest.
fn told(name: &str, bad: &[BadLine]) {
    for bad in bad.iter().take(MOST_TOLD) {
        aside!("{name} 第 {} 行：{}，已跳过。", bad.line, bad.why);
    }
    if bad.len() > MOST_TOLD {
        aside!("{name} 还有 {} 行也读不懂，已跳过。", bad.len() - MOST_TOLD);
    }
}
