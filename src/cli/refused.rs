//! A command line that cannot be done 写错的命令: what clap found, in Chinese, with what to do.

use std::error::Error as _;
use std::net::AddrParseError;
use std::num::{ParseFloatError, ParseIntError};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, Command};

use super::help::usage;
use super::told::aside;

/// Tells what is wrong, or prints the help that was asked for; with the code to end with.
pub(super) fn told(error: &Error, command: &Command) -> ExitCode {
    if error.kind() == ErrorKind::DisplayHelp || error.kind() == ErrorKind::DisplayVersion {
        // Whoever closed the pipe has seen enough.
        let _ = error.print();
    } else {
        let written: Vec<String> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
        aside!("错误：{}", words(error, meant(command, &written)));
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// The command that these words are for.
fn meant<'c>(mut command: &'c Command, written: &[String]) -> &'c Command {
    let mut words = written.iter();
    while let Some(word) = words.next() {
        if let Some(inner) = command.find_subcommand(word).filter(|inner| inner.get_name() != "help") {
            command = inner;
        } else if takes_next(command, word) {
            words.next();
        }
    }
    command
}

/// Whether the word after this one is its value.
fn takes_next(command: &Command, word: &str) -> bool {
    let is_it = |arg: &&Arg| word.strip_prefix("--").is_some_and(|long| arg.get_long() == Some(long));
    command.get_arguments().find(is_it).is_some_and(|arg| arg.get_action().takes_values())
}

/// What is wrong, how the command is written, and where more stands.
fn words(error: &Error, command: &Command) -> String {
    let mut command = command.clone();
    let name = command.get_bin_name().unwrap_or("yousu").to_owned();
    let more = if command.has_subcommands() { format!("全部命令见 {name} help") } else { format!("各项说明见 {name} --help") };
    format!("{}{}\n用法：{}\n{more}。", wrong(error, &command), similar(error), usage(&mut command))
}

fn wrong(error: &Error, command: &Command) -> String {
    let (arg, value) = (text(error, ContextKind::InvalidArg), text(error, ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", text(error, ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument if command.find_subcommand(arg.trim_start_matches('-')).is_some() => {
            format!("没有“{arg}”这个选项；它是命令，前面不写横线")
        }
        ErrorKind::UnknownArgument if arg.starts_with('-') => format!("没有“{arg}”这个选项"),
        ErrorKind::UnknownArgument => format!("“{arg}”是多写的，请去掉"),
        ErrorKind::InvalidValue if value.is_empty() => format!("{} 后面还要写值{}", named(&arg), help(command, &arg)),
        ErrorKind::InvalidValue => {
            format!("{} 不能写“{value}”，可以写 {}", named(&arg), all(error, ContextKind::ValidValue).join("、"))
        }
        ErrorKind::ValueValidation => refused_value(error, &named(&arg), &value),
        ErrorKind::TooManyValues => format!("{} 后面不写值，请去掉“{value}”", named(&arg)),
        ErrorKind::MissingRequiredArgument => missing(&all(error, ContextKind::InvalidArg), command),
        ErrorKind::ArgumentConflict => conflict(&arg, &all(error, ContextKind::PriorArg)),
        ErrorKind::InvalidUtf8 => "命令里有不是 UTF-8 的字，请在 UTF-8 的终端里重写".to_owned(),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => subcommands(command),
        _ => "命令写得不对".to_owned(),
    }
}

fn missing(args: &[String], command: &Command) -> String {
    // Of a group one is enough: `<NUMBER|--all>`.
    let shown = |arg: &str| if arg.contains('|') { format!("{} 其中一个", named(arg).replace('|', "、")) } else { arg.to_owned() };
    let lines: Vec<String> = args.iter().map(|arg| format!("\n  {}{}", shown(arg), help(command, arg))).collect();
    format!("还要写：{}", lines.concat())
}

fn conflict(arg: &str, others: &[String]) -> String {
    if others.iter().any(|other| other == arg) || others.is_empty() {
        return format!("{} 只能写一次", named(arg));
    }
    let others: Vec<String> = others.iter().map(|other| named(other)).collect();
    format!("{} 不能和 {} 一起写，请去掉一边", named(arg), others.join("、"))
}

fn subcommands(command: &Command) -> String {
    let line = |inner: &Command| format!("\n  {}　{}", inner.get_name(), inner.get_about().map(ToString::to_string).unwrap_or_default());
    let lines: Vec<String> = command.get_subcommands().filter(|inner| inner.get_name() != "help").map(line).collect();
    format!("还要写做什么：{}", lines.concat())
}

/// Why a value will not do. The words of our own parsers stand as they are.
fn refused_value(error: &Error, name: &str, value: &str) -> String {
    let Some(source) = error.source() else { return format!("{name} 不能写“{value}”") };
    let own = source.to_string();
    let why = if source.is::<ParseIntError>() {
        "应是整数，例如 12"
    } else if source.is::<ParseFloatError>() {
        "应是小数，例如 0.5"
    } else if source.is::<AddrParseError>() {
        "应是地址和端口，例如 127.0.0.1:12345"
    } else if source.is::<chrono::ParseError>() {
        "应是日历上有的一天，例如 2026-10-01"
    } else if let Some((from, to)) = own.split_once(" is not in ").and_then(|(_, bounds)| bounds.split_once("..=")) {
        return format!("{name} 不能写“{value}”：应是 {from} 到 {to} 之间的整数");
    } else {
        &own
    };
    if own.contains(&format!("“{value}”")) { format!("{name}：{own}") } else { format!("{name} 不能写“{value}”：{why}") }
}

/// What an argument is for, as the help says it.
fn help(command: &Command, shown: &str) -> String {
    let arg = command.get_arguments().find(|arg| named(&arg.to_string()) == named(shown));
    arg.and_then(Arg::get_help).map_or_else(String::new, |help| format!("：{help}"))
}

/// How an argument is called in a sentence: an option without its value, anything else without the brackets of the usage.
fn named(shown: &str) -> String {
    if shown.starts_with("--") {
        return shown.split(' ').next().unwrap_or(shown).to_owned();
    }
    let plain = shown.trim_end_matches("...");
    let bare = plain.strip_prefix(['<', '[']).and_then(|rest| rest.strip_suffix(['>', ']']));
    bare.unwrap_or(plain).to_owned()
}

/// What may have been meant, the likeliest first.
fn similar(error: &Error) -> String {
    let kinds = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let mut found: Vec<String> = kinds.into_iter().flat_map(|kind| all(error, kind)).collect();
    found.reverse();
    // clap's tips are sentences; those that name what exists have it in quotes.
    let tips = all(error, ContextKind::Suggested).into_iter().filter(|tip| tip.contains("exists"));
    found.extend(tips.filter_map(|tip| tip.split('\'').nth(1).map(str::to_owned)));
    if found.is_empty() { String::new() } else { format!("；是不是 {}？", found.join("、")) }
}

fn text(error: &Error, kind: ContextKind) -> String {
    all(error, kind).into_iter().next().unwrap_or_default()
}

fn all(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(all)) => all.clone(),
        Some(ContextValue::StyledStrs(all)) => all.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}
