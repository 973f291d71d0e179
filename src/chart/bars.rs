//! Level bars 横条图 with a name before and the number behind each: rankings, units, matters.

use super::measure::{fitting, times, width};
use super::svg::{Anchor, Svg};
use super::tone::Tone;
use super::{WIDTH, hatch};

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Whose it is.
    pub label: String,
    /// How long it is; none where there is no figure.
    pub value: Option<f64>,
    /// The figure, as it is written behind it.
    pub words: String,
    /// What it is among the others.
    pub tone: Tone,
    /// Where the cases stand that it counts; empty when nowhere.
    pub href: String,
    /// What stands above this and the following ones, such as the name of a band; empty for nothing.
    pub heading: String,
}

const ROW: f64 = 28.0;
const HEADING: f64 = 30.0;

/// Draws them in the order given. `full` is what a bar from end to end would be; none for the longest.
pub fn draw(title: &str, bars: &[Bar], full: Option<f64>) -> Svg {
    let names = bars.iter().map(|bar| width(&bar.label)).fold(0.0, f64::max).min(136.0);
    let words = bars.iter().map(|bar| width(&bar.words)).fold(0.0, f64::max).min(150.0);
    let headings = bars.iter().filter(|bar| !bar.heading.is_empty()).count();
    let (left, room) = (names + 10.0, WIDTH - names - words - 18.0);
    let most = full.unwrap_or_else(|| bars.iter().filter_map(|bar| bar.value).fold(0.0, f64::max)).max(f64::MIN_POSITIVE);
    let mut svg = Svg::new(WIDTH, times(bars.len(), ROW) + times(headings, HEADING) + 4.0, title);
    let mut y = 2.0;
    for bar in bars {
        if !bar.heading.is_empty() {
            svg.text("caption", (0.0, y + 20.0), Anchor::Start, &bar.heading);
            svg.line("grid", (0.0, y + HEADING - 3.0), (WIDTH, y + HEADING - 3.0));
            y += HEADING;
        }
        let told = format!("{}：{}", bar.label, bar.words);
        if bar.href.is_empty() {
            svg.begin_told(&told);
        } else {
            svg.begin_link(&bar.href, &told);
        }
        svg.text("name", (names, y + 18.5), Anchor::End, fitting(&bar.label, 140.0));
        let long = bar.value.map_or(0.0, |value| (value / most).clamp(0.0, 1.0) * room);
        svg.line("axis", (left - 0.5, y), (left - 0.5, y + ROW));
        hatch::area(&mut svg, bar.tone, (left, y + 4.0), (long, ROW - 8.0));
        svg.text("value", (left + long + 6.0, y + 18.5), Anchor::Start, &bar.words);
        if bar.href.is_empty() {
            svg.end()
        } else {
            svg.end_link()
        }
        y += ROW;
    }
    svg
}
