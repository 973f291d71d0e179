//! 民主评议: one ballot a case, and nothing that leads from one to the other.

use std::collections::BTreeMap;

use yousu::domain::appraisal::{Ballot, Cast};
use yousu::domain::ids::CaseNumber;
use yousu::store::{Commit, CommitError};

use crate::values::{New, number};

pub fn ballot(quarter: &str, answer: &str) -> Ballot {
    let answers = BTreeMap::from([("attitude".to_owned(), answer.to_owned())]);
    Ballot { unit: "water".into(), quarter: quarter.parse().expect("a quarter"), answers }
}

pub fn cast(number: CaseNumber, code: &str, ballot: Ballot) -> Cast {
    Cast { number, code: code.to_owned(), ballot }
}

fn of(number: CaseNumber, code: &str, ballot: Ballot) -> Commit {
    Commit { ballots: vec![cast(number, code, ballot)], ..Commit::default() }
}

pub async fn a_case_is_appraised_once(new: New<'_>) {
    let store = new();
    let (first, second) = (number(1), number(2));
    assert!(!store.has_appraised(first).expect("read"));
    store.commit(of(first, "ZZ", ballot("2026Q1", "good"))).await.expect("cast");
    let again = store.commit(of(first, "YY", ballot("2026Q1", "bad"))).await;
    assert!(matches!(again, Err(CommitError::Conflict(_))), "{again:?}");
    let taken = store.commit(of(second, "ZZ", ballot("2026Q1", "bad"))).await;
    assert!(matches!(taken, Err(CommitError::Conflict(_))), "no ballot takes the place of another: {taken:?}");
    store.commit(of(second, "AA", ballot("2026Q1", "fair"))).await.expect("cast");
    store.commit(of(number(3), "AA", ballot("2026Q2", "bad"))).await.expect("another quarter's box");
    assert!(store.has_appraised(first).expect("read") && store.has_appraised(second).expect("read"));
    // Sorted by their codes, which are random: the order tells nothing.
    let said: Vec<Ballot> = store.ballots("2026Q1".parse().expect("a quarter")).expect("read");
    assert_eq!(said, [ballot("2026Q1", "fair"), ballot("2026Q1", "good")]);
}
