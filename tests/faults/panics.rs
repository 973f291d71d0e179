//! A panic in one message's handling hurts that message alone: it is kept, told, and taken in again when somebody says so.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use yousu::channel::{Channel, MadeFile, SendError};
use yousu::clock::Clock;
use yousu::desk::{Readmission, voice};
use yousu::domain::audit::Viewer;
use yousu::domain::event::Event;
use yousu::domain::ids::{ChatRef, Moment};
use yousu::domain::inbound::Body;
use yousu::domain::outbound::Outbound;
use yousu::domain::staff::Role;
use yousu::health::{aside, rows};
use yousu::metrics::{Arrival, Door};
use yousu::outbox::Outbox;
use yousu::store::{Store as _, Why};
use yousu::web::{Web, WebOptions, serve};

use crate::desk::{House, moment, number};
use crate::trap::Snare;

const WORDS: &str = "城东区幸福小区3栋楼下烧烤摊半夜还在吵";

fn words() -> Body {
    Body::Text(WORDS.to_owned())
}

fn operator() -> Viewer {
    Viewer::Operator { name: Some("laochen".to_owned()) }
}

#[tokio::test]
async fn a_message_whose_handling_panics_is_kept_told_and_taken_in_again() {
    let house = House::open("2026-03-02T09:00");
    let supervisor = house.employ(Role::Supervisor, None).await;
    house.store.set(Snare::Conversation("test:甲".into()));
    house.say("甲", "1", words()).await.expect("it is acknowledged, because it is kept");
    house.say("乙", "2", words()).await.expect("taken");
    assert!(house.sent("test:乙")[0].contains("请核对"), "the other goes on as ever");

    let told = house.sent("test:甲");
    assert!(told.len() == 1 && told[0].contains("原文已经留存") && told[0].contains("没能处理"), "{told:?}");
    let told = house.sent(&supervisor);
    assert!(told.len() == 1 && told[0].contains("来信搁置") && told[0].contains("yousu again"), "{told:?}");
    assert!(!told[0].contains("烧烤"), "not what the citizen wrote");
    house.say("甲", "1", words()).await.expect("a repetition");
    assert_eq!((house.desk.metrics().arrivals(Door::Other, Arrival::SetAside), house.store.aside().expect("readable").len()), (1, 1));
    house.say("甲", "3", words()).await.expect("kept");
    assert_eq!(house.sent(&supervisor).len(), 1, "of a second one so soon they are not told apart");

    let listed = aside::rows(&house.desk, false).expect("readable");
    let line = listed[0].words();
    assert!(line.contains("市民") && line.contains("文字 19 字") && line.contains("处理它时程序出错"), "{line}");
    assert!(!line.contains("烧烤") && !line.contains("甲"), "{line}");
    let status = rows::printed(&rows::sections(&house.desk, true));
    assert!(status.contains("搁置的来信：2 条　〔需要处理〕"), "{status}");

    let place = listed[0].number;
    assert!(matches!(house.desk.readmit(place, &operator()).await, Ok(Readmission::Failed)), "the fault is still there");
    assert_eq!(aside::rows(&house.desk, false).expect("readable"), listed, "and it stays where it is");
    house.store.clear();
    assert!(matches!(house.desk.readmit(place, &operator()).await, Ok(Readmission::Taken)));
    assert!(matches!(house.desk.readmit(place, &operator()).await, Ok(Readmission::Gone)), "once");
    assert!(house.sent("test:甲").iter().any(|text| text.contains("请核对")), "as if it had come now");
    house.say("甲", "4", Body::Press("confirm".to_owned())).await.expect("taken");
    assert_eq!(house.store.cases_of(&"test:甲".into(), 9).expect("readable").len(), 1);
    let all = aside::rows(&house.desk, true).expect("readable");
    assert!(all[0].readmitted.as_deref().is_some_and(|by| by.contains("laochen")), "{all:?}");
    assert_eq!(aside::rows(&house.desk, false).expect("readable").len(), 1);
}

#[tokio::test]
async fn what_is_aside_outlives_the_program() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, clock) = (folder.path().join("store"), Clock::standing_at(moment("2026-03-02T09:00")));
    let house = House::in_folder(&path, clock.clone());
    house.store.set(Snare::Conversation("test:甲".into()));
    house.say("甲", "1", words()).await.expect("kept");
    drop(house);
    let house = House::in_folder(&path, clock);
    let listed = aside::rows(&house.desk, false).expect("readable");
    assert_eq!(listed.len(), 1);
    assert!(house.store.seen(&"1".into()).expect("readable"), "its channel need not bring it again");
    assert!(matches!(house.desk.readmit(listed[0].number, &operator()).await, Ok(Readmission::Taken)));
    assert!(house.sent("test:甲").iter().any(|text| text.contains("请核对")));
}

#[tokio::test]
async fn what_fails_again_and_again_is_kept_with_its_reason() {
    let house = House::open("2026-03-02T09:00");
    house.store.set(Snare::Unreadable("test:甲".into()));
    let message = crate::desk::inbound("甲", "1", words());
    assert!(house.desk.receive(message.clone()).await.is_err(), "the channel brings it again");
    house.desk.set_aside(message.clone(), Why::Failing).await.expect("kept");
    house.desk.set_aside(message, Why::Failing).await.expect("twice is once");
    let listed = aside::rows(&house.desk, false).expect("readable");
    assert!(listed.len() == 1 && listed[0].why.contains("试了多次"), "{listed:?}");
}

fn rungs(house: &House, case: &str) -> usize {
    let events = house.store.events(number(case)).expect("readable");
    events.iter().filter(|event| matches!(event.event, Event::RungReached { .. })).count()
}

async fn fire_all(house: &House) {
    while house.desk.fire_due().await.expect("the store works") > 0 {}
}

