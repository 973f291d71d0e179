use std::sync::Arc;

use super::*;
use crate::classify::Classifier;
use crate::classify::learned::{Calibration, Feature, Label, Learned, Length, Part};
use crate::classify::signs::Signs;
use crate::domain::complaint::{Decided, Urgency};
use crate::domain::department::tests::bureau;

/// Two intents, one of them an emergency, and what a history says.
const LAMP: &str = "version = 1\nid = \"lamp\"\nname = \"路灯\"\ncategory = \"城乡建设\"\nduty = \"路灯\"\nkind = \"help\"\n\
examples = [\"路灯坏了\", \"路灯不亮\", \"路灯灭了\"]\ncounter_examples = [\"停电\"]\n[keywords]\n\"路灯\" = 3.0\n";
const FIRE: &str = "version = 1\nid = \"fire\"\nname = \"火灾\"\ncategory = \"政法\"\nduty = \"消防\"\nkind = \"help\"\n\
hotline = \"119\"\nalarm = [\"着火\"]\nexamples = [\"着火了\", \"起火着火\", \"房子着火\"]\ncounter_examples = [\"停电\"]\n[keywords]\n\"着火\" = 3.0\n";

fn directory() -> Directory {
    Directory::new(vec![bureau("lamps", "路灯所", &["路灯"]), bureau("power", "供电局", &["供电"]), bureau("fire", "消防队", &["消防"])])
}

fn read(field: &str, labels: &[(&str, &[(&str, f64)])], text: &str) -> Classification {
    let feature = |&(words, weight): &(&str, f64)| (Feature::words(Part::Whole, true, words), weight);
    let label = |(name, words): &(&str, &[(&str, f64)])| Label {
        name: (*name).to_owned(),
        bias: 0.0,
        weights: words.iter().map(feature).collect(),
    };
    let learned = Learned {
        field: field.into(),
        labels: labels.iter().map(label).collect(),
        length: Length { power: 0.0 },
        calibration: Calibration { temperature: 1.0, slope: 1.0, offset: 0.0 },
        threshold: 0.7,
        target: 0.863,
        record: Default::default(),
    };
    let intents = [("intents/lamp.toml", LAMP), ("intents/fire.toml", FIRE)];
    let intents = intents.map(|(file, text)| crate::classify::intents::parse_intent(file, text).expect("sound"));
    let classifier = Classifier::new(intents.to_vec(), "", Signs::default(), Arc::default()).expect("sound");
    let model = Model::new(&learned).expect("small");
    let classifier = classifier.with_learned(model, &directory()).unwrap_or_else(|problems| panic!("{problems:?}"));
    classifier.classify(text, &directory(), None)
}

const UNITS: &[(&str, &[(&str, f64)])] =
    &[("供电局", &[("路灯", 4.0), ("着火", 2.0)]), ("路灯所", &[("灯泡", 3.0)]), ("别的", &[("灯泡", 2.5)])];

#[test]
fn the_label_decides_on_the_unit_and_the_intent_on_the_rest() {
    let is = read("unit", UNITS, "路灯坏了");
    assert_eq!((is.intent_name.as_str(), is.department.as_ref().map(|id| id.as_str())), ("路灯", Some("power")));
    let label = is.label.as_ref().expect("learned");
    assert_eq!((label.name.as_str(), label.probability, is.abstain), ("供电局", is.probability, false));
    assert!(is.intent_probability.is_some() && is.is_understood());
    assert!(is.because.iter().any(|reason| reason.decided == Decided::Label && reason.words == "路灯" && reason.weight == 4.0));
    assert!(is.because.windows(2).all(|pair| pair[0].weight >= pair[1].weight));
}

#[test]
fn below_the_threshold_and_without_a_unit_it_abstains() {
    let unsure = read("unit", UNITS, "灯泡灭了");
    assert!(unsure.abstain && unsure.label.as_ref().is_some_and(|label| label.abstain && label.name == "路灯所"));
    let offered: Vec<_> = unsure.alternatives.iter().map(|other| (other.intent_name.as_str(), other.department.is_some())).collect();
    assert_eq!(offered, [("别的", false), ("供电局", true)]);
    let stranger = read("unit", &[("别的", &[("路灯", 9.0)]), ("供电局", &[])], "路灯坏了");
    assert!(stranger.abstain && stranger.department.is_none() && stranger.label.is_some_and(|label| !label.abstain));
    assert_eq!(stranger.intent_name, "路灯");
}

#[test]
fn an_emergency_stays_what_it_is() {
    let is = read("unit", UNITS, "路灯着火了");
    assert_eq!((is.urgency, is.department.as_ref().map(|id| id.as_str())), (Urgency::Emergency, Some("fire")));
    assert!(is.label.is_some() && is.intent_probability.is_none());
}

#[test]
fn labels_that_are_no_units_are_told_and_decide_nothing() {
    let is = read("category", &[("城建", &[("路灯", 5.0)]), ("环保", &[])], "路灯坏了");
    assert_eq!((is.department.as_ref().map(|id| id.as_str()), is.intent_probability), (Some("lamps"), None));
    assert_eq!(is.label.map(|label| (label.field, label.name)), Some(("category".to_owned(), "城建".to_owned())));
    // Another field whose labels are units all the same decides.
    let owner = read("owner", UNITS, "路灯坏了");
    assert_eq!(owner.department.as_ref().map(|id| id.as_str()), Some("power"));
}
