//! The parts that are the same on every paper 样式与页脚: styles, fonts, settings, and the feet of pages.

use super::body::NAMESPACES;
use super::xml::{escape, paragraph, run};
use crate::documents::page::Page;

/// What each part is.
pub(super) const CONTENT_TYPES: &str = include_str!("parts/content_types.xml");
/// Where the document is.
pub(super) const RELATIONSHIPS: &str = include_str!("parts/relationships.xml");
/// Where the document's styles, fonts, settings and feet are.
pub(super) const DOCUMENT_RELATIONSHIPS: &str = include_str!("parts/document_relationships.xml");
/// 仿宋 三号 for the body, 小标宋 二号 for titles, 黑体 for headings and names of cells.
pub(super) const STYLES: &str = include_str!("parts/styles.xml");
/// Which other font stands for one that is not there.
pub(super) const FONTS: &str = include_str!("parts/fonts.xml");
/// Pages of even number have a foot of their own.
pub(super) const SETTINGS: &str = include_str!("parts/settings.xml");

/// On which side the page number stands 单页居右、双页居左.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Of odd pages.
    Right,
    /// Of even pages.
    Left,
}

/// The foot of a page: — 1 —, and below it small which case it is and the 查阅码.
pub(super) fn footer(foot: &str, side: Side) -> String {
    let place = match side {
        Side::Right => "<w:jc w:val=\"right\"/>",
        Side::Left => "<w:jc w:val=\"left\"/>",
    };
    let number = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>\
                  <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let number = paragraph("PageNumber", place, &format!("{}{number}{}", run("— ", ""), run(" —", "")));
    let foot = paragraph("Foot", "", &run(foot, ""));
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:ftr {NAMESPACES}>{number}{foot}</w:ftr>")
}

/// What the file says that it is; no time, which would not be the paper's but the file's.
pub(super) fn properties(page: &Page) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator></cp:coreProperties>",
        escape(&page.title),
        escape(&page.office)
    )
}
