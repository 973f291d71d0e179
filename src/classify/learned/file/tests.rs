use super::*;
use crate::classify::learned::{Calibration, Feature, Label, Length, Part};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn model(labels: Vec<Label>) -> Learned {
    let record = [("来源".to_owned(), "三条自己写的\"诉求\"".to_owned())];
    Learned {
        field: "unit".into(),
        labels,
        length: Length { power: 0.5 },
        calibration: Calibration { temperature: 0.75, slope: 1.25, offset: -0.125 },
        threshold: 0.625,
        target: 0.875,
        record: record.into(),
    }
}

fn small() -> Learned {
    let weigh = |keys: &[(&str, f64)]| {
        let mut weights: Vec<(Feature, f64)> = keys.iter().map(|(key, weight)| (Feature::parse(key), *weight)).collect();
        weights.sort_by(|a, b| a.0.cmp(&b.0));
        weights
    };
    model(vec![
        Label {
            name: "城管局".into(), bias: -0.412, weights: weigh(&[("占道", 2.0), ("~摆摊", 2.31), ("停水", -0.5), ("@noise", 0.1)])
        },
        Label { name: "水务局".into(), bias: 0.0, weights: weigh(&[("停水", 3.0), ("^水", 0.001)]) },
    ])
}

fn told(files: &[(String, String)]) -> Vec<String> {
    Learned::parse(files).err().unwrap_or_default().iter().map(Problem::to_string).collect()
}

#[test]
fn a_label_reads_like_a_book() {
    let files = small().files();
    assert_eq!(files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["model.toml", "unit-01.toml", "unit-02.toml"]);
    let wanted = "version = 1\nid = \"unit-01\"\nname = \"城管局\"\nbias = -0.412\n\n\
[keywords]\n\"~摆摊\" = 2.310\n\"占道\" = 2.000\n\"@noise\" = 0.100\n\n[negative]\n\"停水\" = 0.500\n";
    assert_eq!(files[1].1, wanted);
    assert!(files[0].1.contains("    \"unit-02\", # 水务局\n"), "{}", files[0].1);
    assert_eq!(Learned::parse(&files), Ok(small()));
}

#[test]
fn what_a_person_writes_in_another_way_means_the_same() {
    let mut files = small().files();
    files[2].1 = "# 改过\nname = '水务局'\nid=\"unit-02\"\nversion = 1\nbias = 0\nkeywords = { \"停水\" = 3, \"^水\" = 1e-3 }\n".into();
    assert_eq!(Learned::parse(&files), Ok(small()));
    files[2].1 = files[2].1.replace("停水", " 停　水");
    assert_eq!(Learned::parse(&files), Ok(small()), "keys are normalised as texts are");
}

#[test]
fn every_mistake_has_its_line_and_says_what_to_do() {
    for (file, right, wrong, line, says) in [
        (0, "version = 1", "version = 2", 6, "version = 1"),
        (0, "field = \"unit\"", "field = \"\"", 7, "field 是空的"),
        (0, "\"unit-02\",", "\"unit-03\",", 10, "没有 unit-03.toml"),
        (0, "\"unit-02\",", "\"unit-01\",", 10, "写了两次"),
        (0, "threshold = 0.625000", "threshold = 1.5", 12, "0 到 1"),
        (0, "power = 0.500000", "powr = 0.5", 16, "不认识的字段"),
        (0, "temperature = 0.750000", "temperature = 0", 19, "temperature = 0"),
        (0, "slope = 1.250000", "slope = nan", 20, "slope"),
        (1, "version = 1", "version = 3", 1, "version = 1"),
        (1, "id = \"unit-01\"", "id = \"unit-1\"", 2, "文件名“unit-01”"),
        (2, "name = \"水务局\"", "name = \"城管局\"", 3, "另一个文件里已有"),
        (1, "name = \"城管局\"", "name = \"\"", 3, "name 是空的"),
        (1, "bias = -0.412", "bias = inf", 4, "bias 不是一个数"),
        (1, "bias = -0.412", "bias = -0.412\ncolour = 1", 5, "不认识的字段"),
        (1, "\"占道\" = 2.000", "\"占道\" = 31", 8, "0 到 30"),
        (1, "\"占道\" = 2.000", "\"占道\" = -2.000", 8, "[negative]"),
        (1, "\"占道\" = 2.000", "\"占道\" = \"2\"", 8, "类型不对"),
        (1, "\"占道\" = 2.000", "\"占道\" 2.000", 8, "TOML 写法有误"),
        (1, "\"占道\" = 2.000", "\"~摆摊\" = 2.000", 8, "会重复计分"),
        (1, "\"占道\" = 2.000", "\"~摆　摊\" = 2.000", 8, "会重复计分"),
        (1, "\"停水\" = 0.500", "\"占道\" = 0.500", 12, "会重复计分"),
        (1, "\"占道\" = 2.000", "\"^~\" = 2.000", 8, "关键词是空的"),
    ] {
        let mut files = small().files();
        assert!(files[file].1.contains(right), "{right}");
        files[file].1 = files[file].1.replacen(right, wrong, 1);
        let wanted = format!("{}:{line}: ", files[file].0);
        let told = told(&files);
        assert!(told.iter().any(|problem| problem.starts_with(&wanted) && problem.contains(says)), "{wrong}: {told:#?}");
    }
}

