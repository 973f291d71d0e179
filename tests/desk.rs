//! The desk 受理台 on a real store: what one damaged case may not do to the others, and who hears what.

#[path = "common/records.rs"]
mod records;

use std::path::Path;
use std::sync::Arc;

use chrono::TimeDelta;
use yousu::city::{City, DEFAULT_PROFILE, Sources};
use yousu::clock::Clock;
use yousu::desk::{Codes, Desk};
use yousu::domain::complaint::{Evidence, EvidenceKind};
use yousu::domain::event::Event;
use yousu::domain::ids::{CaseNumber, Moment};
use yousu::domain::inbound::{Body, Inbound};
use yousu::domain::staff::Role;
use yousu::metrics::{Arrival, Door};
use yousu::store::{ConversationKey, SledStore, Store};

use records::records;

fn city() -> Arc<City> {
    Arc::new(City::load(&Sources::new(None, None), DEFAULT_PROFILE).unwrap_or_else(|problems| panic!("{problems:?}")))
}

fn morning() -> Moment {
    Moment::parse_from_rfc3339("2026-03-02T09:00:00+08:00").expect("a moment")
}

fn desk(store: &Path, city: &Arc<City>, clock: Clock) -> Arc<Desk> {
    let store: Arc<dyn Store> = Arc::new(SledStore::open(store).expect("the store opens"));
    Arc::new(Desk::open(store, city.clone(), clock, Codes::repeatable(1)).expect("the desk opens"))
}

async fn say(desk: &Desk, who: &str, id: &str, body: Body) {
    let user = format!("test:{who}");
    let inbound = Inbound { id: id.into(), chat: user.as_str().into(), user: user.as_str().into(), display: None, is_group: false, body };
    desk.receive(inbound).await.expect("it is taken");
}

async fn complain(desk: &Desk, who: &str, id: &str) {
    let text = "城东区幸福小区3栋楼下烧烤摊半夜还在吵".to_owned();
    say(desk, who, &format!("{id}, words"), Body::Text(text)).await;
    say(desk, who, &format!("{id}, press"), Body::Press("confirm".to_owned())).await;
}

fn number(text: &str) -> CaseNumber {
    text.parse().expect("a case number")
}

/// Writes nonsense where this case stands.
fn spoil(store: &Path, case: CaseNumber) {
    let db = records(store);
    let key = [&b"c"[..], &case.day().to_be_bytes(), &case.serial().to_be_bytes()].concat();
    assert!(db.insert(key, &b"{\"torn"[..]).expect("written").is_some(), "the case stood there");
    db.flush().expect("written");
}

#[tokio::test]
async fn a_damaged_case_holds_up_nobody_elses_reminders() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, city, clock) = (folder.path().join("store"), city(), Clock::standing_at(morning()));
    let first = desk(&store, &city, clock.clone());
    complain(&first, "甲", "1").await;
    complain(&first, "乙", "2").await;
    drop(first);
    let (broken, sound) = (number("20260302-000001"), number("20260302-000002"));
    spoil(&store, broken);

    let desk = desk(&store, &city, clock.clone());
    clock.advance_to(morning() + TimeDelta::days(30));
    while desk.fire_due().await.is_ok_and(|fired| fired > 0) {}
    let events = desk.store().events(sound).expect("readable");
    let rungs = events.iter().filter(|event| matches!(event.event, Event::RungReached { .. })).count();
    assert!(rungs >= 4, "the sound case was urged and carded: {rungs}");
    assert!(desk.store().case(broken).is_err(), "the damaged one is told as damaged");
    // Its citizen may complain again, and is answered.
    complain(&desk, "甲", "3").await;
    assert!(desk.store().case(number("20260401-000001")).expect("readable").is_some());
}

/// Everything that waits to be sent to this chat.
fn sent_to(desk: &Desk, chat: &str) -> Vec<String> {
    let waiting = desk.store().waiting(None, 1000).expect("readable");
    waiting.into_iter().filter(|waiting| waiting.outbound.chat == chat.into()).map(|waiting| waiting.outbound.text).collect()
}

fn rungs(desk: &Desk, case: &str) -> usize {
    let events = desk.store().events(number(case)).expect("readable");
    events.iter().filter(|event| matches!(event.event, Event::RungReached { .. })).count()
}

#[tokio::test]
async fn a_press_that_changes_nothing_takes_no_reminder_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = Clock::standing_at(morning());
    let desk = desk(&folder.path().join("store"), &city(), clock.clone());
    complain(&desk, "甲", "1").await;
    clock.advance_to(morning() + TimeDelta::days(30));
    say(&desk, "甲", "2", Body::Press("confirm_supplement|20260302-000001".to_owned())).await;
    while desk.fire_due().await.expect("it fires") > 0 {}
    assert!(rungs(&desk, "20260302-000001") >= 4, "{}", rungs(&desk, "20260302-000001"));
}

#[tokio::test]
async fn demo_people_who_went_home_are_told_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(&folder.path().join("store"), &city(), Clock::standing_at(morning()));
    desk.make_demo_people().await.expect("made");
    desk.employ("江一帆", Role::Dispatcher, None, "test:派单".into(), false).await.expect("employed");
    desk.send_demo_people_home();
    complain(&desk, "甲", "1").await;
    let waiting = desk.store().waiting(None, 1000).expect("readable");
    assert!(waiting.iter().all(|waiting| waiting.outbound.chat.channel() == "test"), "nobody reads the others");
    assert!(!sent_to(&desk, "test:派单").is_empty(), "the dispatcher hears of what no unit can take");
}

