//! The outbox: order, pace, trouble, and that nothing is forgotten.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use yousu::channel::telegram::Limits;
use yousu::clock::Clock;
use yousu::domain::conversation::Say;
use yousu::domain::ids::{ChatRef, Moment, NoticeId};
use yousu::domain::message::Message;
use yousu::domain::outbound::Outbound;
use yousu::outbox::Outbox;
use yousu::store::Store as _;

use super::botapi::{Fault, Rates, Server};
use super::house::channel_at;
use super::memory::Memory;
use super::sending::message;

fn noon() -> Moment {
    Moment::parse_from_rfc3339("2026-03-02T12:00:00+08:00").expect("a moment")
}

/// What several notices share, in plainer words than a city's.
pub fn spoken(id: NoticeId, chat: ChatRef, say: &Say) -> Outbound {
    let Message::Digest { held, lines, .. } = &say.message else { panic!("the outbox says nothing else by itself") };
    let heading = if *held { "晨报" } else { "汇总" };
    let lines: Vec<String> = lines.iter().map(|line| format!("{}｜{} {}", line.sort, line.number, line.what)).collect();
    let text = format!("{heading}{}\n{}", lines.len(), lines.join("\n"));
    Outbound { id, chat, text, ..message("", 0, "") }
}

/// An outbox at work.
struct Working {
    store: Memory,
    clock: Clock,
    wake: Arc<Notify>,
    cancel: CancellationToken,
    task: Option<JoinHandle<()>>,
}

impl Working {
    fn outbox(server: &Server, limits: Limits) -> (Self, Outbox) {
        let (store, wake, clock) = (Memory::default(), Arc::new(Notify::new()), Clock::standing_at(noon()));
        let channel = Arc::new(channel_at(&server.url(), limits, ".".into()));
        let outbox = Outbox::new(Arc::new(store.clone()), vec![channel], clock.clone(), wake.clone(), Arc::new(spoken));
        (Self { store, clock, wake, cancel: CancellationToken::new(), task: None }, outbox)
    }

    fn begin(server: &Server, limits: Limits) -> Self {
        let (mut working, outbox) = Self::outbox(server, limits);
        working.task = Some(tokio::spawn(outbox.run(working.cancel.clone())));
        working
    }

    fn enqueue(&self, outbound: Outbound) {
        self.store.enqueue(outbound);
        self.wake.notify_one();
    }

    /// Ends it; then nothing changes any more.
    async fn end(mut self) -> Memory {
        self.cancel.cancel();
        let task = self.task.take().expect("it was begun");
        timeout(Duration::from_secs(2), task).await.expect("it ends within two seconds").expect("it does not panic");
        self.store.clone()
    }
}

#[tokio::test]
async fn what_waits_is_sent_in_order_and_leaves() {
    let server = Server::start().await;
    server.add_citizen(1);
    let working = Working::begin(&server, Limits::NONE);
    for n in 0..300 {
        working.enqueue(message(&format!("n{n}"), 1, &format!("第{n}条")));
    }
    server.wait_for("all are sent", |world| world.sent.len() == 300).await;
    let expected: Vec<String> = (0..300).map(|n| format!("第{n}条")).collect();
    assert_eq!(server.texts(1), expected);
    assert!(working.end().await.all_waiting().is_empty());
}

#[tokio::test]
async fn urgent_goes_first() {
    let server = Server::start().await;
    server.add_citizen(1);
    let (working, outbox) = Working::outbox(&server, Limits::NONE);
    working.store.enqueue(message("a", 1, "平常"));
    working.store.enqueue(Outbound { urgent: true, ..message("b", 1, "紧急") });
    tokio::spawn(outbox.run(working.cancel.clone()));
    server.wait_for("both are sent", |world| world.sent.len() == 2).await;
    assert_eq!(server.texts(1), ["紧急", "平常"]);
    working.cancel.cancel();
}

#[tokio::test]
async fn a_flood_is_waited_out_without_delaying_others() {
    let server = Server::start().await;
    for chat in 1..=3 {
        server.add_citizen(chat);
    }
    let working = Working::begin(&server, Limits::NONE);
    server.fail("sendMessage", Fault::Flood(2));
    working.enqueue(message("a", 1, "先"));
    working.enqueue(message("b", 1, "后"));
    server.wait_for("the refusal", |world| world.called("sendmessage") == 1).await;
    working.enqueue(message("c", 2, "别人"));
    server.wait_for("the other chat", |world| world.sent_to(2).count() == 1).await;
    assert!(server.sent(1).is_empty());
    server.wait_for("both are sent", |world| world.sent_to(1).count() == 2).await;
    assert_eq!(server.texts(1), ["先", "后"]);
    assert!(working.end().await.all_waiting().is_empty());
}

#[tokio::test]
async fn trouble_is_tried_again_and_blocked_chats_are_given_up() {
    let server = Server::start().await;
    server.add_citizen(1);
    server.block(2);
    let working = Working::begin(&server, Limits::NONE);
    server.fail("sendMessage", Fault::Server(502));
    working.enqueue(message("a", 1, "会到的"));
    server.wait_for("the trouble", |world| world.called("sendmessage") == 1).await;
    working.enqueue(message("b", 2, "到不了"));
    server.wait_for("it is sent", |world| world.sent_to(1).count() == 1).await;
    let store = working.end().await;
    assert!(store.all_waiting().is_empty());
    let dead = store.dead().expect("the list");
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].0.id.as_str(), "b");
    assert!(dead[0].1.contains("blocked"), "{}", dead[0].1);
}

