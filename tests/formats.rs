//! What earlier versions wrote is still read 旧格式: a store of format 1 and an export, both as commit 2742924 wrote them, with
//! invented people and matters in every state that there was.

#[path = "common/records.rs"]
mod records;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde::Deserialize;
use yousu::domain::audit::{Head, Verification};
use yousu::domain::case::Case;
use yousu::domain::event::Recorded;
use yousu::domain::ids::{CaseNumber, Moment};
use yousu::domain::outbound::Outbound;
use yousu::domain::reminder::Reminder;
use yousu::store::{CaseWrite, Commit, Delivery, DueItem, SledStore, Store};

use records::{json, lay_apart, records};

#[derive(Deserialize)]
struct Record {
    key: String,
    value: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exported {
    v: u32,
    number: CaseNumber,
    case: Case,
    events: Vec<Recorded>,
}

fn fixture(name: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn exported() -> Vec<Exported> {
    lines(&fixture("export-v1.jsonl"))
}

fn lines(text: &str) -> Vec<Exported> {
    text.lines().map(|line| serde_json::from_str(line).expect("a line of an export is read")).collect()
}

fn bytes_of(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("digits"));
    pairs.map(|pair| u8::from_str_radix(pair, 16).expect("two hexadecimal digits")).collect()
}

/// Writes the records of the store of format 1 as they were.
fn lay_out(folder: &Path) -> BTreeMap<Vec<u8>, Vec<u8>> {
    let db = records(folder);
    let mut all = BTreeMap::new();
    for line in fixture("store-v1.jsonl").lines() {
        let Record { key, value } = serde_json::from_str(line).expect("a record");
        let (key, value) = (bytes_of(&key), value.into_bytes());
        db.insert(&key, value.as_slice()).expect("written");
        all.insert(key, value);
    }
    db.flush().expect("written");
    all
}

fn verified(store: &SledStore, anchors: &[Head]) -> Verification {
    store.verify_chain(anchors, &mut |_| {}).expect("readable")
}

#[test]
fn every_line_of_an_export_replays_to_its_case() {
    let all = exported();
    assert_eq!(all.len(), 7);
    for Exported { v, number, case, events } in all {
        assert_eq!((v, case.number), (1, number));
        assert_eq!(Case::replay(&events).as_ref(), Some(&case), "{number}");
    }
}

#[tokio::test]
async fn a_store_of_format_1_is_opened_and_read_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let before = lay_out(folder.path());
    let store = SledStore::open(folder.path()).expect("it is brought up to date");
    for Exported { number, case, events, .. } in exported() {
        assert_eq!(store.case(number).expect("readable"), Some(case));
        assert_eq!(store.events(number).expect("readable"), events);
        assert!(store.views(number).expect("readable").is_empty(), "nobody was written down then");
    }
    assert_eq!(store.case_numbers(None, 99).expect("readable").len(), 7);
    assert_eq!(store.open_cases().expect("readable").len(), 5);
    assert_eq!((store.staff().expect("readable").len(), store.groups().expect("readable").len()), (8, 1));
    assert_eq!((store.waiting(None, 99).expect("readable").len(), store.dead().expect("readable").len()), (7, 1));
    assert!(store.next_due().expect("readable").is_some());
    assert_eq!(store.logged_chats("web").expect("readable").len(), 1);
    assert_eq!(store.damaged(), 0);

    let found = verified(&store, &[]);
    assert_eq!(found.fault, None);
    assert_eq!((found.checked.entries, found.checked.cases, found.checked.events), (7, 7, 39));
    let anchor = found.head;
    drop(store);

    let store = SledStore::open(folder.path()).expect("a second time nothing is left to do");
    assert_eq!(store.chain_head().expect("readable"), anchor);
    store.commit(Commit { inbound: Some("tg:new".into()), ..Commit::default() }).await.expect("it goes on");
    assert_eq!(verified(&store, &[anchor]).fault, None);
    drop(store);

