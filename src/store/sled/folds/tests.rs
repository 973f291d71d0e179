//! That nobody who reads through here sees whether records are folded.

use std::ops::RangeInclusive;

use sled::Config;

use super::*;
use crate::digest::sha256;
use crate::store::codec::{link, pack};

fn records(tree: &Tree) -> Vec<(Vec<u8>, Vec<u8>)> {
    let plain = |value: &[u8]| unpack(value).expect("whole").into_owned();
    unfolded(tree.iter()).map(|record| record.expect("readable")).map(|(key, value)| (key.to_vec(), plain(&value))).collect()
}

fn case(serial: u32) -> CaseNumber {
    CaseNumber::new(chrono::NaiveDate::from_ymd_opt(2026, 5, 4).expect("a day"), serial).expect("a number")
}

fn event(serial: u32, seq: u32) -> (Key, Vec<u8>) {
    let json = format!(r#"{{"v":1,"case":"{}","seq":{seq},"at":"2026-05-04T09:30:00+08:00","event":{{"event":"noted"}}}}"#, case(serial));
    (keys::event(case(serial), seq), pack(json.into_bytes()))
}

fn chain(count: u64) -> Vec<(Key, Vec<u8>)> {
    let mut prev = String::new();
    let entry = |n: u64| {
        let json = format!(r#"{{"v":1,"n":{n},"at":"2026-05-04T09:30:00+08:00","prev":"{prev}","what":{{"entry":"rejoined"}}}}"#);
        prev = link(&prev, json.as_bytes());
        (keys::entry(n), pack(json.into_bytes()))
    };
    (1..=count).map(entry).collect()
}

fn tree(all: impl IntoIterator<Item = (Key, Vec<u8>)>) -> sled::Db {
    let db = Config::new().temporary(true).open().expect("a database");
    all.into_iter().for_each(|(key, value)| drop(db.insert(key, value).expect("written")));
    db
}

/// The same records, folded.
fn folded(tree: &Tree) -> sled::Db {
    let db = Config::new().temporary(true).open().expect("a database");
    let mut folder = Folder::new(|key, value| Ok(db.insert(key, value).map(drop)?));
    unfolded(tree.iter()).try_for_each(|record| record.map(|(key, value)| folder.take(key, value))?).expect("folded");
    folder.end().expect("folded");
    drop(folder);
    db
}

fn bytes(key: &Key) -> IVec {
    key.as_ref().into()
}

#[test]
fn folded_records_are_read_as_if_they_were_not() {
    let events = [1, 2, 3].into_iter().flat_map(|seq| [event(1, seq), event(2, seq), event(7, seq)]);
    let others = [(keys::case(case(1)), b"{}".to_vec()), (keys::open(case(1)), Vec::new())];
    let db = tree(events.chain(chain(150)).chain(others));
    let small = folded(&db);
    assert_eq!(small.len(), 3 + 3 + 2, "three cases, three runs of entries, and the others");
    assert_eq!(records(&small), records(&db));
    for n in [1, 2, 63, 64, 65, 149, 150] {
        let entry = entry(&small, n).expect("readable").expect("there");
        assert_eq!(unpack(&entry), unpack(&db.get(keys::entry(n)).expect("readable").expect("there")));
    }
    assert!(entry(&small, 0).expect("readable").is_none() && entry(&small, 151).expect("readable").is_none());
    assert_eq!(last_entry(&small).expect("readable").map(|(key, _)| key), Some(bytes(&keys::entry(150))));
    assert_eq!(events_of(&small, 2), [1, 2, 3]);
    assert!(events_of(&small, 3).is_empty());
}

fn events_of(tree: &Tree, serial: u32) -> Vec<u32> {
    let seq = |record: Record| keys::read_event(&record.expect("readable").0).expect("an event").1;
    events(tree, case(serial)).map(seq).collect()
}

#[test]
fn what_comes_later_stands_behind_its_fold_and_is_folded_with_it() {
    let all = chain(80);
    let small = folded(&tree([event(1, 1), event(1, 2)].into_iter().chain(all[..70].to_vec())));
    let later = [event(1, 3), event(1, 4)].into_iter().chain(all[70..].to_vec());
    later.for_each(|(key, value)| drop(small.insert(key, value).expect("written")));
    assert_eq!(events_of(&small, 1), [1, 2, 3, 4]);
    assert_eq!(last_entry(&small).expect("readable").map(|(key, _)| key), Some(bytes(&keys::entry(80))));
    let smaller = folded(&small);
    assert_eq!((small.len(), smaller.len()), (1 + 2 + 2 + 10, 1 + 2));
    assert_eq!(records(&smaller), records(&small));
}

#[test]
fn what_a_case_begins_with_is_one_record_and_the_rest_stands_behind_it() {
    let plain = |seq: u32| unpack(&event(1, seq).1).expect("whole").into_owned();
    let events = |seqs: RangeInclusive<u32>| seqs.map(plain).collect::<Vec<_>>();
    let records_of = |before, events| kept(case(1), before, events);
    let (begun, later) = (records_of(0, events(1..=3)), records_of(3, events(4..=5)));
    assert_eq!((begun.len(), later.len()), (1, 2));
    let (small, large) = (tree(begun.into_iter().chain(later)), tree((1..=5).map(|seq| event(1, seq))));
    assert_eq!(events_of(&small, 1), [1, 2, 3, 4, 5]);
    assert_eq!((records(&small), records(&folded(&small))), (records(&large), records(&large)));
    assert_eq!(records_of(0, events(1..=1)), [event(1, 1)], "one event has nothing to gain");
    let long = |seq: u32| (0..600).map(|n| sha256([&(1000 * seq + n).to_be_bytes()[..]])).collect::<String>().into_bytes();
    let records = records_of(0, vec![long(1), long(2)]);
    assert_eq!(records.len(), 2, "a fold has to fit on a page with its neighbours");
}

#[test]
fn entries_that_are_written_together_are_one_record() {
    let all = chain(200);
    let kept = |from: u64, to: u64| {
        let plain = |n: u64| unpack(&all[usize::try_from(n - 1).expect("small")].1).expect("whole").into_owned();
        kept_entries(from, (from..=to).map(plain).collect())
    };
    let runs = [kept(1, 1), kept(2, 31), kept(32, 32), kept(33, 200)];
    assert_eq!(runs.each_ref().map(Vec::len), [1, 1, 1, 3], "the last are more than one fold holds");
    let (small, large) = (tree(runs.concat()), tree(all.clone()));
    assert_eq!(records(&small), records(&large));
    for (key, value) in &all {
        let n = keys::read_number(key.as_ref()).expect("an entry");
        assert_eq!(unpack(&entry(&small, n).expect("readable").expect("there")), unpack(value));
    }
    assert_eq!(last_entry(&small).expect("readable").map(|(key, _)| key), Some(bytes(&keys::entry(200))));
    assert_eq!(records(&folded(&small)), records(&large), "compacting folds them anew");
    assert_eq!((kept(1, 0), kept_entries(7, vec![b"{}".to_vec(), b"{}".to_vec()]).len()), (Vec::new(), 2), "what cannot come back");
}

#[test]
fn what_does_not_follow_or_cannot_be_read_stays_as_it_is() {
    let damaged = (keys::event(case(2), 2), vec![1, 0xff]);
    let db = tree([event(1, 1), event(1, 3), event(2, 1), damaged.clone(), event(3, 2), event(4, 1)]);
    let small = folded(&db);
    assert_eq!(small.len(), 6);
    assert_eq!(small.get(&damaged.0).expect("readable").as_deref(), Some(damaged.1.as_slice()));
    let fold = keys::events(case(9));
    db.insert(&fold, &[2, 1, 0xff][..]).expect("written");
    let met: Vec<IVec> = events(&db, case(9)).map(|record| record.expect("readable").0).collect();
    assert_eq!(met, [bytes(&fold)], "a damaged fold is met by its reader");
}
