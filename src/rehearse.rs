//! Rehearsals 排演: real complaints go the whole way through the house on a virtual clock, as if they came over some working
//! days, with people who acknowledge, return, answer or forget at stated rates. The same file and seed give the same figures.
//!
//! Reading order: [`input`] and `arrivals` say what comes when; `stage` runs the house; `citizen`, `dispatcher` and `unit`
//! are the people, who read a `letter` and intend a `deed`; `tally`, `proof` and `print` make the report.

use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use chrono::NaiveDate;

use crate::city::City;
use crate::domain::ids::Moment;
use crate::domain::workcalendar::at;
use crate::letters::Lines;
use crate::store::SledStore;

mod arrivals;
mod cast;
mod channel;
mod citizen;
mod cost;
mod deed;
mod dice;
mod dispatcher;
mod figures;
pub mod input;
mod letter;
mod print;
mod proof;
mod rates;
mod stage;
mod steps;
mod tally;
mod unit;
mod words;

pub use cost::Cost;
pub use figures::{CategoryLine, DispatchFigures, EndFigures, Facts, HandlingFigures, IntakeFigures, MessageFigures, Report, UnitLine};
pub use input::Complaint;
pub use rates::Rates;
pub use steps::{Spread, StepLine};

use citizen::Citizen;
use stage::Stage;
use tally::Tally;

/// How many working days the house has after the last complaint to close everything.
const MORE_DAYS: u32 = 60;

/// How it is to be rehearsed.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Over how many working days the complaints come.
    pub days: u32,
    /// Decides everything that is left to chance.
    pub seed: u64,
    /// How people behave.
    pub rates: Rates,
}

/// The first morning: a Monday without a holiday near it.
fn start() -> Moment {
    let day = NaiveDate::from_ymd_opt(2026, 3, 2).expect("this day is in the calendar");
    at(day, chrono::NaiveTime::from_hms_opt(8, 30, 0).expect("this time is on the clock"))
}

/// Lets the complaints come, and everybody do their work, until every case is closed or the time is over.
///
/// # Errors
/// The temporary store failed. What should hold and does not is no error but stands in the report.
pub async fn rehearse(complaints: Lines<Complaint>, plan: &Plan, city: Arc<City>) -> Result<Report> {
    Ok(rehearsed(complaints, plan, city).await?.0)
}

/// As [`rehearse`], with the store that everything stands in when it is over.
///
/// # Errors
/// As [`rehearse`].
pub async fn rehearsed(complaints: Lines<Complaint>, plan: &Plan, city: Arc<City>) -> Result<(Report, Arc<SledStore>)> {
    let begun = Instant::now();
    let Lines { all, bad } = complaints;
    let days = plan.days.max(1);
    let moments = arrivals::arrivals(all.len(), start(), days, &city.calendar, plan.seed);
    let citizens = all.into_iter().zip(moments).map(|(complaint, arrives)| Citizen::new(complaint, arrives)).collect();
    let mut stage = Stage::open(city.clone(), citizens, start(), plan.seed, plan.rates).await?;
    stage.run(arrivals::end(start(), days, MORE_DAYS, &city.calendar)).await?;
    let mut tally = Tally::of(&stage)?;
    tally.intake.bad_lines = bad.len();
    proof::house(&stage, tally.intake.cases, &mut tally.broken)?;
    let store_bytes = stage.store.size_on_disk()?;
    let mut report = report(tally, &stage, plan, days);
    report.cost = Cost::of(begun.elapsed(), stage.spent, &stage.counts, store_bytes);
    Ok((report, stage.store))
}

/// As [`rehearse`], broken off at a moment, with whatever is under way then: the store of a house at work.
///
/// # Errors
/// As [`rehearse`].
pub async fn broken_off(complaints: Lines<Complaint>, plan: &Plan, city: Arc<City>, at: Moment) -> Result<Arc<SledStore>> {
    let moments = arrivals::arrivals(complaints.all.len(), start(), plan.days.max(1), &city.calendar, plan.seed);
    let citizens = complaints.all.into_iter().zip(moments).map(|(complaint, arrives)| Citizen::new(complaint, arrives)).collect();
    let mut stage = Stage::open(city, citizens, start(), plan.seed, plan.rates).await?;
    stage.run(at).await?;
    Ok(stage.store)
}

fn report(tally: Tally, stage: &Stage, plan: &Plan, days: u32) -> Report {
    let counts = stage.counts;
    let mut units: Vec<UnitLine> = tally.units.into_values().collect();
    units.sort_by(|a, b| b.received.cmp(&a.received).then_with(|| a.unit.cmp(&b.unit)));
    units.truncate(print::MOST_UNITS);
    let mut categories: Vec<CategoryLine> = tally.categories.into_values().collect();
    categories.sort_by(|a, b| b.cases.cmp(&a.cases).then_with(|| a.category.cmp(&b.category)));
    let mut broken = stage.broken.clone();
    broken.extend(tally.broken);
    Report {
        from: start(),
        days,
        to: tally.last.unwrap_or_else(start),
        seed: plan.seed,
        profile: stage.city.profile.title.clone(),
        intake: tally.intake,
        dispatch: tally.dispatch,
        handling: tally.handling,
        end: tally.end,
        steps: tally.steps.lines(),
        units,
        categories,
        messages: MessageFigures {
            taken_in: counts.taken_in,
            to_citizens: counts.to_citizens,
            to_staff: counts.to_staff,
            urgent: counts.urgent,
            fired: counts.fired,
            refused: counts.refused,
            asked_again: counts.asked_again,
        },
        broken,
        cost: Cost::default(),
    }
}
