//! `yousu eval-slots FILE` 评测要素: precision and recall of the facts found in texts that somebody labelled.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;

use super::lines;
use super::told::tell;
use crate::city::City;
use crate::clock::Clock;
use crate::eval::slots::{Line, measure};
use crate::letters::Lines;

/// What to measure, and how to tell it.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// 标注文件，每行一个 JSON：text（或 subject、detail）、slots，可有 at、when、also、only
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// 每个要素列出最差的几处；会打印原文的片段，0 表示不列
    #[arg(long, value_name = "N", default_value_t = 5)]
    misses: usize,
    /// 输出 JSON
    #[arg(long)]
    json: bool,
}

/// Measures the city's finder on every line of the files.
pub(super) fn run(options: &Options, city: &City) -> Result<ExitCode> {
    let mut all = Vec::new();
    for file in &options.files {
        all.extend(lines::read_with(file, |source| Lines::parse(source, Line::parse))?.all);
    }
    if all.is_empty() {
        bail!("没有一行能读的标注");
    }
    let mut report = measure(&city.finder, &all, Clock::System.now());
    if options.json {
        report.misses.values_mut().for_each(|misses| misses.truncate(options.misses));
    }
    tell(&report, options.json, || report.show(options.misses).to_string())?;
    Ok(ExitCode::SUCCESS)
}
