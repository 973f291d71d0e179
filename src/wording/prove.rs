//! The proof of the templates 话术校验: every sentence is made of samples of everything that it may have to say.

use std::collections::BTreeSet;

use super::book::{Book, Template};
use super::engine::{Engine, Sample};
use super::{buttons, lines, refusals};
use crate::domain::department::Directory;
use crate::domain::message::{self, Message};
use crate::domain::problem::Problem;

/// The engine with all templates of the book, once each has been read, compared with the variables that it may use, and
/// rendered with every sample.
pub(super) fn prove(book: &Book) -> Result<Engine, Vec<Problem>> {
    let mut engine = Engine::new(&book.tables);
    let mut problems = Vec::new();
    for template in &book.templates {
        if let Err(fault) = engine.add(&template.name, &template.entry.text) {
            problems.push(book.problem(&fault, ""));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let samples = samples();
    for template in &book.templates {
        if template.is_part() {
            problems.extend(unused(template, book));
        } else {
            let own: Vec<&Sample> = samples.iter().filter(|(name, _)| *name == template.name).map(|(_, sample)| sample).collect();
            prove_one(template, &own, book, &engine, &mut problems);
        }
    }
    problems.dedup();
    if problems.is_empty() { Ok(engine) } else { Err(problems) }
}

/// Everything that can be said, each with the engine's name of its template.
fn samples() -> Vec<(String, Sample)> {
    let directory = Directory::default();
    let messages = message::samples().into_iter().map(|message| match &message {
        Message::Refused { refusal } => (refusals::template(refusal), Sample::from_serialize(refusal)),
        other => (other.key().to_owned(), Sample::from_serialize(other)),
    });
    let buttons = buttons::samples().into_iter().flat_map(|action| {
        let label = |what| Sample::from_serialize(buttons::Variables::of(&action, &directory, what));
        [None, Some("河沿路18号")].map(|what| (buttons::template(&action), label(what)))
    });
    messages.chain(buttons).collect()
}

/// A part that nobody includes is never rendered, so that nothing in it would be found.
fn unused(template: &Template, book: &Book) -> Option<Problem> {
    let name = &template.name;
    let named = |text: &str| text.contains(&format!("\"{name}\"")) || text.contains(&format!("'{name}'"));
    let used = book.templates.iter().any(|other| other.name != *name && named(&other.entry.text));
    (!used).then(|| template.problem(None, format!("没有哪句话用到公用段落“{name}”，请删去，或用 {{% include \"{name}\" %}} 取用")))
}

fn prove_one(template: &Template, samples: &[&Sample], book: &Book, engine: &Engine, problems: &mut Vec<Problem>) {
    let key = &template.entry.key;
    let unknown = engine.unknown_variables(&template.name, samples);
    for path in &unknown {
        let line = template.line_of(path).or_else(|| path.rsplit('.').next().and_then(|word| template.line_of(word)));
        problems.push(template.problem(line, format!("“{key}”：没有变量“{path}”{}", known(samples))));
    }
    if !unknown.is_empty() {
        return;
    }
    for sample in samples {
        match engine.render(&template.name, sample) {
            Ok(text) if lines::tidy(&text).is_empty() => problems.push(template.problem(None, format!("“{key}”有时一个字也没有，请写上"))),
            Ok(_) => {}
            Err(fault) => problems.push(book.problem(&fault, &known(samples))),
        }
    }
}

/// The variables that the samples have, for the author who misspelt one.
fn known(samples: &[&Sample]) -> String {
    let names = samples.iter().filter_map(|sample| sample.try_iter().ok()).flatten().map(|name| name.to_string());
    let names: BTreeSet<String> = names.filter(|name| !matches!(name.as_str(), "message" | "refusal")).collect();
    if names.is_empty() {
        return "；这句话没有变量可用".to_owned();
    }
    format!("；这句话的变量有：{}", names.into_iter().collect::<Vec<_>>().join("、"))
}
