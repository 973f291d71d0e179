//! Understanding 研判: which intent a text is, whose matter, of what kind and how urgent, each with the words that decided.
//!
//! The way of a text: [`normalise`](mod@normalise) → [`scan`] reads it once for all who look for words → [`spelling`] (and once more where
//! something else was meant) → `model` (keywords and patterns to scores), [`signs`], `urgency` and [`ear`] (emergencies) → `rank` (scores to
//! probabilities) → `verdict` with [`tone`] and `kind`; where a city has weights learned from its own history, [`dispatch`] lets them decide
//! whose matter it is.
//! Nothing here asks the time, touches a file or keeps a state between two texts.
//!
//! Invariant: [`Classifier::classify`] answers every text, whatever its length or language, and never panics. It is a
//! readable linear model on purpose: whoever edits an intent file can tell from the reasons what to change.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::complaint::{Alternative, Category, Classification, Reason};
use crate::domain::department::Directory;
use crate::domain::ids::{DepartmentId, IntentId};
use crate::domain::problem::Problem;

mod context;
pub mod corpus;
pub mod dispatch;
pub mod ear;
mod explained;
pub mod intents;
mod kind;
pub mod learned;
mod model;
pub mod normalise;
pub mod patterns;
mod rank;
pub mod scan;
pub mod segment;
pub mod selftest;
pub mod signs;
pub mod spelling;
pub mod taught;
pub mod tone;
mod urgency;
mod verdict;

use dispatch::Dispatch;
use ear::Ear;
use intents::Intent;
use kind::Kinds;
use learned::{Parts, Writing};
use model::Model;
use rank::{ALARM_WEIGHT, CONFIDENT, Ranked, favourite, rank};
use scan::{Lexicon, Reading};
use segment::{Segmenter, Word};
use signs::Signs;
use spelling::Speller;
use tone::Tone;
use urgency::Urgencies;
use verdict::{Verdict, risks, winner, worst};

/// How many departments besides the first a dispatcher is offered.
const ALTERNATIVES: usize = 3;

/// What is read of one text. A message has at most 4,096 characters; a longer one says what it wants before this.
const MOST_CHARACTERS: usize = 10_000;

/// What a text is called that is no intent.
const NO_INTENT: &str = "其他";

/// Understands texts 研判. Made once, shared by all.
pub struct Classifier {
    intents: Vec<Intent>,
    numbers: HashMap<IntentId, usize>,
    segmenter: Segmenter,
    /// The words of all that follow.
    lexicon: Lexicon,
    model: Model,
    kinds: Kinds,
    urgencies: Urgencies,
    signs: Signs,
    speller: Arc<Speller>,
    ear: Option<Ear>,
    tone: Option<Tone>,
    learned: Option<Dispatch>,
}

/// The first of the lexicon's tables that each who looks for words has.
mod table {
    pub const MODEL: usize = 0;
    pub const KINDS: usize = 2;
    pub const URGENCIES: usize = 4;
    pub const SIGNS: usize = 7;
    pub const SPELLER: usize = 9;
    pub const EAR: usize = 10;
    pub const TONE: usize = 11;
}

impl Classifier {
    /// A classifier of these intents, with the city's own words (`word frequency tag` lines) known to the segmenter, hearing
    /// these signs of emergencies and risks in every text, and knowing what people mean by what they type.
    ///
    /// # Errors
    /// Everything that is wrong with the intents and the words.
    pub fn new(intents: Vec<Intent>, user_dict: &str, signs: Signs, speller: Arc<Speller>) -> Result<Self, Vec<Problem>> {
        Self::listening(intents, user_dict, signs, speller, (None, None))
    }

    /// The same, which also hears emergencies that no rule has words for, and from how a text sounds what kind of message it is.
    ///
    /// # Errors
    /// Everything that is wrong with the intents and the words.
    pub fn listening(
        intents: Vec<Intent>,
        user_dict: &str,
        signs: Signs,
        speller: Arc<Speller>,
        (ear, tone): (Option<Ear>, Option<Tone>),
    ) -> Result<Self, Vec<Problem>> {
        let (numbers, mut problems) = number(&intents);
        let (model, kinds, urgencies) = (Model::new(&intents), Kinds::new(), Urgencies::new(&intents));
        let [words, patterns] = model.tables();
        let [mute, cues] = kinds.tables();
        let [alarms, looks, urgent] = urgencies.tables();
        let [told, against] = signs.tables();
        let (emergencies, sounds) = (ear.as_ref().map_or(&[][..], Ear::table), tone.as_ref().map_or(&[][..], Tone::table));
        let tables = [words, patterns, mute, cues, alarms, looks, urgent, told, against, speller.table(), emergencies, sounds];
        let lexicon = Lexicon::new(tables);
        let lexicon = lexicon.map_err(|error| problems.push(Problem::of("intents", format!("关键词或句式合起来太大，请减少（{error}）"))));
        let segmenter = Segmenter::new(user_dict).map_err(|problem| problems.push(problem));
        match (segmenter, lexicon) {
            (Ok(segmenter), Ok(lexicon)) if problems.is_empty() => {
                Ok(Self { intents, numbers, segmenter, lexicon, model, kinds, urgencies, signs, speller, ear, tone, learned: None })
            }
            _ => Err(problems),
        }
    }

