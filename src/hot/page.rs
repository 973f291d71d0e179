//! Hot matters as a page 热点网页: one file that needs nothing else, without any letter's own words.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use minijinja::value::Value;
use minijinja::{Environment, Error, context};

use super::{Matter, Report, Warning};
use crate::chart::{heat, style};
use crate::domain::hotspot::{Hotness, Width};

const PAGE: &str = include_str!("page/hot.html");
/// The colours of the house, and the looks that it has in common with the other reports.
const LOOKS: &str = concat!(include_str!("../web/pages/tokens.css"), include_str!("../eval/page/report.css"), include_str!("page/hot.css"));

/// The most matters that are listed …
const MOST: usize = 40;
/// … and drawn.
const MOST_DRAWN: usize = 15;
/// The most warnings that are listed.
const MOST_WARNINGS: usize = 60;
/// From so many weeks on the drawing is by months.
const MOST_WEEKS: i64 = 26;

impl Report {
    /// The page.
    ///
    /// # Errors
    /// The template does not fit the report, which a test rules out.
    pub fn page(&self, file: &str, names: &dyn Fn(&str) -> String) -> Result<String, Error> {
        let mut environment = Environment::new();
        environment.set_trim_blocks(true);
        environment.set_lstrip_blocks(true);
        environment.add_filter("percent", |share: f64| format!("{:.1}%", share * 100.0));
        environment.add_template("hot.html", PAGE)?;
        let shown: Vec<&Matter> = self.matters.iter().take(MOST).collect();
        let count = |width: Width| self.warnings.iter().filter(|warning| warning.spot.width == width).count();
        let warnings: Vec<Value> = self.warnings.iter().rev().take(MOST_WARNINGS).map(|warning| row(warning, names)).collect();
        environment.get_template("hot.html")?.render(context! {
            file,
            style => Value::from_safe_string(LOOKS.to_owned() + &style::sheet()),
            report => self,
            shown => shown.iter().map(|matter| matter_row(matter)).collect::<Vec<_>>(),
            drawn => Value::from_safe_string(drawn(&shown[..shown.len().min(MOST_DRAWN)]).inline()),
            warnings,
            of_matters => count(Width::Matter),
            of_districts => count(Width::District),
            of_city => count(Width::City),
            hotness => hotness_words(&Hotness::default()),
        })
    }
}

fn hotness_words(hotness: &Hotness) -> String {
    format!(
        "同一事项：至少 {} 个人，并且按平时的水平，这么多只会 {} 次里碰巧一次；一个区县或全市的同类事项：至少 {} 个人，{} 次里一次。人数翻到 {} 倍再报",
        hotness.least_people, hotness.once_in, hotness.wide_least_people, hotness.wide_once_in, hotness.again_times
    )
}

fn matter_row(matter: &Matter) -> Value {
    let warned = matter.warned.map(|(on, by_then)| {
        let days = (on - matter.first).num_days();
        context! { on => on.to_string(), by_then, days }
    });
    context! { matter, places => place_words(matter), warned }
}

fn place_words(matter: &Matter) -> String {
    if matter.places.is_empty() { "地点不明".to_owned() } else { matter.places.join("、") }
}

fn row(warning: &Warning, names: &dyn Fn(&str) -> String) -> Value {
    let spot = &warning.spot;
    let width = match spot.width {
        Width::Matter => "同一事项",
        Width::District => "一个区县",
        Width::City => "全市",
    };
    let places = if spot.width == Width::Matter { spot.places.join("、") } else { String::new() };
    let place: Vec<&str> = [spot.district.as_deref().unwrap_or_default(), &places].into_iter().filter(|word| !word.is_empty()).collect();
    context! {
        on => warning.on.to_string(),
        width,
        matter => spot.intent.as_ref().map_or_else(|| "事项不明".to_owned(), |intent| names(intent.as_str())),
        place => if place.is_empty() { "地点不明".to_owned() } else { place.join(" ") },
        since => spot.rise.since.to_string(),
        people => spot.rise.people,
        cases => spot.cases.len(),
        usual => format!("{:.1}", spot.rise.usual_weekly),
        level => warning.level,
    }
}

/// The matters over the weeks, or over the months where those are too many to be told apart.
fn drawn(matters: &[&Matter]) -> crate::chart::Svg {
    let first = matters.iter().map(|matter| matter.first).min().unwrap_or_default();
    let last = matters.iter().map(|matter| matter.last).max().unwrap_or_default();
    let by_month = (last - first).num_weeks() > MOST_WEEKS;
    let time = |day: NaiveDate| if by_month { (day.year(), day.month()) } else { (day.year(), day.ordinal()) };
    let mut times: BTreeMap<(i32, u32), NaiveDate> = BTreeMap::new();
    let mut day = first - chrono::Days::new(u64::from(first.weekday().num_days_from_monday()));
    while day <= last {
        times.entry(time(day)).or_insert(day);
        day = day + chrono::Days::new(7);
    }
    let names: Vec<String> = times.values().map(|day| day.format(if by_month { "%y.%m" } else { "%m.%d" }).to_string()).collect();
    let rows: Vec<heat::Row> = matters
        .iter()
        .map(|matter| {
            let mut counts: BTreeMap<(i32, u32), u64> = times.keys().map(|time| (*time, 0)).collect();
            for (week, count) in &matter.weeks {
                *counts.entry(time(*week)).or_default() += u64::from(*count);
            }
            heat::Row {
                label: format!("{} {}", matter.places.first().map_or("", String::as_str), matter.matter).trim_start().to_owned(),
                counts: counts.into_values().collect(),
                words: format!("{} 件 {} 人", matter.letters, matter.people),
                href: String::new(),
                marked: matter.warned.is_some(),
            }
        })
        .collect();
    heat::draw(if by_month { "热点事项按月的件数" } else { "热点事项按周的件数" }, &names, &rows)
}
