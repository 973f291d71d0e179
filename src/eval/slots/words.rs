//! The report as a person reads it in a terminal.

use std::fmt;

use super::{Measure, Miss, Report};

/// A report to be shown with the worst misses of every slot.
struct Shown<'r> {
    report: &'r Report,
    misses: usize,
}

/// The most characters of a miss that are shown.
const MOST: usize = 48;

impl Report {
    /// The report as text, with up to `misses` of the worst misses of every slot.
    pub fn show(&self, misses: usize) -> impl fmt::Display + '_ {
        Shown { report: self, misses }
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let report = self.report;
        writeln!(f, "共 {} 条", report.texts)?;
        writeln!(f, "要素      标注  找到 | 一字不差：准确率  召回率    F1 | 按重合字数：准确率  召回率    F1")?;
        for (slot, score) in &report.slots {
            let pad = " ".repeat(10_usize.saturating_sub(2 * slot.label().chars().count()));
            let (exact, overlapping) = (figures(score.exact()), figures(score.overlapping()));
            writeln!(f, "{}{pad}{:>4}  {:>4} |           {exact} |             {overlapping}", slot.label(), score.labelled, score.found)?;
        }
        if report.dates.0 > 0 {
            writeln!(f, "时间换算成日期：{} 条里对 {} 条", report.dates.0, report.dates.1)?;
        }
        for (slot, misses) in report.misses.iter().filter(|(_, misses)| !misses.is_empty() && self.misses > 0) {
            writeln!(f, "\n{}，最差的 {} 处（共 {} 处）：", slot.label(), misses.len().min(self.misses), misses.len())?;
            misses.iter().take(self.misses).try_for_each(|miss| writeln!(f, "  {}", told(miss)))?;
        }
        Ok(())
    }
}

fn figures(measure: Measure) -> String {
    format!("{:>6.3}  {:>6.3}  {:.3}", measure.precision, measure.recall, measure.f1)
}

fn told(miss: &Miss) -> String {
    let said = |words: &Option<String>| words.as_deref().map_or_else(|| "（无）".to_owned(), |words| format!("“{}”", short(words)));
    format!("第 {} 行：应为 {}，找到 {}", miss.line, said(&miss.wanted), said(&miss.found))
}

fn short(words: &str) -> String {
    let plain: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match plain.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &plain[..end]),
        None => plain,
    }
}
