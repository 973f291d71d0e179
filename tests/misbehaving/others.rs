//! What is more than a bad answer: another poller, and a group that moves away under its notices.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::sleep;
use yousu::domain::ids::DepartmentId;
use yousu::domain::outbound::Outbound;
use yousu::domain::staff::Group;
use yousu::metrics::Trouble;
use yousu::store::{Commit, PeopleWrite};

use super::botapi::{Fault, TOKEN, World};
use super::rows::{ILL, PROMPT, SECRETS, SUMMARY, complaint, most_repeated, others_are_answered};
use super::whole::Whole;

const GROUP: i64 = -7_301;
const SUPERGROUP: i64 = -1_007_301;

/// Asks for updates as another program with the same token would; whoever was asking is sent away.
async fn ask_beside(address: &str) {
    let mut socket = TcpStream::connect(address).await.expect("the server is there");
    let request = format!("GET /bot{TOKEN}/getUpdates HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    socket.write_all(request.as_bytes()).await.expect("asked");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.expect("UTF-8");
    assert!(answer.contains("\"ok\":true"), "{answer}");
}

#[tokio::test(start_paused = true)]
async fn another_poller_sends_us_away_and_takes_nothing_from_us() {
    let whole = Whole::open().await;
    let address = whole.server.url().trim_start_matches("http://").to_owned();
    let citizens = 7_301_992_800..7_301_992_820;
    for (nth, citizen) in citizens.clone().enumerate() {
        ask_beside(&address).await;
        whole.server.citizen_says(citizen, &complaint(citizen, nth));
        sleep(Duration::from_secs(3)).await;
    }
    let all = |world: &World| citizens.clone().all(|citizen| world.sent_to(citizen).any(|sent| sent.text.contains(SUMMARY)));
    whole.until("everybody is answered", all).await;
    whole.settled().await;
    assert_eq!(whole.server.look(most_repeated), 1);
    assert!(whole.metrics().troubles.count(Trouble::Conflict) >= 10);
    whole.assert_told(Trouble::Conflict, "another poller");
    whole.assert_logged("another program polls with this bot's token", &SECRETS, "another poller");
    whole.close().await;
}

fn notice(n: usize, chat: i64) -> Outbound {
    Outbound::plain(format!("20260302-{n:06}/1/0/0").as_str(), format!("tg:{chat}").as_str(), format!("通知 {n}"))
}

fn told(world: &World) -> Vec<String> {
    [GROUP, SUPERGROUP].into_iter().flat_map(|chat| world.sent_to(chat)).map(|sent| sent.text.clone()).collect()
}

async fn with_a_group() -> Whole {
    let whole = Whole::open().await;
    whole.server.add_group(GROUP);
    let group = Group { chat: format!("tg:{GROUP}").as_str().into(), department: DepartmentId::from("chengguan") };
    let commit = Commit { people: vec![PeopleWrite::GroupBound(group)], ..Commit::default() };
    whole.desk.store().commit(commit).await.expect("bound");
    whole
}

/// 50 notices wait for a group that becomes a supergroup after some of them; `migrate` says how.
async fn a_group_moves(row: &str, migrate: impl Fn(&Whole)) {
    let whole = with_a_group().await;
    whole.queue((1..=50).map(|n| notice(n, GROUP)).collect()).await;
    whole.until(row, |world| world.sent_to(GROUP).count() == 5).await;
    let calls = whole.server.look(|world| world.sent.len());
    migrate(&whole);
    let waited = others_are_answered(&whole, 1, row).await;
    assert!(waited <= PROMPT, "{row}: others waited {waited:?}");
    whole.until(row, |world| world.sent_to(SUPERGROUP).count() >= 1).await;
    // What is said to the new chat from now on comes after what waited for the old one.
    whole.queue(vec![notice(51, SUPERGROUP)]).await;
    whole.until(row, |world| told(world).len() == 51).await;
    whole.settled().await;
    let expected: Vec<String> = (1..=51).map(|n| format!("通知 {n}")).collect();
    assert_eq!(whole.server.look(told), expected, "{row}: all of them, once, in order");
    let groups = whole.desk.store().groups().expect("readable");
    assert_eq!(groups.iter().map(|group| group.chat.as_str()).collect::<Vec<_>>(), [format!("tg:{SUPERGROUP}")], "{row}");
    let (called, sent) = whole.server.look(|world| (world.called("sendmessage"), world.sent.len()));
    assert_eq!(called, sent + 1, "{row}: one call told that it had moved ({calls} before)");
    assert!(whole.desk.store().undelivered().expect("readable").is_empty(), "{row}");
    whole.assert_told(Trouble::Moved, row);
    whole.assert_logged("has moved", &SECRETS, row);
    whole.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_group_moves_and_says_so() {
    a_group_moves("migration, told", |whole| whole.server.migrate(GROUP, SUPERGROUP)).await;
}

#[tokio::test(start_paused = true)]
async fn a_group_moves_and_nobody_says_so() {
    a_group_moves("migration, not told", |whole| whole.server.migrate_quietly(GROUP, SUPERGROUP)).await;
}

/// Everything goes wrong at once for one chat after the other, and for a while for all.
#[tokio::test(start_paused = true)]
async fn a_bad_day() {
    let whole = Whole::open().await;
    let faults = [Fault::Server(502), Fault::Broken, Fault::Flood(5), Fault::Garbage, Fault::Silence, Fault::Server(500)];
    let citizens: Vec<i64> = (0..30).map(|n| ILL + 1000 + n).collect();
    for (nth, citizen) in citizens.iter().enumerate() {
        whole.server.citizen_says(*citizen, &complaint(*citizen, nth));
        whole.server.plague("sendMessage", Some(*citizen), faults[nth % faults.len()].clone(), 1 + nth % 4);
        whole.server.plague("getUpdates", None, faults[nth % faults.len()].clone(), nth % 2);
    }
    let answered = |world: &World| citizens.iter().all(|citizen| world.sent_to(*citizen).any(|sent| sent.text.contains(SUMMARY)));
    whole.until("everybody is answered", answered).await;
    whole.settled().await;
    assert_eq!(whole.server.look(most_repeated), 1);
    assert!(whole.desk.store().undelivered().expect("readable").is_empty());
    whole.close().await;
}

/// A hundred chats that never answer at once: nobody else waits for them.
#[tokio::test(start_paused = true)]
async fn a_hundred_silent_chats() {
    let whole = Whole::open().await;
    let silent: Vec<i64> = (0..100).map(|n| ILL + 2000 + n).collect();
    for (n, chat) in silent.iter().enumerate() {
        whole.server.add_citizen(*chat);
        whole.server.plague("sendMessage", Some(*chat), Fault::Silence, 1);
        whole.queue(vec![notice(n, *chat)]).await;
    }
    whole.until("all are silent", |world| world.struck() == 100).await;
    let waited = others_are_answered(&whole, 1, "silent chats").await;
    assert!(waited <= PROMPT, "others waited {waited:?}");
    assert!(silent.iter().all(|chat| whole.server.sent(*chat).is_empty()), "it lasts");
    whole.until("all are told", |world| silent.iter().all(|chat| world.sent_to(*chat).count() == 1)).await;
    whole.settled().await;
    whole.close().await;
}
