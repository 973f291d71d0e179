//! Tables in text 逗号分隔文件: CSV as spreadsheets write it, with the delimiter found by itself, read row by row.

use std::io::{self, Read};

use super::cell::{Cell, Row};
use super::decode::{Decoded, encoding, name, sample};
use crate::csv::untamed;

/// The most characters of one row: a row that is longer has an open quotation mark, or is no row.
const LONGEST_ROW: usize = 1 << 20;

/// What may stand between cells.
const DELIMITERS: [char; 4] = [',', ';', '\t', '，'];

/// Why a row cannot be read that is too long.
const TOO_LONG: &str = "这一行超过 100 万字，可能有没有配对的引号";

/// Rows of a text file.
pub struct Rows<R> {
    text: Decoded<R>,
    delimiter: char,
    encoding: &'static str,
    piece: String,
    at: usize,
    line: u64,
}

impl<R: Read> Rows<R> {
    /// Looks at the beginning, and is ready for the first row.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn new(mut source: R) -> io::Result<Self> {
        let sample = sample(&mut source)?;
        let found = encoding(&sample);
        let delimiter = delimiter(&found.decode(&sample).0);
        let text = Decoded::new(source, sample, found);
        Ok(Self { text, delimiter, encoding: name(found), piece: String::new(), at: 0, line: 1 })
    }

    /// What was found by looking: the encoding and the delimiter.
    pub fn found(&self) -> String {
        let delimiter = match self.delimiter {
            '\t' => "制表符".to_owned(),
            other => format!("“{other}”"),
        };
        format!("{} 编码，以{delimiter}分隔", self.encoding)
    }

    fn next_char(&mut self) -> io::Result<Option<char>> {
        loop {
            if let Some(c) = self.piece[self.at..].chars().next() {
                self.at += c.len_utf8();
                return Ok(Some(c));
            }
            self.piece.clear();
            self.at = 0;
            if !self.text.piece(&mut self.piece)? {
                return Ok(None);
            }
        }
    }

    /// The next row, of any width; none at the end.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn row(&mut self) -> io::Result<Option<Row>> {
        let (line, mut cells, mut cell) = (self.line, Vec::new(), String::new());
        let (mut length, mut quoted, mut was_quoted, mut any) = (0_usize, false, false, false);
        let mut pending = None;
        loop {
            let next = match pending.take() {
                Some(c) => Some(c),
                None => self.next_char()?,
            };
            let Some(c) = next else {
                if !any {
                    return Ok(None);
                }
                cells.push(read(&cell));
                let fault = quoted.then(|| "引号没有配对，文件到这里就结束了".to_owned());
                return Ok(Some(checked(Row { line, cells, fault })));
            };
            any = true;
            length += 1;
            self.line += u64::from(c == '\n');
            if length > LONGEST_ROW {
                self.skip_line(c)?;
                return Ok(Some(Row { line, cells: Vec::new(), fault: Some(TOO_LONG.to_owned()) }));
            }
            match c {
                '"' if quoted => match self.next_char()? {
                    Some('"') => cell.push('"'),
                    other => {
                        quoted = false;
                        pending = other;
                    }
                },
                '"' if cell.trim().is_empty() && !was_quoted => {
                    cell.clear();
                    (quoted, was_quoted) = (true, true);
                }
                c if quoted => cell.push(c),
                '\r' => {}
                '\n' => {
                    cells.push(read(&cell));
                    return Ok(Some(checked(Row { line, cells, fault: None })));
                }
                c if c == self.delimiter => {
                    cells.push(read(&cell));
                    cell.clear();
                    was_quoted = false;
                }
                c => cell.push(c),
            }
        }
    }

    fn skip_line(&mut self, last: char) -> io::Result<()> {
        let mut last = Some(last);
        while last.is_some_and(|c| c != '\n') {
            last = self.next_char()?;
            self.line += u64::from(last == Some('\n'));
        }
        Ok(())
    }
}

/// The apostrophe that keeps a spreadsheet from running a cell is not part of it.
fn read(cell: &str) -> Cell {
    Cell::text(untamed(cell.trim()))
}

/// A row with characters that no text has is not taken for one.
fn checked(mut row: Row) -> Row {
    let has = |bad: char| row.cells.iter().any(|cell| matches!(cell, Cell::Text(words) if words.contains(bad)));
    if row.fault.is_none() && has('\u{fffd}') {
        row.fault = Some("有无法识别的字（编码损坏）".to_owned());
    } else if row.fault.is_none() && has('\0') {
        row.fault = Some("有空字符（NUL），文件可能已损坏".to_owned());
    }
    row
}

/// The character that stands most evenly in the first lines.
fn delimiter(text: &str) -> char {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(10).collect();
    let outside = |line: &str, wanted: char| {
        let mut quoted = false;
        let is_it = |c: &char| {
            quoted ^= *c == '"';
            *c == wanted && !quoted
        };
        line.chars().filter(is_it).count()
    };
    let score = |wanted: char| lines.first().map_or(0, |first| outside(first, wanted));
    DELIMITERS.into_iter().rev().max_by_key(|wanted| score(*wanted)).filter(|wanted| score(*wanted) > 0).unwrap_or(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &[u8]) -> Vec<Row> {
        let mut rows = Rows::new(text).expect("it goes well");
        std::iter::from_fn(|| rows.row().expect("it goes well")).collect()
    }

    fn words(text: &str) -> Vec<Vec<String>> {
        rows(text.as_bytes()).iter().map(|row| row.cells.iter().map(Cell::shown).collect()).collect()
    }

    #[test]
    fn quotes_delimiters_and_ends_of_lines() {
        assert_eq!(words("a,b\r\n1,\"x, \"\"y\"\"\nz\"\n"), [vec!["a", "b"], vec!["1", "x, \"y\"\nz"]]);
        assert_eq!(words("a;b\n1;2"), [["a", "b"], ["1", "2"]]);
        assert_eq!(words("a\tb\n1\t2,3"), [["a", "b"], ["1", "2,3"]]);
        assert_eq!(words("\u{feff}编号，内容\n1，路灯"), [["编号", "内容"], ["1", "路灯"]]);
        assert_eq!(words(""), Vec::<Vec<String>>::new());
    }

    #[test]
    fn lines_are_counted_across_quotes() {
        let all = rows("a,b\n1,\"x\ny\"\n2,z\n".as_bytes());
        assert_eq!(all.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 4]);
    }

    #[test]
    fn what_is_broken_is_told_of_its_row_alone() {
        let mut text = "编号,内容\n1,路灯不亮了很久\n2,井盖\n".repeat(3).into_bytes();
        text.extend_from_slice(b"3,\xff\n4,a\0b\n5,ok\n6,\"open");
        let faults: Vec<_> = rows(&text).into_iter().filter_map(|row| row.fault.map(|why| (row.line, why))).collect();
        assert_eq!(faults.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [10, 11, 13]);
    }

    #[test]
    fn a_row_without_end_is_given_up_and_the_next_is_read() {
        let text = format!("a,b\n1,{}\n2,x\n", "长".repeat(LONGEST_ROW));
        let all = rows(text.as_bytes());
        assert_eq!((all.len(), all[1].fault.is_some(), all[2].line), (3, true, 3));
    }
}
