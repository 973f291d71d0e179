//! Time that misbehaves 时间: a clock stepped back and forth, a laptop that slept, leap day, the end of a year without the next one's
//! calendar, and a program that was away for ten days.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use yousu::channel::{Channel, MadeFile, SendError};
use yousu::desk::voice;
use yousu::domain::event::{Event, Recorded};
use yousu::domain::ids::{CaseNumber, ChatRef, Moment};
use yousu::domain::inbound::Body;
use yousu::domain::outbound::Outbound;
use yousu::domain::staff::Role;
use yousu::health::readiness::Readiness;
use yousu::outbox::{Outbox, Standing};
use yousu::store::Store as _;

use crate::desk::{House, moment, number, set};

const UNIT: &str = "chengguan";
const CASE: &str = "20260302-000001";

/// A channel that remembers what went where.
#[derive(Clone, Default)]
struct Post(Arc<Mutex<Vec<(String, String)>>>);

impl Post {
    fn to(&self, chat: &str) -> Vec<String> {
        let sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sent.iter().filter(|(to, _)| to == chat).map(|(_, text)| text.clone()).collect()
    }
}

impl Channel for Post {
    fn name(&self) -> &'static str {
        "test"
    }

    fn send<'a>(&'a self, outbound: &'a Outbound, _: &'a [MadeFile]) -> BoxFuture<'a, Result<(), SendError>> {
        let line = (outbound.chat.to_string(), outbound.text.clone());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        async { Ok(()) }.boxed()
    }

    fn pace(&self, _: &ChatRef) -> Duration {
        Duration::ZERO
    }
}

fn outbox(house: &House, post: &Post) -> Outbox {
    let voice = Arc::new(voice(house.desk.city().clone()));
    Outbox::new(house.store.clone(), vec![Arc::new(post.clone())], house.clock.clone(), house.desk.outbox_bell(), voice)
}

fn standing(house: &House, post: &Post) -> Standing {
    outbox(house, post).standing()
}

async fn fire_all(house: &House) {
    while house.desk.fire_due().await.expect("the store works") > 0 {}
}

fn events(house: &House, case: &str) -> Vec<Recorded> {
    house.store.events(number(case)).expect("readable")
}

/// The rungs that a case has reached, with how often each.
fn rungs(house: &House, case: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for event in events(house, case) {
        if let Event::RungReached { id, limit, given, .. } = event.event {
            *counts.entry(format!("{limit:?} {given} {id}")).or_default() += 1;
        }
    }
    counts
}

/// No span of time that a person reads is negative.
fn no_negative(texts: &[String]) {
    for text in texts {
        let is_negative = |(at, _): (usize, &str)| {
            let before = text[..at].chars().next_back();
            let after = text[at + 1..].chars().next();
            after.is_some_and(|c| c.is_ascii_digit()) && before.is_none_or(|c| !c.is_ascii_alphanumeric())
        };
        assert!(!text.match_indices('-').any(is_negative), "{text}");
    }
}

#[tokio::test]
async fn a_clock_that_steps_back_leaves_events_in_order_and_nobody_reads_of_negative_times() {
    let house = House::open("2026-03-02T12:00");
    let handler = house.employ(Role::Handler, Some(UNIT)).await;
    let who = handler.strip_prefix("test:").expect("a test's").to_owned();
    house.complain("甲", "1").await;
    set(&house.clock, "2026-03-02T09:00");
    house.say(&who, "2", Body::Press(format!("acknowledge|{CASE}"))).await.expect("taken");
    for (id, text) in [("3", "查进度"), ("4", "催办"), ("5", "时限说明"), ("6", "谁看过我的工单")] {
        house.say("甲", id, Body::Text(text.to_owned())).await.expect("taken");
    }
    house.say(&who, "7", Body::Text("待办".to_owned())).await.expect("taken");
    house.say(&who, "8", Body::Press(format!("show|{CASE}"))).await.expect("taken");
    house.say(&who, "9", Body::Press(format!("explain|{CASE}"))).await.expect("taken");
    fire_all(&house).await;
    set(&house.clock, "2026-03-02T12:10");
    house.say("甲", "10", Body::Text("催办".to_owned())).await.expect("taken");
    fire_all(&house).await;

    let all = events(&house, CASE);
    assert!(all.iter().any(|event| matches!(event.event, Event::Acknowledged)), "{all:?}");
    assert!(all.is_sorted_by(|one, next| one.seq + 1 == next.seq && one.at <= next.at), "{all:?}");
    assert!(all.last().expect("one").at == moment("2026-03-02T12:10"), "once the clock has caught up it counts again");
    no_negative(&house.sent("test:甲"));
    no_negative(&house.sent(&handler));
    assert_eq!(house.store.verify_chain(&[], &mut |_| {}).expect("readable").fault, None);
}

