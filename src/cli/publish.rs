//! `yousu publish` and `yousu example`.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::Args;

use super::{ask, audit, city, gather};
use crate::admin::Request;
use crate::admin::publish;
use crate::config::Config;
use crate::domain::ids::CaseNumber;
use crate::domain::publication::{Edition, Period};
use crate::publication::files::{csv, dictionary_csv, json};
use crate::publication::page::{self, Style};

/// What is published.
#[derive(Clone, Debug, Args)]
pub(super) struct Options {
    /// 哪个月，如 2026-10
    #[arg(long, value_name = "MONTH")]
    month: Period,
    /// 只编制出来看看，不公布
    #[arg(long)]
    dry_run: bool,
    /// 更正已经公布的：另出新版，写明更正了什么、为什么
    #[arg(long, value_name = "WHY")]
    correct: Option<String>,
    /// 把公示页、CSV、JSON 和数据字典写到这个目录
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// What is done with a typical case.
#[derive(Clone, Debug, Args)]
pub(super) struct ExampleOptions {
    /// 工单号；不写时列出全部典型案例
    #[arg(value_name = "NUMBER")]
    number: Option<CaseNumber>,
    /// 题目
    #[arg(long, requires = "number")]
    title: Option<String>,
    /// 内容：用自己的话写，不写姓名、号码、门牌、日期和原话
    #[arg(long, requires = "number")]
    text: Option<String>,
    /// 审定：随当月公示公布
    #[arg(long, requires = "number")]
    approve: bool,
}

/// `yousu publish`
pub(super) fn run(options: Options, config: &Config) -> Result<ExitCode> {
    let Options { month, dry_run, correct, out } = options;
    let request = Request::Edition(publish::Edition { month, dry_run, correction: correct, by: audit::operator() });
    let mut answer = Vec::new();
    gather(config, &request, &Arc::new(city(config)?), &mut answer)?;
    let edition: Edition = serde_json::from_slice(&answer).context("编制出来的公示读不懂")?;
    let mut said = std::io::stdout().lock();
    let done = if dry_run { "（没有公布）" } else { "已公布：" };
    writeln!(said, "{done}{}，第{}版，典型案例 {} 件。", edition.period.words(), edition.number, edition.examples.len())?;
    match out {
        Some(folder) => {
            write(&edition, &folder)?;
            writeln!(said, "公示页、CSV、JSON 和数据字典写在 {}。", folder.display())?;
        }
        None => said.write_all(&csv(&edition))?,
    }
    said.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn write(edition: &Edition, folder: &Path) -> Result<()> {
    let name = format!("{}-{}", edition.period, edition.number);
    let files = [
        (format!("{name}.html"), page::edition(edition, None, Style::Within).into_bytes()),
        (format!("{name}.csv"), csv(edition)),
        (format!("{name}.json"), serde_json::to_vec_pretty(&json(edition))?),
        ("dictionary.csv".to_owned(), dictionary_csv(edition.least)),
    ];
    fs::create_dir_all(folder).with_context(|| format!("建不了目录 {}", folder.display()))?;
    for (name, bytes) in files {
        let file = folder.join(name);
        fs::write(&file, bytes).with_context(|| format!("写不了 {}", file.display()))?;
    }
    Ok(())
}

/// `yousu example`
pub(super) fn example(options: ExampleOptions, config: &Config) -> Result<ExitCode> {
    let ExampleOptions { number, title, text, approve } = options;
    ask(config, &Request::Example(publish::Example { number, title, text, approve, by: audit::operator() }))
}
