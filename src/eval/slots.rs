//! How right the facts 要素 are that are found in texts: precision and recall of every slot, on lines that people labelled.
//!
//! A line names for each slot every span that would be a right answer. Two readings are told apart:
//! *exact*: what was found is one of these spans, to the character (spaces and punctuation around it aside); *overlapping*:
//! every span found counts with the share of its characters that a right answer has, and every labelled fact with the share of its
//! characters that was found. So precision is of what was found, recall of what was labelled, in both readings.
//!
//! Invariant: the same lines and finder give the same report, in the same order.

mod labels;
mod words;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

pub use self::labels::Line;
use crate::domain::complaint::Slot;
use crate::domain::ids::Moment;
use crate::intake::slots::SlotFinder;

/// What was counted for one slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Score {
    /// Texts in which the fact stands.
    pub labelled: usize,
    /// Spans found that are right or wrong; those that the labels leave open are not among them.
    pub found: usize,
    /// Spans found that are a right answer to the character.
    pub exact_found: usize,
    /// Texts in which one of those was found.
    pub exact_labelled: usize,
    /// The sum of the right shares of what was found.
    pub overlap_found: f64,
    /// The sum of the found shares of what was labelled.
    pub overlap_labelled: f64,
}

/// Precision, recall and their harmonic mean.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Measure {
    /// Of what was found, how much is right.
    pub precision: f64,
    /// Of what is there, how much was found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

impl Measure {
    fn new(right_found: f64, found: usize, right_labelled: f64, labelled: usize) -> Self {
        let share = |part: f64, whole: usize| if whole == 0 { 1.0 } else { part / count(whole) };
        let (precision, recall) = (share(right_found, found), share(right_labelled, labelled));
        let both = precision + recall;
        Self { precision, recall, f1: if both > 0.0 { 2.0 * precision * recall / both } else { 0.0 } }
    }
}

impl Score {
    /// With spans that are right to the character only.
    pub fn exact(&self) -> Measure {
        Measure::new(count(self.exact_found), self.found, count(self.exact_labelled), self.labelled)
    }

    /// With shares of spans.
    pub fn overlapping(&self) -> Measure {
        Measure::new(self.overlap_found, self.found, self.overlap_labelled, self.labelled)
    }
}

/// One fact that came out wrong, was found where none is, or was not found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Miss {
    /// The number of its line.
    pub line: usize,
    /// The best right answer; none where nothing should have been found.
    pub wanted: Option<String>,
    /// What was found; none where nothing was.
    pub found: Option<String>,
    /// The share of its characters that is right or was found.
    pub share: f64,
}

/// What the facts of a file were measured to be.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// How many texts were read.
    pub texts: usize,
    /// Every slot that was labelled or found.
    pub slots: BTreeMap<Slot, Score>,
    /// What went wrong for each slot, the worst first.
    pub misses: BTreeMap<Slot, Vec<Miss>>,
    /// Times whose date is labelled, and how many of them were resolved to it.
    pub dates: (usize, usize),
}

/// Measures `finder` on the labelled `lines`; those without a moment of their own are read as if written at `now`.
pub fn measure(finder: &SlotFinder, lines: &[Line], now: Moment) -> Report {
    let mut report = Report { texts: lines.len(), ..Report::default() };
    for line in lines {
        let found = finder.find(&line.text, line.at.unwrap_or(now));
        if let Some(when) = &line.when {
            let start = found.time.map(|time| time.start.format("%Y-%m-%d %H:%M").to_string());
            report.dates.0 += 1;
            report.dates.1 += usize::from(start.is_some_and(|start| start.starts_with(when)));
        }
        for slot in line.judged() {
            let spans: Vec<Range<usize>> = found.spans.iter().filter(|(of, _)| *of == slot).map(|(_, span)| span.clone()).collect();
            let judged = Judged::new(line, slot, &spans);
            judged.add_to(&mut report, slot, line);
        }
    }
    report.slots.retain(|_, score| score.labelled + score.found > 0);
    for misses in report.misses.values_mut() {
        misses.sort_by(|a, b| a.share.total_cmp(&b.share).then(a.line.cmp(&b.line)));
    }
    report
}

/// One slot of one line, beside what was found.
struct Judged {
    right: Vec<Range<usize>>,
    found: Vec<Range<usize>>,
}

impl Judged {
    fn new(line: &Line, slot: Slot, spans: &[Range<usize>]) -> Self {
        let right = line.places(&line.slots, slot);
        let open = line.places(&line.also, slot);
        let bare = spans.iter().map(|span| trimmed(&line.text, span.clone()));
        let meets = |span: &Range<usize>, others: &[Range<usize>]| others.iter().any(|other| shared(span, other) > 0);
        let found = bare.filter(|span| meets(span, &right) || !meets(span, &open)).collect();
        Self { right, found }
    }

    fn add_to(&self, report: &mut Report, slot: Slot, line: &Line) {
        let is_exact = |span: &Range<usize>| self.right.contains(span);
        let best = |span: &Range<usize>, others: &[Range<usize>]| {
            others.iter().map(|other| count(shared(span, other)) / count(span.len().max(1))).fold(0.0, f64::max)
        };
        let score = report.slots.entry(slot).or_default();
        let right_shares: Vec<f64> = self.found.iter().map(|span| best(span, &self.right)).collect();
        let found_share = self.right.iter().map(|span| best(span, &self.found)).fold(0.0, f64::max);
        score.found += self.found.len();
        score.exact_found += self.found.iter().filter(|span| is_exact(span)).count();
        score.overlap_found += right_shares.iter().sum::<f64>();
        if !self.right.is_empty() {
            score.labelled += 1;
            score.exact_labelled += usize::from(self.found.iter().any(is_exact));
            score.overlap_labelled += found_share;
        }
        let wanted = self.right.first().map(|span| line.text[span.clone()].to_owned());
        let misses = report.misses.entry(slot).or_default();
        for (span, share) in self.found.iter().zip(&right_shares).filter(|(span, _)| !is_exact(span)) {
            misses.push(Miss { line: line.number, wanted: wanted.clone(), found: Some(line.text[span.clone()].to_owned()), share: *share });
        }
        if self.found.is_empty() && wanted.is_some() {
            misses.push(Miss { line: line.number, wanted, found: None, share: 0.0 });
        }
    }
}

/// How many bytes two spans share.
fn shared(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// The span without spaces and punctuation at its ends; a closing bracket stays.
fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let words = &text[span.clone()];
    let outside = |c: char| c.is_whitespace() || "，。！？；：、,.!?;:".contains(c);
    let start = span.start + (words.len() - words.trim_start_matches(outside).len());
    let end = start + text[start..span.end].trim_end_matches(outside).len();
    start..end
}

/// Counts are far below the 2^52 up to which this is exact.
#[allow(clippy::cast_precision_loss)]
fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests;
