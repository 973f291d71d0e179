//! What readers see while a group is on its way to the disk, and when it never arrives.

use std::sync::mpsc;

use anyhow::anyhow;

use super::BATCH;
use crate::domain::audit::{Copied, Viewer};
use crate::domain::conversation::Conversation;
use crate::domain::ids::Moment;
use crate::domain::outbound::Outbound;
use crate::store::sled::listing::tests::{case, code, view};
use crate::store::sled::{SledStore, chain, config};
use crate::store::{Commit, CommitError, ConversationKey, ConversationWrite, Store, keys};

/// Commits of one group, and one more.
const MANY: usize = 200;

fn store(sync: super::DiskSync) -> SledStore {
    let folder = tempfile::tempdir().expect("a folder");
    let db = config(folder.path(), 16 << 20).open().expect("a database");
    SledStore::start(db, sync, None, Some(folder)).expect("a store")
}

fn message(id: &str) -> Commit {
    let notice = Outbound::plain(id, "tg:1", "已登记");
    Commit { inbound: Some(id.into()), outbox: vec![notice], ..Commit::default() }
}

#[tokio::test]
async fn nothing_counts_before_it_is_on_the_disk() {
    let (reached, reaches) = mpsc::channel();
    let (go, may_go) = mpsc::channel();
    let store = store(Box::new(move || {
        reached.send(()).map_err(|_| anyhow!("nobody waits"))?;
        may_go.recv().map_err(|_| anyhow!("nobody sends"))
    }));
    let watch = async {
        tokio::task::yield_now().await;
        reaches.recv().expect("the writer syncs");
        assert!(!store.seen(&"tg:u1".into()).expect("readable"), "a power cut could still take it back");
        assert_eq!(store.waiting(None, 9).expect("readable"), []);
        go.send(()).expect("the writer waits");
    };
    let (landed, ()) = tokio::join!(store.commit(message("tg:u1")), watch);
    landed.expect("synced");
    assert!(store.seen(&"tg:u1".into()).expect("readable"));
    assert_eq!(store.waiting(None, 9).expect("readable").len(), 1);
}

#[tokio::test]
async fn a_failed_sync_fails_the_whole_group_and_ends_all_writing() {
    let mut syncs = 0;
    let store = store(Box::new(move || {
        syncs += 1;
        if syncs == 1 { Ok(()) } else { Err(anyhow!("磁盘坏了")) }
    }));
    store.commit(message("tg:u1")).await.expect("the disk is sound");
    let (first, again) = tokio::join!(store.commit(message("tg:u2")), store.commit(message("tg:u2")));
    for failed in [first, again] {
        let why = failed.expect_err("not on the disk");
        assert!(matches!(why, CommitError::Failed(_)) && why.to_string().contains("磁盘坏了"), "{why}");
    }
    let refused = store.commit(message("tg:u3")).await.expect_err("read-only");
    assert!(refused.to_string().contains("存储已停止写入，只能读取；排除故障后服务会自动恢复"), "{refused}");
    assert!(store.seen(&"tg:u1".into()).expect("readable"));
    assert!(!store.seen(&"tg:u2".into()).expect("readable"), "it must be delivered again");
    assert_eq!(store.waiting(None, 9).expect("readable").len(), 1, "what may be lost is not sent");
}

#[tokio::test]
async fn what_is_known_of_a_record_counts_only_while_it_is_that_record() {
    let store = store(Box::new(|| Ok(())));
    let key = ConversationKey { chat: "tg:1".into(), user: "tg:1".into() };
    let word = |rev: u32, due: Option<Moment>| Conversation { rev, due, ..Conversation::default() };
    let said = |rev: u32, due: Option<Moment>| {
        let write = ConversationWrite { key: key.clone(), expected_rev: rev - 1, conversation: word(rev, due) };
        Commit { conversations: vec![write], ..Commit::default() }
    };
    let due = Some(chain::beginning());
    store.commit(said(1, due)).await.expect("new");
    // Somebody else's word of the same rev, which was never written: it was not due.
    store.recent.speak(keys::conversation(&key), 0, "other bytes".into(), word(1, None));
    assert_eq!(store.conversation(&key).expect("readable"), word(1, due));
    assert_eq!(store.next_due().expect("readable"), due);
    store.commit(said(2, None)).await.expect("read just now");
    assert_eq!(store.next_due().expect("readable"), None, "what was due stands nowhere any more");
}

