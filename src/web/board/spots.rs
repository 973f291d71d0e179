//! 热点: what rises against its own usual level, where and since when; and the matters that most cases are about, week by week.

use chrono::{NaiveDate, TimeDelta};

use super::list::What;
use super::panel::{Cell, Drawing, Grid, Panel};
use super::scene::{Scene, number};
use crate::chart::heat::{self, Row};
use crate::domain::hotspot::{HotSpot, Width};
use crate::domain::ids::IntentId;
use crate::figures::{By, Days, Filter, Key, Which};

/// Matters that are shown.
const MOST: usize = 8;
/// Weeks that are shown, from Monday, the last one being this.
const WEEKS: usize = 9;

/// One matter.
struct Matter {
    intent: IntentId,
    name: String,
    /// How many in each of the weeks, the last one this.
    counts: Vec<u64>,
}

/// The panel.
pub(super) fn panel(scene: &Scene<'_>) -> Panel {
    let weeks = weeks(scene.today);
    let matters = matters(scene, &weeks);
    let rising: Vec<&HotSpot> = scene.rising().take(MOST).collect();
    let names: Vec<String> = weeks.iter().map(|week| week.from.format("%-m/%-d").to_string()).collect();
    let rows: Vec<Row> = rising.iter().map(|spot| rising_row(scene, spot, &weeks)).collect();
    let usual: Vec<Row> = matters.iter().map(|matter| row(scene, matter, &weeks)).collect();
    let mut drawings = Vec::new();
    if !rows.is_empty() {
        drawings.push(Drawing::of("正在升高的，每周人数（周一日期）", &heat::draw("正在升高的事项，每周人数", &names, &rows)));
    }
    // On a wall what rises goes before what is usual.
    let room = !scene.address.wall || rows.len() <= 3;
    if room && !usual.is_empty() {
        drawings
            .push(Drawing::of(format!("{}最多的事项，每周件数", scene.inflow().0), &heat::draw("最多的事项，每周件数", &names, &usual)));
    }
    let note = if rising.is_empty() {
        "此刻没有高出平常的事项".to_owned()
    } else {
        format!("{}个事项高出各自平常的水平", rising.len())
    };
    let grids = vec![rising_grid(scene, &rising), grid(scene, &matters, &weeks)];
    Panel {
        id: "spots",
        title: "热点",
        note,
        drawings,
        grids,
        sentences: vec!["升高：人数比同一事项平常多得不像偶然，一人多次只算一次；按渠道或经办人筛选时不判断。".to_owned()],
        ..Panel::default()
    }
}

fn weeks(today: NaiveDate) -> Vec<Days> {
    let this = Days::week(today);
    let back = |weeks: i64| Days { from: this.from - TimeDelta::weeks(weeks), to: (this.to - TimeDelta::weeks(weeks)).min(today) };
    (0..WEEKS).rev().map(|weeks| back(weeks.try_into().unwrap_or_default())).collect()
}

/// What it is about and where.
fn name(scene: &Scene<'_>, spot: &HotSpot) -> String {
    let matter = spot.intent.as_ref().map_or("事项不明", |intent| scene.book.intent_name(intent).unwrap_or(intent.as_str()));
    let place = place(spot);
    if place.is_empty() { matter.to_owned() } else { format!("{matter}（{place}）") }
}

fn place(spot: &HotSpot) -> String {
    match spot.width {
        Width::City => String::new(),
        Width::District => spot.district.clone().unwrap_or_default(),
        Width::Matter => spot.places.first().or(spot.district.as_ref()).cloned().unwrap_or_default(),
    }
}

/// The way to its cases.
fn cases(scene: &Scene<'_>, spot: &HotSpot) -> Cell {
    let href = spot.cases.first().map(|case| scene.behind(What::Rising(*case), &scene.filter)).unwrap_or_default();
    Cell { words: spot.cases.len().to_string(), href }
}

