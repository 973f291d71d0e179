//! `yousu check` 检查: one thing broken at a time in a copy of the city's data is named with its file and line.

use std::fs;
use std::path::Path;

use yousu::city::{City, DEFAULT_PROFILE, Sources};

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("readable") {
        let entry = entry.expect("readable");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copied");
        }
    }
}

/// What is found when `was` in this file of `data/` is changed into `is`: each problem as the administrator reads it.
fn found(file: &str, was: &str, is: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data"), &data);
    let text = fs::read_to_string(data.join(file)).expect("readable");
    assert!(text.contains(was), "{file} has {was}");
    fs::write(data.join(file), text.replacen(was, is, 1)).expect("written");
    match City::load(&Sources::new(Some(data), None), DEFAULT_PROFILE) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn a_sound_copy_is_sound() {
    assert_eq!(found("calendars/2026.toml", "春节", "春节"), Vec::<String>::new());
}

#[test]
fn each_fault_is_named_with_file_and_line() {
    let cases = [
        ("departments.toml", "id = \"huanwei\"", "id = \"chengguan\"", "用了两次"),
        ("departments.toml", "district = \"城东区\"", "district = \"城冬区\"", "不是任何区县单位的辖区"),
        ("departments.toml", "version = 1", "version = 2", "version = 1"),
        ("departments.toml", "short = \"城管局\"", "shrot = \"城管局\"", "格式不对"),
        ("calendars/2026.toml", "\"2026-02-14\"", "\"2026-02-21\"", "落在 春节 自己的假期里"),
        ("calendars/2026.toml", "\"2026-02-14\"", "\"2026-02-13\"", "不是周末"),
        ("calendars/2026.toml", "to = \"2026-09-27\"", "to = \"2026-10-02\"", "重叠"),
        ("profiles/national.toml", "complaint = \"5wd\"", "complaint = \"five\"", "不是时限"),
        ("profiles/national.toml", "at = \"50%\"", "at = \"150%\"", "不是催办时点"),
        ("templates/citizens.toml", "{{ number }}", "{{ nubmer }}", "nubmer"),
    ];
    for (file, was, is, words) in cases {
        let problems = found(file, was, is);
        let named = problems.iter().any(|problem| problem.contains(words) && is_placed(problem, file));
        assert!(named, "{file}: {was} -> {is}: {problems:#?}");
    }
}

/// Whether the problem tells the file and a line in it.
fn is_placed(problem: &str, file: &str) -> bool {
    let rest = problem.split_once(file).map(|(_, rest)| rest);
    rest.and_then(|rest| rest.strip_prefix(':')).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}
