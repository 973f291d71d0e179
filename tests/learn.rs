//! What dispatchers correct comes back as lessons 派单更正: from a real store, without anybody's identity.

mod common;

use std::sync::Arc;

use yousu::admin::{self, Request};
use yousu::city::{City, DEFAULT_PROFILE, Sources};
use yousu::clock::Clock;
use yousu::desk::{Codes, Desk};
use yousu::domain::audit::{Viewed, Viewer};
use yousu::domain::command::Command;
use yousu::domain::ids::{CaseNumber, DepartmentId};
use yousu::domain::inbound::{Body, Inbound};
use yousu::domain::privacy::Sight;
use yousu::domain::staff::Actor;
use yousu::letters::Lines;
use yousu::store::{SledStore, Store};

fn desk() -> Arc<Desk> {
    let city = City::load(&Sources::new(None, None), DEFAULT_PROFILE).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let store: Arc<dyn Store> = Arc::new(SledStore::temporary().expect("a store"));
    let clock = Clock::standing_at(common::moment("2026-03-02 09:00"));
    Arc::new(Desk::open(store, Arc::new(city), clock, Codes::repeatable(1)).expect("the desk opens"))
}

async fn complain(desk: &Desk, who: &str, words: &str) -> CaseNumber {
    for (id, body) in [("words", Body::Text(words.to_owned())), ("press", Body::Press("confirm".to_owned()))] {
        let user = format!("test:{who}");
        let id = format!("{who}/{id}").as_str().into();
        let inbound = Inbound { id, chat: user.as_str().into(), user: user.as_str().into(), display: None, is_group: false, body };
        desk.receive(inbound).await.expect("it is taken");
    }
    desk.store().case_numbers(None, 99).expect("readable").pop().expect("a case")
}

async fn does(desk: &Desk, number: CaseNumber, command: Command) {
    let name = format!("{command:?}");
    let done = desk.execute(number, command, &Actor::System).await.expect("written");
    assert_eq!(done, Ok(()), "{name}");
}

fn unit(desk: &Desk, short: &str) -> DepartmentId {
    desk.city().directory.find(short).expect("a unit of the city").id.clone()
}

fn returned(desk: &Desk, suggested: &str) -> Command {
    Command::Return { reason: "不是我单位职责".to_owned(), basis: "三定方案".to_owned(), suggested: Some(unit(desk, suggested)) }
}

/// Every view of the case as the record tells it.
fn views(desk: &Desk, number: CaseNumber) -> Vec<(Viewer, Viewed, Sight)> {
    let views = desk.store().views(number).expect("readable");
    views.into_iter().map(|(_, view)| (view.by, view.how, view.sight)).collect()
}

async fn lines(desk: Arc<Desk>) -> (Vec<serde_json::Value>, String) {
    let mut out = Vec::new();
    admin::answer(&desk, Request::Lessons { by: Some("root".to_owned()) }, &mut out).await.expect("answered");
    let text = String::from_utf8(out).expect("UTF-8");
    (text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect(), text)
}

#[tokio::test]
async fn the_unit_that_signed_in_the_end_is_what_is_learned() {
    let desk = desk();
    let signed = complain(&desk, "甲", "城东区幸福小区3栋楼下烧烤摊半夜还在吵，我叫欧阳建国，电话13912345678").await;
    does(&desk, signed, Command::Acknowledge).await;
    let corrected = complain(&desk, "乙", "城东区幸福小区门口流动摊贩占道").await;
    let back = returned(&desk, "公安局");
    does(&desk, corrected, Command::Acknowledge).await;
    does(&desk, corrected, back).await;
    let other = unit(&desk, "公安局");
    does(&desk, corrected, Command::Dispatch { unit: other, co_units: vec![], instruction: None }).await;
    does(&desk, corrected, Command::Acknowledge).await;
    // Given to a unit that has not signed yet: nobody knows whether it is theirs.
    let unsigned = complain(&desk, "丙", "城东区幸福小区路灯不亮").await;
    let looked = |number| views(&desk, number).len();
    let before = [signed, corrected, unsigned].map(looked);

    let (lines, text) = lines(desk.clone()).await;
    let is: Vec<_> = lines.iter().map(|line| (line["unit"].as_str(), line["corrected"].as_bool())).collect();
    assert_eq!(is, [(Some("城管局"), Some(false)), (Some("公安局"), Some(true))], "{text}");
    assert!(text.contains("烧烤摊") && !text.contains("欧阳") && !text.contains("建国") && !text.contains("13912345678"), "{text}");
    let history = Lines::labelled(text.as_bytes(), "unit").expect("memory is read");
    assert_eq!((history.all.len(), history.bad.len()), (2, 0));

    // Whose words were taken, and by whom, is on record; who gave no lesson was not looked at.
    assert_eq!([signed, corrected, unsigned].map(looked), [before[0] + 1, before[1] + 1, before[2]]);
    let taken = (Viewer::Operator { name: Some("root".to_owned()) }, Viewed::Lessons, Sight::Hidden);
    assert_eq!([signed, corrected].map(|number| views(&desk, number).pop()), [Some(taken.clone()), Some(taken)]);
}

#[tokio::test]
async fn a_returned_case_teaches_nothing() {
    let desk = desk();
    let number = complain(&desk, "甲", "城东区幸福小区3栋楼下烧烤摊半夜还在吵").await;
    does(&desk, number, Command::Acknowledge).await;
    let back = returned(&desk, "公安局");
    does(&desk, number, back).await;
    assert_eq!(lines(desk).await.0.len(), 0);
}
