//! `yousu rebuild`, as it is typed: what derives from other records is made anew, compared and mended.

use std::path::Path;
use std::time::Duration;

use crate::botapi::Server;
use crate::laid_out::{Records, all, killed, lay_out, lay_out_large, temp, whole};
use crate::program::{Program, printed, run};
use crate::records::{json, records};

const CHECK: [&str; 2] = ["rebuild", "--check"];

/// What the command says, and whether it found all well.
fn said(var: &Path, arguments: &[&str]) -> (String, bool) {
    let output = run(var, arguments);
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(matches!(output.status.code(), Some(0 | 1)) && !words.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    (words, output.status.success())
}

/// Changes records behind the back of the program.
fn spoil(var: &Path, change: impl FnOnce(&sled::Db)) {
    let db = records(&var.join("store"));
    change(&db);
    db.flush().expect("written");
}

/// The first key of this kind that fits.
fn key_of(db: &sled::Db, kind: &str, fits: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let keys = db.scan_prefix(kind).keys().map(|key| key.expect("readable"));
    keys.map(|key| key.to_vec()).find(|key| fits(key)).unwrap_or_else(|| panic!("nothing of kind {kind}"))
}

/// A store of format 1 that was brought up to date, with a view and a copy of everything. Its cases are of before rules
/// were kept: their reminders are those of today's rules once they are made anew.
fn up_to_date(var: &Path) -> Records {
    lay_out(var);
    printed(var, &["rebuild"]);
    printed(var, &["case", "20260302-000001"]);
    printed(var, &["backup", "of-today"]);
    all(var)
}

#[test]
fn a_store_that_is_well_stays_as_it_is() {
    let var = temp();
    let before = up_to_date(var.path());
    for command in [&CHECK[..], &CHECK[..1]] {
        let (words, is_well) = said(var.path(), command);
        assert!(is_well && words.contains("由事件重建工单 7 件") && words.contains("没有不符的"), "{words}");
    }
    assert!(all(var.path()) == before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_of_real_traffic_is_what_is_made_anew() {
    let server = Server::start().await;
    let var = temp();
    let program = Program::start(var.path(), Some(&server.url()));
    for citizen in 1000..1012 {
        server.citizen_says(citizen, &format!("城东区解放路{citizen}号门口的路灯坏了三天，晚上黑得看不见路"));
    }
    server.wait_for("every summary", |world| (1000..1012).all(|citizen| world.sent_to(citizen).next().is_some())).await;
    // Some are left in the middle of it, so that conversations wait too.
    (1000..1008).for_each(|citizen| drop(server.press(citizen, citizen, "confirm")));
    let registered = |citizen, world: &crate::botapi::World| world.sent_to(citizen).any(|sent| sent.text.contains("工单号"));
    server.wait_for("every case", |world| (1000..1008).all(|citizen| registered(citizen, world))).await;
    let output = run(var.path(), &CHECK);
    assert!(String::from_utf8_lossy(&output.stderr).contains("先停止服务"), "the server has the store");
    program.stop();
    let (words, is_well) = said(var.path(), &CHECK);
    assert!(is_well && words.contains("由事件重建工单 8 件"), "{words}");
}

#[test]
fn spoilt_records_are_found_and_mended() {
    let var = temp();
    let before = up_to_date(var.path());
    spoil(var.path(), |db| {
        let open = key_of(db, "o", |_| true);
        db.remove(&open).expect("written");
        let citizen = key_of(db, "z", |_| true);
        db.remove(&citizen).expect("written");
        // A unit that no case has, a view that nobody had, and a case that falls due though nothing asks for it.
        db.insert([b"u".as_slice(), &4_u32.to_be_bytes(), b"nobo", &open[1..]].concat(), "").expect("written");
        db.insert([b"w".as_slice(), &open[1..], &1_u64.to_be_bytes()].concat(), "").expect("written");
        let due = [&((1_u64 << 63) + 1_700_000_000).to_be_bytes()[..], &[0; 5]].concat();
        let reminder = r#"{"due":"2023-11-15T06:13:20+08:00","what":{"due":"archive"}}"#;
        db.insert([b"r".as_slice(), &due, &open[1..], &9_u32.to_be_bytes()].concat(), reminder).expect("written");
        // A case that says less than its events.
        let case = [b"c".as_slice(), &open[1..]].concat();
        let record = db.get(&case).expect("readable").expect("a case");
        let record = String::from_utf8(json(&record)).expect("text").replacen("\"open\":true", "\"open\":false", 1);
        db.insert(case, record.as_bytes()).expect("written");
        for kind in ["C", "t", "g", "i", "mnumbers"] {
            db.remove(key_of(db, kind, |_| true)).expect("written");
        }
    });
    let spoilt = all(var.path());
    let (words, is_well) = said(var.path(), &CHECK);
    for wanted in [
        "工单 20260302-000002　工单快照　有一条不符",
        "工单 20260302-000002　在办清单　缺少一条",
        "诉求人清单　缺少一条",
        "工单 20260302-000002　单位在办清单　多出一条",
        "工单 20260302-000002　到期清单　多出一条",
        "工单 20260302-000002　查阅清单　多出一条",
        "工单 20260302-000001　查阅清单　缺少一条",
        "聊天记录清单　缺少一条",
        "流水号　缺少一条",
        "没有改动",
    ] {
        assert!(words.contains(wanted), "{wanted}: {words}");
    }
    assert!(!is_well && all(var.path()) == spoilt, "a check changes nothing");

    let (words, is_well) = said(var.path(), &["rebuild"]);
    assert!(is_well && words.contains("已全部改正"), "{words}");
    let mended = all(var.path());
    let is_counter = |key: &[u8]| key.starts_with(b"mnumbers");
    for (key, value) in &before {
        assert!(is_counter(key) || mended.get(key) == Some(value), "{} is not as it was", key.escape_ascii());
    }
    assert_eq!(mended.len(), before.len());
    assert!(said(var.path(), &CHECK).1);
    assert_eq!(whole(var.path()).0, 7);
}

#[test]
fn what_has_lost_its_events_stays_and_is_told() {
    let var = temp();
    let before = up_to_date(var.path());
    let removed = ["e", "e"].map(|kind| {
        let mut gone = Vec::new();
        spoil(var.path(), |db| {
            gone = key_of(db, kind, |_| true);
            db.remove(&gone).expect("written");
        });
        gone
    });
    let (words, is_well) = said(var.path(), &["rebuild"]);
    assert!(!is_well && words.contains("工单 20260302-000001　工单快照　无法重建"), "{words}");
    assert!(words.contains("从备份恢复"), "{words}");
    let mut wanted = before;
    removed.iter().for_each(|key| drop(wanted.remove(key)));
    assert!(all(var.path()) == wanted, "what cannot be made anew is all that is left");
}

#[test]
fn killed_while_rebuilding_it_begins_again() {
    let var = temp();
    lay_out_large(var.path());
    let (mut after, mut halves) = (Duration::from_millis(50), 0);
    while !killed(var.path(), &["rebuild"], after) {
        let marks = all(var.path()).keys().filter(|key| key.starts_with(b"i")).count();
        halves += usize::from((2..6000).contains(&marks));
        after = after * 6 / 5;
    }
    assert!(halves >= 1, "it was never killed in the middle");
    let (words, is_well) = said(var.path(), &CHECK);
    assert!(is_well && words.contains("没有不符的"), "{words}");
    assert!(all(var.path()).keys().filter(|key| key.starts_with(b"i")).count() >= 6000);
}
