//! Sending: how messages arrive, and what failures mean.

use std::time::Duration;

use yousu::channel::telegram::{Limits, menu_for};
use yousu::channel::{Channel as _, SendError};
use yousu::domain::complaint::{Evidence, EvidenceKind};
use yousu::domain::outbound::{Button, Outbound};
use yousu::domain::staff::{Role, Staff};

use super::botapi::{Fault, Server, TOKEN};
use super::house::{channel, channel_at};

/// A message of these words.
pub fn message(id: &str, chat: i64, text: &str) -> Outbound {
    Outbound::plain(id, format!("tg:{chat}").as_str(), text)
}

fn evidence(kind: EvidenceKind, source: &str, caption: &str) -> Evidence {
    Evidence { kind, source: source.to_owned(), caption: Some(caption.to_owned()).filter(|caption| !caption.is_empty()) }
}

async fn failure(server: &Server, fault: Fault) -> SendError {
    server.fail("sendMessage", fault);
    channel(server).send(&message("n", 1, "您好"), &[]).await.expect_err("it was made to fail")
}

#[tokio::test]
async fn words_arrive_as_they_are_with_their_buttons() {
    let server = Server::start().await;
    server.add_citizen(1);
    let button = |label: &str, data: &str| Button { label: label.to_owned(), data: data.to_owned() };
    let mut outbound = message("n", 1, "*不是* <b>标记</b> _也_ 不是 &lt;");
    outbound.buttons =
        vec![vec![button("签收", "ack|20260213-000001"), button("退单", "return|20260213-000001")], vec![button("查看", "show")]];
    channel(&server).send(&outbound, &[]).await.expect("it is sent");
    let sent = server.sent(1);
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].text, outbound.text);
    assert_eq!(sent[0].buttons.len(), 2);
    assert_eq!(sent[0].buttons[0][0], ("签收".to_owned(), "ack|20260213-000001".to_owned()));
}

#[tokio::test]
async fn long_words_arrive_in_parts_and_the_buttons_under_the_last() {
    let server = Server::start().await;
    server.add_citizen(1);
    let mut outbound = message("n", 1, &format!("{}{}", "字".repeat(4095), "😀".repeat(3000)));
    outbound.buttons = vec![vec![Button { label: "好".to_owned(), data: "ok".to_owned() }]];
    channel(&server).send(&outbound, &[]).await.expect("it is sent");
    let sent = server.sent(1);
    assert_eq!(sent.len(), 3);
    assert_eq!(sent[0].text, "字".repeat(4095), "the emoji of two units does not fit any more");
    assert_eq!(sent.iter().map(|sent| sent.text.as_str()).collect::<String>(), outbound.text);
    assert_eq!(sent.iter().map(|sent| sent.buttons.len()).collect::<Vec<_>>(), [0, 0, 1]);
}

#[tokio::test]
async fn a_part_that_failed_does_not_send_those_before_it_again() {
    let server = Server::start().await;
    server.add_citizen(1);
    let mut outbound = message("n", 1, "先说话");
    outbound.attachments = vec![evidence(EvidenceKind::Location, "geo:39.9,116.4", "")];
    let channel = channel(&server);
    server.fail("sendLocation", Fault::Server(500));
    assert!(matches!(channel.send(&outbound, &[]).await, Err(SendError::Later { .. })));
    channel.send(&outbound, &[]).await.expect("the second time");
    let methods: Vec<String> = server.sent(1).into_iter().map(|sent| sent.method).collect();
    assert_eq!(methods, ["sendmessage", "sendlocation"]);
    channel.send(&outbound, &[]).await.expect("a message once complete begins anew");
    assert_eq!(server.sent(1).len(), 4);
}

#[tokio::test]
async fn evidence_goes_with_it() {
    let server = Server::start().await;
    let files = tempfile::tempdir().expect("a directory");
    std::fs::write(files.path().join("现场.jpg"), vec![7; 5000]).expect("a file");
    server.add_citizen(1);
    server.change(|world| world.files.extend(["p", "v", "w", "d"].map(str::to_owned)));
    let mut outbound = message("n", 1, "附件");
    outbound.attachments = vec![
        evidence(EvidenceKind::Photo, "tg:p", "门口"),
        evidence(EvidenceKind::Voice, "tg:v", ""),
        evidence(EvidenceKind::Video, "tg:w", &"长".repeat(2000)),
        evidence(EvidenceKind::File, "tg:d", ""),
        evidence(EvidenceKind::Location, "geo:39.9,116.4", ""),
        evidence(EvidenceKind::Photo, "file:现场.jpg", "自有"),
    ];
    channel_at(&server.url(), Limits::NONE, files.path().into()).send(&outbound, &[]).await.expect("it is sent");
    let sent = server.sent(1);
    let media: Vec<(&str, Option<&str>)> = sent.iter().map(|sent| (sent.method.as_str(), sent.media.as_deref())).collect();
    assert_eq!(
        media,
        [
            ("sendmessage", None),
            ("sendphoto", Some("p")),
            ("sendvoice", Some("v")),
            ("sendvideo", Some("w")),
            ("senddocument", Some("d")),
            ("sendlocation", Some("39.9,116.4")),
            ("sendphoto", Some("现场.jpg")),
        ]
    );
    assert_eq!((sent[1].text.as_str(), sent[6].text.as_str()), ("门口", "自有"));
    assert_eq!(sent[3].text.encode_utf16().count(), 1024);
}

