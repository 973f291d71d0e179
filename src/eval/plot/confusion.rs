//! The confusion matrix 混淆矩阵 as a heat map: rows are the right labels, columns what was answered.

use super::super::measure::{Confusion, share};
use super::svg::{Anchor, Svg};

/// More labels than this nobody can read; those that are right least often are left out.
pub const MOST_LABELS: usize = 50;

/// Draws it.
pub fn draw(confusion: &Confusion) -> Svg {
    let shown = confusion.labels.len().min(MOST_LABELS);
    let cell = if shown > 20 { 17.0 } else { 34.0 };
    let longest = confusion.labels.iter().take(shown).map(|label| label.chars().count()).max().unwrap_or(0).min(12);
    #[allow(clippy::cast_precision_loss)] // a dozen characters, fifty cells
    let (margin, side) = (longest as f64 * 12.0 + 14.0, shown as f64 * cell);
    let mut svg = Svg::new(margin + side + 52.0, margin + side + 12.0, "混淆矩阵：每行是一个正确标签，各列是它被答成什么");
    #[allow(clippy::cast_precision_loss)] // fifty cells at most
    let place = |number: usize| margin + number as f64 * cell;
    for (number, label) in confusion.labels.iter().take(shown).enumerate() {
        let middle = place(number) + cell / 2.0;
        svg.text("label", (margin - 6.0, middle + 4.0), Anchor::End, short(label));
        svg.turned("label", (middle + 4.0, margin - 6.0), Anchor::Start, -90, short(label));
        let row = &confusion.counts[number];
        let all: usize = row.iter().sum();
        for (answered, times) in row.iter().take(shown).enumerate().filter(|(answered, times)| **times > 0 || *answered == number) {
            let part = share(*times, all);
            let class = if answered == number { "right" } else { "wrong" };
            let told = format!("{label} → {}：{times} 件，占 {:.1}%", confusion.labels[answered], part * 100.0);
            svg.rect(class, (place(answered), place(number)), (cell - 1.0, cell - 1.0), part.sqrt(), &told);
            if cell > 20.0 {
                let class = if part > 0.4 { "on" } else { "label" };
                svg.text(class, (place(answered) + cell / 2.0, middle + 4.0), Anchor::Middle, times);
            }
        }
        svg.text("label", (margin + side + 6.0, middle + 4.0), Anchor::Start, all);
    }
    for edge in 0..=shown {
        svg.line("grid", (margin, place(edge) - 0.5), (margin + side, place(edge) - 0.5));
        svg.line("grid", (place(edge) - 0.5, margin), (place(edge) - 0.5, margin + side));
    }
    svg
}

fn short(label: &str) -> String {
    if label.chars().count() > 12 { label.chars().take(11).chain(['…']).collect() } else { label.to_owned() }
}
