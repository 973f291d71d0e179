//! A sparkline 走势: a line so small that it stands beside a number.

use super::measure::times;
use super::svg::Svg;

const WIDE: f64 = 120.0;
const HIGH: f64 = 30.0;

/// Draws it; the last value has a dot. Where there is no figure there is a gap.
pub fn draw(title: &str, values: &[Option<f64>]) -> Svg {
    let mut svg = Svg::new(WIDE, HIGH, title);
    let most = values.iter().flatten().copied().fold(f64::MIN_POSITIVE, f64::max);
    let step = (WIDE - 10.0) / times(values.len().saturating_sub(1).max(1), 1.0);
    let at = |place: usize, value: f64| (5.0 + times(place, step), HIGH - 5.0 - value / most * (HIGH - 10.0));
    svg.line("grid", (0.0, HIGH - 4.5), (WIDE, HIGH - 4.5));
    let points: Vec<_> = values.iter().enumerate().map(|(place, value)| value.map(|value| at(place, value))).collect();
    for run in points.split(Option::is_none).filter(|run| run.len() > 1) {
        svg.path("stroke main", &run.iter().flatten().copied().collect::<Vec<_>>());
    }
    if let Some(Some(last)) = points.last() {
        svg.disc("fill main", *last, 3.5);
    }
    svg
}