    /// What hears emergencies that no rule has words for.
    pub fn ear(&self) -> Option<&Ear> {
        self.ear.as_ref()
    }

    /// What hears from how a text sounds what kind of message it is.
    pub fn tone(&self) -> Option<&Tone> {
        self.tone.as_ref()
    }

    /// The same classifier, which also knows what was learned from the city's own history.
    ///
    /// # Errors
    /// The weights speak of intents that there are not.
    pub fn with_learned(self, model: learned::Model, directory: &Directory) -> Result<Self, Vec<Problem>> {
        let strangers = model.strangers(|id| self.numbers.contains_key(&IntentId::from(id)));
        if strangers.is_empty() { Ok(Self { learned: Some(Dispatch::new(model, directory)), ..self }) } else { Err(strangers) }
    }

    /// What was learned from the city's history, with the units that its labels mean.
    pub fn learned(&self) -> Option<&Dispatch> {
        self.learned.as_ref()
    }

    /// Every intent, in the order that they were given.
    pub fn intents(&self) -> &[Intent] {
        &self.intents
    }

    /// The intent with this identifier.
    pub fn intent(&self, id: &IntentId) -> Option<&Intent> {
        self.numbers.get(id).map(|&number| &self.intents[number])
    }

    /// The words of a text as it stands, with their places in it.
    pub fn segment<'t>(&self, text: &'t str) -> Vec<Word<'t>> {
        self.segmenter.words(text)
    }

    /// What cuts texts into words.
    pub fn segmenter(&self) -> &Segmenter {
        &self.segmenter
    }

    /// What `text` is about, and whose matter that is at `place`.
    pub fn classify(&self, text: &str, directory: &Directory, place: Option<&str>) -> Classification {
        self.classify_writing(&Writing::text(text), directory, place)
    }

    /// As [`Self::classify`], for a text or a letter with its subject.
    pub fn classify_writing(&self, writing: &Writing<'_>, directory: &Directory, place: Option<&str>) -> Classification {
        self.reading(writing, |reading, subject| self.decided(&self.weigh(&reading, subject), directory, place))
    }

    /// The beginning of a text or a letter as it was meant, in one way of writing, and how many bytes of that are the subject.
    pub fn read(&self, writing: &Writing<'_>) -> (String, usize) {
        self.reading(writing, |reading, subject| (reading.text().to_owned(), subject))
    }

    /// What `decide` makes of that text, read once for all who look for words in it.
    fn reading<T>(&self, writing: &Writing<'_>, decide: impl FnOnce(Reading<'_>, usize) -> T) -> T {
        let (text, subject) = writing.beginning(MOST_CHARACTERS).normalised();
        let reading = self.lexicon.read(&text);
        match self.speller.mended(reading.view(table::SPELLER), subject) {
            Some((text, subject)) => decide(self.lexicon.read(&text), subject),
            None => decide(reading, subject),
        }
    }

    /// What is found in a normalised text, of which so many bytes are a letter's subject, and the intent that it decides for.
    fn weigh<'r, 't>(&'r self, reading: &'r Reading<'t>, subject: usize) -> Verdict<'r, 't> {
        let edges = self.segmenter.boundaries(reading.text());
        let mut evidence = self.model.weigh(reading.view(table::MODEL), subject, &edges);
        let mut heard = self.signs.hear(reading.view(table::SIGNS));
        let sound = self.ear.as_ref().and_then(|ear| ear.listen(reading.view(table::EAR)));
        let (alarms, by_ear) = self.alarms(reading, &mut heard, sound.as_ref());
        for intent in self.urgencies.dismissed(reading.view(table::URGENCIES), &alarms, &evidence.scores) {
            evidence.silence(intent);
        }
        let alarm = worst(alarms, &evidence);
        if let Some(alarm) = &alarm {
            evidence.add(alarm.intent, alarm.words, ALARM_WEIGHT);
        }
        let ranked = rank(&evidence.scores);
        let best = favourite(&ranked, &evidence.scores, |intent| self.intents[intent].category);
        let winner = winner(best, &ranked, alarm.as_ref());
        Verdict { reading, subject, edges, evidence, ranked, alarm, heard, sound, by_ear, winner }
    }

    /// The verdict in words, with what was learned where there is something.
    fn decided(&self, verdict: &Verdict<'_, '_>, directory: &Directory, place: Option<&str>) -> Classification {
        let mut is = self.explain(verdict, &|intent| self.owner(intent, directory, place));
        if let Some(learned) = &self.learned {
            let parts = Parts { whole: verdict.reading.text(), subject: verdict.subject };
            learned.decide(&mut is, &parts, &verdict.edges, &|id| self.name(id), &|units| {
                directory.nearest(units.iter().filter_map(|id| directory.get(id)), place?)
            });
        }
        is
    }

    /// What people call the intent with this identifier.
    fn name(&self, id: &str) -> String {
        self.intent(&IntentId::from(id)).map_or_else(|| id.to_owned(), |intent| intent.name.clone())
    }

    fn explain<'d>(&self, verdict: &Verdict<'_, '_>, owner: &dyn Fn(usize) -> Option<&'d DepartmentId>) -> Classification {
        let winner = verdict.winner;
        let intent = winner.map(|winner| &self.intents[winner.intent]);
        let mut because = winner.map(|winner| verdict.evidence.because(winner.intent)).unwrap_or_default();
        let (kind, kind_because) = self.kind(verdict, intent.map(|intent| intent.kind));
        let usual = intent.map(|intent| intent.urgency).unwrap_or_default();
        let (urgency, urgency_because) = self.urgency(verdict, kind, usual, because.first());
        let (risks, risk_because) = risks(&verdict.heard);
        because.extend(kind_because);
        because.extend(urgency_because);
        because.extend(risk_because);
        because.sort_by(|a: &Reason, b| b.weight.total_cmp(&a.weight));
        let department = winner.and_then(|winner| owner(winner.intent));
        let of_intent = winner.map_or(0.0, |winner| winner.probability);
        // Which of its matters it is may be open while all of them are one unit's: whose it is, is what must be known to dispatch.
        let unsure = (of_intent < CONFIDENT).then(|| Self::of_unit(verdict, department, owner));
        let of_unit = unsure.filter(|of_unit| *of_unit >= CONFIDENT);
        let probability = of_unit.unwrap_or(of_intent);
        Classification {
            intent: intent.map(|intent| intent.id.clone()),
            intent_name: intent.map_or(NO_INTENT, |intent| &intent.name).to_owned(),
            category: intent.map_or(Category::Other, |intent| intent.category),
            abstain: probability < CONFIDENT || department.is_none(),
            alternatives: self.alternatives(verdict, department, owner),
            risks,
            department: department.cloned(),
            probability,
            intent_probability: of_unit.map(|_| of_intent),
            urgency,
            hotline: verdict.hotline().map(|(hotline, _)| hotline.to_owned()),
            kind,
            because,
            ..Classification::unknown()
        }
    }

    /// How sure it is that the matter is this unit's, whichever of its matters it may be.
    fn of_unit<'d>(verdict: &Verdict<'_, '_>, unit: Option<&'d DepartmentId>, owner: &dyn Fn(usize) -> Option<&'d DepartmentId>) -> f64 {
        let own = |ranked: &&Ranked| unit.is_some() && owner(ranked.intent) == unit;
        verdict.ranked.iter().filter(own).map(|ranked| ranked.probability).sum()
    }

    fn owner<'d>(&self, intent: usize, directory: &'d Directory, place: Option<&str>) -> Option<&'d DepartmentId> {
        directory.owner(&self.intents[intent].duty.value, place).map(|unit| &unit.id)
    }

    /// The next best: first those of departments not yet named, then, while there is room, the others.
    fn alternatives<'d>(
        &self,
        verdict: &Verdict<'_, '_>,
        first: Option<&'d DepartmentId>,
        owner: &dyn Fn(usize) -> Option<&'d DepartmentId>,
    ) -> Vec<Alternative> {
        let mut named: Vec<&DepartmentId> = first.into_iter().collect();
        let (mut new, mut known) = (Vec::new(), Vec::new());
        let rest = verdict.ranked.iter().filter(|ranked| verdict.winner.is_none_or(|winner| winner.intent != ranked.intent));
        for ranked in rest {
            if new.len() == ALTERNATIVES {
                break;
            }
            let department = owner(ranked.intent);
            let is_new = department.is_some_and(|department| !named.contains(&department));
            named.extend(department);
            if is_new { new.push((ranked, department)) } else { known.push((ranked, department)) }
        }
        known.truncate(ALTERNATIVES - new.len());
        new.extend(known);
        new.sort_by(|(a, _), (b, _)| b.probability.total_cmp(&a.probability));
        let alternative = |(ranked, department): (&Ranked, Option<&DepartmentId>)| {
            let intent = &self.intents[ranked.intent];
            let (id, name) = (intent.id.clone(), intent.name.clone());
            Alternative { intent: Some(id), intent_name: name, department: department.cloned(), probability: ranked.probability }
        };
        new.into_iter().map(alternative).collect()
    }
}

fn number(intents: &[Intent]) -> (HashMap<IntentId, usize>, Vec<Problem>) {
    let mut numbers = HashMap::new();
    let mut problems = Vec::new();
    for (number, intent) in intents.iter().enumerate() {
        if let Some(first) = numbers.insert(intent.id.clone(), number) {
            let what = format!("意图“{}”已在 {} 里写过；请改 id 与文件名，或删去一个", intent.id, intents[first].file);
            problems.push(Problem::of(&intent.file, what));
        }
    }
    (numbers, problems)
}

#[cfg(test)]
pub(crate) mod tests;
