//! One cell of a table 单元格, as its file keeps it.

use chrono::NaiveDateTime;

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words, without blanks around them.
    Text(String),
    /// A number; in a column of times, days since 1899-12-30 as workbooks count them.
    Number(f64),
    /// A moment that the workbook itself calls one; whether it is no more than a day.
    Time(NaiveDateTime, bool),
    /// 真 or 假
    Flag(bool),
    /// What the workbook shows where a formula failed: `#N/A`.
    Fault(String),
}

impl Cell {
    /// Words, trimmed of the blanks of both worlds.
    pub fn text(words: &str) -> Self {
        let words = words.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{3000}');
        if words.is_empty() { Self::Empty } else { Self::Text(words.to_owned()) }
    }

    /// As a person would read it.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(words) | Self::Fault(words) => words.clone(),
            Self::Number(number) => format!("{number}"),
            Self::Time(at, true) => at.format("%Y-%m-%d").to_string(),
            Self::Time(at, false) => at.format("%Y-%m-%d %H:%M:%S").to_string(),
            Self::Flag(flag) => if *flag { "是" } else { "否" }.to_owned(),
        }
    }
}

/// One row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Its line in the file, from 1.
    pub line: u64,
    /// Its cells, as many as the header has.
    pub cells: Vec<Cell>,
    /// Why it cannot be read, if it cannot.
    pub fault: Option<String>,
}

impl Row {
    /// Whether there is nothing in it at all.
    pub fn is_empty(&self) -> bool {
        self.fault.is_none() && self.cells.iter().all(|cell| *cell == Cell::Empty)
    }
}