#[test]
fn missing_and_strange_files_are_told() {
    let files = small().files();
    assert!(told(&files[1..])[0].contains("没有 model.toml"));
    assert!(told(&files[..2])[0].contains("没有 unit-02.toml"));
    let mut more = files.clone();
    more.push(("dir/unit-03.toml".into(), String::new()));
    assert!(told(&more)[0].starts_with("dir/unit-03.toml: model.toml 的 labels 里没有它"));
    let mut none = files;
    none[0].1 = model(Vec::new()).files()[0].1.clone();
    assert!(told(&none).iter().any(|problem| problem.contains("1 到 32767 个标签")));
}

#[test]
fn numbers_are_read_as_toml_has_them() {
    for number in ["1.234", "0.001", "30", "29.999", "7.5"] {
        let table = format!("[keywords]\n\"灯\" = {number}\n");
        let read = lines::read("", &table).expect("plain");
        assert_eq!((read[0].weight, read[0].line), (number.parse().expect("a number"), 2));
    }
    for odd in ["", ".5", "5.", "05", "1.2.3", "-1", "+1", "1e3", "31", "1_0", "99999999999999999999"] {
        assert_eq!(lines::read("", &format!("[keywords]\n\"灯\" = {odd}\n")), None, "{odd}");
    }
}

#[test]
fn a_weight_beyond_the_greatest_becomes_that() {
    let mut model = small();
    model.labels[0].weights[0].1 = 1e6;
    model.labels[0].weights[1].1 = -31.0;
    let read = Learned::parse(&model.files()).expect("sound");
    assert_eq!((read.labels[0].weights[0].1, read.labels[0].weights[1].1), (GREATEST_WEIGHT, -GREATEST_WEIGHT));
}

#[test]
fn both_readers_of_tables_read_the_same() {
    let text = &small().files()[1].1;
    let (head, tables) = lines::split(text).expect("tables");
    let fast = lines::read(head, tables).expect("plain");
    let slow_text = text.replace(" = 2.000", "  =  2.000");
    assert!(lines::split(&slow_text).and_then(|(head, tables)| lines::read(head, tables)).is_none());
    let mut slow = label::read("unit-01.toml", &slow_text).expect("sound").weights;
    slow.sort_by_key(|line| line.line);
    assert_eq!(slow, fast);
}

fn features() -> impl Strategy<Value = BTreeMap<Feature, f64>> {
    let words = ("[~^@=\"\\\\a1停水路灯😀,]{1,5}", any::<bool>(), any::<bool>());
    let words = words.prop_map(|(words, anywhere, subject)| {
        let part = if subject { Part::Subject } else { Part::Whole };
        Feature::words(part, anywhere, words).normalised()
    });
    let feature = prop_oneof![9 => words, 1 => "[a-z]{1,4}".prop_map(Feature::Intent)];
    let weight = (1_i32..30_001, any::<bool>()).prop_map(|(weight, against)| f64::from(if against { -weight } else { weight }) / 1000.0);
    proptest::collection::btree_map(feature, weight, 0..30)
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(
        labels in proptest::collection::vec((features(), -5000_i32..5000), 1..5),
        names in proptest::collection::btree_set("[停水路灯a\"\\\\\u{7}]{0,4}局", 5),
    ) {
        let labels = labels.into_iter().zip(names).map(|((weights, bias), name)| Label {
            name,
            bias: f64::from(bias) / 1000.0,
            weights: weights.into_iter().collect(),
        });
        let model = model(labels.collect());
        let files = model.files();
        prop_assert_eq!(Learned::parse(&files), Ok(model.clone()));
        prop_assert_eq!(model.files(), files, "the same model, the same bytes");
    }
}
