//! The curve of coverage 覆盖率曲线: the more is dispatched without a person, the less of it is right.

use super::super::measure::{Certainty, Cut};
use crate::chart::{Anchor, Svg};

const LEFT: f64 = 66.0;
const WIDTH: f64 = 480.0;
const TOP: f64 = 16.0;
const HEIGHT: f64 = 300.0;

/// Draws it: accuracy from a little below the worst to 100 %.
pub fn draw(certainty: &Certainty) -> Svg {
    let mut svg = Svg::new(LEFT + WIDTH + 20.0, TOP + HEIGHT + 48.0, "覆盖率曲线：不经人工派出的比例，与其中派对的比例");
    let least = certainty.curve.iter().map(|cut| cut.accuracy).fold(certainty.target, f64::min);
    let low = ((least * 10.0 - 0.2).floor() / 10.0).clamp(0.0, 0.9);
    let x = |share: f64| LEFT + share * WIDTH;
    let y = |share: f64| TOP + (1.0 - (share - low) / (1.0 - low)) * HEIGHT;
    let at = |cut: &Cut| (x(cut.coverage), y(cut.accuracy));
    for fifth in 0..=5_u32 {
        svg.text("label", (x(f64::from(fifth) / 5.0), TOP + HEIGHT + 18.0), Anchor::Middle, format!("{}%", fifth * 20));
    }
    let step = if low > 0.65 { 5 } else { 10 };
    for level in (0..=100_u32).step_by(step).map(|level| f64::from(level) / 100.0).filter(|level| *level > low - 0.001) {
        svg.line("grid", (LEFT, y(level)), (LEFT + WIDTH, y(level)));
        svg.text("label", (LEFT - 8.0, y(level) + 4.0), Anchor::End, format!("{:.0}%", level * 100.0));
    }
    svg.text("caption", (LEFT + WIDTH / 2.0, TOP + HEIGHT + 40.0), Anchor::Middle, "不经人工直接派出的比例");
    svg.turned("caption", (16.0, TOP + HEIGHT / 2.0), Anchor::Middle, -90, "其中派对的比例");
    svg.line("said", (LEFT, y(certainty.target)), (LEFT + WIDTH, y(certainty.target)));
    svg.text("label", (LEFT + 4.0, y(certainty.target) - 6.0), Anchor::Start, format!("目标 {:.1}%", certainty.target * 100.0));
    svg.path("curve", &certainty.curve.iter().map(at).collect::<Vec<_>>());
    if let Some(best) = &certainty.best {
        svg.dot("best", at(best), &told("达到目标时最多", best));
    }
    if certainty.own.texts > 0 {
        svg.dot("own", at(&certainty.own), &told("模型自己的门槛", &certainty.own));
    }
    svg
}

fn told(what: &str, cut: &Cut) -> String {
    format!("{what}：派出 {:.1}%，派对 {:.1}%", cut.coverage * 100.0, cut.accuracy * 100.0)
}
