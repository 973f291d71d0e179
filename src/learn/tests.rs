use std::sync::{Arc, LazyLock};

use super::texts::Eye;
use super::*;
use crate::classify::Classifier;
use crate::classify::intents::parse_intent;
use crate::classify::learned::{Feature, Part};
use crate::classify::signs::Signs;
use crate::classify::tests::LAMP;
use crate::domain::complaint::Labelled as Labels;
use crate::domain::department::Directory;

static CLASSIFIER: LazyLock<Classifier> = LazyLock::new(|| {
    let lamp = parse_intent("intents/lamp.toml", LAMP).expect("a good intent");
    Classifier::new(vec![lamp], "", Signs::default(), Arc::default()).expect("good intents")
});
static DIRECTORY: LazyLock<Directory> = LazyLock::new(Directory::default);

fn eye() -> Eye<'static> {
    Eye { classifier: &CLASSIFIER, directory: &DIRECTORY, sees: Sees::Everything }
}

/// What three units are told, with what surrounds it.
const TOLD: [(&str, [&str; 4]); 3] = [
    ("灯光所", ["路灯不亮", "路灯一闪一闪", "灯杆歪了没有照明", "路灯整夜都是黑的"]),
    ("自来水", ["水管破了", "自来水又停了", "水压太低", "家里停水没有通知"]),
    ("绿化站", ["树枝断了", "草坪没人修剪", "树倒在路边", "行道树生虫子"]),
];
const AROUND: [&str; 5] = ["我们小区门口", "幸福里菜场旁边", "昨天晚上开始", "已经反映过几次", "请尽快派人来"];

fn lesson(text: &str, label: &str) -> Labelled {
    Labelled { line: 1, writing: Writing::text(text.to_owned()), label: label.to_owned() }
}

fn history() -> Vec<Labelled> {
    let texts = |unit: &'static str, told: [&'static str; 4]| {
        told.into_iter().flat_map(move |told| AROUND.into_iter().map(move |around| lesson(&format!("{around}{told},{around}"), unit)))
    };
    TOLD.into_iter().flat_map(|(unit, told)| texts(unit, told)).collect()
}

fn wish() -> Wish {
    Wish { field: "unit".into(), target: 0.9, weights: 2000, aim: Aim::Unread }
}

fn learnt(history: &[Labelled], dev: Option<&[Labelled]>) -> Outcome {
    learn(eye(), history, dev, &wish(), &Progress::silent()).expect("enough to learn from")
}

fn labelled(model: &Model, text: &str) -> Labels {
    let text = eye().read(&Writing::text(text));
    let edges = CLASSIFIER.segmenter().boundaries(text.whole());
    model.weigh(&text.parts(), &edges, text.best()).labelled().expect("there are labels")
}

fn label(model: &Model, text: &str) -> (String, f64) {
    let is = labelled(model, text);
    (is.name, is.probability)
}

fn abstains(model: &Model, text: &str) -> bool {
    labelled(model, text).abstain
}

#[test]
fn it_learns_what_the_units_are_told() {
    let Outcome { learned, report } = learnt(&history(), None);
    let model = Model::new(&learned).expect("small");
    for (text, unit) in [("村口路灯又不亮了", "灯光所"), ("三楼水压低得很", "自来水"), ("台风把树枝刮断", "绿化站")]
    {
        let (name, probability) = label(&model, text);
        assert_eq!(name, unit, "{text}");
        assert!((0.0..=1.0).contains(&probability), "{probability}");
    }
    assert_eq!((report.texts, report.labels, report.checked.on_dev), (60, 3, false));
    assert!(report.checked.figures.accuracy > 0.9 && learned.threshold < 1.0, "{report:?}");
    let weights = &learned.labels.iter().find(|label| label.name == "灯光所").expect("it is there").weights;
    let weight = |feature: &Feature| weights.iter().find(|(own, _)| own == feature).map_or(0.0, |(_, weight)| *weight);
    assert!(weight(&Feature::words(Part::Whole, false, "路灯")) > 0.1, "{weights:?}");
    assert!(weight(&Feature::Intent("lamp".into())) > 0.1, "the shipped intents are learned on");
    // A few clean texts do not make a model that is sure of everything, nor one that answers what nothing was learned of.
    assert!(learned.calibration.temperature > 0.05, "{:?}", learned.calibration);
    for strange in ["今天股票跌了", "abc", "请问图书馆几点开门"] {
        assert!(abstains(&model, strange), "{strange}");
    }
    assert!(!abstains(&model, "村口路灯又不亮了"));
    assert!(weight(&Feature::words(Part::Whole, false, "小区")).abs() < 0.1, "what is said of everything says nothing");
}

