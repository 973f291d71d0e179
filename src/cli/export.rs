//! `yousu export`: every case with its events, or a table of cases.

use std::io::{self, BufWriter, IntoInnerError, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;
use clap::Args;

use super::landing::Landing;
use super::told::aside;
use super::{ask, ask_into, audit};
use crate::admin::Request;
use crate::admin::table::Wanted;
use crate::config::Config;
use crate::export::Form;

/// What is exported.
#[derive(Clone, Debug, Args)]
pub(super) struct Options {
    /// 一件一行的工单表：csv、xlsx 或 jsonl；不写时导出全部工单及其事件（每行一件 JSON，身份不脱敏）
    #[arg(long, value_name = "FORMAT")]
    format: Option<Form>,
    /// 这一天及以后来件的，如 2026-10-01
    #[arg(long, value_name = "DAY", requires = "format")]
    from: Option<NaiveDate>,
    /// 这一天及以前来件的
    #[arg(long, value_name = "DAY", requires = "format")]
    to: Option<NaiveDate>,
    /// 这个单位（连同下级）的
    #[arg(long, value_name = "UNIT", requires = "format")]
    unit: Option<String>,
    /// 身份脱敏（工单表默认如此：表会被转发）
    #[arg(long, requires = "format", conflicts_with = "unmasked")]
    masked: bool,
    /// 身份不脱敏，请按涉密材料保管
    #[arg(long, requires = "format")]
    unmasked: bool,
    /// 写到这个文件，只有您能读；不写时输出到标准输出
    #[arg(long, value_name = "FILE", requires = "format")]
    out: Option<PathBuf>,
}

/// `yousu export`
pub(super) fn run(options: Options, config: &Config) -> Result<ExitCode> {
    let by = audit::operator();
    let Some(form) = options.format else { return ask(config, &Request::Export { by }) };
    let Options { from, to, unit, unmasked, out, .. } = options;
    if form == Form::Xlsx && out.is_none() && io::stdout().is_terminal() {
        bail!("工作簿不能显示在终端上，请写到文件里：--out 工单.xlsx");
    }
    let wanted = Wanted { form, from, to, unit, unmasked, by };
    let request = Request::Table(wanted);
    let Some(file) = out else { return ask(config, &request) };
    let mut target = BufWriter::new(Landing::at(&file)?);
    ask_into(config, &request, &mut target).with_context(|| format!("没有导出到 {}", file.display()))?;
    target.into_inner().map_err(IntoInnerError::into_error).with_context(|| format!("没有导出到 {}", file.display()))?.land()?;
    aside!("已写到 {}{}。", file.display(), if unmasked { "，内有诉求人的身份，请妥善保管" } else { "，身份已脱敏" });
    Ok(ExitCode::SUCCESS)
}
