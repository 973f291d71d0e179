use std::sync::LazyLock;

use proptest::prelude::*;

use super::intents::parse_intent;
use super::*;
use crate::domain::complaint::{Decided, Kind, Urgency};
use crate::domain::department::tests::bureau;
use crate::domain::department::{Department, Level};

pub(crate) const LAMP: &str = r#"version = 1
id = "lamp"
name = "路灯"
category = "城乡建设"
duty = "照明"
kind = "help"
examples = ["路灯不亮", "路灯坏了", "巷口的路灯一闪一闪"]
counter_examples = ["家里停电了"]
patterns = [{ regex = '灯.{0,4}不亮', weight = 1.5 }]
negative = { "停电" = 1.0 }
[keywords]
"路灯" = 2.5
"~照不亮" = 1.5
"#;

const POWER: &str = r#"version = 1
id = "power"
name = "停电"
category = "城乡建设"
duty = "供电"
kind = "help"
urgency = "urgent"
examples = ["家里停电了", "小区停电", "村里又停电"]
counter_examples = ["路灯不亮"]
[keywords]
"停电" = 2.5
"不亮" = 0.8
"#;

const FIRE: &str = r#"version = 1
id = "fire"
name = "火情"
category = "政法"
duty = "消防"
kind = "help"
urgency = "urgent"
hotline = "119"
alarm = ["(着火|起火|失火)"]
not_alarm = ["着火点", "消防.{0,4}着火", "去年.{0,20}着火"]
examples = ["楼上着火了", "厨房起火了", "仓库失火"]
counter_examples = ["路灯不亮"]
[keywords]
"着火" = 1.0
"消防" = 1.0
"#;

const NOISE: &str = r#"version = 1
id = "noise"
name = "噪声"
category = "环境保护"
duty = "街面"
kind = "complaint"
examples = ["半夜太吵", "太吵了睡不着", "音响很吵"]
counter_examples = ["路灯不亮"]
[keywords]
"吵" = 2.0
"~太吵" = 1.0
"#;

static CLASSIFIER: LazyLock<Classifier> = LazyLock::new(|| {
    let files = [("lamp", LAMP), ("power", POWER), ("fire", FIRE), ("noise", NOISE)];
    let intents = files.map(|(name, text)| parse_intent(&format!("intents/{name}.toml"), text).expect("right"));
    Classifier::new(intents.into(), "# 地名\n柳荫里 900 ns\n", Signs::default(), Arc::default()).expect("right")
});

static DIRECTORY: LazyLock<Directory> = LazyLock::new(|| {
    let of_district =
        |id: &str, district: &str| Department {
            level: Level::District, district: Some(district.to_owned()), ..bureau(id, id, &["街面"])
        };
    Directory::new(vec![
        bureau("shizheng", "市政", &["照明"]),
        bureau("gongdian", "供电", &["供电"]),
        bureau("xiaofang", "消防", &["消防"]),
        of_district("dong", "城东区"),
        of_district("xi", "城西区"),
    ])
});

fn read(text: &str) -> Classification {
    CLASSIFIER.classify(text, &DIRECTORY, None)
}

fn id(classification: &Classification) -> &str {
    classification.intent.as_ref().map_or("-", IntentId::as_str)
}

#[test]
fn a_plain_matter_is_understood_and_explained() {
    let is = read("柳荫里的路灯坏了，晚上什么都照不亮");
    assert_eq!((id(&is), is.intent_name.as_str(), is.category), ("lamp", "路灯", Category::Construction));
    assert_eq!((is.department, is.abstain, is.kind), (Some("shizheng".into()), false, Kind::Help));
    let words: Vec<(&str, f64)> = is.because.iter().map(|reason| (reason.words.as_str(), reason.weight)).collect();
    assert_eq!(words, [("路灯", 2.5), ("照不亮", 1.5)]);
    assert!(is.probability > 0.9 && is.hotline.is_none());
}

#[test]
fn a_word_counts_once_and_only_as_a_word() {
    assert_eq!(read("路灯路灯路灯").because, read("路灯").because);
    // 吵 stands in these characters and is no word of them.
    assert_eq!(id(&read("两家有些争吵")), "-");
    assert_eq!(id(&read("楼上太吵")), "noise");
}

#[test]
fn traditional_and_full_width_writing_is_understood() {
    assert_eq!(id(&read("路燈　壞　了！！！")), "lamp");
}

#[test]
fn words_against_an_intent_are_told() {
    let is = read("路灯什么都照不亮，灯也不亮，附近还停电");
    assert!(is.because.iter().any(|reason| reason.words == "停电" && reason.weight == -1.0), "{:?}", is.because);
}

#[test]
fn the_place_decides_between_owners_and_nobody_is_guessed() {
    let at = |place| CLASSIFIER.classify("半夜太吵", &DIRECTORY, place);
    assert_eq!(at(Some("城西区解放路")).department, Some("xi".into()));
    let nowhere = at(None);
    assert_eq!((nowhere.department, nowhere.abstain), (None, true));
    assert!(nowhere.probability > CONFIDENT);
}

