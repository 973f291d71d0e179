//! The command line 命令行: what the administrator and the engineer can ask for.

use std::io::{self, IsTerminal, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::admin::{self, Migration, Request, Which};
use crate::city::{City, Sources};
use crate::clock::Clock;
use crate::config::{Config, Given};
use crate::control;
use crate::desk::{Codes, Desk};
use crate::domain::appraisal::Quarter;
use crate::domain::ids::CaseNumber;
use crate::domain::problem::Problem;
use crate::store::SledStore;
use crate::why;

mod audit;
mod check;
mod classify;
mod eval;
mod eval_slots;
mod explain_text;
mod export;
mod figures;
mod help;
mod hot;
mod import;
mod landing;
mod learn;
mod lines;
mod operate;
mod paper;
mod play;
mod progress;
mod publish;
mod refused;
mod rehearse;
mod serve;
mod signals;
mod staff;
mod told;

use progress::Shown;
use told::aside;

/// 12345 热线的聊天机器人与工单调度：件件有回音、事事有着落。
#[derive(Debug, Parser)]
#[command(name = "yousu", version, about = "有诉：12345 热线的聊天机器人与工单调度，件件有回音、事事有着落")]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    serve: ServeOptions,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Clone, Debug, Args)]
struct Common {
    /// 配置文件（默认：当前目录的 yousu.toml，可以没有）
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// 数据库所在目录（默认：var）
    #[arg(long, global = true, value_name = "DIR")]
    var: Option<PathBuf>,
    /// 城市数据目录：里面有的文件代替内置的同名文件，没有的用内置的
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// 意图目录，代替内置的 intents
    #[arg(long, global = true, value_name = "DIR")]
    intents: Option<PathBuf>,
    /// 学得的权重所在目录（yousu learn --out 写出的），研判时在内置意图之上使用
    #[arg(long, global = true, value_name = "DIR")]
    model: Option<PathBuf>,
    /// 城市规则：data/profiles 下的文件名，或它的中文名，例如 beijing、北京
    #[arg(long, global = true, value_name = "NAME")]
    profile: Option<String>,
}

#[derive(Clone, Copy, Debug, Args)]
struct ServeOptions {
    /// 网页的监听地址，端口 0 表示任选（只对启动服务有用）
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 启动服务（不写命令时就是它）
    Serve(ServeOptions),
    /// 检查配置、意图、单位、日历、规则和话术，并用一句句话说明选定的规则
    Check {
        /// 说明全部规则，不只是选定的
        #[arg(long)]
        profiles: bool,
    },
    /// 研判：从标准输入读诉求，逐行输出 JSON
    Classify,
    /// 说明一段诉求为什么这样研判：分词、命中的词和权重、备选、要素、紧急程度
    ExplainText(explain_text::Options),
    /// 评测：用有标注的诉求量一量研判有多准、把握靠不靠得住、错在哪些词
    Eval(Box<eval::Options>),
    /// 学习：从历史工单学得各单位（或类别）的关键词权重，用于 --model
    Learn(Box<learn::Options>),
    /// 评测要素：在人工标注的诉求上，各要素的准确率和召回率
    EvalSlots(eval_slots::Options),
    /// 按脚本演练对话，遇到第一个不符合的预期时以 1 退出
    Play {
        /// 对话脚本
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// 用真实诉求排演若干工作日，报告受理、派单、超期与办结
    Rehearse(Box<rehearse::Options>),
    /// 热点：一批来信里哪些是很多人反映的同一事项
    Hot(hot::Options),
    /// 公示：编制并公布一个月的受理、办理和评价情况，公布后不改；也是统一公开日自动公布的那一份
    Publish(publish::Options),
    /// 典型案例：起草、改写、审定；能认出人的不让写
    Example(publish::ExampleOptions),
    /// 导入历史工单：CSV、XLSX 或逐行 JSON，各步按原来的时间入账；可以随时中断，再运行一次接着做
    Import(import::Options),
    /// 导出全部工单及其事件，每行一件 JSON；写 --format 时导出一件一行的工单表
    Export(export::Options),
    /// 指标：各项率、平均流转、红黄牌、各环节用时和三率排名，按单位、个人、区县、事项、渠道或时间
    Figures(figures::Options),
    /// 民主评议的结果：诉求人不记名怎么评各单位
    Appraisal {
        /// 哪个季度，例如 2026Q4（默认：本季度）
        #[arg(long, value_name = "QUARTER")]
        quarter: Option<Quarter>,
        /// 以 JSON 输出
        #[arg(long)]
        json: bool,
    },
    /// 查看一件工单
    Case {
        /// 工单号，或导入的历史工单的原编号
        #[arg(value_name = "NUMBER")]
        number: String,
    },
    /// 取一份文书（.docx）：登记表、呈批表、反馈表、交办函、转办函、告诫书、催办通知书、查询函、督查通知书、通报
    Paper(paper::Options),
    /// 让在办的工单改按另一套规则办理（默认各按受理时的规则，不受规则变更影响）
    #[command(group(clap::ArgGroup::new("which").required(true).args(["case", "all"])))]
    MigrateProfile {
        /// 改按哪套规则：名称或中文名；服务正在运行时，以它启动时读到的为准
        #[arg(long, value_name = "NAME")]
        to: String,
        /// 只改这一件
        #[arg(long, value_name = "NUMBER")]
        case: Option<CaseNumber>,
        /// 改全部在办的
        #[arg(long)]
        all: bool,
        /// 只看会变什么，不改
        #[arg(long)]
        dry_run: bool,
    },
    /// 说明一件工单的每个时限怎么算：从何时起、哪些日子算、哪些不算、为什么
    Explain {
        /// 工单号
        #[arg(value_name = "NUMBER")]
        number: CaseNumber,
    },
    /// 谁看过一件工单；查阅码是谁的；记录有没有被改动过
    Audit(audit::Options),
    /// 运行状态：来信、通知、到期、存储、错误，哪里不好、怎么办
    Status,
    /// 列出无法送达的通知：给谁、为什么、怎么办
    Undelivered,
    /// 重发无法送达的通知，记下是谁重发的
    #[command(group(clap::ArgGroup::new("notices").required(true).args(["numbers", "all"])))]
    Resend {
        /// 序号，见 yousu undelivered
        #[arg(value_name = "NUMBER")]
        numbers: Vec<u64>,
        /// 全部
        #[arg(long)]
        all: bool,
    },
    /// 列出搁置的来信：处理时出错、原样留着的，来自谁、为什么
    Aside {
        /// 连同已经重新受理的
        #[arg(long)]
        all: bool,
    },
    /// 重新受理搁置的来信，记下是谁重新受理的
    #[command(group(clap::ArgGroup::new("messages").required(true).args(["numbers", "all"])))]
    Again {
        /// 序号，见 yousu aside
        #[arg(value_name = "NUMBER")]
        numbers: Vec<u64>,
        /// 全部
        #[arg(long)]
        all: bool,
    },
    /// 备份：把整个存储写成一个文件，服务运行时也可以做；里面有诉求人的身份，只有文件的所有者能读
    Backup(operate::BackupOptions),
    /// 恢复：由备份文件恢复存储，只恢复到空的数据目录里
    Restore(operate::RestoreOptions),
    /// 重建：由原始记录重新生成全部派生记录（快照、清单、提醒、台账），改正不符的（先停止服务）
    Rebuild(operate::RebuildOptions),
    /// 压缩：重写存储，缩小它在磁盘上的大小（先停止服务）
    Compact,
    /// 工作人员
    Staff {
        #[command(subcommand)]
        command: staff::Command,
    },
}

/// Does what the command line says; 0 when it went well, 1 when not, 2 when it says nothing that can be done, with the reason on
/// standard error.
pub fn run() -> ExitCode {
    let mut command = help::chinese(Cli::command());
    let said = command.try_get_matches_from_mut(std::env::args_os()).and_then(|said| Cli::from_arg_matches(&said));
    match said.map_err(|error| refused::told(&error, &command)) {
        Ok(cli) => ended(execute(cli)),
        Err(code) => code,
    }
}

fn ended(executed: Result<ExitCode>) -> ExitCode {
    match executed {
        Ok(code) => code,
        // Whoever reads our output through `head` has seen enough.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            aside!("错误：{}", why::told(&error));
            ExitCode::FAILURE
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let kind = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(kind)
            || cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind) == Some(io::ErrorKind::BrokenPipe)
    })
}

