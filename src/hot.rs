//! Hot matters 热点 of a file of letters: understood, compared and gathered as the house does with cases, told as early as they
//! would have been, and measured against hand-made clusters where the file has some.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;

use crate::city::City;
use crate::domain::case::Complaint;
use crate::domain::complaint::{Slot, Slots};
use crate::domain::hotspot::{Hotness, Report as Told, Width};
use crate::domain::ids::{CaseNumber, ChatRef, UserRef};
use crate::domain::likeness::{Gathering, Trace, place_name};
use crate::intake::understand;
use crate::letters::Lines;

mod agreement;
mod letters;
mod page;
mod warnings;

pub use agreement::Agreement;
pub use letters::Letter;
pub use warnings::Warning;

/// What was found in a file.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// How many letters were read.
    pub letters: usize,
    /// On how many days they came.
    pub days: usize,
    /// The hot matters, the hottest first.
    pub matters: Vec<Matter>,
    /// What would have been told, day after day, of matters and of what rose in a district or the city.
    pub warnings: Vec<Warning>,
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
    /// The names of places that most of them have, without house and door.
    pub places: Vec<String>,
    /// How many letters came in each week in which any did, by its Monday.
    pub weeks: Vec<(NaiveDate, u32)>,
    /// When it would have been told first, and how many letters had come by then.
    pub warned: Option<(NaiveDate, usize)>,
    /// The lines of the file on which they stand.
    pub lines: Vec<usize>,
}

/// A letter with what it was understood as.
type Understood<'l> = (CaseNumber, Complaint, &'l Letter);

/// Gathers the letters into hot matters of at least `least` letters, each letter compared with those of the `days` before it.
pub fn find(letters: &Lines<Letter>, city: &City, days: u32, least: usize) -> Report {
    let mut all: Vec<&Letter> = letters.all.iter().collect();
    all.sort_by_key(|letter| (letter.at, letter.line));
    let understood: Vec<Understood<'_>> = (1..).zip(all).filter_map(|(i, letter)| case(i, letter, city)).collect();
    let (clusters, spent) = gathered(&understood, days);
    let by_number: BTreeMap<CaseNumber, &Understood<'_>> = understood.iter().map(|one| (one.0, one)).collect();
    let clusters: Vec<Vec<&Understood<'_>>> =
        clusters.iter().map(|cluster| cluster.iter().map(|number| by_number[number]).collect()).collect();
    let labels = clusters.iter().map(|cluster| cluster.iter().map(|(_, _, letter)| letter.cluster.as_deref()).collect());
    let agreement = Agreement::of(labels.collect());
    let reports = reports(&clusters);
    let warnings = warnings::warnings(&reports, &Hotness::default());
    let great = clusters.iter().filter(|cluster| cluster.len() >= least);
    let mut matters: Vec<Matter> = great.map(|cluster| matter(cluster, &warnings)).collect();
    matters.sort_by_key(|matter| std::cmp::Reverse((matter.people, matter.letters, matter.likes)));
    let days = reports.iter().map(|report| report.day).collect::<BTreeSet<_>>().len();
    Report { letters: letters.all.len(), days, matters, warnings, agreement, seconds: spent.as_secs_f64() }
}

/// The clusters, and how long it took to find them.
fn gathered(understood: &[Understood<'_>], days: u32) -> (Vec<Vec<CaseNumber>>, Duration) {
    let traces: Vec<(CaseNumber, Trace)> =
        understood.iter().map(|(number, complaint, letter)| (*number, Trace::of_complaint(complaint, letter.at))).collect();
    let began = Instant::now();
    let mut gathering = Gathering::new(days);
    for (number, trace) in traces {
        gathering.put(number, trace);
    }
    let clusters = gathering.clusters(1);
    (clusters, began.elapsed())
}

/// The letter as the `i`th complaint that came.
fn case<'l>(i: u32, letter: &'l Letter, city: &City) -> Option<Understood<'l>> {
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

/// What hot spots look at, in the order of the days.
fn reports(clusters: &[Vec<&Understood<'_>>]) -> Vec<Told> {
    let mut citizens: BTreeMap<&str, u64> = BTreeMap::new();
    let mut reports: Vec<Told> = Vec::new();
    for (matter, cluster) in clusters.iter().enumerate() {
        for (number, complaint, letter) in cluster {
            let fresh = citizens.len() as u64;
            let citizen = *citizens.entry(complaint.citizen.as_str()).or_insert(fresh);
            reports.push(Told {
                number: *number,
                day: letter.at.date_naive(),
                citizen,
                intent: complaint.classification.intent.clone(),
                district: complaint.classification.district.clone(),
                unit: complaint.classification.department.clone(),
                place: complaint.slots.get(&Slot::Place).and_then(|words| place_name(words)),
                matter,
            });
        }
    }
    reports.sort_by_key(|report| (report.day, report.number));
    reports
}

fn matter(cluster: &[&Understood<'_>], warnings: &[Warning]) -> Matter {
    let days = || cluster.iter().map(|(_, _, letter)| letter.at.date_naive());
    let numbers: BTreeSet<CaseNumber> = cluster.iter().map(|(number, ..)| *number).collect();
    let mut people: Vec<&str> = cluster.iter().map(|(_, complaint, _)| complaint.citizen.as_str()).collect();
    people.sort_unstable();
    people.dedup();
    let places: Vec<String> = cluster.iter().filter_map(|(_, complaint, _)| place_name(complaint.slots.get(&Slot::Place)?)).collect();
    let warned = warnings.iter().find(|warning| warning.spot.width == Width::Matter && numbers.contains(&warning.spot.cases[0]));
    let mut weeks: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    days().for_each(|day| *weeks.entry(day - Days::new(u64::from(day.weekday().num_days_from_monday()))).or_default() += 1);
    Matter {
        letters: cluster.len(),
        people: people.len(),
        likes: cluster.iter().map(|(_, _, letter)| letter.likes).sum(),
        first: days().min().unwrap_or_default(),
        last: days().max().unwrap_or_default(),
        matter: most(cluster.iter().map(|(_, complaint, _)| complaint.classification.intent_name.as_str()), 1).concat(),
        places: most(places.iter().map(String::as_str), 2),
        weeks: weeks.into_iter().collect(),
        warned: warned.map(|warning| (warning.on, days().filter(|day| *day <= warning.on).count())),
        lines: cluster.iter().map(|(_, _, letter)| letter.line).collect(),
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
