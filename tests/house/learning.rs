//! `yousu learn`, as it is typed: from lines to a folder that `yousu classify --model` reads.

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use crate::program::{printed, run, yousu};

const TOLD: [(&str, [&str; 3]); 2] =
    [("灯光所", ["路灯不亮", "路灯一闪一闪", "灯杆歪了"]), ("自来水", ["水管破了", "自来水停了", "水压太低"])];

/// Thirty lines that teach, after three that do not.
fn history(file: &Path) {
    let mut lines = String::from("不是 JSON\n{\"text\":\"没有单位\"}\n{\"unit\":\"灯光所\"}\n");
    for around in ["菜场门口", "幸福里", "学校旁边", "昨天起", "又是"] {
        for (unit, told) in TOLD {
            for told in told {
                writeln!(lines, "{{\"text\":\"{around}{told},{told}\",\"unit\":\"{unit}\"}}").expect("memory");
            }
        }
    }
    std::fs::write(file, lines).expect("written");
}

fn labels(var: &Path, model: &Path, text: &str) -> Vec<String> {
    let mut child = yousu(var)
        .args(["classify", "--model", model.to_str().expect("UTF-8")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    child.stdin.take().expect("piped").write_all(text.as_bytes()).expect("it reads");
    let output = String::from_utf8(child.wait_with_output().expect("it ends").stdout).expect("UTF-8");
    let label = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["label"].as_str().expect("a label").to_owned();
    output.lines().map(label).collect()
}

fn bytes(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files
        .iter()
        .map(|file| (file.file_name().expect("named").to_string_lossy().into_owned(), std::fs::read(file).expect("readable")))
        .collect()
}

#[test]
fn from_lines_to_labels() {
    let var = tempfile::tempdir().expect("a folder");
    let (data, out, again) = (var.path().join("history.jsonl"), var.path().join("model"), var.path().join("again"));
    history(&data);
    let learn = |out: &Path| run(var.path(), &["learn", data.to_str().expect("UTF-8"), "--out", out.to_str().expect("UTF-8")]);
    let output = learn(&out);
    let (said, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}");
    for line in ["第 1 行", "第 2 行：没有 unit", "第 3 行：没有 text"] {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert!(!told.contains('\r'), "a bar is for terminals");
    assert!(said.contains("30 条，2 个标签") && said.contains("准确率") && said.contains("ECE") && said.contains("交叉验证"), "{said}");
    assert_eq!(labels(var.path(), &out, "村口路灯坏了\n三楼没有自来水\n"), ["灯光所", "自来水"]);
    // Once more, into another folder and over the first: the same bytes.
    assert!(learn(&again).status.success() && learn(&out).status.success());
    assert_eq!(bytes(&out), bytes(&again));
    assert!(printed(var.path(), &["check", "--model", out.to_str().expect("UTF-8")]).contains("没有发现问题"));
}

#[test]
fn what_cannot_be_learned_is_told() {
    let var = tempfile::tempdir().expect("a folder");
    let data = var.path().join("history.jsonl");
    history(&data);
    let (data, var_name) = (data.to_str().expect("UTF-8"), var.path().to_str().expect("UTF-8"));
    let out = var.path().join("model");
    let out = out.to_str().expect("UTF-8");
    let empty = var.path().join("empty.jsonl");
    fs::write(&empty, "\n").expect("written");
    let empty = empty.to_str().expect("UTF-8");
    for (arguments, why) in [
        (vec!["learn", data, "--out", var_name], "别的东西"),
        (vec!["learn", data, "--out", out, "--label", "category"], "只有 0 条"),
        (vec!["learn", data, "--out", "/proc/no"], "写不了 /proc/no"),
        (vec!["learn", data, "--out", out, "--dev", empty], "没有一行带 unit 的诉求"),
        (vec!["learn", "nowhere.jsonl", "--out", out], "打不开 nowhere.jsonl"),
        (vec!["learn", data, "--out", out, "--target", "86"], "0.863"),
        (vec!["learn", "--out", out], "DATA"),
        (vec!["learn", "--from-store", "--out", out, "--label", "category"], "--label unit"),
        (vec!["learn", "--from-store", "--out", out], "只有 0 条"),
        (vec!["classify", "--model", concat!(env!("CARGO_MANIFEST_DIR"), "/data/ear")], "yousu learn --emergencies"),
        (vec!["eval", data, "--resamples", "0"], "10 到 100000"),
    ] {
        let output = run(var.path(), &arguments);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && told.contains(why), "{arguments:?}: {told}");
    }
    assert!(!Path::new(out).exists(), "nothing is left of what went wrong");
}