#[test]
fn the_same_lines_give_the_same_bytes() {
    let history = history();
    assert_eq!(learnt(&history, None).learned.files(), learnt(&history, None).learned.files());
    assert_eq!(learnt(&history, Some(&history[..30])).learned.files(), learnt(&history, Some(&history[..30])).learned.files());
}

#[test]
fn the_trainer_and_the_runtime_score_alike() {
    let history = history();
    let writings: Vec<&Writing<'_>> = history.iter().map(|lesson| &lesson.writing).collect();
    let texts: Vec<Text> = writings.iter().map(|writing| eye().read(writing)).collect();
    let (matrix, features) = eye().matrix(eye().vocabulary(&writings, &texts), &texts).expect("few");
    let names = names(&history).expect("three");
    let labels: Vec<usize> = history.iter().map(|lesson| place(&names, &lesson.label).expect("known")).collect();
    let tick = || ();
    let lessons = Lessons { texts: &matrix, features: features.len(), labels: &labels, names: names.len() };
    let trained = lessons.train(&all(&matrix), 150, &Crew::new(&tick));
    let kept = |trained: &Trained| trained.labels.iter().map(|(_, own)| own.len()).sum::<usize>();
    let unlimited = lessons.train(&all(&matrix), 5_000_000, &Crew::new(&tick));
    assert!(kept(&trained) < kept(&unlimited), "{} of {}", kept(&trained), kept(&unlimited));
    let model = Model::new(&plain(&trained, &features, names, &wish())).expect("small");
    for (text, ours) in texts.iter().zip(trained.scores(&matrix, &all(&matrix))) {
        let edges = CLASSIFIER.segmenter().boundaries(text.whole());
        let theirs = model.weigh(&text.parts(), &edges, text.best()).scores;
        assert!(ours.iter().zip(&theirs).all(|(ours, theirs)| (ours - theirs).abs() < 0.01), "{}: {ours:?} {theirs:?}", text.whole());
    }
}

#[test]
fn the_subject_teaches_on_its_own() {
    let letter = |subject: &str, label: &str| {
        let detail = "领导您好,希望贵单位重视,谢谢";
        Labelled { line: 1, writing: Writing::letter(subject, detail), label: label.to_owned() }
    };
    let history: Vec<Labelled> = (0..12).flat_map(|_| [letter("路灯问题", "灯光所"), letter("停水问题", "自来水")]).collect();
    let learned = learnt(&history, None).learned;
    let subjects = learned.labels[1].weights.iter().filter(|(feature, _)| matches!(feature, Feature::Words { part: Part::Subject, .. }));
    assert!(subjects.count() > 2, "{:?}", learned.labels[1].weights);
}

#[test]
fn nobody_is_learned_by_name_or_number() {
    let mut history = history();
    history.extend((0..6).map(|_| lesson("我叫欧阳建国,电话13912345678,路灯坏了", "灯光所")));
    let learned = learnt(&history, None).learned;
    let words: Vec<&str> =
        learned.labels.iter().flat_map(|label| &label.weights).filter_map(|(feature, _)| feature_words(feature)).collect();
    assert!(words.contains(&"路灯"));
    for private in ["欧阳", "阳建", "建国", "139", "1391", "678", "5678"] {
        assert!(words.iter().all(|words| !words.contains(private)), "{private}");
    }
}

fn feature_words(feature: &Feature) -> Option<&str> {
    match feature {
        Feature::Words { words, .. } => Some(words),
        Feature::Intent(_) => None,
    }
}

#[test]
fn a_label_of_one_text_is_left_out_and_unknown_ones_are_never_right() {
    let mut history = history();
    history.push(lesson("路灯", "只有一条"));
    let mut dev = vec![lesson("路灯不亮", "没见过的单位"); 10];
    let strange = learn(eye(), &history, Some(&dev), &wish(), &Progress::silent()).expect_err("nothing to check by");
    assert!(strange.to_string().contains("一个也没有"), "{strange}");
    dev.push(lesson("水管破了", "灯光所"));
    let Outcome { learned, report } = learnt(&history, Some(&dev));
    assert!(learned.labels.iter().all(|label| label.name != "只有一条"));
    assert!(report.checked.figures.accuracy < 0.1 && learned.threshold == 1.0, "{report:?}");
}

#[test]
fn too_little_is_refused_in_words() {
    let ask = |history: &[Labelled]| learn(eye(), history, None, &wish(), &Progress::silent()).expect_err("too little").to_string();
    assert!(ask(&[]).contains("只有 0 条"));
    assert!(ask(&history()[..20]).contains("只有 1 个"));
    let few: Vec<Labelled> = history().into_iter().step_by(8).collect();
    assert!(ask(&few).contains("只有 8 条"), "{}", ask(&few));
}
