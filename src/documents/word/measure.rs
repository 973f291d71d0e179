//! The page in numbers 版面 (GB/T 9704): twips, 20 to the point and 1440 to the inch.

/// The width of the type area: 156 mm.
pub(super) const WIDTH: u32 = 8844;
/// 三号
pub(super) const BODY: u32 = 16;
/// 四号, in tables.
pub(super) const CELL: u32 = 14;

/// Millimetres in twips.
pub(super) const fn mm(millimetres: u32) -> u32 {
    millimetres * 1440 * 10 / 254
}

/// Points in twips.
pub(super) const fn pt(points: u32) -> u32 {
    points * 20
}

/// How many characters of full width a text takes, rounded up: letters and figures are half as wide.
pub(super) fn characters(text: &str) -> u32 {
    let halves: u32 = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    halves.div_ceil(2)
}

/// How many lines a text takes in this many twips at this size.
pub(super) fn lines(text: &str, width: u32, size: u32) -> u32 {
    let fit = (width / pt(size)).max(1);
    characters(text).div_ceil(fit).max(1)
}
