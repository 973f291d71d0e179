//! What people send, and what the house gets of it.

use serde_json::json;
use yousu::domain::complaint::{Evidence, EvidenceKind};
use yousu::domain::inbound::{Body, Inbound};

use super::botapi::Server;
use super::botapi::people::{
    album_photo, animation, audio, contact, document, location, photo, poll, sticker, venue, video, video_note, voice,
};
use super::botapi::world::BOT_NAME;
use super::house::{House, Polling, channel};

/// Lets the house receive all that waits.
async fn receive_all(server: &Server) -> Vec<Inbound> {
    let house = House::new();
    let polling = Polling::begin(&channel(server), &house);
    server.wait_for("all is confirmed", |world| world.confirmed == world.next_update).await;
    polling.end().await;
    house.received()
}

async fn bodies(server: &Server) -> Vec<Body> {
    receive_all(server).await.into_iter().map(|inbound| inbound.body).collect()
}

fn evidence(kind: EvidenceKind, source: &str, caption: Option<&str>, album: Option<&str>) -> Body {
    let evidence = Evidence { kind, source: source.to_owned(), caption: caption.map(str::to_owned) };
    Body::Evidence { evidence, album: album.map(str::to_owned) }
}

#[tokio::test]
async fn words_and_commands() {
    let server = Server::start().await;
    for text in ["窗外很吵", "/start", "/start CODE-1", "/progress@YOUSU_test_bot 20260213-000001", "/new\n噪音", "/help@another_bot"]
    {
        server.citizen_says(5, text);
    }
    let received = receive_all(&server).await;
    let first = &received[0];
    assert_eq!((first.chat.as_str(), first.user.as_str(), first.is_group), ("tg:5", "tg:5", false));
    assert_eq!(first.display.as_deref(), Some("市民 5"));
    let bodies: Vec<Body> = received.into_iter().map(|inbound| inbound.body).collect();
    let text = |text: &str| Body::Text(text.to_owned());
    assert_eq!(
        bodies,
        [
            text("窗外很吵"),
            Body::Start(String::new()),
            Body::Start("CODE-1".to_owned()),
            text("/progress 20260213-000001"),
            text("/new 噪音"),
            text("/help"),
        ]
    );
}

#[tokio::test]
async fn evidence_of_every_kind() {
    let server = Server::start().await;
    let contents = [photo("p"), voice("v"), video("w"), video_note("n"), animation("a"), document("d"), audio("m")];
    for content in contents {
        server.citizen_sends(5, content);
    }
    server.citizen_sends(5, location(39.9, 116.4));
    server.citizen_sends(5, venue(39.5, 116.5, "东门", "某路 1 号"));
    assert_eq!(
        bodies(&server).await,
        [
            evidence(EvidenceKind::Photo, "tg:p", None, None),
            evidence(EvidenceKind::Voice, "tg:v", None, None),
            evidence(EvidenceKind::Video, "tg:w", None, None),
            evidence(EvidenceKind::Video, "tg:n", None, None),
            evidence(EvidenceKind::Video, "tg:a", None, None),
            evidence(EvidenceKind::File, "tg:d", None, None),
            evidence(EvidenceKind::File, "tg:m", None, None),
            evidence(EvidenceKind::Location, "geo:39.9,116.4", None, None),
            evidence(EvidenceKind::Location, "geo:39.5,116.5", Some("东门，某路 1 号"), None),
        ]
    );
}

#[tokio::test]
async fn an_album_keeps_its_name() {
    let server = Server::start().await;
    server.citizen_sends(5, album_photo("one", "album-1", "楼道堆物"));
    server.citizen_sends(5, album_photo("two", "album-1", " "));
    assert_eq!(
        bodies(&server).await,
        [
            evidence(EvidenceKind::Photo, "tg:one", Some("楼道堆物"), Some("album-1")),
            evidence(EvidenceKind::Photo, "tg:two", None, Some("album-1")),
        ]
    );
}

