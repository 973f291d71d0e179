//! Hot matters 热点 of a file of letters: understood, compared and gathered as the house does with cases, and measured
//! against hand-made clusters where the file has some.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use serde::Serialize;

use crate::city::City;
use crate::domain::case::Complaint;
use crate::domain::complaint::{Slot, Slots};
use crate::domain::ids::{CaseNumber, ChatRef, UserRef};
use crate::domain::likeness::{Gathering, Trace};
use crate::intake::understand;
use crate::letters::Lines;

mod agreement;
mod letters;

pub use agreement::Agreement;
pub use letters::Letter;

/// What was found in a file.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// How many letters were read.
    pub letters: usize,
    /// The hot matters, the hottest first.
    pub matters: Vec<Matter>,
    /// How well they agree with clusters made by hand; none when no letter names one.
    pub agreement: Option<Agreement>,
    /// Seconds for finding the like of all letters, their understanding left out.
    pub seconds: f64,
}

/// One hot matter 热点.
#[derive(Clone, Debug, Serialize)]
pub struct Matter {
    /// How many letters.
    pub letters: usize,
    /// Of how many people.
    pub people: usize,
    /// How many others agreed with them.
    pub likes: u64,
    /// When the first came.
    pub first: NaiveDate,
    /// When the last came.
    pub last: NaiveDate,
    /// The intent that most of them have.
    pub matter: String,
    /// The places that most of them name.
    pub places: Vec<String>,
    /// The lines of the file on which they stand.
    pub lines: Vec<usize>,
}

/// Gathers the letters into hot matters of at least `least` letters, each letter compared with those of the `days` before it.
pub fn find(letters: &Lines<Letter>, city: &City, days: u32, least: usize) -> Report {
    let mut all: Vec<&Letter> = letters.all.iter().collect();
    all.sort_by_key(|letter| (letter.at, letter.line));
    let understood: Vec<(CaseNumber, Complaint, &Letter)> = (1..).zip(all).filter_map(|(i, letter)| case(i, letter, city)).collect();
    let traces: Vec<(CaseNumber, Trace)> =
        understood.iter().map(|(number, complaint, letter)| (*number, Trace::of_complaint(complaint, letter.at))).collect();
    let began = Instant::now();
    let mut gathering = Gathering::new(days);
    for (number, trace) in traces {
        gathering.put(number, trace);
    }
    let clusters = gathering.clusters(1);
    let spent: Duration = began.elapsed();
    let by_number: BTreeMap<CaseNumber, (&Complaint, &Letter)> =
        understood.iter().map(|(number, complaint, letter)| (*number, (complaint, *letter))).collect();
    let members = |cluster: &Vec<CaseNumber>| cluster.iter().map(|number| by_number[number]).collect::<Vec<_>>();
    let clusters: Vec<Vec<(&Complaint, &Letter)>> = clusters.iter().map(members).collect();
    let labels = clusters.iter().map(|cluster| cluster.iter().map(|(_, letter)| letter.cluster.as_deref()).collect());
    let agreement = Agreement::of(labels.collect());
    let mut matters: Vec<Matter> = clusters.iter().filter(|cluster| cluster.len() >= least).map(|cluster| matter(cluster)).collect();
    matters.sort_by_key(|matter| std::cmp::Reverse((matter.people, matter.letters, matter.likes)));
    Report { letters: letters.all.len(), matters, agreement, seconds: spent.as_secs_f64() }
}

/// The letter as the `i`th complaint that came.
fn case<'l>(i: u32, letter: &'l Letter, city: &City) -> Option<(CaseNumber, Complaint, &'l Letter)> {
    let ctx = city.intake(letter.at);
    let (classification, slots) = understand(&letter.text, Slots::new(), &ctx);
    let user = letter.user.clone().unwrap_or_else(|| format!("line:{}", letter.line));
    let complaint = Complaint {
        citizen: UserRef::from(user.as_str()),
        chat: ChatRef::from(user.as_str()),
        text: letter.text.clone(),
        classification,
        slots,
        evidence: Vec::new(),
        confirmed: true,
        confidential: false,
    };
    Some((CaseNumber::new(letter.at.date_naive(), i)?, complaint, letter))
}

fn matter(cluster: &[(&Complaint, &Letter)]) -> Matter {
    let days = || cluster.iter().map(|(_, letter)| letter.at.date_naive());
    let mut people: Vec<&str> = cluster.iter().map(|(complaint, _)| complaint.citizen.as_str()).collect();
    people.sort_unstable();
    people.dedup();
    Matter {
        letters: cluster.len(),
        people: people.len(),
        likes: cluster.iter().map(|(_, letter)| letter.likes).sum(),
        first: days().min().unwrap_or_default(),
        last: days().max().unwrap_or_default(),
        matter: most(cluster.iter().map(|(complaint, _)| complaint.classification.intent_name.as_str()), 1).concat(),
        places: most(cluster.iter().filter_map(|(complaint, _)| complaint.slots.get(&Slot::Place)).map(String::as_str), 2),
        lines: cluster.iter().map(|(_, letter)| letter.line).collect(),
    }
}

/// The words that occur most, the commonest first.
fn most<'w>(words: impl Iterator<Item = &'w str>, at_most: usize) -> Vec<String> {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    words.for_each(|word| *counted.entry(word).or_default() += 1);
    let mut counted: Vec<(&str, usize)> = counted.into_iter().collect();
    counted.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    counted.into_iter().take(at_most).map(|(word, _)| word.to_owned()).collect()
}
