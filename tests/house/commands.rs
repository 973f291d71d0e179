//! The commands that others rely on, as they are typed.

use std::io::Write;
use std::process::Stdio;

use crate::program::{Program, printed, run, yousu};

fn temp() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn check_finds_nothing_wrong_with_what_ships() {
    let var = temp();
    assert!(printed(var.path(), &["check"]).contains("没有发现问题"));
}

#[test]
fn check_names_file_and_line() {
    let var = temp();
    let intents = var.path().join("intents");
    std::fs::create_dir(&intents).expect("a folder");
    std::fs::write(intents.join("broken.toml"), "version = 1\nid = \"broken\"\nnmae = \"写错了\"\n").expect("a file");
    let output = run(var.path(), &["check", "--intents", intents.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("broken.toml:3"), "{said}");
}

#[test]
fn an_unknown_profile_is_told_with_the_known_ones() {
    let var = temp();
    let output = run(var.path(), &["check", "--profile", "nowhere"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("national"));
}

#[test]
fn classify_answers_every_line() {
    let var = temp();
    let mut child =
        yousu(var.path()).arg("classify").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let input =
        "楼下烧烤摊半夜还在吵\n{\"subject\":\"停水\",\"detail\":\"小区停水两天了\"}\n{\"text\":\"老板拖欠工资三个月\"}\n{\"nothing\":1}\n";
    child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    let lines: Vec<serde_json::Value> =
        String::from_utf8(output.stdout).expect("UTF-8").lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!((lines[0]["department"].as_str(), lines[0]["category"].as_str()), (Some("城管局"), Some("城乡建设")));
    assert_eq!((lines[1]["department"].as_str(), lines[1]["urgency"].as_str()), (Some("供水公司"), Some("urgent")));
    assert_eq!(lines[2]["category"].as_str(), Some("劳动和社会保障"));
    assert!(lines[3]["error"].as_str().expect("an error").contains("第 4 行"));
    for line in &lines[..3] {
        for key in ["intent", "category", "department", "probability", "urgency", "kind", "abstain", "because", "alternatives", "slots"] {
            assert!(line.get(key).is_some(), "{key} is missing in {line}");
        }
    }
}

#[test]
fn classify_with_a_model_adds_its_label_to_every_line() {
    let var = temp();
    let model = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/models/anlan");
    let mut command = yousu(var.path());
    command.args(["classify", "--model", model]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it runs");
    let mut input = "{\"text\":\"绿化带里停满了共享单车\",\"unit\":\"交通局\"}\n".as_bytes().to_vec();
    input.extend(b"{\"text\": 7}\n\xff\xfe\n");
    input.extend("{\"subject\":\"楼道\",\"detail\":\"堆满杂物\"}\r\n花坛边上的地砖松了\n某事".as_bytes());
    child.stdin.take().expect("piped").write_all(&input).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let is: Vec<_> = lines.iter().map(|line| (line["label"].as_str(), line["abstain"].as_bool())).collect();
    let wanted =
        [(Some("园林局"), Some(false)), (None, None), (None, None), (Some("街道办/镇政府"), Some(false)), (Some("园林局"), Some(true))];
    assert_eq!(is[..5], wanted);
    // Nothing is known of the last: the label without words for it is the best, and a person looks.
    assert_eq!((is.len(), is[5]), (6, (Some("其他单位"), Some(true))));
    assert!(lines[1]["error"].as_str().is_some_and(|error| error.contains("第 2 行")) && lines[2].get("error").is_some());
    // 绿化带 and 共享单车 of the model: e^6 beside the e^2 of 共享单车 and its intent, e^0.2 and two of e^0.
    let odds = [6.0_f64, 2.0, 0.2, 0.0, 0.0].map(f64::exp);
    let sure = odds[0] / odds.iter().sum::<f64>();
    assert!((lines[0]["label_probability"].as_f64().expect("a number") - sure).abs() < 1e-6, "{}", lines[0]);
    let others = lines[0]["label_alternatives"].as_array().expect("a list");
    assert_eq!(
        others.iter().map(|other| other["label"].as_str()).collect::<Vec<_>>(),
        [Some("交通局"), Some("其他单位"), Some("街道办/镇政府")]
    );
    // The three keep their order and do not outweigh the best.
    assert!(others.windows(2).all(|pair| pair[0]["probability"].as_f64() >= pair[1]["probability"].as_f64()));
}

#[test]
fn a_second_instance_says_so_and_ends() {
    let var = temp();
    let first = Program::start(var.path(), None);
    let second = run(var.path(), &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(second.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&second.stderr).contains("另一个 yousu"));
    assert!(first.address.starts_with("127.0.0.1:"));
    assert!(first.stop().as_secs() < 5);
}

#[test]
fn invitations_need_what_the_role_needs() {
    let var = temp();
    let output = run(var.path(), &["staff", "invite", "--role", "handler"]);
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("--department"));
    let output = run(var.path(), &["staff", "invite", "--role", "handler", "--department", "没有这个局"]);
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("没有名为"));
    let output = run(var.path(), &["staff", "invite", "--role", "king"]);
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("dispatcher"));
    assert!(printed(var.path(), &["staff", "invite", "--role", "督办员"]).contains("邀请码"));
}

#[cfg(unix)]
#[test]
fn what_citizens_told_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = temp();
    let var = home.path().join("var");
    let made = yousu(&var).current_dir(home.path()).args(["staff", "invite", "--role", "督办员"]).output().expect("the program runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let mode = std::fs::metadata(&var).expect("it was made").permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn a_mistyped_folder_is_no_empty_store() {
    let home = temp();
    let nowhere = home.path().join("vra");
    for command in [&["backup", "b.jsonl"][..], &["rebuild", "--check"], &["compact"]] {
        let output = yousu(&nowhere).current_dir(home.path()).args(command).output().expect("the program runs");
        assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("没有数据目录"), "{command:?}");
        assert!(!nowhere.exists() && !home.path().join("b.jsonl").exists());
    }
}

#[test]
fn a_case_that_is_none_is_told() {
    let var = temp();
    let output = run(var.path(), &["case", "20260213-000009"]);
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("没有工单 20260213-000009"));
    let output = run(var.path(), &["case", "13"]);
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("20260213-000001"));
}

#[test]
fn the_page_listens_on_this_machine_only() {
    let var = temp();
    let output = run(var.path(), &["serve", "--listen", "0.0.0.0:0"]);
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("127.0.0.1"));
}

#[test]
fn a_configuration_with_an_unknown_key_names_its_line() {
    let var = temp();
    let file = var.path().join("mine.toml");
    std::fs::write(&file, "version = 1\n[telegram]\ntoken = \"secret-of-mine\"\n").expect("a file");
    let output = run(var.path(), &["check", "--config", file.to_str().expect("UTF-8")]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("mine.toml:3"), "{said}");
    assert!(!said.contains("secret-of-mine"), "a secret must not be repeated");
}
