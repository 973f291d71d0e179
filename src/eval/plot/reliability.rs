//! The reliability diagram 校准图: how sure the answers were said to be, and how often they were right; below it how many.

use super::super::measure::{Bin, Certainty};
use crate::chart::{Anchor, Svg};

const LEFT: f64 = 66.0;
const SIDE: f64 = 360.0;
const TOP: f64 = 12.0;
const COUNTS: f64 = 70.0;
const GAP: f64 = 30.0;

/// Draws it.
pub fn draw(certainty: &Certainty) -> Svg {
    let title = format!("校准图：模型说的把握与实际答对的比例，期望校准误差 {:.1}%", certainty.ece * 100.0);
    let mut svg = Svg::new(LEFT + SIDE + 16.0, TOP + SIDE + GAP + COUNTS + 48.0, &title);
    axes(&mut svg);
    let most = certainty.bins.iter().map(|bin| bin.texts).max().unwrap_or(0).max(1);
    for bin in certainty.bins.iter().filter(|bin| bin.texts > 0) {
        bar(&mut svg, bin, most);
    }
    svg.line("diagonal", (x(0.0), y(0.0)), (x(1.0), y(1.0)));
    let base = TOP + SIDE + GAP + COUNTS;
    svg.line("axis", (LEFT, base), (LEFT + SIDE, base));
    svg.text("label", (LEFT - 8.0, base - COUNTS + 10.0), Anchor::End, most);
    svg.text("label", (LEFT - 8.0, base), Anchor::End, "件数");
    for tenth in 0..=5_u32 {
        svg.text("label", (x(f64::from(tenth) / 5.0), base + 18.0), Anchor::Middle, format!("{}%", tenth * 20));
    }
    svg.text("caption", (LEFT + SIDE / 2.0, base + 40.0), Anchor::Middle, "模型说的把握");
    svg
}

fn x(share: f64) -> f64 {
    LEFT + share * SIDE
}

fn y(share: f64) -> f64 {
    TOP + (1.0 - share) * SIDE
}

fn axes(svg: &mut Svg) {
    for fifth in 0..=5_u32 {
        let share = f64::from(fifth) / 5.0;
        svg.line("grid", (x(0.0), y(share)), (x(1.0), y(share)));
        svg.text("label", (LEFT - 8.0, y(share) + 4.0), Anchor::End, format!("{}%", fifth * 20));
    }
    svg.turned("caption", (16.0, TOP + SIDE / 2.0), Anchor::Middle, -90, "实际答对的比例");
}

/// The share that was right as a bar, what was said as a mark over it, and the count below.
fn bar(svg: &mut Svg, bin: &Bin, most: usize) {
    let width = x(bin.high) - x(bin.low) - 2.0;
    let told = format!(
        "把握 {:.0}%–{:.0}%：{} 件，说 {:.1}%，答对 {:.1}%",
        bin.low * 100.0,
        bin.high * 100.0,
        bin.texts,
        bin.probability * 100.0,
        bin.accuracy * 100.0
    );
    let left = x(bin.low) + 1.0;
    let (low, high) = (bin.accuracy.min(bin.probability), bin.accuracy.max(bin.probability));
    let gap = if bin.accuracy > bin.probability { "more" } else { "less" };
    svg.rect("right", (left, y(low)), (width, SIDE * low), 1.0, &told);
    svg.rect(gap, (left, y(high)), (width, SIDE * (high - low)), 0.35, &told);
    svg.line("said", (left, y(bin.probability)), (left + width, y(bin.probability)));
    let tall = COUNTS * super::super::measure::share(bin.texts, most);
    svg.rect("count", (left, TOP + SIDE + GAP + COUNTS - tall), (width, tall), 1.0, &told);
}
