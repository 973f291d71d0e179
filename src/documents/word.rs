//! A page as a `.docx` 成文: WordprocessingML (ECMA-376) as Word, WPS and LibreOffice read it, laid out after GB/T 9704.
//!
//! It is written here and not with a library for documents: those that there are (docx-rs was tried on paper) know neither a
//! font table with the fonts that stand for others, nor page numbers on alternating sides, nor a distance in characters, and they
//! write what they find good, which the next version finds otherwise. Only the container is a library's ([`pack`]).
//!
//! Paragraphs are not justified: LibreOffice 7.4 loses a punctuation mark that hangs at the end of a justified line, and a letter must
//! not lose one; between characters of one width there is little to justify.

mod body;
mod measure;
mod pack;
mod parts;
mod table;
mod xml;

use super::page::Page;

/// The bytes of the file.
pub(super) fn document(page: &Page) -> Vec<u8> {
    pack::pack(&[
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::RELATIONSHIPS.to_owned()),
        ("docProps/core.xml", parts::properties(page)),
        ("word/document.xml", body::document(page)),
        ("word/_rels/document.xml.rels", parts::DOCUMENT_RELATIONSHIPS.to_owned()),
        ("word/styles.xml", parts::STYLES.to_owned()),
        ("word/fontTable.xml", parts::FONTS.to_owned()),
        ("word/settings.xml", parts::SETTINGS.to_owned()),
        ("word/footer1.xml", parts::footer(&page.foot, parts::Side::Right)),
        ("word/footer2.xml", parts::footer(&page.foot, parts::Side::Left)),
    ])
}
