//! `yousu eval-slots FILE` 评测要素: precision and recall of the facts found in texts that somebody labelled.

use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::city::City;
use crate::clock::Clock;
use crate::eval::slots::{Lines, measure};

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
    let mut lines = Vec::new();
    for file in &options.files {
        let source = File::open(file).with_context(|| format!("打不开 {}，请检查路径", file.display()))?;
        let read = Lines::read(BufReader::new(source)).with_context(|| format!("{} 不是 UTF-8 文本", file.display()))?;
        for bad in &read.bad {
            eprintln!("{} 第 {} 行：{}；已跳过", file.display(), bad.number, bad.why);
        }
        lines.extend(read.all);
    }
    if lines.is_empty() {
        bail!("没有一行能读的标注");
    }
    let mut report = measure(&city.finder, &lines, Clock::System.now());
    let mut out = io::stdout().lock();
    if options.json {
        report.misses.values_mut().for_each(|misses| misses.truncate(options.misses));
        serde_json::to_writer_pretty(&mut out, &report)?;
        writeln!(out)?;
    } else {
        write!(out, "{}", report.show(options.misses))?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
