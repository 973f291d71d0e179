//! `yousu rehearse` 排演: real complaints through the whole house on a virtual clock, and what came of it.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use clap::Args;

use super::lines;
use super::told::{aside, tell};
use crate::city::City;
use crate::rehearse::{Complaint, Plan, Rates, rehearse};

/// What can be asked of a rehearsal.
#[derive(Clone, Debug, Args)]
pub(super) struct Options {
    /// 诉求文件，每行一个 JSON（text，或 subject 和 detail）；写 - 从标准输入读
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 这些诉求在几个工作日里陆续到来
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=250))]
    days: u32,
    /// 随机种子：同一文件、同一种子，结果相同
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// 以 JSON 输出报告
    #[arg(long)]
    json: bool,
    #[command(flatten, next_help_heading = "行为比例（0 到 1）")]
    rates: Rates,
}

/// Rehearses and reports; 1 when something that must always hold did not.
pub(super) fn run(options: &Options, city: Arc<City>) -> Result<ExitCode> {
    let complaints = lines::read(&options.file, Complaint::of)?;
    let plan = Plan { days: options.days, seed: options.seed, rates: options.rates };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let report = runtime.block_on(rehearse(complaints, &plan, city))?;
    tell(&report, options.json, || format!("{}{}", report.figures(), report.cost_lines()))?;
    if report.broken.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    aside!("有 {} 处与应当始终成立的不符，见报告的“核对”。", report.broken.len());
    Ok(ExitCode::FAILURE)
}
