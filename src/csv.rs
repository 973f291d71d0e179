//! Lines of CSV 逗号分隔 that no spreadsheet runs.

use std::io::{self, Write};

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
    use crate::import::cell::Cell;

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
        line(&mut out, cells.into_iter()).expect("it goes well");
        let row = crate::import::csv::Rows::new(out.as_slice()).expect("it goes well").row().expect("it goes well").expect("it goes well");
        assert_eq!(row.cells.iter().map(Cell::shown).collect::<Vec<_>>(), cells);
    }
}
