//! One record that cannot be read 损坏的记录, of every kind that there is: what is said, what still works, and what mends it.

use std::path::Path;

use yousu::clock::Clock;
use yousu::desk::{NewInvite, Remade};
use yousu::domain::audit::{Copied, Viewed, Viewer};
use yousu::domain::event::Event;
use yousu::domain::inbound::{Body, Inbound};
use yousu::domain::staff::Role;
use yousu::store::rebuild::Rebuilt;
use yousu::store::{Commit, Delivery, SledStore, Store as _, Why};

use crate::desk::{CITY, House, inbound, moment, number};
use crate::records::records;

const MORNING: &str = "2026-03-02T09:00";

/// A store in which there is at least one record of every kind.
async fn lay_out(folder: &Path) {
    let house = House::in_folder(folder, Clock::standing_at(moment(MORNING)));
    house.employ(Role::Dispatcher, None).await;
    house.employ(Role::Supervisor, None).await;
    let handler = house.employ(Role::Handler, Some("chengguan")).await;
    for (who, id) in [("甲", "1"), ("乙", "2")] {
        house.complain(who, id).await;
    }
    house
        .desk
        .invite(NewInvite { role: Role::Leader, department: Some("chengguan".to_owned()), name: None, post: Default::default() })
        .await
        .expect("invited");
    house.say("丁", "3", Body::Text("路灯坏了".to_owned())).await.expect("taken");
    let bind =
        Inbound { chat: "test:group".into(), is_group: true, ..inbound(&handler["test:".len()..], "4", Body::Text("/bind".to_owned())) };
    house.desk.receive(bind).await.expect("bound");
    house.desk.set_aside(inbound("戊", "5", Body::Text("喂".to_owned())), Why::Failing).await.expect("kept");
    let web = Inbound { chat: "web:己".into(), user: "web:己".into(), ..inbound("己", "6", Body::Text("路灯坏了".to_owned())) };
    house.desk.receive(web).await.expect("taken");
    house.desk.viewed(number("20260302-000001"), Viewer::Operator { name: None }, Viewed::CommandLine).await.expect("noted");
    house.clock.advance_to(moment("2026-03-25T09:00"));
    while house.desk.fire_due().await.expect("it fires") > 0 {}
    let waiting = house.store.waiting(None, 9).expect("readable");
    let dead = waiting[..2].iter().map(|waiting| Delivery::Dead { key: waiting.key, why: "blocked".to_owned() }).collect();
    house.store.commit(Commit { at: Some(house.clock.now()), delivery: dead, ..Commit::default() }).await.expect("noted");
    let first = house.store.undelivered().expect("readable")[0].number;
    house.desk.resend(&[first], &Viewer::Operator { name: None }).await.expect("queued");
    let copied = Copied { at: house.clock.now(), by: Viewer::Operator { name: None } };
    house.store.commit(Commit { copies: vec![copied], ..Commit::default() }).await.expect("noted");
}

/// What `yousu rebuild` does about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mends {
    /// It is made anew.
    Made,
    /// It says that it cannot.
    Told,
    /// It has nothing to do with it.
    Nothing,
}

/// Every kind of record that has a value; what rebuilding does, and whether the audit finds a fault.
const KINDS: [(&[u8], Mends, bool); 20] = [
    (b"A", Mends::Nothing, false),
    (b"a", Mends::Told, true),
    (b"c", Mends::Made, false),
    (b"d", Mends::Made, false),
    (b"e", Mends::Told, true),
    (b"f", Mends::Nothing, false),
    (b"h", Mends::Nothing, false),
    (b"j", Mends::Made, false),
    (b"k", Mends::Nothing, false),
    (b"l", Mends::Told, false),
    (b"mchain", Mends::Nothing, false),
    (b"mlisted", Mends::Nothing, false),
    (b"mnumbers", Mends::Made, false),
    (b"p", Mends::Nothing, false),
    (b"q", Mends::Told, false),
    (b"r", Mends::Made, false),
    (b"s", Mends::Nothing, false),
    (b"t", Mends::Made, false),
    (b"v", Mends::Told, false),
    (b"x", Mends::Told, false),
];

type All = Vec<(Vec<u8>, Vec<u8>)>;

async fn laid_out() -> All {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store");
    lay_out(&path).await;
    let db = records(&path);
    db.iter().map(|record| record.expect("readable")).map(|(key, value)| (key.to_vec(), value.to_vec())).collect()
}