#[tokio::test]
async fn a_clock_that_was_ahead_by_a_year_does_not_carry_the_case_along() {
    let house = House::open("2027-03-02T12:00");
    house.employ(Role::Handler, Some(UNIT)).await;
    house.complain("甲", "1").await;
    set(&house.clock, "2026-03-02T12:00");
    house.say("甲", "2", Body::Text("催办".to_owned())).await.expect("taken");
    let all = events(&house, "20270302-000001");
    let urged = all.iter().find(|event| matches!(event.event, Event::Urged { .. })).expect("urged");
    assert_eq!(urged.at, moment("2026-03-02T12:00"));
    no_negative(&house.sent("test:甲"));
    house.complain("乙", "3").await;
    assert!(house.store.case(number(CASE)).expect("readable").is_some(), "and numbers are of the day that it is");
}

/// Four weeks in steps, the clock wobbling by three hours or not.
async fn weeks(wobbles: bool) -> House {
    let house = House::open("2026-03-02T09:00");
    house.employ(Role::Handler, Some(UNIT)).await;
    house.complain("甲", "1").await;
    let mut at = moment("2026-03-02T09:00");
    while at < moment("2026-04-01T09:00") {
        at += TimeDelta::hours(5);
        set(&house.clock, &at.format("%Y-%m-%dT%H:%M").to_string());
        fire_all(&house).await;
        if wobbles {
            set(&house.clock, &(at - TimeDelta::hours(3)).format("%Y-%m-%dT%H:%M").to_string());
            fire_all(&house).await;
        }
    }
    house
}

#[tokio::test]
async fn no_reminder_comes_twice_or_never_however_the_clock_wobbles() {
    let (steady, wobbling) = (weeks(false).await, weeks(true).await);
    let (expected, found) = (rungs(&steady, CASE), rungs(&wobbling, CASE));
    assert!(expected.len() >= 4 && expected == found, "{expected:#?} {found:#?}");
    assert!(found.iter().all(|(rung, count)| *count == 1 || rung.contains("again")), "{found:#?}");
    assert!(events(&wobbling, CASE).is_sorted_by_key(|event| event.at));
}

#[tokio::test]
async fn what_waits_for_the_morning_or_for_an_answer_comes_once_whatever_the_clock_does() {
    let (house, post) = (House::open("2026-03-02T23:00"), Post::default());
    let handler = house.employ(Role::Handler, Some(UNIT)).await;
    let mut outbox = standing(&house, &post);
    house.complain("甲", "1").await;
    house.say("乙", "2", Body::Text("城东区解放路9号门口的路灯坏了".to_owned())).await.expect("taken");
    outbox.drain().await.expect("sent");
    let tasks = || post.to(&handler).iter().filter(|text| text.contains("20260302-000001")).count();
    let before = post.to("test:乙").len();
    assert_eq!(tasks(), 0, "nobody is disturbed at night");
    for at in ["2026-03-02T20:00", "2026-03-02T23:10", "2026-03-03T03:00", "2026-03-02T23:50", "2026-03-03T07:00"] {
        set(&house.clock, at);
        fire_all(&house).await;
        outbox.drain().await.expect("sent");
    }
    for at in ["2026-03-03T08:00", "2026-03-03T05:00", "2026-03-03T08:05", "2026-03-06T12:00", "2026-03-06T09:00", "2026-03-06T12:01"] {
        set(&house.clock, at);
        fire_all(&house).await;
        outbox.drain().await.expect("sent");
    }
    let dispatched = |text: &&String| text.contains("【新工单】") || text.contains("新工单");
    assert!(post.to(&handler).iter().filter(dispatched).count() <= 1 && tasks() >= 1, "{:?}", post.to(&handler));
    let words = post.to("test:乙");
    let registered = words[before..].iter().filter(|text| text.contains("工单号")).count();
    assert_eq!(registered, 1, "the house takes the word once: {words:?}");
    assert_eq!(house.store.waiting(None, 9).expect("readable").iter().filter(|one| one.not_before.is_none()).count(), 0);
}

