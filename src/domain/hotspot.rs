//! Hot spots 热点: what is rising, where, since when, measured against its own usual level (RULEBOOK §10).
//!
//! Three looks, the narrowest first: one matter at one place, as the likeness of cases gathers it; one kind of matter in one
//! district; one kind of matter in the whole city. What a narrower look explains is left out of the wider ones, so that a
//! broken pipe is told as that pipe and not as three alarms.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::ids::{CaseNumber, DepartmentId, IntentId};

mod rise;

pub use rise::Rise;

/// For how many days back cases are looked at: the usual level needs some weeks, and the seasons change.
pub const DAYS: u64 = 91;
/// The usual level of a kind of matter is known after so many days.
const KNOWN_DAYS: u32 = 28;

/// When something is a hot spot: a part of the profile.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hotness {
    /// One matter at one place: at least so many different citizens.
    pub least_people: u32,
    /// … and so many would come by chance, at its usual level, once in so many times.
    pub once_in: u32,
    /// One kind of matter in a district or the city: at least so many different citizens.
    pub wide_least_people: u32,
    /// … and once in so many times. There are a hundred kinds of matters and more, each of them looked at every day.
    pub wide_once_in: u32,
    /// It is told again when so many times as many citizens have complained as when it was told.
    pub again_times: u32,
}

impl Default for Hotness {
    fn default() -> Self {
        Self { least_people: 3, once_in: 1000, wide_least_people: 8, wide_once_in: 100_000, again_times: 2 }
    }
}

impl Hotness {
    /// How many citizens it takes at least.
    fn least(&self, width: Width) -> u32 {
        if width == Width::Matter { self.least_people } else { self.wide_least_people }
    }

    fn once_in(&self, width: Width) -> u32 {
        if width == Width::Matter { self.once_in } else { self.wide_once_in }
    }

    /// Whether this is a hot spot. What a kind of matter usually makes is not known before four weeks of it were seen; one
    /// matter at one place usually makes nothing.
    fn is_met(&self, width: Width, rise: &Rise) -> bool {
        let is_known = width == Width::Matter || rise.known_days >= KNOWN_DAYS;
        is_known && rise.people >= self.least(width) && rise.chance * f64::from(self.once_in(width)) <= 1.0
    }

    /// How often the least number has multiplied: at each of these levels a hot spot is told anew.
    pub fn level(&self, width: Width, people: u32) -> u32 {
        let times = self.again_times.max(2);
        let levels = std::iter::successors(Some(self.least(width).max(1)), |at| at.checked_mul(times)).skip(1);
        levels.take_while(|at| *at <= people).map(|_| 1).sum()
    }
}

/// One complaint, as far as hot spots look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its case.
    pub number: CaseNumber,
    /// When it came.
    pub day: NaiveDate,
    /// Whose it is: a number from which nobody's account can be read back. Many reports of one person count once.
    pub citizen: u64,
    /// What it is about; none where that is not known.
    pub intent: Option<IntentId>,
    /// In which district.
    pub district: Option<String>,
    /// Who has it.
    pub unit: Option<DepartmentId>,
    /// The name of the place, never the door.
    pub place: Option<String>,
    /// The matter that it was gathered into with others like it.
    pub matter: usize,
}

/// How wide a look found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Width {
    /// 同一事项: one matter at one place.
    Matter,
    /// 全区: one kind of matter in a district.
    District,
    /// 全市: one kind of matter in the city.
    City,
}

/// A hot spot 热点.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HotSpot {
    /// How wide it is.
    pub width: Width,
    /// What it is mostly about.
    pub intent: Option<IntentId>,
    /// Where: the district that most of them name.
    pub district: Option<String>,
    /// The places that most of them name, the commonest first, at most three.
    pub places: Vec<String>,
    /// Who has most of them.
    pub unit: Option<DepartmentId>,
    /// How it rose.
    pub rise: Rise,
    /// The cases of the rise, oldest first.
    pub cases: Vec<CaseNumber>,
    /// How many citizens came in each week, by its Monday, from the first week looked at to this one.
    pub weeks: Vec<(NaiveDate, u32)>,
}

