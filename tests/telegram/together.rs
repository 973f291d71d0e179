//! Messages that several notices share: after quiet hours, after an absence, and where a group's pace asks for it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use yousu::channel::telegram::Limits;
use yousu::clock::Clock;
use yousu::domain::ids::{CaseNumber, Moment};
use yousu::domain::outbound::{Brief, Outbound};
use yousu::outbox::{Outbox, Standing};
use yousu::store::Store as _;

use super::botapi::{Fault, Rates, Server};
use super::house::channel_at;
use super::memory::Memory;
use super::outbox::spoken;
use super::sending::message;

const GROUP: i64 = -7;

fn night() -> Moment {
    Moment::parse_from_rfc3339("2026-03-02T23:00:00+08:00").expect("a moment")
}

fn morning() -> Moment {
    night() + TimeDelta::minutes(510)
}

/// The so-manieth notice.
fn notice(serial: u32, chat: i64, held: bool) -> Outbound {
    let brief = Brief {
        sort: "提醒".to_owned(),
        number: CaseNumber::new(night().date_naive(), serial).expect("a serial of the day"),
        intent: "路灯不亮".to_owned(),
        what: "河沿路三号桥北头第二根灯杆旁".to_owned(),
        unit: None,
        due: None,
        at: "03月02日 23:00".to_owned(),
        held,
        late: false,
    };
    let not_before = held.then(morning);
    Outbound { brief: Some(brief), not_before, ..message(&format!("n{serial}"), chat, &format!("第{serial}条")) }
}

fn house(server: &Server, limits: Limits) -> (Memory, Clock, Arc<Notify>, Outbox) {
    let (store, clock, wake) = (Memory::default(), Clock::standing_at(night()), Arc::new(Notify::new()));
    let channel = Arc::new(channel_at(&server.url(), limits, ".".into()));
    let outbox = Outbox::new(Arc::new(store.clone()), vec![channel], clock.clone(), wake.clone(), Arc::new(spoken));
    (store, clock, wake, outbox)
}

fn standing(server: &Server) -> (Memory, Clock, Standing) {
    let (store, clock, _, outbox) = house(server, Limits::NONE);
    (store, clock, outbox.standing())
}

#[tokio::test]
async fn two_hundred_reminders_for_a_group_are_a_few_messages_at_its_pace() {
    let server = Server::start().await;
    server.add_group(GROUP);
    server.change(|world| world.rates = Some(Rates::TELEGRAM));
    let (store, _, wake, outbox) = house(&server, Limits::TELEGRAM);
    let cancel = CancellationToken::new();
    let running = tokio::spawn(outbox.run(cancel.clone()));
    for serial in 1..=200 {
        store.enqueue(notice(serial, GROUP, false));
        wake.notify_one();
    }
    let lines = |world: &super::botapi::World| world.sent_to(GROUP).map(|sent| sent.text.lines().count() - 1).sum::<usize>();
    server.wait_for("all are told", |world| lines(world) == 200).await;
    cancel.cancel();
    running.await.expect("it ends by itself");
    let texts = server.texts(GROUP);
    assert!(texts.len() <= 4, "{} messages", texts.len());
    assert!(texts.iter().all(|text| text.encode_utf16().count() <= 4096));
    server.look(|world| assert_eq!(world.called("sendmessage"), texts.len(), "never refused"));
    let numbers: BTreeSet<&str> = texts.iter().flat_map(|text| text.lines()).filter_map(|line| line.split(['｜', ' ']).nth(1)).collect();
    assert_eq!(numbers.len(), 200, "each is told, and once");
    assert!(store.all_waiting().is_empty());
}

#[tokio::test]
async fn what_was_held_waits_for_the_morning_and_is_one_message() {
    let server = Server::start().await;
    server.add_citizen(1);
    let (store, clock, mut outbox) = standing(&server);
    for serial in 1..=3 {
        store.enqueue(notice(serial, 1, true));
    }
    store.enqueue(message("answer", 1, "当场的回答"));
    outbox.drain().await.expect("the store works");
    assert_eq!(server.texts(1), ["当场的回答"], "nothing that is held keeps an answer back");
    assert_eq!(outbox.next(), Some(morning()));
    clock.advance_to(morning() - TimeDelta::minutes(1));
    outbox.drain().await.expect("the store works");
    assert_eq!(server.texts(1).len(), 1);
    clock.advance_to(morning());
    outbox.drain().await.expect("the store works");
    assert!(server.texts(1)[1].starts_with("晨报3\n"), "{:?}", server.texts(1));
    assert!(store.all_waiting().is_empty());
    assert_eq!(outbox.next(), None);
}

