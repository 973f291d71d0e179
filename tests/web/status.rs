//! How the house is, asked over HTTP: for its administrator, for Prometheus, and for whoever keeps it running.

use chrono::TimeDelta;
use yousu::domain::ids::Moment;
use yousu::domain::inbound::{Body, Inbound};
use yousu::domain::outbound::Outbound;
use yousu::domain::staff::Role;
use yousu::reminders;
use yousu::store::{Commit, Delivery, Why};

use super::house::{House, Reply};
use super::prometheus::Page;
use super::{CITIZEN, assert_problem};

/// The page of counts, which must be one.
async fn counts(house: &House) -> Page {
    let reply = house.get("/metrics").await;
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("text/plain; version=0.0.4; charset=utf-8")));
    Page::parse(&reply.body).unwrap_or_else(|what| panic!("{what}"))
}

async fn ready(house: &House) -> (Reply, serde_json::Value) {
    let reply = house.get("/readyz").await;
    let said = serde_json::from_str(&reply.body).expect("JSON");
    (reply, said)
}

/// A notice to a chat on Telegram, which this house does not reach.
fn notice(id: &str, held: Option<Moment>) -> Outbound {
    Outbound {
        urgent: held.is_none(), not_before: held, ..Outbound::plain(id, "tg:7310998", "您反映的事项已转城管局，请留意后续答复")
    }
}

