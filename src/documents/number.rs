//! The number of a paper 文号. It follows from the case's own number, and so from its first event: 〔2026〕213-7号 is the paper about
//! the seventh case of 13 February 2026; the second of its kind about that case is 〔2026〕213-7号之二. The letters before it
//! (`number` in the template: 安热转, 安热督) tell the kinds apart. So it is one of its kind in its year, nobody has to hand it out, no
//! crash and no second machine can give it twice, it is the same whenever the paper is made, and it leads back to the case.
//! It has no zero in front, as GB/T 9704 asks; it is not consecutive, which a register would be.

use crate::domain::ids::CaseNumber;
use crate::domain::paper::{Paper, which};

/// The year in 〔〕.
pub fn year(case: CaseNumber) -> u32 {
    case.day() / 10_000
}

/// What follows 〔年〕: `213-7号`, `213-7号之二`.
pub fn serial(case: CaseNumber, paper: &Paper) -> String {
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
    use crate::domain::paper::PaperKind;

    #[test]
    fn a_number_follows_from_the_case_and_has_no_zero_in_front() {
        let paper = |ordinal| Paper { kind: PaperKind::Transfer, seq: 2, ordinal };
        let case = |text: &str| text.parse::<CaseNumber>().expect("a number");
        assert_eq!((year(case("20260213-000007")), serial(case("20260213-000007"), &paper(1))), (2026, "213-7号".to_owned()));
        assert_eq!(serial(case("20261201-001234"), &paper(2)), "1201-1234号之二");
        assert_ne!(serial(case("20261101-000001"), &paper(1)), serial(case("20260111-000001"), &paper(1)));
        assert_eq!(file_name(case("20260213-000007"), &paper(3)), "转办函 20260213-000007之三.docx");
    }
}
