//! `yousu import`: a city's past cases, from a table.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;

use super::told::aside;
use super::{city, complain, gather};
use crate::admin::Request;
use crate::city::City;
use crate::config::Config;
use crate::control;
use crate::domain::problem::Problem;
use crate::import::map::{Map, Plan};
use crate::import::run::Outcome;
use crate::import::taking::{Done, Source, Wanted};
use crate::store::backup;

/// How many unknown units are listed.
const LISTED: usize = 30;

/// What is imported, and how.
#[derive(Clone, Debug, Args)]
pub(super) struct Options {
    /// 工单表：CSV（UTF-8 或 GBK，逗号、分号、制表符都可以）、XLSX 或逐行 JSON
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 列对应表（TOML）：哪一列是什么；不写时按表头猜，猜得准才用
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// 只按表头和前几行猜出列对应表，打印出来，不导入
    #[arg(long)]
    guess: bool,
    /// 还没有办结的也导入，作为在办工单继续办：没到期的时限照旧，已过期的从现在重新起算
    #[arg(long)]
    open: bool,
    /// 把不认识的单位加进 --data 目录的 departments.toml
    #[arg(long)]
    make_units: bool,
    /// 只检查，不写入
    #[arg(long)]
    dry_run: bool,
}

/// 1 when rows were kept aside. Where the service runs, it takes the rows in itself, and this command shows how far it is.
pub(super) fn run(options: &Options, config: &Config) -> Result<ExitCode> {
    let (file, map) = (backup::absolute(&options.file)?, options.map.as_deref().map(backup::absolute).transpose()?);
    let source = Source::of(&file, map.as_deref()).map_err(|problems| faults(&problems))?;
    let mut house = city(config)?;
    if options.guess {
        return guess(options, &source, &house);
    }
    let plan = source.plan()?.map_err(|problems| faults(&problems))?;
    if !source.has_map() {
        told_plan(&source)?;
    }
    if options.make_units && make_units(&source, &plan, &house, config)? {
        house = city(config)?;
    }
    let table = source.table()?;
    aside!("{}：{}，{} 列。", options.file.display(), table.found, table.header.len());
    let request = Request::Import(Wanted { file, map, open: options.open, dry_run: options.dry_run });
    let mut answer = Vec::new();
    gather(config, &request, &Arc::new(house), &mut answer)?;
    let Done { outcome, aside } = serde_json::from_slice(&answer).context("导入的结果读不懂")?;
    said(options, &outcome, &aside)
}

fn faults(problems: &[Problem]) -> anyhow::Error {
    complain(problems);
    anyhow!("列对应表有 {} 处问题，请按上面的提示改正", problems.len())
}

fn guess(options: &Options, source: &Source, house: &City) -> Result<ExitCode> {
    let (guess, header) = source.guess()?;
    let units = source.unknown(&Plan::of(&guess), house)?;
    let mut out = std::io::stdout().lock();
    write!(out, "{}", Map::proposed(&guess, &header, &units.by_rows()))?;
    out.flush()?;
    let sure = if guess.is_certain() { "够准，可以不写 --map 直接导入" } else { "不够准，请核对后用 --map 导入" };
    aside!("{}：{sure}。", options.file.display());
    Ok(ExitCode::SUCCESS)
}

/// Which column is taken for what.
fn told_plan(source: &Source) -> Result<()> {
    let (guess, header) = source.guess()?;
    aside!("没有写 --map，按表头对应：");
    for (field, columns) in &guess.columns {
        let names: Vec<&str> = columns.iter().filter_map(|place| header.get(*place)).map(String::as_str).collect();
        aside!("  {} ← {}", field.label(), names.join("、"));
    }
    Ok(())
}

/// Adds the unknown units to the city's own departments; whether there were any.
fn make_units(source: &Source, plan: &Plan, house: &City, config: &Config) -> Result<bool> {
    let Some(folder) = &config.data else {
        bail!("--make-units 要把单位写进您自己的数据目录，请同时写 --data 目录（可以是一个空目录）");
    };
    let unknown = source.unknown(plan, house)?;
    if unknown.0.is_empty() {
        return Ok(false);
    }
    if control::ask(&config.var, &Request::Status, &mut std::io::sink(), &mut |_| ())?.is_some() {
        bail!("服务正在运行，要重新启动才认得新单位。请先停止服务（Ctrl-C 或 SIGTERM），再运行一次同样的命令，然后启动");
    }
    std::fs::create_dir_all(folder).with_context(|| format!("建不了目录 {}", folder.display()))?;
    let file = folder.join("departments.toml");
    let before = super::sources(config).data.file("departments.toml").map_err(|problem| anyhow!("{problem}"))?.1;
    let text = format!("{}{}", before.trim_end_matches('\n').to_owned() + "\n", unknown.entries(&house.directory));
    let part = file.with_extension("toml.part");
    std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, &file)).with_context(|| format!("写不了 {}", file.display()))?;
    aside!("加入单位 {} 个：{}。请补上它们的职责，再运行 yousu check。", unknown.0.len(), file.display());
    Ok(true)
}

fn said(options: &Options, outcome: &Outcome, aside: &Path) -> Result<ExitCode> {
    let Outcome { rows, new, known, bad, open, units, told, at: _ } = outcome;
    let mut out = std::io::stdout().lock();
    let done = if options.dry_run { "（只检查，没有写入）可以导入" } else { "导入" };
    writeln!(out, "共 {rows} 行：{done} {new} 件，已经有的 {known} 件，另存待改 {bad} 行。")?;
    if *new == 0 && *known > 0 && *bad == 0 {
        writeln!(out, "这个文件以前导入过，没有新的工单。")?;
    }
    told.iter().try_for_each(|line| writeln!(out, "  {line}"))?;
    let others = *bad - *open - units.0.values().sum::<u64>();
    if others > told.len() as u64 {
        writeln!(out, "  还有 {} 行，原因写在文件里。", others - told.len() as u64)?;
    }
    if !units.0.is_empty() {
        writeln!(out, "不认识的单位 {} 个（在列对应表的 [units] 里对应，或加 --make-units --data 目录）：", units.0.len())?;
        units.by_rows().iter().take(LISTED).try_for_each(|(name, rows)| writeln!(out, "  {name}　{rows} 行"))?;
    }
    if *open > 0 {
        writeln!(out, "还没有办结的 {open} 件没有导入；要作为在办工单接管，请加 --open。")?;
    }
    if *bad > 0 {
        writeln!(out, "没有导入的行原样写在 {}，末列是原因；改好后导入这个文件即可。", aside.display())?;
    }
    out.flush()?;
    Ok(if *bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
