//! JSON lines 逐行 JSON: an object a line, whose names are the columns.

use std::io::{self, BufRead, Read};

use serde_json::{Map, Value};

use super::cell::{Cell, Row};

/// The most bytes of one line.
const LONGEST: u64 = 1 << 20;

/// How many lines are looked at to find the columns.
const LOOKED_AT: usize = 200;

/// A line that was read.
struct Line {
    number: u64,
    object: Result<Map<String, Value>, String>,
}

/// Hands over the columns, then every row; `each` says whether to go on. `wanted` are columns that are asked for although the
/// first lines may not have them.
///
/// # Errors
/// The file cannot be read.
pub fn read(
    mut source: impl BufRead,
    wanted: &[String],
    columns: &mut dyn FnMut(&[String]),
    each: &mut dyn FnMut(Row) -> bool,
) -> io::Result<()> {
    let mut number = 0;
    let mut first = Vec::new();
    while first.len() < LOOKED_AT {
        let Some(line) = next(&mut source, &mut number)? else { break };
        first.push(line);
    }
    let mut header: Vec<String> = Vec::new();
    let known = first.iter().filter_map(|line| line.object.as_ref().ok()).flat_map(Map::keys).chain(wanted);
    for name in known {
        if !header.contains(name) && header.len() < super::sheet::MOST_COLUMNS {
            header.push(name.clone());
        }
    }
    columns(&header);
    for line in first {
        if !each(row(line, &header)) {
            return Ok(());
        }
    }
    while let Some(line) = next(&mut source, &mut number)? {
        if !each(row(line, &header)) {
            return Ok(());
        }
    }
    Ok(())
}

/// The next line that is not empty.
fn next(source: &mut impl BufRead, number: &mut u64) -> io::Result<Option<Line>> {
    loop {
        let mut bytes = Vec::new();
        if source.take(LONGEST).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        *number += 1;
        if bytes.last() != Some(&b'\n') && bytes.len() as u64 == LONGEST {
            skip_line(source)?;
            return Ok(Some(Line { number: *number, object: Err("这一行超过 1 MB".to_owned()) }));
        }
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        if text.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let object = match std::str::from_utf8(text) {
            Err(_) => Err("有无法识别的字（JSON 必须是 UTF-8）".to_owned()),
            Ok(text) => serde_json::from_str(text).map_err(|_| "不是一个 JSON 对象".to_owned()),
        };
        return Ok(Some(Line { number: *number, object }));
    }
}

fn skip_line(source: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = source.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(buffer.len(), |at| at + 1);
        source.consume(used);
        if end.is_some() {
            return Ok(());
        }
    }
}

fn row(line: Line, header: &[String]) -> Row {
    match line.object {
        Err(why) => Row { line: line.number, cells: Vec::new(), fault: Some(why) },
        Ok(object) => {
            let cells = header.iter().map(|name| object.get(name).map_or(Cell::Empty, cell)).collect();
            Row { line: line.number, cells, fault: None }
        }
    }
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::Bool(flag) => Cell::Flag(*flag),
        // As it is written: a long number is a name, and would lose its end as a float.
        Value::Number(number) => Cell::text(&number.to_string()),
        Value::String(words) => Cell::text(words),
        other => Cell::text(&other.to_string()),
    }
}
