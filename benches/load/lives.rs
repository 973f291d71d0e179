//! Whole lives of cases 工单一生 to fill stores with: some hundred complaints are rehearsed once, with everybody who works on
//! them, and what became of them is written again and again under new numbers, for new citizens, at other times.

use std::sync::{Arc, LazyLock};

use anyhow::{Context, Result};
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta};
use regex::{Captures, Regex};
use yousu::city::City;
use yousu::domain::case::Case;
use yousu::domain::event::Recorded;
use yousu::domain::ids::{CaseNumber, Moment};
use yousu::domain::reminder::{Reminder, reminders};
use yousu::letters::Lines;
use yousu::rehearse::{Complaint, Plan, Rates, rehearsed};
use yousu::store::{CaseWrite, Commit, SledStore, Store};

use crate::{streets, words};

/// How many cases go into one commit: those that fill a store wait for nobody.
pub const TOGETHER: usize = 128;

/// How many cases a day has a number for here.
const A_DAY: usize = 70_000;

/// Whose a life was.
struct Of {
    number: String,
    citizen: String,
}

impl Of {
    fn new(case: &Case) -> Self {
        Self { number: case.number.to_string(), citizen: format!("\"{}\"", case.citizen()) }
    }

    /// The same words of another case and citizen, with every moment in them this much later.
    fn again(&self, json: &str, number: CaseNumber, later: TimeDelta) -> String {
        static MOMENT: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r#""(20\d\d-\d\d-\d\dT[0-9:.]+\+08:00)""#).expect("the pattern is sound"));
        let renamed = json.replace(&self.number, &number.to_string()).replace(&self.citizen, &format!("\"load:{number}\""));
        if later.is_zero() {
            return renamed;
        }
        let moved = MOMENT.replace_all(&renamed, |found: &Captures<'_>| {
            DateTime::parse_from_rfc3339(&found[1]).map_or_else(|_| found[0].to_owned(), |at| format!("\"{}\"", (at + later).to_rfc3339()))
        });
        moved.into_owned()
    }
}

/// What happened to one case.
pub struct Life {
    case: Case,
    /// Its events as JSON.
    events: String,
    /// Each time that something was written of it: how many events it had then.
    steps: Vec<u32>,
}

/// Rehearses so many complaints, and gives what became of them, with the store that it stands in.
pub async fn rehearse(count: usize, city: &Arc<City>) -> Result<(Vec<Life>, Arc<SledStore>)> {
    let texts = words::complaints(city, count).into_iter().enumerate();
    let all = texts.map(|(i, text)| Complaint { line: i + 1, text: format!("{text}\n地点：{}", streets::place(i)), unit: None });
    let plan = Plan { days: 5, seed: 12345, rates: Rates::default() };
    let (_, store) = rehearsed(Lines { all: all.collect(), bad: Vec::new() }, &plan, city.clone()).await?;
    let numbers = store.case_numbers(None, usize::MAX)?;
    let lives = numbers.into_iter().map(|number| Life::of(&store.events(number)?)).collect::<Result<_>>()?;
    Ok((lives, store))
}

impl Life {
    fn of(events: &[Recorded]) -> Result<Self> {
        let case = Case::replay(events).context("a rehearsed case replays")?;
        let mut steps: Vec<u32> = events.windows(2).filter(|pair| pair[0].at != pair[1].at).map(|pair| pair[0].seq).collect();
        steps.push(case.seq);
        Ok(Self { case, events: serde_json::to_string(events)?, steps })
    }

    /// Whether it came to its end.
    pub fn is_closed(&self) -> bool {
        self.case.state.is_closed()
    }

    /// The same life again: another number, another citizen, everything this much later.
    pub fn again(&self, number: CaseNumber, later: TimeDelta) -> Result<Vec<Recorded>> {
        Ok(serde_json::from_str(&Of::new(&self.case).again(&self.events, number, later))?)
    }

    /// The same life again, for a store that begins with it.
    pub fn over(&self, number: CaseNumber) -> Result<yousu::store::Life> {
        let events = self.again(number, TimeDelta::zero())?;
        let case = Case::replay(&events).context("a life replays")?;
        Ok(yousu::store::Life { case, events, steps: self.steps.clone() })
    }

    /// How it was written: step by step, each with the events that it brought.
    pub fn written(&self, events: &[Recorded]) -> Result<Vec<CaseWrite>> {
        let mut from = 0;
        let step = |&to: &u32| {
            let case = Case::replay(&events[..to as usize]).context("a life replays up to each step")?;
            let write = CaseWrite { expected_seq: from, events: events[from as usize..to as usize].to_vec(), case, reminders: Vec::new() };
            from = to;
            Ok(write)
        };
        self.steps.iter().map(step).collect()
    }

    /// The case when it first was in a unit's hands with something to fall due; none where it never was.
    pub fn running(&self, city: &City) -> Option<Running> {
        let events: Vec<Recorded> = serde_json::from_str(&self.events).ok()?;
        self.steps.iter().find_map(|&to| {
            let case = Case::replay(&events[..to as usize])?;
            let due = reminders(&case, &city.profile, city.time(&city.profile));
            (case.state.mandate().is_some() && !due.is_empty()).then(|| Running {
                of: Of::new(&case),
                events: events[..to as usize].to_vec(),
                due,
            })
        })
    }
}

/// A case that runs.
pub struct Running {
    of: Of,
    events: Vec<Recorded>,
    due: Vec<Reminder>,
}

impl Running {
    /// When its first reminder falls due.
    pub fn first_due(&self) -> Moment {
        self.due[0].due
    }

    /// The same again, as one commit writes it.
    pub fn again(&self, number: CaseNumber, later: TimeDelta) -> Result<CaseWrite> {
        let again = self.of.again(&serde_json::to_string(&(&self.events, &self.due))?, number, later);
        let (events, reminders): (Vec<Recorded>, Vec<Reminder>) = serde_json::from_str(&again)?;
        let case = Case::replay(&events).context("a running case replays")?;
        Ok(CaseWrite { expected_seq: 0, events, case, reminders })
    }
}

/// The number of the `i`-th case.
pub fn number(i: usize) -> Result<CaseNumber> {
    let first = NaiveDate::from_ymd_opt(2020, 1, 1).context("a day")?;
    let day = first + Days::new((i / A_DAY) as u64);
    CaseNumber::new(day, (i % A_DAY) as u32 + 1).with_context(|| format!("no number on {}", day.year()))
}

/// Writes many cases in one commit.
pub async fn write(store: &SledStore, cases: Vec<CaseWrite>, at: Moment) -> Result<()> {
    Ok(store.commit(Commit { at: Some(at), cases, ..Commit::default() }).await?)
}
