//! Telegram's limits with 10,000 notices in the queue: never more than 30 in a second, one a second to a person, 20 a minute to a
//! group; and yet all of them leave about as soon as the limits allow, and nobody who waits for an answer waits for them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use yousu::channel::telegram::Limits;
use yousu::clock::Clock;
use yousu::domain::conversation::Say;
use yousu::domain::ids::{CaseNumber, ChatRef, NoticeId};
use yousu::domain::message::Message;
use yousu::domain::outbound::{Brief, Outbound};
use yousu::outbox::Outbox;

use super::botapi::{Sent, Server, World};
use super::memory::Memory;
use super::whole::{channel_at, follow, noon};

/// One person who is told a lot.
const BUSY: i64 = 900_000;
/// The group of a unit that has hundreds of cases.
const BUSY_GROUP: i64 = -900_000;
const GROUPS: std::ops::RangeInclusive<i64> = -20..=-1;
const SECOND: Duration = Duration::from_secs(1);
/// What passes between a commit and its message when nothing is in the way.
const AT_ONCE: Duration = Duration::from_millis(250);

fn notice(id: &str, chat: i64, text: &str) -> Outbound {
    Outbound::plain(id, format!("tg:{chat}").as_str(), text)
}

fn with_brief(serial: u32) -> Outbound {
    let brief = Brief {
        sort: "提醒".to_owned(),
        number: CaseNumber::new(noon().date_naive(), serial).expect("a serial of the day"),
        intent: "路灯不亮".to_owned(),
        what: "观澜里二号楼东侧".to_owned(),
        unit: None,
        due: None,
        at: "03月02日 12:00".to_owned(),
        held: false,
        late: false,
    };
    Outbound { brief: Some(brief), ..notice(&format!("brief{serial}"), BUSY_GROUP, &format!("汇总 {serial}")) }
}

/// What several notices share.
fn spoken(id: NoticeId, chat: ChatRef, say: &Say) -> Outbound {
    let Message::Digest { lines, .. } = &say.message else { panic!("the outbox says nothing else by itself") };
    let lines: Vec<String> = lines.iter().map(|line| format!("{} {}", line.number, line.what)).collect();
    Outbound { id, chat, ..notice("", 0, &lines.join("\n")) }
}

/// 10,000 notices: two to each of 4,000 people, 300 to one, 60 to each of 20 groups, 500 to one group that can share messages.
fn ten_thousand() -> Vec<Outbound> {
    let mut all: Vec<Outbound> = (1..=300).map(|n| notice(&format!("busy{n}"), BUSY, &format!("第 {n} 条"))).collect();
    for n in 1..=60 {
        all.extend(GROUPS.map(|group| notice(&format!("group{group}/{n}"), group, &format!("第 {n} 条"))));
    }
    all.extend((1..=500).map(with_brief));
    for n in 1..=2 {
        all.extend((1..=4000).map(|person| notice(&format!("person{person}/{n}"), person, &format!("第 {n} 条"))));
    }
    assert_eq!(all.len(), 10_000);
    all
}

struct Sending {
    server: Server,
    store: Memory,
    wake: Arc<Notify>,
    cancel: CancellationToken,
    task: JoinHandle<()>,
}

impl Sending {
    async fn begin(all: Vec<Outbound>) -> Self {
        let (server, store, wake, cancel) = (Server::start().await, Memory::default(), Arc::new(Notify::new()), CancellationToken::new());
        for outbound in all {
            server.add_citizen(outbound.chat.local().parse().expect("a number"));
            store.enqueue(outbound);
        }
        let channel = Arc::new(channel_at(&server.url(), Limits::TELEGRAM, ".".into()));
        let clock = Clock::standing_at(noon());
        tokio::spawn(follow(clock.clone()));
        let outbox = Outbox::new(Arc::new(store.clone()), vec![channel], clock, wake.clone(), Arc::new(spoken));
        let task = tokio::spawn(outbox.run(cancel.clone()));
        Self { server, store, wake, cancel, task }
    }

    /// Ends it; then nothing waits any more.
    async fn end(self) {
        self.cancel.cancel();
        self.task.await.expect("it ends by itself");
        assert!(self.store.all_waiting().is_empty());
    }

    /// Something new is to be said; how long it takes until it is.
    async fn say(&self, outbound: Outbound) -> Duration {
        let (chat, text, begun) = (outbound.chat.local().parse().expect("a number"), outbound.text.clone(), Instant::now());
        self.server.add_citizen(chat);
        self.store.enqueue(outbound);
        self.wake.notify_one();
        let is_it = |sent: &Sent| sent.chat == chat && sent.text == text;
        self.server.wait_within(SECOND * 600, "it is said", |world| world.sent.iter().rev().any(is_it)).await;
        self.server.look(|world| world.sent.iter().rev().find(|sent| is_it(sent)).expect("it is there").at - begun)
    }
}