#[tokio::test]
async fn a_lost_answer_sends_at_most_once_more() {
    let server = Server::start().await;
    server.add_citizen(1);
    let working = Working::begin(&server, Limits::NONE);
    server.fail("sendMessage", Fault::AnswerLost);
    working.enqueue(message("a", 1, "可能重复"));
    server.wait_for("it is sent again", |world| world.called("sendmessage") == 2).await;
    let store = working.end().await;
    assert!(store.all_waiting().is_empty());
    assert_eq!(server.sent(1).len(), 2);
}

#[tokio::test]
async fn a_moved_group_is_followed() {
    let server = Server::start().await;
    server.add_group(-5);
    server.migrate_quietly(-5, -1005);
    let working = Working::begin(&server, Limits::NONE);
    working.enqueue(message("a", -5, "一"));
    working.enqueue(message("b", -5, "二"));
    server.wait_for("both arrive", |world| world.sent_to(-1005).count() == 2).await;
    assert_eq!(server.texts(-1005), ["一", "二"]);
    let store = working.end().await;
    assert_eq!(store.moved()[0], ("tg:-5".into(), "tg:-1005".into()));
    assert!(store.all_waiting().is_empty());
}

#[tokio::test]
async fn a_full_disk_sends_nothing_twice() {
    let server = Server::start().await;
    server.add_citizen(1);
    let working = Working::begin(&server, Limits::NONE);
    working.store.fail_commits(1);
    working.enqueue(message("a", 1, "一次"));
    working.enqueue(message("b", 1, "然后"));
    server.wait_for("the second", |world| world.sent_to(1).count() == 2).await;
    assert_eq!(server.texts(1), ["一次", "然后"]);
    working.end().await;
}

#[tokio::test]
async fn the_limits_of_telegram_are_held() {
    let server = Server::start().await;
    server.change(|world| world.rates = Some(Rates { private: Duration::from_millis(200), overall_a_second: 33, ..Rates::TELEGRAM }));
    let limits = Limits { private: Duration::from_millis(230), ..Limits::TELEGRAM };
    let working = Working::begin(&server, limits);
    for n in 0..60 {
        let chat = n % 20 + 1;
        server.add_citizen(chat);
        working.enqueue(message(&format!("n{n}"), chat, "提醒"));
    }
    server.wait_for("all are sent", |world| world.sent.len() == 60).await;
    server.look(|world| assert_eq!(world.called("sendmessage"), 60, "never refused"));
    working.end().await;
}

#[tokio::test]
async fn a_chat_of_no_channel_waits_and_disturbs_nobody() {
    let server = Server::start().await;
    server.add_citizen(1);
    let working = Working::begin(&server, Limits::NONE);
    working.enqueue(Outbound { chat: "web:window".into(), ..message("w", 1, "网页") });
    working.enqueue(message("a", 1, "电报"));
    server.wait_for("the other", |world| world.sent.len() == 1).await;
    assert_eq!(working.end().await.all_waiting().len(), 1);
}

#[tokio::test]
async fn a_wait_from_before_the_start_is_kept_but_a_wrong_clock_is_not_believed_for_ever() {
    let server = Server::start().await;
    server.add_citizen(1);
    server.add_citizen(2);
    let (working, outbox) = Working::outbox(&server, Limits::NONE);
    working.store.enqueue_failed(message("a", 1, "再等等"), 3, noon() + TimeDelta::milliseconds(300));
    working.store.enqueue_failed(message("b", 2, "早该走"), 3, noon() - TimeDelta::days(400));
    tokio::spawn(outbox.run(working.cancel.clone()));
    server.wait_for("both", |world| world.sent.len() == 2).await;
    let times = server.look(|world| (world.sent[0].chat, world.sent[1].at - world.sent[0].at));
    assert_eq!(times.0, 2);
    assert!(times.1 >= Duration::from_millis(200));
    working.cancel.cancel();
}

#[tokio::test]
async fn draining_sends_all_that_the_clock_allows() {
    let server = Server::start().await;
    server.add_citizen(1);
    server.block(2);
    let (working, outbox) = Working::outbox(&server, Limits { private: Duration::from_secs(60), ..Limits::NONE });
    let mut outbox = outbox.standing();
    for n in 0..5 {
        working.store.enqueue(message(&format!("n{n}"), 1, &format!("第{n}条")));
    }
    working.store.enqueue(message("dead", 2, "到不了"));
    working.store.enqueue(Outbound { chat: "play:somebody".into(), ..message("other", 1, "别处") });
    outbox.drain().await.expect("the store works");
    assert_eq!(server.texts(1).len(), 5);
    assert_eq!(working.store.all_waiting().len(), 1);

    server.fail("sendMessage", Fault::Server(500));
    working.store.enqueue(message("again", 1, "再试"));
    working.store.enqueue(message("behind", 1, "其后"));
    outbox.drain().await.expect("the store works");
    assert_eq!(server.texts(1).len(), 5, "its time has not come");
    working.clock.advance_to(noon() + TimeDelta::seconds(2));
    outbox.drain().await.expect("the store works");
    assert_eq!(server.texts(1)[5..], ["再试", "其后"]);
}
