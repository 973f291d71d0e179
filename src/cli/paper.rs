//! `yousu paper KIND NUMBER`: one paper of a case, as a file.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use clap::Args;

use super::{audit, city, gather};
use crate::admin::{PaperAsked, Request};
use crate::config::Config;
use crate::domain::ids::CaseNumber;
use crate::domain::paper::PaperKind;
use crate::domain::privacy::Reader;
use crate::domain::staff::Role;

#[derive(Clone, Debug, Args)]
pub(super) struct Options {
    /// 文种，中文或英文：登记表 registration、呈批表 approval、反馈表 feedback、交办函 mandate、转办函 transfer、告诫书 admonition、催办通知书 urging、查询函 inquiry、督查通知书 supervision、通报 bulletin
    #[arg(value_name = "KIND", value_parser = kind)]
    kind: PaperKind,
    /// 工单号
    #[arg(value_name = "NUMBER")]
    number: CaseNumber,
    /// 给谁看：身份（dispatcher 派单员、handler 经办人、leader 分管领导、supervisor 督办员、auditor 监察员、administrator 管理员）、unit 承办单位、citizen 诉求人本人；诉求人的身份按它脱敏
    #[arg(long = "for", value_name = "READER", value_parser = reader, default_value = "administrator")]
    reader: Reader,
    /// 同一文种有好几份时的第几份（默认最后一份）
    #[arg(long, value_name = "N")]
    nth: Option<u32>,
    /// 写到哪个文件（默认：当前目录，以文种和工单号命名）
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The kind of this name.
fn kind(text: &str) -> Result<PaperKind, String> {
    let all: Vec<String> = PaperKind::ALL.iter().map(|kind| format!("{}（{}）", kind.label(), kind.name())).collect();
    PaperKind::named(text).ok_or_else(|| format!("没有“{text}”这种文书，可选：{}", all.join("、")))
}

/// As whom it is read.
fn reader(text: &str) -> Result<Reader, String> {
    match text {
        "unit" | "单位" | "承办单位" => Ok(Reader::Group),
        "citizen" | "诉求人" => Ok(Reader::Citizen),
        other => super::staff::role(other).map(Reader::Staff).map_err(|error| format!("{error}、承办单位（unit）、诉求人（citizen）")),
    }
}

/// Asks for the paper, writes it, and says where.
pub(super) fn run(options: Options, config: &Config) -> Result<ExitCode> {
    let Options { kind, number, reader, nth, out } = options;
    let role = match reader {
        Reader::Staff(role) => Some(role),
        Reader::Group => Some(Role::Handler),
        _ => None,
    };
    let may_have = role.map_or_else(|| kind.is_for_citizens(), |role| kind.is_for(role));
    ensure!(may_have, "{}不发给{}，请换一个 --for", kind.label(), reader.label());
    let request = Request::Paper(PaperAsked { kind, number, reader, nth, by: audit::operator() });
    let mut bytes = Vec::new();
    gather(config, &request, &Arc::new(city(config)?), &mut bytes)?;
    let out = out.unwrap_or_else(|| PathBuf::from(format!("{} {number}.docx", kind.label())));
    fs::write(&out, &bytes).with_context(|| format!("写不了 {}，请检查路径和权限", out.display()))?;
    println!("已写出 {}：{}（给{}看），工单 {number}。", out.display(), kind.label(), reader.label());
    Ok(ExitCode::SUCCESS)
}
