//! Textures 纹理 of filled areas, drawn as lines, so that they need no definitions that two drawings of a page would share.

use super::svg::{Stroke, Svg};
use super::tone::Tone;

/// How an area is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Texture {
    /// Nothing but the colour.
    Plain,
    /// Lines like a slash.
    Rising,
    /// Lines like a backslash.
    Falling,
    /// Upright lines.
    Upright,
    /// Level lines.
    Level,
    /// Slashes and backslashes.
    Crossed,
}

/// Units between lines.
const GAP: f64 = 7.0;

type Point = (f64, f64);

/// An area in the colour and the texture of a tone.
pub(super) fn area(svg: &mut Svg, tone: Tone, at: Point, size: Point) {
    svg.block(&format!("fill {}", tone.class()), at, size, 1.0);
    let pairs = match tone.texture() {
        Texture::Plain => Vec::new(),
        Texture::Rising => slanted(at, size, true),
        Texture::Falling => slanted(at, size, false),
        Texture::Upright => steps(size.0).map(|x| ((at.0 + x, at.1), (at.0 + x, at.1 + size.1))).collect(),
        Texture::Level => steps(size.1).map(|y| ((at.0, at.1 + y), (at.0 + size.0, at.1 + y))).collect(),
        Texture::Crossed => slanted(at, size, true).into_iter().chain(slanted(at, size, false)).collect(),
    };
    svg.strokes("hatch", &pairs);
}

fn steps(length: f64) -> impl Iterator<Item = f64> {
    std::iter::successors(Some(GAP / 2.0), |step| Some(step + GAP)).take_while(move |step| *step < length)
}

/// Lines at 45 degrees, cut off where the area ends.
fn slanted(at: Point, (width, height): Point, rising: bool) -> Vec<Stroke> {
    // Where a line would meet the lower edge, going on beyond it; it climbs as far as it goes to the right.
    steps(width + height)
        .map(|reach| {
            let (low, high) = ((reach - height).max(0.0), reach.min(width));
            let y = |x: f64| if rising { at.1 + reach - x } else { at.1 + height - (reach - x) };
            ((at.0 + low, y(low)), (at.0 + high, y(high)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_within_their_area() {
        for rising in [true, false] {
            let lines = slanted((10.0, 20.0), (33.0, 14.0), rising);
            assert!(lines.len() > 5);
            for (x, y) in lines.into_iter().flat_map(|(from, to)| [from, to]) {
                assert!((10.0..=43.0).contains(&x) && (20.0..=34.0).contains(&y), "{x} {y}");
            }
        }
        assert!(slanted((0.0, 0.0), (0.0, 0.0), true).is_empty());
    }
}
