//! Rows as a file 文件格式: CSV that Excel opens, a workbook, or JSON lines.

use std::io::{self, Write};

use chrono::SubsecRound;
use rust_xlsxwriter::{Color, ExcelDateTime, Format, Workbook, XlsxError};
use serde_json::{Map, Value as Json};

use super::record::{Column, Record, Value, columns};
use crate::csv::{line, tamed};
use crate::domain::ids::Moment;

/// How times are written.
const TIME: &str = "%Y-%m-%d %H:%M:%S";

/// The most characters that a workbook's cell takes.
const LONGEST_CELL: usize = 32_767;

/// The most rows of a sheet below its header.
const MOST_ROWS: u32 = 1_048_575;

/// What sort of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// 逗号分隔，UTF-8（带 BOM，Excel 能直接打开）
    Csv,
    /// 工作簿
    Xlsx,
    /// 逐行 JSON
    Jsonl,
}

/// Takes rows.
pub trait Writer {
    /// One more row.
    ///
    /// # Errors
    /// The file cannot be written.
    fn row(&mut self, record: &Record) -> io::Result<()>;

    /// There are no more.
    ///
    /// # Errors
    /// The file cannot be written.
    fn end(self: Box<Self>) -> io::Result<()>;
}

/// A writer of this form.
///
/// # Errors
/// The file cannot be written.
pub fn writer<'o>(form: Form, out: &'o mut (dyn Write + Send)) -> io::Result<Box<dyn Writer + Send + 'o>> {
    Ok(match form {
        Form::Csv => Box::new(Csv::new(out)?),
        Form::Xlsx => Box::new(Sheet::new(out)?),
        Form::Jsonl => Box::new(Lines { out, columns: columns() }),
    })
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::Text(words)) => words.clone(),
        Some(Value::Time(at)) => time(*at),
        Some(Value::Count(count)) => count.to_string(),
    }
}

/// To the second, as people write it.
fn time(at: Moment) -> String {
    at.format(TIME).to_string()
}

struct Csv<'o> {
    out: &'o mut (dyn Write + Send),
    columns: Vec<Column>,
}

impl<'o> Csv<'o> {
    fn new(out: &'o mut (dyn Write + Send)) -> io::Result<Self> {
        let columns = columns();
        // Without the mark Excel takes the file for GBK.
        out.write_all("\u{feff}".as_bytes())?;
        let mut out = out;
        line(&mut out, columns.iter().map(|column| column.label()))?;
        Ok(Self { out, columns })
    }
}

impl Writer for Csv<'_> {
    fn row(&mut self, record: &Record) -> io::Result<()> {
        let cells: Vec<String> = self.columns.iter().map(|column| shown(record.get(*column))).collect();
        line(&mut self.out, cells.iter().map(String::as_str))
    }

    fn end(self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

struct Lines<'o> {
    out: &'o mut (dyn Write + Send),
    columns: Vec<Column>,
}

impl Writer for Lines<'_> {
    fn row(&mut self, record: &Record) -> io::Result<()> {
        let cells = self.columns.iter().filter_map(|column| {
            let value = match record.get(*column)? {
                Value::Count(count) => Json::from(*count),
                other => Json::from(shown(Some(other))),
            };
            Some((column.label().to_owned(), value))
        });
        serde_json::to_writer(&mut *self.out, &cells.collect::<Map<String, Json>>())?;
        writeln!(self.out)
    }

    fn end(self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

/// A workbook: rows go to a temporary file as they come, so that a city of cases takes no more memory than one.
struct Sheet<'o> {
    out: &'o mut (dyn Write + Send),
    columns: Vec<Column>,
    book: Workbook,
    rows: u32,
    time: Format,
    words: Format,
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(format!("写不成工作簿：{other}")),
    }
}

impl<'o> Sheet<'o> {
    fn new(out: &'o mut (dyn Write + Send)) -> io::Result<Self> {
        let time = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
        let mut new = Self { out, columns: columns(), book: Workbook::new(), rows: 0, time, words: Format::new().set_text_wrap() };
        new.head().map_err(failed)?;
        Ok(new)
    }

    fn head(&mut self) -> Result<(), XlsxError> {
        let bold = Format::new().set_bold().set_background_color(Color::RGB(0xE8_EE_F7));
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name("工单")?;
        sheet.set_freeze_panes(1, 1)?;
        for (place, column) in (0..).zip(&self.columns) {
            sheet.set_column_width(place, column.width())?;
        }
        for (place, column) in (0..).zip(&self.columns) {
            sheet.write_string_with_format(0, place, column.label(), &bold)?;
        }
        Ok(())
    }

    fn cells(&mut self, record: &Record) -> Result<(), XlsxError> {
        let row = self.rows;
        let sheet = self.book.worksheet_from_index(0)?;
        for (place, column) in (0..).zip(&self.columns) {
            match record.get(*column) {
                None => {}
                // A string is a string to a workbook; led by an apostrophe it stays one also when it is saved as CSV.
                Some(Value::Text(words)) => {
                    let words: String = tamed(words).chars().filter(|c| !c.is_control() || *c == '\n').take(LONGEST_CELL).collect();
                    sheet.write_string_with_format(row, place, words, &self.words)?;
                }
                Some(Value::Time(at)) => {
                    sheet.write_datetime_with_format(row, place, day_time(*at)?, &self.time)?;
                }
                Some(Value::Count(count)) => {
                    sheet.write_number(row, place, *count)?;
                }
            }
        }
        Ok(())
    }
}

/// The time as workbooks keep it.
fn day_time(at: Moment) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::parse_from_str(&at.trunc_subsecs(0).format("%Y-%m-%dT%H:%M:%S").to_string())
}

impl Writer for Sheet<'_> {
    fn row(&mut self, record: &Record) -> io::Result<()> {
        self.rows += 1;
        if self.rows > MOST_ROWS {
            return Err(io::Error::other("一个工作表最多 1048575 件工单，请用 --from、--to 分几次导出，或用 CSV"));
        }
        self.cells(record).map_err(failed)
    }

    fn end(mut self: Box<Self>) -> io::Result<()> {
        let columns = u16::try_from(self.columns.len()).unwrap_or(u16::MAX);
        let rows = self.rows;
        let sheet = self.book.worksheet_from_index(0).map_err(failed)?;
        sheet.autofilter(0, 0, rows, columns.saturating_sub(1)).map_err(failed)?;
        // The rows go from their temporary file into the ZIP and out as they come; nothing of them is held in memory.
        self.book.save_to_writer(&mut *self.out).map_err(failed)?;
        self.out.flush()
    }
}
