//! Operating the store 运维: a backup, and back from it; less room on the disk.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::Args;

use super::progress::Shown;
use super::{audit, store_folder};
use crate::admin::Request;
use crate::admin::backup::{self as taking, Backup};
use crate::city::City;
use crate::clock::Clock;
use crate::config::Config;
use crate::control;
use crate::desk::Remade;
use crate::store::rebuild::Rebuilt;
use crate::store::{Compacted, Done, Restored, SledStore, Store, backup};

/// Where the backup goes.
#[derive(Clone, Debug, Args)]
pub(super) struct BackupOptions {
    /// 备份文件
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 文件已经存在时覆盖它
    #[arg(long)]
    force: bool,
}

/// Where the backup is.
#[derive(Clone, Debug, Args)]
pub(super) struct RestoreOptions {
    /// 备份文件
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 备份时的存储核验不通过，也照原样恢复
    #[arg(long)]
    accept_fault: bool,
}

/// Whether anything is changed.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct RebuildOptions {
    /// 只比对，不改动；有不符的以 1 退出
    #[arg(long)]
    check: bool,
}

/// Shows how far the work has come, until it is dropped.
fn showing() -> impl FnMut(Done) {
    let mut shown = Shown::default();
    move |done| shown.tell(taking::pace(done))
}

/// The folder of a store that is to be worked on. A mistyped `--var` is no empty store: what is saved of nothing, night after night,
/// saves nothing.
fn store_there(config: &Config) -> Result<PathBuf> {
    if !config.var.exists() {
        bail!("没有数据目录 {}，什么也没有做；请检查 --var，或到放着它的目录里再运行", config.var.display());
    }
    store_folder(config)
}

/// `yousu backup`. It needs neither the city's data nor its rules: whatever is wrong with those, the records can be saved.
pub(super) fn backup(options: BackupOptions, config: &Config) -> Result<ExitCode> {
    let file = backup::absolute(&options.file)?;
    let files = backup::absolute(&config.var.join("files"))?;
    let backup = Backup { file, files, replace: options.force, by: audit::operator() };
    let mut out = io::stdout().lock();
    let mut shown = Shown::default();
    if control::ask(&config.var, &Request::Backup(backup.clone()), &mut out, &mut |pace| shown.tell(pace))?.is_none() {
        let store: Arc<dyn Store> = Arc::new(SledStore::open(store_there(config)?)?);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let mut words = Vec::new();
        runtime.block_on(taking::write(&store, Clock::System.now(), backup, &mut words, &shown.hearing()))?;
        out.write_all(&words)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// `yousu restore`
pub(super) fn restore(options: &RestoreOptions, config: &Config) -> Result<ExitCode> {
    let folder = store_folder(config)?;
    let Restored { header, counts, verification } =
        SledStore::restore(&folder, &config.var.join("files"), &options.file, options.accept_fault, &mut showing())?;
    let mut out = io::stdout().lock();
    writeln!(out, "已恢复到 {}：{}。", folder.display(), taking::words(&counts))?;
    writeln!(out, "这是 {} 的备份，此后的改动不在里面。", header.at.format("%Y-%m-%d %H:%M:%S"))?;
    match verification.fault {
        None => writeln!(out, "核验通过，锚点：{}", verification.head)?,
        Some(fault) => writeln!(out, "核验没有通过，已按您的要求照原样恢复：{fault}。请报告监察员。")?,
    }
    if header.v < 2 {
        writeln!(out, "这是旧版的备份，证据文件不在里面，请另行复制到 {}。", config.var.join("files").display())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// `yousu rebuild`: 1 when something stays that is not as it should be.
pub(super) fn rebuild(options: RebuildOptions, config: &Config, city: &City) -> Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let now = Clock::System.now();
    let found = SledStore::rebuild(
        &store_there(config)?,
        |store| Ok(Box::new(Remade::new(store, city, now)?)),
        !options.check,
        &mut |difference| Ok(writeln!(out, "{difference}")?),
        &mut showing(),
    )
    .context("重建没有做完；服务在运行的，要先停止服务；做到一半的可以重新再做")?;
    let Rebuilt { cases, records, differing, unmakeable } = found;
    writeln!(out, "由事件重建工单 {cases} 件，比对派生记录 {records} 条。")?;
    let ends = match (differing, options.check) {
        (0, _) => "没有不符的。".to_owned(),
        (_, true) => format!("不符的 {differing} 条，没有改动；要改正，请运行 yousu rebuild。"),
        (_, false) => format!("不符的 {differing} 条，已全部改正。"),
    };
    writeln!(out, "{ends}")?;
    if unmakeable > 0 {
        writeln!(out, "无法重建的 {unmakeable} 处，原样未动；请把数据目录原样留一份，再从备份恢复。")?;
    }
    out.flush()?;
    let is_well = unmakeable == 0 && (differing == 0 || !options.check);
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// `yousu compact`
pub(super) fn compact(config: &Config) -> Result<ExitCode> {
    let folder = store_there(config)?;
    let Compacted { counts, before, after } =
        SledStore::compact(&folder, &mut showing()).context("压缩没有做成，原来的数据没有改动；服务在运行的，要先停止服务")?;
    let mut out = io::stdout().lock();
    let words = taking::words(&counts);
    if after < before {
        writeln!(out, "已压缩：{before} 字节 → {after} 字节。{words}。")?;
    } else {
        writeln!(out, "不必压缩：现在是 {before} 字节，重写也小不了，没有改动。{words}。")?;
    }
    if let Some(each) = after.checked_div(counts.cases) {
        writeln!(out, "平均每件工单 {each} 字节。")?;
    }
    Ok(ExitCode::SUCCESS)
}
