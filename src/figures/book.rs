//! The book 指标册: the facts of many cases in memory, small enough for every case of years.

use std::collections::BTreeMap;
use std::hash::Hash;

use chrono::{Datelike, TimeDelta};

use crate::domain::case::Case;
use crate::domain::department::Directory;
use crate::domain::ids::{CaseNumber, DepartmentId, IntentId, Moment, StaffId};
use crate::domain::profile::Weights;

use super::filter::{By, Days, Filter, Key};
use super::judged::{CaseFacts, Value};
use super::measure::Measure;
use super::packed::{DAY, Names, Packed, beginning, first_day, last_moment, seconds};
use super::ranking::Ranking;
use super::run::Run;
use super::shelves::Shelves;
use super::standing::Kept;
use super::table::{Row, Sums, Table, Which};

/// The facts of many cases. Each was judged as if nothing more happened ([`super::facts`] with a moment far ahead), so that the
/// passing of a limit needs nobody's attention: what lies after the moment of asking is not looked at.
#[derive(Debug, Default)]
pub struct Book {
    cases: Shelves<Entry>,
    /// Where the open ones stand.
    open: Shelves<Kept>,
    units: Names<DepartmentId>,
    districts: Names<String>,
    intents: Names<IntentId>,
    intent_names: Vec<String>,
    channels: Names<String>,
    states: Names<&'static str>,
}

#[derive(Debug)]
struct Entry {
    district: u16,
    intent: u16,
    channel: u16,
    /// The moments of the first and the last fact, in the book's seconds: most questions are of a few days, and of years of cases.
    between: (u32, u32),
    facts: Run,
}

/// A filter in the book's own numbers.
struct Sieve {
    from: u32,
    until: u32,
    unit: Option<Vec<bool>>,
    person: Option<u32>,
    district: Option<u16>,
    intent: Option<u16>,
    channel: Option<u16>,
}

impl Sieve {
    fn lets_case(&self, entry: &Entry) -> bool {
        let fits = |wanted: Option<u16>, is: u16| wanted.is_none_or(|wanted| wanted == is);
        let (first, last) = entry.between;
        first <= self.until
            && last >= self.from
            && fits(self.district, entry.district)
            && fits(self.intent, entry.intent)
            && fits(self.channel, entry.channel)
    }

    fn lets(&self, fact: &Packed) -> bool {
        (self.from..=self.until).contains(&fact.at)
            && self.unit.as_ref().is_none_or(|units| units.get(usize::from(fact.unit)).is_some_and(|fits| *fits))
            && self.person.is_none_or(|person| person == fact.person)
    }
}

impl Book {
    /// A moment after every limit: judged until then, a case tells all that will be decided unless something happens.
    pub fn horizon() -> Moment {
        last_moment()
    }

    /// Puts a case in, or in the place of what was known of it.
    pub fn put(&mut self, case: &CaseFacts) {
        let about = &case.about;
        let intent = self.intents.number(about.intent.as_ref());
        self.name_intent(intent, &about.intent_name);
        let at = || case.facts.iter().map(|fact| seconds(fact.at));
        let between = (at().min().unwrap_or_default(), at().max().unwrap_or_default());
        let facts = Run::of(case.facts.iter().map(|fact| Packed::of(fact, self.units.number(fact.unit.as_ref()))));
        let entry = Entry {
            district: self.districts.number(about.district.as_ref()),
            intent,
            channel: self.channels.number(Some(&about.channel)),
            between,
            facts,
        };
        self.cases.insert(case.case, entry);
    }

    /// Where a case stands now: an open one is kept, or stands in the place of what was known of it; a closed one is no longer.
    pub fn stand(&mut self, case: &Case) {
        if case.state.is_closed() {
            self.open.remove(case.number);
            return;
        }
        let is = &case.complaint.classification;
        let numbers = [
            self.districts.number(is.district.as_ref()),
            self.intents.number(is.intent.as_ref()),
            self.channels.number(Some(&case.channel().to_owned())),
            self.units.number(case.unit()),
            self.states.number(Some(&case.state.label())),
        ];
        self.name_intent(numbers[1], &is.intent_name);
        self.open.insert(case.number, Kept::of(case, numbers));
    }

    /// Forgets a case.
    pub fn remove(&mut self, case: CaseNumber) {
        self.cases.remove(case);
        self.open.remove(case);
    }

    /// The open cases.
    pub(super) fn standing(&self) -> impl Iterator<Item = (CaseNumber, &Kept)> {
        self.open.iter()
    }

    /// The unit of this number.
    pub(super) fn unit(&self, number: u16) -> Option<&DepartmentId> {
        self.units.get(number)
    }

