//! The table: each way to misbehave, in each method in which it can happen, with several chats at once.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;
use yousu::domain::complaint::{Evidence, EvidenceKind};
use yousu::domain::outbound::Outbound;
use yousu::health::undelivered;
use yousu::metrics::Trouble;

use super::botapi::{Fault, World};
use super::whole::Whole;

/// The chat that is afflicted.
pub const ILL: i64 = 7_301_992_645;
/// Those beside it.
pub const OTHERS: [i64; 3] = [7_301_992_701, 7_301_992_702, 7_301_992_703];
/// What nobody else waits longer than.
pub const PROMPT: Duration = Duration::from_secs(1);
/// Words of citizens and their accounts, which no log may tell.
pub const SECRETS: [&str; 4] = ["观澜里", "路灯", "7301992645", "730199270"];
/// What the bot answers to a complaint.
pub const SUMMARY: &str = "请核对";

/// How it ends for the afflicted message.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    /// It arrives once.
    Arrives,
    /// It arrives, perhaps twice: nobody can know that it did the first time.
    MayRepeat,
    /// It stands on the list, with this reason, and arrives when it is sent again.
    Listed(&'static str),
    /// It cannot be shown; its reader is told so, and gets the rest.
    Replaced,
}

/// One way to misbehave, what it is counted as, and what the log says.
struct Way {
    fault: Fault,
    end: End,
    counted: Trouble,
    logged: &'static str,
}

fn way(fault: Fault, end: End, counted: Trouble, logged: &'static str) -> Way {
    Way { fault, end, counted, logged }
}

/// Trouble that passes.
fn passing() -> Vec<Way> {
    vec![
        way(Fault::Flood(3), End::Arrives, Trouble::Flood, "Telegram asks to wait 3 s"),
        way(Fault::Server(500), End::Arrives, Trouble::Server, "Telegram's server answered 500"),
        way(Fault::Server(502), End::Arrives, Trouble::Server, "Telegram's server answered 502"),
        way(Fault::Broken, End::Arrives, Trouble::Network, "no answer: "),
        way(Fault::Silence, End::Arrives, Trouble::Timeout, "no answer: timeout"),
        way(Fault::Garbage, End::Arrives, Trouble::Garbled, "was not one of the Bot API's"),
        way(Fault::No(401, "Unauthorized"), End::Arrives, Trouble::Token, "(401)"),
        way(Fault::AnswerLost, End::MayRepeat, Trouble::Network, "no answer: "),
    ]
}

/// Refusals.
fn refusals(method: &str) -> Vec<Way> {
    let other = if method == "sendMessage" { End::Listed("渠道拒绝发送这条消息") } else { End::Replaced };
    let (blocked, gone) = ("Forbidden: bot was blocked by the user", "Bad Request: chat not found");
    let (same, old) = ("Bad Request: message is not modified", "Bad Request: query is too old and response timeout expired");
    vec![
        way(Fault::No(403, blocked), End::Listed("对方停用了机器人"), Trouble::Refused, "undeliverable: Telegram said no (403)"),
        way(Fault::No(400, gone), End::Listed("找不到这个对话"), Trouble::Refused, "undeliverable: Telegram said no (400)"),
        way(Fault::No(400, same), other, Trouble::Refused, "message is not modified"),
        way(Fault::No(400, old), other, Trouble::Refused, "query is too old"),
    ]
}

/// What somebody complains of.
pub fn complaint(citizen: i64, nth: usize) -> String {
    format!("城东区观澜里{}号门口的路灯坏了{nth}天，晚上黑得看不见路", citizen % 100)
}

/// A message of the house with evidence that travels by this method.
fn notice(method: &str) -> Outbound {
    let (kind, source) = match method {
        "sendPhoto" => (EvidenceKind::Photo, "tg:kept"),
        "sendVoice" => (EvidenceKind::Voice, "tg:kept"),
        "sendVideo" => (EvidenceKind::Video, "tg:kept"),
        "sendDocument" => (EvidenceKind::File, "file:own.pdf"),
        _ => (EvidenceKind::Location, "geo:39.9,116.4"),
    };
    Outbound {
        id: "20260302-000001/1/0/0".into(),
        chat: format!("tg:{ILL}").as_str().into(),
        text: "您反映的观澜里路灯一事已办结，附件请查收。".to_owned(),
        buttons: Vec::new(),
        attachments: vec![Evidence { kind, source: source.to_owned(), caption: None }],
        files: Vec::new(),
        urgent: false,
        not_before: None,
        while_case: None,
        brief: None,
    }
}

