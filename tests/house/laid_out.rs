//! Stores that are laid out for tests of their operation, and what stands in them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use yousu::store::expanded;

use crate::program::{printed, yousu};
use crate::records::{json, records};

pub type Records = BTreeMap<Vec<u8>, Vec<u8>>;

pub fn temp() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

pub fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

pub fn all(var: &Path) -> Records {
    let db = records(&var.join("store"));
    let each = db.iter().map(|record| record.expect("readable")).flat_map(|(key, value)| {
        let folded = expanded(&key, &value).map(|all| all.into_iter().map(|(key, value)| (key.as_ref().to_vec(), value)).collect());
        folded.unwrap_or_else(|| vec![(key.to_vec(), value.to_vec())])
    });
    each.map(|(key, value)| (key, json(&value))).collect()
}

pub fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A store with people, a case and its events, views and lines: what a fixture of an earlier version holds.
pub fn lay_out(var: &Path) {
    let db = records(&var.join("store"));
    for line in include_str!("../formats/store-v1.jsonl").lines() {
        let record: BTreeMap<String, String> = serde_json::from_str(line).expect("a record");
        let digits = record["key"].as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("digits"));
        let key: Vec<u8> = digits.map(|pair| u8::from_str_radix(pair, 16).expect("hexadecimal")).collect();
        db.insert(key, record["value"].as_bytes()).expect("written");
    }
    db.flush().expect("written");
}

/// What stands beside the store in `var`.
pub fn beside(var: &Path) -> Vec<String> {
    let names = fs::read_dir(var).expect("a folder").map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with("store.") || name.ends_with(".part")).collect()
}

/// A store that takes a while to write: the fixture, and lines of a chat.
pub fn lay_out_large(var: &Path) {
    lay_out(var);
    printed(var, &["audit", "--verify"]);
    let db = records(&var.join("store"));
    let line = |n: u64| {
        format!(
            "{{\"chat\":\"web:甲\",\"id\":\"{n}\",\"at\":\"2026-03-02T09:00:00+08:00\",\"from_house\":true,\"text\":\"{}\"}}",
            "路".repeat(300)
        )
    };
    for n in 0..6000_u64 {
        let key = [b"l".as_slice(), &7_u32.to_be_bytes(), "web:甲".as_bytes(), &(n + 100_000).to_be_bytes()].concat();
        db.insert(key, line(n).as_bytes()).expect("written");
    }
    db.flush().expect("written");
}

/// Runs a command and kills it after so long; whether it had come to its end before.
pub fn killed(var: &Path, arguments: &[&str], after: Duration) -> bool {
    let mut child = yousu(var).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it runs");
    sleep(after);
    let is_over = child.try_wait().expect("a child").is_some();
    if !is_over {
        child.kill().expect("it runs");
        child.wait().expect("it ends");
    }
    is_over
}

/// What the administrator and the auditor see: every case with its events, and that the chain is whole.
pub fn whole(var: &Path) -> (usize, String) {
    let verified = printed(var, &["audit", "--verify"]);
    assert!(verified.starts_with("核验通过"), "{verified}");
    let export = printed(var, &["export"]);
    (export.lines().count(), export)
}
