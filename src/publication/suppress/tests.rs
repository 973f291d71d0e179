//! Nobody works a hidden number out, whoever knows the total, the rule and all that is shown.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// The least in these tests: small, so that everything that might be hidden behind a table can be tried.
const LEAST: u64 = 3;

/// Every table with these numbers shown and this total that this rule would show in the same way: what whoever knows all but the
/// hidden numbers must think possible.
fn possible(shown: &[Shown], total: u64) -> Vec<Vec<u64>> {
    let open: Vec<usize> = (0..shown.len()).filter(|place| shown[*place] == Shown::Withheld).collect();
    let known: u64 = shown.iter().map(|shown| if let Shown::Exact(count) = shown { *count } else { 0 }).sum();
    let mut all = Vec::new();
    let mut table: Vec<u64> = shown.iter().map(|shown| if let Shown::Exact(count) = shown { *count } else { 0 }).collect();
    fill(&open, total - known, &mut table, &mut |table| {
        if suppressed(table, LEAST).as_deref() == Some(shown) {
            all.push(table.to_vec());
        }
    });
    all
}

fn fill(open: &[usize], rest: u64, table: &mut Vec<u64>, each: &mut impl FnMut(&[u64])) {
    match open {
        [] => {
            if rest == 0 {
                each(table);
            }
        }
        [last] => {
            table[*last] = rest;
            if rest > 0 {
                each(table);
            }
        }
        [first, others @ ..] => {
            for count in 1..=rest.saturating_sub(others.len() as u64) {
                table[*first] = count;
                fill(others, rest - count, table, each);
            }
        }
    }
}

fn assert_nobody_knows(counts: &[u64]) {
    let Some(shown) = suppressed(counts, LEAST) else { return };
    let total = counts.iter().sum();
    for (count, shown) in counts.iter().zip(&shown) {
        assert!(*count == 0 || *count >= LEAST || *shown == Shown::Withheld, "{counts:?}: a small number is shown");
        assert!(*shown == Shown::Withheld || *shown == Shown::Exact(*count), "what is shown is true");
    }
    let possible = possible(&shown, total);
    assert!(possible.iter().any(|table| table == counts));
    for place in (0..counts.len()).filter(|place| shown[*place] == Shown::Withheld) {
        let values: BTreeSet<u64> = possible.iter().map(|table| table[place]).collect();
        assert!(values.len() >= 2, "{counts:?} shows {shown:?}: number {place} must be {values:?}");
    }
}

#[test]
fn tables_that_are_hard() {
    for counts in [
        vec![30, 1],
        vec![15, 15, 1],
        vec![27, 1, 1, 1],
        vec![10, 10, 3, 3, 3, 1],
        vec![20, 3, 3, 3, 1],
        vec![1; 30],
        vec![2; 20],
        vec![40, 2, 2],
        vec![30, 0, 2],
        vec![5, 5, 5, 5, 5, 5],
        vec![30, 3, 3, 2],
        // What is shown is as great as the greatest that is hidden: then its place would tell.
        vec![4, 23, 4, 2, 3],
        vec![12, 12, 11, 2],
        vec![24, 4, 4, 4, 2],
        // All that would be hidden is equal.
        vec![2, 2, 2, 2, 2, 3, 30],
    ] {
        if counts.len() < 10 {
            assert_nobody_knows(&counts);
        } else if let Some(shown) = suppressed(&counts, LEAST) {
            assert!(counts.iter().sum::<u64>() > counts.len() as u64, "{shown:?}: all are one");
        }
    }
    assert_eq!(suppressed(&[1; 30], LEAST), None, "thirty times one cannot be hidden behind thirty");
    assert_eq!(suppressed(&[4, 4, 4], 5), None, "too few in all");
    assert_eq!(suppressed(&[60, 40], 5), Some(vec![Shown::Exact(60), Shown::Exact(40)]));
    assert_eq!(suppressed(&[60, 40, 20, 3], 5), Some(vec![Shown::Exact(60), Shown::Withheld, Shown::Withheld, Shown::Withheld]));
}

#[test]
fn a_least_beyond_all_numbers_publishes_nothing() {
    // A damaged record of an edition says such things.
    assert_eq!(suppressed(&[60, 40], u64::MAX), None);
    assert!(crate::publication::files::dictionary(u64::MAX).iter().any(|field| field.formula.contains(&u64::MAX.to_string())));
}

#[test]
fn one_alone() {
    assert_eq!([0, 1, 4, 5].map(|count| alone(count, 5)), [Shown::Exact(0), Shown::Few, Shown::Few, Shown::Exact(5)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_works_it_out(counts in proptest::collection::vec(prop_oneof![3 => 0_u64..5, 2 => 3_u64..16, 1 => 10_u64..40], 1..6)) {
        assert_nobody_knows(&counts);
    }
}