#[tokio::test]
async fn a_panic_in_one_reminder_hurts_no_other_and_it_is_tried_ever_less_often() {
    let house = House::open("2026-03-02T09:00");
    house.complain("甲", "1").await;
    house.complain("乙", "2").await;
    let (broken, sound) = ("20260302-000001", "20260302-000002");
    house.store.set(Snare::Case(number(broken)));
    house.clock.advance_to(moment("2026-04-01T09:00"));
    fire_all(&house).await;
    assert!(rungs(&house, sound) >= 4 && rungs(&house, broken) == 0);
    let (count, cases) = house.desk.failing();
    assert!(count >= 1 && cases == [number(broken)], "{count} {cases:?}");
    let status = rows::printed(&rows::sections(&house.desk, true));
    assert!(status.contains("办不成的到期事项") && status.contains(broken), "{status}");

    let tried = |house: &House| house.desk.metrics().troubles.count(yousu::metrics::Trouble::Reminder);
    let before = tried(&house);
    fire_all(&house).await;
    assert_eq!(tried(&house), before, "it rests");
    let mut looks = 0;
    let until = house.clock.now() + TimeDelta::hours(12);
    while let Some(next) = house.desk.next_look().expect("readable").filter(|next| *next <= until) {
        assert!(next > house.clock.now(), "nobody turns in a circle");
        house.clock.advance_to(next);
        fire_all(&house).await;
        looks += 1;
    }
    assert!((10..60).contains(&looks), "{looks} times in twelve hours, not every ten seconds");
    house.store.clear();
    house.clock.advance_to(house.clock.now() + TimeDelta::hours(1));
    fire_all(&house).await;
    assert!(rungs(&house, broken) >= 4 && house.desk.failing().0 == 0, "mended, everything is made up for");
    let due: Option<Moment> = house.desk.next_look().expect("readable");
    assert_eq!(due, house.store.next_due().expect("readable"));
}

/// A channel that panics over one text.
struct Nervous;

impl Channel for Nervous {
    fn name(&self) -> &'static str {
        "test"
    }

    fn send<'a>(&'a self, outbound: &'a Outbound, _: &'a [MadeFile]) -> BoxFuture<'a, Result<(), SendError>> {
        async move {
            assert!(outbound.chat != ChatRef::from("test:甲"), "a panic that a test planned");
            Ok(())
        }
        .boxed()
    }

    fn pace(&self, _: &ChatRef) -> Duration {
        Duration::ZERO
    }
}

#[tokio::test]
async fn a_channel_that_panics_over_one_notice_sends_the_others_and_keeps_that_one() {
    let house = House::open("2026-03-02T09:00");
    for who in ["甲", "乙", "丙"] {
        house.say(who, who, words()).await.expect("taken");
    }
    let voice = Arc::new(voice(house.desk.city().clone()));
    let mut outbox =
        Outbox::new(house.store.clone(), vec![Arc::new(Nervous)], house.clock.clone(), house.desk.outbox_bell(), voice).standing();
    outbox.drain().await.expect("the others are sent");
    let left = house.store.waiting(None, 9).expect("readable");
    assert_eq!(left.iter().map(|waiting| waiting.outbound.chat.as_str()).collect::<Vec<_>>(), ["test:甲"]);
    assert!(left[0].attempts == 1 && left[0].not_before.is_some(), "it is tried again later");
}

async fn ask(address: &str, method: &str, path: &str, body: &str) -> String {
    let mut socket = TcpStream::connect(address).await.expect("the page is open");
    let head = format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    let kind = "content-type: application/x-www-form-urlencoded\r\n\r\n";
    socket.write_all(format!("{head}{kind}{body}").as_bytes()).await.expect("asked");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.expect("an answer");
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_behind_the_page_is_answered_and_hurts_no_other_request() {
    let house = House::open("2026-03-02T09:00");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let files = tempfile::tempdir().expect("a folder");
    let options = WebOptions { demo: true, files: files.path().to_owned() };
    let shutdown = CancellationToken::new();
    let server = tokio::spawn(serve(listener, Web { desk: house.desk.clone(), options }, shutdown.clone()));

    house.store.set(Snare::Log);
    let answer = ask(&address, "GET", "/fragment/chat?who=citizen:%E7%94%B2", "").await;
    assert!(answer.starts_with("HTTP/1.1 500") && answer.contains("系统出了点问题"), "{answer}");
    assert!(ask(&address, "GET", "/healthz", "").await.starts_with("HTTP/1.1 200"));
    house.store.clear();
    assert!(ask(&address, "GET", "/fragment/chat?who=citizen:%E7%94%B2", "").await.starts_with("HTTP/1.1 200"));

    house.store.set(Snare::Conversation("web:甲".into()));
    let said = ask(&address, "POST", "/say", "who=citizen:%E7%94%B2&id=abcdefgh1&text=lamp").await;
    assert!(said.starts_with("HTTP/1.1 303"), "{said}");
    assert_eq!(aside::rows(&house.desk, false).expect("readable").len(), 1, "what was written is kept");
    let lines = house.store.log(&"web:甲".into(), 9).expect("readable");
    assert_eq!(lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["lamp"], "and stands in the chat");
    assert!(house.sent("web:甲")[0].contains("原文已经留存"), "with how it is");

    house.store.clear();
    house.store.set(Snare::Unreadable("web:甲".into()));
    let said = ask(&address, "POST", "/say", "who=citizen:%E7%94%B2&id=abcdefgh2&text=lamp").await;
    assert!(said.starts_with("HTTP/1.1 503") && said.contains("没有收下"), "nobody is told of a success: {said}");
    shutdown.cancel();
    server.await.expect("no panic").expect("it ends well");
}
