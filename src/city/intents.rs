//! `intents/*.toml`, `data/dict.txt`, `data/spellings.toml`, `data/risks.toml`, `data/places.toml`, `data/brands.toml` and
//! `data/abuse.toml`: what understanding is made of.

use std::sync::Arc;

use super::source::{Source, Sources};
use crate::classify::corpus::{Corpus, Lesson};
use crate::classify::ear::Ear;
use crate::classify::learned::Model;
use crate::classify::learned::file::HEAD;
use crate::classify::signs::Signs;
use crate::classify::spelling::Speller;
use crate::classify::tone::Tone;
use crate::classify::{Classifier, intents};
use crate::domain::department::Directory;
use crate::domain::problem::Problem;
use crate::intake::abuse::AbuseFinder;
use crate::intake::slots::{Brands, Places, SlotFinder};

/// What people mean by what they type.
pub(super) fn speller(data: &Source) -> Result<Speller, Vec<Problem>> {
    let (name, text) = data.file("spellings.toml").map_err(|fault| vec![fault])?;
    Speller::parse(&name, &text)
}

/// The classifier of these intents, this dictionary and these spellings.
pub(super) fn classifier(sources: &Sources, directory: &Directory, speller: &Arc<Speller>) -> Result<Classifier, Vec<Problem>> {
    let files = sources.intents.files("", "toml").map_err(|fault| vec![fault])?;
    let (_, mut dictionary) = sources.data.file("dict.txt").map_err(|fault| vec![fault])?;
    place_names(&sources.data, &mut dictionary);
    let mut problems = Vec::new();
    let mut all = Vec::new();
    // Reading intents and signs is compiling patterns, and neither needs the other.
    let (parsed, (signs, ear, tone)) = std::thread::scope(|scope| {
        let heard = scope.spawn(|| (signs(&sources.data), ear(&sources.data), tone(&sources.data)));
        let parsed: Vec<_> = files.iter().map(|(name, text)| intents::parse_intent(name, text)).collect();
        (parsed, heard.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    for intent in parsed {
        match intent {
            Ok(intent) => all.push(intent),
            Err(faults) => problems.extend(faults),
        }
    }
    if !directory.all().is_empty() {
        problems.extend(intents::unowned_duties(&all, directory));
    }
    if all.is_empty() && problems.is_empty() {
        problems.push(Problem::new("intents", None, "没有任何意图文件，请检查 --intents 指向的位置。"));
    }
    let signs = signs.map_err(|mut faults| problems.append(&mut faults)).unwrap_or_default();
    let ear = ear.map_err(|mut faults| problems.append(&mut faults)).ok().flatten();
    let tone = tone.map_err(|mut faults| problems.append(&mut faults)).ok().flatten();
    // Both take their time, and neither needs the other.
    let (classifier, model) = std::thread::scope(|scope| {
        let model = sources.model.as_ref().map(|folder| scope.spawn(|| model(folder)));
        let listening = |all| Classifier::listening(all, &dictionary, signs, speller.clone(), (ear, tone));
        let classifier = if problems.is_empty() { listening(all) } else { Err(problems) };
        (classifier, model.map(|model| model.join().expect("reading a model ends with the model or with what is wrong with it")))
    });
    match (classifier, model.transpose()) {
        (Ok(classifier), Ok(Some(model))) => classifier.with_learned(model, directory),
        (Ok(classifier), Ok(None)) => Ok(classifier),
        // A model whose weights are wrong is told together with the intents that are.
        (classifier, model) => Err(classifier.err().into_iter().chain(model.err()).flatten().collect()),
    }
}

/// What hears emergencies that no rule has words for.
fn ear(data: &Source) -> Result<Option<Ear>, Vec<Problem>> {
    let files = data.files("ear", "toml").map_err(|fault| vec![fault])?;
    if files.is_empty() { Ok(None) } else { Ear::parse(&files).map(Some) }
}

/// What hears from how a text sounds what kind of message it is.
fn tone(data: &Source) -> Result<Option<Tone>, Vec<Problem>> {
    let files = data.files("tone", "toml").map_err(|fault| vec![fault])?;
    if files.is_empty() { Ok(None) } else { Tone::parse(&files).map(Some) }
}

/// The sentences that ear or tone learn from, with the city's own.
///
/// # Errors
/// Every fault in them.
pub fn corpus(sources: &Sources, lesson: Lesson) -> Result<Corpus, Vec<Problem>> {
    let folder = match lesson {
        Lesson::Hotline => "emergencies",
        Lesson::Kind => "kinds",
    };
    Corpus::parse(&sources.data.files(folder, "toml").map_err(|fault| vec![fault])?, lesson)
}

/// What must be heard in every text, in this city's words.
fn signs(data: &Source) -> Result<Signs, Vec<Problem>> {
    let (name, text) = data.file("risks.toml").map_err(|fault| vec![fault])?;
    Signs::parse(&name, &text)
}

/// What was learned from the city's history; what was learned from a corpus listens for something else.
fn model(folder: &Source) -> Result<Model, Vec<Problem>> {
    let model = Model::parse(&folder.files("", "toml").map_err(|fault| vec![fault])?)?;
    let is_of =
        |lesson: &Lesson| model.field() == lesson.field() && model.names().iter().all(|name| lesson.labels().contains(&name.as_str()));
    match [Lesson::Hotline, Lesson::Kind].iter().find(|lesson| is_of(lesson)) {
        None => Ok(model),
        Some(lesson) => {
            let what = format!(
                "这是 {} 学得的语料权重，不是历史工单的权重；--model 请指向 yousu learn 历史工单.jsonl 写出的目录",
                lesson.command()
            );
            Err(vec![Problem::new(HEAD, None, what)])
        }
    }
}

/// The names of the city's places are words too: no keyword is found inside of one. A gazetteer that cannot be read is told of
/// by [`finder`].
fn place_names(data: &Source, dictionary: &mut String) {
    let places = data.file("places.toml").ok().and_then(|(name, text)| Places::parse(&name, &text).ok()).unwrap_or_default();
    for name in places.all().iter().flat_map(|place| std::iter::once(&place.name).chain(&place.aliases)) {
        dictionary.push_str(&format!("\n{name} {PLACE_FREQUENCY} ns"));
    }
}

/// How common a place's name is taken to be: more than its parts, less than everyday words.
const PLACE_FREQUENCY: usize = 2000;

/// The finder of facts with this city's places and the companies that it knows.
pub(super) fn finder(data: &Source, speller: &Arc<Speller>) -> Result<SlotFinder, Vec<Problem>> {
    let (name, text) = data.file("places.toml").map_err(|fault| vec![fault])?;
    let places = Places::parse(&name, &text).map_err(|fault| vec![fault])?;
    let (name, text) = data.file("brands.toml").map_err(|fault| vec![fault])?;
    let brands = Brands::parse(&name, &text).map_err(|fault| vec![fault])?;
    SlotFinder::new(&places, &brands, speller.clone())
        .map_err(|error| vec![Problem::of("places.toml", format!("地名合起来太大，请减少（{error}）。"))])
}

/// The finder of abuse with this city's words.
pub(super) fn abuse(data: &Source) -> Result<AbuseFinder, Vec<Problem>> {
    let (name, text) = data.file("abuse.toml").map_err(|fault| vec![fault])?;
    AbuseFinder::parse(&name, &text)
}
