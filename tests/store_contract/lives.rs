//! That a store which begins with whole lives holds what it would hold had they been lived in it.

use std::path::Path;

use yousu::store::{Commit, Life, SledStore, Store};

use crate::values::{accepted, begin, dispatched, number, then, withdrawn};

fn life(serial: u32) -> Vec<Commit> {
    let first = begin(number(serial), &format!("tg:{}", serial % 7));
    let second = then(&first.case, accepted());
    let third = then(&second.case, dispatched("lamps"));
    let last = then(&third.case, withdrawn());
    // The second and the third step of every other life are one.
    let writes = if serial.is_multiple_of(2) {
        let both = yousu::store::CaseWrite { events: [second.events, third.events].concat(), expected_seq: 1, ..third };
        vec![first, both, last]
    } else {
        vec![first, second, third, last]
    };
    writes.into_iter().map(|write| Commit { cases: vec![write], ..Commit::default() }).collect()
}

fn over(life: &[Commit]) -> Life {
    let writes: Vec<_> = life.iter().flat_map(|commit| &commit.cases).collect();
    let events = writes.iter().flat_map(|write| write.events.clone()).collect();
    let case = writes.last().expect("a life has an end").case.clone();
    Life { case, events, steps: writes.iter().map(|write| write.case.seq).collect() }
}

fn records(folder: &Path) -> Vec<(Vec<u8>, Vec<u8>)> {
    let store = SledStore::open(folder).expect("a store");
    let mut all = Vec::new();
    let mut take = |key: &[u8], value: &[u8]| {
        all.push((key.to_vec(), value.to_vec()));
        Ok(())
    };
    store.copy_out(&mut take).expect("readable");
    let found = store.verify_chain(&[], &mut |_| {}).expect("readable");
    assert!(found.fault.is_none(), "{found:?}");
    all
}

#[tokio::test]
async fn lives_that_are_over_are_there_as_if_they_had_been_lived_here() {
    let folder = tempfile::tempdir().expect("a folder");
    let (lived, given) = (folder.path().join("lived"), folder.path().join("given"));
    let lives: Vec<Vec<Commit>> = (1..=300).map(life).collect();
    let store = SledStore::open(&lived).expect("a store");
    for commit in lives.iter().flatten() {
        store.commit(commit.clone()).await.expect("it lands");
    }
    drop(store);
    SledStore::of_lives(&given, lives.iter().map(|life| Ok(over(life)))).expect("it is made");
    let size = |folder: &Path| SledStore::open(folder).expect("a store").size_on_disk().expect("readable");
    assert!(size(&given) <= size(&lived), "it is folded");
    SledStore::compact(&lived, &mut |_| ()).expect("it is compacted");
    let (one, mut other) = (records(&lived), records(&given));
    // Nobody has looked at a case: where it was lived nothing tells yet how far views are listed.
    other.retain(|(key, _)| key != b"mlisted");
    assert_eq!(one.len(), other.len());
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(String::from_utf8_lossy(&one.0), String::from_utf8_lossy(&other.0));
    }
    let store = SledStore::open(&given).expect("a store");
    let read = SledStore::open(&lived).expect("a store");
    for serial in [1, 2, 149, 300] {
        assert_eq!(store.events(number(serial)).expect("readable"), read.events(number(serial)).expect("readable"));
        assert_eq!(store.case(number(serial)).expect("readable"), read.case(number(serial)).expect("readable"));
    }
    let next = begin(number(301), "tg:1");
    store.commit(Commit { cases: vec![next], ..Commit::default() }).await.expect("life goes on");
    assert_eq!(store.cases_of(&"tg:1".into(), 99).expect("readable").len(), read.cases_of(&"tg:1".into(), 99).expect("readable").len() + 1);
}

#[test]
fn what_is_not_over_or_out_of_order_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = |name: &str, lives: Vec<Life>| SledStore::of_lives(&folder.path().join(name), lives.into_iter().map(Ok)).is_err();
    let cut = |steps: usize| over(&life(1)[..steps]);
    assert!(refused("running", vec![cut(3)]));
    assert!(refused("backwards", vec![over(&life(2)), over(&life(1))]));
    let mut gap = over(&life(1));
    gap.events.remove(1);
    assert!(refused("gap", vec![gap]));
    let mut short = over(&life(1));
    short.steps.pop();
    assert!(refused("steps", vec![short]));
}
