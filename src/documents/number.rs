//! The number of a paper 文号: 安热转〔2026〕15号 is the fifteenth 转办函 of 2026, counted in the order in which the events landed. The
//! store enters each paper into its register with the event that makes it, in one commit, so that no number is given twice
//! or left out, and a paper keeps its own in every copy. The letters before it (`number` in the template: 安热转, 安热督) tell the
//! kinds apart. It has no zero in front, as GB/T 9704 asks.
//!
//! What was made before there was a register, and what a case brings that was taken over, has a number that follows from its
//! case: 〔2026〕213-7号 is the paper about the seventh case of 13 February 2026, 〔2026〕213-7号之二 the second of its kind.

use crate::domain::ids::CaseNumber;
use crate::domain::paper::{Paper, which};

/// The year in 〔〕.
pub fn year(case: CaseNumber, paper: &Paper) -> u32 {
    paper.given.map_or(case.day() / 10_000, |given| given.year)
}

/// What follows 〔年〕: `15号`; of what has no place in the register `213-7号`, `213-7号之二`.
pub fn serial(case: CaseNumber, paper: &Paper) -> String {
    if let Some(given) = paper.given {
        return format!("{}号", given.number);
    }
    let (month, day) = (case.day() / 100 % 100, case.day() % 100);
    format!("{month}{day:02}-{}号{}", case.serial(), which(paper.ordinal))
}

/// What the file is called: 转办函 20260213-000007.docx.
pub fn file_name(case: CaseNumber, paper: &Paper) -> String {
    format!("{} {case}{}.docx", paper.kind.label(), which(paper.ordinal))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::paper::{PaperKind, Serial};

    #[test]
    fn a_number_is_the_registers_or_follows_from_the_case_and_has_no_zero_in_front() {
        let paper = |ordinal| Paper { kind: PaperKind::Transfer, seq: 2, ordinal, given: None };
        let case = |text: &str| text.parse::<CaseNumber>().expect("a number");
        assert_eq!((year(case("20260213-000007"), &paper(1)), serial(case("20260213-000007"), &paper(1))), (2026, "213-7号".to_owned()));
        assert_eq!(serial(case("20261201-001234"), &paper(2)), "1201-1234号之二");
        assert_ne!(serial(case("20261101-000001"), &paper(1)), serial(case("20260111-000001"), &paper(1)));
        assert_eq!(file_name(case("20260213-000007"), &paper(3)), "转办函 20260213-000007之三.docx");
        // A paper of January about a case of December has the number of its own year.
        let registered = Paper { given: Some(Serial { year: 2027, number: 15 }), ..paper(2) };
        let (year, serial) = (year(case("20261231-000007"), &registered), serial(case("20261231-000007"), &registered));
        assert_eq!((year, serial), (2027, "15号".to_owned()));
    }
}