/// A notice to a chat on Telegram that has blocked the bot.
async fn undeliverable(house: &House, id: &str) {
    let store = house.desk.store();
    let at = Some(house.desk.clock().now());
    store.commit(Commit { at, outbox: vec![notice(id, None)], ..Commit::default() }).await.expect("queued");
    let key = store.waiting(None, 1).expect("readable").first().expect("it waits").key;
    let why = "Telegram said no (403): Forbidden: bot was blocked by the user".to_owned();
    store.commit(Commit { at, delivery: vec![Delivery::Dead { key, why }], ..Commit::default() }).await.expect("noted");
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_move_as_messages_do() {
    let house = House::open().await;
    let before = counts(&house).await;
    let taken = "yousu_messages_total{channel=\"web\",outcome=\"taken\"}";
    assert_eq!((before.value(taken), before.value("yousu_open_cases")), (0.0, 0.0));
    house.dispatched_case(CITIZEN, "chengguan").await;
    let after = counts(&house).await;
    assert!(after.value(taken) >= 3.0);
    assert_eq!(after.value("yousu_receive_seconds_count"), after.value(taken), "each was timed");
    assert_eq!(after.value("yousu_open_cases"), 1.0);
    let sent = "yousu_notices_total{channel=\"web\",outcome=\"sent\"}";
    assert!(after.value(sent) > before.value(sent) && after.value(sent) == after.value("yousu_send_seconds_count"));
    assert!(after.value("yousu_commit_seconds_count") > before.value("yousu_commit_seconds_count"));
    assert!(after.value("yousu_next_due_seconds") > 0.0);
    assert_eq!(after.value("yousu_outbox_notices{channel=\"web\",urgency=\"routine\"}"), 0.0, "all was sent");
    assert!(after.value("yousu_store_bytes") > 0.0);
    assert_eq!(after.value("yousu_build_info{version=\"0.1.0\",store_format=\"7\",event_format=\"1\"}"), 1.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_counted_with_its_age() {
    let house = House::open().await;
    let (start, store) = (house.desk.clock().now(), house.desk.store());
    let outbox = vec![notice("a/1", None), notice("b/1", Some(start + TimeDelta::hours(2)))];
    store.commit(Commit { at: Some(start), outbox, ..Commit::default() }).await.expect("queued");
    house.say(CITIZEN, "路灯坏了").await;
    let oldest = |page: &Page| page.value("yousu_outbox_oldest_seconds");
    let page = counts(&house).await;
    let waiting = |urgency: &str| page.value(&format!("yousu_outbox_notices{{channel=\"tg\",urgency=\"{urgency}\"}}"));
    assert_eq!((waiting("urgent"), waiting("routine"), oldest(&page)), (1.0, 1.0, 0.0));
    house.desk.clock().advance_to(start + TimeDelta::seconds(90));
    assert_eq!(oldest(&counts(&house).await), 90.0);
    assert!(house.get("/status").await.body.contains("已等1分30秒"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_until_morning_is_not_late_before() {
    let house = House::open().await;
    let (start, store) = (house.desk.clock().now(), house.desk.store());
    let outbox = vec![notice("b/1", Some(start + TimeDelta::hours(2)))];
    store.commit(Commit { at: Some(start), outbox, ..Commit::default() }).await.expect("queued");
    house.say(CITIZEN, "路灯坏了").await;
    for (hours, seconds) in [(1, 0.0), (3, 3600.0)] {
        house.desk.clock().advance_to(start + TimeDelta::hours(hours));
        assert_eq!(counts(&house).await.value("yousu_outbox_oldest_seconds"), seconds, "after {hours} hours");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_reminder_says_how_late_it_was() {
    let house = House::open().await;
    house.dispatched_case(CITIZEN, "chengguan").await;
    let due = house.desk.store().next_due().expect("readable").expect("something falls due");
    house.desk.clock().advance_to(due + TimeDelta::seconds(75));
    let before = counts(&house).await;
    assert_eq!((before.value("yousu_next_due_seconds"), before.value("yousu_reminders_fired_total")), (-75.0, 0.0));
    house.desk.fire_due().await.expect("done");
    let after = counts(&house).await;
    assert!(after.value("yousu_reminders_fired_total") >= 1.0);
    assert_eq!(after.value("yousu_reminder_last_late_seconds"), 75.0);
    assert!(house.get("/status").await.body.contains("1分15秒"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_taken_twice_is_counted_apart() {
    let house = House::open().await;
    let form = house.form(&[("who", "citizen:老周"), ("id", "0123456789abcdef"), ("text", "路灯坏了")]);
    for _ in 0..2 {
        house.post("/say", &[], &form).await;
    }
    let page = counts(&house).await;
    let count = |outcome: &str| page.value(&format!("yousu_messages_total{{channel=\"web\",outcome=\"{outcome}\"}}"));
    assert_eq!((count("taken"), count("repeated"), count("refused"), count("set_aside")), (1.0, 1.0, 0.0, 0.0));
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_are_for_this_machine() {
    let house = House::open().await;
    for header in ["forwarded", "x-forwarded-for", "x-real-ip", "via"] {
        assert_problem(&house.ask("GET", "/metrics", &[(header, "203.0.113.9")], b"").await, 403, "只供本机");
    }
    assert_problem(&house.ask("GET", "/metrics", &[("host", "hotline.example")], b"").await, 403, "只供本机");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_alive_before_it_is_ready() {
    let house = House::open().await;
    let alive = house.get("/healthz").await;
    assert_eq!((alive.status, alive.body.as_str()), (200, "ok\n"));
    let (reply, said) = ready(&house).await;
    assert_eq!((reply.status, said["problems"][0]["word"].as_str()), (503, Some("timers_off")));
    assert!(said["problems"][0]["reason"].as_str().is_some_and(|reason| reason.contains("到期提醒")));
    assert_eq!(counts(&house).await.value("yousu_ready"), 0.0);

    let timers = tokio::spawn(reminders::run(house.desk.clone(), Default::default()));
    while !ready(&house).await.1["ready"].as_bool().expect("a word") {
        tokio::task::yield_now().await;
    }
    let (reply, said) = ready(&house).await;
    assert_eq!((reply.status, said["problems"].as_array().map(Vec::len)), (200, Some(0)));
    assert_eq!(counts(&house).await.value("yousu_ready"), 1.0);
    timers.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_administrator_sees_how_it_is_and_nobody_else() {
    let house = House::without_demo().await;
    assert_problem(&house.get("/status").await, 403, "只给管理员看");
    let (_, dispatcher) = house.join(Role::Dispatcher, None).await;
    assert_problem(&house.ask("GET", "/status", &[("cookie", &dispatcher)], b"").await, 403, "只给管理员看");
    let form = house.form(&[("number", "all")]);
    assert_problem(&house.post("/status/resend", &[("cookie", &dispatcher)], &form).await, 403, "只给管理员看");
    let cookie = joined(&house, Role::Administrator).await;
    let page = house.ask("GET", "/status", &[("cookie", &cookie)], b"").await;
    assert_eq!(page.status, 200, "{}", page.body);
    for words in ["运行状态", "待发的通知", "最早未送出", "存储大小", "下一次到期", "最近的错误", "启动以来没有", "没有。所有通知都已送出"]
    {
        assert!(page.body.contains(words), "{words} in {}", page.body);
    }
}

/// Somebody of this role joins; their cookie.
async fn joined(house: &House, role: Role) -> String {
    let code = house.invite(role, None).await;
    let reply = house.post(&format!("/join/{code}"), &[], &house.form(&[("name", "管理甲")])).await;
    reply.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a cookie").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_reached_nobody_is_listed_and_sent_again_by_somebody() {
    let house = House::without_demo().await;
    let cookie = joined(&house, Role::Administrator).await;
    undeliverable(&house, "20260210-000001/3/0/0").await;
    undeliverable(&house, "20260210-000002/3/0/0").await;
    let page = house.ask("GET", "/status", &[("cookie", &cookie)], b"").await.body;
    for words in ["20260210-000001", "20260210-000002", "对方停用了机器人", "市民", "全部重发", "需要处理"] {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(!page.contains("7310998") && !page.contains("转城管局"), "neither account nor words");
    assert_eq!(counts(&house).await.value("yousu_undeliverable_notices"), 2.0);

    let number = house.desk.store().undelivered().expect("readable")[0].number.to_string();
    let send = |number: String| {
        let (house, cookie) = (&house, cookie.as_str());
        async move { house.post("/status/resend", &[("cookie", cookie)], &house.form(&[("number", &number)])).await }
    };
    assert_eq!(send(number.clone()).await.header("location"), Some("/status?sent=1"));
    assert_eq!(send(number).await.header("location"), Some("/status?sent=0"), "it is on its way already");
    assert_problem(&send("x".to_owned()).await, 400, "不完整");
    assert_eq!(send("all".to_owned()).await.header("location"), Some("/status?sent=1"));
    assert!(house.desk.store().undelivered().expect("readable").is_empty());
    let waits = house.desk.store().waiting(None, 99).expect("readable");
    assert_eq!(waits.iter().filter(|waiting| waiting.outbound.chat.channel() == "tg").count(), 2);
    let told = house.ask("GET", "/status?sent=1", &[("cookie", &cookie)], b"").await.body;
    assert!(told.contains("已把 1 条通知重新排入待发"), "{told}");
    let resent = house.desk.store().resent().expect("readable");
    let directory = &house.desk.city().directory;
    let by: Vec<String> = resent.iter().map(|(_, resent)| format!("{} {}", resent.by.words(directory), resent.notice)).collect();
    assert_eq!(by, ["管理员 · 管理甲 20260210-000001/3/0/0", "管理员 · 管理甲 20260210-000002/3/0/0"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_set_aside_is_listed_and_taken_in_again_by_somebody() {
    let house = House::without_demo().await;
    let cookie = joined(&house, Role::Administrator).await;
    let inbound = |id: &str| Inbound {
        id: id.into(),
        chat: "tg:7310998".into(),
        user: "tg:7310998".into(),
        display: None,
        is_group: false,
        body: Body::Text("流动摊贩占了人行道".to_owned()),
    };
    for id in ["tg:1", "tg:2"] {
        house.desk.set_aside(inbound(id), Why::Panicked).await.expect("kept");
    }
    let page = house.ask("GET", "/status", &[("cookie", &cookie)], b"").await.body;
    for words in ["搁置的来信（2 条）", "市民", "文字 9 字", "处理它时程序出错", "全部重新受理"] {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(!page.contains("7310998") && !page.contains("流动摊贩"), "neither account nor words");
    assert_eq!(counts(&house).await.value("yousu_aside_messages"), 2.0);
    let number = house.desk.store().aside().expect("readable")[0].number.to_string();
    let again = |number: String, key: String| {
        let house = &house;
        async move { house.post("/status/again", &[("cookie", &key)], &house.form(&[("number", &number)])).await }
    };
    assert_eq!(again(number.clone(), String::new()).await.status, 403, "not by anybody");
    assert_eq!(again(number.clone(), cookie.clone()).await.header("location"), Some("/status?taken=1"));
    assert_eq!(again(number, cookie.clone()).await.header("location"), Some("/status?taken=0"));
    assert_eq!(again("all".to_owned(), cookie.clone()).await.header("location"), Some("/status?taken=1"));
    let told = house.ask("GET", "/status?taken=1", &[("cookie", &cookie)], b"").await.body;
    assert!(told.contains("已重新受理 1 条来信") && !told.contains("搁置的来信（"), "{told}");
}