#[tokio::test]
async fn one_that_was_held_reads_as_it_was_written() {
    let server = Server::start().await;
    server.add_citizen(1);
    let (store, clock, mut outbox) = standing(&server);
    store.enqueue(notice(1, 1, true));
    clock.advance_to(morning());
    store.enqueue(notice(2, 1, false));
    outbox.drain().await.expect("the store works");
    assert_eq!(server.texts(1), ["第1条", "第2条"]);
}

#[tokio::test]
async fn what_is_urgent_goes_before_and_alone() {
    let server = Server::start().await;
    server.add_citizen(1);
    let (store, clock, mut outbox) = standing(&server);
    for serial in 1..=5 {
        store.enqueue(notice(serial, 1, true));
    }
    clock.advance_to(morning());
    store.enqueue(Outbound { urgent: true, ..message("now", 1, "停电了") });
    outbox.drain().await.expect("the store works");
    let texts = server.texts(1);
    assert_eq!((texts.len(), texts[0].as_str()), (2, "停电了"));
}

#[tokio::test]
async fn what_shares_a_message_shares_its_trouble() {
    let server = Server::start().await;
    server.add_citizen(1);
    let (store, clock, mut outbox) = standing(&server);
    for serial in 1..=4 {
        store.enqueue(notice(serial, 1, false));
    }
    server.fail("sendMessage", Fault::Server(500));
    outbox.drain().await.expect("the store works");
    assert!(server.texts(1).is_empty());
    assert!(store.all_waiting().iter().all(|waiting| waiting.attempts == 1 && waiting.not_before.is_some()));
    clock.advance_to(night() + TimeDelta::seconds(2));
    outbox.drain().await.expect("the store works");
    assert!(server.texts(1)[0].starts_with("汇总4\n"));

    server.block(2);
    for serial in 5..=9 {
        store.enqueue(notice(serial, 2, false));
    }
    outbox.drain().await.expect("the store works");
    assert_eq!(store.dead().expect("the list").len(), 5, "dead together, each by itself on the list");
    assert!(store.all_waiting().is_empty());
}

#[tokio::test]
async fn a_moved_group_gets_its_shared_message_where_it_is() {
    let server = Server::start().await;
    server.add_group(-5);
    server.migrate_quietly(-5, -1005);
    let (store, _, mut outbox) = standing(&server);
    for serial in 1..=4 {
        store.enqueue(notice(serial, -5, false));
    }
    outbox.drain().await.expect("the store works");
    assert!(server.texts(-1005)[0].starts_with("汇总4\n"), "{:?}", server.texts(-1005));
    assert_eq!(store.moved().len(), 1);
}

#[tokio::test]
async fn under_the_machines_time_what_is_held_is_held() {
    let server = Server::start().await;
    server.add_citizen(1);
    let (store, clock, wake, outbox) = house(&server, Limits::NONE);
    let cancel = CancellationToken::new();
    clock.advance_to(morning() - TimeDelta::milliseconds(2500));
    for serial in 1..=3 {
        store.enqueue(notice(serial, 1, true));
    }
    store.enqueue(Outbound { not_before: Some(morning() + TimeDelta::days(900)), ..message("wrong", 1, "钟错了") });
    let begun = tokio::time::Instant::now();
    tokio::spawn(outbox.run(cancel.clone()));
    server.wait_for("the one with the wrong time", |world| world.sent_to(1).count() == 1).await;
    clock.advance_to(morning());
    wake.notify_one();
    server.wait_for("the others", |world| world.sent_to(1).count() == 2).await;
    assert!(begun.elapsed() >= Duration::from_millis(2400));
    assert!(server.texts(1)[1].starts_with("晨报3\n"));
    cancel.cancel();
}
