//! `yousu eval` 评测: how well texts are understood, measured on labelled ones.

use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::city::City;
use crate::clock::Clock;
use crate::domain::ids::Moment;
use crate::eval::errors::Veil;
use crate::eval::intents::{self, Field};
use crate::eval::{Asked, Labelled, Material, Options as Wanted, Report, plot};
use crate::intake::Ctx;

/// What can be asked of an evaluation.
#[derive(Clone, Debug, Args)]
pub(super) struct Options {
    /// 有标注的诉求，每行一个 JSON（text，或 subject 和 detail，加上标签）；写 - 从标准输入读
    #[arg(value_name = "DATA.jsonl")]
    file: PathBuf,
    /// 哪个字段是正确答案，例如 unit、category；评测内置意图时可选 category、unit、intent、intent_name、kind、urgency、district
    #[arg(long, value_name = "FIELD")]
    label: String,
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
    #[arg(long, value_name = "N", default_value_t = 1000)]
    resamples: usize,
    /// 随机种子：同样的数据、同样的种子，结果相同
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "应是 0 到 1 之间的数，例如 0.863".to_owned())
}

/// Measures and reports.
pub(super) fn run(options: &Options, city: &City) -> Result<ExitCode> {
    let mut data = read(&options.file, &options.label)?;
    for bad in &data.bad {
        eprintln!("第 {} 行：{}，已跳过。", bad.line, bad.why);
    }
    let now = Clock::System.now();
    let ctx = ctx(city, now);
    let field = Field::named(&options.label).map_err(anyhow::Error::msg)?;
    data.all.iter_mut().for_each(|entry| entry.label = field.spelled(&entry.label, &city.directory));
    let first = Asked::ask(intents::judge(ctx, field), &data.all);
    let file = options.file.file_name().map_or_else(|| "标准输入".to_owned(), |name| name.to_string_lossy().into_owned());
    let veil = Veil { finder: &city.finder, now };
    let material = Material { file, field: options.label.clone(), data: &data, first, second: None, folds: Vec::new(), veil };
    let wanted = options.wanted();
    let Some(report) = Report::of(&material, &wanted) else {
        bail!("{} 里没有一行能评测：每行要有 text（或 subject 和 detail）和 {}", options.file.display(), options.label)
    };
    if let Some(folder) = &options.out {
        write(folder, &report)?;
    }
    let mut out = io::stdout().lock();
    if options.json {
        serde_json::to_writer_pretty(&mut out, &report)?;
        writeln!(out)?;
    } else {
        write!(out, "{}", report.words())?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

impl Options {
    fn wanted(&self) -> Wanted {
        Wanted { target: self.target, texts: !self.no_texts, errors: self.errors, resamples: self.resamples, seed: self.seed }
    }
}

fn ctx(city: &City, now: Moment) -> Ctx<'_> {
    Ctx { classifier: &city.classifier, finder: &city.finder, abuse: &city.abuse, directory: &city.directory, profile: &city.profile, now }
}

fn read(file: &Path, field: &str) -> Result<Labelled> {
    let name = file.display();
    let read = if file.as_os_str() == "-" {
        Labelled::read(io::stdin().lock(), field)
    } else {
        let source = File::open(file).with_context(|| format!("打不开 {name}，请检查路径和权限"))?;
        Labelled::read(BufReader::new(source), field)
    };
    read.with_context(|| format!("{name} 没有读完"))
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
    eprintln!("报告在 {}", folder.display());
    Ok(())
}
