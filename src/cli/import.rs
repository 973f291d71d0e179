//! `yousu import`: a city's past cases, from a table.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;

use super::progress::Progress;
use super::{city, complain, store_folder};
use crate::admin::Request;
use crate::city::City;
use crate::clock::Clock;
use crate::config::Config;
use crate::control;
use crate::desk::{Codes, Desk};
use crate::import::aside::Aside;
use crate::import::cell::Row;
use crate::import::guess::Guess;
use crate::import::map::{Map, Plan};
use crate::import::row::{Meanings, Reading};
use crate::import::run::{Into, Outcome, run as take_in};
use crate::import::table::{Shape, Table};
use crate::import::units::Unknown;
use crate::store::{SledStore, Store};

/// How many rows are looked at to guess what the columns tell.
const LOOKED_AT: usize = 200;

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

/// 1 when rows were kept aside.
pub(super) fn run(options: &Options, config: &Config) -> Result<ExitCode> {
    let source = Source::of(options)?;
    let mut house = city(config)?;
    let plan = match (&source.map, options.guess) {
        (_, true) => return guess(options, &source, &house),
        (Some((name, text, map)), _) => map.plan(name, text, &source.table()?.header).map_err(|problems| faults(&problems))?,
        (None, _) => guessed(&options.file, &source)?,
    };
    if options.make_units && make_units(&source, &plan, &house, config)? {
        house = city(config)?;
    }
    let running = control::ask(&config.var, &Request::Status, &mut std::io::sink())?.is_some();
    if running && !options.dry_run {
        bail!("服务正在运行，存储由它打开着。请先停止服务（Ctrl-C 或 SIGTERM），导入后再启动；只想看看结果，请加 --dry-run");
    }
    let meanings = Meanings::new(plan.words.clone());
    let desk = if running { None } else { Some(open(config, &house)?) };
    let now = desk.as_ref().map_or_else(|| Clock::System.now(), |desk| desk.clock().now());
    let reading = Reading { plan: &plan, meanings: &meanings, city: &house, now, open: options.open };
    let mut table = source.table()?;
    eprintln!("{}：{}，{} 列。", options.file.display(), table.found, table.header.len());
    let mut aside = Aside::of(&options.file, &table.header);
    let store: Option<Arc<dyn Store>> = desk.as_ref().map(|desk| desk.store().clone());
    let into = match (&desk, &store) {
        (Some(desk), Some(store)) if !options.dry_run => Into::House(Box::new(desk.taking_over()), store.as_ref()),
        _ => Into::Nowhere(store.as_deref()),
    };
    let mut progress = Progress::of(table.size);
    let mut tell = |so_far: &Outcome| progress.tell(so_far.at, || format!("{} 行，导入 {}，另存 {}", so_far.rows, so_far.new, so_far.bad));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = runtime
        .block_on(take_in(&mut table, &reading, into, &mut aside, &mut tell))
        .context("导入没有做完；改正后再运行一次同样的命令，已经导入的不会重复")?;
    progress.end();
    said(options, &outcome, &aside)
}

fn open(config: &Config, house: &City) -> Result<Desk> {
    let store = SledStore::open(store_folder(config)?).context("要导入，请先停止服务")?;
    Desk::open(Arc::new(store), Arc::new(house.clone()), Clock::System, Codes::Random)
}

/// The table with its map, if it has one.
struct Source<'a> {
    file: &'a Path,
    shape: Shape,
    map: Option<(String, String, Map)>,
}

impl<'a> Source<'a> {
    fn of(options: &'a Options) -> Result<Self> {
        let map = match &options.map {
            None => None,
            Some(file) => {
                let map = Map::read(file).map_err(|problems| faults(&problems))?;
                Some((file.display().to_string(), std::fs::read_to_string(file)?, map))
            }
        };
        let shape = map.as_ref().map_or_else(Shape::default, |(_, _, map)| Shape {
            sheet: map.sheet.clone(),
            header: map.header,
            wanted: map.columns.values().flat_map(|names| names.all().iter().cloned()).collect(),
        });
        Ok(Self { file: &options.file, shape, map })
    }

