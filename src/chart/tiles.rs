//! Tiles 方格图: a city's districts 地区 side by side, the longer its bar the more there is; each says its number.

use super::measure::{fitting, times};
use super::svg::{Anchor, Svg};
use super::{Scale, WIDTH};

/// One tile.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    /// Which district.
    pub label: String,
    /// How much.
    pub value: f64,
    /// What stands below the number, such as a rate; empty for nothing.
    pub note: String,
    /// Where the cases stand; empty when nowhere.
    pub href: String,
}

const HIGH: f64 = 84.0;
const GAP: f64 = 6.0;

/// Draws the tiles, four in a row (fewer where there are fewer).
pub fn draw(title: &str, tiles: &[Tile], scale: Scale) -> Svg {
    let columns = tiles.len().clamp(1, 4);
    let wide = (WIDTH - times(columns - 1, GAP)) / times(columns, 1.0);
    let most = tiles.iter().map(|tile| tile.value).fold(f64::MIN_POSITIVE, f64::max);
    let mut svg = Svg::new(WIDTH, times(tiles.len().div_ceil(columns), HIGH + GAP), title);
    for (number, tile) in tiles.iter().enumerate() {
        let at = (times(number % columns, wide + GAP), times(number / columns, HIGH + GAP));
        one(&mut svg, tile, at, wide, tile.value / most, scale);
    }
    svg
}

fn one(svg: &mut Svg, tile: &Tile, (x, y): (f64, f64), wide: f64, part: f64, scale: Scale) {
    let told = format!("{}：{} {}", tile.label, scale.words(tile.value), tile.note);
    if tile.href.is_empty() {
        svg.begin_told(&told);
    } else {
        svg.begin_link(&tile.href, &told);
    }
    svg.block("track", (x, y), (wide, HIGH), 1.0);
    svg.block("level", (x, y), (wide, HIGH), part * 0.3);
    // The bar says it without colour.
    svg.block("fill main", (x, y + HIGH - 7.0), (wide * part, 7.0), 1.0);
    svg.text("name", (x + 8.0, y + 21.0), Anchor::Start, fitting(&tile.label, wide - 14.0));
    svg.text("big", (x + 8.0, y + 46.0), Anchor::Start, scale.words(tile.value));
    svg.text("name", (x + 8.0, y + 67.0), Anchor::Start, fitting(&tile.note, wide - 14.0));
    if tile.href.is_empty() { svg.end() } else { svg.end_link() }
}