#[test]
fn the_unsure_abstain_and_offer_others() {
    let is = read("路灯不亮，小区停电，还太吵");
    assert!(is.abstain, "{is:?}");
    let offered: Vec<_> = is.alternatives.iter().filter_map(|other| other.intent.as_ref()).map(IntentId::as_str).collect();
    assert_eq!(offered.len(), 2, "{offered:?}");
    assert!(is.alternatives.iter().all(|other| other.department != is.department && other.probability <= is.probability));
    assert_eq!(id(&read("今天天气不错")), "-");
    let none = read("今天天气不错");
    assert_eq!((none.category, none.abstain, none.intent_name.as_str()), (Category::Other, true, NO_INTENT));
    assert_eq!((none.probability, none.alternatives.len(), none.because.len()), (0.0, 0, 0));
}

#[test]
fn whose_it_is_may_be_known_where_what_it_is_is_not() {
    let text = "路灯坏了，屋里照不亮，小区停电";
    let (apart, one) = (read(text), Directory::new(vec![bureau("gongyong", "公用", &["照明", "供电"])]));
    assert!(apart.abstain && apart.intent_probability.is_none() && apart.probability < CONFIDENT, "two units: {apart:?}");
    let is = CLASSIFIER.classify(text, &one, None);
    let own = is.intent_probability.expect("it is another than that of the unit");
    assert_eq!((is.department.as_ref().map(DepartmentId::as_str), is.abstain, is.is_understood()), (Some("gongyong"), false, false));
    assert!(own == apart.probability && is.probability > 0.9, "{is:?}");
    let plain = CLASSIFIER.classify("路灯不亮", &one, None);
    assert!(plain.is_understood() && plain.intent_probability.is_none() && !plain.abstain);
}

#[test]
fn an_emergency_is_found_whatever_wins() {
    let is = read("路灯杆的路灯线路着火了，灯也不亮了，路灯附近照不亮");
    assert_eq!((is.urgency, is.hotline.as_deref()), (Urgency::Emergency, Some("119")));
    let fire = read("着火了");
    assert_eq!((id(&fire), fire.urgency, fire.abstain), ("fire", Urgency::Emergency, false));
    assert!(fire.because.iter().any(|reason| reason.decided == Decided::Urgency && reason.words == "着火"));
    // Talked of and not happening: its words do not speak for it either.
    assert_eq!(id(&read("担心线路着火，路灯")), "lamp");
    assert_eq!(read("去年着火的那家消防现在又着火了").hotline.as_deref(), Some("119"));
    for calm in ["消防设备着火点检查", "担心线路着火", "去年着火的房子没人修", "如果着火怎么办"] {
        assert_eq!(read(calm).hotline, None, "{calm}");
    }
}

#[test]
fn urgency_comes_from_the_intent_or_the_words() {
    assert_eq!(read("小区停电").urgency, Urgency::Urgent);
    assert_eq!(read("咨询一下停电补偿政策是什么").urgency, Urgency::Normal);
    assert_eq!(read("路灯不亮").urgency, Urgency::Normal);
    assert_eq!(read("路灯杆随时会倒").urgency, Urgency::Urgent);
}

#[test]
fn two_files_with_one_id_are_refused() {
    let twice = ["a/lamp.toml", "b/lamp.toml"].map(|name| parse_intent(name, LAMP).expect("right"));
    let problems = Classifier::new(twice.into(), "词 0", Signs::default(), Arc::default()).err().expect("refused");
    let files: Vec<&str> = problems.iter().map(|problem| problem.file.as_str()).collect();
    assert_eq!(files, ["b/lamp.toml", "data/dict.txt"]);
}

#[test]
fn intent_files_prove_themselves() {
    assert_eq!(selftest::prove(&CLASSIFIER, &DIRECTORY), []);
    let spoiled = LAMP.replace("路灯坏了", "邻居坏了").replace("家里停电了", "路灯不亮了");
    let intents = vec![parse_intent("intents/lamp.toml", &spoiled).expect("right")];
    let problems = selftest::prove(&Classifier::new(intents, "", Signs::default(), Arc::default()).expect("right"), &DIRECTORY);
    let told: Vec<String> = problems.iter().map(Problem::to_string).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("intents/lamp.toml:7: 例句被判为 其他") && told[1].starts_with("intents/lamp.toml:8: 反例"), "{told:?}");
}

#[test]
fn odd_texts_are_answered() {
    for text in ["", " ", "。", "😀", "👨‍👩‍👧‍👦🔥🔥🔥", "The street lamp is broken", "уличный фонарь", "街灯が壊れた", "\0\u{202e}路灯"]
    {
        let is = read(text);
        assert!((0.0..=1.0).contains(&is.probability), "{text:?}");
    }
    let long = "路灯又坏了如果着火，".repeat(400);
    assert_eq!(id(&read(&long)), "lamp");
    assert_eq!(id(&read(&"哈哈呵呵".repeat(50_000))), "-");
}

proptest! {
    #[test]
    fn no_text_brings_it_down(text in any::<String>(), place in proptest::option::of(any::<String>())) {
        let is = CLASSIFIER.classify(&text, &DIRECTORY, place.as_deref());
        prop_assert!((0.0..=1.0).contains(&is.probability) && is.alternatives.len() <= ALTERNATIVES);
    }

    #[test]
    fn no_mixture_brings_it_down(text in "(路灯|停电|着火|去年|如果|太吵|😀|，|\\PC|\n|咨询|担心){0,40}") {
        let is = read(&text);
        prop_assert_eq!(is.hotline.is_some(), is.urgency == Urgency::Emergency);
        prop_assert!(is.alternatives.iter().all(|other| other.intent != is.intent));
        prop_assert_eq!(read(&text), is);
    }
}
