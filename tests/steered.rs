//! The program as it ships under a machine's clock that somebody sets 拨钟: back and forth while it runs, over a night in which the
//! machine slept, over leap day and the end of a year without the next one's calendar, and over ten days of absence.

#[path = "botapi/mod.rs"]
mod botapi;
#[path = "steered/clock.rs"]
mod clock;
#[path = "steered/house.rs"]
mod house;
#[path = "house/program.rs"]
#[allow(dead_code)] // other tests use the rest of it
mod program;

use std::time::Duration;

use house::{CITIZEN, HANDLER, House, LOOK_AROUND, OTHER};

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_set_back_and_forth_loses_no_order_and_no_reminder() {
    let house = House::open("waking", "2028-02-28T16:00").await;
    let program = house.start();
    house.employ(HANDLER).await;
    house.complain(CITIZEN, "20280228-000001").await;
    house.told(HANDLER, "【新工单】", Duration::from_secs(20)).await;

    house.clock.set("2028-02-28T13:00");
    house.complain(OTHER, "20280228-000002").await;
    house.server.press(HANDLER, HANDLER, "acknowledge|20280228-000001");
    house.told(HANDLER, "✓ 已签收 20280228-000001", Duration::from_secs(20)).await;

    house.clock.set("2028-02-29T10:00");
    house.complain(CITIZEN + 7, "20280229-000001").await;
    house.clock.set("2028-03-06T17:00");
    house.reached("20280228-000001", &program, 2).await;
    house.clock.set("2028-03-06T09:00");
    house.clock.set("2028-03-06T17:05");
    program.stop();

    house.is_whole(&["20280228-000001", "20280228-000002", "20280229-000001"]);
    let second = house.events("20280228-000002");
    let first = house.events("20280228-000001");
    assert!(second[0].at < first[0].at, "what came while the clock was behind has the time that it was");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_slept_over_night_tells_in_the_morning() {
    let house = House::open("national", "2026-03-02T23:00").await;
    let program = house.start();
    house.employ(HANDLER).await;
    house.complain(CITIZEN, "20260302-000001").await;
    let disturbed = |world: &botapi::World| world.sent_to(HANDLER).any(|sent| sent.text.contains("20260302-000001"));
    assert!(!house.server.happens(Duration::from_secs(3), disturbed).await, "nobody is disturbed at night");
    house.clock.set("2026-03-03T08:00");
    house.told(HANDLER, "20260302-000001", LOOK_AROUND).await;
    assert!(program.stop().as_secs() < 5);
    house.is_whole(&["20260302-000001"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn back_after_ten_days_what_was_missed_is_told_once() {
    let house = House::open("waking", "2026-03-02T09:00").await;
    let program = house.start();
    house.employ(HANDLER).await;
    house.complain(CITIZEN, "20260302-000001").await;
    house.told(HANDLER, "【新工单】", Duration::from_secs(20)).await;
    program.stop();
    let before = house.server.sent(HANDLER).len();

    house.clock.set("2026-03-12T10:00");
    let program = house.start();
    house.told_after(HANDLER, before, "20260302-000001", LOOK_AROUND).await;
    house.reached("20260302-000001", &program, 3).await;
    house.is_quiet().await;
    program.stop();
    house.is_whole(&["20260302-000001"]);
    let told = house.server.sent(HANDLER).len();
    assert!((1..=8).contains(&(told - before)), "{:?}", house.server.texts(HANDLER).split_off(before));

    let program = house.start();
    house.is_quiet().await;
    program.stop();
    assert_eq!(house.server.sent(HANDLER).len(), told, "nothing a second time");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_without_a_calendar_is_warned_of_and_worked_in() {
    let house = House::open("waking", "2026-10-31T10:00").await;
    let program = house.start();
    house.employ(HANDLER).await;
    assert!(!house.get(&program, "/readyz").contains("calendar_missing"), "not before November");
    house.clock.set("2026-12-31T16:00");
    let warned = house.get(&program, "/readyz");
    assert!(warned.contains("calendar_missing") && warned.contains("2027.toml"), "{warned}");
    house.complain(CITIZEN, "20261231-000001").await;
    house.clock.set("2027-01-04T09:00");
    house.complain(OTHER, "20270104-000001").await;
    house.server.press(HANDLER, HANDLER, "explain|20270104-000001");
    house.told(HANDLER, "2027 年的工作日历还没有公布", Duration::from_secs(20)).await;
    program.stop();
    house.is_whole(&["20261231-000001", "20270104-000001"]);
}
