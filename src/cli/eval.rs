//! `yousu eval` 评测: how well texts are understood, measured on labelled ones.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Error, Result, anyhow, bail};
use clap::Args;

use super::lines;
use super::told::{aside, tell};
use crate::city::City;
use crate::classify::dispatch::Dispatch;
use crate::classify::learned::Model;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::ids::Moment;
use crate::eval::errors::Veil;
use crate::eval::intents::{self, Field};
use crate::eval::{Asked, Judge, Material, Options as Wanted, Report, folds, learned, plot};
use crate::learn::{Aim, Eye, Progress, Sees, WEIGHTS, Wish, learn};
use crate::letters::{Labelled, Lines};

/// What can be asked of an evaluation.
#[derive(Clone, Debug, Args)]
pub(super) struct Options {
    /// 有标注的诉求，每行一个 JSON（text，或 subject 和 detail，加上标签）；写 - 从标准输入读
    #[arg(value_name = "DATA.jsonl")]
    file: PathBuf,
    /// 哪个字段是正确答案，例如 unit、category；评测内置意图时可选 category、unit、intent、intent_name、kind、urgency、district
    #[arg(long, value_name = "FIELD")]
    label: String,
    /// 再评测一个学得的模型，与前一个（--model 的，没有时是内置意图）在同样的数据上比较
    #[arg(long, value_name = "DIR")]
    compare: Option<PathBuf>,
    /// 交叉验证：把数据分成几份，轮流用其余的学、用这一份考，量的是学习本身
    #[arg(long, value_name = "K", conflicts_with = "compare", value_parser = clap::value_parser!(u8).range(2..=20))]
    folds: Option<u8>,
    /// 要求的正确率：不经人工派出的诉求里应有这么多派对
    #[arg(long, value_name = "SHARE", default_value_t = 0.863, value_parser = share)]
    target: f64,
    /// 把 report.txt、report.json、report.html、reliability.svg、coverage.svg、confusion.svg 写到这个目录
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// 以 JSON 输出报告
    #[arg(long)]
    json: bool,
    /// 报告里不引用诉求原话
    #[arg(long)]
    no_texts: bool,
    /// 列出多少件最有把握的错
    #[arg(long, value_name = "N", default_value_t = 50)]
    errors: usize,
    /// 标准误由多少次重抽（自助法）算出
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = resamples)]
    resamples: usize,
    /// 随机种子：同样的数据、同样的种子，结果相同
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "应是 0 到 1 之间的数，例如 0.863".to_owned())
}

fn resamples(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (10..=100_000).contains(number));
    number.ok_or_else(|| "应是 10 到 100000 之间的整数：重抽太少，算不出误差".to_owned())
}

/// Measures and reports.
pub(super) fn run(options: &Options, config: &Config) -> Result<ExitCode> {
    let city = super::city(config)?;
    let other =
        options.compare.as_ref().map(|folder| super::city(&Config { model: Some(folder.clone()), ..config.clone() })).transpose()?;
    let mut data = lines::read(&options.file, |line| Labelled::of(line, &options.label))?;
    let now = Clock::System.now();
    spell(&mut data, options, &city);
    let entries = &data.all;
    let wanted = options.wanted();
    let (first, folds) = match options.folds {
        Some(parts) if config.model.is_none() => {
            let learn = |lessons: &[Labelled]| learned_from(lessons, options, &city);
            folds::ask(entries, usize::from(parts), &wanted, &learn, &|part| aside!("第 {} 份，共 {parts} 份", part + 1))?
        }
        Some(_) => bail!("--folds 量的是学习本身，每一份都要重新学；请去掉 --model（或 yousu.toml 里的 model）"),
        None => (Asked::ask(judge(&city, options, config.model.as_deref(), now)?, entries), Vec::new()),
    };
    let second = other.as_ref().map(|city| Ok::<_, Error>(Asked::ask(judge(city, options, options.compare.as_deref(), now)?, entries)));
    let file = lines::name(Path::new(options.file.file_name().unwrap_or_default()));
    let veil = Veil { finder: &city.finder, now };
    let material = Material { file, field: options.label.clone(), data: &data, first, second: second.transpose()?, folds, veil };
    let Some(report) = Report::of(&material, &wanted) else {
        bail!("{} 里没有一行能评测：每行要有 text（或 subject 和 detail）和 {}", options.file.display(), options.label)
    };
    if let Some(folder) = &options.out {
        write(folder, &report)?;
    }
    tell(&report, options.json, || report.words())?;
    Ok(ExitCode::SUCCESS)
}

/// Whoever answers: the learned weights where the city has some, else the shipped intents.
fn judge<'a>(city: &'a City, options: &Options, model: Option<&Path>, now: Moment) -> Result<Judge<'a>> {
    match city.classifier.learned().map(Dispatch::model) {
        Some(weights) if weights.field() == options.label => {
            let name = model.map_or_else(|| "学得的模型".to_owned(), |folder| format!("模型 {}", folder.display()));
            Ok(learned::judge(&city.classifier, weights, name))
        }
        Some(weights) => bail!("这个模型学的是 {}，不是 {}：请改 --label，或去掉 --model 评测内置意图", weights.field(), options.label),
        None => Ok(intents::judge(city.intake(now), Field::named(&options.label).map_err(Error::msg)?)),
    }
}

/// What the learner makes of these entries, as somebody who answers.
fn learned_from<'a>(entries: &[Labelled], options: &Options, city: &'a City) -> Result<Judge<'a>> {
    let eye = Eye { classifier: &city.classifier, directory: &city.directory, sees: Sees::Everything };
    let wish = Wish { field: options.label.clone(), target: options.target, weights: WEIGHTS, aim: Aim::Unread };
    let outcome = learn(eye, entries, None, &wish, &Progress::on_stderr())?;
    let model = Model::new(&outcome.learned).map_err(|_| anyhow!("学得的权重太多，装不下；请减少数据里的标签"))?;
    Ok(learned::judge(&city.classifier, model, "学得的模型".to_owned()))
}

/// Where only the shipped intents answer, the labels are spelled as they spell them.
fn spell(data: &mut Lines<Labelled>, options: &Options, city: &City) {
    let intents_only = options.compare.is_none() && options.folds.is_none() && city.classifier.learned().is_none();
    if let (true, Ok(field)) = (intents_only, Field::named(&options.label)) {
        data.all.iter_mut().for_each(|entry| entry.label = field.spelled(&entry.label, &city.directory));
    }
}

impl Options {
    fn wanted(&self) -> Wanted {
        Wanted { target: self.target, texts: !self.no_texts, errors: self.errors, resamples: self.resamples, seed: self.seed }
    }
}

/// The report in every form.
fn write(folder: &Path, report: &Report) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("建不了目录 {}，请检查路径和权限", folder.display()))?;
    let mut files = vec![
        ("report.txt", report.words()),
        ("report.json", serde_json::to_string_pretty(report)? + "\n"),
        ("report.html", report.page()?),
        ("confusion.svg", plot::confusion::draw(&report.figures.confusion).file(plot::STYLE)),
    ];
    if let Some(certainty) = &report.figures.certainty {
        files.push(("reliability.svg", plot::reliability::draw(certainty).file(plot::STYLE)));
        files.push(("coverage.svg", plot::coverage::draw(certainty).file(plot::STYLE)));
    }
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| format!("写不了 {}，请检查路径和权限", path.display()))?;
    }
    aside!("报告在 {}", folder.display());
    Ok(())
}
