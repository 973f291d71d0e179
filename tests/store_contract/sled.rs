//! What is particular to the store on sled: its directory, its lock, its format, its bytes.

use std::path::Path;

use yousu::domain::profile::ProfileText;
use yousu::domain::reminder::{Due, Reminder};
use yousu::domain::staff::{Invite, Post, Role};
use yousu::store::{CaseWrite, Commit, Delivery, DueItem, PeopleWrite, SetAside, SledStore, Store, Why};

use crate::ballots::{ballot, cast};
use crate::records::records;
use crate::values::{
    at, begin, colleague, dispatched, line, message, notice, number, of_case, of_cases, of_outbox, reminder, then, who, word,
};

fn open(path: &Path) -> SledStore {
    SledStore::open(path).expect("a store")
}

fn refusal(path: &Path) -> String {
    SledStore::open(path).err().map(|error| format!("{error:#}")).expect("refused")
}

/// Everything that a store tells.
fn everything(store: &SledStore) -> String {
    let numbers = store.case_numbers(None, 99).expect("readable");
    let cases: Vec<_> = numbers.iter().map(|number| store.case(*number).expect("readable")).collect();
    let events: Vec<_> = numbers.iter().map(|number| store.events(*number).expect("readable")).collect();
    let lists = (store.open_cases().expect("readable"), store.open_cases_of(&"lamps".into()).expect("readable"));
    let due = (store.next_due().expect("readable"), store.due(at(999), 99).expect("readable"));
    let outbox = (store.waiting(None, 99).expect("readable"), store.dead().expect("readable"), store.aside().expect("readable"));
    let talk = (store.conversation(&who("tg:1")).expect("readable"), store.log(&"web:甲".into(), 99).expect("readable"));
    let people = (store.staff().expect("readable"), store.groups().expect("readable"), store.invite("abc").expect("readable"));
    let ballots =
        (store.ballots("2026Q1".parse().expect("a quarter")).expect("readable"), store.has_appraised(number(1)).expect("readable"));
    let rules = store.profiles().expect("readable");
    let seen = (store.seen(&"tg:u1".into()).expect("readable"), store.cases_of(&"tg:1".into(), 9).expect("readable"));
    format!("{cases:#?}{events:#?}{lists:#?}{due:#?}{outbox:#?}{talk:#?}{people:#?}{rules:#?}{seen:#?}{ballots:#?}")
}

#[tokio::test]
async fn everything_survives_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let case = begin(number(1), "tg:1");
    let invite = Invite { code: "abc".to_owned(), name: None, role: Role::Leader, department: None, post: Post::A, expires: at(60) };
    let first = Commit {
        papers: Vec::new(),
        inbound: Some("tg:u1".into()),
        also: Vec::new(),
        at: Some(at(0)),
        cases: vec![case.clone(), begin(number(2), "tg:2")],
        conversations: vec![word(&who("tg:1"), 1, Some(at(5)))],
        outbox: vec![notice("a", false), notice("b", true), notice("c", false)],
        delivery: Vec::new(),
        resend: Vec::new(),
        aside: vec![SetAside { inbound: message("tg:u2"), why: Why::Failing, at: at(0) }],
        readmit: None,
        log: vec![line("web:甲", "1"), line("web:甲", "2")],
        people: vec![PeopleWrite::Invited(invite), PeopleWrite::Joined { staff: colleague(1, "tg:7"), code: None }],
        views: Vec::new(),
        copies: Vec::new(),
        publications: Vec::new(),
        ballots: vec![cast(case.case.number, "AA", ballot("2026Q1", "good"))],
        profiles: vec![ProfileText { key: "county@1".to_owned(), text: "one".to_owned() }],
    };
    store.commit(first).await.expect("new");
    let dead = Delivery::Dead { key: store.waiting(None, 1).expect("readable")[0].key, why: "找不到".to_owned() };
    let second = CaseWrite { reminders: vec![reminder(7)], ..then(&case.case, dispatched("lamps")) };
    store.commit(Commit { delivery: vec![dead], ..of_case(second) }).await.expect("read just now");
    let before = everything(&store);
    let last = store.waiting(None, 9).expect("readable")[1].key;
    drop(store);

    let store = open(folder.path());
    assert_eq!(everything(&store), before);
    assert!(matches!(store.commit(of_cases(vec![case])).await, Err(yousu::store::CommitError::Conflict(_))));
    store.commit(of_outbox(vec![notice("d", false)])).await.expect("new");
    assert!(store.waiting(Some(last), 9).expect("readable")[0].key > last, "numbers go on");
    assert_eq!(store.damaged(), 0);
}

#[tokio::test]
async fn it_opens_again_at_once_many_times() {
    let folder = tempfile::tempdir().expect("a folder");
    for serial in 1..=10 {
        let store = open(folder.path());
        assert_eq!(store.last_serial(20_260_213).expect("readable"), serial - 1);
        store.commit(of_case(begin(number(serial), "tg:1"))).await.expect("new");
    }
}

#[test]
fn what_was_sent_to_the_writer_is_written_before_the_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    for serial in 1..=50 {
        let mut commit = store.commit(of_case(begin(number(serial), "tg:1")));
        // Polled once and then given up: it has been handed over.
        let _ = futures::FutureExt::now_or_never(&mut commit);
    }
    drop(store);
    assert_eq!(open(folder.path()).open_cases().expect("readable").len(), 50);
}

#[test]
fn a_second_program_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let _first = open(folder.path());
    let why = refusal(folder.path());
    assert!(why.starts_with("另一个 yousu 正在使用这个目录（"), "{why}");
    assert!(why.ends_with("；请先停止那一个，或者给这一个换一个目录，再启动"), "{why}");
}

