//! `yousu figures` 指标: asks the running server, or the store when none runs.

use std::process::ExitCode;

use anyhow::{Result, bail};
use chrono::NaiveDate;
use clap::Args;

use super::ask;
use crate::admin::{Form, Question, Request};
use crate::config::Config;
use crate::figures::{By, Days};

/// What can be asked.
#[derive(Clone, Debug, Args)]
#[command(group(clap::ArgGroup::new("form").args(["json", "csv"])))]
pub(super) struct Options {
    /// 哪个月，例如 2026-10；不写月份和起止日就是本月
    #[arg(long, value_name = "YYYY-MM", value_parser = month, conflicts_with_all = ["from", "to"])]
    month: Option<NaiveDate>,
    /// 从哪一天起，例如 2026-10-01
    #[arg(long, value_name = "DAY", requires = "to")]
    from: Option<NaiveDate>,
    /// 到哪一天为止（含）
    #[arg(long, value_name = "DAY", requires = "from")]
    to: Option<NaiveDate>,
    /// 按什么分行：unit 单位（含下级）、desk 承办处、person 个人、district 区县、intent 事项、channel 渠道、day 日、week 周、month 月
    #[arg(long, value_name = "AXIS", value_parser = axis, default_value = "unit")]
    by: By,
    /// 只看这个单位和它的下级，可写简称
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// 只看这个人，写工号（见 yousu staff list）
    #[arg(long, value_name = "ID")]
    person: Option<u32>,
    /// 只看这个区县
    #[arg(long, value_name = "NAME")]
    district: Option<String>,
    /// 只看这个事项，写意图的名称
    #[arg(long, value_name = "INTENT")]
    intent: Option<String>,
    /// 只看这个渠道：tg、web
    #[arg(long, value_name = "NAME")]
    channel: Option<String>,
    /// 以 JSON 输出全部指标，附每项的算法
    #[arg(long)]
    json: bool,
    /// 以 CSV 输出全部指标
    #[arg(long)]
    csv: bool,
}

fn month(text: &str) -> Result<NaiveDate, String> {
    format!("{text}-01").parse().map_err(|_| format!("“{text}”不是月份，请写成 2026-10"))
}

fn axis(text: &str) -> Result<By, String> {
    let all: Vec<String> = By::ALL.iter().map(|by| format!("{}（{}）", by.name(), by.label())).collect();
    By::named(text).ok_or_else(|| format!("不能按“{text}”分行，可选：{}", all.join("、")))
}

/// Asks and prints.
pub(super) fn run(options: &Options, config: &Config) -> Result<ExitCode> {
    let days = match (options.month, options.from, options.to) {
        (Some(month), ..) => Some(Days::month(month)),
        (_, Some(from), Some(to)) if from <= to => Some(Days { from, to }),
        (_, Some(from), Some(to)) => bail!("起始日 {from} 在截止日 {to} 之后，请对调。"),
        _ => None,
    };
    let question = Question {
        from: days.map(|days| days.from),
        to: days.map(|days| days.to),
        by: options.by.name().to_owned(),
        unit: options.unit.clone(),
        person: options.person,
        district: options.district.clone(),
        intent: options.intent.clone(),
        channel: options.channel.clone(),
        form: match (options.json, options.csv) {
            (true, _) => Form::Json,
            (_, true) => Form::Csv,
            _ => Form::Words,
        },
    };
    ask(config, &Request::Figures(question))
}
