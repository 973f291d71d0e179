//! `yousu hot` 热点: which matters many people write about, in a file of letters with their times.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Args;

use super::lines;
use super::told::tell;
use crate::city::City;
use crate::hot::{Letter, Matter, Report, find};

/// What can be asked.
#[derive(Clone, Debug, Args)]
pub(super) struct Options {
    /// 来信文件，每行一个 JSON（text，或 subject 和 detail；time；可有 user、likes，以及人工标注的 cluster 用来核对）；写 - 从标准输入读
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 与之前多少天之内的来信比
    #[arg(long, value_name = "N", default_value_t = 28, value_parser = clap::value_parser!(u32).range(1..=3650))]
    days: u32,
    /// 至少几件才算热点
    #[arg(long, value_name = "N", default_value_t = 3)]
    least: usize,
    /// 最多列出几个
    #[arg(long, value_name = "N", default_value_t = 20)]
    most: usize,
    /// 把网页 hot.html 和全部数据 hot.json 写到这个目录
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// 以 JSON 输出全部
    #[arg(long)]
    json: bool,
}

/// Finds and prints. The letters' own words are not printed: they are somebody's.
pub(super) fn run(options: &Options, city: &City) -> Result<()> {
    let letters = lines::read(&options.file, Letter::of)?;
    let report = find(&letters, city, options.days, options.least);
    if let Some(folder) = &options.out {
        write(&report, options, folder, city)?;
    }
    tell(&report, options.json, || words(&report, options))
}

/// The page and the data; neither has a letter's own words.
fn write(report: &Report, options: &Options, folder: &Path, city: &City) -> Result<()> {
    let told = |what: &str| format!("写不了 {}，请检查目录权限和磁盘空间", folder.join(what).display());
    fs::create_dir_all(folder).with_context(|| told(""))?;
    let name = options.file.file_name().map_or_else(|| "标准输入".to_owned(), |name| name.to_string_lossy().into_owned());
    let intent_name = |id: &str| city.classifier.intent(&id.into()).map_or_else(|| id.to_owned(), |intent| intent.name.clone());
    fs::write(folder.join("hot.html"), report.page(&name, &intent_name)?).with_context(|| told("hot.html"))?;
    fs::write(folder.join("hot.json"), serde_json::to_vec_pretty(report)?).with_context(|| told("hot.json"))?;
    Ok(())
}

fn words(report: &Report, options: &Options) -> String {
    let in_hot: usize = report.matters.iter().map(|matter| matter.letters).sum();
    let mut out = format!(
        "来信 {} 件，{} 件及以上的同一事项 {} 个，含 {} 件；逐件查找共用 {:.2} 秒。\n",
        report.letters,
        options.least,
        report.matters.len(),
        in_hot,
        report.seconds
    );
    for (i, matter) in report.matters.iter().take(options.most).enumerate() {
        out += &line(i + 1, matter);
    }
    out += &format!("逐日回放，当时会报的预警 {} 次（{} 天）。\n", report.warnings.len(), report.days);
    if let Some(agreement) = &report.agreement {
        out += &format!(
            "\n与人工标注比（{} 件有标注）：查准 {:.1}%，查全 {:.1}%（按两两是否同一事项计）。\n",
            agreement.labelled,
            100.0 * agreement.precision,
            100.0 * agreement.recall
        );
        for (label, letters, together) in &agreement.together {
            out += &format!("  {label}：{letters} 件，聚在一起的最多 {together} 件\n");
        }
    }
    out
}

fn line(rank: usize, matter: &Matter) -> String {
    let places = if matter.places.is_empty() { "地点不明".to_owned() } else { matter.places.join("、") };
    let warned = matter.warned.map_or_else(String::new, |(on, by_then)| format!("，{on} 第 {by_then} 件时预警"));
    let lines: Vec<String> = matter.lines.iter().take(5).map(usize::to_string).collect();
    let more = if matter.lines.len() > 5 { " 等" } else { "" };
    format!(
        "{rank:>3}. {}（{places}）：{} 件，{} 人，{} 个赞同，{} 至 {}{warned}；第 {} 行{more}\n",
        matter.matter,
        matter.letters,
        matter.people,
        matter.likes,
        matter.first,
        matter.last,
        lines.join("、")
    )
}
