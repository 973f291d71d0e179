//! The register of papers 文号登记: consecutive by kind and year, in one order, once each.

use std::collections::BTreeSet;
use std::sync::Arc;

use yousu::domain::ids::{CaseNumber, InboundId};
use yousu::domain::paper::{Made, PaperKind};
use yousu::store::{Commit, CommitError, SledStore, Store};

fn case(serial: u32) -> CaseNumber {
    format!("20260302-{serial:06}").parse().expect("a case number")
}

fn made(serial: u32, seq: u32, kind: PaperKind, year: u32) -> Made {
    Made { case: case(serial), seq, kind, year }
}

fn commit(papers: Vec<Made>) -> Commit {
    Commit { papers, ..Commit::default() }
}

/// The number of a case's only paper of this kind.
fn number(store: &SledStore, serial: u32, kind: PaperKind) -> (u32, u32) {
    let all = store.registered(case(serial)).expect("the store reads");
    let paper = all.iter().find(|paper| paper.kind == kind).expect("it is registered");
    (paper.serial.year, paper.serial.number)
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_consecutive_whoever_comes_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Arc::new(SledStore::open(folder.path()).expect("a store"));
    let all = (1..=200).map(|serial| {
        let store = store.clone();
        let papers = vec![made(serial, 1, PaperKind::Registration, 2026), made(serial, 3, PaperKind::Transfer, 2026)];
        tokio::spawn(async move { store.commit(commit(papers)).await })
    });
    for done in all.collect::<Vec<_>>() {
        done.await.expect("no panic").expect("it lands");
    }
    for kind in [PaperKind::Registration, PaperKind::Transfer] {
        let given: BTreeSet<(u32, u32)> = (1..=200).map(|serial| number(&store, serial, kind)).collect();
        assert_eq!(given, (1..=200).map(|number| (2026, number)).collect(), "{kind:?}");
    }
}

#[tokio::test]
async fn a_refused_commit_gives_no_number_and_a_restart_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let before = {
        let store = SledStore::open(folder.path()).expect("a store");
        let inbound = Some(InboundId("tg:1".to_owned()));
        let first = Commit { inbound: inbound.clone(), ..commit(vec![made(1, 2, PaperKind::Mandate, 2026)]) };
        store.commit(first).await.expect("it lands");
        let again = Commit { inbound, ..commit(vec![made(2, 2, PaperKind::Mandate, 2026)]) };
        assert!(matches!(store.commit(again).await, Err(CommitError::AlreadySeen)));
        assert_eq!(store.registered(case(2)).expect("the store reads"), []);
        store.commit(commit(vec![made(3, 2, PaperKind::Mandate, 2026)])).await.expect("it lands");
        store.registered(case(3)).expect("the store reads")
    };
    let store = SledStore::open(folder.path()).expect("it opens again");
    assert_eq!(store.registered(case(3)).expect("the store reads"), before);
    let more = vec![made(4, 2, PaperKind::Mandate, 2026), made(5, 2, PaperKind::Mandate, 2027), made(4, 9, PaperKind::Urging, 2026)];
    store.commit(commit(more)).await.expect("it lands");
    let given =
        [(1, PaperKind::Mandate), (3, PaperKind::Mandate), (4, PaperKind::Mandate), (5, PaperKind::Mandate), (4, PaperKind::Urging)];
    let given = given.map(|(serial, kind)| number(&store, serial, kind));
    assert_eq!(given, [(2026, 1), (2026, 2), (2026, 3), (2027, 1), (2026, 1)]);
}