fn execute(cli: Cli) -> Result<ExitCode> {
    let Common { config, var, data, intents, model, profile } = cli.common;
    let command = cli.command.unwrap_or(Command::Serve(ServeOptions { listen: None }));
    let listen = match &command {
        Command::Serve(options) => options.listen.or(cli.serve.listen),
        _ => None,
    };
    let given = Given { config, var, data, intents, model, profile, listen };
    let config = Config::read(given, std::env::var("YOUSU_TELEGRAM_API_URL").ok())?;
    start_log(matches!(command, Command::Serve(_)));
    signals::outlive_full_files();
    match command {
        Command::Serve(_) => serve::run(config),
        Command::Check { profiles } => check::run(&config, profiles),
        Command::Classify => classify::run(&city(&config)?).map(|()| ExitCode::SUCCESS),
        Command::ExplainText(options) => explain_text::run(&options, &city(&config)?),
        Command::Eval(options) => eval::run(&options, &config),
        Command::Learn(options) => learn::run(&options, &config),
        Command::EvalSlots(options) => eval_slots::run(&options, &city(&config)?),
        Command::Play { files } => play::run(&files, Arc::new(city(&config)?)),
        Command::Rehearse(options) => rehearse::run(&options, Arc::new(city(&config)?)),
        Command::Hot(options) => hot::run(&options, &city(&config)?).map(|()| ExitCode::SUCCESS),
        Command::Publish(options) => publish::run(options, &config),
        Command::Example(options) => publish::example(options, &config),
        Command::Import(options) => import::run(&options, &config),
        Command::Export(options) => export::run(options, &config),
        Command::Case { number } => match number.parse() {
            Ok(number) => ask(&config, &Request::Case { number, by: audit::operator() }),
            Err(_) => ask(&config, &Request::PastCase { original: number, by: audit::operator() }),
        },
        Command::Figures(options) => figures::run(&options, &config),
        Command::MigrateProfile { to, case, all: _, dry_run } => ask(&config, &Request::MigrateProfile(Migration { to, case, dry_run })),
        Command::Paper(options) => paper::run(options, &config),
        Command::Explain { number } => ask(&config, &Request::Explain { number }),
        Command::Audit(options) => ask(&config, &Request::Audit(options.question())),
        Command::Status => ask(&config, &Request::Status),
        Command::Appraisal { quarter, json } => ask(&config, &Request::Appraisal { quarter, json }),
        Command::Undelivered => ask(&config, &Request::Undelivered),
        Command::Resend { numbers, all } => {
            let which = if all { Which::All } else { Which::Numbers { numbers } };
            ask(&config, &Request::Resend { which, by: audit::operator() })
        }
        Command::Aside { all } => ask(&config, &Request::Aside { all }),
        Command::Again { numbers, all } => {
            let which = if all { Which::All } else { Which::Numbers { numbers } };
            ask(&config, &Request::Again { which, by: audit::operator() })
        }
        Command::Backup(options) => operate::backup(options, &config),
        Command::Restore(options) => operate::restore(&options, &config),
        Command::Rebuild(options) => operate::rebuild(options, &config, &city(&config)?),
        Command::Compact => operate::compact(&config),
        Command::Staff { command } => ask(&config, &command.asked()),
    }
}

