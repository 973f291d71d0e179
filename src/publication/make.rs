//! An edition from figures 编制: every number through [`suppress`](super::suppress), every name from the city's own data. Nothing that a
//! citizen or another system wrote can come into it, but for the words of typical cases, which a person has approved.

use std::collections::BTreeMap;

use super::suppress::{alone, suppressed};
use crate::domain::department::Directory;
use crate::domain::ids::{DepartmentId, IntentId, Moment};
use crate::domain::past::channel_label;
use crate::domain::profile::Profile;
use crate::domain::publication::{EDITION_VERSION, Edition, Line, Period, PublicExample, PublicRate, Shown, UnitLine};
use crate::figures::{Book, By, Days, Filter, Key, Measure, Ranking, Sums};

/// The counts of the whole city that are published.
pub const COUNTS: [Measure; 9] = [
    Measure::Received,
    Measure::Dispatched,
    Measure::Archived,
    Measure::Declined,
    Measure::Withdrawn,
    Measure::Urged,
    Measure::Extended,
    Measure::Yellow,
    Measure::Red,
];

/// The rates that are published.
pub const RATES: [Measure; 7] =
    [Measure::Signed, Measure::Handled, Measure::Answered, Measure::Responded, Measure::Solved, Measure::Satisfied, Measure::Returned];

/// The ways by which citizens complain, as the public reads them. Another system's word for one is shown only when it is one of
/// these.
pub const CHANNELS: [&str; 16] = [
    "Telegram",
    "网页",
    "电话",
    "12345热线",
    "热线",
    "微信",
    "小程序",
    "网站",
    "网络",
    "APP",
    "短信",
    "邮件",
    "来信",
    "来访",
    "领导信箱",
    "其他",
];

/// What is put together with what nobody named.
const OTHERS: &str = "其他";

/// What an edition is made of.
pub struct Material<'a> {
    /// Of when.
    pub period: Period,
    /// The figures.
    pub book: &'a Book,
    /// The units.
    pub directory: &'a Directory,
    /// What the intents of the city's data are called.
    pub intents: &'a BTreeMap<IntentId, String>,
    /// The rules: weights, and what is too small to be shown.
    pub rules: &'a Profile,
    /// Whose city.
    pub city: &'a str,
    /// Typical cases that a person has approved.
    pub examples: Vec<PublicExample>,
    /// 第几版
    pub number: u32,
    /// What it corrects, and why.
    pub correction: Option<String>,
    /// When it comes out.
    pub now: Moment,
}

impl Material<'_> {
    /// The edition.
    pub fn edition(self) -> Edition {
        let least = self.rules.publication.least;
        let filter = Filter::of(Days { from: self.period.first(), to: self.period.last() });
        let total = self.book.total(&filter, self.directory, self.now);
        let line = |measure: &Measure| Line { name: measure.label().to_owned(), count: alone(total.count(*measure), least) };
        Edition {
            v: EDITION_VERSION,
            period: self.period,
            number: self.number,
            city: self.city.to_owned(),
            at: self.now,
            least,
            totals: COUNTS.iter().map(line).collect(),
            rates: self.rates(&total),
            channels: self.channels(&filter),
            matters: self.matters(&filter),
            units: self.units(&filter),
            correction: self.correction,
            examples: self.examples,
        }
    }

    /// In whole percent, and only of enough: with neither what was counted nor what it is a share of, nobody is told apart.
    fn rates(&self, sums: &Sums) -> Vec<PublicRate> {
        let rate = |measure: &Measure| {
            let rate = sums.rate(*measure);
            let enough = rate.of >= self.rules.publication.base;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // from 0 to 100
            let percent = rate.percent().filter(|_| enough).map(|percent| percent.clamp(0.0, 100.0).round() as u8);
            PublicRate { name: measure.name().to_owned(), percent }
        };
        RATES.iter().map(rate).collect()
    }

    fn channels(&self, filter: &Filter) -> Vec<Line> {
        let table = self.book.table(By::Channel, filter, self.directory, self.now);
        let name = |key: &Key| match key {
            Key::Channel(channel) => CHANNELS.into_iter().find(|known| *known == channel_label(channel)),
            _ => None,
        };
        self.lines(table.rows.iter().map(|row| (name(&row.key).unwrap_or(OTHERS).to_owned(), row.sums.count(Measure::Received))))
    }

    fn matters(&self, filter: &Filter) -> Vec<Line> {
        let table = self.book.table(By::Intent, filter, self.directory, self.now);
        let name = |key: &Key| match key {
            Key::Intent(intent) => self.intents.get(intent).cloned(),
            _ => None,
        };
        let rows = table.rows.iter().map(|row| (name(&row.key).unwrap_or_else(|| OTHERS.to_owned()), row.sums.count(Measure::Received)));
        self.lines(rows)
    }

    /// Lines that are alike put together, those of most first; none where they are not to be shown.
    fn lines(&self, rows: impl Iterator<Item = (String, u64)>) -> Vec<Line> {
        let mut sums: BTreeMap<String, u64> = BTreeMap::new();
        rows.filter(|(_, count)| *count > 0).for_each(|(name, count)| *sums.entry(name).or_default() += count);
        let mut all: Vec<(String, u64)> = sums.into_iter().collect();
        all.sort_by(|(one, count), (other, others)| others.cmp(count).then_with(|| one.cmp(other)));
        let counts: Vec<u64> = all.iter().map(|(_, count)| *count).collect();
        let Some(shown) = suppressed(&counts, self.rules.publication.least) else { return Vec::new() };
        let mut lines: Vec<Line> = all.into_iter().zip(shown).map(|((name, _), count)| Line { name, count }).collect();
        // The order of hidden numbers would tell which is greater.
        let hidden = lines.iter().position(|line| line.count == Shown::Withheld).unwrap_or(lines.len());
        lines[hidden..].sort_by(|one, other| one.name.cmp(&other.name));
        lines
    }

    /// The units directly below the city, each with everything below it.
    fn units(&self, filter: &Filter) -> Vec<UnitLine> {
        let table = self.book.table(By::Unit, filter, self.directory, self.now);
        let ranking = self.book.ranking(None, filter, self.directory, &self.rules.weights, self.now);
        let root = self.directory.all().iter().find(|unit| unit.parent.is_none()).map(|unit| &unit.id);
        let rows: Vec<(&DepartmentId, &Sums)> = table
            .rows
            .iter()
            .filter_map(|row| match &row.key {
                Key::Unit(unit) if self.directory.get(unit).is_some_and(|known| known.parent.as_ref() == root) => Some((unit, &row.sums)),
                _ => None,
            })
            .collect();
        let counts: Vec<u64> = rows.iter().map(|(_, sums)| sums.count(Measure::Dispatched)).collect();
        let Some(shown) = suppressed(&counts, self.rules.publication.least) else { return Vec::new() };
        let line = |((unit, sums), dispatched): ((&DepartmentId, &Sums), Shown)| UnitLine {
            unit: self.directory.short(unit).to_owned(),
            dispatched,
            rates: if dispatched == Shown::Withheld { self.rates(&Sums::default()) } else { self.rates(sums) },
            band: band(&ranking, unit).filter(|_| dispatched != Shown::Withheld),
        };
        rows.into_iter().zip(shown).map(line).collect()
    }
}

fn band(ranking: &Ranking, unit: &DepartmentId) -> Option<String> {
    ranking.places.iter().find(|place| place.unit == *unit).map(|place| place.band.label().to_owned())
}
