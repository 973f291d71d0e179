//! Labelled lines 标注: JSON lines that somebody wrote by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono::{NaiveDate, NaiveDateTime};
use serde::Deserialize;

use super::trimmed;
use crate::domain::complaint::Slot;
use crate::domain::ids::{Moment, cst};

/// Right answers of each slot.
type Answers = BTreeMap<Slot, Vec<String>>;

/// One text with what stands in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its number in the file, from 1.
    pub number: usize,
    /// The whole text.
    pub text: String,
    /// When it was written.
    pub at: Option<Moment>,
    /// The beginning of the date meant: `2026-02-12`, or with a clock time behind it.
    pub when: Option<String>,
    /// The only slots that were labelled; empty for all of them.
    pub only: BTreeSet<Slot>,
    /// Every span that is a right answer, the best first.
    pub slots: Answers,
    /// What may be found without being wrong, and need not be.
    pub also: Answers,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default, rename = "id")]
    _id: serde_json::Value,
    text: Option<String>,
    subject: Option<String>,
    detail: Option<String>,
    at: Option<String>,
    when: Option<String>,
    #[serde(default)]
    only: BTreeSet<Slot>,
    slots: Answers,
    #[serde(default)]
    also: Answers,
}

/// The slots that are measured where a line does not say which were labelled.
const USUAL: [Slot; 9] =
    [Slot::Place, Slot::Time, Slot::About, Slot::Wish, Slot::Phone, Slot::Plate, Slot::Amount, Slot::Order, Slot::Court];

impl Line {
    /// The line with its number and words.
    ///
    /// # Errors
    /// It is not labelled as it should be; the words say why.
    pub fn parse(number: usize, words: &str) -> Result<Self, String> {
        let written: Written = serde_json::from_str(words).map_err(|error| format!("读不懂（{}）", reason(&error)))?;
        let letter: Vec<String> = [written.subject, written.detail].into_iter().flatten().collect();
        let text = written.text.unwrap_or_else(|| letter.join("\n"));
        if text.trim().is_empty() {
            return Err("没有 text，也没有 subject 和 detail".to_owned());
        }
        let at = written.at.as_deref().map(|at| moment(at).ok_or("at 应写作 2026-02-13 或 2026-02-13T16:50")).transpose()?;
        let line = Self { number, text, at, when: written.when, only: written.only, slots: written.slots, also: written.also };
        line.check()?;
        Ok(line)
    }

    /// Every answer stands in the text.
    fn check(&self) -> Result<(), String> {
        for (slot, answers) in self.slots.iter().chain(&self.also) {
            if let Some(i) = answers.iter().position(|answer| answer.trim().is_empty() || !self.text.contains(answer.as_str())) {
                return Err(format!("{} 的第 {} 个答案不是原文里的话，请照抄", slot.label(), i + 1));
            }
        }
        Ok(())
    }

    /// The slots that were labelled.
    pub(super) fn judged(&self) -> Vec<Slot> {
        if self.only.is_empty() {
            let named = self.slots.keys().chain(self.also.keys()).copied();
            named.chain(USUAL).collect::<BTreeSet<_>>().into_iter().collect()
        } else {
            self.only.iter().copied().collect()
        }
    }

    /// Where the answers for `slot` stand, wherever they stand, the first answer's first.
    pub(super) fn places(&self, answers: &Answers, slot: Slot) -> Vec<Range<usize>> {
        let of_the_slot = answers.get(&slot).into_iter().flatten();
        let places = of_the_slot.flat_map(|answer| self.text.match_indices(answer.as_str()));
        places.map(|(at, answer)| trimmed(&self.text, at..at + answer.len())).collect()
    }
}

/// What is wrong with the JSON, without its words.
fn reason(error: &serde_json::Error) -> String {
    match error.classify() {
        serde_json::error::Category::Data => format!("第 {} 列：没有这样的字段或要素，或值不合", error.column()),
        _ => format!("第 {} 列：不是 JSON", error.column()),
    }
}

/// The moment written `2026-02-13`, `2026-02-13T16:50` or `2026-02-13 16:50`; a day alone is its noon.
fn moment(text: &str) -> Option<Moment> {
    let minute = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"].iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let noon = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(12, 0, 0);
    minute.or_else(noon)?.and_local_timezone(cst()).single()
}
