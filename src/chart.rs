//! Charts 图表: figures as drawings in SVG, made here and nowhere else. What is drawn says its numbers in words too: as text beside
//! the bar, and to whoever points at it or has the page read out. Nothing is told by colour alone: every [`Tone`] has a texture,
//! a kind of line and a mark of its own, so that a black and white print says the same.
//!
//! On a page the classes get their colours from [`style::sheet`], in light and dark. On its own ([`picture::svg`]) a chart brings
//! them along, and [`picture::png`] makes a picture for chats of it, with the one font that is embedded.

mod axes;
pub mod bars;
pub mod columns;
mod hatch;
pub mod heat;
pub mod lines;
mod marks;
mod measure;
pub mod picture;
pub mod spark;
pub mod stacked;
pub mod style;
mod svg;
pub mod tiles;
mod tone;

pub use picture::png;
pub use svg::{Anchor, Svg};
pub use tone::Tone;

/// How wide charts are drawn, in their own units: on a phone a unit is a little less than a pixel, on a wall more than one.
pub const WIDTH: f64 = 400.0;

/// What the numbers of an axis are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// 件: whole numbers.
    Count,
    /// 百分比: shares from 0 to 1, written as percent.
    Percent,
    /// Any other number, such as hours.
    Number,
}

impl Scale {
    /// A value in words.
    pub fn words(self, value: f64) -> String {
        match self {
            Self::Count => format!("{value:.0}"),
            Self::Percent => format!("{:.1}%", value * 100.0),
            Self::Number => format!("{value:.1}"),
        }
    }

    /// A mark of an axis, in words: as short as it is exact.
    fn tick(self, value: f64) -> String {
        match self {
            Self::Count => format!("{value:.0}"),
            Self::Percent => format!("{:.0}%", value * 100.0),
            Self::Number if (value - value.round()).abs() < 1e-9 => format!("{value:.0}"),
            Self::Number => format!("{value:.1}"),
        }
    }
}
