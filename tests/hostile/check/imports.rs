//! Tables 导入的表: whatever somebody calls the past cases of a city, every row of it becomes a case that can be lived with, or is
//! told of, and the table ends.

use std::fs;
use std::io::{Cursor, Write as _};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use encoding_rs::GB18030;
use yousu::domain::case::Case;
use yousu::domain::ids::{CaseNumber, QueryCode};
use yousu::domain::past::Past;
use yousu::domain::problem::Problem;
use yousu::domain::reminder::reminders;
use yousu::figures;
use yousu::import::cell::Row;
use yousu::import::guess::Guess;
use yousu::import::map::{Map, Plan};
use yousu::import::row::{Meanings, Reading};
use yousu::import::table::{Shape, Table};
use zip::write::SimpleFileOptions;

use super::input::Input;
use super::world::{city, now};

/// So long may one table take.
const PATIENCE: Duration = Duration::from_secs(20);

const HEADER: [&str; 12] = [
    "工单编号",
    "诉求内容",
    "来电时间",
    "承办单位",
    "签收时间",
    "办结时间",
    "办理结果",
    "是否解决",
    "满意度",
    "状态",
    "来电人",
    "联系电话",
];

const GOOD: [&str; 12] = [
    "A-1",
    "解放路11号门口的路灯坏了",
    "2026-01-05 09:00",
    "城管局",
    "2026/1/5 10:30",
    "2026年1月6日",
    "已修好",
    "已解决",
    "满意",
    "已办结",
    "周启明",
    "13800001111",
];

/// What stands in cells that are not as they should be.
const CELLS: &[&str] = &[
    "",
    " ",
    "-",
    "0",
    "-1",
    "46027.4",
    "1e308",
    "NaN",
    "9999-12-31 23:59:59",
    "0000-00-00",
    "2026-02-30",
    "1899-12-30",
    "1970-01-01",
    "2026-01-05T09:00:00+08:00",
    "20260105",
    "1月5日",
    "=1+1",
    "@SUM(A1)",
    "#N/A",
    "\"",
    "a\"b",
    "两\n行",
    "a,b;c\td",
    "已办结",
    "办理中",
    "不予受理",
    "撤诉",
    "未解决",
    "不存在的单位",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "\u{202e}",
    "\u{0}",
    "\u{feff}",
];

/// A well-written workbook's parts.
static BOOK: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relation = |sort: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{relations}\"><Relationship Id=\"r1\" Type=\"{kinds}/{sort}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let cells = |line: usize, words: &[&str]| -> String {
        let cell = |(place, words): (usize, &&str)| {
            let column = char::from(b'A' + u8::try_from(place).expect("few columns"));
            format!("<c r=\"{column}{line}\" t=\"inlineStr\"><is><t>{words}</t></is></c>")
        };
        format!("<row r=\"{line}\">{}</row>", words.iter().enumerate().map(cell).collect::<String>())
    };
    vec![
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned()),
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{kinds}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{}{}</sheetData></worksheet>", cells(1, &HEADER), cells(2, &GOOD)),
        ),
    ]
});

/// Bytes as a table of some sort.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let file = match input.byte() % 6 {
        0 => input.bytes(usize::MAX).to_vec(),
        1 => lines(&mut input).into_bytes(),
        2 => GB18030.encode(&table(&mut input)).0.into_owned(),
        3 => workbook(&mut input),
        _ => table(&mut input).into_bytes(),
    };
    let begun = Instant::now();
    taken_over(&file);
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
}

/// How many cases become of tables as they should be, each of which has one: text, text as older machines write it, lines of JSON,
/// a workbook.
pub fn of_good_ones() -> [usize; 4] {
    let text = format!("{}\n{}\n", HEADER.join(","), GOOD.join(","));
    let fields = HEADER.iter().zip(GOOD).map(|(name, cell)| ((*name).to_owned(), cell.into())).collect();
    let line = serde_json::Value::Object(fields).to_string();
    let old = GB18030.encode(&text).0.into_owned();
    [taken_over(text.as_bytes()), taken_over(&old), taken_over(line.as_bytes()), taken_over(&packed(&BOOK))]
}

/// Reads a table as an import does; how many cases become of it.
fn taken_over(file: &[u8]) -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("table");
    fs::write(&path, file).expect("a file");
    match Table::open(&path, &Shape::default()) {
        Ok(table) => read(table),
        Err(why) => {
            assert!(!why.trim().is_empty() && why.len() < 20_000, "{why}");
            0
        }
    }
}

/// What is said of a map of columns.
pub fn of_map(name: &str, text: &str) -> Vec<Problem> {
    let header = HEADER.map(str::to_owned);
    match Map::parse(name, text) {
        Ok(map) => map.plan(name, text, &header).err().unwrap_or_default(),
        Err(problems) => problems,
    }
}