/// The same store, with the first record of this kind torn.
fn torn(all: &All, kind: &[u8], path: &Path) {
    let (first, _) = all.iter().find(|(key, value)| key.starts_with(kind) && !value.is_empty()).expect("there is one of each kind");
    let db = records(path);
    for (key, value) in all {
        let value = if key == first { br#"{"torn"# } else { value.as_slice() };
        db.insert(key.as_slice(), value).expect("written");
    }
    db.flush().expect("written");
}

fn rebuilt(path: &Path, mends: bool) -> anyhow::Result<Rebuilt> {
    let now = moment("2026-03-26T09:00");
    SledStore::rebuild(path, |store| Ok(Box::new(Remade::new(store, &CITY, now)?)), mends, &mut |_| Ok(()), &mut |_| ())
}

/// Somebody complains, has a case, and is not forgotten.
async fn works(house: &House, who: &str, id: &str) -> bool {
    let before = house.store.cases_of(&format!("test:{who}").as_str().into(), 99).expect("readable").len();
    house.say(who, &format!("{id}-words"), Body::Text("江北区柳荫路12号门口的路灯坏了三天".to_owned())).await.expect("taken");
    house.say(who, &format!("{id}-press"), Body::Press("confirm".to_owned())).await.expect("taken");
    house.store.cases_of(&format!("test:{who}").as_str().into(), 99).expect("readable").len() > before
}

#[tokio::test]
async fn one_record_that_cannot_be_read_hides_no_other() {
    let all = laid_out().await;
    for (kind, mends, is_fault) in KINDS {
        let name = kind.escape_ascii();
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("store");
        torn(&all, kind, &path);
        let found = rebuilt(&path, false).unwrap_or_else(|error| panic!("{name}: {error:#}"));
        let expected = [(found.differing, Mends::Made), (found.unmakeable, Mends::Told)].into_iter().find(|(count, _)| *count > 0);
        assert_eq!(expected.map_or(Mends::Nothing, |(_, mends)| mends), mends, "{name}");

        let house = House::in_folder(&path, Clock::standing_at(moment("2026-03-26T09:00")));
        for who in ["甲", "乙", "丙", "戊"] {
            assert!(works(&house, who, &format!("{name}{who}")).await, "{name}: {who} has no case");
        }
        let handler = house.employ(Role::Handler, Some("shuiwu")).await;
        assert!(house.desk.staff().iter().any(|staff| staff.user.as_str() == handler), "{name}: somebody joins");
        let newest = house.store.open_cases().expect("readable").pop().expect("open");
        house.clock.advance_to(moment("2026-06-26T09:00"));
        while house.desk.fire_due().await.expect("it fires") > 0 {}
        let events = house.store.events(newest).expect("readable");
        assert!(events.iter().any(|event| matches!(event.event, Event::RungReached { .. })), "{name}: reminders go on");
        let verified = house.store.verify_chain(&[], &mut |_| {}).expect("readable");
        assert_eq!(verified.fault.is_some(), is_fault, "{name}: {:?}", verified.fault);
        drop(house);

        if mends == Mends::Made {
            rebuilt(&path, true).expect("mended");
            let again = rebuilt(&path, false).expect("readable");
            assert_eq!((again.differing, again.unmakeable), (0, 0), "{name}");
        }
    }
}

#[tokio::test]
async fn a_store_whose_format_cannot_be_read_is_left_alone() {
    let (all, folder) = (laid_out().await, tempfile::tempdir().expect("a folder"));
    let path = folder.path().join("store");
    torn(&all, b"meta", &path);
    let words = SledStore::open(&path).err().map(|error| format!("{error:#}")).expect("refused");
    assert!(words.contains("格式标记已损坏") && words.contains("从备份恢复"), "{words}");
}

#[tokio::test]
async fn a_conversation_that_cannot_be_read_begins_anew_and_the_old_one_is_kept() {
    let (all, folder) = (laid_out().await, tempfile::tempdir().expect("a folder"));
    let path = folder.path().join("store");
    let whose = [b"v".as_slice(), &7_u32.to_be_bytes(), "web:己".as_bytes()].concat();
    torn(&all, &whose, &path);
    let house = House::in_folder(&path, Clock::standing_at(moment("2026-03-26T09:00")));
    let web = |id: &str, body| Inbound { chat: "web:己".into(), user: "web:己".into(), ..inbound("己", id, body) };
    house.desk.receive(web("7", Body::Text("江北区柳荫路12号门口的路灯坏了三天".to_owned()))).await.expect("taken");
    house.desk.receive(web("8", Body::Press("confirm".to_owned()))).await.expect("taken");
    assert_eq!(house.store.cases_of(&"web:己".into(), 9).expect("readable").len(), 1);
    assert_eq!(house.store.health().damaged, 1);
    house.clock.advance_to(moment("2026-04-26T09:00"));
    while house.desk.fire_due().await.expect("what is left of the old one turns in no circle") > 0 {}
    drop(house);
    let kept = records(&path).scan_prefix("Xv").count();
    assert_eq!(kept, 1);
    rebuilt(&path, true).expect("mended");
    assert_eq!(rebuilt(&path, false).expect("readable").differing, 0);
}

#[tokio::test]
async fn rules_that_cannot_be_read_and_are_not_todays_are_told_and_nothing_is_made_by_others() {
    let (mut all, folder) = (laid_out().await, tempfile::tempdir().expect("a folder"));
    let path = folder.path().join("store");
    all.push((b"fcounty@0123456789".to_vec(), b"{}".to_vec()));
    torn(&all, b"fcounty", &path);
    let house = House::in_folder(&path, Clock::standing_at(moment("2026-03-26T09:00")));
    assert!(works(&house, "丙", "9").await && house.store.health().damaged == 1);
    drop(house);
    let words = format!("{:#}", rebuilt(&path, true).expect_err("it would make reminders by other rules"));
    assert!(words.contains("county@0123456789") && words.contains("从备份恢复"), "{words}");
}
