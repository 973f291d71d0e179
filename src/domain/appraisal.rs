//! Democratic appraisal 民主评议: citizens whose cases are closed answer a short questionnaire on the unit, once a case and in
//! confidence. A ballot 选票 says of which unit and quarter it is and what was answered; neither case, citizen nor time stand
//! on it, and that somebody took part is kept apart from what they said.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, TimeDelta};
use serde::{Deserialize, Serialize};

use super::ids::{CaseNumber, DepartmentId, Moment};

mod result;

pub use result::{Appraised, QuestionResult, UnitResult, results};

/// The questions of a city and what may be answered: `data/appraisal.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Questionnaire {
    /// The format of the file.
    pub version: u32,
    /// What it is called.
    pub title: String,
    /// Fewer ballots of a unit in a quarter are not shown: they could be guessed. At least 3.
    pub least: usize,
    /// For how many days after its archiving a case may be appraised.
    pub open_days: u32,
    /// The questions, in the order in which they are asked.
    pub question: Vec<Question>,
    /// What may be answered to each of them.
    pub choice: Vec<Choice>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its name in ballots; it never changes.
    pub id: String,
    /// What it is about, in a word for tables.
    pub short: String,
    /// How it is asked.
    pub text: String,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its name in ballots; it never changes.
    pub id: String,
    /// What the button says.
    pub label: String,
    /// From 0 to 100; none where it is no judgement, such as 不了解.
    #[serde(default)]
    pub points: Option<u32>,
}

impl Questionnaire {
    /// The most questions, and the most answers: a citizen answers in passing.
    pub const MOST: usize = 8;

    /// Until when a case that was archived then may be appraised.
    pub fn open_until(&self, archived: Moment) -> Moment {
        archived + TimeDelta::days(i64::from(self.open_days))
    }

    /// What these marks answer, when they answer every question.
    pub fn ballot(&self, unit: DepartmentId, quarter: Quarter, marks: &Marks) -> Option<Ballot> {
        let chosen = marks.0.iter().map(|place| self.choice.get(usize::from(*place)));
        let answers = self.question.iter().zip(chosen).map(|(question, choice)| Some((question.id.clone(), choice?.id.clone())));
        let answers: BTreeMap<String, String> = answers.collect::<Option<_>>()?;
        (answers.len() == self.question.len() && marks.0.len() == self.question.len()).then_some(Ballot { unit, quarter, answers })
    }
}

/// What was pressed so far, under a seal that only the house opens: it travels in the buttons, so that nothing has to be kept
/// until the last question is answered, and whoever reads a stored button learns nothing. Blank where nothing was pressed yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed(pub String);

impl Sealed {
    /// The most characters: a button has room for no more.
    const MOST: usize = 32;

    /// One that came back with a button.
    pub fn of(text: &str) -> Option<Self> {
        let is_one = text.len() <= Self::MOST && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_one.then(|| Self(text.to_owned()))
    }

    /// Whether nothing was pressed yet.
    pub fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}

/// What was pressed so far: for each question the place of its answer among the choices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks(Vec<u8>);

impl Marks {
    /// How many questions were answered.
    pub fn answered(&self) -> usize {
        self.0.len()
    }

    /// These, and the answer at this place.
    #[must_use]
    pub fn and(&self, place: u8) -> Self {
        Self(self.0.iter().copied().chain([place]).collect())
    }
}

impl fmt::Display for Marks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|place| write!(f, "{place}"))
    }
}

impl FromStr for Marks {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digit = |c: char| c.to_digit(10).and_then(|digit| u8::try_from(digit).ok());
        let places: Option<Vec<u8>> = text.chars().map(digit).collect();
        places.filter(|places| places.len() <= Questionnaire::MOST).map(Self).ok_or(())
    }
}

/// What one citizen said of one unit 选票. It names neither.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    /// The unit.
    pub unit: DepartmentId,
    /// When it was cast, no closer than this.
    pub quarter: Quarter,
    /// The ids of the answers, by those of the questions.
    pub answers: BTreeMap<String, String>,
}

/// A ballot that is cast for a case.
#[derive(Clone, Debug)]
pub struct Cast {
    /// The case, which has one ballot: kept apart from the ballot.
    pub number: CaseNumber,
    /// What tells this ballot from others. It comes from the system's randomness, and tells no order.
    pub code: String,
    /// What was said.
    pub ballot: Ballot,
}

/// A quarter of a year, `2026Q4`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Quarter {
    year: i32,
    /// From 1 to 4.
    quarter: u32,
}

impl Quarter {
    /// The quarter of this moment.
    pub fn of(at: Moment) -> Self {
        Self { year: at.year(), quarter: at.month0() / 3 + 1 }
    }

    /// 2026年第四季度
    pub fn words(self) -> String {
        let names = ["一", "二", "三", "四"];
        let name = self.quarter.checked_sub(1).and_then(|at| names.get(at as usize)).copied().unwrap_or_default();
        format!("{}年第{name}季度", self.year)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Q{}", self.year, self.quarter)
    }
}

impl From<Quarter> for String {
    fn from(quarter: Quarter) -> Self {
        quarter.to_string()
    }
}

impl FromStr for Quarter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("“{text}”不是季度，请写成 2026Q4 这样。");
        let (year, quarter) = text.split_once(['Q', 'q']).ok_or_else(wrong)?;
        let (year, quarter): (i32, u32) = (year.parse().map_err(|_| wrong())?, quarter.parse().map_err(|_| wrong())?);
        ((1..=4).contains(&quarter) && (2000..=9999).contains(&year)).then_some(Self { year, quarter }).ok_or_else(wrong)
    }
}

impl TryFrom<String> for Quarter {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

#[cfg(test)]
mod tests;