#[tokio::test]
async fn contacts_and_what_cannot_be_kept() {
    let server = Server::start().await;
    server.citizen_sends(5, contact("13900001111", Some(5)));
    server.citizen_sends(5, contact("13900002222", Some(6)));
    server.citizen_sends(5, sticker());
    server.citizen_sends(5, poll());
    server.citizen_sends(5, json!({ "dice": { "emoji": "🎲", "value": 3 } }));
    server.citizen_sends(5, json!({ "something_new": { "id": 1 }, "text": 7 }));
    let unsupported = |name: &str| Body::Unsupported(name.to_owned());
    let bodies = bodies(&server).await;
    assert_eq!(
        bodies[..5],
        [
            Body::Contact("13900001111".to_owned()),
            Body::Text("小程 13900002222".to_owned()),
            unsupported("贴纸"),
            unsupported("投票"),
            unsupported("骰子"),
        ]
    );
    assert!(bodies.len() <= 6, "{bodies:?}");
}

#[tokio::test]
async fn an_update_of_an_unknown_form_is_answered_and_stops_nothing() {
    let server = Server::start().await;
    server.add_citizen(5);
    server.change(|world| {
        world.push_update("message", json!({ "chat": { "id": 5 }, "from": { "id": 5 } }));
        world.push_update("never_heard_of", json!({}));
    });
    server.citizen_says(5, "后面的话");
    let received = receive_all(&server).await;
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].body, Body::Unsupported("这类消息".to_owned()));
    assert_eq!(received[0].chat.as_str(), "tg:5");
}

#[tokio::test]
async fn edits_are_new_words_and_moving_points_are_not() {
    let server = Server::start().await;
    server.citizen_edits(5, json!({ "text": "更正：是三号楼", "edit_date": 1_780_000_100 }));
    let mut edited = photo("p");
    edited["caption"] = json!("更正后的说明");
    server.citizen_edits(5, edited);
    server.citizen_edits(5, location(39.9, 116.4));
    let text = |text: &str| Body::Text(text.to_owned());
    assert_eq!(bodies(&server).await, [text("更正：是三号楼"), text("更正后的说明")]);
}

#[tokio::test]
async fn in_groups_only_what_is_for_the_bot() {
    let server = Server::start().await;
    let group = -100;
    server.add_group(group);
    server.member_says(group, 7, "中午吃什么");
    server.member_says(group, 7, "/todo@another_bot");
    server.member_says(group, 7, "/todo");
    server.member_says(group, 7, &format!("/case@{BOT_NAME} 20260213-000001"));
    server.member_replies(group, 8, "已到现场");
    server.push("message", group, 8, photo("p"));
    server.press(group, 9, "todo");
    server.push("message", group, 7, json!({ "new_chat_title": "新群名" }));
    let received = receive_all(&server).await;
    assert!(received.iter().all(|inbound| inbound.is_group && inbound.chat.as_str() == "tg:-100"));
    let said: Vec<(&str, Body)> = received.iter().map(|inbound| (inbound.user.as_str(), inbound.body.clone())).collect();
    assert_eq!(
        said,
        [
            ("tg:7", Body::Text("/todo".to_owned())),
            ("tg:7", Body::Text("/case 20260213-000001".to_owned())),
            ("tg:8", Body::Text("已到现场".to_owned())),
            ("tg:9", Body::Press("todo".to_owned())),
        ]
    );
}

#[tokio::test]
async fn a_group_that_moves_says_so_once() {
    let server = Server::start().await;
    server.add_group(-5);
    server.migrate(-5, -1005);
    let received = receive_all(&server).await;
    assert_eq!(received.len(), 1);
    assert_eq!((received[0].chat.as_str(), &received[0].body), ("tg:-5", &Body::MovedTo("tg:-1005".into())));
}

#[tokio::test]
async fn bots_and_channels_are_not_heard() {
    let server = Server::start().await;
    server.add_channel(-7);
    server.add_group(-8);
    server.push("message", -7, 7, json!({ "text": "频道消息" }));
    server.push("message", 5, 5, json!({ "text": "/todo", "from": { "id": 5, "is_bot": true, "first_name": "机器" } }));
    let anonymous = json!({ "text": "/todo", "sender_chat": { "id": -8, "type": "supergroup", "title": "单位群" } });
    server.push("message", -8, 7, anonymous);
    assert!(receive_all(&server).await.is_empty());
}
