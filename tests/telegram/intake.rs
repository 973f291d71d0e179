//! Polling: nothing is confirmed before it is kept, order, isolation, trouble.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::FutureExt as _;
use tokio_util::sync::CancellationToken;
use yousu::channel::telegram::{Keep, Limits, Receive, Reception, Settings, TelegramChannel};
use yousu::desk::Receipt;
use yousu::metrics::{Metrics, Stand, Trouble};
use yousu::store::Why;

use super::botapi::{Fault, Server};
use super::house::{Door, House, Polling, channel, channel_at, words};

#[tokio::test]
async fn nothing_is_confirmed_before_it_is_received() {
    let (server, house) = (Server::start().await, House::new());
    house.plan("路灯坏了", Door::Wait);
    let number = server.citizen_says(1, "路灯坏了");
    let polling = Polling::begin(&channel(&server), &house);
    house.wait_until(|house| house.tried("路灯坏了") == 1).await;
    assert!(server.confirmed_offset() <= number);
    house.permits.add_permits(1);
    server.wait_for("the confirmation", |world| world.confirmed == number + 1).await;
    assert_eq!(house.texts(), ["路灯坏了"]);
    polling.end().await;
}

#[tokio::test]
async fn what_is_not_received_comes_again() {
    let (server, house) = (Server::start().await, House::new());
    house.plan("第二条", Door::Fail);
    house.plan("第二条", Door::Fail);
    let first = server.citizen_says(1, "第一条");
    server.citizen_says(1, "第二条");
    server.citizen_says(1, "第三条");
    let last = server.citizen_says(2, "别人的话");
    let polling = Polling::begin(&channel(&server), &house);
    server.wait_for("all are confirmed", |world| world.confirmed == last + 1).await;
    let mine: Vec<String> = house.texts().into_iter().filter(|text| text.starts_with('第')).collect();
    assert_eq!(mine, ["第一条", "第二条", "第三条"], "order within the chat is kept");
    assert_eq!(house.tried("别人的话"), 1, "what was received is not received again");
    assert_eq!(house.tried("第二条"), 3);
    assert!(house.received().iter().any(|inbound| inbound.id.as_str() == format!("tg:{first}")));
    polling.end().await;
}

#[tokio::test]
async fn a_slow_chat_delays_no_other_chat_and_a_crash_loses_nothing() {
    let (server, house) = (Server::start().await, House::new());
    house.plan("慢", Door::Wait);
    let slow = server.citizen_says(1, "慢");
    server.citizen_says(1, "慢之后");
    server.citizen_says(2, "快");
    let polling = Polling::begin(&channel(&server), &house);
    house.wait_for(1).await;
    assert_eq!(house.texts(), ["快"]);
    polling.end().await;
    assert!(server.confirmed_offset() <= slow, "it was never received");
    let again = House::new();
    let polling = Polling::begin(&channel(&server), &again);
    again.wait_for(3).await;
    polling.end().await;
}

#[tokio::test]
async fn a_panic_hurts_its_own_message_only_and_it_is_kept() {
    let (server, house) = (Server::start().await, House::new());
    house.plan("坏", Door::Panic);
    server.citizen_says(1, "坏");
    server.citizen_says(1, "好");
    let last = server.citizen_says(2, "也好");
    let polling = Polling::begin(&channel(&server), &house);
    server.wait_for("all are confirmed", |world| world.confirmed == last + 1).await;
    assert_eq!(house.tried("坏"), 1, "it is not tried for ever");
    assert_eq!(house.texts().len(), 2);
    assert_eq!(house.kept(), [(Some("坏".to_owned()), Why::Panicked)]);
    assert!(server.sent(2).is_empty());
    polling.end().await;
}

#[tokio::test]
async fn presses_are_answered_always() {
    let (server, house) = (Server::start().await, House::new());
    house.toast("已签收");
    house.plan("bad", Door::Panic);
    let good = server.press(1, 1, "good");
    let bad = server.press(2, 2, "bad");
    let old = server.press(3, 3, "old");
    server.change(|world| world.queries.remove(&old));
    let polling = Polling::begin(&channel(&server), &house);
    server.wait_for("two answers and one try", |world| world.answered.len() == 2 && world.called("answercallbackquery") == 3).await;
    server.look(|world| {
        assert!(world.answered.contains(&(good, Some("已签收".to_owned()))));
        assert!(world.answered.contains(&(bad, None)));
    });
    polling.end().await;
}

#[tokio::test]
async fn an_answer_to_a_press_survives_a_server_error() {
    let (server, house) = (Server::start().await, House::new());
    server.fail("answerCallbackQuery", Fault::Server(502));
    let query = server.press(1, 1, "good");
    let polling = Polling::begin(&channel(&server), &house);
    server.wait_for("the answer", |world| world.answered.iter().any(|(answered, _)| *answered == query)).await;
    polling.end().await;
}

#[tokio::test]
async fn trouble_of_the_server_stops_nothing() {
    let faults = ["getUpdates", "getMe"].into_iter().flat_map(|method| {
        let faults = [
            (Fault::Server(500), Trouble::Server),
            (Fault::Garbage, Trouble::Garbled),
            (Fault::Flood(1), Trouble::Flood),
            (Fault::Broken, Trouble::Network),
            (Fault::AnswerLost, Trouble::Network),
        ];
        faults.map(|(fault, kind)| (method, fault, kind))
    });
    futures::future::join_all(faults.map(|(method, fault, kind)| async move {
        let (server, house) = (Server::start().await, House::new());
        server.fail(method, fault);
        server.citizen_says(1, "还在吗");
        let metrics = Arc::new(Metrics::default());
        let polling = Polling::begin(&channel(&server).measured(metrics.clone()), &house);
        house.wait_for(1).await;
        let counted: Vec<Trouble> = Trouble::ALL.into_iter().filter(|kind| metrics.troubles.count(*kind) > 0).collect();
        assert_eq!((counted, metrics.troubles.count(kind)), (vec![kind], 1), "{method}");
        assert!(matches!(metrics.polling.stand(), Stand::Well(_)), "{method}");
        polling.end().await;
    }))
    .await;
}

