//! A report over Telegram 日报: its words, and its picture as a photo, from the real desk and the real maker of files.

use std::sync::Arc;

use yousu::channel::telegram::Limits;
use yousu::city::{City, Sources};
use yousu::clock::Clock;
use yousu::desk::{Codes, Desk, voice};
use yousu::domain::ids::{InboundId, UserRef};
use yousu::domain::inbound::{Body, Inbound};
use yousu::domain::staff::Role;
use yousu::files::{make, maker};
use yousu::outbox::Outbox;
use yousu::store::SledStore;

use super::botapi::Server;
use super::house::channel_at;

async fn writes(desk: &Desk, user: i64, text: &str) {
    let user = UserRef(format!("tg:{user}"));
    let id = InboundId(format!("test:{}:{text}", user.0));
    let inbound = Inbound { id, chat: user.private_chat(), user, display: None, is_group: false, body: Body::Text(text.to_owned()) };
    desk.receive(inbound).await.expect("it is received");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_brings_its_picture_as_a_photo() {
    let server = Server::start().await;
    server.add_citizen(1);
    server.add_citizen(2);
    let Ok(city) = City::load(&Sources::new(None, None), "national") else { panic!("the city's data is faulty: yousu check") };
    let clock = Clock::standing_at("2026-02-10T10:00:00+08:00".parse().expect("a moment"));
    let store = Arc::new(SledStore::temporary().expect("a store"));
    let desk = Arc::new(Desk::open(store, Arc::new(city), clock.clone(), Codes::repeatable(1)).expect("a desk"));
    desk.employ("严督", Role::Supervisor, None, UserRef("tg:2".to_owned()), false).await.expect("somebody is employed");
    let channel = Arc::new(channel_at(&server.url(), Limits::NONE, ".".into()));
    let voice = Arc::new(voice(desk.city().clone()));
    let outbox = Outbox::new(desk.store().clone(), vec![channel], clock.clone(), desk.outbox_bell(), voice);
    let mut outbox = outbox.making(maker(desk.clone())).standing();
    writes(&desk, 1, "城东区解放路14号门口的路灯不亮，晚上看不见路").await;
    writes(&desk, 1, "确认").await;
    clock.advance_to("2026-02-11T09:00:00+08:00".parse().expect("a moment"));
    writes(&desk, 2, "/日报").await;
    let files: Vec<_> = desk.store().waiting(None, 100).expect("read").into_iter().flat_map(|waiting| waiting.outbound.files).collect();
    outbox.drain().await.expect("sent");
    let sent = server.sent(2);
    let report = sent.iter().position(|sent| sent.text.contains("日报")).expect("the report is said");
    let photo = sent.get(report + 1).expect("something follows it");
    assert_eq!((photo.method.as_str(), photo.media.as_deref()), ("sendphoto", Some("日报-2026-02-10.png")));
    let picture = files.iter().map(|file| make(&desk, file).expect("it is made")).find(|made| made.name == "日报-2026-02-10.png");
    assert!(picture.expect("the outbox named it").bytes.starts_with(b"\x89PNG\r\n"));
    assert!(desk.store().waiting(None, 1).expect("read").is_empty(), "nothing is left to send");
}
