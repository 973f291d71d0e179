//! A table in a file 表: its columns, and its rows one after the other. Another thread reads, a thousand rows ahead at most.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::cell::{Cell, Row};
use super::{csv, lines, sheet};
use crate::why;

/// How many rows are read ahead.
const AHEAD: usize = 1024;

/// The lines in which a header is looked for.
const LATEST_HEADER: u64 = 50;

/// The most characters of a column's name.
const LONGEST_NAME: usize = 200;

/// How a table is to be read.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// Which sheet of a workbook.
    pub sheet: Option<String>,
    /// In which line its header stands.
    pub header: Option<u64>,
    /// Columns that are asked for.
    pub wanted: Vec<String>,
}

/// A table being read.
pub struct Table {
    /// What sort of file it is, in words.
    pub found: String,
    /// Its columns.
    pub header: Vec<String>,
    rows: Receiver<Said>,
    at: Arc<AtomicU64>,
    /// How many bytes there are to read, where that is known.
    pub size: Option<u64>,
}

/// What the reading thread says.
enum Said {
    Header(String, Vec<String>),
    Row(Row),
    Failed(String),
}

impl Table {
    /// Opens a table and reads its header.
    ///
    /// # Errors
    /// The file cannot be read or is no table, in words for the administrator.
    pub fn open(path: &Path, shape: &Shape) -> Result<Self, String> {
        let name = path.display().to_string();
        if path.is_dir() {
            return Err(format!("{name} 是一个目录，请写其中工单表的文件名，例如 {}", path.join("工单.csv").display()));
        }
        let closed = |error: io::Error| format!("打不开 {name}：{}", why::of(error));
        let mut file = File::open(path).map_err(closed)?;
        let size = file.metadata().map_err(closed)?.len();
        let kind = Kind::of(&mut file)?;
        let (say, rows) = sync_channel(AHEAD);
        let (at, shape) = (Arc::new(AtomicU64::new(0)), shape.clone());
        let counted = Counted { file, at: at.clone() };
        std::thread::spawn(move || {
            if let Err(why) = kind.read(counted, &shape, &say) {
                // Whoever stopped listening has seen enough.
                let _ = say.send(Said::Failed(why));
            }
        });
        let size = (kind != Kind::Sheet).then_some(size);
        match rows.recv() {
            Ok(Said::Header(found, header)) => Ok(Self { found, header, rows, at, size }),
            Ok(Said::Failed(why)) => Err(format!("{name} {why}")),
            Ok(Said::Row(_)) | Err(_) => Err(format!("{name} 里没有表头：第一行应是列名，至少两列")),
        }
    }

    /// The next row that is not empty; none at the end.
    ///
    /// # Errors
    /// The file cannot be read on.
    pub fn next_row(&mut self) -> Result<Option<Row>, String> {
        match self.rows.recv() {
            Ok(Said::Row(row)) => Ok(Some(row)),
            Ok(Said::Failed(why)) => Err(why),
            Ok(Said::Header(..)) | Err(_) => Ok(None),
        }
    }

    /// How many bytes have been read.
    pub fn at(&self) -> u64 {
        self.at.load(Ordering::Relaxed)
    }
}

/// What sort of file it is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Lines,
    Sheet,
}

impl Kind {
    fn of(file: &mut File) -> Result<Self, String> {
        let mut start = Vec::new();
        let read = file.take(4096).read_to_end(&mut start).and_then(|_| file.rewind());
        read.map_err(|error| format!("读不了文件：{}", why::of(error)))?;
        let text = start.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&start);
        let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
        match start.as_slice() {
            [b'P', b'K', 3, 4, ..] => Ok(Self::Sheet),
            [0xd0, 0xcf, 0x11, 0xe0, ..] => {
                Err("这是旧版 .xls 或加了密码的工作簿：请用 Excel 或 WPS 打开后另存为 .xlsx（不加密码）或 CSV".to_owned())
            }
            [] => Err("文件是空的".to_owned()),
            _ if first == Some(&b'{') => Ok(Self::Lines),
            _ => Ok(Self::Text),
        }
    }

    fn read(self, source: Counted, shape: &Shape, say: &SyncSender<Said>) -> Result<(), String> {
        let failed = |error: io::Error| format!("读不了文件：{}", why::of(error));
        let mut heads = Heads { wanted: shape.header, found: String::new(), width: None };
        match self {
            Self::Text => {
                let mut rows = csv::Rows::new(source).map_err(failed)?;
                heads.found = rows.found();
                while let Some(row) = rows.row().map_err(failed)? {
                    if !heads.take(row, say)? {
                        break;
                    }
                }
                Ok(())
            }
            Self::Sheet => {
                heads.found = "XLSX 工作簿".to_owned();
                let mut fault = None;
                sheet::read(&source.file, shape.sheet.as_deref(), &mut |row| {
                    heads.take(row, say).unwrap_or_else(|why| {
                        fault = Some(why);
                        false
                    })
                })?;
                fault.map_or(Ok(()), Err)
            }
            Self::Lines => lines::read(
                BufReader::new(source),
                &shape.wanted,
                &mut |columns| drop(say.send(Said::Header("逐行 JSON".to_owned(), columns.to_vec()))),
                &mut |row| row.is_empty() || say.send(Said::Row(row)).is_ok(),
            )
            .map_err(failed),
        }
    }
}

/// Tells the header from what stands above and below it.
struct Heads {
    wanted: Option<u64>,
    found: String,
    width: Option<usize>,
}

impl Heads {
    /// Takes one row; false when nobody listens any more.
    fn take(&mut self, mut row: Row, say: &SyncSender<Said>) -> Result<bool, String> {
        let Some(width) = self.width else {
            return self.head(&row, say);
        };
        if row.is_empty() {
            return Ok(true);
        }
        let surplus = row.cells.iter().skip(width).filter(|cell| **cell != Cell::Empty).count();
        if surplus > 0 && row.fault.is_none() {
            row.fault = Some(format!("比表头多出 {surplus} 列，可能有没加引号的分隔符"));
        }
        // What stands beyond the header stays with the row, so that nobody mends it by losing it.
        row.cells.resize(if surplus > 0 { row.cells.len() } else { width }, Cell::Empty);
        Ok(say.send(Said::Row(row)).is_ok())
    }

    fn head(&mut self, row: &Row, say: &SyncSender<Said>) -> Result<bool, String> {
        let filled = row.cells.iter().filter(|cell| **cell != Cell::Empty).count();
        let is_it = self.wanted.map_or(filled >= 2, |wanted| row.line >= wanted);
        if !is_it {
            return if row.line > LATEST_HEADER {
                Err("里没有表头：前几行中应有一行列名，至少两列".to_owned())
            } else {
                Ok(true)
            };
        }
        if let Some(why) = &row.fault {
            return Err(format!("的表头读不了：{why}"));
        }
        if row.cells.len() > sheet::MOST_COLUMNS {
            return Err(format!("有 {} 列，超过 {} 列，不像工单表", row.cells.len(), sheet::MOST_COLUMNS));
        }
        let mut header: Vec<String> = row.cells.iter().map(|cell| cell.shown().chars().take(LONGEST_NAME).collect()).collect();
        while header.last().is_some_and(String::is_empty) {
            header.pop();
        }
        self.width = Some(header.len());
        Ok(say.send(Said::Header(std::mem::take(&mut self.found), header)).is_ok())
    }
}

/// A file whose bytes are counted as they are read.
struct Counted {
    file: File,
    at: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.at.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
