//! Intent files prove themselves 自证: every example is understood as its intent, every counter-example as another.

use super::Classifier;
use super::intents::{At, Intent};
use crate::domain::complaint::{Classification, Decided, Reason, Urgency};
use crate::domain::department::Directory;
use crate::domain::problem::Problem;

/// Every example and counter-example that the classifier gets wrong, in the order of the files.
pub fn prove(classifier: &Classifier, directory: &Directory) -> Vec<Problem> {
    let mut problems = Vec::new();
    for intent in classifier.intents() {
        let read = |text: &At<String>| classifier.classify(&text.value, directory, None);
        let examples = intent.examples.iter().filter_map(|text| wrong_example(intent, text, &read(text)));
        let counters = intent.counter_examples.iter().filter_map(|text| wrong_counter(intent, text, &read(text)));
        problems.extend(examples.chain(counters));
    }
    problems
}

fn wrong_example(intent: &Intent, text: &At<String>, is: &Classification) -> Option<Problem> {
    let say = |what: String| Some(Problem::at(&intent.file, text.line, what));
    if is.intent.as_ref() != Some(&intent.id) {
        let as_what = is.intent.as_ref().map_or("其他", |id| id.as_str());
        return say(format!("例句被判为 {as_what}（{}）；请加关键词或改权重：{}", words(is), text.value));
    }
    if intent.emergency.is_some() && is.urgency != Urgency::Emergency {
        return say(format!("突发意图的例句没有触发 alarm；请补 alarm，或放宽 not_alarm：{}", text.value));
    }
    None
}

fn wrong_counter(intent: &Intent, text: &At<String>, is: &Classification) -> Option<Problem> {
    let say = |what: String| Some(Problem::at(&intent.file, text.line, what));
    if is.intent.as_ref() == Some(&intent.id) {
        return say(format!("反例被判成了本意图（{}）；请减权重或加 negative：{}", words(is), text.value));
    }
    let own = intent.emergency.as_ref().is_some_and(|own| is.hotline.as_ref() == Some(&own.hotline));
    if own {
        return say(format!("反例触发了本意图的 {}；请收紧 alarm，或补 not_alarm：{}", is.hotline.as_deref().unwrap_or(""), text.value));
    }
    None
}

/// The words that decided, as an editor wants to see them.
fn words(is: &Classification) -> String {
    let one = |reason: &Reason| format!("{}{:+}", reason.words, reason.weight);
    is.because.iter().filter(|reason| reason.decided == Decided::Intent).take(6).map(one).collect::<Vec<_>>().join(" ")
}
