//! The verdict 判定: what was found of one text, before it is put into words; whether it is an emergency, how soon, of what kind.

use super::ear::Sound;
use super::model::Evidence;
use super::rank::{CONFIDENT, Ranked};
use super::scan::Reading;
use super::segment::Boundaries;
use super::signs::Heard;
use super::urgency::{self, Alarm};
use super::{Classifier, table};
use crate::domain::complaint::{Decided, Kind, Reason, Risk, Urgency};

impl Classifier {
    /// The emergencies that the intents' own alarms tell of; where none does, those that the signs tell of. Where the ear is sure
    /// that there is none, neither does; where it is sure of one, it names the hotline, and where nothing else tells of one, it
    /// need only hear it. The second value says that the emergency is the ear's. Who is at risk is always listened to, whatever the ear makes of it.
    pub(super) fn alarms<'t>(
        &self,
        reading: &Reading<'t>,
        heard: &mut Vec<Heard<'_, 't>>,
        sound: Option<&Sound<'_, 't>>,
    ) -> (Vec<Alarm<'t>>, bool) {
        let is_calm = sound.is_some_and(Sound::is_calm);
        let mut alarms = if is_calm { Vec::new() } else { self.urgencies.alarms(reading.view(table::URGENCIES)) };
        if is_calm {
            heard.retain(|sign| sign.says.risk.is_some());
        }
        if alarms.is_empty() {
            for sign in heard.iter() {
                sign.says.hotline.iter().for_each(|hotline| self.urgencies.join(&mut alarms, hotline, sign.words));
            }
        }
        let at_risk = heard.iter().any(|sign| sign.says.risk.is_some() && sign.says.hotline.is_some());
        let Some(sound) = sound.filter(|sound| sound.is_alarm() && !at_risk) else { return (alarms, false) };
        let rules = !alarms.is_empty() || heard.iter().any(|sign| sign.says.hotline.is_some());
        if rules && !sound.names_hotline() {
            return (alarms, false);
        }
        alarms.retain(|alarm| alarm.hotline == sound.hotline);
        let by_ear = alarms.is_empty();
        if by_ear {
            self.urgencies.join(&mut alarms, sound.hotline, sound.words);
        }
        (alarms, by_ear)
    }

    /// What kind of message it is: how it sounds, else what its words and the matter say.
    pub(super) fn kind(&self, verdict: &Verdict<'_, '_>, usual: Option<Kind>) -> (Kind, Vec<Reason>) {
        let sound = self.tone.as_ref().and_then(|tone| tone.hear(verdict.reading.view(table::TONE)));
        self.kinds.decide(verdict.reading.view(table::KINDS), usual, sound)
    }

    /// How soon: an emergency before all, then what a risk demands, then what the words and the matter say.
    pub(super) fn urgency(&self, verdict: &Verdict<'_, '_>, kind: Kind, usual: Urgency, best: Option<&Reason>) -> (Urgency, Vec<Reason>) {
        if let Some(sound) = verdict.told_by_ear() {
            return (Urgency::Emergency, sound.because.clone());
        }
        if let Some((_, words)) = verdict.hotline() {
            return (Urgency::Emergency, vec![urgency::sign(words, Decided::Urgency)]);
        }
        let (urgency, because) = self.urgencies.decide(verdict.reading.view(table::URGENCIES), kind, usual, best);
        let risks = verdict.heard.iter().filter_map(|heard| heard.says.risk);
        (risks.map(Risk::urgency).fold(urgency, Urgency::max), because)
    }
}

/// What was found of one text, before it is put into words.
pub(super) struct Verdict<'r, 't> {
    pub(super) reading: &'r Reading<'t>,
    /// How many bytes of the text are a letter's subject.
    pub(super) subject: usize,
    pub(super) edges: Boundaries<'r>,
    pub(super) evidence: Evidence<'t>,
    pub(super) ranked: Vec<Ranked>,
    pub(super) alarm: Option<Alarm<'t>>,
    pub(super) heard: Vec<Heard<'r, 't>>,
    /// What the ear makes of it.
    pub(super) sound: Option<Sound<'r, 't>>,
    /// The emergency is the one that the ear hears.
    pub(super) by_ear: bool,
    pub(super) winner: Option<Ranked>,
}

impl Verdict<'_, '_> {
    /// Whom to call, with the words that told: an alarm's, or the ear's or a sign's where no intent has its hotline.
    pub(super) fn hotline(&self) -> Option<(&str, &str)> {
        let ear = || self.told_by_ear().map(|sound| (sound.hotline, sound.words));
        let sign = || self.heard.iter().find_map(|heard| Some((heard.says.hotline.as_deref()?, heard.words)));
        self.alarm.as_ref().map(|alarm| (alarm.hotline.as_str(), alarm.words)).or_else(ear).or_else(sign)
    }

    /// What the ear makes of it, where the ear alone tells of an emergency.
    fn told_by_ear(&self) -> Option<&Sound<'_, '_>> {
        self.sound.as_ref().filter(|_| self.by_ear)
    }
}

/// The risks that were heard, gravest first, each with the words that told.
pub(super) fn risks(heard: &[Heard<'_, '_>]) -> (Vec<Risk>, Vec<Reason>) {
    let of = |risk: Risk| {
        heard.iter().find(|heard| heard.says.risk == Some(risk)).map(|heard| (risk, urgency::sign(heard.words, Decided::Risk)))
    };
    Risk::ALL.into_iter().filter_map(of).unzip()
}

/// The favourite; but when an alarm fired and no intent is sure, the alarm's.
pub(super) fn winner(best: Option<Ranked>, ranked: &[Ranked], alarm: Option<&Alarm<'_>>) -> Option<Ranked> {
    match alarm {
        Some(alarm) if best.is_none_or(|best| best.probability < CONFIDENT) => {
            ranked.iter().copied().find(|ranked| ranked.intent == alarm.intent).or(best)
        }
        _ => best,
    }
}

/// Of several emergencies in one text, the one that more alarms tell of, then the one that more words speak for.
pub(super) fn worst<'t>(alarms: Vec<Alarm<'t>>, evidence: &Evidence<'_>) -> Option<Alarm<'t>> {
    let rank = |alarm: &Alarm<'_>| (alarm.count, evidence.scores[alarm.intent]);
    alarms.into_iter().rev().max_by(|a, b| {
        let ((a_count, a_score), (b_count, b_score)) = (rank(a), rank(b));
        a_count.cmp(&b_count).then(a_score.total_cmp(&b_score))
    })
}
