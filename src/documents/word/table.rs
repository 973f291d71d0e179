//! Tables 表格: bordered, of fixed widths; a page never cuts a row in two, unless the row is long.

use super::measure::{CELL, WIDTH, lines, mm};
use super::xml::{paragraph, run, words};
use crate::documents::page::{Cell, Row, Table};

/// No row is lower, in millimetres.
const LEAST: u32 = 9;
/// What stands between border and words, in twips.
const MARGIN: u32 = 100;
/// A row of more lines may go on over the page: kept whole, it would leave half a page empty.
const MOST_WHOLE: u32 = 14;

/// A table.
pub(super) fn table(table: &Table) -> String {
    let parts: u32 = table.widths.iter().sum::<u32>().max(1);
    let widths: Vec<u32> = table.widths.iter().map(|part| WIDTH * part / parts).collect();
    let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    let rows: String = table.rows.iter().map(|one| row(one, &widths)).collect();
    let total: u32 = widths.iter().sum();
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{total}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>{}<w:tblLayout w:type=\"fixed\"/>\
         <w:tblCellMar><w:left w:w=\"{MARGIN}\" w:type=\"dxa\"/><w:right w:w=\"{MARGIN}\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>\
         <w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>",
        borders()
    )
}

/// Thicker around than within.
fn borders() -> String {
    let side = |name: &str, size: u32| format!("<w:{name} w:val=\"single\" w:sz=\"{size}\" w:space=\"0\" w:color=\"000000\"/>");
    let sides = [("top", 8), ("left", 8), ("bottom", 8), ("right", 8), ("insideH", 4), ("insideV", 4)];
    format!("<w:tblBorders>{}</w:tblBorders>", sides.map(|(name, size)| side(name, size)).concat())
}

fn row(row: &Row, widths: &[u32]) -> String {
    let mut at = 0;
    let mut cells = String::new();
    let mut longest = 0;
    for cell in &row.cells {
        let span = usize::try_from(cell.span).unwrap_or(1);
        let width: u32 = widths.iter().skip(at).take(span).sum();
        at += span;
        let inner = width.saturating_sub(2 * MARGIN);
        longest = longest.max(cell.lines.iter().map(|line| lines(line, inner, CELL)).sum());
        cells.push_str(&one(cell, width));
    }
    let whole = if longest <= MOST_WHOLE { "<w:cantSplit/>" } else { "" };
    // A row of names alone stands again on every page.
    let heads = if row.cells.iter().all(|cell| cell.is_label) { "<w:tblHeader/>" } else { "" };
    let height = mm(row.height.max(LEAST));
    format!("<w:tr><w:trPr>{whole}<w:trHeight w:val=\"{height}\" w:hRule=\"atLeast\"/>{heads}</w:trPr>{cells}</w:tr>")
}

fn one(cell: &Cell, width: u32) -> String {
    let span = if cell.span > 1 { format!("<w:gridSpan w:val=\"{}\"/>", cell.span) } else { String::new() };
    let align = if cell.sign.is_some() { "bottom" } else { "center" };
    let style = if cell.is_label { "CellLabel" } else { "Cell" };
    let mut inside: String = cell.lines.iter().map(|line| words(style, line)).collect();
    if let Some(sign) = &cell.sign {
        inside.push_str(&paragraph("Cell", "<w:jc w:val=\"right\"/>", &run(sign, "")));
    }
    // A cell without a paragraph is no cell.
    if inside.is_empty() {
        inside = words("Cell", "");
    }
    format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}<w:vAlign w:val=\"{align}\"/></w:tcPr>{inside}</w:tc>")
}
