//! The outbox, the undeliverable notices, and the lines of chats.

use yousu::domain::audit::{Resent, Viewer};
use yousu::domain::outbound::{Outbound, WhileCase};
use yousu::store::{Commit, CommitError, Delivery, OutboxKey, Resend, Store, Waiting};

use crate::audit::view;
use crate::values::{New, at, brief, line, notice, number, of_log, of_outbox};

fn waiting(store: &dyn Store) -> Vec<Waiting> {
    store.waiting(None, 99).expect("readable")
}

fn ids(waiting: &[Waiting]) -> Vec<&str> {
    waiting.iter().map(|item| item.outbound.id.as_str()).collect()
}

fn of_delivery(delivery: Delivery) -> Commit {
    Commit { delivery: vec![delivery], ..Commit::default() }
}

pub async fn urgent_messages_go_first(new: New<'_>) {
    let store = new();
    store.commit(of_outbox(vec![notice("a", false), notice("b", true)])).await.expect("new");
    store.commit(of_outbox(vec![notice("c", false), notice("d", true)])).await.expect("new");
    let all = waiting(&*store);
    assert_eq!(ids(&all), ["b", "d", "a", "c"]);
    assert_eq!(all[0].outbound, notice("b", true));
    assert_eq!((all[0].attempts, all[0].not_before), (0, None));
    assert_eq!(ids(&store.waiting(None, 3).expect("readable")), ["b", "d", "a"]);
    assert_eq!(ids(&store.waiting(Some(all[1].key), 9).expect("readable")), ["a", "c"]);
    assert_eq!(ids(&store.waiting(Some(OutboxKey { class: 0, number: u64::MAX }), 1).expect("readable")), ["a"]);
    assert_eq!(store.waiting(Some(all[3].key), 9).expect("readable"), []);
}

pub async fn a_notice_waits_once(new: New<'_>) {
    let store = new();
    store.commit(of_outbox(vec![notice("a", false), notice("a", false)])).await.expect("new");
    store.commit(of_outbox(vec![notice("a", true), notice("b", false)])).await.expect("new");
    let all = waiting(&*store);
    assert_eq!(ids(&all), ["a", "b"]);
    store.commit(of_delivery(Delivery::Sent(all[0].key))).await.expect("sent");
    store.commit(of_outbox(vec![notice("a", false)])).await.expect("it does not wait any more");
    let all = waiting(&*store);
    assert_eq!(ids(&all), ["b", "a"]);
    assert!(all[1].key.number > all[0].key.number);
}

pub async fn what_became_of_a_message(new: New<'_>) {
    let store = new();
    store.commit(of_outbox(vec![notice("a", false), notice("b", false), notice("c", false)])).await.expect("new");
    let all = waiting(&*store);
    store.commit(of_delivery(Delivery::Again { key: all[0].key, not_before: at(1) })).await.expect("failed");
    store.commit(of_delivery(Delivery::Again { key: all[0].key, not_before: at(3) })).await.expect("failed");
    store.commit(of_delivery(Delivery::Sent(all[1].key))).await.expect("sent");
    store.commit(of_delivery(Delivery::Dead { key: all[2].key, why: "已被对方拉黑".to_owned() })).await.expect("dead");
    let expected = Waiting { key: all[0].key, outbound: notice("a", false), attempts: 2, not_before: Some(at(3)), queued: None };
    assert_eq!(waiting(&*store), std::slice::from_ref(&expected));
    assert_eq!(store.dead().expect("readable"), [(notice("c", false), "已被对方拉黑".to_owned())]);

    let gone = vec![Delivery::Sent(all[1].key), Delivery::Again { key: all[2].key, not_before: at(9) }];
    store.commit(Commit { delivery: gone, ..Commit::default() }).await.expect("told twice is no harm");
    assert_eq!(waiting(&*store), [expected]);
    assert_eq!(store.dead().expect("readable").len(), 1);
}

pub async fn what_is_sent_again_says_by_whom(new: New<'_>) {
    let by = Viewer::Operator { name: Some("值班员".to_owned()) };
    let resend =
        |number, moment| Commit { at: Some(moment), resend: vec![Resend { number, by: by.clone(), at: moment }], ..Commit::default() };
    let kill = |key, moment| Commit { at: Some(moment), ..of_delivery(Delivery::Dead { key, why: "blocked".to_owned() }) };
    let store = new();
    store.commit(Commit { at: Some(at(1)), ..of_outbox(vec![notice("a", true), notice("b", false)]) }).await.expect("new");
    assert_eq!(waiting(&*store)[0].queued, Some(at(1)));
    for item in waiting(&*store) {
        store.commit(kill(item.key, at(2))).await.expect("dead");
    }
    let listed = store.undelivered().expect("readable");
    assert_eq!(
        listed.iter().map(|notice| (notice.outbound.id.as_str(), notice.at)).collect::<Vec<_>>(),
        [("a", Some(at(2))), ("b", Some(at(2)))]
    );
    assert!(listed.iter().all(|notice| notice.resent.is_none() && notice.why == "blocked"));

    store.commit(resend(listed[0].number, at(3))).await.expect("sent again");
    let again = store.commit(resend(listed[0].number, at(4))).await.expect_err("somebody was quicker");
    assert!(matches!(again, CommitError::Conflict(_)), "{again}");
    let all = waiting(&*store);
    assert_eq!((ids(&all), all[0].attempts, all[0].queued, all[0].key.class), (vec!["a"], 0, Some(at(3)), 0));
    store.commit(kill(all[0].key, at(5))).await.expect("dead once more");
    let last = store.undelivered().expect("readable").into_iter().find(|notice| notice.outbound.id.as_str() == "a").expect("listed");
    assert_eq!(last.resent, Some(Resent { at: at(3), by: by.clone(), notice: "a".into() }));

    let resent: Vec<Resent> = store.resent().expect("readable").into_iter().map(|(_, resent)| resent).collect();
    assert_eq!(resent, [Resent { at: at(3), by, notice: "a".into() }]);
    let verified = store.verify_chain(&[], &mut |_| ()).expect("readable");
    assert_eq!((verified.fault, verified.checked.resent), (None, 1));
}