    let db = records(folder.path());
    assert_eq!(marks_of_notices(&db), 0, "the outbox itself says what waits");
    for (key, value) in before.into_iter().filter(|(key, _)| key != b"meta" && !is_mark_of_notice(key)) {
        assert_eq!(db.get(&key).expect("readable").as_deref(), Some(value.as_slice()), "no record of before was touched");
    }
    assert_eq!(db.get("meta").expect("readable").as_deref(), Some(br#"{"format":7}"#.as_slice()));
}

#[test]
fn a_migration_that_was_stopped_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    lay_out(folder.path());
    let whole = verified(&SledStore::open(folder.path()).expect("it is brought up to date"), &[]);
    let halfway = |db: &sled::Db| {
        lay_apart(db);
        // The chain as it was after the third case.
        let fourth: serde_json::Value = {
            let bytes = db.get([b"a".as_slice(), &4_u64.to_be_bytes()].concat()).expect("readable").expect("an entry");
            serde_json::from_slice(&json(&bytes)).expect("JSON")
        };
        for n in 4..=7_u64 {
            db.remove([b"a".as_slice(), &n.to_be_bytes()].concat()).expect("written");
        }
        let head = serde_json::json!({ "n": 3, "hash": fourth["prev"] });
        db.insert("mchain", head.to_string().as_bytes()).expect("written");
        db.insert("meta", r#"{"format":1}"#).expect("written");
        db.flush().expect("written");
    };
    halfway(&records(folder.path()));
    // It is noted where the chain stands only when a store has been brought up to date.
    std::fs::remove_file(folder.path().join("anchor")).expect("there");
    assert_eq!(verified(&SledStore::open(folder.path()).expect("it goes on"), &[]), whole);
}

fn yousu(var: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yousu"));
    command.current_dir(var).arg("--var").arg(var).args(arguments);
    command.env_remove("SUDO_USER").env("USER", "laochen").env("RUST_LOG", "off").output().expect("the program runs")
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_command_line_is_written_down_and_answers_the_auditor() {
    let var = tempfile::tempdir().expect("a folder");
    let store = var.path().join("store");
    lay_out(&store);
    let case = said(&yousu(var.path(), &["case", "20260302-000001"]));
    let code = case.trim_end().rsplit_once("查阅码：").expect("a trace code").1.to_owned();
    let cases = |text: &str| -> Vec<Case> { lines(text).into_iter().map(|line| line.case).collect() };
    assert_eq!(cases(&said(&yousu(var.path(), &["export"]))), cases(&fixture("export-v1.jsonl")), "an export is what it was");

    let views = said(&yousu(var.path(), &["audit", "20260302-000001"]));
    assert!(views.contains("共 2 次"), "{views}");
    assert!(views.contains("管理员 · 命令行 · laochen　命令行查看　身份脱敏，查阅码 "), "{views}");
    assert!(views.contains("管理员 · 命令行 · laochen　导出　身份全部"), "{views}");
    assert!(said(&yousu(var.path(), &["audit", "20260302-000001", "--as", "城管局"])).contains("共 0 次"));
    let traced = said(&yousu(var.path(), &["audit", "--trace", &code.to_lowercase()]));
    assert!(traced.starts_with("工单 20260302-000001") && traced.contains("laochen"), "{traced}");

    let verified = said(&yousu(var.path(), &["audit", "--verify"]));
    assert!(verified.starts_with("核验通过：审计记录 15 条（查阅 8 次），工单 7 件，事件 39 个"), "{verified}");
    let anchor = verified.lines().find_map(|line| line.strip_prefix("锚点：")).expect("an anchor");
    said(&yousu(var.path(), &["audit", "--verify", "--anchor", anchor]));

    let db = records(&store);
    let (key, _) = db.scan_prefix("e").next().expect("an event").expect("readable");
    db.remove(key).expect("written");
    db.flush().expect("written");
    drop(db);
    let failed = yousu(var.path(), &["audit", "--verify"]);
    let words = String::from_utf8_lossy(&failed.stderr).into_owned();
    assert_eq!(failed.status.code(), Some(1));
    assert!(words.contains("核验没有通过：工单 20260302-000001 的第 1 个事件不见了（审计记录第 1 条）"), "{words}");
    assert_eq!(yousu(var.path(), &["audit"]).status.code(), Some(2), "one of the three questions must be asked");
}

/// The records of a backup, as a store of its format has them.
fn lay_out_backup(folder: &Path, name: &str) {
    let db = records(folder);
    for line in fixture(name).lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        if let Some(key) = line["k"].as_str() {
            db.insert(bytes_of(key), line["v"].as_str().unwrap_or_default().as_bytes()).expect("written");
        }
    }
    db.flush().expect("written");
}

/// A store of an earlier format with one case of three events is read as it is, goes on, and gets the mark of this one.
async fn goes_on(folder: &Path) {
    let store = SledStore::open(folder).expect("it opens");
    let found = verified(&store, &[]);
    assert_eq!((found.fault.clone(), found.checked.entries, found.checked.cases, found.checked.events), (None, 3, 1, 3));
    let number = store.case_numbers(None, 9).expect("readable")[0];
    let case = store.case(number).expect("readable").expect("there");
    assert_eq!(Case::replay(&store.events(number).expect("readable")).as_ref(), Some(&case));
    assert!(!store.waiting(None, 99).expect("readable").is_empty() || !store.logged_chats("web").expect("readable").is_empty());
    store.commit(Commit { inbound: Some("tg:new".into()), ..Commit::default() }).await.expect("it goes on");
    assert_eq!(verified(&store, &[found.head]).fault, None);
    drop(store);
    assert_eq!(records(folder).get("meta").expect("readable").as_deref(), Some(br#"{"format":7}"#.as_slice()));
}

/// `backup-v2.jsonl` was made by a program that wrote format 2 (commit 6ceec3e with changes that touch no record), on whose page two
/// invented citizens had written.
#[tokio::test]
async fn a_store_of_format_2_is_read_as_it_is_and_gets_the_new_mark() {
    let folder = tempfile::tempdir().expect("a folder");
    lay_out_backup(folder.path(), "backup-v2.jsonl");
    goes_on(folder.path()).await;
}

#[test]
fn a_backup_of_format_2_is_restored_and_takes_less_room() {
    let var = tempfile::tempdir().expect("a folder");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/backup-v2.jsonl");
    let told = said(&yousu(var.path(), &["restore", file.to_str().expect("a path")]));
    assert!(told.contains("工单 1 件，事件 3 个，审计记录 3 条") && told.contains("核验通过"), "{told}");
    let db = records(&var.path().join("store"));
    let event = db.scan_prefix("e").next().expect("an event").expect("readable").1;
    assert!(event.len() * 2 < json(&event).len(), "{} bytes", event.len());
}

/// Records as they lay: keys and values in hexadecimal digits.
fn lay_out_bytes(folder: &Path, name: &str) {
    let db = records(folder);
    for line in fixture(name).lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let bytes = |field: &str| bytes_of(line[field].as_str().expect("digits"));
        db.insert(bytes("k"), bytes("b")).expect("written");
    }
    db.flush().expect("written");
}

/// `store-v3.jsonl` is the store that a program which wrote format 3 (commit 22efe24) made of `backup-v2.jsonl`.
#[tokio::test]
async fn a_store_of_format_3_is_read_as_it_is_and_gets_the_new_mark() {
    let folder = tempfile::tempdir().expect("a folder");
    lay_out_bytes(folder.path(), "store-v3.jsonl");
    goes_on(folder.path()).await;
}

/// `store-v4.jsonl` is the store of a program that wrote format 4 (commit 67bbbcd), on whose page an invented citizen had written twice.
#[tokio::test]
async fn a_case_of_format_4_keeps_its_reminders_once_when_it_is_written_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    lay_out_bytes(folder.path(), "store-v4.jsonl");
    let store = SledStore::open(folder.path()).expect("it opens");
    assert_eq!(verified(&store, &[]).fault, None);
    let before = due_of_all(&store);
    let numbers = store.open_cases().expect("readable");
    assert!(numbers.len() == 2 && before.len() > 10, "{} of {} cases", before.len(), numbers.len());

    let case = store.case_to_change(numbers[0]).expect("readable").expect("there");
    let own: Vec<Reminder> = before.iter().filter_map(|item| reminder_of(item, numbers[0])).collect();
    let write = |case: &Case, reminders: &[Reminder]| Commit {
        cases: vec![CaseWrite { expected_seq: case.seq, events: Vec::new(), case: case.clone(), reminders: reminders.to_vec() }],
        ..Commit::default()
    };
    store.commit(write(&case, &own)).await.expect("read just now");
    assert_eq!(due_of_all(&store), before);
    // The last one goes: the entry stands where it stood, and says so.
    store.commit(write(&case, &own[..own.len() - 1])).await.expect("nobody changed it");
    let without = |item: &DueItem| reminder_of(item, numbers[0]).as_ref() != own.last();
    assert_eq!(due_of_all(&store), before.iter().filter(|item| without(item)).cloned().collect::<Vec<_>>());
    store.commit(write(&case, &own[1..])).await.expect("nobody changed it");
    drop(store);

    assert_eq!(due_entries(folder.path()), 2, "one for each case");
    let db = records(folder.path());
    let kept: Vec<serde_json::Value> =
        db.scan_prefix("c").map(|record| serde_json::from_slice(&json(&record.expect("readable").1)).expect("JSON")).collect();
    assert!(kept[0].get("reminders").is_none() && kept[0]["index"]["due"].is_string(), "written anew");
    assert!(kept[1]["reminders"].is_array() && kept[1]["index"]["together"] == true, "left alone");
}

fn due_of_all(store: &SledStore) -> Vec<DueItem> {
    store.due("9999-12-31T00:00:00+08:00".parse().expect("a moment"), 999).expect("readable")
}

fn reminder_of(item: &DueItem, case: CaseNumber) -> Option<Reminder> {
    match item {
        DueItem::Case(number, reminder) if *number == case => Some(reminder.clone()),
        _ => None,
    }
}

/// How many entries tell when something of a case falls due: behind the letter and the moment stands a zero.
fn due_entries(folder: &Path) -> usize {
    records(folder).scan_prefix("r").filter(|entry| entry.as_ref().expect("readable").0[13] == 0).count()
}

#[tokio::test]
async fn reminders_that_had_an_entry_each_get_one_for_all() {
    let folder = tempfile::tempdir().expect("a folder");
    lay_out_bytes(folder.path(), "store-v3.jsonl");
    let entries = due_entries(folder.path());
    let store = SledStore::open(folder.path()).expect("it opens");
    let far: Moment = "9999-12-31T00:00:00+08:00".parse().expect("a moment");
    let before = store.due(far, 999).expect("readable");
    let number = store.open_cases().expect("readable")[0];
    let own = |item: &DueItem| if let DueItem::Case(_, reminder) = item { Some(reminder.clone()) } else { None };
    let reminders: Vec<Reminder> = before.iter().filter_map(own).collect();
    assert!(reminders.len() == entries && entries > 5, "each has its own");

    let case = store.case(number).expect("readable").expect("there");
    let again = CaseWrite { expected_seq: case.seq, events: Vec::new(), case, reminders };
    store.commit(Commit { cases: vec![again], ..Commit::default() }).await.expect("read just now");
    assert_eq!(store.due(far, 999).expect("readable"), before);
    assert_eq!(store.due(before[3].due(), 999).expect("readable"), before[..4]);
    assert_eq!(store.due(far, 3).expect("readable"), before[..3]);
    assert_eq!(store.next_due().expect("readable"), before.first().map(DueItem::due));
    drop(store);
    assert_eq!(due_entries(folder.path()), 1, "nothing of the old entries stays");
}

/// A mark that a notice waits, or was given up, as programs before format 6 wrote it.
fn is_mark_of_notice(key: &[u8]) -> bool {
    key.starts_with(b"n") || key.starts_with(b"y")
}

fn marks_of_notices(db: &sled::Db) -> usize {
    db.iter().keys().filter(|key| is_mark_of_notice(key.as_ref().expect("readable"))).count()
}

/// `store-v5.jsonl` is what a program that wrote format 5 (commit e1bd0a9) made of `store-v1.jsonl` with `yousu rebuild`.
#[tokio::test]
async fn notices_of_format_5_lose_their_marks_and_are_known_all_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    lay_out_bytes(folder.path(), "store-v5.jsonl");
    assert_eq!(marks_of_notices(&records(folder.path())), 8);
    let store = SledStore::open(folder.path()).expect("it opens");
    let (waiting, dead) = (store.waiting(None, 99).expect("readable"), store.dead().expect("readable"));
    assert_eq!((waiting.len(), dead.len(), store.damaged()), (7, 1, 0));

    let queue = |message: &Outbound| Commit { outbox: vec![message.clone()], ..Commit::default() };
    store.commit(queue(&waiting[0].outbound)).await.expect("it waits already");
    assert_eq!(store.waiting(None, 99).expect("readable"), waiting);
    store.commit(queue(&dead[0].0)).await.expect("it is said again");
    assert!(store.dead().expect("readable").is_empty());
    let sent = store.waiting(None, 99).expect("readable").into_iter().map(|item| Delivery::Sent(item.key)).collect::<Vec<_>>();
    assert_eq!(sent.len(), 8);
    store.commit(Commit { delivery: sent, ..Commit::default() }).await.expect("all of it was sent");
    store.commit(queue(&waiting[0].outbound)).await.expect("nobody waits for it any more");
    assert_eq!(store.waiting(None, 99).expect("readable").len(), 1);
    drop(store);
    assert_eq!(marks_of_notices(&records(folder.path())), 0);
}

/// `store-v6.jsonl` is what a program that wrote format 6 (commit 1d55f92) made of `store-v5.jsonl`: two cases were looked at on the command
/// line, and all were exported.
#[test]
fn views_of_format_6_are_all_listed_and_no_entry_is_read_for_them() {
    let folder = tempfile::tempdir().expect("a folder");
    lay_out_bytes(folder.path(), "store-v6.jsonl");
    let marks = |db: &sled::Db| db.scan_prefix("w").chain(db.scan_prefix("t")).filter_map(Result::ok).collect::<Vec<_>>();
    let (before, gone) = {
        let db = records(folder.path());
        let all = marks(&db);
        // What this program does not look for in entries up to the record, it does not find there.
        let last = db.scan_prefix("w").keys().next_back().expect("a view").expect("readable");
        db.remove(&last).expect("written");
        (all, last)
    };
    assert_eq!(before.len(), 11, "nine views, two of them with a code");
    let number = |serial: u32| format!("20260302-{serial:06}").parse::<CaseNumber>().expect("a number");
    let store = SledStore::open(folder.path()).expect("it opens");
    let (_, view) = store.view_of_code("P78EBY").expect("readable").expect("the code is known");
    assert_eq!((view.case, store.views(number(1)).expect("readable").len(), store.damaged()), (number(1), 2, 0));
    assert!(verified(&store, &[]).fault.is_some(), "the mark that was taken away is missed");
    drop(store);
    let db = records(folder.path());
    assert_eq!(db.get("mlisted").expect("readable").as_deref(), Some(b"16".as_slice()));
    assert!(marks(&db).into_iter().eq(before.into_iter().filter(|(key, _)| *key != gone)));
    assert_eq!(db.get("meta").expect("readable").as_deref(), Some(br#"{"format":7}"#.as_slice()));
}
