//! A chart on its own 图片: as a file of SVG, and as a PNG for chats. It is drawn with the one font that is embedded
//! (`font/README.md`), so that it looks the same on a machine without any.

use std::sync::{Arc, LazyLock};

use anyhow::{Context as _, Result, anyhow, ensure};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use super::style;
use super::svg::Svg;

/// The font, under the SIL Open Font License 1.1 (`font/OFL.txt`).
const FONT: &[u8] = include_bytes!("font/NotoSansSC-gb2312.otf");
/// What the font calls itself.
const FAMILY: &str = "Noto Sans CJK SC";
/// The widest picture that is made.
const WIDEST: u32 = 4_000;
/// The most points of a picture: what a chat shows and a machine has room for.
const MOST_POINTS: f32 = 40_000_000.0;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(FONT.to_vec());
    Arc::new(fonts)
});

/// The chart as a file of its own: with a heading, a note below (either may be empty), and its colours.
pub fn svg(chart: &Svg, heading: &str, note: &str) -> String {
    chart.headed(heading, note).file(&style::alone())
}

/// The picture of a drawing, so many points wide.
///
/// # Errors
/// The text is no SVG, or the picture would be too large.
pub fn png(svg: &str, width: u32) -> Result<Vec<u8>> {
    let options = Options { font_family: FAMILY.to_owned(), fontdb: Arc::clone(&FONTS), ..Options::default() };
    let tree = Tree::from_str(svg, &options).context("the drawing cannot be read")?;
    ensure!((1..=WIDEST).contains(&width), "a picture is 1 to {WIDEST} points wide, not {width}");
    #[allow(clippy::cast_precision_loss)] // at most 4,000
    let scale = width as f32 / tree.size().width();
    let height = (tree.size().height() * scale).ceil();
    #[allow(clippy::cast_precision_loss)] // at most 4,000
    let points = height * width as f32;
    ensure!(height >= 1.0 && points <= MOST_POINTS, "the picture would be {height} points high");
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 1 and forty million, as was just seen
    let mut picture = Pixmap::new(width, height as u32).ok_or_else(|| anyhow!("no room for the picture"))?;
    picture.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    picture.encode_png().map_err(|error| anyhow!("the picture cannot be written: {error}"))
}

#[cfg(test)]
mod tests;