pub async fn a_dead_notice_may_be_queued_again(new: New<'_>) {
    let store = new();
    store.commit(of_outbox(vec![notice("a", false), notice("b", false)])).await.expect("new");
    for item in waiting(&*store) {
        store.commit(of_delivery(Delivery::Dead { key: item.key, why: "找不到".to_owned() })).await.expect("dead");
    }
    store.commit(of_outbox(vec![notice("a", false)])).await.expect("sent anew by a person");
    assert_eq!(ids(&waiting(&*store)), ["a"]);
    assert_eq!(store.dead().expect("readable"), [(notice("b", false), "找不到".to_owned())]);
    store.commit(of_delivery(Delivery::Dead { key: waiting(&*store)[0].key, why: "还是找不到".to_owned() })).await.expect("dead");
    let why: Vec<String> = store.dead().expect("readable").into_iter().map(|(_, why)| why).collect();
    assert_eq!(why, ["找不到", "还是找不到"]);
}

pub async fn sent_and_queued_again_stays_queued(new: New<'_>) {
    let store = new();
    store.commit(of_outbox(vec![notice("a", false)])).await.expect("new");
    let key = waiting(&*store)[0].key;
    let both = Commit { delivery: vec![Delivery::Sent(key)], ..of_outbox(vec![notice("a", false)]) };
    store.commit(both).await.expect("sent and queued");
    let all = waiting(&*store);
    assert_eq!(ids(&all), ["a"]);
    assert!(all[0].key > key);
}

pub async fn a_refused_commit_leaves_the_outbox_as_it_was(new: New<'_>) {
    let store = new();
    store.commit(of_outbox(vec![notice("a", false), notice("b", false)])).await.expect("new");
    let all = waiting(&*store);
    let dead = Delivery::Dead { key: all[1].key, why: "找不到".to_owned() };
    let refused = Commit {
        delivery: vec![Delivery::Sent(all[0].key), dead],
        outbox: vec![notice("b", false), notice("c", false)],
        // Of two views with one trace code the second is refused, when all else has been tried.
        views: vec![view(number(1), 1, Some("AAAAA1")), view(number(1), 2, Some("AAAAA1"))],
        ..Commit::default()
    };
    let why = store.commit(refused).await.expect_err("the code is in use");
    assert!(matches!(why, CommitError::Conflict(_)), "{why}");
    assert_eq!(waiting(&*store), all);
    store.commit(of_outbox(vec![notice("a", false), notice("b", false), notice("c", false)])).await.expect("one is new");
    assert_eq!(ids(&waiting(&*store)), ["a", "b", "c"]);
    assert_eq!(store.dead().expect("readable"), []);
}

pub async fn what_is_held_keeps_its_time(new: New<'_>) {
    let store = new();
    let held = |id: &str| {
        let brief = brief(7);
        Outbound {
            not_before: Some(at(5)),
            while_case: Some(WhileCase { number: brief.number, state: None }),
            brief: Some(brief),
            ..notice(id, false)
        }
    };
    store.commit(of_outbox(vec![held("a"), held("b"), notice("c", false)])).await.expect("new");
    let all = waiting(&*store);
    assert_eq!(ids(&all), ["a", "b", "c"], "whether or not their time has come");
    assert_eq!(all[0].outbound, held("a"));
    assert_eq!(
        all.iter().map(|item| (item.attempts, item.not_before)).collect::<Vec<_>>(),
        [(0, Some(at(5))), (0, Some(at(5))), (0, None)]
    );
    store.commit(of_delivery(Delivery::Again { key: all[0].key, not_before: at(6) })).await.expect("failed");
    store.commit(of_delivery(Delivery::Settled(all[1].key))).await.expect("settled");
    let all = waiting(&*store);
    assert_eq!(ids(&all), ["a", "c"]);
    assert_eq!((all[0].attempts, all[0].not_before), (1, Some(at(6))));
    assert_eq!(store.dead().expect("readable"), []);
    store.commit(of_outbox(vec![held("b")])).await.expect("it does not wait any more");
    assert_eq!(ids(&waiting(&*store)), ["a", "c", "b"]);
}

pub async fn a_line_is_written_once(new: New<'_>) {
    let store = new();
    store.commit(of_log(vec![line("web:甲", "2"), line("web:甲", "1"), line("web:甲", "2")])).await.expect("new");
    store.commit(of_log(vec![line("web:甲", "1"), line("web:甲甲", "1"), line("web:甲", "0")])).await.expect("new");
    let lines = store.log(&"web:甲".into(), 9).expect("readable");
    assert_eq!(lines, [line("web:甲", "2"), line("web:甲", "1"), line("web:甲", "0")], "in the order of their arrival");
    assert_eq!(store.log(&"web:甲".into(), 2).expect("readable"), lines[1..]);
    assert_eq!(store.log(&"web:乙".into(), 9).expect("readable"), []);
}

pub async fn chats_are_listed_by_channel(new: New<'_>) {
    let store = new();
    store.commit(of_log(["web:b", "webx:d", "play:c", "web:a"].map(|chat| line(chat, "1")).to_vec())).await.expect("new");
    store.commit(of_log(vec![line("web:a", "2")])).await.expect("new");
    assert_eq!(store.logged_chats("web").expect("readable"), ["web:a".into(), "web:b".into()]);
    assert_eq!(store.logged_chats("tg").expect("readable"), []);
}
