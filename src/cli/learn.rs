//! `yousu learn` 学习: weights from a city's history, written as a folder that `yousu classify --model` reads.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::Args;

use super::audit::operator;
use super::told::aside;
use super::{city, gather, lines};
use crate::admin::Request;
use crate::city::City;
use crate::classify::corpus::Lesson;
use crate::classify::learned::file::HEAD;
use crate::config::Config;
use crate::learn::{Aim, Eye, Outcome, Progress, Sees, WEIGHTS, Wish, learn};
use crate::letters::{Labelled, Lines};

pub(super) mod taught;

/// The only field that dispatchers correct.
const CORRECTED: &str = "unit";

/// What can be asked of learning.
#[derive(Clone, Debug, Args)]
pub(super) struct Options {
    /// 历史工单，每行一个 JSON：text（或 subject 和 detail），加上 --label 写的字段
    #[arg(value_name = "DATA", required_unless_present_any = ["from_store", "emergencies", "kinds"])]
    history: Option<PathBuf>,
    /// 权重写到哪个目录
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// 学哪个字段：unit 承办单位、category 类别……值是文字，或一级级的文字列表
    #[arg(long, value_name = "FIELD", default_value = "unit")]
    label: String,
    /// 开发集：校准和阈值由它得出；不给，就由历史工单交叉验证得出
    #[arg(long, value_name = "FILE")]
    dev: Option<PathBuf>,
    /// 不经人工的那些，要有多大比例是对的（默认 0.863）；学突发时，要听出多大比例的险情（默认 0.96）
    #[arg(long, value_name = "SHARE", value_parser = share)]
    target: Option<f64>,
    /// 大约留下多少个权重：少则好读，多则略准（默认 300000，学语料时 20000）
    #[arg(long, value_name = "N", value_parser = weights)]
    weights: Option<usize>,
    /// 学什么话是突发险情：学 data/emergencies 里的句子（本市自己的也在内），不学历史工单
    #[arg(long, conflicts_with_all = ["history", "from_store", "dev", "label"])]
    emergencies: bool,
    /// 学什么话听起来是咨询、求助、投诉、举报、建议、表扬：学 data/kinds 里的句子（本市自己的也在内），不学历史工单
    #[arg(long, conflicts_with_all = ["history", "from_store", "dev", "label", "emergencies"])]
    kinds: bool,
    /// 也学本系统里的工单：最后由哪个单位签收（去掉姓名、电话、账号）
    #[arg(long)]
    from_store: bool,
}

fn share(text: &str) -> Result<f64, String> {
    let wrong = || format!("“{text}”应是 0.5 到 0.999 之间的小数，例如 0.863");
    text.parse().ok().filter(|share| (0.5..=0.999).contains(share)).ok_or_else(wrong)
}

fn weights(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|weights| (100..=5_000_000).contains(weights)).ok_or_else(|| format!("“{text}”应是 100 到 5000000 之间的整数"))
}

/// Learns, writes the folder and says how good it is.
pub(super) fn run(options: &Options, config: &Config) -> Result<ExitCode> {
    let began = Instant::now();
    ready(&options.out)?;
    // What was learned before must not teach what is learned now.
    let config = Config { model: None, ..config.clone() };
    let city = Arc::new(city(&config)?);
    for (wanted, lesson) in [(options.emergencies, Lesson::Hotline), (options.kinds, Lesson::Kind)] {
        if wanted {
            return taught::run(lesson, options, &config, &city, began);
        }
    }
    let mut lessons = options.history.as_deref().map(|file| read(file, &options.label)).transpose()?.unwrap_or_default();
    if options.from_store {
        lessons.extend(from_store(options, &config, &city)?);
    }
    let dev = options.dev.as_deref().map(|file| usable(file, &options.label)).transpose()?;
    let eye = Eye { classifier: &city.classifier, directory: &city.directory, sees: Sees::Everything };
    let wish = Wish {
        field: options.label.clone(),
        target: options.target.unwrap_or(0.863),
        weights: options.weights.unwrap_or(WEIGHTS),
        aim: Aim::Unread,
    };
    let outcome = learn(eye, &lessons, dev.as_deref(), &wish, &Progress::on_stderr())?;
    done(&options.out, &outcome, began, &format!("试用：yousu classify --model {}", options.out.display()))
}

/// Writes what was learned and says how good it is.
fn done(folder: &Path, outcome: &Outcome, began: Instant, next: &str) -> Result<ExitCode> {
    write(folder, &outcome.learned.files())?;
    let mut out = std::io::stdout().lock();
    write!(out, "{}", outcome.report.words())?;
    writeln!(out, "用时 {:.0} 秒，写到 {}；{next}", began.elapsed().as_secs_f64(), folder.display())?;
    Ok(ExitCode::SUCCESS)
}

fn read(file: &Path, field: &str) -> Result<Vec<Labelled>> {
    Ok(lines::read(file, |line| Labelled::of(line, field))?.all)
}

/// A file to check by: without a line that has the label, nothing would be checked.
fn usable(file: &Path, field: &str) -> Result<Vec<Labelled>> {
    let all = read(file, field)?;
    if all.is_empty() {
        bail!("开发集 {} 里没有一行带 {field} 的诉求，校准和阈值无从得出；请换一个文件，或去掉 --dev", lines::name(file));
    }
    Ok(all)
}

fn from_store(options: &Options, config: &Config, city: &Arc<City>) -> Result<Vec<Labelled>> {
    if options.label != CORRECTED {
        bail!("系统里的工单只记着由哪个单位办，没有 {}；请用 --label {CORRECTED}，或去掉 --from-store", options.label);
    }
    let mut lines = Vec::new();
    gather(config, &Request::Lessons { by: operator() }, city, &mut lines)?;
    let history = Lines::labelled(lines.as_slice(), &options.label)?;
    aside!("系统里的工单：{} 条可学。", history.all.len());
    Ok(history.all)
}

/// A folder that can be written, and that is new, or empty, or holds an older model: nothing else is overwritten, and minutes of
/// learning are not lost.
fn ready(folder: &Path) -> Result<()> {
    let (is_new, probe) = (!folder.exists(), folder.join(".yousu-probe"));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&probe, "")).and_then(|()| fs::remove_file(&probe));
    written.with_context(|| unwritable(folder))?;
    if is_new {
        return fs::remove_dir(folder).with_context(|| unwritable(folder));
    }
    let entries = fs::read_dir(folder).with_context(|| unwritable(folder))?;
    let is_free = folder.join(HEAD).is_file() || entries.flatten().next().is_none();
    if is_free {
        Ok(())
    } else {
        bail!("目录 {} 里有别的东西，不是学得的权重；请给 --out 一个新目录", folder.display())
    }
}

fn unwritable(folder: &Path) -> String {
    format!("写不了 {}，请检查路径和权限", folder.display())
}

/// Writes the files in the place of an older model's. `model.toml` comes last: without it a folder is no model.
fn write(folder: &Path, files: &[(String, String)]) -> Result<()> {
    let why = || unwritable(folder);
    fs::create_dir_all(folder).with_context(why)?;
    let old = fs::read_dir(folder).with_context(why)?.flatten().map(|entry| entry.path());
    for old in old.filter(|path| path.extension().is_some_and(|extension| extension == "toml")) {
        fs::remove_file(old).with_context(why)?;
    }
    for (name, text) in files.iter().rev() {
        fs::write(folder.join(name), text).with_context(why)?;
    }
    Ok(())
}
