//! Why a text was understood so 研判依据: what [`Classifier::classify`] saw, kept instead of thrown away.

use std::ops::Range;

use super::ear::Sound;
use super::intents::{Intent, Pattern};
use super::learned::{Model, Parts, Weighed, Writing};
use super::rank::CONFIDENT;
use super::scan::Reading;
use super::verdict::Verdict;
use super::{Classifier, MOST_CHARACTERS, table};
use crate::domain::complaint::{Labelled, Reason, Risk};
use crate::domain::department::Directory;
use crate::domain::grounds::{By, Candidate, Dismissal, Grounds, Heard, Hit, Overheard, Overhearing};
use crate::domain::ids::DepartmentId;

/// So many words are told for a label, and as many against it.
const MOST_WORDS: usize = 8;

impl Classifier {
    /// The grounds on which [`Classifier::classify_writing`] decides what a text or a letter is about. Facts are no matter of the
    /// classifier: there are none.
    pub fn explained(&self, writing: &Writing<'_>, directory: &Directory, place: Option<&str>) -> Grounds {
        let written = writing.beginning(MOST_CHARACTERS);
        self.reading(writing, |reading, subject| self.grounds(&written, &reading, subject, directory, place))
    }

    fn grounds(&self, written: &Writing<'_>, reading: &Reading<'_>, subject: usize, directory: &Directory, place: Option<&str>) -> Grounds {
        let (verdict, read) = (self.weigh(reading, subject), reading.text());
        let decided = self.decided(&verdict, directory, place);
        let none = 1.0 - verdict.ranked.iter().map(|ranked| ranked.probability).sum::<f64>();
        let usual = decided.intent.as_ref().and_then(|id| self.intent(id)).map(|intent| intent.kind.label());
        Grounds {
            rewritten: read != written.whole(),
            words: self.segment(read).iter().map(|word| word.text.to_owned()).filter(|word| !word.trim().is_empty()).collect(),
            intents: self.candidates(&verdict, &|intent| self.owner(intent, directory, place)),
            none: none.clamp(0.0, 1.0),
            threshold: CONFIDENT,
            alarms: self.heard(reading, verdict.sound.as_ref().is_some_and(Sound::is_calm)),
            sound: verdict.sound.as_ref().map(|sound| overheard(sound, verdict.by_ear)),
            usual_kind: usual,
            facts: Vec::new(),
            decided,
            text: read.to_owned(),
        }
    }

    /// The label that these weights give to a text or a letter. Weights that the classifier was made with say so in
    /// [`Classifier::classify_writing`] too; here they may be any.
    pub fn labelled(&self, model: &Model, writing: &Writing<'_>) -> Option<Labelled> {
        self.reading(writing, |reading, subject| self.weighed(model, &reading, subject).labelled())
    }

    /// What of a text or a letter speaks for a label of these weights, then what speaks against it; nothing when they have no such
    /// label.
    pub fn reasons_for(&self, model: &Model, writing: &Writing<'_>, label: &str) -> Vec<Reason> {
        let Some(number) = model.names().iter().position(|name| name == label) else { return Vec::new() };
        let name = |id: &str| self.name(id);
        self.reading(writing, |reading, subject| {
            let weighed = self.weighed(model, &reading, subject);
            let mut reasons = weighed.because(number, reading.text(), MOST_WORDS, &name);
            reasons.extend(weighed.against(number, reading.text(), MOST_WORDS, &name));
            reasons
        })
    }

    fn weighed<'m>(&self, model: &'m Model, reading: &Reading<'_>, subject: usize) -> Weighed<'m> {
        let verdict = self.weigh(reading, subject);
        let best = verdict.winner.map(|winner| self.intents[winner.intent].id.as_str());
        model.weigh(&Parts { whole: reading.text(), subject }, &verdict.edges, best)
    }

