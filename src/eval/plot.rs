//! Drawings 图: small pictures in SVG, written by hand so that they look like the page that they stand in. Colours are classes:
//! the page gives them, and a drawing on its own brings them along.

pub mod confusion;
pub mod coverage;
pub mod reliability;

pub use crate::chart::Svg;

/// What classes look like in a drawing on its own, in light and dark.
pub const STYLE: &str = include_str!("page/plot.css");
