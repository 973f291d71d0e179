//! Learned weights as judge 学得的模型: the label that they give, with the words of the text that spoke for any label.

use std::borrow::Borrow;
use std::rc::Rc;

use super::judge::{Answer, Judge, Spoke};
use crate::classify::Classifier;
use crate::classify::learned::Model;
use crate::letters::Labelled;

/// What is answered where there is no label to give.
const NOTHING: &str = "（无）";

/// These weights, read by the classifier with whose intents they were learned.
pub fn judge<'a>(classifier: &'a Classifier, model: impl Borrow<Model> + 'a, name: String) -> Judge<'a> {
    let threshold = model.borrow().threshold();
    let model = Rc::new(model);
    let same = Rc::clone(&model);
    Judge {
        name,
        threshold: Some(threshold),
        answer: Box::new(move |entry| answer(entry, classifier, (*model).borrow())),
        reasons: Box::new(move |entry, label| reasons(entry, label, classifier, (*same).borrow())),
    }
}

fn answer(entry: &Labelled, classifier: &Classifier, model: &Model) -> Answer {
    match classifier.labelled(model, &entry.writing) {
        Some(label) => {
            let others = label.others.into_iter().map(|(name, probability)| (name, Some(probability)));
            let ranked = std::iter::once((label.name, Some(label.probability))).chain(others).collect();
            Answer { ranked, abstain: label.abstain }
        }
        None => Answer { ranked: vec![(NOTHING.to_owned(), Some(0.0))], abstain: true },
    }
}

fn reasons(entry: &Labelled, label: &str, classifier: &Classifier, model: &Model) -> Vec<Spoke> {
    let reasons = classifier.reasons_for(model, &entry.writing, label).into_iter();
    reasons.map(|reason| Spoke { words: reason.words, weight: reason.weight }).collect()
}