/// Whatever `RUST_LOG` says, these say no more than this.
const QUIET: [&str; 6] = ["sled=info", "hyper=info", "hyper_util=info", "reqwest=info", "usvg=error", "tiny_skia=error"];

/// Logs go to standard error; `RUST_LOG` governs them. They hold no complaint's text and no identity.
fn start_log(serving: bool) {
    let default = if serving { "info" } else { "warn" };
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| default.into());
    // At their most talkative these write out the bytes that they keep or carry, and with them what citizens wrote; those who draw
    // complain of every part of a picture that has no size.
    let filter = QUIET.iter().fold(filter, |filter, quiet| match quiet.parse() {
        Ok(directive) => filter.add_directive(directive),
        Err(_) => filter,
    });
    let ansi = io::stderr().is_terminal();
    // Where standard error takes no more, as on a full disk, the work goes on without a log: telling that it failed would panic.
    let log = tracing_subscriber::fmt().log_internal_errors(false);
    // A second start in one process, as in tests, keeps the first.
    let _ = log.with_env_filter(filter).with_writer(io::stderr).with_ansi(ansi).try_init();
}

fn sources(config: &Config) -> Sources {
    Sources::new(config.data.clone(), config.intents.clone()).with_model(config.model.clone())
}

/// The city, or every fault in its data on standard error.
fn city(config: &Config) -> Result<City> {
    City::load(&sources(config), &config.profile).map_err(|problems| {
        complain(&problems);
        anyhow::anyhow!("城市数据有 {} 处问题，请按上面的提示改正，再运行 yousu check", problems.len())
    })
}

fn complain(problems: &[Problem]) {
    problems.iter().for_each(|problem| aside!("{problem}"));
}

/// The folder of the database. Where it is not there its house is made, for its owner's eyes alone: people's names and numbers
/// stand in it (RULEBOOK §8).
fn store_folder(config: &Config) -> Result<PathBuf> {
    let mut private = std::fs::DirBuilder::new();
    private.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut private, 0o700);
    private.create(&config.var).with_context(|| format!("建不了目录 {}，请检查路径和权限", config.var.display()))?;
    Ok(config.var.join("store"))
}

/// Asks the running server, or opens the store when none runs.
fn ask(config: &Config, request: &Request) -> Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout());
    ask_into(config, request, &mut out)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// As [`ask`], with the answer elsewhere.
fn ask_into(config: &Config, request: &Request, out: &mut (dyn Write + Send)) -> Result<()> {
    let mut shown = Shown::default();
    if control::ask(&config.var, request, out, &mut |pace| shown.tell(pace))?.is_none() {
        answer(config, request, Arc::new(city(config)?), out, shown)?;
    }
    Ok(())
}

/// As [`ask`], with the answer in memory and the city at hand.
fn gather(config: &Config, request: &Request, city: &Arc<City>, out: &mut Vec<u8>) -> Result<()> {
    let mut shown = Shown::default();
    match control::ask(&config.var, request, out, &mut |pace| shown.tell(pace))? {
        Some(()) => Ok(()),
        None => answer(config, request, city.clone(), out, shown),
    }
}

/// Opens the store and answers from it.
fn answer(config: &Config, request: &Request, city: Arc<City>, out: &mut (dyn Write + Send), shown: Shown) -> Result<()> {
    let store = Arc::new(SledStore::open(&store_folder(config)?)?);
    let desk = Arc::new(Desk::open(store, city, Clock::System, Codes::Random)?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(admin::answer_telling(&desk, request.clone(), out, &shown.hearing()))
}
