//! How well texts are understood.

use std::path::{Path, PathBuf};

use yousu::classify::learned::{Calibration, Feature, Label, Learned, Length};

use super::markup::{assert_on_its_own, assert_well_formed};
use super::program::Place;

/// Ten texts, three of which are not understood as they are labelled, and two lines that cannot be read.
const DATA: &str = r#"{"text":"夜市的烧烤摊半夜吵得厉害","category":"环境保护","kind":"投诉"}
{"text":"烧烤店半夜吵人，我叫赵建国，电话13912345678，车牌粤B12345，家住3栋2单元501","category":"交通运输","kind":"complaint"}
{"subject":"停水","detail":"我们小区停水三天了","category":"城乡建设","kind":"help"}
not a line
{"text":"家里没有自来水","category":"城乡建设","kind":"help"}
{"text":"自来水有怪味","category":"环境保护","kind":"complaint"}
{"text":"楼上着火了快来","category":"政法","kind":"help"}
{"text":"叫卖声太大，<b>半夜</b>吵","category":"环境保护","kind":"complaint"}
{"text":"没有标签的一行"}
{"text":"停水通知在哪里看","category":"城乡建设","kind":"consult"}
{"text":"夜市太吵","category":"商贸旅游","kind":"complaint"}
{"text":"夜市垃圾多，晚上也吵","category":"环境保护","kind":"complaint"}
"#;

struct Run {
    place: Place,
    data: PathBuf,
    out: PathBuf,
}

impl Run {
    fn new() -> Self {
        let place = Place::new();
        let (data, out) = (place.path().join("data.jsonl"), place.path().join("out"));
        std::fs::write(&data, DATA).expect("a file");
        Self { place, data, out }
    }

    /// The texts measured with learned weights, in `model`.
    fn of_weights() -> Self {
        let run = Self::new();
        weights(&run.place.path().join("model"));
        run.eval(&["--label", "category", "--model", "model"]);
        run
    }

    fn eval(&self, arguments: &[&str]) -> String {
        let data = self.data.to_str().expect("UTF-8");
        let out = self.out.to_str().expect("UTF-8");
        let all: Vec<&str> = ["eval", data, "--resamples", "50", "--out", out].iter().chain(arguments).copied().collect();
        self.place.printed(&all, "")
    }

    fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.out.join(name)).expect("a file of the report")
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.file("report.json")).expect("JSON")
    }
}

#[test]
fn categories_are_measured() {
    let run = Run::new();
    let told = run.eval(&["--label", "category"]);
    assert_eq!(told, run.file("report.txt"));
    let report = run.json();
    let figures = &report["figures"];
    assert_eq!((figures["texts"].as_u64(), report["about"]["bad"].as_array().map(Vec::len)), (Some(10), Some(2)));
    assert_eq!(report["about"]["bad"][0]["line"], 4);
    assert!((figures["accuracy"]["value"].as_f64().expect("a share") - 0.7).abs() < 1e-9);
    assert!(told.contains("正确率") && told.contains("70.0%") && told.contains("另有 2 行读不懂"), "{told}");
    let labels: Vec<&str> = figures["confusion"]["labels"].as_array().expect("labels").iter().filter_map(|label| label.as_str()).collect();
    assert_eq!(labels[..2], ["环境保护", "城乡建设"]);
    assert_eq!(figures["certainty"]["bins"].as_array().map(Vec::len), Some(15));
    let worst = &report["errors"][0];
    assert_eq!(worst["answered"], "环境保护");
    assert!(worst["misled"].as_array().expect("words").iter().any(|spoke| spoke["words"] == "烧烤" && spoke["weight"] == 1.5), "{worst}");
}

#[test]
fn what_is_said_without_a_probability_is_measured_without() {
    let run = Run::new();
    run.eval(&["--label", "kind"]);
    let report = run.json();
    assert!(report["figures"]["certainty"].is_null());
    assert!(report["figures"]["labels"].as_array().expect("labels").iter().any(|line| line["label"] == "投诉" && line["support"] == 6));
    assert!(!run.out.join("reliability.svg").exists() && run.out.join("confusion.svg").exists());
    assert_well_formed(&run.file("report.html"));
}

#[test]
fn the_page_is_whole_and_needs_nothing() {
    let run = Run::new();
    run.eval(&["--label", "category"]);
    let page = run.file("report.html");
    assert_well_formed(&page);
    assert_on_its_own(&page);
    for words in ["<svg", "混淆矩阵", "内部资料", "误导的词", "prefers-color-scheme: dark", "校准误差 ECE", "<mark class=\"against\">"]
    {
        assert!(page.contains(words), "no {words}");
    }
    assert!(!page.contains("<b>"), "texts are never markup");
    for name in ["reliability.svg", "coverage.svg", "confusion.svg"] {
        let drawing = run.file(name);
        assert_well_formed(&drawing);
        assert_on_its_own(&drawing);
        assert!(drawing.starts_with("<svg xmlns="));
    }
}

