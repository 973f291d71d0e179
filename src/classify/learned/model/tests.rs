use super::*;
use crate::classify::learned::{Feature, Label, Learned};
use crate::classify::segment::Segmenter;
use std::collections::BTreeMap;

fn label(name: &str, bias: f64, weights: &[(&str, f64)]) -> Label {
    let mut weights: Vec<(Feature, f64)> = weights.iter().map(|(key, weight)| (Feature::parse(key), *weight)).collect();
    weights.sort_by(|a, b| a.0.cmp(&b.0));
    Label { name: name.to_owned(), bias, weights }
}

/// Two real labels and, so that lists are used as well as rows, many that only one word speaks for.
fn learned() -> Learned {
    let mut labels = vec![
        label("路灯所", 0.5, &[("路灯", 3.0), ("~灯", 0.25), ("@lamp", 1.0), ("停水", -1.5), ("^路灯", 2.0)]),
        label("自来水", 0.0, &[("停水", 4.0), ("路灯", -0.75)]),
    ];
    labels.extend((0..40).map(|n| label(&format!("其他{n:02}"), -1.0, &[("其他", 0.001)])));
    Learned {
        field: "unit".into(),
        labels,
        length: Length { power: 0.5 },
        calibration: Calibration { temperature: 1.0, slope: 1.0, offset: 0.0 },
        threshold: 0.6,
        target: 0.863,
        record: BTreeMap::new(),
    }
}

fn weighed<'m>(model: &'m Model, text: &str, subject: usize, best: Option<&str>) -> Weighed<'m> {
    let segmenter = Segmenter::new("").expect("no dictionary");
    model.weigh(&Parts { whole: text, subject }, &segmenter.boundaries(text), best)
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

#[test]
fn the_score_is_bias_and_the_weights_found() {
    let model = Model::new(&learned()).expect("small");
    // 路灯 and ~灯: two features found.
    let two = weighed(&model, "路灯坏了", 0, None);
    assert_eq!(two.hits(), 2);
    let factor = 2.0_f64.powf(-0.5);
    assert!(near(two.scores[0], 0.5 + factor * 3.25) && near(two.scores[1], factor * -0.75), "{:?}", &two.scores[..2]);
    // Each twice: counts 1 + ln 2, in the sum and in the length.
    let again = weighed(&model, "路灯坏了,路灯坏了", 0, None);
    assert_eq!(again.hits(), 2);
    let twice = 1.0 + 2.0_f64.ln();
    let factor = (2.0 * twice).powf(-0.5);
    assert!(
        near(again.scores[0], 0.5 + factor * twice * 3.25) && near(again.scores[1], factor * twice * -0.75),
        "{:?}",
        &again.scores[..2]
    );
    // A feature of few labels is counted the same way.
    assert!(near(weighed(&model, "其他其他", 0, None).scores[2], -1.0 + twice.powf(-0.5) * twice * 0.001));
    // The subject and the best intent add theirs.
    let four = weighed(&model, "路灯\n停机", "路灯".len(), Some("lamp"));
    assert!(near(four.scores[0], 0.5 + 0.5 * 6.25), "{:?}", four.scores[0]);
    // Nothing found: the biases.
    let none = weighed(&model, "", 0, Some("noise"));
    assert!(none.hits() == 0 && near(none.scores[0], 0.5) && near(none.scores[7], -1.0));
    assert_eq!(weighed(&model, "其他", 0, None).scores.iter().filter(|score| near(**score, -0.999)).count(), 40);
}

#[test]
fn the_best_is_told_with_three_others_and_its_words() {
    let model = Model::new(&learned()).expect("small");
    let sure = weighed(&model, "路灯", 0, Some("lamp"));
    let is = sure.labelled().expect("there are labels");
    assert_eq!((is.field.as_str(), is.name.as_str(), is.others.len()), ("unit", "路灯所", 3));
    assert_eq!(is.others[0].0, "自来水", "-0.75 over the root of three is more than -1");
    assert!(is.others.windows(2).all(|pair| pair[0].1 >= pair[1].1));
    let words = |reasons: Vec<Reason>| reasons.into_iter().map(|reason| (reason.words, reason.weight)).collect::<Vec<_>>();
    let name = |id: &str| format!("意图{id}");
    assert_eq!(words(sure.because(0, "路灯", 2, &name)), [("路灯".to_owned(), 3.0), ("意图lamp".to_owned(), 1.0)]);
    assert_eq!(words(sure.against(1, "路灯", 9, &name)), [("路灯".to_owned(), -0.75)]);
    assert!(sure.because(0, "路灯", 9, &name).iter().all(|reason| reason.decided == Decided::Label));
}

#[test]
fn below_the_threshold_a_person_decides() {
    let mut learned = learned();
    let model = Model::new(&learned).expect("small");
    let probability = weighed(&model, "路灯", 0, None).labelled().expect("labels").probability;
    for (threshold, abstain) in [(probability + 1e-9, true), (probability, false)] {
        learned.threshold = threshold;
        let model = Model::new(&learned).expect("small");
        assert_eq!(weighed(&model, "路灯", 0, None).labelled().expect("labels").abstain, abstain);
    }
}

#[test]
fn files_and_weights_make_the_same_model() {
    let learned = learned();
    let (here, there) = (Model::new(&learned).expect("small"), Model::parse(&learned.files()).expect("sound"));
    for text in ["路灯坏了", "停水,路灯也不亮", "其他", ""] {
        assert_eq!(weighed(&here, text, 0, Some("lamp")).scores, weighed(&there, text, 0, Some("lamp")).scores, "{text}");
    }
    let stranger = there.strangers(|id| id != "lamp");
    assert!(stranger.len() == 1 && stranger[0].to_string().starts_with("unit-01.toml:9: 没有“lamp”"), "{stranger:?}");
    assert!(there.strangers(|_| true).is_empty() && there.features() == here.features());
}