#[test]
fn a_file_is_no_directory() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let why = refusal(file.path());
    assert!(why.contains("这个路径是一个文件，不是目录；请换一个目录"), "{why}");
}

/// Changes a closed store behind its back.
fn tamper(path: &Path, change: impl FnOnce(&::sled::Db)) {
    let db = records(path);
    change(&db);
    db.flush().expect("written");
}

#[test]
fn a_newer_format_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(open(folder.path()));
    tamper(folder.path(), |db| drop(db.insert("meta", r#"{"format":8}"#).expect("written")));
    let why = refusal(folder.path());
    assert!(why.contains("由更新版本的 yousu 写成（存储格式 8，本程序只认到 7）；请换用新版程序"), "{why}");
    tamper(folder.path(), |db| drop(db.insert("meta", "??").expect("written")));
    let why = refusal(folder.path());
    assert!(why.contains("存储的格式标记已损坏；请不要继续使用这个目录，从备份恢复"), "{why}");
}

#[test]
fn a_strangers_directory_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    tamper(folder.path(), |db| drop(db.insert("theirs", "1").expect("written")));
    let why = refusal(folder.path());
    assert!(why.contains("里有别的程序的数据，不是 yousu 的存储"), "{why}");
}

/// Overwrites the value of the first record whose key begins with this letter.
fn spoil(db: &::sled::Db, kind: &str) {
    let (key, _) = db.scan_prefix(kind).next().expect("a record").expect("readable");
    db.insert(key, "\u{1}{\"case\":").expect("written");
}

#[tokio::test]
async fn a_damaged_record_hides_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let with = |serial| CaseWrite { reminders: vec![reminder(i64::from(serial))], ..begin(number(serial), "tg:1") };
    let commit = Commit {
        outbox: vec![notice("a", false), notice("b", false)],
        log: vec![line("web:甲", "1"), line("web:甲", "2")],
        people: vec![1, 2].into_iter().map(|id| PeopleWrite::Joined { staff: colleague(id, "tg:7"), code: None }).collect(),
        ..of_cases(vec![with(1), with(2)])
    };
    store.commit(commit).await.expect("new");
    drop(store);
    tamper(folder.path(), |db| {
        ["c", "e", "r", "q", "l", "p"].into_iter().for_each(|kind| spoil(db, kind));
        db.insert("mnumbers", "?").expect("written");
        db.insert("rtorn", "").expect("written");
        db.insert(b"o\0\0", "").expect("written");
    });

    let store = open(folder.path());
    assert_eq!(store.damaged(), 2, "the counter was recovered from what is there; a notice that cannot be read has no name");
    let why = store.case(number(1)).expect_err("damaged").to_string();
    assert!(why.starts_with("存储中的记录 c\\x01") && why.contains("已损坏，无法读取"), "{why}");
    assert!(store.case(number(2)).expect("readable").is_some());
    assert_eq!(store.events(number(1)).expect("readable"), []);
    assert_eq!(store.events(number(2)).expect("readable").len(), 1);
    assert_eq!(store.open_cases().expect("readable"), [number(1), number(2)]);
    assert_eq!(store.next_due().expect("readable"), Some(at(2)), "nothing wakes for what cannot be read");
    assert_eq!(store.due(at(99), 9).expect("readable").len(), 1);
    assert_eq!(store.waiting(None, 9).expect("readable").len(), 1);
    assert_eq!(store.log(&"web:甲".into(), 9).expect("readable"), [line("web:甲", "2")]);
    assert_eq!(store.staff().expect("readable"), [colleague(2, "tg:7")]);
    assert_eq!(store.damaged(), 9);

    let on_damaged = store.commit(of_case(then(&begin(number(1), "tg:1").case, dispatched("lamps")))).await;
    assert!(matches!(on_damaged, Err(yousu::store::CommitError::Failed(_))), "what cannot be read is not written over");
    store.commit(Commit { outbox: vec![notice("c", false)], ..of_case(begin(number(3), "tg:1")) }).await.expect("the rest goes on");
    assert_eq!(store.waiting(None, 9).expect("readable").last().map(|item| item.outbound.clone()), Some(notice("c", false)));
}

/// Reminders of which two fall due at one moment, and the keys under which a closed store lists what is due.
fn four() -> Vec<Reminder> {
    let second = Reminder { what: Due::FollowUp { attempt: 2 }, ..reminder(2) };
    vec![reminder(1), reminder(2), second, reminder(3)]
}

fn due_keys(path: &Path) -> Vec<Vec<u8>> {
    records(path).scan_prefix("r").keys().map(|key| key.expect("readable").to_vec()).collect()
}

/// The first of the four is over.
async fn go_on(store: &SledStore, case: CaseWrite) {
    let case = CaseWrite { expected_seq: case.case.seq, events: Vec::new(), reminders: four().split_off(1), ..case };
    store.commit(of_case(case)).await.expect("read just now");
    let due = store.due(at(99), 9).expect("readable");
    assert_eq!(due, four()[1..].iter().map(|left| DueItem::Case(number(1), left.clone())).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_reminders_of_a_case_are_one_record_and_fall_due_one_by_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let case = CaseWrite { reminders: four(), ..begin(number(1), "tg:1") };
    open(folder.path()).commit(of_case(case.clone())).await.expect("new");
    let before = due_keys(folder.path());
    let store = open(folder.path());
    let by = |minute| store.due(at(minute), 9).expect("readable").len();
    assert_eq!([0, 1, 2, 3].map(by), [0, 1, 3, 4]);
    go_on(&store, case).await;
    drop(store);
    let after = due_keys(folder.path());
    assert!(before.len() == 1 && after.len() == 1 && before != after, "{before:?} {after:?}");
}
