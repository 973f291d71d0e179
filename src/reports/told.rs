//! What a report says.

use crate::domain::message::{Change, RateChange, Told};
use crate::figures::shown::shown;
use crate::figures::{Measure, Sort, Sums};

use super::needs::{Needed, Why};
use super::period::Period;

/// The rates of which a report tells.
const RATES: [Measure; 5] = [Measure::Signed, Measure::Handled, Measure::Responded, Measure::Solved, Measure::Satisfied];

/// The figures of the days of a report and of those before.
#[derive(Clone, Copy, Debug)]
pub struct Looked<'s> {
    /// Of its days.
    pub now: &'s Sums,
    /// Of the days before.
    pub before: &'s Sums,
}

/// What a report of these days says, of all units or of `unit` and those below it.
pub fn told(period: &Period, unit: Option<String>, figures: Looked<'_>, needs: &[Needed]) -> Told {
    let Looked { now, before } = figures;
    // What comes to a unit is what is dispatched to it; that it was received concerns the city.
    let came = if unit.is_some() { Measure::Dispatched } else { Measure::Received };
    let change = |measure: Measure| Change::new(now.count(measure), before.count(measure));
    let count = |why: Why| needs.iter().filter(|needed| needed.why == why).count();
    let needs: Vec<(&str, usize)> = Why::ALL.into_iter().map(|why| (why.label(), count(why))).filter(|(_, count)| *count > 0).collect();
    let happened = Measure::of_sort(Sort::Count).any(|measure| now.count(measure) > 0);
    let rates: Vec<RateChange> = RATES.into_iter().filter_map(|measure| rate(measure, figures)).collect();
    Told {
        kind: period.kind.label(),
        nothing: needs.is_empty() && rates.is_empty() && !happened,
        unit,
        days: period.words(),
        before: period.before_words(),
        came: change(came),
        archived: change(Measure::Archived),
        rates,
        yellow: now.count(Measure::Yellow),
        red: now.count(Measure::Red),
        silent: now.count(Measure::Silent),
        needs,
        picture: None,
    }
}

/// A rate that something was judged of; how it moved, where the days before can be compared and it moved by a tenth of a point.
fn rate(measure: Measure, figures: Looked<'_>) -> Option<RateChange> {
    let now = figures.now.rate(measure).percent()?;
    let moved = figures.before.rate(measure).percent().map(|before| now - before).filter(|moved| moved.abs() >= 0.05);
    let points = |moved: f64| format!("{:.1}", moved.abs());
    Some(RateChange {
        name: measure.label(),
        now: shown(figures.now, measure),
        up: moved.filter(|moved| *moved > 0.0).map(points),
        down: moved.filter(|moved| *moved < 0.0).map(points),
    })
}
