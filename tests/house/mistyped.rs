//! What is typed wrong 写错: the answer is in Chinese, names the wrong word, and says what to do.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::program::{Program, printed, run, yousu};

fn temp() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Words of clap, the standard library and its friends that nobody here should read.
const ENGLISH: [&str; 12] = [
    "error:",
    "invalid",
    "unexpected",
    "unrecognized",
    "For more information",
    "Usage",
    "Options:",
    "Print",
    "required",
    "cannot",
    "is not in",
    "default:",
];

fn assert_chinese(words: &str, of: &[&str]) {
    for english in ENGLISH {
        assert!(!words.contains(english), "{of:?} says “{english}”: {words}");
    }
}

/// What is told of a command line that cannot be done: on standard error, with 2.
fn refused(var: &Path, arguments: &[&str]) -> String {
    let output = run(var, arguments);
    let words = said(&output);
    assert!(output.status.code() == Some(2) && output.stdout.is_empty(), "{arguments:?}: {words}");
    assert!(words.starts_with("错误：") && words.contains("用法：yousu"), "{arguments:?}: {words}");
    assert_chinese(&words, arguments);
    words
}

/// The same of a command that could not do it: 1.
fn failed(var: &Path, arguments: &[&str]) -> String {
    let output = run(var, arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    said(&output)
}

#[test]
fn a_command_line_that_cannot_be_done_is_told_in_chinese() {
    let var = temp();
    let cases: [(&[&str], &[&str]); 19] = [
        (&["reesend"], &["没有“reesend”这个命令", "是不是 resend", "yousu help"]),
        (&["help", "foo"], &["没有“foo”这个命令", "yousu help"]),
        (&["staff", "invit"], &["没有“invit”这个命令", "是不是 invite"]),
        (&["staff"], &["还要写做什么", "invite", "yousu staff help"]),
        (&["--port", "3"], &["没有“--port”这个选项", "yousu help"]),
        (&["--format", "csv", "export"], &["没有“--format”这个选项", "是不是 export --format"]),
        (&["--resend"], &["没有“--resend”这个选项", "前面不写横线"]),
        (&["compact", "foo"], &["“foo”是多写的", "yousu compact --help"]),
        (&["paper"], &["还要写", "<KIND>：文种", "<NUMBER>：工单号", "yousu paper --help"]),
        (&["learn", "--out", "x"], &["还要写", "<DATA>：历史工单"]),
        (&["resend"], &["NUMBER、--all 其中一个"]),
        (&["export", "--out"], &["--out 后面还要写值：写到这个文件"]),
        (&["export", "--from", "2026-10-01"], &["还要写", "--format <FORMAT>"]),
        (&["export", "--format", "foo"], &["--format 不能写“foo”，可以写 csv、xlsx、jsonl"]),
        (&["figures", "--month", "2026-10", "--from", "2026-10-01"], &["--month 不能和 --from 一起写"]),
        (&["resend", "1", "--all"], &["NUMBER 不能和 --all 一起写"]),
        (&["compact", "--config", "a", "--config", "b"], &["--config 只能写一次"]),
        (&["check", "--profiles=3"], &["--profiles 后面不写值", "“3”"]),
        (&["staff", "invite", "--role", "handler", "--post", "C"], &["--post：没有“C”这个岗"]),
    ];
    for (arguments, wanted) in cases {
        let words = refused(var.path(), arguments);
        wanted.iter().for_each(|wanted| assert!(words.contains(wanted), "{arguments:?} does not say {wanted}: {words}"));
    }
}

#[test]
fn a_value_that_will_not_do_is_told_with_one_that_does() {
    let var = temp();
    let cases: [(&[&str], &str); 10] = [
        (&["resend", "abc"], "NUMBER 不能写“abc”：应是整数，例如 12"),
        (&["figures", "--person", "x"], "--person 不能写“x”：应是整数"),
        (&["figures", "--person=-1"], "--person 不能写“-1”：应是 0 到"),
        (&["--listen", "abc"], "--listen 不能写“abc”：应是地址和端口，例如 127.0.0.1:12345"),
        (&["export", "--format", "csv", "--from", "2026-13-01"], "--from 不能写“2026-13-01”：应是日历上有的一天，例如 2026-10-01"),
        (&["figures", "--month", "13"], "--month：“13”不是月份，请写成 2026-10"),
        (&["eval", "x", "--label", "unit", "--folds", "1"], "--folds 不能写“1”：应是 2 到 20 之间的整数"),
        (&["eval", "x", "--label", "unit", "--target", "3"], "--target 不能写“3”：应是 0 到 1 之间的数，例如 0.863"),
        (&["explain", "13"], "NUMBER：“13”不是工单号，工单号形如 20260213-000001"),
        (&["audit", "--verify", "--anchor", "x"], "--anchor 不能写“x”：锚点形如"),
    ];
    for (arguments, wanted) in cases {
        let words = refused(var.path(), arguments);
        assert!(words.contains(wanted), "{arguments:?} does not say {wanted}: {words}");
    }
}

#[test]
fn help_is_chinese_and_the_version_stays_as_it_is() {
    let var = temp();
    let all = printed(var.path(), &["--help"]);
    for wanted in ["用法：yousu [选项] [命令]", "命令:", "选项:", "显示用法", "显示版本", "显示命令的用法"] {
        assert!(all.contains(wanted), "{wanted} is missing: {all}");
    }
    let commands = all.lines().skip_while(|line| *line != "命令:").skip(1).take_while(|line| !line.is_empty());
    let commands: Vec<&str> = commands.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() > 30, "{commands:?}");
    for arguments in commands
        .iter()
        .filter(|command| **command != "help")
        .map(|command| vec![*command, "--help"])
        .chain([vec!["--help"], vec!["help", "paper"]])
    {
        let help = printed(var.path(), &arguments);
        assert!(help.contains("用法：yousu"), "{help}");
        assert_chinese(&help, &arguments);
    }
    assert!(printed(var.path(), &["rehearse", "--help"]).contains("（默认 5）"));
    assert_eq!(printed(var.path(), &["--version"]), concat!("yousu ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn a_wrong_address_in_the_configuration_is_told_with_its_line() {
    let var = temp();
    let cases = [
        ("version = 1\n[telegram]\napi_url = \"nonsense\"\n", "mine.toml:3: api_url 不是网址，请写成 http://127.0.0.1:8081 这样"),
        ("[telegram]\napi_url = \"ftp://127.0.0.1\"\n", "mine.toml:2: api_url 不是网址"),
        ("[web]\nlisten = \"12345\"\n", "mine.toml:2: listen：“12345”不是监听地址，请写成 127.0.0.1:12345"),
        ("[web]\ndemo = true\nlisten = \"0.0.0.0:1\"\n", "mine.toml:3: listen：网页只在本机开放"),
        ("\nversion = 2\n", "mine.toml:2: version 只能是 1"),
        ("versio = 1\n", "mine.toml:1: 格式不对：没有 versio 这一项，可以写 version、var"),
        ("var = 1\n", "mine.toml:1: 格式不对：这里应是"),
    ];
    for (text, wanted) in cases {
        fs::write(var.path().join("mine.toml"), text).expect("a file");
        let words = failed(var.path(), &["--config", "mine.toml", "check"]);
        assert!(words.contains(wanted), "{words}");
        // No other file stands beside it that shows how it is written.
        assert!(!words.contains("同目录"), "{words}");
        assert_chinese(&words, &["check"]);
    }
    let output = yousu(var.path()).env("YOUSU_TELEGRAM_API_URL", "nonsense").arg("check").output().expect("it runs");
    assert!(said(&output).contains("环境变量 YOUSU_TELEGRAM_API_URL 不是网址"), "{}", said(&output));
}

#[test]
fn another_file_is_shown_as_an_example_only_where_there_is_one() {
    let var = temp();
    let profiles = var.path().join("data/profiles");
    fs::create_dir_all(&profiles).expect("a folder");
    fs::write(profiles.join("ours.toml"), "version = \n").expect("a file");
    let check = ["check", "--data", "data"];
    let alone = failed(var.path(), &check);
    assert!(alone.contains("ours.toml:1") && !alone.contains("同目录"), "{alone}");
    fs::write(profiles.join("theirs.toml"), "version = \n").expect("a file");
    let beside = failed(var.path(), &check);
    assert!(beside.contains("请对照同目录下的其他文件"), "{beside}");
}

#[test]
fn a_table_goes_to_a_file_whole_or_not_at_all() {
    let var = temp();
    let export = |out: &str, more: &[&str]| {
        let arguments = [&["export", "--format", "xlsx", "--out", out], more].concat();
        failed(var.path(), &arguments)
    };
    let words = export("/nope/x.xlsx", &[]);
    assert!(words.contains("没有目录 /nope") && words.contains("先建好这个目录"), "{words}");
    let words = export(".", &[]);
    assert!(words.contains("是一个目录，请写文件名"), "{words}");
    let words = export("x.xlsx", &["--unit", "没有这个局"]);
    assert!(words.contains("没有导出到 x.xlsx：没有名为"), "{words}");
    let names = fs::read_dir(var.path()).expect("readable").flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let left: Vec<String> = names.filter(|name| name.contains("x.xlsx")).collect();
    assert!(left.is_empty(), "{left:?}");
    printed(var.path(), &["export", "--format", "xlsx", "--out", "x.xlsx"]);
    assert!(fs::read(var.path().join("x.xlsx")).expect("there").starts_with(b"PK"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_told_in_chinese() {
    let var = temp();
    for form in ["csv", "xlsx"] {
        let full = fs::File::options().write(true).open("/dev/full").expect("Linux has it");
        let output = yousu(var.path()).args(["export", "--format", form]).stdout(full).output().expect("it runs");
        assert_eq!(
            (output.status.code(), said(&output).as_str()),
            (Some(1), "错误：磁盘已满；请腾出空间（No space left on device (os error 28)）\n")
        );
    }
}

#[test]
fn a_folder_where_a_file_should_be_is_told() {
    let var = temp();
    fs::create_dir(var.path().join("old")).expect("a folder");
    let words = failed(var.path(), &["import", "old"]);
    assert!(words.contains("old 是一个目录") && words.contains("工单.csv"), "{words}");
    let words = failed(var.path(), &["import", "nowhere.csv"]);
    assert!(words.contains("打不开") && words.contains("没有这个文件"), "{words}");
    let words = failed(var.path(), &["hot", "old"]);
    assert!(words.contains("这是一个目录，不是文件"), "{words}");
}

#[cfg(unix)]
#[test]
fn a_limit_on_the_size_of_files_ends_no_command_without_a_word() {
    let var = temp();
    let program = yousu(var.path());
    let mut limited = Command::new("sh");
    limited.args(["-c", "ulimit -f 0; exec \"$0\" \"$@\""]).arg(program.get_program()).args(program.get_args());
    let output = limited.current_dir(var.path()).args(["staff", "list"]).output().expect("it runs");
    let words = said(&output);
    assert!(output.status.code() == Some(1) && words.contains("文件大小到了系统的限制"), "{}: {words}", output.status);
    assert!(words.contains("ulimit -f"), "{words}");
}

#[test]
fn a_running_server_refuses_in_the_same_words() {
    let var = temp();
    let program = Program::start(var.path(), None);
    let words = failed(var.path(), &["export", "--format", "csv", "--out", "x.csv", "--unit", "没有这个局"]);
    assert!(words.starts_with("错误：没有导出到 x.csv：") && words.contains("没有这个局"), "{words}");
    assert!(!var.path().join("x.csv").exists());
    program.stop();
}