#[tokio::test]
async fn a_dispatcher_in_a_group_shows_it_no_telephone() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(&folder.path().join("store"), &city(), Clock::standing_at(morning()));
    desk.employ("江一帆", Role::Dispatcher, None, "test:派单".into(), false).await.expect("employed");
    say(&desk, "甲", "1", Body::Text("城东区幸福小区3栋楼下烧烤摊半夜还在吵，我的电话13900001234".to_owned())).await;
    say(&desk, "甲", "2", Body::Press("confirm".to_owned())).await;
    let ask = |chat: &str, is_group| Inbound {
        id: format!("ask {chat}").as_str().into(),
        chat: chat.into(),
        user: "test:派单".into(),
        display: None,
        is_group,
        body: Body::Text("查工单 20260302-000001".to_owned()),
    };
    desk.receive(ask("test:group", true)).await.expect("taken");
    let group = sent_to(&desk, "test:group").join("\n");
    assert!(group.contains("幸福小区") && !group.contains("13900001234"), "{group}");
    desk.receive(ask("test:派单", false)).await.expect("taken");
    assert!(sent_to(&desk, "test:派单").join("\n").contains("13900001234"), "their own chat shows it");
}

#[tokio::test]
async fn words_under_a_later_piece_of_an_album_are_answered() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(&folder.path().join("store"), &city(), Clock::standing_at(morning()));
    for (id, caption) in [("1", None), ("2", Some("城东区幸福小区3栋楼下烧烤摊半夜还在吵")), ("3", None)] {
        let evidence = Evidence { kind: EvidenceKind::Photo, source: format!("file:{id}"), caption: caption.map(str::to_owned) };
        say(&desk, "甲", id, Body::Evidence { evidence, album: Some("album".to_owned()) }).await;
    }
    let said = sent_to(&desk, "test:甲");
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[1].contains("幸福小区"), "{said:?}");
}

fn written(id: usize, text: &str) -> Inbound {
    let id = format!("flood {id}");
    let user = "test:甲";
    let body = Body::Text(text.to_owned());
    Inbound { id: id.as_str().into(), chat: user.into(), user: user.into(), display: None, is_group: false, body }
}

/// Has all of them received, and counts the steps.
async fn receive(desk: &Desk, flood: &[Inbound]) -> usize {
    let (mut taken, mut steps) = (0, 0);
    while taken < flood.len() {
        taken += desk.receive_run(&flood[taken..]).await.expect("they are taken").len();
        steps += 1;
    }
    steps
}

fn talk(desk: &Desk) -> String {
    let key = ConversationKey { chat: "test:甲".into(), user: "test:甲".into() };
    serde_json::to_string(&desk.store().conversation(&key).expect("readable")).expect("JSON")
}

#[tokio::test]
async fn a_flood_is_taken_in_together_and_no_word_of_a_complaint_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, city, clock) = (folder.path().join("store"), city(), Clock::standing_at(morning()));
    let desk = desk(&store, &city, clock.clone());
    let mut flood = vec![written(0, "路灯坏了")];
    flood.extend((1..300).map(|n| written(n, &format!("补一句{n}号"))));
    flood[150] = written(150, "城东区幸福小区3栋楼道里着火了，有人困在里面");
    // 20 that are answered, the one that is told that it is too fast, what floods before the fire; the fire, and what floods after it.
    assert_eq!(receive(&desk, &flood[..150]).await, 20 + 1 + 1);
    let talked = talk(&desk);
    assert!((1..150).all(|n| talked.contains(&format!("补一句{n}号"))), "{talked}");
    assert_eq!(receive(&desk, &flood[150..]).await, 1 + 1);
    let said = sent_to(&desk, "test:甲");
    assert_eq!(said.iter().filter(|text| text.contains("太快")).count(), 1);
    let talked = talk(&desk);
    assert!((1..300).filter(|n| *n != 150).all(|n| talked.contains(&format!("补一句{n}号"))), "{talked}");
    assert!(said.iter().any(|text| text.contains("119")), "whoever floods is heard when it burns: {said:?}");
    // All of it comes again, and some more behind it: only that is new.
    let (rev, more) = (talk(&desk), said.len());
    flood.push(written(300, "最后一句"));
    assert_eq!(receive(&desk, &flood[..300]).await, 300);
    assert_eq!((talk(&desk), sent_to(&desk, "test:甲").len()), (rev, more), "nothing is taken twice");
    receive(&desk, &flood[300..]).await;
    let counted = |desk: &Desk| desk.metrics().arrivals(Door::of(&"test:甲".into()), Arrival::Taken);
    assert_eq!(counted(&desk), 301);
    clock.advance_to(morning() + TimeDelta::minutes(2));
    assert_eq!(desk.receive_run(&[written(301, "查进度")]).await.expect("taken").len(), 1);
    assert!(sent_to(&desk, "test:甲").len() > more, "after a minute they are answered again");
}
