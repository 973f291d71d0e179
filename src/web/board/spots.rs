//! 热点: the matters that most cases are about, week by week, and which of them are above their own usual level.

use chrono::TimeDelta;

use super::list::What;
use super::panel::{Cell, Drawing, Grid, Panel};
use super::scene::{Scene, number};
use crate::chart::heat::{self, Row};
use crate::domain::ids::IntentId;
use crate::figures::{By, Days, Filter, Key, Which};

/// Matters that are shown.
const MOST: usize = 8;
/// Weeks that are shown, each of seven days, the last one ending today.
const WEEKS: usize = 9;
/// From this many cases on, and this many times the usual level, a matter is rising.
const RISING: (u64, f64) = (5, 2.0);

/// One matter.
pub(super) struct Spot {
    /// What it is about.
    pub matter: String,
    /// How many in each of the weeks, the last one the latest.
    pub counts: Vec<u64>,
    /// The usual number of a week before the last.
    pub usual: f64,
    /// Whether the last week is above what is usual.
    pub rising: bool,
    /// The way to the cases of the last week.
    pub latest: String,
    /// The way to all of them.
    pub all: String,
}

/// The panel.
pub(super) fn panel(scene: &Scene<'_>) -> Panel {
    let weeks = weeks(scene);
    let spots = spots(scene, &weeks);
    let names: Vec<String> = weeks.iter().map(|week| week.to.format("%-m/%-d").to_string()).collect();
    let row = |spot: &Spot| Row {
        label: spot.matter.clone(),
        counts: spot.counts.clone(),
        words: format!("{} / 常 {:.1}", spot.counts.last().copied().unwrap_or(0), spot.usual),
        href: spot.latest.clone(),
        marked: spot.rising,
    };
    let rows: Vec<Row> = spots.iter().map(row).collect();
    let rising = spots.iter().filter(|spot| spot.rising).map(|spot| format!("“{}”", spot.matter)).collect::<Vec<_>>();
    let note = if rising.is_empty() {
        "近七天没有明显升高的事项".to_owned()
    } else {
        format!("近七天明显升高：{}", rising.join("、"))
    };
    let caption = format!("近{WEEKS}周，每周末日期；右边是近七天件数和此前每周的通常件数，前面有标记的正在升高");
    Panel {
        id: "spots",
        title: "热点",
        note,
        drawings: if rows.is_empty() {
            Vec::new()
        } else {
            vec![Drawing::of(caption, &heat::draw("热点事项各周件数", &names, &rows))]
        },
        grids: vec![grid(&spots)],
        sentences: vec![format!("近七天不少于{}件、且达到此前{}周平均的{}倍，标为升高。", RISING.0, WEEKS - 1, RISING.1)],
        ..Panel::default()
    }
}

fn weeks(scene: &Scene<'_>) -> Vec<Days> {
    let back = |weeks: usize| {
        let to = scene.today - TimeDelta::weeks(i64::try_from(weeks).unwrap_or_default());
        Days { from: to - TimeDelta::days(6), to }
    };
    (0..WEEKS).rev().map(back).collect()
}

/// The matters with most cases in the last week, and of equal ones with most in all.
fn spots(scene: &Scene<'_>, weeks: &[Days]) -> Vec<Spot> {
    let received = |days: Days| scene.book.table(By::Intent, &scene.on(days), scene.directory, scene.now);
    let inflow = scene.inflow().1;
    let tables: Vec<_> = weeks.iter().map(|week| received(*week)).collect();
    let count = |week: usize, intent: &IntentId| {
        tables[week].row(&Key::Intent(intent.clone())).map_or(0, |row| number(&row.sums, inflow, Which::All))
    };
    let mut spots: Vec<Spot> = scene
        .book
        .intents()
        .into_iter()
        .map(|(intent, name)| spot(scene, intent, name, (0..weeks.len()).map(|week| count(week, intent)).collect(), weeks))
        .filter(|spot| spot.counts.iter().sum::<u64>() > 0)
        .collect();
    let size = |spot: &Spot| (spot.rising, spot.counts.last().copied(), spot.counts.iter().sum::<u64>());
    spots.sort_by(|one, other| size(other).cmp(&size(one)).then_with(|| one.matter.cmp(&other.matter)));
    spots.truncate(MOST);
    spots
}

#[allow(clippy::cast_precision_loss)] // cases of a week
fn spot(scene: &Scene<'_>, intent: &IntentId, name: &str, counts: Vec<u64>, weeks: &[Days]) -> Spot {
    let (last, before) = counts.split_last().map_or((0, &[][..]), |(last, before)| (*last, before));
    let usual = before.iter().sum::<u64>() as f64 / before.len().max(1) as f64;
    let rising = last >= RISING.0 && last as f64 >= usual * RISING.1;
    let way = |days: Days, count: u64| {
        let filter = Filter { intent: Some(intent.clone()), ..scene.on(days) };
        if count == 0 { String::new() } else { scene.behind(What::Fact(scene.inflow().1, Which::All), &filter) }
    };
    let whole = Days { from: weeks[0].from, to: weeks[weeks.len() - 1].to };
    let (latest, all) = (way(weeks[weeks.len() - 1], last), way(whole, counts.iter().sum()));
    Spot { matter: name.to_owned(), counts, usual, rising, latest, all }
}

fn grid(spots: &[Spot]) -> Grid {
    let row = |spot: &Spot| {
        vec![
            Cell::plain(&spot.matter),
            Cell { words: spot.counts.last().copied().unwrap_or(0).to_string(), href: spot.latest.clone() },
            Cell::plain(format!("{:.1}", spot.usual)),
            Cell { words: spot.counts.iter().sum::<u64>().to_string(), href: spot.all.clone() },
            Cell::plain(if spot.rising { "升高" } else { "平常" }),
        ]
    };
    let head = vec!["事项", "近七天", "此前每周", "九周合计", "走向"];
    Grid { caption: "热点事项".to_owned(), head, rows: spots.iter().map(row).collect(), open: false }
}