    fn candidates<'d>(&self, verdict: &Verdict<'_, '_>, owner: &dyn Fn(usize) -> Option<&'d DepartmentId>) -> Vec<Candidate> {
        let found = verdict.evidence.found();
        let mut numbers: Vec<usize> = found.iter().map(|found| found.0).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let candidate = |number: usize| {
            let intent = &self.intents[number];
            let own = found.iter().filter(|found| found.0 == number);
            let mut hits: Vec<Hit> = own.map(|(_, words, weight)| hit(verdict, intent, words, *weight)).collect();
            let score = verdict.evidence.scores[number];
            hits.sort_by(|a, b| b.weight.total_cmp(&a.weight));
            Candidate {
                intent: intent.id.clone(),
                name: intent.name.clone(),
                category: intent.category,
                department: owner(number).cloned(),
                score,
                probability: verdict.ranked.iter().find(|ranked| ranked.intent == number).map_or(0.0, |ranked| ranked.probability),
                silenced: score == 0.0 && hits.iter().map(|hit| hit.weight).sum::<f64>() > 0.0,
                hits,
            }
        };
        let mut candidates: Vec<Candidate> = numbers.into_iter().map(candidate).collect();
        candidates.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(b.score.total_cmp(&a.score)));
        candidates
    }

    /// What alarms and signs heard; where the ear is sure that the text is calm, only who is at risk is listened to.
    fn heard(&self, reading: &Reading<'_>, is_calm: bool) -> Vec<Heard> {
        let doubted = is_calm.then_some(Dismissal::Calm);
        let heard = self.urgencies.heard(reading.view(table::URGENCIES)).into_iter().map(|sound| Heard {
            intent: self.intents[sound.intent].name.clone(),
            hotline: sound.hotline.to_owned(),
            words: sound.words.to_owned(),
            dismissed: sound.dismissed.or(doubted),
        });
        let signs = self.signs.hear(reading.view(table::SIGNS)).into_iter().filter_map(|sign| {
            let intent = sign.says.risk.map_or("险情迹象", Risk::label).to_owned();
            let dismissed = doubted.filter(|_| sign.says.risk.is_none());
            Some(Heard { intent, hotline: sign.says.hotline.clone()?, words: sign.words.to_owned(), dismissed })
        });
        let mut heard: Vec<Heard> = heard.chain(signs).collect();
        heard.dedup();
        heard
    }
}

/// What the ear makes of a text, and what came of it.
fn overheard(sound: &Sound<'_, '_>, alone: bool) -> Overheard {
    Overheard {
        hotline: sound.hotline.to_owned(),
        probability: sound.probability,
        words: sound.because.iter().map(|reason| reason.words.clone()).collect(),
        verdict: match () {
            () if alone => Overhearing::Alone,
            () if sound.is_alarm() => Overhearing::Agrees,
            () if sound.is_calm() => Overhearing::Calm,
            () => Overhearing::Open,
        },
    }
}

/// The words of a hit, with their place in the text that they are a part of.
fn hit(verdict: &Verdict<'_, '_>, intent: &Intent, words: &str, weight: f64) -> Hit {
    let start = (words.as_ptr() as usize).saturating_sub(verdict.reading.text().as_ptr() as usize);
    let span = start..start + words.len();
    Hit { words: words.to_owned(), weight, by: by(intent, verdict.reading.text(), &span, weight), span }
}

/// Which line of the intent's file the words at `span` met; an alarm stands on none of these lines.
#[allow(clippy::float_cmp)] // the weight of a hit is the weight of its line, untouched
fn by(intent: &Intent, text: &str, span: &Range<usize>, weight: f64) -> By {
    if let Some(keyword) = intent.keywords.iter().find(|keyword| keyword.word == text[span.clone()] && keyword.weight == weight) {
        return if keyword.anywhere { By::Anywhere } else { By::Keyword };
    }
    let met = |pattern: &&Pattern| pattern.weight == weight && pattern.regex.find(text).is_some_and(|found| found.range() == *span);
    intent.patterns.iter().find(met).map_or(By::Alarm, |pattern| By::Pattern(pattern.regex.as_str().to_owned()))
}
