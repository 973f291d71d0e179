//! Files that are made when they are sent: in what form they arrive, and what becomes of one that cannot be made.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::Notify;
use yousu::channel::telegram::Limits;
use yousu::channel::{Channel as _, FileShape, MadeFile, Maker, SendError};
use yousu::clock::Clock;
use yousu::domain::ids::{CaseNumber, Moment};
use yousu::domain::outbound::{Brief, FileRef, Outbound};
use yousu::domain::paper::PaperKind;
use yousu::domain::privacy::Reader;
use yousu::domain::staff::Role;
use yousu::outbox::{Outbox, Standing};

use super::botapi::{Fault, Server};
use super::house::{channel, channel_at};
use super::memory::Memory;
use super::outbox::spoken;
use super::sending::message;

/// A file of so many bytes.
pub fn made(name: &str, shape: FileShape, bytes: usize) -> MadeFile {
    MadeFile { name: name.to_owned(), shape, bytes: vec![7; bytes] }
}

#[tokio::test]
async fn files_made_for_a_message_follow_its_words() {
    let server = Server::start().await;
    server.add_citizen(1);
    let files = [
        made("转办函 \"急\".docx", FileShape::Document, 3000),
        made("走势.png", FileShape::Picture, 3000),
        made("大图.png", FileShape::Picture, 11 << 20),
        made("太大.docx", FileShape::Document, (50 << 20) + 1),
    ];
    channel(&server).send(&message("n", 1, "请签收"), &files).await.expect("it is sent");
    let sent = server.sent(1);
    let got: Vec<(&str, &str, Option<&str>)> =
        sent.iter().map(|sent| (sent.method.as_str(), sent.text.as_str(), sent.media.as_deref())).collect();
    assert_eq!(
        got,
        [
            ("sendmessage", "请签收", None),
            ("senddocument", "", Some("转办函 _急_.docx")),
            ("sendphoto", "", Some("走势.png")),
            ("senddocument", "", Some("大图.png")),
            ("sendmessage", "（有一份文件类附件无法在此显示）", None),
        ]
    );
}

#[tokio::test]
async fn a_file_that_failed_is_sent_again_alone() {
    let server = Server::start().await;
    server.add_citizen(1);
    let channel = channel(&server);
    let files = [made("转办函.docx", FileShape::Document, 30), made("登记表.docx", FileShape::Document, 30)];
    server.fail("sendDocument", Fault::Flood(3));
    let failed = channel.send(&message("n", 1, "请签收"), &files).await;
    assert!(matches!(failed, Err(SendError::Later { after: Some(after), .. }) if after == Duration::from_secs(3)));
    server.fail("sendDocument", Fault::Server(502));
    assert!(matches!(channel.send(&message("n", 1, "请签收"), &files).await, Err(SendError::Later { .. })));
    channel.send(&message("n", 1, "请签收"), &files).await.expect("the third time");
    let sent: Vec<Option<String>> = server.sent(1).into_iter().map(|sent| sent.media).collect();
    assert_eq!(sent, [None, Some("转办函.docx".to_owned()), Some("登记表.docx".to_owned())]);
}

fn noon() -> Moment {
    Moment::parse_from_rfc3339("2026-03-02T12:00:00+08:00").expect("a moment")
}

fn number(serial: u32) -> CaseNumber {
    CaseNumber::new(noon().date_naive(), serial).expect("a serial of the day")
}

fn paper(kind: PaperKind, serial: u32) -> FileRef {
    FileRef::Paper { kind, case: number(serial), seq: 3, reader: Reader::Staff(Role::Handler), code: None }
}

/// Counts what it makes; of one kind it makes nothing, over another it panics.
fn maker(count: Arc<AtomicU32>) -> Maker {
    Arc::new(move |file| {
        count.fetch_add(1, Ordering::Relaxed);
        let FileRef::Paper { kind, .. } = file else { anyhow::bail!("no paper") };
        match kind {
            PaperKind::Bulletin => anyhow::bail!("a failure that a test planned"),
            PaperKind::Inquiry => panic!("a panic that a test planned"),
            _ => Ok(made(&format!("{}.docx", file.label()), FileShape::Document, 100)),
        }
    })
}

