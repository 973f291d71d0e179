//! The audit chain: what every commit leaves in it, who saw what, and that every change behind the store's back is found.

use std::path::Path;

use yousu::domain::audit::{Fault, Head, View, Viewed, Viewer};
use yousu::domain::ids::CaseNumber;
use yousu::domain::privacy::Sight;
use yousu::store::{CaseWrite, Commit, CommitError, SledStore, Store, expanded};

use crate::records::{json, lay_apart, records};
use crate::values::{New, accepted, at, begin, colleague, dispatched, number, of_case, of_cases, then, withdrawn};

/// A view of the first case or the second, at this minute.
pub fn view(case: CaseNumber, minutes: i64, code: Option<&str>) -> View {
    let by = Viewer::from(&colleague(1, "tg:7"));
    View { case, at: at(minutes), by, how: Viewed::Chat, sight: Sight::Masked, seq: 1, code: code.map(str::to_owned) }
}

fn of_views(views: Vec<View>) -> Commit {
    Commit { views, ..Commit::default() }
}

fn fault(store: &dyn Store, anchors: &[Head]) -> Option<Fault> {
    store.verify_chain(anchors, &mut |_| {}).expect("readable").fault
}

pub async fn views_are_listed_by_case_and_code(new: New<'_>) {
    let store = new();
    store.commit(of_cases(vec![begin(number(1), "tg:1"), begin(number(2), "tg:2")])).await.expect("new");
    let (first, other, last) = (view(number(1), 3, Some("AAAAA1")), view(number(2), 4, None), view(number(1), 5, Some("AAAAA2")));
    store.commit(of_views(vec![first.clone(), other.clone()])).await.expect("new");
    store.commit(of_views(vec![last.clone()])).await.expect("new");
    assert_eq!(store.views(number(1)).expect("readable"), [(3, first), (5, last.clone())], "two entries are the cases' own");
    assert_eq!(store.views(number(2)).expect("readable"), [(4, other)]);
    assert_eq!(store.views(number(3)).expect("readable"), []);
    assert_eq!(store.view_of_code("AAAAA2").expect("readable"), Some((5, last)));
    assert_eq!(store.view_of_code("AAAAA3").expect("readable"), None);
    assert_eq!(fault(store.as_ref(), &[]), None);
}

pub async fn a_trace_code_is_given_once(new: New<'_>) {
    let store = new();
    store.commit(of_case(begin(number(1), "tg:1"))).await.expect("new");
    store.commit(of_views(vec![view(number(1), 3, Some("AAAAA1"))])).await.expect("new");
    let before = store.chain_head().expect("readable");
    let again = Commit { cases: vec![begin(number(2), "tg:2")], ..of_views(vec![view(number(1), 4, Some("AAAAA1"))]) };
    assert!(matches!(store.commit(again).await, Err(CommitError::Conflict(_))));
    assert_eq!(store.case(number(2)).expect("readable"), None, "nothing of the commit landed");
    assert_eq!(store.chain_head().expect("readable"), before);
    let twice = of_views(vec![view(number(1), 4, Some("AAAAA2")), view(number(1), 4, Some("AAAAA2"))]);
    assert!(matches!(store.commit(twice).await, Err(CommitError::Conflict(_))));
    assert_eq!(fault(store.as_ref(), &[]), None);
}

pub async fn the_chain_grows_with_the_cases(new: New<'_>) {
    let store = new();
    assert_eq!(store.chain_head().expect("readable"), Head::default());
    assert_eq!(fault(store.as_ref(), &[]), None);
    let first = begin(number(1), "tg:1");
    store.commit(of_case(first.clone())).await.expect("new");
    let anchor = store.chain_head().expect("readable");
    let second = then(&first.case, accepted());
    store.commit(of_case(second.clone())).await.expect("read just now");
    assert!(matches!(store.commit(of_case(then(&first.case, accepted()))).await, Err(CommitError::Conflict(_))));
    store.commit(of_case(then(&second.case, dispatched("lamps")))).await.expect("read just now");
    let found = store.verify_chain(std::slice::from_ref(&anchor), &mut |_| {}).expect("readable");
    assert_eq!((found.fault, found.checked.entries, found.checked.events, found.checked.cases), (None, 3, 3, 1));
    assert_eq!((found.head.n, anchor.n), (3, 1));
    assert_eq!(store.chain_head().expect("readable"), found.head);

    let other = Head { hash: found.head.hash.clone(), ..anchor };
    assert_eq!(fault(store.as_ref(), &[other]), Some(Fault::Anchor(1)));
    let beyond = Head { n: 9, ..found.head };
    assert_eq!(fault(store.as_ref(), &[beyond]), Some(Fault::Anchor(9)));
}

