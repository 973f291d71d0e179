//! 趋势: what came and was done, and the three rates, by day, week or month.

use chrono::{Months, NaiveDate, TimeDelta};

use super::panel::{Cell, Drawing, Grid, Panel};
use super::scene::{Scene, number};
use crate::chart::columns::{self, Group};
use crate::chart::lines::{self, Series};
use crate::chart::{Scale, Tone};
use crate::figures::{By, Days, Key, Measure, Sums, Table, Which};

/// Steps that are shown at most: the latest.
const MOST: usize = 62;
/// What columns count: what comes in and what is resolved.
type Counted = [(&'static str, Measure); 2];

/// The panel.
pub(super) fn panel(scene: &Scene<'_>) -> Panel {
    let step = scene.address.step.unwrap_or_else(|| fitting(scene.days));
    let table = scene.book.table(step, &scene.whole(), scene.directory, scene.now);
    let all = steps(step, scene.days, scene.today);
    let steps = &all[all.len().saturating_sub(MOST)..];
    let counted = [scene.inflow(), ("办结", Measure::ToResolve)];
    let none = Sums::default();
    let sums = |step: &Step| table_row(&table, step.key).unwrap_or(&none);
    let cut = if all.len() > MOST { format!("，只显示最近{MOST}个") } else { String::new() };
    let mut drawings = Vec::new();
    if !steps.is_empty() {
        drawings.push(Drawing::of(format!("每{}{}和办结", step.label(), counted[0].0), &counts(scene, &counted, steps, &sums)));
        drawings.push(Drawing::of(format!("每{}三率；空着的{0}没有可算的", step.label()), &rates(steps, &sums)));
    }
    Panel {
        id: "trend",
        title: "趋势",
        note: format!("按{}{cut}", step.label()),
        drawings,
        grids: vec![grid(scene, &counted, steps, &sums)],
        ..Panel::default()
    }
}

/// The step by which so many days are readable.
fn fitting(days: Days) -> By {
    match days.count() {
        ..=31 => By::Day,
        32..=190 => By::Week,
        _ => By::Month,
    }
}

struct Step {
    key: NaiveDate,
    /// What of it lies within the days of the view.
    days: Days,
    name: String,
}

fn steps(by: By, days: Days, today: NaiveDate) -> Vec<Step> {
    let last = days.to.min(today);
    let around = |day: NaiveDate| match by {
        By::Week => Days::week(day),
        By::Month => Days::month(day),
        _ => Days::day(day),
    };
    let name = |day: NaiveDate| if by == By::Month { day.format("%Y-%m").to_string() } else { day.format("%-m/%-d").to_string() };
    let next = |key: &NaiveDate| match by {
        By::Week => Some(*key + TimeDelta::weeks(1)),
        By::Month => key.checked_add_months(Months::new(1)),
        _ => key.succ_opt(),
    };
    let keys = std::iter::successors(Some(around(days.from).from), next).take_while(|key| *key <= last);
    keys.map(|key| {
        let whole = around(key);
        Step { key, days: Days { from: whole.from.max(days.from), to: whole.to.min(days.to) }, name: name(key) }
    })
    .collect()
}

fn table_row(table: &Table, key: NaiveDate) -> Option<&Sums> {
    // Rows stand in the order of their keys.
    let found = table.rows.binary_search_by(|row| row.key.cmp(&Key::From(key)));
    found.ok().map(|place| &table.rows[place].sums)
}

fn counts<'s>(scene: &Scene<'_>, counted: &Counted, steps: &[Step], sums: &impl Fn(&Step) -> &'s Sums) -> crate::chart::Svg {
    #[allow(clippy::cast_precision_loss)] // cases of a month
    let group = |step: &Step| {
        let cells = counted.map(|(_, measure)| scene.count(sums(step), measure, Which::All, &scene.on(step.days)));
        Group {
            name: step.name.clone(),
            values: counted.iter().map(|(_, measure)| Some(number(sums(step), *measure, Which::All) as f64)).collect(),
            hrefs: cells.into_iter().map(|cell| cell.href).collect(),
        }
    };
    let groups: Vec<Group> = steps.iter().map(group).collect();
    let legend: Vec<(String, Tone)> =
        counted.iter().enumerate().map(|(place, (label, _))| ((*label).to_owned(), Tone::of(place))).collect();
    columns::draw(&format!("{}和办结的趋势", counted[0].0), &groups, &legend, Scale::Count)
}

fn rates<'s>(steps: &[Step], sums: &impl Fn(&Step) -> &'s Sums) -> crate::chart::Svg {
    let names: Vec<String> = steps.iter().map(|step| step.name.clone()).collect();
    let series: Vec<Series> = Measure::THREE
        .into_iter()
        .enumerate()
        .map(|(place, measure)| Series {
            name: measure.label().to_owned(),
            tone: Tone::of(place),
            values: steps.iter().map(|step| sums(step).rate(measure).share()).collect(),
        })
        .collect();
    lines::draw("三率的趋势", &names, &series, Scale::Percent)
}

fn grid<'s>(scene: &Scene<'_>, counted: &Counted, steps: &[Step], sums: &impl Fn(&Step) -> &'s Sums) -> Grid {
    let row = |step: &Step| {
        let filter = scene.on(step.days);
        let counts = counted.iter().map(|(_, measure)| scene.count(sums(step), *measure, Which::All, &filter));
        let rates = Measure::THREE.into_iter().map(|measure| scene.rate(sums(step), measure, &filter));
        [Cell::plain(&step.name)].into_iter().chain(counts).chain(rates).collect()
    };
    let head = vec!["时间", counted[0].0, "办结", "响应率", "解决率", "满意率"];
    Grid { caption: "趋势".to_owned(), head, rows: steps.iter().rev().map(row).collect(), open: false }
}