#[tokio::test]
async fn a_group_goes_into_the_tree_in_batches_and_is_synced_once() {
    let (reached, reaches) = mpsc::channel();
    let (go, may_go) = mpsc::channel::<()>();
    let store = store(Box::new(move || {
        // The first group waits here until the others have come.
        let _ = reached.send(());
        let _ = may_go.recv();
        Ok(())
    }));
    let at = chain::beginning();
    let copied = |n: usize| {
        let copy = Copied { at, by: Viewer::Operator { name: None } };
        // Every tenth message comes twice.
        Commit { inbound: Some(format!("tg:u{}", n - n % 10 / 9).as_str().into()), copies: vec![copy], ..Commit::default() }
    };
    let rest = async {
        reaches.recv().expect("the first is alone in its group");
        let mut rest: Vec<_> = (1..MANY).map(|n| store.commit(copied(n))).collect();
        for commit in &mut rest {
            assert!(futures::poll!(commit).is_pending(), "it waits behind the first");
        }
        drop(go);
        futures::future::join_all(rest).await
    };
    let (first, mut verdicts) = tokio::join!(store.commit(copied(0)), rest);
    verdicts.push(first);
    let landed = verdicts.iter().filter(|verdict| verdict.is_ok()).count();
    assert!(verdicts.iter().all(|verdict| matches!(verdict, Ok(()) | Err(CommitError::AlreadySeen))));
    assert_eq!(landed, MANY - MANY / 10);
    assert_eq!(reaches.try_iter().count(), 1, "all others are one group");
    let found = store.verify_chain(&[], &mut |_| ()).expect("readable");
    assert_eq!((found.fault, found.checked.entries), (None, landed as u64));
    let records = store.db.scan_prefix(keys::all_entries()).count();
    assert_eq!(records, 1 + (MANY - 1).div_ceil(BATCH), "what a batch adds to the chain is one record");
}

#[tokio::test]
async fn a_view_is_found_at_once_and_listed_when_the_writer_rests() {
    let store = store(Box::new(|| Ok(())));
    let is_found = |n: u64| {
        let (_, found) = store.view_of_code(&code(n)).expect("readable").expect("the code is known");
        (found.case, store.views(case()).expect("readable").len(), store.verify_chain(&[], &mut |_| ()).expect("readable").fault)
    };
    for n in 1..=3 {
        store.commit(Commit { views: vec![view(n)], ..Commit::default() }).await.expect("nobody has the code");
        assert_eq!(is_found(n), (case(), n as usize, None));
    }
    let again = store.commit(Commit { views: vec![view(2)], ..Commit::default() }).await;
    assert!(matches!(again, Err(CommitError::Conflict(_))));
    let is_listed = |n: u64| store.db.contains_key(keys::trace(&code(n))).expect("readable");
    while store.shared.unlisted.count() > 0 {
        std::thread::yield_now();
    }
    assert!((1..=3).all(is_listed), "marks are there before it is forgotten that they are not");
    assert_eq!(is_found(1), (case(), 3, None));
}

#[tokio::test]
async fn a_writer_that_ends_lists_what_waits() {
    let store = store(Box::new(|| Ok(())));
    let (db, count) = (store.db.clone(), 300);
    let all = (1..=count).map(|n| store.commit(Commit { views: vec![view(n)], ..Commit::default() }));
    assert!(futures::future::join_all(all).await.iter().all(Result::is_ok));
    drop(store);
    assert_eq!(db.scan_prefix(keys::views_of(case())).count(), 300);
}