fn has_arrived(world: &World, method: &str) -> bool {
    let is_it = |sent: &super::botapi::Sent| match method {
        "sendMessage" => sent.text.contains(SUMMARY),
        other => sent.method == other.to_lowercase(),
    };
    world.sent_to(ILL).any(is_it)
}

/// The others write, and are answered at once. Gives back the longest that one of them waited.
pub async fn others_are_answered(whole: &Whole, nth: usize, row: &str) -> Duration {
    let before = OTHERS.map(|other| whole.server.sent(other).len());
    let begun = Instant::now();
    for other in OTHERS {
        whole.server.citizen_says(other, &complaint(other, nth));
    }
    let answered = |world: &World| OTHERS.iter().zip(before).all(|(other, before)| world.sent_to(*other).count() > before);
    whole.until(&format!("{row}: the others are answered"), answered).await;
    let last = |other: &i64| whole.server.sent(*other).last().expect("an answer").at;
    OTHERS.iter().map(last).max().expect("there are others") - begun
}

/// How often the same words or file were sent to one chat, at most.
pub fn most_repeated(world: &World) -> usize {
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for sent in &world.sent {
        *counts.entry((sent.chat, &sent.method, &sent.text, &sent.media)).or_default() += 1;
    }
    counts.into_values().max().unwrap_or_default()
}

/// One row of the table for a method that sends.
async fn sends(method: &str, way: Way) {
    let row = format!("{method}, {:?}", way.fault);
    let whole = Whole::open().await;
    std::fs::write(whole.files().join("own.pdf"), vec![7; 5000]).expect("a file");
    whole.server.add_citizen(ILL);
    whole.server.change(|world| world.files.insert("kept".to_owned()));
    let times = if way.end == End::MayRepeat { 1 } else { usize::MAX };
    whole.server.plague(method, Some(ILL), way.fault.clone(), times);
    if method == "sendMessage" {
        whole.server.citizen_says(ILL, &complaint(ILL, 1));
    } else {
        whole.queue(vec![notice(method)]).await;
    }
    whole.until(&row, |world| world.struck() >= 1).await;
    let waited = others_are_answered(&whole, 1, &row).await;
    assert!(waited <= PROMPT, "{row}: others waited {waited:?}");
    match way.end {
        End::Arrives => {
            assert!(!whole.server.look(|world| has_arrived(world, method)), "{row}: it lasts");
            whole.until(&row, |world| world.struck() >= 2).await;
            whole.server.cure();
        }
        End::Listed(why) => is_listed_and_sent_again(&whole, why, &row).await,
        End::MayRepeat | End::Replaced => {}
    }
    if way.end == End::Replaced {
        whole.until(&row, |world| world.sent_to(ILL).any(|sent| sent.text.contains("无法在此显示"))).await;
    } else {
        whole.until(&row, |world| has_arrived(world, method)).await;
    }
    whole.settled().await;
    assert!(whole.desk.store().undelivered().expect("readable").is_empty(), "{row}");
    let repeated = whole.server.look(most_repeated);
    assert!(repeated <= if way.end == End::MayRepeat { 2 } else { 1 }, "{row}: {repeated} times the same");
    whole.assert_told(way.counted, &row);
    whole.assert_logged(way.logged, &SECRETS, &row);
    whole.close().await;
}

/// What can never be sent stands on the list with its reason, does not stand in anybody's way, and goes when a person says so.
async fn is_listed_and_sent_again(whole: &Whole, why: &str, row: &str) {
    whole.settled().await;
    let listed = undelivered::rows(&whole.desk).expect("a list");
    assert_eq!(listed.iter().map(|row| row.why).collect::<Vec<_>>(), [why], "{row}");
    whole.server.cure();
    assert_eq!(whole.resend().await, 1, "{row}");
}

async fn all_of(method: &str) {
    for way in passing().into_iter().chain(refusals(method)) {
        sends(method, way).await;
    }
}

#[tokio::test(start_paused = true)]
async fn words() {
    all_of("sendMessage").await;
}

#[tokio::test(start_paused = true)]
async fn photos() {
    all_of("sendPhoto").await;
}

#[tokio::test(start_paused = true)]
async fn voices_and_videos() {
    all_of("sendVoice").await;
    all_of("sendVideo").await;
}

#[tokio::test(start_paused = true)]
async fn files_of_the_house() {
    all_of("sendDocument").await;
}

#[tokio::test(start_paused = true)]
async fn points() {
    all_of("sendLocation").await;
}
