//! Rows that are kept aside 待改行: the same columns with the reason, in a file beside the table, to be mended and imported again.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::cell::{Cell, Row};
use crate::csv::line;

/// The column of reasons.
pub const REASON: &str = "未导入原因";

/// The file beside a table, written while it is read and put in its place at the end.
pub struct Aside {
    file: PathBuf,
    header: Vec<String>,
    out: Option<BufWriter<File>>,
    /// How many rows are in it.
    pub count: u64,
}

impl Aside {
    /// For the rows of this table.
    pub fn of(table: &Path, header: &[String]) -> Self {
        let stem = table.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self { file: table.with_file_name(format!("{stem}.bad.csv")), header: header.to_vec(), out: None, count: 0 }
    }

    /// Where it will be.
    pub fn file(&self) -> &Path {
        &self.file
    }

    fn part(&self) -> PathBuf {
        self.file.with_extension("csv.part")
    }

    /// Keeps a row.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn keep(&mut self, row: &Row, why: &str) -> io::Result<()> {
        if self.out.is_none() {
            let mut out = BufWriter::new(private(&self.part())?);
            out.write_all("\u{feff}".as_bytes())?;
            let head = self.header.iter().map(String::as_str).chain([REASON]);
            line(&mut out, head)?;
            self.out = Some(out);
        }
        let Some(out) = &mut self.out else { return Ok(()) };
        let width = self.header.len().max(row.cells.len());
        let cells: Vec<String> = row.cells.iter().chain(std::iter::repeat(&Cell::Empty)).take(width).map(Cell::shown).collect();
        let why = format!("第{}行：{why}", row.line);
        line(out, cells.iter().map(String::as_str).chain([why.as_str()]))?;
        self.count += 1;
        Ok(())
    }

    /// Puts the file in its place; one that stands there already and says something else keeps another name.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn finish(&mut self) -> io::Result<()> {
        let Some(out) = self.out.take() else { return Ok(()) };
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        let part = self.part();
        if self.file.exists() && fs::read(&self.file)? != fs::read(&part)? {
            let older = (1..).map(|n| self.file.with_extension(format!("{n}.csv"))).find(|file| !file.exists());
            fs::rename(&self.file, older.expect("some number is free"))?;
        }
        fs::rename(part, &self.file)
    }
}

/// A file that only its owner reads: it holds identities.
fn private(file: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(file)
}
