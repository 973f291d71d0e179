//! The desk 受理台 on a real store: what one damaged case may not do to the others.

use std::path::Path;
use std::sync::Arc;

use chrono::TimeDelta;
use yousu::city::{City, DEFAULT_PROFILE, Sources};
use yousu::clock::Clock;
use yousu::desk::{Codes, Desk};
use yousu::domain::event::Event;
use yousu::domain::ids::{CaseNumber, Moment};
use yousu::domain::inbound::{Body, Inbound};
use yousu::store::{SledStore, Store};

fn city() -> Arc<City> {
    Arc::new(City::load(&Sources::new(None, None), DEFAULT_PROFILE).unwrap_or_else(|problems| panic!("{problems:?}")))
}

fn morning() -> Moment {
    Moment::parse_from_rfc3339("2026-03-02T09:00:00+08:00").expect("a moment")
}

fn desk(store: &Path, city: &Arc<City>, clock: Clock) -> Desk {
    let store: Arc<dyn Store> = Arc::new(SledStore::open(store).expect("the store opens"));
    Desk::open(store, city.clone(), clock, Codes::repeatable(1)).expect("the desk opens")
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
    let db = sled::Config::new().path(store).segment_size(2 << 20).open().expect("the files open");
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
