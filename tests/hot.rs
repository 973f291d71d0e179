//! `yousu hot` on letters of our own: two hot matters among others, told apart and measured against labels.

use std::io::Write;
use std::process::{Command, Stdio};

const LETTERS: &str = r#"
{"user":1,"time":"2026-03-01 08:00:00","subject":"望湖里二期捆绑卖车位","detail":"买房必须搭一个车位，十五万，不买就不给签合同","likes":4,"cluster":"车位"}
{"user":2,"time":"2026-03-02 09:00:00","subject":"望湖里开发商捆绑车位","detail":"销售说不买车位不给签合同，望湖里二期的业主都被逼着交了钱","cluster":"车位"}
{"user":3,"time":"2026-03-05 10:00:00","subject":"强制搭售车位","detail":"望湖里二期，车位十五万，捆绑着卖，合同就是不给签","cluster":"车位"}
{"user":4,"time":"2026-03-03 10:00:00","subject":"东湖中学食堂涨价","detail":"一份青菜八块钱，孩子吃不饱，家长会上提了也没有用","cluster":"食堂"}
{"user":5,"time":"2026-03-04 10:00:00","subject":"东湖中学食堂饭菜又贵又少","detail":"青菜八块钱一份，孩子天天喊吃不饱","cluster":"食堂"}
{"user":6,"time":"2026-03-05 11:00:00","subject":"东湖中学食堂","detail":"食堂涨价以后孩子吃不饱，青菜都要八块钱","cluster":"食堂"}
{"user":7,"time":"2026-03-05 11:00:00","subject":"路灯不亮","detail":"解放路十二号门口的路灯坏了一个星期"}
{"user":8,"time":"2026-03-05 12:00:00","subject":"咨询医保","detail":"外地医保怎么转过来，要带什么材料"}
{"user":9,"subject":"没有时间","detail":"这一行没有时间"}
"#;

fn hot(arguments: &[&str]) -> (String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_yousu"))
        .args(["hot", "-"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    child.stdin.take().expect("piped").write_all(LETTERS.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn hot_matters_are_gathered_and_measured() {
    let (report, _) = hot(&["--json"]);
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    let lines: Vec<&serde_json::Value> = report["matters"].as_array().expect("a list").iter().map(|matter| &matter["lines"]).collect();
    assert_eq!(lines, [&serde_json::json!([2, 3, 4]), &serde_json::json!([5, 6, 7])]);
    assert_eq!(report["agreement"]["precision"], 1.0);
    assert_eq!(report["agreement"]["recall"], 1.0);
    assert_eq!(report["matters"][0]["likes"], 4);
}

#[test]
fn the_report_names_bad_lines_and_quotes_nobody() {
    let (report, errors) = hot(&[]);
    assert!(errors.contains("第 10 行：没有 time"), "{errors}");
    assert!(report.contains("3 件及以上的同一事项 2 个") && report.contains("查准 100.0%，查全 100.0%"), "{report}");
    assert!(!report.contains("十五万") && !report.contains("吃不饱"), "{report}");
}

#[test]
fn the_page_shows_places_and_weeks_and_quotes_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    hot(&["--out", folder.path().to_str().expect("UTF-8")]);
    let page = std::fs::read_to_string(folder.path().join("hot.html")).expect("the page");
    for words in ["东湖中学", "2026-03-01 至 2026-03-05", "当时会报的预警", "<svg"] {
        assert!(page.contains(words), "{words} is missing");
    }
    assert!(!page.contains("十五万") && !page.contains("吃不饱") && !page.contains("http"), "{page}");
    let data: serde_json::Value = serde_json::from_slice(&std::fs::read(folder.path().join("hot.json")).expect("the data")).expect("JSON");
    // Nothing is known of the days before the file: three letters in five days may be usual, three in three days hardly.
    assert_eq!(data["matters"][0]["warned"], serde_json::Value::Null);
    assert_eq!(data["matters"][1]["warned"], serde_json::json!(["2026-03-05", 3]));
    assert_eq!(data["matters"][0]["weeks"], serde_json::json!([["2026-02-23", 1], ["2026-03-02", 2]]));
}