/// The shortest time in which so many messages passed, one more than are allowed.
fn shortest(times: &[Instant], more_than: usize) -> Option<Duration> {
    times.windows(more_than + 1).map(|window| window[more_than] - window[0]).min()
}

fn assert_limits(world: &World) {
    let all: Vec<Instant> = world.sent.iter().map(|sent| sent.at).collect();
    let shortest_of = |times: &[Instant], most| shortest(times, most).unwrap_or(Duration::MAX);
    assert!(shortest_of(&all, 30) >= SECOND, "31 messages within {:?}", shortest_of(&all, 30));
    let mut chats: BTreeMap<i64, Vec<Instant>> = BTreeMap::new();
    world.sent.iter().for_each(|sent| chats.entry(sent.chat).or_default().push(sent.at));
    for (chat, times) in chats {
        let (most, span) = if chat < 0 { (20, SECOND * 60) } else { (1, SECOND) };
        assert!(shortest_of(&times, most) >= span, "{} messages to {chat} within {:?}", most + 1, shortest_of(&times, most));
    }
}

fn numbers(world: &World, chat: i64) -> Vec<u32> {
    world.sent_to(chat).filter_map(|sent| sent.text.strip_prefix("第 ")?.strip_suffix(" 条")?.parse().ok()).collect()
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_notices_leave_as_soon_as_the_limits_allow_and_no_sooner() {
    let begun = Instant::now();
    let sending = Sending::begin(ten_thousand()).await;
    let mut waits = Vec::new();
    for round in 1..=4 {
        sleep(Duration::from_secs(40)).await;
        let urgent = |chat| Outbound { urgent: true, ..notice(&format!("urgent{chat}/{round}"), chat, &format!("紧急 {round}")) };
        let fresh = sending.say(urgent(800_000 + round)).await;
        let busy = sending.say(urgent(BUSY)).await;
        let group = sending.say(urgent(-1)).await;
        let answer = sending.say(notice(&format!("re:tg:{round}/0"), 700_000 + round, "您好")).await;
        assert!(fresh <= AT_ONCE, "urgent, to somebody else: {fresh:?}");
        assert!(busy <= Limits::TELEGRAM.private + AT_ONCE, "urgent, to somebody who is told a lot: {busy:?}");
        assert!(group <= Limits::TELEGRAM.group + AT_ONCE, "urgent, to a group: {group:?}");
        assert!(answer <= AT_ONCE, "an answer: {answer:?}");
        waits.push((fresh, busy, group, answer));
    }
    let all_told = |world: &World| {
        let told: usize = world.sent_to(BUSY_GROUP).map(|sent| sent.text.lines().count()).sum();
        world.sent.len() - world.sent_to(BUSY_GROUP).count() + told == 10_000 + 16
    };
    sending.server.wait_within(SECOND * 3600, "all are told", all_told).await;
    let (took, messages) = sending.server.look(|world| {
        assert_limits(world);
        assert_eq!(world.called("sendmessage"), world.sent.len(), "each was taken the first time");
        assert_eq!(numbers(world, BUSY), (1..=300).collect::<Vec<_>>(), "in order");
        assert!(GROUPS.chain(1..=4000).all(|chat| numbers(world, chat).is_sorted()), "in order");
        let lines: BTreeSet<&str> = world.sent_to(BUSY_GROUP).flat_map(|sent| sent.text.lines()).collect();
        assert_eq!(lines.len(), 500, "each is told");
        (world.sent.last().expect("many").at - begun, world.sent.len())
    });
    let least = SECOND * u32::try_from(messages).expect("not so many") / 30;
    println!(
        "{messages} messages in {took:.1?}, {:.1} % more than 30 a second would take; waits {waits:.0?}",
        (took.as_secs_f64() / least.as_secs_f64() - 1.0) * 100.0
    );
    assert!(took <= least.mul_f64(1.05), "{took:?}, and {least:?} would do");
    sending.end().await;
}

#[tokio::test(start_paused = true)]
async fn where_one_chat_binds_it_is_as_fast_as_that_chat_may_be() {
    let begun = Instant::now();
    let mut all: Vec<Outbound> = (1..=2000).map(|person| notice(&format!("person{person}"), person, "第 1 条")).collect();
    all.extend((1..=300).map(|n| notice(&format!("busy{n}"), BUSY, &format!("第 {n} 条"))));
    let sending = Sending::begin(all).await;
    sending.server.wait_within(SECOND * 3600, "all are told", |world| world.sent.len() == 2300).await;
    sending.server.look(assert_limits);
    let first = sending.server.look(|world| world.sent_to(BUSY).next().expect("one").at);
    let took = begun.elapsed() - (first - begun);
    // It was the last to come, so everybody else's first message went before it.
    assert!(took <= Limits::TELEGRAM.private.mul_f64(300.0 * 1.05), "{took:?}");
    sending.end().await;
}
