//! Rows of dots 热点行: matters over time, each dot as large as there are cases, the whole behind the row.

use super::measure::{fitting, times, width};
use super::svg::{Anchor, Svg};
use super::tone::Tone;
use super::{WIDTH, hatch};

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is about.
    pub label: String,
    /// How many in each of the times.
    pub counts: Vec<u64>,
    /// What is written behind it, such as the sum.
    pub words: String,
    /// Where the cases stand; empty when nowhere.
    pub href: String,
    /// Whether it is rising: the row gets a bar in front.
    pub marked: bool,
}

const ROW: f64 = 30.0;

/// Draws the rows over the names of the times.
#[allow(clippy::cast_precision_loss)] // counts of cases
pub fn draw(title: &str, names: &[String], rows: &[Row]) -> Svg {
    let label = rows.iter().map(|row| width(&row.label)).fold(0.0, f64::max).min(132.0) + 12.0;
    let words = rows.iter().map(|row| width(&row.words)).fold(0.0, f64::max).min(130.0) + 6.0;
    let room = (WIDTH - label - words) / times(names.len().max(1), 1.0);
    let most = rows.iter().flat_map(|row| row.counts.iter()).copied().max().unwrap_or(0).max(1) as f64;
    let radius = (room / 2.0 - 1.0).clamp(2.0, ROW / 2.0 - 3.0);
    let mut svg = Svg::new(WIDTH, times(rows.len(), ROW) + 26.0, title);
    for (number, row) in rows.iter().enumerate() {
        let middle = times(number, ROW) + ROW / 2.0;
        svg.line("grid", (label, middle), (WIDTH - words, middle));
        let told = format!("{}：{}", row.label, row.words);
        if row.href.is_empty() {
            svg.begin_told(&told);
        } else {
            svg.begin_link(&row.href, &told);
        }
        if row.marked {
            hatch::area(&mut svg, Tone::Poor, (0.0, middle - ROW / 2.0 + 4.0), (6.0, ROW - 8.0));
        }
        svg.text("name", (10.0, middle + 4.5), Anchor::Start, fitting(&row.label, 136.0));
        for (place, count) in row.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            svg.disc("dot main", (label + times(place, room) + room / 2.0, middle), (*count as f64 / most).sqrt() * radius);
        }
        svg.text("value", (WIDTH - words + 6.0, middle + 4.5), Anchor::Start, fitting(&row.words, 130.0));
        if row.href.is_empty() { svg.end() } else { svg.end_link() }
    }
    let widest = names.iter().map(|name| width(name)).fold(0.0, f64::max);
    let every = (1..=names.len().max(1)).find(|every| times(*every, room) >= widest + 6.0).unwrap_or(names.len().max(1));
    for (place, name) in names.iter().enumerate().filter(|(place, _)| (names.len() - 1 - place).is_multiple_of(every)) {
        svg.text("label", (label + times(place, room) + room / 2.0, times(rows.len(), ROW) + 18.0), Anchor::Middle, name);
    }
    svg
}
