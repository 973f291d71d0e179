//! Aligned tables 表格 for a terminal, where a Chinese character is as wide as two letters.

use std::fmt::{self, Write};

/// Rows of cells: the first column to the left, the others to the right, unless said otherwise.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
    /// For each column whether it stands to the left.
    left: Option<Vec<bool>>,
}

impl Table {
    pub fn headed<const N: usize>(heads: [&str; N]) -> Self {
        let mut table = Self::default();
        table.row(heads);
        table
    }

    /// A table whose columns stand to the left or, where `left` says false, to the right.
    pub fn aligned(left: Vec<bool>) -> Self {
        Self { left: Some(left), ..Self::default() }
    }

    pub fn row<const N: usize>(&mut self, cells: [impl fmt::Display; N]) {
        self.cells(cells.iter().map(ToString::to_string).collect());
    }

    /// A row of any length.
    pub fn cells(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Writes the table, indented by two.
    pub fn write(&self, out: &mut String) {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns)
            .map(|column| self.rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0))
            .collect();
        for row in &self.rows {
            let mut line = String::from(" ");
            for (place, (cell, wide)) in row.iter().zip(&widths).enumerate() {
                let gap = " ".repeat(wide - width(cell));
                let parts = if self.is_left(place) { [cell.as_str(), &gap] } else { [gap.as_str(), cell] };
                line.push_str(if place == 0 { " " } else { "  " });
                line.extend(parts);
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }

    fn is_left(&self, column: usize) -> bool {
        self.left.as_ref().map_or(column == 0, |left| left.get(column).copied().unwrap_or(false))
    }
}

/// How many letters wide a text is.
fn width(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// Chinese, its signs and full-width forms. Dashes, quotation marks and the like are as wide as a letter in most terminals.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}')
}

/// A heading with an empty line before it.
pub(super) fn heading(out: &mut String, title: &str) {
    if !out.is_empty() {
        out.push('\n');
    }
    // Writing into a String cannot fail.
    let _ = writeln!(out, "【{title}】");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_one_another() {
        let mut table = Table::headed(["单位", "件数", "p90"]);
        table.row(["城管局", "7", "12.5"]);
        table.row(["水务", "130", "–"]);
        let mut out = String::new();
        table.write(&mut out);
        assert_eq!(out, "  单位    件数   p90\n  城管局     7  12.5\n  水务     130     –\n");
    }
    #[test]
    fn columns_of_words_stand_to_the_left() {
        let mut table = Table::aligned(vec![true, true, false]);
        table.cells(["词", "由来", "权重"].map(str::to_owned).to_vec());
        table.cells(["夜市", "“句式”", "+1.5"].map(str::to_owned).to_vec());
        let mut out = String::new();
        table.write(&mut out);
        assert_eq!(out, "  词    由来    权重\n  夜市  “句式”  +1.5\n");
    }
}
