//! The blocks of a page 正文.

use super::measure::{BODY, WIDTH, characters, pt};
use super::table;
use super::xml::{paragraph, run, words};
use crate::documents::page::{Block, Page};

/// The namespaces of a part.
pub(super) const NAMESPACES: &str = concat!(
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" ",
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
);

/// A4, with the margins of GB/T 9704: 37 mm above, 28 mm to the left; 225 by 156 mm for the words.
const SECTION: &str = concat!(
    "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"even\" r:id=\"rId5\"/>",
    "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
    "<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"1247\" w:gutter=\"0\"/>",
    "</w:sectPr>"
);

/// `word/document.xml`
pub(super) fn document(page: &Page) -> String {
    let mut body = String::new();
    for (at, block) in page.blocks.iter().enumerate() {
        let is_signed_next = matches!(page.blocks.get(at + 1), Some(Block::Sign { .. }));
        if at > 0 && matches!((&page.blocks[at - 1], block), (Block::Text(_) | Block::Heading(_), Block::Table(_))) {
            body.push_str(&words("Gap", ""));
        }
        body.push_str(&of(block, is_signed_next));
    }
    // A table at the very end needs a paragraph behind it.
    if matches!(page.blocks.last(), Some(Block::Table(_)) | None) {
        body.push_str(&words("Gap", ""));
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document {NAMESPACES}><w:body>{body}{SECTION}</w:body></w:document>"
    )
}

fn of(block: &Block, is_signed_next: bool) -> String {
    match block {
        Block::Head(text) => paragraph("RedHead", "", &run(text, &size(head_size(text)))),
        Block::Number(text) => words("Number", text),
        Block::Title(lines) => each("Headline", lines),
        Block::Caption(left, right) => caption(left, right),
        Block::To(text) => words("To", text),
        Block::Text(lines) => body_text(lines, is_signed_next),
        Block::Heading(text) => words("Section", text),
        Block::Table(table) => table::table(table),
        Block::Sign { office, seal, date } => sign(office, seal, date),
        Block::Signatures(names) => signatures(names),
        Block::Copies(lines) => each("Copies", lines),
        Block::Note(lines) => each("Note", lines),
    }
}

fn each(style: &str, lines: &[String]) -> String {
    lines.iter().map(|line| words(style, line)).collect()
}

/// The last paragraph stays with the signature: a signature alone on a page could be put under anything.
fn body_text(lines: &[String], is_signed_next: bool) -> String {
    let last = lines.len().saturating_sub(1);
    let keep = |at: usize| if is_signed_next && at == last { "<w:keepNext/>" } else { "" };
    lines.iter().enumerate().map(|(at, line)| paragraph("Body", keep(at), &run(line, ""))).collect()
}

/// As large as it fits into one line, also where another font stands in for ours: its figures may take three quarters of a character, and a
/// quarter is left between figures and characters.
fn head_size(text: &str) -> u32 {
    let quarters: u32 = text.chars().map(|c| if c.is_ascii() { 3 } else { 4 }).sum();
    let kinds: Vec<bool> = text.chars().map(|c| c.is_ascii()).collect();
    let gaps = kinds.windows(2).filter(|pair| pair[0] != pair[1]).count() as u32;
    (WIDTH * 95 / 100 / 20 * 4 / (quarters + gaps).max(1)).clamp(20, 46)
}

fn size(points: u32) -> String {
    format!("<w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/>", points * 2)
}

fn caption(left: &str, right: &str) -> String {
    let tab = format!("<w:tabs><w:tab w:val=\"right\" w:pos=\"{WIDTH}\"/></w:tabs>");
    paragraph("Caption", &tab, &format!("{}<w:r><w:tab/></w:r>{}", run(left, ""), run(right, "")))
}

/// The office over the date, both about one middle, two characters from the right; above them where the seal goes. They stay with
/// what is copied below them.
fn sign(office: &str, seal: &str, date: &str) -> String {
    let widest = characters(office).max(characters(date));
    let left = WIDTH.saturating_sub(pt(BODY) * (widest + 3));
    let place = format!("<w:ind w:left=\"{left}\" w:right=\"{}\" w:firstLine=\"0\"/>", pt(BODY) * 2);
    let grey = "<w:color w:val=\"808080\"/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>";
    let line = |properties: &str, text: &str, style: &str| paragraph("Sign", &format!("{properties}{place}"), &run(text, style));
    let keep = "<w:keepNext/>";
    [line(keep, seal, grey), line(keep, office, ""), line(keep, date, "")].concat()
}

/// Side by side, each with as much room as the others.
fn signatures(names: &[String]) -> String {
    let count = u32::try_from(names.len().max(1)).unwrap_or(u32::MAX);
    let stops: String = (1..count).map(|at| format!("<w:tab w:val=\"left\" w:pos=\"{}\"/>", WIDTH / count * at)).collect();
    let stops = if stops.is_empty() { stops } else { format!("<w:tabs>{stops}</w:tabs>") };
    let runs: Vec<String> = names.iter().map(|name| run(name, "")).collect();
    paragraph("Signatures", &stops, &runs.join("<w:r><w:tab/></w:r>"))
}