fn standing(server: &Server, count: &Arc<AtomicU32>) -> (Memory, Clock, Standing) {
    let (store, clock) = (Memory::default(), Clock::standing_at(noon()));
    let channel = Arc::new(channel_at(&server.url(), Limits::NONE, ".".into()));
    let outbox = Outbox::new(Arc::new(store.clone()), vec![channel], clock.clone(), Arc::new(Notify::new()), Arc::new(spoken));
    (store, clock, outbox.making(maker(count.clone())).standing())
}

#[tokio::test]
async fn what_cannot_be_made_holds_back_nothing() {
    let server = Server::start().await;
    server.add_citizen(1);
    let count = Arc::default();
    let (store, _, mut outbox) = standing(&server, &count);
    let kinds = [PaperKind::Bulletin, PaperKind::Inquiry, PaperKind::Transfer];
    store.enqueue(Outbound { files: kinds.map(|kind| paper(kind, 1)).to_vec(), ..message("n", 1, "请签收") });
    outbox.drain().await.expect("sent");
    let sent: Vec<(String, Option<String>)> = server.sent(1).into_iter().map(|sent| (sent.text, sent.media)).collect();
    assert_eq!(sent, [("请签收".to_owned(), None), (String::new(), Some("转办函.docx".to_owned()))]);
    assert!(store.all_waiting().is_empty());
}

#[tokio::test]
async fn a_message_that_is_tried_again_has_its_files_made_again() {
    let server = Server::start().await;
    server.add_citizen(1);
    let count = Arc::default();
    let (store, clock, mut outbox) = standing(&server, &count);
    server.fail("sendDocument", Fault::Server(502));
    store.enqueue(Outbound { files: vec![paper(PaperKind::Transfer, 1)], ..message("n", 1, "请签收") });
    outbox.drain().await.expect("tried");
    clock.advance_to(noon() + TimeDelta::minutes(1));
    outbox.drain().await.expect("sent");
    let sent: Vec<String> = server.sent(1).into_iter().map(|sent| sent.method).collect();
    assert_eq!(sent, ["sendmessage", "senddocument"]);
    assert_eq!(count.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn notices_that_share_a_message_bring_their_files_unless_they_are_too_many() {
    for (notices, files) in [(4, 4), (11, 0)] {
        let server = Server::start().await;
        server.add_citizen(1);
        let count = Arc::default();
        let (store, clock, mut outbox) = standing(&server, &count);
        let until = noon() + TimeDelta::minutes(30);
        for serial in 1..=notices {
            let brief = Brief {
                sort: "新工单".to_owned(),
                number: number(serial),
                intent: "路灯不亮".to_owned(),
                what: "河沿路三号桥".to_owned(),
                unit: None,
                due: None,
                at: "03月02日 12:00".to_owned(),
                held: true,
                late: false,
            };
            let files = vec![paper(PaperKind::Transfer, serial)];
            let waits = message(&format!("n{serial}"), 1, "请签收");
            store.enqueue(Outbound { files, brief: Some(brief), not_before: Some(until), ..waits });
        }
        clock.advance_to(until);
        outbox.drain().await.expect("sent");
        let methods: Vec<String> = server.sent(1).into_iter().map(|sent| sent.method).collect();
        assert_eq!(methods.iter().filter(|method| *method == "sendmessage").count(), 1);
        assert_eq!(methods.iter().filter(|method| *method == "senddocument").count(), files);
    }
}

#[test]
fn a_message_names_its_files_and_one_of_an_earlier_program_has_none() {
    let mut outbound = message("n", 1, "请签收");
    let before = serde_json::to_value(&outbound).expect("JSON");
    assert!(before.get("files").is_none());
    assert_eq!(serde_json::from_value::<Outbound>(before).expect("read"), outbound);
    outbound.files = vec![paper(PaperKind::Approval, 1)];
    let text = serde_json::to_string(&outbound).expect("JSON");
    assert!(
        text.contains(r#""files":[{"file":"paper","kind":"approval","case":"20260302-000001","seq":3,"reader":{"staff":"handler"}}]"#),
        "{text}"
    );
    assert_eq!(serde_json::from_str::<Outbound>(&text).expect("read"), outbound);
}
