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
        ("profiles/national.toml", "satisfied = 35", "satisfied = 36", "加起来是 101"),
        ("profiles/national.toml", "id = \"force-majeure\"", "id = \"Force Majeure\"", "只能用小写字母"),
        ("profiles/national.toml", "id = \"force-majeure\"", "id = \"appraisal\"", "用了两次"),
        ("profiles/national.toml", "ruling_from = 2", "ruling_from = 0", "从 1 数起"),
        ("profiles/national.toml", "most_workdays = 20", "most_workdays = 401", "最多是 400 个工作日"),
        ("profiles/national.toml", "least = 5", "least = 1001", "3 到 1000"),
        (
            "profiles/national.toml",
            "limit = \"review\"\nrung = \"urging\"",
            "limit = \"review\"\nrung = \"red\"",
            "红牌“review-urging”只能",
        ),
        (
            "profiles/national.toml",
            "id = \"review-urging\"\nlimit = \"review\"\nrung = \"urging\"\nat = \"due\"",
            "id = \"review-urging\"\nlimit = \"review\"\nrung = \"urging\"\nat = \"50%\"",
            "会悄悄过期",
        ),
        ("profiles/national.toml", "rung = \"yellow\"\nat = \"due\"", "rung = \"urging\"\nat = \"due\"", "没有办理超期的黄牌"),
        ("profiles/beijing.toml", "extends = \"national\"", "extends = \"natoinal\"", "不是同目录里的规则"),
        ("profiles/beijing.toml", "extends = \"national\"", "extends = \"shanghai\"", "只能沿用一层"),
        ("profiles/beijing.toml", "handle = \"15d\"", "handle = \"15x\"", "不是时限"),
        ("profiles/beijing.toml", "ruling_from = 1", "ruling_form = 1", "格式不对"),
        ("profiles/shanghai.toml", "aliases = [\"上海市\"]", "aliases = [\"北京市\"]", "同时属于规则"),
        ("profiles/beijing.toml", "extends = \"national\"", "extends = \"national\"\nwithout = [\"handle-purple\"]", "没有，请核对 id"),
        ("profiles/yongxing.toml", "within = \"0wd\"", "within = \"30wd\"", "呈批的时限太长"),
        ("templates/citizens.toml", "{{ number }}", "{{ nubmer }}", "nubmer"),
    ];
    for (file, was, is, words) in cases {
        let problems = found(file, was, is);
        let named = problems.iter().any(|problem| problem.contains(words) && is_placed(problem, file));
        assert!(named, "{file}: {was} -> {is}: {problems:#?}");
    }
}

#[test]
fn a_key_of_several_sections_is_named_where_it_is_wrong() {
    let file = "profiles/national.toml";
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(file)).expect("readable");
    for (was, is) in [
        ("most_workdays = 10\nrule_within = \"1wd\"", "most_workdays = 401\nrule_within = \"1wd\""),
        ("most_workdays = 20\nrule_within = \"1wd\"", "most_workdays = 401\nrule_within = \"1wd\""),
        ("rule_within = \"1wd\"\n\n[redo]", "rule_within = \"0m\"\n\n[redo]"),
        ("rule_within = \"1wd\"\n\n# 中止", "rule_within = \"0m\"\n\n# 中止"),
        ("least = 5\nbase", "least = 1001\nbase"),
        ("monthly = 1\n", "monthly = 29\n"),
        ("monthly = 0\n", "monthly = 29\n"),
    ] {
        let line = text[..text.find(was).expect("it is there")].lines().count() + 1;
        let problems = found(file, was, is);
        assert!(problems.iter().any(|problem| problem.contains(&format!("{file}:{line}: "))), "{was}, line {line}: {problems:#?}");
    }
}

/// Whether the problem tells the file and a line in it.
fn is_placed(problem: &str, file: &str) -> bool {
    let rest = problem.split_once(file).map(|(_, rest)| rest);
    rest.and_then(|rest| rest.strip_prefix(':')).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[test]
fn a_folder_holds_only_what_is_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let load = |name: &str| City::load(&Sources::new(Some(folder.path().to_path_buf()), None), name);
    assert!(load(DEFAULT_PROFILE).is_ok(), "what is not in the folder is the program's own");
    fs::create_dir_all(folder.path().join("profiles")).expect("a folder");
    fs::write(
        folder.path().join("profiles/county.toml"),
        "version = 1\nname = \"county\"\nextends = \"national\"\ntitle = \"某县\"\nsource = \"无\"\n",
    )
    .expect("written");
    assert_eq!(load("某县").unwrap_or_else(|problems| panic!("{problems:?}")).profile.name, "county");
    fs::write(folder.path().join("departmets.toml"), "version = 1").expect("written");
    let problems = load(DEFAULT_PROFILE).err().expect("a misspelt name");
    assert!(problems.iter().any(|problem| problem.to_string().contains("departmets.toml") && problem.what.contains("名称写错")));
    let nowhere = Sources::new(Some(folder.path().join("nowhere")), None);
    assert!(City::load(&nowhere, DEFAULT_PROFILE).is_err(), "a folder that is not there");
}

/// What is found when `was` in this file of the learned model is changed into `is`.
fn found_in_model(file: &str, was: &str, is: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models/anlan"), folder.path());
    let text = fs::read_to_string(folder.path().join(file)).expect("readable");
    assert!(text.contains(was), "{file} has {was}");
    fs::write(folder.path().join(file), text.replacen(was, is, 1)).expect("written");
    let sources = Sources::new(None, None).with_model(Some(folder.path().to_owned()));
    City::load(&sources, DEFAULT_PROFILE).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

#[test]
fn a_broken_model_is_named_with_file_and_line() {
    assert_eq!(found_in_model("model.toml", "version = 1", "version = 1"), Vec::<String>::new());
    for (file, was, is, place, words) in [
        ("model.toml", "threshold = 0.7", "threshold = 7.0", "model.toml:11: ", "0 到 1"),
        ("model.toml", "\"unit-05\",", "\"unit-06\",", "model.toml:9: ", "没有 unit-06.toml"),
        ("unit-02.toml", "\"公交\" = 3.000", "\"公交\" = 300", "unit-02.toml:7: ", "0 到 30"),
        ("unit-02.toml", "\"@shared-bike\"", "\"@shared-bikes\"", "unit-02.toml:9: ", "没有“shared-bikes”这个意图"),
        ("unit-02.toml", "\"公交\" = 3.000", "公交 = 3.000", "unit-02.toml:7: ", "TOML 写法有误"),
    ] {
        let problems = found_in_model(file, was, is);
        assert!(problems.iter().any(|problem| problem.contains(place) && problem.contains(words)), "{is}: {problems:?}");
    }
    let nowhere = Sources::new(None, None).with_model(Some("/there/is/no/such/folder".into()));
    let problems = City::load(&nowhere, DEFAULT_PROFILE).err().unwrap_or_default();
    assert!(problems.iter().any(|problem| problem.to_string().contains("--model")), "{problems:?}");
}
