//! A report's picture 图表 in the chat of the page: a picture that is made when somebody opens it, for whose chat it stands in.

use super::house::{House, encode};
use super::{CITIZEN, assert_problem};
use yousu::domain::staff::Role;

#[tokio::test(flavor = "multi_thread")]
async fn the_picture_of_a_report_stands_in_the_chat_of_whoever_asked() {
    let house = House::open().await;
    house.dispatched_case(CITIZEN, "chengguan").await;
    house.desk.clock().advance_to("2026-02-11T09:00:00+08:00".parse().expect("a moment"));
    let supervisor = house.staff(Role::Supervisor, None);
    house.say(supervisor.user.0.as_str(), "/日报").await;
    let chat = house.get(&format!("/fragment/chat?who={}", encode(&format!("staff:{}", supervisor.id)))).await.body;
    let plain = chat.replace("&amp;", "&").replace("&#x2f;", "/").replace("&#x3d;", "=");
    let link = plain.split(['"', '\'']).rfind(|piece| piece.starts_with("/made?")).expect("the picture is in the chat").to_owned();
    assert!(plain.contains("<img"), "it shows without being pressed: {plain}");
    let picture = house.get(&link).await;
    assert_eq!((picture.status, picture.header("content-type")), (200, Some("image/png")));
    assert!(picture.header("content-disposition").is_some_and(|how| how.starts_with("inline")));
    assert!(picture.body.as_bytes().windows(4).any(|bytes| bytes == b"IHDR"), "a PNG");
    let handler = house.staff(Role::Handler, Some("chengguan"));
    let others = link.replace(&encode(&format!("staff:{}", supervisor.id)), &encode(&format!("staff:{}", handler.id)));
    assert_ne!(others, link);
    assert_problem(&house.get(&others).await, 404, "");
}