#[tokio::test]
async fn evidence_that_cannot_be_shown_does_not_stop_the_rest() {
    let server = Server::start().await;
    server.add_citizen(1);
    let mut outbound = message("n", 1, "附件");
    let sources = ["tg:unknown", "file:none.jpg", "file:../secret", "file:/etc/hostname", "file:..", "web:1", "nothing"];
    outbound.attachments = sources.iter().map(|source| evidence(EvidenceKind::Photo, source, "")).collect();
    channel(&server).send(&outbound, &[]).await.expect("it is sent");
    let texts = server.texts(1);
    assert_eq!(texts.len(), 1 + sources.len());
    assert!(texts[1..].iter().all(|text| text.contains("照片")));
}

#[tokio::test]
async fn failures_say_what_follows() {
    let server = Server::start().await;
    server.add_citizen(1);
    let after = |seconds| Some(Duration::from_secs(seconds));
    let later = |error, expected| matches!(error, SendError::Later { after, .. } if after == expected);
    assert!(later(failure(&server, Fault::Flood(7)).await, after(7)));
    for fault in [Fault::Server(500), Fault::Server(502), Fault::Broken, Fault::AnswerLost, Fault::Garbage, Fault::No(401, "Unauthorized")]
    {
        assert!(later(failure(&server, fault).await, None));
    }
    let never = [
        Fault::No(403, "Forbidden: bot was blocked by the user"),
        Fault::No(403, "Forbidden: user is deactivated"),
        Fault::No(403, "Forbidden: bot can't initiate conversation with a user"),
        Fault::No(400, "Bad Request: chat not found"),
        Fault::No(400, "Bad Request: BUTTON_DATA_INVALID"),
    ];
    for fault in never {
        assert!(matches!(failure(&server, fault).await, SendError::Never { .. }));
    }
}

#[tokio::test]
async fn a_server_error_does_not_stall_the_call() {
    let server = Server::start().await;
    let begun = tokio::time::Instant::now();
    failure(&server, Fault::Server(502)).await;
    assert!(begun.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn blocked_unknown_and_moved_chats() {
    let server = Server::start().await;
    server.block(1);
    server.add_group(-5);
    server.migrate_quietly(-5, -1005);
    let channel = channel(&server);
    assert!(matches!(channel.send(&message("a", 1, "您好"), &[]).await, Err(SendError::Never { .. })));
    assert!(matches!(channel.send(&message("b", 2, "您好"), &[]).await, Err(SendError::Never { .. })));
    let moved = channel.send(&message("c", -5, "您好"), &[]).await;
    assert!(matches!(moved, Err(SendError::Moved { to }) if to.as_str() == "tg:-1005"));
    let nowhere = Outbound { chat: "tg:somebody".into(), ..message("d", 1, "您好") };
    assert!(matches!(channel.send(&nowhere, &[]).await, Err(SendError::Never { .. })));
}

#[tokio::test]
async fn the_token_is_in_no_error() {
    let server = Server::start().await;
    server.add_citizen(1);
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("bound");
    let unreachable = channel_at(&format!("http://{closed}"), Limits::NONE, ".".into());
    let mut errors = vec![unreachable.send(&message("n", 1, "您好"), &[]).await.expect_err("nobody is there")];
    let nasty = "no such bot: bot4242:TEST-token_that-must-never-be-seen";
    for fault in [Fault::Broken, Fault::Server(500), Fault::Garbage, Fault::No(404, nasty), Fault::No(400, nasty)] {
        errors.push(failure(&server, fault).await);
    }
    let secret = TOKEN.split_once(':').expect("a token has two parts").1;
    for error in errors {
        let words = format!("{error} {error:?}");
        assert!(!words.contains(secret), "{words}");
    }
}

#[tokio::test]
async fn the_overall_pace_is_held() {
    let server = Server::start().await;
    server.add_citizen(1);
    let limits = Limits { overall: Duration::from_millis(40), ..Limits::NONE };
    let channel = channel_at(&server.url(), limits, ".".into());
    let messages: Vec<Outbound> = (0..6).map(|n| message(&format!("n{n}"), 1, "您好")).collect();
    futures::future::try_join_all(messages.iter().map(|message| channel.send(message, &[]))).await.expect("all are sent");
    let times: Vec<_> = server.sent(1).into_iter().map(|sent| sent.at).collect();
    assert!(times[5] - times[0] >= Duration::from_millis(180));
    let pace = |chat: &str| channel_at(&server.url(), Limits::TELEGRAM, ".".into()).pace(&chat.into());
    assert_eq!((pace("tg:5"), pace("tg:-5")), (Limits::TELEGRAM.private, Limits::TELEGRAM.group));
}

#[tokio::test]
async fn menus_are_set_by_role() {
    let server = Server::start().await;
    server.add_citizen(5);
    server.fail("setMyCommands", Fault::Flood(1));
    let staff = |id, user: &str| Staff {
        id: yousu::domain::ids::StaffId(id),
        name: "小郑".to_owned(),
        role: Role::Handler,
        department: None,
        user: user.into(),
        post: Default::default(),
        away: None,
        demo: false,
    };
    channel(&server).set_menus(&[staff(1, "tg:6"), staff(2, "web:desk"), staff(3, "tg:5")]).await;
    server.look(|world| {
        assert_eq!(world.menus.keys().map(String::as_str).collect::<Vec<_>>(), ["all_group_chats", "chat:5", "default"]);
        let as_given = |menu: &[(String, String)], role| menu.iter().map(|(c, d)| (c.as_str(), d.as_str())).eq(menu_for(role));
        assert!(as_given(&world.menus["default"], None));
        assert!(as_given(&world.menus["chat:5"], Some(Role::Handler)));
    });
}
