//! The confusion matrix 混淆矩阵 as a heat map: rows are the right labels, columns what was answered.

use super::super::measure::{Confusion, share};
use crate::chart::{Anchor, Svg};

/// More labels than this nobody can read; those that are right least often are left out.
pub const MOST_LABELS: usize = 50;

/// Draws it. Labels that are right nowhere have a column and no row.
pub fn draw(confusion: &Confusion) -> Svg {
    let columns = confusion.labels.len().min(MOST_LABELS);
    let rows = confusion.counts.iter().take(columns).filter(|row| row.iter().any(|times| *times > 0)).count();
    let cell = if columns > 20 { 17.0 } else { 34.0 };
    let longest = confusion.labels.iter().take(columns).map(|label| label.chars().count()).max().unwrap_or(0).min(12);
    let margin = times(longest, 12.0) + 14.0;
    let grid = Grid { margin, cell, right: margin + times(columns, cell), bottom: margin + times(rows, cell) };
    let mut svg = Svg::new(grid.right + 52.0, grid.bottom + 12.0, "混淆矩阵：每行是一个正确标签，各列是它被答成什么");
    for (number, label) in confusion.labels.iter().take(columns).enumerate() {
        svg.turned("label", (grid.middle(number) + 4.0, margin - 6.0), Anchor::Start, -90, short(label));
    }
    for number in 0..rows {
        row(&mut svg, &grid, confusion, number, columns);
    }
    for edge in 0..=rows {
        svg.line("grid", (margin, grid.place(edge) - 0.5), (grid.right, grid.place(edge) - 0.5));
    }
    for edge in 0..=columns {
        svg.line("grid", (grid.place(edge) - 0.5, margin), (grid.place(edge) - 0.5, grid.bottom));
    }
    svg
}

/// Where cells stand.
struct Grid {
    margin: f64,
    cell: f64,
    right: f64,
    bottom: f64,
}

impl Grid {
    fn place(&self, number: usize) -> f64 {
        self.margin + times(number, self.cell)
    }

    fn middle(&self, number: usize) -> f64 {
        self.place(number) + self.cell / 2.0
    }
}

#[allow(clippy::cast_precision_loss)] // fifty cells at most
fn times(count: usize, length: f64) -> f64 {
    count as f64 * length
}

fn row(svg: &mut Svg, grid: &Grid, confusion: &Confusion, number: usize, columns: usize) {
    let (label, counts) = (&confusion.labels[number], &confusion.counts[number]);
    let (all, middle): (usize, f64) = (counts.iter().sum(), grid.middle(number));
    svg.text("label", (grid.margin - 6.0, middle + 4.0), Anchor::End, short(label));
    for (answered, times) in counts.iter().take(columns).enumerate().filter(|(_, times)| **times > 0) {
        let part = share(*times, all);
        let class = if answered == number { "right" } else { "wrong" };
        let told = format!("{label} → {}：{times} 件，占 {:.1}%", confusion.labels[answered], part * 100.0);
        svg.rect(class, (grid.place(answered), grid.place(number)), (grid.cell - 1.0, grid.cell - 1.0), part.sqrt(), &told);
        if grid.cell > 20.0 {
            let class = if part > 0.3 { "on" } else { "label" };
            svg.text(class, (grid.middle(answered), middle + 4.0), Anchor::Middle, times);
        }
    }
    svg.text("label", (grid.right + 6.0, middle + 4.0), Anchor::Start, all);
}

fn short(label: &str) -> String {
    if label.chars().count() > 12 { label.chars().take(11).chain(['…']).collect() } else { label.to_owned() }
}