    /// What the state of this number is called.
    pub(super) fn state(&self, number: u16) -> &'static str {
        self.states.get(number).copied().unwrap_or_default()
    }

    fn name_intent(&mut self, number: u16, name: &str) {
        if usize::from(number) > self.intent_names.len() {
            self.intent_names.push(name.to_owned());
        }
    }

    /// What is asked of an open case, but for the person; none where the filter names something that no case has.
    pub(super) fn sieve_of_open(&self, filter: &Filter, directory: &Directory) -> Option<impl Fn(&Kept) -> bool> {
        let sieve = self.sieve(filter, directory, Self::horizon())?;
        let is = |wanted: Option<u16>, is: u16| wanted.is_none_or(|wanted| wanted == is);
        Some(move |kept: &Kept| {
            is(sieve.district, kept.district)
                && is(sieve.intent, kept.intent)
                && is(sieve.channel, kept.channel)
                && sieve.unit.as_ref().is_none_or(|units| units.get(usize::from(kept.unit)).is_some_and(|fits| *fits))
        })
    }

    /// How many cases it knows.
    pub fn cases(&self) -> usize {
        self.cases.len()
    }

    /// How many facts it knows, those ahead among them.
    pub fn facts(&self) -> usize {
        self.cases.iter().map(|(_, entry)| entry.facts.facts().count()).sum()
    }

    /// About how many bytes it takes.
    pub fn bytes(&self) -> usize {
        let facts: usize = self.cases.iter().map(|(_, entry)| entry.facts.bytes()).sum();
        self.cases.bytes() + facts + self.open.bytes()
    }

    /// What people call an intent that some case has.
    pub fn intent_name(&self, intent: &IntentId) -> Option<&str> {
        let number = *self.intents.known.get(intent)?;
        self.intent_names.get(usize::from(number) - 1).map(String::as_str)
    }

    /// Every district that some case has, in order.
    pub fn districts(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.districts.all.iter().map(String::as_str).collect();
        all.sort_unstable();
        all
    }

    /// Every intent that some case has, with its name, in the order of the names.
    pub fn intents(&self) -> Vec<(&IntentId, &str)> {
        let mut all: Vec<_> = self.intents.all.iter().zip(self.intent_names.iter().map(String::as_str)).collect();
        all.sort_by_key(|(id, name)| (*name, *id));
        all
    }

    /// Every channel that some case came by, in order.
    pub fn channels(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.channels.all.iter().map(String::as_str).collect();
        all.sort_unstable();
        all
    }

    /// The days from the first fact to the last one that is decided by `now`.
    pub fn days(&self, now: Moment) -> Option<Days> {
        let until = seconds(now);
        let decided = || self.cases.iter().flat_map(|(_, entry)| entry.facts.facts()).filter(|fact| fact.at <= until);
        let (first, last) = (decided().min_by_key(|fact| fact.at)?, decided().max_by_key(|fact| fact.at)?);
        Some(Days { from: first.day(), to: last.day() })
    }

    /// The facts that the filter lets through and that are decided by `now`, along an axis.
    pub fn table(&self, by: By, filter: &Filter, directory: &Directory, now: Moment) -> Table {
        let mut total = Sums::default();
        let mut rows: BTreeMap<u32, Sums> = BTreeMap::new();
        let above = (by == By::Unit).then(|| self.above(directory));
        self.each(filter, directory, now, |_, entry, fact| {
            let value = fact.value();
            total.add(fact.measure, value);
            match &above {
                Some(above) => {
                    above[usize::from(fact.unit)].iter().for_each(|row| rows.entry(*row).or_default().add(fact.measure, value));
                }
                None => rows.entry(row(by, entry, fact)).or_default().add(fact.measure, value),
            }
        });
        let ancestors = self.ancestors(directory);
        let key = |number: u32| self.key(by, number, &ancestors);
        let mut rows: Vec<Row> = rows.into_iter().map(|(number, sums)| Row { key: key(number), sums }).collect();
        rows.iter_mut().map(|row| &mut row.sums).chain([&mut total]).for_each(Sums::settle);
        rows.sort_by(|one, other| one.key.cmp(&other.key));
        Table { by, rows, total }
    }

    /// The facts that the filter lets through and that are decided by `now`, all together.
    pub fn total(&self, filter: &Filter, directory: &Directory, now: Moment) -> Sums {
        let mut total = Sums::default();
        self.each(filter, directory, now, |_, _, fact| total.add(fact.measure, fact.value()));
        total.settle();
        total
    }

    /// The cases behind a number: those with such a fact, in order.
    pub fn behind(&self, measure: Measure, which: Which, filter: &Filter, directory: &Directory, now: Moment) -> Vec<CaseNumber> {
        let mut found: Vec<CaseNumber> = Vec::new();
        self.each(filter, directory, now, |number, _, fact| {
            let is = match (which, fact.value()) {
                (Which::Hits, Value::Share { hits, .. }) => hits > 0,
                (Which::Misses, Value::Share { hits, of }) => of > hits,
                (Which::Misses, _) => false,
                _ => true,
            };
            if fact.measure == measure && is && found.last() != Some(&number) {
                found.push(number);
            }
        });
        found
    }

    /// The order of the units directly below one, the city's own where none is named, by the three rates of everything that
    /// the filter lets through.
    pub fn ranking(&self, below: Option<&DepartmentId>, filter: &Filter, directory: &Directory, weights: &Weights, now: Moment) -> Ranking {
        let root = directory.all().iter().find(|unit| unit.parent.is_none()).map(|unit| &unit.id);
        let Some(above) = below.or(root) else { return Ranking::default() };
        let table = self.table(By::Unit, filter, directory, now);
        let is_peer = |unit: &DepartmentId| directory.get(unit).is_some_and(|unit| unit.parent.as_ref() == Some(above));
        let units = table.rows.into_iter().filter_map(|row| match row.key {
            Key::Unit(unit) if is_peer(&unit) => Some((unit, row.sums)),
            _ => None,
        });
        Ranking::of(units.collect(), weights, Ranking::FEWEST)
    }

    fn each(&self, filter: &Filter, directory: &Directory, now: Moment, mut hear: impl FnMut(CaseNumber, &Entry, &Packed)) {
        let Some(sieve) = self.sieve(filter, directory, now) else { return };
        for (number, entry) in self.cases.iter().filter(|(_, entry)| sieve.lets_case(entry)) {
            entry.facts.facts().filter(|fact| sieve.lets(fact)).for_each(|fact| hear(number, entry, &fact));
        }
    }

    /// None where the filter names something that no case has.
    fn sieve(&self, filter: &Filter, directory: &Directory, now: Moment) -> Option<Sieve> {
        fn number<T: Eq + Hash>(names: &Names<T>, wanted: Option<&T>) -> Option<Option<u16>> {
            wanted.map_or(Some(None), |name| names.known.get(name).map(|number| Some(*number)))
        }
        let now = seconds(now);
        let last = |days: Days| beginning(days.to).saturating_add(DAY - 1);
        let within = |above: &DepartmentId| {
            let below = self.units.all.iter().map(|unit| directory.is_within(unit, above));
            [false].into_iter().chain(below).collect()
        };
        Some(Sieve {
            from: filter.days.map_or(0, |days| beginning(days.from)),
            until: filter.days.map_or(now, |days| last(days).min(now)),
            unit: filter.unit.as_ref().map(within),
            person: filter.person.map(|person| person.0),
            district: number(&self.districts, filter.district.as_ref())?,
            intent: number(&self.intents, filter.intent.as_ref())?,
            channel: number(&self.channels, filter.channel.as_ref())?,
        })
    }

    /// Every unit of the directory and of the book that a row can be of.
    fn ancestors<'d>(&'d self, directory: &'d Directory) -> Vec<&'d DepartmentId> {
        let mut all: Vec<&DepartmentId> = directory.all().iter().map(|unit| &unit.id).chain(&self.units.all).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// For each unit of the book the rows that it counts in: its own and those of the units above it.
    fn above(&self, directory: &Directory) -> Vec<Vec<u32>> {
        let all = self.ancestors(directory);
        let rows = |unit: &DepartmentId| {
            let above = (1..).zip(&all).filter(|(_, above)| directory.is_within(unit, above));
            above.map(|(number, _)| number).collect()
        };
        [vec![0]].into_iter().chain(self.units.all.iter().map(rows)).collect()
    }

    fn key(&self, by: By, number: u32, ancestors: &[&DepartmentId]) -> Key {
        let small = u16::try_from(number).unwrap_or_default();
        let key = match by {
            By::Unit => ancestors.get((number as usize).wrapping_sub(1)).map(|unit| Key::Unit((*unit).clone())),
            By::Desk => self.units.get(small).cloned().map(Key::Unit),
            By::Person => (number > 0).then_some(Key::Person(StaffId(number))),
            By::District => self.districts.get(small).cloned().map(Key::District),
            By::Intent => self.intents.get(small).cloned().map(Key::Intent),
            By::Channel => self.channels.get(small).cloned().map(Key::Channel),
            By::Day | By::Week | By::Month => Some(Key::From(first_day() + TimeDelta::days(number.into()))),
        };
        key.unwrap_or(Key::None)
    }
}

/// The number of the row that a fact stands in, on every axis whose rows do not overlap.
fn row(by: By, entry: &Entry, fact: &Packed) -> u32 {
    let day = || fact.at / DAY;
    match by {
        By::Unit | By::Desk => fact.unit.into(),
        By::Person => fact.person,
        By::District => entry.district.into(),
        By::Intent => entry.intent.into(),
        By::Channel => entry.channel.into(),
        By::Day => day(),
        // The first day of the book's time was a Saturday: its week began before, and is cut off there.
        By::Week => day().saturating_sub((day() + 5) % 7),
        By::Month => day().saturating_sub(fact.day().day0()),
    }
}