pub async fn the_chain_binds_each_event_of_a_beginning(new: New<'_>) {
    let store = new();
    let first = begin(number(1), "tg:1");
    let second = then(&first.case, accepted());
    let third = then(&second.case, dispatched("lamps"));
    let events = [first.events, second.events, third.events.clone()].concat();
    let all = CaseWrite { expected_seq: 0, events: events.clone(), ..third.clone() };
    store.commit(of_case(all)).await.expect("new");
    assert_eq!(store.events(number(1)).expect("readable"), events);
    let last = then(&third.case, withdrawn());
    store.commit(of_case(last.clone())).await.expect("read just now");
    assert_eq!(store.events(number(1)).expect("readable"), [events, last.events].concat());
    let found = store.verify_chain(&[], &mut |_| {}).expect("readable");
    assert_eq!((found.fault, found.checked.entries, found.checked.events, found.checked.cases), (None, 2, 4, 1));
}

pub async fn it_is_verified_while_others_write(new: New<'_>) {
    let store = new();
    let writing = async {
        for serial in 1..=60 {
            store
                .commit(Commit { views: vec![view(number(serial), 1, None)], ..of_case(begin(number(serial), "tg:1")) })
                .await
                .expect("new");
        }
    };
    let reader = store.clone();
    let reading = tokio::task::spawn_blocking(move || (0..40).filter_map(|_| fault(reader.as_ref(), &[])).next());
    let ((), found) = tokio::join!(writing, reading);
    assert_eq!(found.expect("no panic"), None);
    assert_eq!(store.verify_chain(&[], &mut |_| {}).expect("readable").checked.entries, 120);
}

/// Three cases with some events and views: nine entries, six events.
async fn fill(path: &Path) -> Head {
    let store = SledStore::open(path).expect("a store");
    for serial in 1..=3 {
        let first = begin(number(serial), "tg:1");
        store.commit(of_case(first.clone())).await.expect("new");
        let code = format!("AAAAA{serial}");
        let second = Commit { views: vec![view(number(serial), 2, Some(&code))], ..of_case(then(&first.case, accepted())) };
        store.commit(second).await.expect("read just now");
    }
    assert_eq!(fault(&store, &[]), None);
    store.chain_head().expect("readable")
}

fn entry(n: u64) -> Vec<u8> {
    [b"a".as_slice(), &n.to_be_bytes()].concat()
}

fn event(serial: u32, seq: u32) -> Vec<u8> {
    [b"e".as_slice(), &20_260_213_u32.to_be_bytes(), &serial.to_be_bytes(), &seq.to_be_bytes()].concat()
}

/// Changes one byte of a value; a digit becomes another digit, so that it can still be read.
fn flip(db: &::sled::Db, key: &[u8]) {
    let mut value = json(&db.get(key).expect("readable").expect("there"));
    let last = value.iter().rposition(u8::is_ascii_digit).expect("a digit");
    value[last] = if value[last] == b'0' { b'1' } else { b'0' };
    db.insert(key, value).expect("written");
}

/// The hash by which the entry behind `n` names it: what somebody who rewrites the head has at hand.
fn hash_of(db: &::sled::Db, n: u64) -> String {
    let next = db.get(entry(n + 1)).expect("readable").expect("there");
    serde_json::from_slice::<serde_json::Value>(&json(&next)).expect("JSON")["prev"].as_str().expect("a hash").to_owned()
}

async fn found_after(change: impl FnOnce(&::sled::Db)) -> Option<Fault> {
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path()).await;
    tamper(folder.path(), change);
    fault(&SledStore::open(folder.path()).expect("it opens all the same"), &[])
}