/// The hot spots of these reports on this day, the least likely by chance first. `began` is the first day from which all
/// reports are there: a city that began last week has no usual level yet.
pub fn hot_spots(reports: &[Report], today: NaiveDate, began: NaiveDate, hotness: &Hotness) -> Vec<HotSpot> {
    let mut told: BTreeSet<CaseNumber> = BTreeSet::new();
    let mut all = Vec::new();
    for width in [Width::Matter, Width::District, Width::City] {
        let mut groups: BTreeMap<Key<'_>, Vec<&Report>> = BTreeMap::new();
        for report in reports.iter().filter(|report| !told.contains(&report.number)) {
            if let Some(key) = Key::of(width, report) {
                groups.entry(key).or_default().push(report);
            }
        }
        let risen: Vec<HotSpot> = groups.values().filter_map(|group| hot_spot(width, group, today, began, hotness)).collect();
        told.extend(risen.iter().flat_map(|spot| &spot.cases));
        all.extend(risen);
    }
    all.sort_by(|a, b| a.rise.chance.total_cmp(&b.rise.chance).then_with(|| a.cases.cmp(&b.cases)));
    all
}

/// What reports of one group have in common.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'r> {
    Matter(usize),
    Kind(&'r IntentId, Option<&'r str>),
}

impl<'r> Key<'r> {
    fn of(width: Width, report: &'r Report) -> Option<Self> {
        match width {
            Width::Matter => Some(Self::Matter(report.matter)),
            Width::District => Some(Self::Kind(report.intent.as_ref()?, Some(report.district.as_deref()?))),
            Width::City => Some(Self::Kind(report.intent.as_ref()?, None)),
        }
    }
}

fn hot_spot(width: Width, group: &[&Report], today: NaiveDate, began: NaiveDate, hotness: &Hotness) -> Option<HotSpot> {
    let days: Vec<(NaiveDate, u64)> = group.iter().map(|report| (report.day, report.citizen)).collect();
    let rise = Rise::of(&days, today, began).filter(|rise| hotness.is_met(width, rise))?;
    let risen: Vec<&Report> = group.iter().copied().filter(|report| report.day >= rise.since && report.day <= today).collect();
    let mut cases: Vec<CaseNumber> = risen.iter().map(|report| report.number).collect();
    cases.sort_unstable();
    Some(HotSpot {
        width,
        intent: commonest(risen.iter().filter_map(|report| report.intent.as_ref()), 1).pop().cloned(),
        district: commonest(risen.iter().filter_map(|report| report.district.as_ref()), 1).pop().cloned(),
        places: commonest(risen.iter().filter_map(|report| report.place.as_ref()), 3).into_iter().cloned().collect(),
        unit: commonest(risen.iter().filter_map(|report| report.unit.as_ref()), 1).pop().cloned(),
        rise,
        cases,
        weeks: weeks(&days, today, began),
    })
}

/// What occurs most, the commonest first, of equals the first in order.
fn commonest<'a, T: Ord>(all: impl Iterator<Item = &'a T>, most: usize) -> Vec<&'a T> {
    let mut counted: BTreeMap<&T, usize> = BTreeMap::new();
    all.for_each(|one| *counted.entry(one).or_default() += 1);
    let mut counted: Vec<(&T, usize)> = counted.into_iter().collect();
    counted.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    counted.into_iter().take(most).map(|(one, _)| one).collect()
}

/// How many people came in each week.
fn weeks(days: &[(NaiveDate, u64)], today: NaiveDate, began: NaiveDate) -> Vec<(NaiveDate, u32)> {
    let first = began.max(today - Days::new(DAYS));
    let mut people: BTreeMap<NaiveDate, BTreeSet<u64>> = BTreeMap::new();
    for (day, citizen) in days.iter().filter(|(day, _)| *day >= first && *day <= today) {
        people.entry(monday(*day)).or_default().insert(*citizen);
    }
    let mondays = std::iter::successors(Some(monday(first)), |day| day.checked_add_days(Days::new(7)));
    let count = |week: &NaiveDate| people.get(week).map_or(0, |people| u32::try_from(people.len()).unwrap_or(u32::MAX));
    mondays.take_while(|week| *week <= today).map(|week| (week, count(&week))).collect()
}

/// The Monday of a day's week.
fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

#[cfg(test)]
mod tests;
