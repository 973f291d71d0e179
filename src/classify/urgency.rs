//! How soon 紧急程度: an emergency is found whatever the matter is; urgent is what runs out, falls down or endangers.

use std::collections::BTreeSet;
use std::ops::Range;

use super::context::Context;
use super::intents::Intent;
use super::patterns::{Expression, Patterns, blank, in_blanked};
use super::rank::ALARM_WEIGHT;
use super::scan::View;
use crate::domain::complaint::{Decided, Kind, Reason, Urgency};

mod heard;

/// A text that names an alarm more often than this and never as present is taken at its word.
const MOST_MENTIONS: usize = 16;

/// Words that make any matter urgent, when they tell of now.
const URGENT: &[(&str, f64)] = &[
    (
        "(?:突然|现在|正在|已经|又|从昨|一直|今天|今早|一早|目前|还在|到现在|整栋楼|全小区|整个小区|[0-9一二两三四五六七八九十几]+(?:天|个?小时))[^,。!?;\n]{0,8}\
(?:停水|停电|停气|断水|断电|断气|没水|没电|没暖气|停暖)",
        2.0,
    ),
    (
        "(?:停水|停电|停气|断水|断电|断气|没水用?|没电|没暖气|停暖|不来水|不来电|不通气)(?:了|中|好几|到现在|一整|都|快|已|一天|[0-9一二两三四五六七八九十几]+(?:天|个?小时))",
        2.0,
    ),
    ("(?:燃气|煤气|天然气|管道|液化气|灶)[^,。!?;\n]{0,6}漏气|(?:水管|管道|自来水管)[^,。!?;\n]{0,4}(?:爆了?|爆裂|破裂)|爆管", 2.0),
    ("电线[^,。!?;\n]{0,6}(?:掉|断了|垂|裸露|冒火花)|漏电", 2.0),
    ("(?:井盖|窨井盖?)[^,。!?;\n]{0,6}(?:没了|不见|缺失|丢失|被偷|塌|掀开|敞开)", 2.0),
    ("(?:路面|地面|马路|路基|地陷)[^,。!?;\n]{0,6}(?:塌陷|塌了|塌方|陷下去|下陷)", 2.0),
    ("(?:随时|马上|快要|眼看|就要)[^,。!?;\n]{0,6}(?:倒|塌|掉下|砸|坠|垮)", 2.0),
    ("(?:困在|关在|卡在)[^,。!?;\n]{0,4}电梯|电梯[^,。!?;\n]{0,6}(?:困人|被困|坠)", 2.0),
];

/// An emergency that a text tells of.
pub struct Alarm<'t> {
    /// The number of its intent.
    pub intent: usize,
    /// Whom to call.
    pub hotline: String,
    /// The words that told.
    pub words: &'t str,
    /// How many of the intent's alarms told of it.
    pub count: usize,
}

struct Watch {
    intent: usize,
    hotline: String,
    alarm: Vec<Expression>,
}

/// Reads the urgency from a text.
pub struct Urgencies {
    context: Context,
    /// Every alarm of every intent: the number of its watch, and of the alarm in it.
    alarms: Patterns<(usize, usize)>,
    /// Everything that only looks like an alarm, with the number of its watch.
    looks: Patterns<usize>,
    watches: Vec<Watch>,
    urgent: Patterns<f64>,
}

impl Urgencies {
    /// The alarms of these intents and the house's own cues.
    pub fn new(intents: &[Intent]) -> Self {
        let emergencies = intents.iter().enumerate().filter_map(|(number, intent)| Some((number, intent.emergency.as_ref()?)));
        let (mut watches, mut alarms, mut looks) = (Vec::new(), Vec::new(), Vec::new());
        for (w, (intent, emergency)) in emergencies.enumerate() {
            alarms.extend(emergency.alarm.iter().cloned().enumerate().map(|(a, regex)| (regex, (w, a))));
            looks.extend(emergency.not_alarm.iter().cloned().map(|regex| (regex, w)));
            watches.push(Watch { intent, hotline: emergency.hotline.clone(), alarm: emergency.alarm.clone() });
        }
        let (alarms, looks) = (Patterns::new(alarms), Patterns::new(looks));
        Self { context: Context::new(), alarms, looks, watches, urgent: Patterns::of_house(URGENT) }
    }

    /// The words that it must see, for a lexicon.
    pub fn tables(&self) -> [&[String]; 3] {
        [self.alarms.table(), self.looks.table(), self.urgent.table()]
    }

    /// Every emergency that a normalised text tells of, in the order of the intents.
    pub fn alarms<'t>(&self, view: View<'_, 't>) -> Vec<Alarm<'t>> {
        let text = view.text();
        let mut told: Vec<Alarm<'t>> = Vec::new();
        let mut blanked: Option<(usize, String)> = None;
        for found in self.alarms.find(view) {
            let &(w, a) = self.alarms.tag(found.number);
            let watch = &self.watches[w];
            if blanked.as_ref().is_none_or(|(of, _)| *of != w) {
                blanked = Some((w, self.without(view, w)));
            }
            let rest = blanked.as_ref().map_or(text, |(_, rest)| rest.as_str());
            let Some(span) = self.now(text, &watch.alarm[a], rest) else { continue };
            match told.iter_mut().find(|alarm| alarm.intent == watch.intent) {
                Some(alarm) => alarm.count += 1,
                None => told.push(Alarm { intent: watch.intent, hotline: watch.hotline.clone(), words: &text[span], count: 1 }),
            }
        }
        told
    }