#[tokio::test]
async fn a_second_poller_is_survived() {
    let (server, house, other) = (Server::start().await, House::new(), House::new());
    let polling = Polling::begin(&channel(&server), &house);
    server.wait_for("the first polls", |world| world.poll >= 1).await;
    let second = Polling::begin(&channel(&server), &other);
    server.wait_for("they quarrel", |world| world.poll >= 3).await;
    second.end().await;
    server.citizen_says(1, "谁来收");
    house.wait_until(|house| house.received().len() + other.received().len() >= 1).await;
    polling.end().await;
}

#[tokio::test]
async fn an_unreachable_server_is_waited_for() {
    let house = House::new();
    let address = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("bound");
    let polling = Polling::begin(&channel_at(&format!("http://{address}"), Limits::NONE, ".".into()), &house);
    tokio::task::yield_now().await;
    let server = Server::start_at(address).await;
    server.citizen_says(1, "终于");
    house.wait_for(1).await;
    polling.end().await;
}

#[tokio::test]
async fn the_end_is_quick_even_when_nothing_answers() {
    let (server, house) = (Server::start().await, House::new());
    server.fail("getUpdates", Fault::Silence);
    let polling = Polling::begin(&channel(&server), &house);
    server.wait_for("the call", |world| world.called("getupdates") == 1).await;
    polling.end().await;

    house.plan("永远", Door::Wait);
    server.citizen_says(1, "永远");
    let polling = Polling::begin(&channel(&server), &house);
    house.wait_until(|house| house.tried("永远") == 1).await;
    polling.end().await;
}

#[tokio::test]
async fn a_message_that_alone_fails_holds_nobody_else() {
    let (server, house) = (Server::start().await, House::new());
    for _ in 0..20 {
        house.plan("毒", Door::Fail);
    }
    let poison = server.citizen_says(1, "毒");
    let polling = Polling::begin(&channel(&server), &house);
    house.wait_until(|house| house.tried("毒") == 1).await;
    server.citizen_says(2, "别的");
    house.wait_until(|house| house.tried("毒") == 3).await;
    assert!(server.confirmed_offset() <= poison);
    assert_eq!(house.texts(), ["别的"], "others are received meanwhile");
    server.wait_for("that it is not taken yet", |world| world.sent_to(1).any(|sent| sent.text.contains("还没有收下"))).await;
    assert!(server.sent(2).is_empty(), "whose message is received hears nothing of it");
    polling.end().await;
}

#[test]
fn a_token_that_cannot_be_one_is_refused_and_not_repeated() {
    for token in ["", "secret", "12:sec ret", "12:secret/../x"] {
        let settings =
            Settings { token: token.to_owned(), api_url: None, files: ".".into(), limits: Limits::NONE, long_poll: Duration::from_secs(1) };
        let error = TelegramChannel::new(settings).err().expect("it is refused");
        assert!(!format!("{error:#}").contains("sec"));
    }
}

#[tokio::test]
async fn a_flood_is_handed_over_together_and_what_panics_in_it_is_set_aside_alone() {
    let (server, taken) = (Server::start().await, Arc::new(Mutex::new(Vec::new())));
    let texts: Vec<String> = (0..180).map(|n| if n == 40 { "毒".to_owned() } else { format!("第{n}句") }).collect();
    let mut last = 0;
    for text in &texts {
        last = server.citizen_says(1, text);
    }
    let (runs, tries) = (taken.clone(), Arc::new(AtomicUsize::new(0)));
    let tried = tries.clone();
    let receive: Receive = Arc::new(move |run| {
        let (runs, tried) = (runs.clone(), tried.clone());
        async move {
            let texts: Vec<String> = run.iter().filter_map(words).collect();
            if texts.contains(&"毒".to_owned()) {
                tried.fetch_add(1, Ordering::Relaxed);
                panic!("a panic that a test planned");
            }
            runs.lock().expect("nobody panics with it").push(texts);
            Ok(run.iter().map(|_| Receipt { toast: None, is_quiet: true }).collect())
        }
        .boxed()
    });
    let kept = Arc::new(Mutex::new(Vec::new()));
    let aside = kept.clone();
    let keep: Keep = Arc::new(move |inbound, why| {
        aside.lock().expect("nobody panics with it").push((words(&inbound), why));
        async { Ok(()) }.boxed()
    });
    let cancel = CancellationToken::new();
    let polling = tokio::spawn(channel(&server).poller(Reception { receive, keep }).run(cancel.clone()));
    server.wait_for("all are confirmed", |world| world.confirmed == last + 1).await;
    let runs = taken.lock().expect("nobody panics with it").clone();
    assert_eq!(runs.concat(), texts.iter().filter(|text| *text != "毒").cloned().collect::<Vec<_>>(), "in order, each once");
    assert!(runs.iter().any(|run| run.len() > 40), "together: {runs:?}");
    assert_eq!(tries.load(Ordering::Relaxed), 2, "with the others, and by itself");
    assert_eq!(*kept.lock().expect("nobody panics with it"), [(Some("毒".to_owned()), Why::Panicked)]);
    cancel.cancel();
    polling.await.expect("it ends by itself");
}
