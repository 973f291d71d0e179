//! Rows that are kept aside 待改行: the same columns with the reason, in a file beside the table, to be mended and imported again.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::cell::{Cell, Row};

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
pub fn private(file: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(file)
}

/// Writes one line of CSV. A cell that a spreadsheet would take for a formula is led by an apostrophe, which reading takes
/// away again.
///
/// # Errors
/// The file cannot be written.
pub fn line<'a>(out: &mut impl Write, cells: impl Iterator<Item = &'a str>) -> io::Result<()> {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            out.write_all(b",")?;
        }
        let cell = tamed(cell);
        if cell.contains(['"', ',', '\n', '\r', ';', '\t', '，']) {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.write_all(b"\r\n")
}

/// What spreadsheets take for the beginning of a formula.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The words as a cell that no spreadsheet runs.
pub fn tamed(words: &str) -> String {
    let words = words.replace('\0', "");
    if is_formula(&words) { format!("'{words}") } else { words }
}

fn is_formula(words: &str) -> bool {
    words.trim_start_matches('\'').starts_with(FORMULA) && words != "-" || words.starts_with(['\t', '\r'])
}

/// The words that [`tamed`] made of them.
pub fn untamed(words: &str) -> &str {
    words.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_words_and_come_back_as_they_were() {
        for words in ["=1+1", "+86 139", "-5", "@SUM(A1)", "'=x", "''", "'", "a", "-", "路灯", "＝cmd"] {
            let tamed = tamed(words);
            assert!(!tamed.starts_with(['=', '+', '@', '＝']), "{tamed}");
            assert_eq!(untamed(&tamed), words);
        }
        assert_eq!(tamed("=1"), "'=1");
        assert_eq!(tamed("路灯"), "路灯");
    }

    #[test]
    fn a_line_is_read_back_as_it_was() {
        let cells = ["a,b", "say \"x\"", "两\n行", "=1", ""];
        let mut out = Vec::new();
        line(&mut out, cells.into_iter()).unwrap();
        let row = crate::import::csv::Rows::new(out.as_slice()).unwrap().row().unwrap().unwrap();
        assert_eq!(row.cells.iter().map(Cell::shown).collect::<Vec<_>>(), cells);
    }
}