fn tamper(path: &Path, change: impl FnOnce(&::sled::Db)) {
    let db = records(path);
    lay_apart(&db);
    change(&db);
    db.flush().expect("written");
}

#[tokio::test]
async fn a_changed_entry_is_found() {
    for n in 1..=9 {
        let found = found_after(|db| flip(db, &entry(n))).await;
        let is_found = matches!(found, Some(Fault::EntryChanged(at) | Fault::EventChanged(at, ..) | Fault::Unlisted(at)) if at == n);
        assert!(is_found || matches!(found, Some(Fault::OutOfOrder(at, _)) if at == n), "{n}: {found:?}");
    }
    let unreadable = found_after(|db| drop(db.insert(entry(5), "{").expect("written"))).await;
    assert_eq!(unreadable, Some(Fault::EntryUnreadable(5)));
}

#[tokio::test]
async fn a_missing_entry_is_found() {
    assert_eq!(found_after(|db| drop(db.remove(entry(1)).expect("written"))).await, Some(Fault::EntryMissing(1)));
    assert_eq!(found_after(|db| drop(db.remove(entry(5)).expect("written"))).await, Some(Fault::EntryMissing(5)));
    let tail = found_after(|db| (7..=9).for_each(|n| drop(db.remove(entry(n)).expect("written")))).await;
    assert_eq!(tail, Some(Fault::EntryMissing(7)));
}

#[tokio::test]
async fn a_record_of_several_entries_that_is_missing_or_damaged_is_found() {
    // What happened to the second case, and who saw it then.
    for damage in [None, Some(b"{".as_slice())] {
        let folder = tempfile::tempdir().expect("a folder");
        fill(folder.path()).await;
        let db = records(folder.path());
        assert_eq!(expanded(&entry(5), &db.get(entry(5)).expect("readable").expect("there")).map(|entries| entries.len()), Some(2));
        match damage {
            Some(damaged) => drop(db.insert(entry(5), damaged).expect("written")),
            None => drop(db.remove(entry(5)).expect("written")),
        }
        db.flush().expect("written");
        drop(db);
        let found = fault(&SledStore::open(folder.path()).expect("it opens all the same"), &[]);
        assert_eq!(found, Some(damage.map_or(Fault::EntryMissing(5), |_| Fault::EntryUnreadable(5))));
    }
}

#[tokio::test]
async fn an_added_entry_is_found() {
    let behind = found_after(|db| drop(db.insert(entry(10), db.get(entry(9)).expect("readable").expect("there")).expect("written"))).await;
    assert_eq!(behind, Some(Fault::EntryChanged(10)));
    let before = found_after(|db| drop(db.insert(entry(0), db.get(entry(1)).expect("readable").expect("there")).expect("written"))).await;
    assert_eq!(before, Some(Fault::EntryMissing(1)));
}

#[tokio::test]
async fn a_changed_missing_or_added_event_is_found() {
    assert_eq!(found_after(|db| flip(db, &event(2, 1))).await, Some(Fault::EventChanged(4, number(2), 1, 1)));
    assert_eq!(found_after(|db| drop(db.remove(event(3, 2)).expect("written"))).await, Some(Fault::EventMissing(8, number(3), 2)));
    let copy = |db: &::sled::Db| db.get(event(1, 2)).expect("readable").expect("there");
    let added = found_after(|db| drop(db.insert(event(1, 3), copy(db)).expect("written"))).await;
    assert_eq!(added, Some(Fault::EventUncovered(number(1), 3)));
    let whole_case = found_after(|db| drop(db.insert(event(7, 1), copy(db)).expect("written"))).await;
    assert_eq!(whole_case, Some(Fault::EventUncovered(number(7), 1)));
    let zeroth = found_after(|db| drop(db.insert(event(1, 0), copy(db)).expect("written"))).await;
    assert_eq!(zeroth, Some(Fault::EventUncovered(number(1), 0)));
    let nameless = found_after(|db| drop(db.insert("e?", "{}").expect("written"))).await;
    assert_eq!(nameless, Some(Fault::EventNameless));
}