    /// Adds what a sign told of to the alarms of the intent with its hotline, where there is one.
    pub fn join<'t>(&self, told: &mut Vec<Alarm<'t>>, hotline: &str, words: &'t str) {
        if let Some(alarm) = told.iter_mut().find(|alarm| alarm.hotline == hotline) {
            alarm.count += 1;
        } else if let Some(watch) = self.watches.iter().find(|watch| watch.hotline == hotline) {
            told.push(Alarm { intent: watch.intent, hotline: hotline.to_owned(), words, count: 1 });
        }
    }

    /// The intents of emergencies whose words a text has without telling of one: last year's fire, a fire drill.
    pub fn dismissed(&self, view: View<'_, '_>, told: &[Alarm<'_>], scores: &[f64]) -> Vec<usize> {
        let untold = |watch: &Watch| scores[watch.intent] > 0.0 && told.iter().all(|alarm| alarm.intent != watch.intent);
        if !self.watches.iter().any(untold) {
            return Vec::new();
        }
        let alarms = self.alarms.find(view).into_iter().map(|found| self.alarms.tag(found.number).0);
        let looks = self.looks.find(view.table(1)).into_iter().map(|found| *self.looks.tag(found.number));
        let named: BTreeSet<usize> = alarms.chain(looks).collect();
        named.into_iter().map(|w| &self.watches[w]).filter(|watch| untold(watch)).map(|watch| watch.intent).collect()
    }

    /// The text with everything blanked that only looks like an alarm of this watch, unless it says that the thing is back.
    fn without(&self, view: View<'_, '_>, watch: usize) -> String {
        let text = view.text();
        let mut spans = self.looks.every(view.table(1), |of| *of == watch);
        spans.retain(|span| !self.context.is_back(&text[span.clone()]));
        blank(text, &spans)
    }

    /// Where `alarm` stands in `rest` (the text without what only looks like it) and tells of now.
    fn now(&self, text: &str, alarm: &Expression, rest: &str) -> Option<Range<usize>> {
        let mut spans = in_blanked(alarm, rest).take(MOST_MENTIONS);
        spans.find(|span| self.context.is_now(text, span))
    }

    /// The urgency of a text that is no emergency: that of its intent, or urgent by its own words. Somebody who only
    /// asks how to get a gas connection is in no hurry, though gas is an urgent matter.
    pub fn decide(&self, view: View<'_, '_>, kind: Kind, usual: Urgency, best: Option<&Reason>) -> (Urgency, Vec<Reason>) {
        let mut because: Vec<Reason> = Vec::new();
        let text = view.text();
        for found in self.urgent.find(view.table(2)).into_iter().filter(|found| self.context.is_now(text, &found.span)) {
            because.push(reason(&text[found.span], *self.urgent.tag(found.number)));
        }
        let happens = !matches!(kind, Kind::Consult | Kind::Suggestion | Kind::Praise);
        if because.is_empty() && happens && usual == Urgency::Urgent {
            because.extend(best.map(|best| reason(&best.words, best.weight)));
            return (Urgency::Urgent, because);
        }
        (if because.is_empty() { Urgency::Normal } else { Urgency::Urgent }, because)
    }
}

/// Why a text is an emergency, or why a risk is seen in it.
pub fn sign(words: &str, decided: Decided) -> Reason {
    Reason { words: words.to_owned(), decided, weight: ALARM_WEIGHT }
}

fn reason(words: &str, weight: f64) -> Reason {
    Reason { words: words.to_owned(), decided: Decided::Urgency, weight }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::normalise::normalise;
    use crate::classify::scan::Lexicon;

    #[test]
    fn what_runs_out_or_falls_down_is_urgent() {
        let urgencies = Urgencies::new(&[]);
        let lexicon = Lexicon::new(urgencies.tables()).expect("few words");
        for (text, usual, kind, wanted) in [
            ("家里突然停水了", Urgency::Normal, Kind::Help, Urgency::Urgent),
            ("停电两天了没人管", Urgency::Normal, Kind::Complaint, Urgency::Urgent),
            ("怎么查停水通知", Urgency::Normal, Kind::Consult, Urgency::Normal),
            ("担心以后又停水了", Urgency::Normal, Kind::Help, Urgency::Normal),
            ("去年停电了三天", Urgency::Normal, Kind::Complaint, Urgency::Normal),
            ("广告牌随时会掉下来", Urgency::Normal, Kind::Complaint, Urgency::Urgent),
            ("轮胎漏气找谁补", Urgency::Normal, Kind::Consult, Urgency::Normal),
            ("天然气怎么开户", Urgency::Urgent, Kind::Consult, Urgency::Normal),
            ("天然气不通", Urgency::Urgent, Kind::Help, Urgency::Urgent),
        ] {
            assert_eq!(urgencies.decide(lexicon.read(&normalise(text)).view(0), kind, usual, None).0, wanted, "{text}");
        }
    }
}
