//! Emergencies, urgent matters and risks 突发、紧急与风险: none is missed, and what only looks like one raises no alarm.

use std::sync::LazyLock;

use serde::Deserialize;
use yousu::city::{City, DEFAULT_PROFILE, Sources};
use yousu::domain::complaint::{Classification, Risk, Slot, Slots, Urgency};
use yousu::intake::understand;

/// Texts and what must be heard in each of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    set: Vec<Set>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Set {
    name: String,
    urgency: Wanted,
    #[serde(default)]
    hotlines: Vec<String>,
    #[serde(default)]
    risks: Vec<Risk>,
    texts: Vec<String>,
}

/// How soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Wanted {
    /// The number of a hotline, at once.
    Emergency,
    /// Urgent; an emergency is right too.
    Urgent,
    /// No alarm.
    Calm,
}

impl Set {
    /// What is wrong with what was heard in one of its texts.
    fn fault(&self, heard: &Classification) -> Option<String> {
        let hotline = heard.hotline.as_ref();
        let soon = match self.urgency {
            Wanted::Emergency => heard.urgency == Urgency::Emergency && hotline.is_some_and(|hotline| self.hotlines.contains(hotline)),
            Wanted::Urgent => heard.urgency != Urgency::Normal,
            Wanted::Calm => heard.urgency != Urgency::Emergency && hotline.is_none(),
        };
        let told = || heard.because.iter().map(|reason| reason.words.as_str()).collect::<Vec<_>>().join(" ");
        let right = soon && heard.risks == self.risks;
        (!right).then(|| format!("{:?} {hotline:?} {:?} [{}]", heard.urgency, heard.risks, told()))
    }
}

static CITY: LazyLock<City> =
    LazyLock::new(|| City::load(&Sources::new(None, None), DEFAULT_PROFILE).unwrap_or_else(|problems| panic!("{problems:#?}")));

fn heard(text: &str) -> (Classification, Slots) {
    let city = &*CITY;
    let now = "2026-03-02T09:00:00+08:00".parse().expect("a moment");
    let ctx = city.intake(now);
    understand(text, Slots::new(), &ctx)
}

/// Every text of a file is heard as it says; at least so many of each sort stand in it.
fn every_text_is_heard(file: &str, at_least: [usize; 3]) {
    let file: File = toml::from_str(file).expect("a file of texts");
    assert_eq!(file.version, 1);
    let mut wrong = Vec::new();
    let mut counts = [0, 0, 0];
    for set in &file.set {
        counts[set.urgency as usize] += set.texts.len();
        let faults = set.texts.iter().filter_map(|text| Some(format!("{}: {text}\n    {}\n", set.name, set.fault(&heard(text).0)?)));
        wrong.extend(faults);
    }
    assert!(counts.iter().zip(at_least).all(|(count, least)| *count >= least), "{counts:?}");
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), counts.iter().sum::<usize>(), wrong.concat());
}

#[test]
fn the_texts_that_the_patterns_were_tuned_on() {
    every_text_is_heard(include_str!("emergencies/tuned.toml"), [105, 24, 120]);
}

#[test]
fn the_texts_that_were_written_afterwards() {
    every_text_is_heard(include_str!("emergencies/fresh.toml"), [100, 22, 115]);
}

#[test]
fn the_texts_of_a_third_voice() {
    every_text_is_heard(include_str!("emergencies/again.toml"), [60, 10, 35]);
}

#[test]
fn a_wish_for_secrecy_is_the_same_as_a_risk_and_as_a_fact() {
    for text in ["请对我的信息保密，我怕被报复", "垃圾没人收", "保密局在哪里办公"] {
        let (classification, slots) = heard(text);
        assert_eq!(classification.risks.contains(&Risk::Confidential), slots.contains_key(&Slot::Confidential), "{text}");
    }
}
