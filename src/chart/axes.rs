//! What lines and columns share: the legend, the upright axis with its round numbers, and the names below.

use super::measure::{TEXT, fitting, ticks, times, width};
use super::svg::{Anchor, Svg};
use super::tone::Tone;
use super::{Scale, WIDTH, hatch, marks};

const HIGH: f64 = 168.0;
const LINE: f64 = 22.0;

/// How a series is shown in the legend.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sample {
    Area,
    Line,
}

/// The place of everything.
pub(super) struct Axes {
    left: f64,
    top: f64,
    most: f64,
    places: usize,
}

impl Axes {
    /// A drawing with its legend and both axes; `most` is the greatest value.
    pub(super) fn draw(title: &str, names: &[String], legend: &[(String, Tone)], sample: Sample, scale: Scale, most: f64) -> (Svg, Self) {
        let (most, step) = if scale == Scale::Percent { (1.0, 0.25) } else { ticks(most, scale == Scale::Count) };
        let entries = if legend.len() > 1 { wrapped(legend, WIDTH) } else { Vec::new() };
        let rows = entries.last().map_or(0, |(_, row)| row + 1);
        let left = width(&scale.tick(most)).max(width(&scale.tick(step))) + 10.0;
        let axes = Self { left, top: times(rows, LINE) + 10.0, most, places: names.len() };
        let mut svg = Svg::new(WIDTH, axes.top + HIGH + 26.0, title);
        for ((name, tone), (x, row)) in legend.iter().zip(entries) {
            entry(&mut svg, name, *tone, sample, (x, times(row, LINE)));
        }
        let marks = std::iter::successors(Some(0.0), |at| Some(at + step)).take_while(|at| *at <= axes.most + step / 2.0);
        for at in marks {
            svg.line(if at == 0.0 { "axis" } else { "grid" }, (axes.left, axes.y(at)), (WIDTH, axes.y(at)));
            svg.text("label", (axes.left - 6.0, axes.y(at) + 4.5), Anchor::End, scale.tick(at));
        }
        axes.names(&mut svg, names);
        (svg, axes)
    }

    /// As many names as there is room for, the last one always.
    fn names(&self, svg: &mut Svg, names: &[String]) {
        let widest = names.iter().map(|name| width(name)).fold(0.0, f64::max).min(120.0);
        // The last name moves to the left so that it stays within the drawing.
        let moved = (widest - self.room()).max(0.0) / 2.0;
        let fits = |every: &usize| times(*every, self.room()) >= widest + moved + 8.0;
        let every = (1..=names.len().max(1)).find(fits).unwrap_or(names.len().max(1));
        for (place, name) in names.iter().enumerate().filter(|(place, _)| (names.len() - 1 - place).is_multiple_of(every)) {
            let half = width(name) / 2.0;
            let x = self.x(place).clamp(half, WIDTH - half);
            svg.text("label", (x, self.top + HIGH + 19.0), Anchor::Middle, fitting(name, 120.0));
        }
    }

    /// The room of one place.
    pub(super) fn room(&self) -> f64 {
        (WIDTH - self.left) / times(self.places.max(1), 1.0)
    }

    /// The middle of a place.
    pub(super) fn x(&self, place: usize) -> f64 {
        self.left + times(place, self.room()) + self.room() / 2.0
    }

    /// The height of a value.
    pub(super) fn y(&self, value: f64) -> f64 {
        self.top + HIGH * (1.0 - (value / self.most).clamp(0.0, 1.0))
    }

    /// Where columns stand.
    pub(super) fn base(&self) -> f64 {
        self.top + HIGH
    }
}

/// Where entries of a legend begin, and in which row.
pub(super) fn wrapped(entries: &[(String, Tone)], most: f64) -> Vec<(f64, usize)> {
    let (mut x, mut row) = (0.0, 0);
    let mut places = Vec::with_capacity(entries.len());
    for (name, _) in entries {
        let room = width(name) + 46.0;
        if x > 0.0 && x + room > most + 16.0 {
            (x, row) = (0.0, row + 1);
        }
        places.push((x, row));
        x += room;
    }
    places
}

/// One entry of a legend: a sample and the name.
pub(super) fn entry(svg: &mut Svg, name: &str, tone: Tone, sample: Sample, (x, y): (f64, f64)) {
    let middle = y + LINE / 2.0;
    if sample == Sample::Area {
        hatch::area(svg, tone, (x, middle - 6.0), (22.0, 12.0));
    } else {
        svg.path(&format!("stroke {}", tone.class()), &[(x, middle), (x + 22.0, middle)]);
        marks::mark(svg, tone, (x + 11.0, middle), 4.0);
    }
    svg.text("caption", (x + 28.0, middle + TEXT * 0.36), Anchor::Start, name);
}
