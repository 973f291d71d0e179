//! The help of the commands in Chinese 帮助: clap writes its headings and its own options in English.

use clap::{Arg, Command};

/// What stands around the parts that clap lays out.
const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}";

/// The whole tree of commands, built, with all its help in Chinese.
pub(super) fn chinese(mut command: Command) -> Command {
    // Only what is built has its help and version options, and its command `help`.
    command.build();
    reworded(command)
}

fn reworded(mut command: Command) -> Command {
    let usage = usage(&mut command);
    let command = if command.get_name() == "help" { command.about("显示命令的用法，例如 yousu help import") } else { command };
    command.help_template(TEMPLATE).subcommand_help_heading("命令").override_usage(usage).mut_args(described).mut_subcommands(reworded)
}

/// How the command is written, in one line.
pub(super) fn usage(command: &mut Command) -> String {
    let usage = command.render_usage().to_string();
    let words = usage.trim_start_matches("Usage:").trim();
    words.replace("[OPTIONS]", "[选项]").replace("[COMMAND]", "[命令]").replace("<COMMAND>", "<命令>")
}

fn described(arg: Arg) -> Arg {
    let arg = match arg.get_id().as_str() {
        "help" => arg.help("显示用法").long_help(None::<&'static str>),
        "version" => arg.help("显示版本").long_help(None::<&'static str>),
        "subcommand" => arg.help("哪个命令"),
        _ => with_default(arg),
    };
    // Which values there are is told by the help itself.
    let arg = arg.hide_possible_values(true);
    match arg.get_help_heading() {
        Some(_) => arg,
        None if arg.is_positional() => arg.help_heading("参数"),
        None if arg.is_global_set() => arg.help_heading("各命令都有的选项"),
        None => arg.help_heading("选项"),
    }
}

/// The default value behind the help, where there is one.
fn with_default(arg: Arg) -> Arg {
    let defaults: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if defaults.is_empty() || !arg.get_action().takes_values() {
        return arg;
    }
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let help = format!("{help}（默认 {}）", defaults.join("、"));
    arg.help(help).hide_default_value(true)
}
