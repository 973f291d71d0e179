//! What the public may see 公示: editions that are frozen once they are out, and typical cases in which nobody is known.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::audit::Viewer;
use super::ids::{CaseNumber, Moment};
use super::workcalendar::WorkCalendar;

/// What an edition is about: a month 月 or a quarter 季度.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// Its first day.
    first: NaiveDate,
    /// How many months it has: 1 or 3.
    months: u32,
}

impl Period {
    /// The month of this day.
    pub fn month(day: NaiveDate) -> Self {
        Self { first: day.with_day(1).expect("every month has a first day"), months: 1 }
    }

    /// The quarter of this day.
    pub fn quarter(day: NaiveDate) -> Self {
        let first = day.with_day(1).and_then(|day| day.with_month(day.month0() / 3 * 3 + 1)).expect("the first month of a quarter");
        Self { first, months: 3 }
    }

    /// Its first day.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> NaiveDate {
        self.next().first.pred_opt().expect("a year of the calendar")
    }

    /// The one after it.
    pub fn next(self) -> Self {
        Self { first: self.first + Months::new(self.months), months: self.months }
    }

    /// The one before it.
    pub fn before(self) -> Self {
        Self { first: self.first - Months::new(self.months), months: self.months }
    }

    /// Whether it is a quarter.
    pub fn is_quarter(self) -> bool {
        self.months == 3
    }

    /// The months in it.
    pub fn months(self) -> impl Iterator<Item = Self> {
        (0..self.months).map(move |month| Self { first: self.first + Months::new(month), months: 1 })
    }

    /// As people say it: 2026年10月, 2026年第四季度.
    pub fn words(self) -> String {
        let (year, month) = (self.first.year(), self.first.month());
        if !self.is_quarter() {
            return format!("{year}年{month}月");
        }
        let quarter = ["一", "二", "三", "四"][usize::try_from((month - 1) / 3).unwrap_or_default()];
        format!("{year}年第{quarter}季度")
    }
}

impl fmt::Display for Period {
    /// As it stands in addresses and names of files: 2026-10, 2026Q4.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        if self.is_quarter() { write!(f, "{year}Q{}", month.div_ceil(3)) } else { write!(f, "{year}-{month:02}") }
    }
}

/// A text that is no period.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("“{0}”不是月份或季度，请写成 2026-10 或 2026Q4")]
pub struct NotAPeriod(String);

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || NotAPeriod(text.chars().take(16).collect());
        let number = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u32>().ok()).flatten();
        let (year, rest, quarter) = match (text.split_once('-'), text.split_once(['Q', 'q'])) {
            (Some((year, month)), _) if month.len() == 2 => (year, month, false),
            (_, Some((year, quarter))) if quarter.len() == 1 => (year, quarter, true),
            _ => return Err(wrong()),
        };
        let year = number(year).filter(|year| (1980..=2400).contains(year)).and_then(|year| i32::try_from(year).ok()).ok_or_else(wrong)?;
        let rest = number(rest).ok_or_else(wrong)?;
        if quarter {
            let month = (1..=4).contains(&rest).then(|| rest * 3 - 2).ok_or_else(wrong)?;
            return NaiveDate::from_ymd_opt(year, month, 1).map(Self::quarter).ok_or_else(wrong);
        }
        NaiveDate::from_ymd_opt(year, rest, 1).map(Self::month).ok_or_else(wrong)
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// The open day 统一公开日 of the quarter of this day: its first Monday, or the next working day where that is a holiday.
pub fn open_day(day: NaiveDate, calendar: &WorkCalendar) -> NaiveDate {
    let first = Period::quarter(day).first();
    let ahead = (7 - first.weekday().num_days_from_monday()) % 7;
    calendar.workday_after(first + chrono::Days::new(ahead.into()), 0)
}

/// The first working day of the month of this day.
pub fn review_day(day: NaiveDate, calendar: &WorkCalendar) -> NaiveDate {
    calendar.workday_after(Period::month(day).first(), 0)
}

/// A number as the public sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As it is.
    Exact(u64),
    /// 1 to less than the least that is shown: ＜5.
    Few,
    /// ＜5＊, in a table: it is too small itself, or with it one could be worked out that is.
    Withheld,
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Exact(number) => serializer.serialize_u64(*number),
            Self::Few => serializer.serialize_str("few"),
            Self::Withheld => serializer.serialize_str("withheld"),
        }
    }
}

impl<'de> Deserialize<'de> for Shown {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Raw {
            Number(u64),
            Word(String),
        }
        match Raw::deserialize(deserializer)? {
            Raw::Number(number) => Ok(Self::Exact(number)),
            Raw::Word(word) if word == "few" => Ok(Self::Few),
            Raw::Word(word) if word == "withheld" => Ok(Self::Withheld),
            Raw::Word(_) => Err(de::Error::custom("no number that the public sees")),
        }
    }
}

/// One line of counts: a channel, a matter, a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Of what, in words.
    pub name: String,
    /// How many.
    pub count: Shown,
}

/// A rate as the public sees it: whole percent, without what it is a share of; none where too few were judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicRate {
    /// The measure's name: `handled`.
    pub name: String,
    /// In percent.
    pub percent: Option<u8>,
}

/// One unit in an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitLine {
    /// What people call it.
    pub unit: String,
    /// How many tasks it got.
    pub dispatched: Shown,
    /// Its rates.
    pub rates: Vec<PublicRate>,
    /// The part of the order that it is in; none where it is not compared.
    pub band: Option<String>,
}

/// A typical case 典型案例, as it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicExample {
    /// What it is about.
    pub title: String,
    /// A person's words, in which nobody is known.
    pub text: String,
}

/// One edition. Once it is out it never changes; what must be corrected is a new edition that says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// The format.
    pub v: u32,
    /// Of when.
    pub period: Period,
    /// 第几版, from 1.
    pub number: u32,
    /// Whose city.
    pub city: String,
    /// When it came out.
    pub at: Moment,
    /// What this edition corrects, and why; none for the first.
    pub correction: Option<String>,
    /// The least number that is shown.
    pub least: u64,
    /// Counts of the whole city.
    pub totals: Vec<Line>,
    /// Rates of the whole city.
    pub rates: Vec<PublicRate>,
    /// Receipts by channel.
    pub channels: Vec<Line>,
    /// Receipts by matter.
    pub matters: Vec<Line>,
    /// The units.
    pub units: Vec<UnitLine>,
    /// Typical cases.
    pub examples: Vec<PublicExample>,
}

/// The version of the format of editions.
pub const EDITION_VERSION: u32 = 1;

/// A typical case in the making: which case it tells of is for the house alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The case.
    pub case: CaseNumber,
    /// For which month.
    pub month: Period,
    /// What it is about.
    pub title: String,
    /// The words.
    pub text: String,
    /// Who wrote them last.
    pub by: Viewer,
    /// Who approved them, and when; none while nobody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<(Viewer, Moment)>,
}

#[cfg(test)]
mod tests;
