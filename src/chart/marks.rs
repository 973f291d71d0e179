//! Marks 标记 of points, one shape for each tone.

use super::svg::Svg;
use super::tone::Tone;

/// A shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A filled disc.
    Disc,
    /// A square.
    Square,
    /// A triangle on its base.
    Triangle,
    /// A square on its corner.
    Diamond,
    /// Two strokes.
    Cross,
    /// A circle that is empty.
    Ring,
}

/// Draws the mark of a tone.
pub(super) fn mark(svg: &mut Svg, tone: Tone, (x, y): (f64, f64), size: f64) {
    let fill = format!("fill {}", tone.class());
    match tone.mark() {
        Mark::Disc => svg.disc(&fill, (x, y), size),
        Mark::Square => svg.block(&fill, (x - size, y - size), (size * 2.0, size * 2.0), 1.0),
        Mark::Triangle => svg.shape(&fill, &[(x - size * 1.2, y + size), (x + size * 1.2, y + size), (x, y - size * 1.2)]),
        Mark::Diamond => svg.shape(&fill, &[(x - size * 1.4, y), (x, y - size * 1.4), (x + size * 1.4, y), (x, y + size * 1.4)]),
        Mark::Cross => {
            let strokes = [((x - size, y - size), (x + size, y + size)), ((x - size, y + size), (x + size, y - size))];
            svg.strokes(&format!("stroke {}", tone.class()), &strokes);
        }
        Mark::Ring => svg.disc(&format!("ring {}", tone.class()), (x, y), size),
    }
}
