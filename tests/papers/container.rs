//! The container: read here from its bytes after the specification of ZIP, and its parts with a reader of XML that has nothing to do
//! with how they were written.

use std::collections::BTreeMap;

use yousu::domain::paper::PaperKind;
use yousu::domain::privacy::Reader;
use yousu::domain::staff::Role;

use super::papers::{city, life, long, made, short};

/// The parts of a ZIP whose entries are stored, by its central directory; their times must be the oldest that there is.
pub fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let u16_at = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let u32_at = |at: usize| u16_at(at) | (u16_at(at + 2) << 16);
    let end = (0..=bytes.len() - 22).rev().find(|at| bytes[*at..].starts_with(b"PK\x05\x06")).expect("an end of the directory");
    let (count, mut at) = (u16_at(end + 10), u32_at(end + 16));
    let mut parts = BTreeMap::new();
    for _ in 0..count {
        assert!(bytes[at..].starts_with(b"PK\x01\x02"), "an entry of the directory");
        assert_eq!((u16_at(at + 10), u16_at(at + 12), u16_at(at + 14)), (0, 0, 0x21), "stored, on 1980-01-01 at midnight");
        let (size, name_length, extra, comment) = (u32_at(at + 24), u16_at(at + 28), u16_at(at + 30), u16_at(at + 32));
        let header = u32_at(at + 42);
        let name = String::from_utf8(bytes[at + 46..at + 46 + name_length].to_vec()).expect("a name");
        let begin = header + 30 + u16_at(header + 26) + u16_at(header + 28);
        let text = String::from_utf8(bytes[begin..begin + size].to_vec()).expect("UTF-8");
        assert!(parts.insert(name, text).is_none(), "each part once");
        at += 46 + name_length + extra + comment;
    }
    parts
}

/// The words of the document and its feet, paragraph by paragraph.
pub fn words(bytes: &[u8]) -> String {
    let parts = parts(bytes);
    let mut words = String::new();
    for name in ["word/document.xml", "word/footer1.xml", "word/footer2.xml", "docProps/core.xml"] {
        let xml = roxmltree::Document::parse(&parts[name]).unwrap_or_else(|error| panic!("{name}: {error}"));
        for node in xml.descendants() {
            if node.is_text() {
                words.push_str(node.text().unwrap_or_default());
            }
            if node.has_tag_name(("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "pPr")) {
                words.push('\n');
            }
        }
    }
    words
}

#[test]
fn every_part_is_xml_with_a_type_and_every_reference_leads_somewhere() {
    let city = city();
    for kind in PaperKind::ALL {
        let all = parts(&made(&city, kind, &life(kind, &long()), Reader::Staff(Role::Supervisor)));
        let types = &all["[Content_Types].xml"];
        let types = roxmltree::Document::parse(types).expect("well-formed");
        let typed: Vec<&str> = types.descendants().filter_map(|node| node.attribute("PartName")).collect();
        for (name, text) in &all {
            let xml = roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{kind:?} {name}: {error}"));
            let has_type = name.ends_with(".rels") || name.starts_with('[') || typed.contains(&format!("/{name}").as_str());
            assert!(has_type, "{kind:?}: {name} has no type");
            if let Some(folder) = name.strip_suffix(".rels").and_then(|name| name.rsplit_once("_rels/")).map(|(folder, _)| folder) {
                for target in xml.descendants().filter_map(|node| node.attribute("Target")) {
                    assert!(all.contains_key(&format!("{folder}{target}")), "{kind:?}: {name} leads to {target}, which is not there");
                }
            }
        }
        assert_eq!(typed.len(), all.keys().filter(|name| !name.ends_with(".rels") && !name.starts_with('[')).count());
        references(&all);
    }
}

/// Every style and every relation that the document names is there.
fn references(all: &BTreeMap<String, String>) {
    let parse = |name: &str| roxmltree::Document::parse(&all[name]).expect("well-formed");
    let (document, styles, relations) = (parse("word/document.xml"), parse("word/styles.xml"), parse("word/_rels/document.xml.rels"));
    let named = |xml: &roxmltree::Document<'_>, tag: &str, of: &str| -> Vec<String> {
        let nodes = xml.descendants().filter(|node| node.tag_name().name() == tag);
        nodes.filter_map(|node| node.attributes().find(|own| own.name() == of).map(|own| own.value().to_owned())).collect()
    };
    let known = named(&styles, "style", "styleId");
    named(&document, "pStyle", "val").iter().for_each(|style| assert!(known.contains(style), "{style}"));
    let ids = named(&relations, "Relationship", "Id");
    named(&document, "footerReference", "id").iter().for_each(|id| assert!(ids.contains(id), "{id}"));
}

#[test]
fn rows_are_not_cut_unless_they_are_long_and_cells_fill_their_table() {
    let city = city();
    for (text, is_long) in [(short(), false), (long(), true)] {
        let bytes = made(&city, PaperKind::Registration, &life(PaperKind::Registration, &text), Reader::Staff(Role::Supervisor));
        let all = parts(&bytes);
        let xml = roxmltree::Document::parse(&all["word/document.xml"]).expect("well-formed");
        let of = |name: &'static str| xml.descendants().filter(move |node| node.tag_name().name() == name);
        let rows = of("tr").count();
        assert_eq!(of("cantSplit").count(), if is_long { rows - 1 } else { rows });
        let value = |node: roxmltree::Node<'_, '_>, name: &str| -> u32 {
            node.attributes().find(|own| own.name() == name).and_then(|own| own.value().parse().ok()).expect("a number")
        };
        let whole: u32 = of("gridCol").map(|node| value(node, "w")).sum();
        for row in of("tr") {
            let cells: u32 = row.descendants().filter(|node| node.tag_name().name() == "tcW").map(|node| value(node, "w")).sum();
            assert_eq!(cells, whole);
        }
    }
}

#[test]
fn whatever_a_citizen_writes_is_words() {
    let city = city();
    let text = "]]></w:t><w:p/>&lt;&amp; {{ office.name }} {% raw %}\u{0}\u{b}\u{fffe} 😀 \u{202e}反";
    let words = words(&made(&city, PaperKind::Registration, &life(PaperKind::Registration, text), Reader::Citizen));
    assert!(words.contains("]]></w:t><w:p/>&lt;&amp; {{ office.name }} {% raw %} 😀"), "{words}");
}