#[tokio::test]
async fn a_view_that_is_taken_off_the_lists_is_found() {
    let key = [b"w".as_slice(), &20_260_213_u32.to_be_bytes(), &1_u32.to_be_bytes(), &3_u64.to_be_bytes()].concat();
    assert_eq!(found_after(|db| drop(db.remove(&key).expect("written").expect("there"))).await, Some(Fault::Unlisted(3)));
    assert_eq!(found_after(|db| drop(db.remove("tAAAAA1").expect("written").expect("there"))).await, Some(Fault::Unlisted(3)));
}

#[tokio::test]
async fn what_a_damaged_file_still_holds_is_there_after_it_was_opened() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("store");
    fill(&folder).await;
    let file = folder.join("db");
    let whole = std::fs::read(&file).expect("there");
    let last = whole.iter().rposition(|byte| *byte != 0).expect("something was written");
    let kept = home.path().join("store.as-it-was");
    for damaged in [last / 8, last / 2] {
        let mut bytes = whole.clone();
        bytes[damaged..damaged + 20].iter_mut().for_each(|byte| *byte ^= 0xff);
        std::fs::write(&file, &bytes).expect("written");
        let why = SledStore::open(&folder).err().map(|error| format!("{error:#}")).expect("refused");
        assert!(why.contains(&format!("打开前的原样留在 {}", kept.display())) && why.contains("从备份恢复"), "{why}");
        assert!(std::fs::read(&file).expect("there") != bytes, "sled wrote over what it could not read");
        assert!(std::fs::read(kept.join("db")).expect("kept") == bytes);
        std::fs::remove_dir_all(&kept).expect("there");
    }
}

#[tokio::test]
async fn a_cut_tail_with_a_new_head_is_found_by_an_anchor_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let anchor = fill(folder.path()).await;
    tamper(folder.path(), |db| {
        let head = serde_json::json!({ "n": 8, "hash": hash_of(db, 8) });
        db.insert("mchain", head.to_string().as_bytes()).expect("written");
        db.remove(entry(9)).expect("written");
        db.remove("tAAAAA3").expect("written");
    });
    let why = SledStore::open(folder.path()).err().map(|error| format!("{error:#}")).expect("refused");
    assert!(why.contains("存储缺了末尾：审计链记到过第 9 条，现在只到第 8 条") && why.contains("从备份恢复"), "{why}");
    // Whoever rewrites the records rewrites the anchor beside them too, or takes it away.
    std::fs::remove_file(folder.path().join("anchor")).expect("there");
    let store = SledStore::open(folder.path()).expect("a store");
    assert_eq!(fault(&store, &[]), None, "nothing inside tells");
    assert_eq!(fault(&store, &[anchor]), Some(Fault::Anchor(9)));
}

#[tokio::test]
async fn a_wrong_head_is_found_and_a_lost_one_made_anew() {
    let wrong = found_after(|db| drop(db.insert("mchain", serde_json::json!({"n": 9, "hash": "00"}).to_string().as_bytes()))).await;
    assert_eq!(wrong, Some(Fault::EntryChanged(9)));
    let behind = found_after(|db| {
        let head = serde_json::json!({ "n": 7, "hash": hash_of(db, 7) });
        drop(db.insert("mchain", head.to_string().as_bytes()));
    });
    assert_eq!(behind.await, Some(Fault::BeyondHead(8)));

    for lost in [None, Some("??")] {
        let folder = tempfile::tempdir().expect("a folder");
        let anchor = fill(folder.path()).await;
        tamper(folder.path(), |db| match lost {
            None => drop(db.remove("mchain").expect("written")),
            Some(rubbish) => drop(db.insert("mchain", rubbish).expect("written")),
        });
        let store = SledStore::open(folder.path()).expect("a store");
        store.commit(of_case(begin(number(4), "tg:1"))).await.expect("the hotline does not stand still");
        let found = store.verify_chain(&[anchor], &mut |_| {}).expect("readable");
        assert_eq!((found.fault, found.checked.rejoined, found.checked.entries), (None, 1, 11), "and it is told");
    }
}
