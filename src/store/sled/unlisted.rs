//! Views that are not listed yet 待登记的查阅. That somebody saw a case stands in the audit chain from its commit on; the marks by which
//! it is found again, by the case and by the trace code, are written when the writer rests ([`listing`](super::listing)). Until then it
//! is found here.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::ids::CaseNumber;

/// A view, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its entry in the chain.
    pub n: u64,
    /// The case.
    pub case: CaseNumber,
    /// 查阅码, where what they saw carries one.
    pub code: Option<String>,
}

/// The views that wait to be listed, in the order of their entries.
#[derive(Default)]
pub struct Unlisted(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    views: VecDeque<Seen>,
    /// The entry of each of their codes.
    codes: HashMap<String, u64>,
    /// How many of them the commit brought that is being tried: the last ones.
    tried: usize,
}

impl Unlisted {
    /// One more, of the commit that is being tried.
    pub fn note(&self, seen: Seen) {
        let mut waiting = self.lock();
        waiting.codes.extend(seen.code.clone().map(|code| (code, seen.n)));
        waiting.views.push_back(seen);
        waiting.tried += 1;
    }

    /// The commit that was tried lands.
    pub fn accept(&self) {
        self.lock().tried = 0;
    }

    /// The commit that was tried is refused: nobody saw what it says.
    pub fn refuse(&self) {
        let mut waiting = self.lock();
        for _ in 0..std::mem::take(&mut waiting.tried) {
            let code = waiting.views.pop_back().and_then(|seen| seen.code);
            code.and_then(|code| waiting.codes.remove(&code));
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.lock().views.len()
    }

    /// The first of them, so many at most.
    pub fn first(&self, most: usize) -> Vec<Seen> {
        self.lock().views.iter().take(most).cloned().collect()
    }

    /// All up to this entry are listed, and the records say so.
    pub fn forget(&self, up_to: u64) {
        let mut waiting = self.lock();
        let listed = waiting.views.partition_point(|seen| seen.n <= up_to);
        let Waiting { views, codes, .. } = &mut *waiting;
        for code in views.drain(..listed).filter_map(|seen| seen.code) {
            codes.remove(&code);
        }
    }

    /// Whether the view of this entry waits.
    pub fn holds(&self, n: u64) -> bool {
        self.lock().views.binary_search_by_key(&n, |seen| seen.n).is_ok()
    }

    /// The entries of the views of this case. Ask before reading its marks: what is listed meanwhile is then found in one of the two.
    pub fn of_case(&self, case: CaseNumber) -> Vec<u64> {
        self.lock().views.iter().filter(|seen| seen.case == case).map(|seen| seen.n).collect()
    }

    /// The entry of the view that has this code. Ask before reading the marks, as for [`Unlisted::of_case`].
    pub fn of_code(&self, code: &str) -> Option<u64> {
        self.lock().codes.get(code).copied()
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(n: u64, case: &str, code: Option<&str>) -> Seen {
        Seen { n, case: case.parse().expect("a number"), code: code.map(str::to_owned) }
    }

    #[test]
    fn a_view_waits_from_its_commit_on_until_it_is_listed() {
        let (one, other) = ("20260213-000001", "20260213-000002");
        let case = |number: &str| number.parse().expect("a number");
        let unlisted = Unlisted::default();
        unlisted.note(seen(3, one, Some("AA")));
        unlisted.note(seen(5, other, None));
        unlisted.accept();
        unlisted.note(seen(6, one, Some("BB")));
        assert_eq!((unlisted.of_case(case(one)), unlisted.of_code("BB")), (vec![3, 6], Some(6)));
        unlisted.refuse();
        assert_eq!((unlisted.of_case(case(one)), unlisted.of_code("BB"), unlisted.holds(6)), (vec![3], None, false));
        unlisted.refuse();
        assert_eq!((unlisted.count(), unlisted.holds(3), unlisted.holds(4)), (2, true, false), "what has landed stays");
        assert_eq!(unlisted.first(1), [seen(3, one, Some("AA"))]);
        unlisted.forget(4);
        assert_eq!((unlisted.of_case(case(one)), unlisted.of_code("AA"), unlisted.of_case(case(other))), (vec![], None, vec![5]));
    }
}
