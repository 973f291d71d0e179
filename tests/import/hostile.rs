//! Tables that mean harm 恶意文件: refused in words, with what to do, and without taking the machine along.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use crate::house::{House, Said};

fn refused(house: &House, file: &str) -> Said {
    let said = house.run(&["import", file]);
    assert!(!said.well && !said.err.contains("panicked"), "{}", said.err);
    said
}

/// A workbook of one sheet with this XML, and shared strings of this many bytes.
fn book(sheet: &str, strings: usize) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let mut part = |name: &str, text: &[u8]| {
        zip.start_file(name, options).expect("it goes well");
        zip.write_all(text).expect("it goes well");
    };
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    part("[Content_Types].xml", b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
    part(
        "_rels/.rels",
        format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{rel}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>").as_bytes(),
    );
    part(
        "xl/workbook.xml",
        format!("<workbook xmlns=\"{main}\" xmlns:r=\"{rel}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>")
            .as_bytes(),
    );
    part("xl/_rels/workbook.xml.rels", format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{rel}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>").as_bytes());
    part("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\">{sheet}</worksheet>").as_bytes());
    if strings > 0 {
        zip.start_file("xl/sharedStrings.xml", options).expect("it goes well");
        let blank = vec![b' '; 1 << 20];
        for _ in 0..strings >> 20 {
            zip.write_all(&blank).expect("it goes well");
        }
    }
    zip.finish().expect("it goes well").into_inner()
}

fn cell(place: &str, words: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{words}</t></is></c>")
}

#[test]
fn a_workbook_that_unpacks_to_more_than_it_may() {
    let house = House::new();
    let bytes = book("<sheetData/>", 256 << 20);
    assert!(bytes.len() < 1 << 20, "it is small on the disk");
    house.file("bomb.xlsx", bytes);
    assert!(refused(&house, "bomb.xlsx").err.contains("压缩炸弹"));
}

#[test]
fn a_sheet_that_claims_to_be_endless_is_as_long_as_its_rows() {
    let house = House::new();
    let heads: String = ["内容", "来电时间", "承办单位", "办结时间"]
        .iter()
        .zip(["A", "B", "C", "D"])
        .map(|(head, c)| cell(&format!("{c}1"), head))
        .collect();
    let cells: String = ["路灯不亮", "2026-01-05 09:00", "城管局", "2026-01-06"]
        .iter()
        .zip(["A", "B", "C", "D"])
        .map(|(word, c)| cell(&format!("{c}1048576"), word))
        .collect();
    let sheet = format!(
        "<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\">{heads}</row><row r=\"1048576\">{cells}{}</row></sheetData>",
        cell("XFD1048576", "far")
    );
    house.file("a.xlsx", book(&sheet, 0));
    assert!(house.well(&["import", "a.xlsx"]).out.contains("导入 1 件"));
}

#[test]
fn files_that_are_no_tables() {
    let house = House::new();
    let mut cut = book("<sheetData/>", 0);
    cut.truncate(cut.len() / 2);
    for (name, bytes, words) in [
        ("cut.xlsx", cut, "不是完好的 XLSX"),
        ("empty.xlsx", book("<sheetData/>", 0), "没有表头"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "旧版 .xls"),
        ("none.csv", Vec::new(), "文件是空的"),
        ("one.csv", "只有一列\n1\n".into(), "没有表头"),
        ("nul.csv", vec![0; 100_000], "没有表头"),
        ("wide.csv", format!("{}\n", "列,".repeat(5000)).into(), "超过 400 列"),
        ("noise.csv", (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect(), ""),
    ] {
        house.file(name, bytes);
        let said = refused(&house, name);
        assert!(said.err.contains(words), "{name}: {}", said.err);
    }
    assert!(refused(&house, "not-there.csv").err.contains("打不开"));
}

#[test]
fn a_row_that_does_not_end_hinders_no_other() {
    let house = House::new();
    let head = "编号,内容,来电时间,承办单位,办结时间\n";
    let good = |n: u32| format!("{n},路灯不亮,2026-01-05 09:00,城管局,2026-01-06\n");
    let mut bytes =
        format!("{head}{}2,{}\n{}4,空\0字,2026-01-05 09:00,城管局,2026-01-06\n", good(1), "长".repeat(2 << 20), good(3)).into_bytes();
    bytes.extend_from_slice(b"5,\xff\xfe,2026-01-05 09:00,x,2026-01-06\n");
    house.file("a.csv", bytes);
    let said = house.run(&["import", "a.csv"]);
    for words in ["导入 2 件", "第 3 行：这一行超过 100 万字", "第 5 行：有空字符", "第 6 行：有无法识别的字"]
    {
        assert!(said.out.contains(words), "{words}\n{}", said.out);
    }
    house.is_sound();
}

#[test]
fn nothing_of_a_citizens_words_stands_in_what_is_said() {
    let house = House::new();
    house.file("a.csv", "编号,内容,来电时间,承办单位,办结时间\n1,我叫钟小满电话13912345678,坏,城管局,2026-01-06\n");
    let said = house.run(&["import", "a.csv"]);
    assert!(!said.out.contains("钟小满") && !said.err.contains("13912345678"), "{}{}", said.out, said.err);
}
