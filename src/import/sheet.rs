//! Workbooks 工作簿: XLSX, read row by row. How large it becomes is measured before anything reads it, because a workbook of a few
//! kilobytes may claim to hold gigabytes.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};

use calamine::{DataRef, Reader, Xlsx};

use super::cell::{Cell, Row};
use super::when;
use crate::csv::untamed;

/// The most bytes that all parts of a workbook may come to.
const LARGEST: u64 = 1 << 30;

/// The most bytes of a part that is held in memory, as the texts of all cells are.
const LARGEST_PART: u64 = 192 << 20;

/// The most parts.
const MOST_PARTS: usize = 10_000;

/// The most columns that are looked at.
pub const MOST_COLUMNS: usize = 400;

/// The most rows of a sheet, as Excel has them.
pub const MOST_ROWS: u64 = 1_048_576;

/// What a part of a workbook comes to when it is unpacked.
fn measure(file: impl Read + Seek) -> Result<(), String> {
    let broken = |_| "打不开：不是完好的 XLSX 工作簿。请用 Excel 或 WPS 重新另存为 .xlsx，或另存为 CSV 再导入".to_owned();
    let mut parts = zip::ZipArchive::new(file).map_err(broken)?;
    if parts.len() > MOST_PARTS {
        return Err(format!("工作簿里有 {} 个部件，超过 {MOST_PARTS} 个，不像真的工作簿，已拒绝", parts.len()));
    }
    let mut all = 0;
    for place in 0..parts.len() {
        let part = parts.by_index(place).map_err(|_| "工作簿损坏，或加了密码。请去掉密码、重新另存后再导入".to_owned())?;
        let is_sheet = part.name().is_ok_and(|name| name.starts_with("xl/worksheets/"));
        let most = if is_sheet { LARGEST } else { LARGEST_PART };
        let size = io::copy(&mut part.take(most + 1), &mut io::sink()).map_err(|_| "工作簿损坏，解不开".to_owned())?;
        all += size;
        if size > most || all > LARGEST {
            return Err("工作簿解压后太大（疑似压缩炸弹），已拒绝。请分成几个文件，或另存为 CSV 再导入".to_owned());
        }
    }
    Ok(())
}

/// Hands over every row of the sheet of this name, or of the first one; `each` says whether to go on.
///
/// # Errors
/// It is no workbook, is too large, or has no such sheet; in words for the administrator.
pub fn read(file: &File, sheet: Option<&str>, each: &mut dyn FnMut(Row) -> bool) -> Result<(), String> {
    let again = || file.try_clone().map_err(|error| format!("读不了文件：{}", crate::why::of(error)));
    measure(BufReader::new(again()?))?;
    let mut source = again()?;
    source.rewind().map_err(|error| format!("读不了文件：{}", crate::why::of(error)))?;
    let broken = |_| "打不开：不是完好的 XLSX 工作簿。请用 Excel 或 WPS 重新另存为 .xlsx，或另存为 CSV 再导入".to_owned();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(BufReader::new(source)).map_err(|_: calamine::XlsxError| broken(()))?;
    let names = book.sheet_names();
    let name = match sheet {
        Some(wanted) => {
            names.iter().find(|name| *name == wanted).ok_or_else(|| format!("没有名为“{wanted}”的工作表，有：{}", names.join("、")))?
        }
        None => names.first().ok_or_else(|| "工作簿里没有工作表".to_owned())?,
    };
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| format!("工作表“{name}”读不了，请重新另存后再导入"))?;
    let mut row = Row::default();
    loop {
        let cell = cells.next_cell().map_err(|_| format!("工作表“{name}”在第 {} 行之后损坏，读不下去了", row.line))?;
        let Some(cell) = cell else {
            if row.line > 0 {
                each(row);
            }
            return Ok(());
        };
        let (line, column) = cell.get_position();
        let line = u64::from(line) + 1;
        if line > MOST_ROWS {
            return Err(format!("工作表“{name}”超过 {MOST_ROWS} 行，已拒绝"));
        }
        if line != row.line {
            if row.line > 0 && !each(std::mem::take(&mut row)) {
                return Ok(());
            }
            row = Row { line, cells: Vec::new(), fault: None };
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column < MOST_COLUMNS {
            if row.cells.len() <= column {
                row.cells.resize(column + 1, Cell::Empty);
            }
            row.cells[column] = value(cell.get_value());
        }
    }
}

/// A formula's cell is what it last came to.
fn value(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(words) => text(words),
        DataRef::SharedString(words) => text(words),
        #[allow(clippy::cast_precision_loss)] // a spreadsheet's whole numbers are floats themselves
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Bool(flag) => Cell::Flag(*flag),
        DataRef::DateTime(at) => when::serial(at.as_f64()).map_or(Cell::Number(at.as_f64()), |stamp| Cell::Time(stamp.at, stamp.is_day)),
        DataRef::DateTimeIso(words) | DataRef::DurationIso(words) => text(words),
        DataRef::Error(error) => Cell::Fault(error.to_string()),
    }
}

/// Workbooks cannot hold control characters, and write them as `_x0000_`.
fn text(words: &str) -> Cell {
    Cell::text(untamed(words.replace('\0', "").replace("_x000D_", "").trim()))
}
