//! Seals 封签: what was answered so far travels in buttons, which are kept with the chat. Under a seal it tells nothing: each
//! button has a key of its own, made of a code that stands on it and of a secret that lives no longer than the program.

use std::hash::{BuildHasher, Hash, RandomState};

use crate::domain::appraisal::{Marks, Sealed};
use crate::domain::ids::CaseNumber;

/// Characters of the code.
const CODE: usize = 10;
/// Characters by which a seal proves itself.
const PROOF: usize = 6;

/// Closes and opens seals.
#[derive(Debug, Default)]
pub(super) struct Seal(RandomState);

impl Seal {
    /// The marks under a seal with this code, which is used for no other.
    pub fn close(&self, number: CaseNumber, marks: &Marks, code: &str) -> Sealed {
        let plain = marks.to_string();
        Sealed(format!("{code}{}{}", self.turned(number, code, &plain, 1), self.proof(number, code, &plain)))
    }

    /// The marks; none where this seal was not closed here, since the last start and for this case.
    pub fn open(&self, number: CaseNumber, sealed: &Sealed) -> Option<Marks> {
        if sealed.is_blank() {
            return Some(Marks::default());
        }
        let (code, rest) = sealed.0.split_at_checked(CODE)?;
        let (turned, proof) = rest.split_at_checked(rest.len().checked_sub(PROOF)?)?;
        let plain = self.turned(number, code, turned, 9);
        (self.proof(number, code, &plain) == proof).then(|| plain.parse().ok()).flatten()
    }

    /// Each digit turned on by its own key, so many times: once, and nine times more is where it was.
    fn turned(&self, number: CaseNumber, code: &str, digits: &str, times: u64) -> String {
        let turn = |(place, digit): (usize, char)| {
            let by = self.key((number, code, place)) % 10 * times;
            let turned = (u64::from(digit.to_digit(10).unwrap_or_default()) + by) % 10;
            char::from_digit(u32::try_from(turned).unwrap_or_default(), 10).unwrap_or_default()
        };
        digits.chars().enumerate().map(turn).collect()
    }

    fn proof(&self, number: CaseNumber, code: &str, plain: &str) -> String {
        format!("{:06x}", self.key((number, code, plain)) & 0xff_ffff)
    }

    fn key(&self, of: impl Hash) -> u64 {
        self.0.hash_one(of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_is_opened_here_and_nowhere_else() {
        let (seal, other) = (Seal::default(), Seal::default());
        let (number, another): (CaseNumber, CaseNumber) =
            ("20260213-000001".parse().expect("a number"), "20260213-000002".parse().expect("a number"));
        for text in ["0", "3", "0123", "33333333", "20"] {
            let marks: Marks = text.parse().expect("marks");
            let sealed = seal.close(number, &marks, "0123456789");
            assert_eq!(Sealed::of(&sealed.0), Some(sealed.clone()), "it fits into a button");
            assert_eq!(seal.open(number, &sealed), Some(marks));
            assert_eq!(seal.open(another, &sealed), None);
            assert_eq!(other.open(number, &sealed), None);
        }
        assert_eq!(seal.open(number, &Sealed::default()), Some(Marks::default()));
        for broken in ["1", "0123456789", "012345678900000", "0123456789éé0000", "AAAAAAAAAA3ffffff"] {
            assert_eq!(seal.open(number, &Sealed(broken.to_owned())), None, "{broken}");
        }
    }

    #[test]
    fn one_answer_looks_different_in_every_button() {
        let seal = Seal::default();
        let number: CaseNumber = "20260213-000001".parse().expect("a number");
        let marks: Marks = "0".parse().expect("marks");
        let shown = |n: u32| seal.close(number, &marks, &format!("{n:010}")).0[CODE..=CODE].to_owned();
        let all: std::collections::BTreeSet<String> = (0..200).map(shown).collect();
        assert_eq!(all.len(), 10, "{all:?}");
    }
}
