//! One bar of parts 构成条: how a whole is made up, such as the states of open cases.

use super::axes::{Sample, entry, wrapped};
use super::measure::{times, width};
use super::svg::{Anchor, Svg};
use super::tone::Tone;
use super::{WIDTH, hatch};

/// One part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub label: String,
    /// How many.
    pub count: u64,
    /// How it is told from the others.
    pub tone: Tone,
    /// Where the cases stand; empty when nowhere.
    pub href: String,
}

const HIGH: f64 = 36.0;

/// Draws the parts in the order given, each with its number in the legend. Parts of nothing stand in the legend only.
#[allow(clippy::cast_precision_loss)] // counts of cases
pub fn draw(title: &str, parts: &[Part]) -> Svg {
    let legend: Vec<(String, Tone)> = parts.iter().map(|part| (format!("{} {}", part.label, part.count), part.tone)).collect();
    let places = wrapped(&legend, WIDTH);
    let rows = places.last().map_or(0, |(_, row)| row + 1);
    let mut svg = Svg::new(WIDTH, HIGH + 14.0 + times(rows, 22.0), title);
    let all = parts.iter().map(|part| part.count).sum::<u64>().max(1) as f64;
    svg.block("track", (0.0, 2.0), (WIDTH, HIGH), 1.0);
    let mut x = 0.0;
    for (part, (words, _)) in parts.iter().zip(&legend) {
        let wide = part.count as f64 / all * WIDTH;
        if part.href.is_empty() {
            svg.begin_told(words);
        } else {
            svg.begin_link(&part.href, words);
        }
        hatch::area(&mut svg, part.tone, (x, 2.0), ((wide - 2.0).max(if part.count > 0 { 1.0 } else { 0.0 }), HIGH));
        let count = part.count.to_string();
        if wide > width(&count) + 16.0 {
            let room = width(&count) + 8.0;
            svg.block("plate", (x + wide / 2.0 - room / 2.0 - 1.0, 10.0), (room, HIGH - 16.0), 1.0);
            svg.text("name", (x + wide / 2.0 - 1.0, 25.0), Anchor::Middle, count);
        }
        if part.href.is_empty() {
            svg.end()
        } else {
            svg.end_link()
        }
        x += wide;
    }
    for ((words, tone), (x, row)) in legend.iter().zip(places) {
        entry(&mut svg, words, *tone, Sample::Area, (x, HIGH + 12.0 + times(row, 22.0)));
    }
    svg
}