/// Reads the table to its end, once without the cases that go on and once with them; how many cases become of it.
fn read(mut table: Table) -> usize {
    let mut rows = Vec::new();
    let ended = loop {
        match table.next_row() {
            Ok(Some(row)) => rows.push(row),
            Ok(None) => break None,
            Err(why) => break Some(why),
        }
    };
    assert!(ended.is_none_or(|why| !why.trim().is_empty()));
    let guess = Guess::of(&table.header, &rows);
    assert!(Map::proposed(&guess, &table.header, &[]).len() < 1 << 20);
    let plan = Plan::of(&guess);
    let meanings = Meanings::new(plan.words.clone());
    let cases = [false, true].map(|open| {
        let reading = Reading { plan: &plan, meanings: &meanings, city: city(), now: now(), open };
        rows.iter().filter(|row| becomes_case(&reading, row)).count()
    });
    cases[1]
}

/// Whether the row becomes a case; otherwise it is told why not.
fn becomes_case(reading: &Reading<'_>, row: &Row) -> bool {
    let past = reading.identity(row).and_then(|identity| reading.past(row, &identity));
    match &past {
        Ok(past) => live_with(past),
        Err(bad) => assert!(!bad.to_string().trim().is_empty()),
    }
    past.is_ok()
}

/// What is done with a case that was taken over.
fn live_with(past: &Past) {
    let rules = &city().profile;
    let time = city().time(rules);
    let number = CaseNumber::new(past.received.date_naive(), 1).expect("a year of four digits");
    let events = past.events(number, QueryCode("ABCD2345".to_owned()), rules, time);
    let case = Case::replay(&events).expect("a case begins with its receipt");
    assert!(events.is_sorted_by(|one, next| one.seq + 1 == next.seq && one.at <= next.at), "{events:?}");
    assert!(reminders(&case, rules, time).len() < 1000);
    let facts = figures::facts(&events, now()).expect("a case that was received");
    assert!(facts.facts.is_sorted_by_key(|fact| fact.at));
}

/// The cells of one line, some of them changed.
fn cells(input: &mut Input<'_>) -> Vec<String> {
    let mut cells = GOOD.map(str::to_owned).to_vec();
    for _ in 0..input.below(5) {
        let place = input.below(cells.len());
        cells[place] = if input.once_in(3) { input.text() } else { input.pick(CELLS).to_owned() };
    }
    match input.byte() % 16 {
        0 => cells.truncate(input.below(HEADER.len())),
        1 => cells.extend(std::iter::repeat_n("x".to_owned(), input.below(500))),
        _ => {}
    }
    cells
}

/// A table of text, with this or that between its cells.
fn table(input: &mut Input<'_>) -> String {
    let between = input.pick(&[",", ",", ",", ";", "\t", "，"]);
    let end = input.pick(&["\n", "\r\n", "\r"]);
    let mut table = input.pick(&["", "\u{feff}", "某市热线工单\n\n"]).to_owned();
    table.push_str(&HEADER.join(between));
    for _ in 0..=input.below(6) {
        table.push_str(end);
        let cells = cells(input);
        let quotes = !input.once_in(5);
        let written = cells.iter().map(|cell| if quotes { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() });
        table.push_str(&written.collect::<Vec<_>>().join(between));
    }
    table
}

/// Lines of JSON.
fn lines(input: &mut Input<'_>) -> String {
    let line = |input: &mut Input<'_>| {
        let fields = HEADER.iter().zip(cells(input)).map(|(name, cell)| ((*name).to_owned(), serde_json::Value::String(cell)));
        super::mutate::mutated(serde_json::Value::Object(fields.collect()), input).to_string()
    };
    (0..=input.below(4)).map(|_| line(input)).collect::<Vec<_>>().join("\n")
}

/// A workbook of which a part, or the container itself, is not as it should be.
fn workbook(input: &mut Input<'_>) -> Vec<u8> {
    let mut parts = BOOK.clone();
    let spoilt = input.below(parts.len() + 1);
    if let Some((_, text)) = parts.get_mut(spoilt) {
        for _ in 0..=input.below(3) {
            let words = if input.once_in(2) { input.text() } else { input.pick(CELLS).to_owned() };
            let from = text.char_indices().nth(input.below(text.chars().count().max(1))).map_or(0, |(at, _)| at);
            let to = text[from..].char_indices().nth(input.below(9)).map_or(text.len(), |(at, _)| from + at);
            text.replace_range(from..to, &words);
        }
    }
    let mut bytes = packed(&parts);
    for _ in 0..input.below(4) {
        let place = input.below(bytes.len());
        bytes[place] = input.byte();
    }
    if input.once_in(8) {
        bytes.truncate(input.below(bytes.len()));
    }
    bytes
}

/// The workbook of these parts.
fn packed(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored)).expect("a part");
        zip.write_all(text.as_bytes()).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}