    fn table(&self) -> Result<Table> {
        Table::open(self.file, &self.shape).map_err(|why| anyhow!("{why}"))
    }

    fn beginning(&self) -> Result<(Vec<String>, Vec<Row>)> {
        let mut table = self.table()?;
        let mut rows = Vec::new();
        while let Some(row) = (rows.len() < LOOKED_AT).then(|| table.next_row()).transpose().map_err(|why| anyhow!("{why}"))?.flatten() {
            rows.push(row);
        }
        Ok((table.header, rows))
    }

    /// The units that nobody here answers to, of the whole table.
    fn unknown(&self, plan: &Plan, house: &City) -> Result<Unknown> {
        let (mut table, mut unknown) = (self.table()?, Unknown::default());
        while let Some(row) = table.next_row().map_err(|why| anyhow!("{why}"))? {
            unknown.look(&row, plan, &house.directory);
        }
        Ok(unknown)
    }
}

fn faults(problems: &[crate::domain::problem::Problem]) -> anyhow::Error {
    complain(problems);
    anyhow!("列对应表有 {} 处问题，请按上面的提示改正", problems.len())
}

fn guess(options: &Options, source: &Source<'_>, house: &City) -> Result<ExitCode> {
    let (header, rows) = source.beginning()?;
    let guess = Guess::of(&header, &rows);
    let units = source.unknown(&Plan::of(&guess), house)?;
    let mut out = std::io::stdout().lock();
    write!(out, "{}", Map::proposed(&guess, &header, &units.by_rows()))?;
    out.flush()?;
    let sure = if guess.is_certain() { "够准，可以不写 --map 直接导入" } else { "不够准，请核对后用 --map 导入" };
    eprintln!("{}：{sure}。", options.file.display());
    Ok(ExitCode::SUCCESS)
}

/// The plan that the header tells, where it tells one for certain.
fn guessed(file: &Path, source: &Source<'_>) -> Result<Plan> {
    let (header, rows) = source.beginning()?;
    let guess = Guess::of(&header, &rows);
    if !guess.is_certain() {
        bail!("按表头猜不准哪一列是什么。请运行 yousu import {} --guess > map.toml，核对后加 --map map.toml 再导入", file.display());
    }
    eprintln!("没有写 --map，按表头对应：");
    for (field, columns) in &guess.columns {
        let names: Vec<&str> = columns.iter().filter_map(|place| header.get(*place)).map(String::as_str).collect();
        eprintln!("  {} ← {}", field.label(), names.join("、"));
    }
    Ok(Plan::of(&guess))
}

/// Adds the unknown units to the city's own departments; whether there were any.
fn make_units(source: &Source<'_>, plan: &Plan, house: &City, config: &Config) -> Result<bool> {
    let Some(folder) = &config.data else {
        bail!("--make-units 要把单位写进您自己的数据目录，请同时写 --data 目录（可以是一个空目录）");
    };
    let unknown = source.unknown(plan, house)?;
    if unknown.0.is_empty() {
        return Ok(false);
    }
    std::fs::create_dir_all(folder).with_context(|| format!("建不了目录 {}", folder.display()))?;
    let file = folder.join("departments.toml");
    let before = super::sources(config).data.file("departments.toml").map_err(|problem| anyhow!("{problem}"))?.1;
    let text = format!("{}{}", before.trim_end_matches('\n').to_owned() + "\n", unknown.entries(&house.directory));
    let part = file.with_extension("toml.part");
    std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, &file)).with_context(|| format!("写不了 {}", file.display()))?;
    eprintln!("加入单位 {} 个：{}。请补上它们的职责，再运行 yousu check。", unknown.0.len(), file.display());
    Ok(true)
}

fn said(options: &Options, outcome: &Outcome, aside: &Aside) -> Result<ExitCode> {
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
        writeln!(out, "没有导入的行原样写在 {}，末列是原因；改好后导入这个文件即可。", aside.file().display())?;
    }
    out.flush()?;
    Ok(if *bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