/// The real tasks, over a clock that jumps nine hours while hardly any time passes: what a suspended laptop is to them.
#[tokio::test(flavor = "multi_thread")]
async fn after_a_sleep_of_nine_hours_what_fell_due_is_done_within_half_a_minute() {
    let (house, post) = (House::open("2026-03-02T23:00"), Post::default());
    let handler = house.employ(Role::Handler, Some(UNIT)).await;
    house.complain("甲", "1").await;
    let cancel = CancellationToken::new();
    let sending = tokio::spawn(outbox(&house, &post).run(cancel.clone()));
    let firing = tokio::spawn(yousu::reminders::run(house.desk.clone(), cancel.clone()));
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(post.to(&handler).len(), 0, "it waits for the morning");
    set(&house.clock, "2026-03-03T08:00");
    let told = async {
        while post.to(&handler).is_empty() {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    timeout(Duration::from_secs(40), told).await.expect("nobody waits for an hour more");
    set(&house.clock, "2026-03-06T12:00");
    let fired = async {
        while rungs(&house, CASE).is_empty() {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    timeout(Duration::from_secs(40), fired).await.expect("reminders look around every half minute");
    cancel.cancel();
    sending.await.expect("no panic");
    firing.await.expect("no panic");
}

#[tokio::test]
async fn leap_day_is_a_day_like_others() {
    let house = House::open("2028-02-28T16:00");
    let handler = house.employ(Role::Handler, Some(UNIT)).await;
    let who = handler.strip_prefix("test:").expect("a test's").to_owned();
    house.complain("甲", "1").await;
    house.clock.advance_to(moment("2028-02-29T10:00"));
    fire_all(&house).await;
    house.complain("乙", "2").await;
    let leap: CaseNumber = number("20280229-000001");
    let case = house.store.case(leap).expect("readable").expect("it has the number of its day");
    let handling = case.limits().into_iter().map(|(_, limit)| limit.due).max().expect("limits");
    // Five working days after Tuesday 29 February: 1, 2, 3, 6 and 7 March.
    assert_eq!(handling.date_naive().to_string(), "2028-03-07");
    let first = house.store.case(number("20280228-000001")).expect("readable").expect("a case");
    let due = first.limits().into_iter().map(|(_, limit)| limit.due).max().expect("limits");
    assert_eq!(due.date_naive().to_string(), "2028-03-06", "leap day counts");
    house.say(&who, "3", Body::Press(format!("explain|{leap}"))).await.expect("taken");
    assert!(house.sent(&handler).iter().any(|text| text.contains("02月29日")));
    house.clock.advance_to(moment("2028-03-31T09:00"));
    fire_all(&house).await;
    assert!(rungs(&house, "20280229-000001").len() >= 4);
}

#[tokio::test]
async fn a_year_without_a_calendar_is_told_from_november_on_with_what_is_assumed() {
    let house = House::open("2026-10-31T10:00");
    let supervisor = house.employ(Role::Supervisor, None).await;
    house.desk.look_ahead().await.expect("looked");
    assert!(house.sent(&supervisor).is_empty() && Readiness::of(&house.desk).warnings.is_empty(), "not before November");
    for at in ["2026-11-01T23:00", "2026-11-15T10:00", "2026-11-30T10:00"] {
        house.clock.advance_to(moment(at));
        house.desk.look_ahead().await.expect("looked");
    }
    let told = house.sent(&supervisor);
    assert!(
        told.len() == 1 && told[0].contains("还没有 2027 年的工作日历") && told[0].contains("周一至周五上班"),
        "once a month: {told:?}"
    );
    let waiting = house.store.waiting(None, 9).expect("readable");
    assert_eq!(waiting[0].not_before, Some(moment("2026-11-02T07:30")), "and in the morning");
    let warnings = Readiness::of(&house.desk).warnings;
    assert!(warnings.iter().any(|warning| warning.word == "calendar_missing" && warning.reason.contains("2027.toml")), "{warnings:?}");
    let status = yousu::health::rows::printed(&yousu::health::rows::sections(&house.desk, true));
    assert!(status.contains("缺工作日历") && status.contains("data/calendars/2027.toml"), "{status}");
    house.clock.advance_to(moment("2026-12-01T10:00"));
    house.desk.look_ahead().await.expect("looked");
    assert_eq!(house.sent(&supervisor).len(), 2, "again in the next month");

    house.clock.advance_to(moment("2026-12-30T10:00"));
    let handler = house.employ(Role::Handler, Some(UNIT)).await;
    let who = handler.strip_prefix("test:").expect("a test's").to_owned();
    house.complain("甲", "1").await;
    house.say(&who, "2", Body::Press("explain|20261230-000001".to_owned())).await.expect("taken");
    let explained = house.sent(&handler).into_iter().find(|text| text.contains("时限说明")).expect("explained");
    assert!(explained.contains("2027 年的工作日历还没有公布") && explained.contains("周一至周五上班"), "{explained}");
    house.clock.advance_to(moment("2027-01-20T09:00"));
    fire_all(&house).await;
    assert!(rungs(&house, "20261230-000001").len() >= 3, "it is reminded of all the same");
}

#[tokio::test]
async fn back_after_ten_days_everybody_hears_once_and_in_one_message() {
    const CASES: u32 = 30;
    let (house, post) = (House::open("2026-03-02T09:00"), Post::default());
    let handler = house.employ(Role::Handler, Some(UNIT)).await;
    let (leader, supervisor) = (house.employ(Role::Leader, Some(UNIT)).await, house.employ(Role::Supervisor, None).await);
    let mut outbox = standing(&house, &post);
    for n in 0..CASES {
        house.complain(&format!("诉求人{n}"), &format!("case-{n}")).await;
    }
    fire_all(&house).await;
    outbox.drain().await.expect("sent");
    let before: Vec<usize> = [&handler, &leader, &supervisor].map(|who| post.to(who).len()).to_vec();
    let citizens = |n: u32| post.to(&format!("test:诉求人{n}")).len();
    let heard: Vec<usize> = (0..CASES).map(citizens).collect();

    house.clock.advance_to(moment("2026-03-12T10:00"));
    fire_all(&house).await;
    fire_all(&house).await;
    outbox.drain().await.expect("sent");
    outbox.drain().await.expect("sent");
    for ((who, before), name) in [&handler, &leader, &supervisor].into_iter().zip(before).zip(["handler", "leader", "supervisor"]) {
        let new = post.to(who).split_off(before);
        assert!((1..=8).contains(&new.len()), "{name} reads {} messages", new.len());
    }
    for n in 0..CASES {
        let case = format!("20260302-{:06}", n + 1);
        let reached = rungs(&house, &case);
        assert!(reached.len() >= 3 && reached.values().all(|count| *count == 1), "{case}: {reached:?}");
        let late = events(&house, &case).iter().filter(|event| matches!(event.event, Event::RungReached { late: true, .. })).count();
        assert!(late >= 3, "{case}: what had passed is marked late");
        assert!(citizens(n) - heard[n as usize] <= 1, "a citizen hears once that it is overdue");
        assert!(events(&house, &case).is_sorted_by_key(|event| (event.at, event.seq)));
    }
    let after: Vec<usize> = [&handler, &leader, &supervisor].map(|who| post.to(who).len()).to_vec();
    let again = House::on(house.store.clone(), house.clock.clone());
    fire_all(&again).await;
    standing(&again, &post).drain().await.expect("sent");
    assert_eq!([&handler, &leader, &supervisor].map(|who| post.to(who).len()).to_vec(), after, "nothing twice, after a restart either");
    let _: Option<Moment> = again.desk.next_look().expect("readable");
}