#[test]
fn texts_are_veiled_or_left_out() {
    let run = Run::new();
    let told = run.eval(&["--label", "category"]);
    let all = [told, run.file("report.html"), run.file("report.json")].concat();
    for secret in ["赵建国", "建国", "13912345678", "2345678", "粤B12345", "B12345", "b12345", "501"] {
        assert!(!all.contains(secret), "{secret} is in the report");
    }
    assert!(all.contains("半夜吵人"));
    let told = run.eval(&["--label", "category", "--no-texts"]);
    let all = [told, run.file("report.html"), run.file("report.json")].concat();
    for words in ["半夜吵人", "怪味", "太吵", "内部资料"] {
        assert!(!all.contains(words), "{words} is in the report without texts");
    }
}

#[test]
fn the_same_is_the_same() {
    let run = Run::new();
    let (first, page) = (run.eval(&["--label", "category"]), run.file("report.html"));
    assert_eq!((run.eval(&["--label", "category"]), run.file("report.html")), (first, page));
}

#[test]
fn what_cannot_be_measured_is_said() {
    let run = Run::new();
    let refused = |arguments: &[&str]| {
        let data = run.data.to_str().expect("UTF-8");
        let output = run.place.run(&[&["eval", data], arguments].concat(), "");
        assert!(!output.status.success());
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(refused(&["--label", "colour"]).contains("可选"));
    assert!(refused(&["--label", "district"]).contains("没有一行"));
    assert!(refused(&["--label", "category", "--target", "86"]).contains("0 到 1"));
}

/// Weights for categories, one of which knows a word that the intents do not.
fn weights(folder: &Path) {
    let label = |name: &str, words: &[(&str, f64)]| {
        let mut weights: Vec<(Feature, f64)> = words.iter().map(|(word, weight)| (Feature::parse(word), *weight)).collect();
        weights.sort_by(|a, b| a.0.cmp(&b.0));
        Label { name: name.to_owned(), bias: 0.0, weights }
    };
    let learned = Learned {
        field: "category".to_owned(),
        labels: vec![
            label("城乡建设", &[("停水", 3.0), ("自来水", 2.0)]),
            label("政法", &[("着火", 3.0)]),
            label("环境保护", &[("~吵", 2.0), ("~怪味", 4.0), ("通知", -1.0)]),
        ],
        length: Length { power: 0.0 },
        calibration: Calibration { temperature: 1.0, slope: 1.0, offset: 0.0 },
        threshold: 0.5,
        target: 0.8,
        record: Default::default(),
    };
    std::fs::create_dir(folder).expect("a folder");
    learned.files().iter().for_each(|(name, text)| std::fs::write(folder.join(name), text).expect("a file"));
}

#[test]
fn learned_weights_are_measured_and_compared() {
    let run = Run::of_weights();
    let alone = run.json();
    assert!((alone["figures"]["accuracy"]["value"].as_f64().expect("a share") - 0.8).abs() < 1e-9);
    assert_eq!(alone["figures"]["certainty"]["own"]["threshold"], 0.5);
    let told = run.eval(&["--label", "category", "--compare", "model"]);
    let report = run.json();
    assert_eq!(report["compared"]["figures"], alone["figures"]);
    let difference = &report["compared"]["difference"];
    assert_eq!((difference["both"].as_u64(), difference["only_second"].as_u64(), difference["p"].as_f64()), (Some(7), Some(1), Some(1.0)));
    assert!(told.contains("【比较】") && told.contains("McNemar"), "{told}");
    let page = run.file("report.html");
    assert_well_formed(&page);
    assert!(page.contains("还不能说不是偶然"));
    let output = run.place.run(&["eval", run.data.to_str().expect("UTF-8"), "--label", "kind", "--model", "model"], "");
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("学的是 category"));
}

#[test]
fn the_words_that_misled_a_model_are_told() {
    let run = Run::of_weights();
    let report = run.json();
    let errors = report["errors"].as_array().expect("errors");
    let error = errors.iter().find(|error| error["line"] == 11).expect("the market");
    assert_eq!((error["answered"].as_str(), error["truth"].as_str()), (Some("环境保护"), Some("商贸旅游")));
    assert_eq!(error["misled"], serde_json::json!([{ "words": "吵", "weight": 2.0 }]));
    assert_eq!(error["text"][1], serde_json::json!({ "words": "吵", "tone": "against" }));
    let explained = run.place.printed(&["explain-text", "自来水有怪味", "--model", "model"], "");
    assert!(explained.contains("【历史归类】") && explained.contains("【历史归类的依据】") && explained.contains("怪味"), "{explained}");
}