fn rising_row(scene: &Scene<'_>, spot: &HotSpot, weeks: &[Days]) -> Row {
    let people = |week: &Days| spot.weeks.iter().find(|(monday, _)| *monday == week.from).map_or(0, |(_, people)| u64::from(*people));
    Row {
        label: name(scene, spot),
        counts: weeks.iter().map(people).collect(),
        words: format!("{}人 / 常 {:.1}", spot.rise.people, spot.rise.usual_weekly),
        href: cases(scene, spot).href,
        marked: true,
    }
}

fn rising_grid(scene: &Scene<'_>, rising: &[&HotSpot]) -> Grid {
    let row = |spot: &&HotSpot| {
        vec![
            Cell::plain(name(scene, spot)),
            Cell::plain(spot.rise.since.format("%-m月%-d日")),
            Cell::plain(spot.rise.people),
            Cell::plain(format!("{:.1}", spot.rise.usual_weekly)),
            cases(scene, spot),
            Cell::plain(spot.unit.as_ref().map_or_else(|| "未派".to_owned(), |unit| scene.unit(unit))),
        ]
    };
    let head = vec!["事项", "从哪天起", "人数", "平常每周", "工单", "多数在"];
    Grid { caption: "正在升高的事项".to_owned(), head, rows: rising.iter().map(row).collect(), open: false }
}

/// The matters with most cases over all of the weeks.
fn matters(scene: &Scene<'_>, weeks: &[Days]) -> Vec<Matter> {
    let received = |days: &Days| scene.book.table(By::Intent, &scene.on(*days), scene.directory, scene.now);
    let inflow = scene.inflow().1;
    let tables: Vec<_> = weeks.iter().map(received).collect();
    let count = |week: usize, intent: &IntentId| {
        tables[week].row(&Key::Intent(intent.clone())).map_or(0, |row| number(&row.sums, inflow, Which::All))
    };
    let matter = |(intent, name): (&IntentId, &str)| Matter {
        intent: intent.clone(),
        name: name.to_owned(),
        counts: (0..weeks.len()).map(|week| count(week, intent)).collect(),
    };
    let mut matters: Vec<Matter> = scene.book.intents().into_iter().map(matter).filter(|matter| matter.sum() > 0).collect();
    matters.sort_by(|one, other| (other.sum(), other.last()).cmp(&(one.sum(), one.last())).then_with(|| one.name.cmp(&other.name)));
    matters.truncate(MOST);
    matters
}

impl Matter {
    fn sum(&self) -> u64 {
        self.counts.iter().sum()
    }

    fn last(&self) -> u64 {
        self.counts.last().copied().unwrap_or(0)
    }

    /// The way to the cases of these days.
    fn way(&self, scene: &Scene<'_>, days: Days, count: u64) -> Cell {
        let filter = Filter { intent: Some(self.intent.clone()), ..scene.on(days) };
        let href = if count == 0 { String::new() } else { scene.behind(What::Fact(scene.inflow().1, Which::All), &filter) };
        Cell { words: count.to_string(), href }
    }

    fn all(&self, scene: &Scene<'_>, weeks: &[Days]) -> Cell {
        self.way(scene, Days { from: weeks[0].from, to: weeks[weeks.len() - 1].to }, self.sum())
    }
}

fn row(scene: &Scene<'_>, matter: &Matter, weeks: &[Days]) -> Row {
    let marked = scene.rising().any(|spot| spot.intent.as_ref() == Some(&matter.intent));
    Row {
        label: matter.name.clone(),
        counts: matter.counts.clone(),
        words: format!("本周 {} / 共 {}", matter.last(), matter.sum()),
        href: matter.all(scene, weeks).href,
        marked,
    }
}

fn grid(scene: &Scene<'_>, matters: &[Matter], weeks: &[Days]) -> Grid {
    let row = |matter: &Matter| {
        let this = matter.way(scene, weeks[weeks.len() - 1], matter.last());
        vec![Cell::plain(&matter.name), this, matter.all(scene, weeks)]
    };
    Grid {
        caption: format!("近{WEEKS}周最多的事项"),
        head: vec!["事项", "本周", "合计"],
        rows: matters.iter().map(row).collect(),
        open: false,
    }
}
