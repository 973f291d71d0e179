//! Open cases 在办: kept aside unless they are asked for; taken over without a flood of old cards.

use yousu::domain::case::State;
use yousu::domain::event::Event;
use yousu::store::{SledStore, Store};

use crate::house::House;

const TABLE: &str = "编号,内容,来电时间,派单时间,承办单位,签收时间,办结时间\n\
                     1,路灯不亮,2026-01-05 09:00,2026-01-05 10:00,城管局,2026-01-05 11:00,\n2,井盖松了,2026-01-05 09:00,,,,\n";

#[test]
fn they_wait_until_somebody_asks_for_them() {
    let house = House::new();
    house.file("a.csv", TABLE);
    let said = house.run(&["import", "a.csv"]);
    assert!(said.out.contains("还没有办结的 2 件没有导入"), "{}", said.out);
    assert!(house.cases().is_empty());
    house.well(&["import", "a.csv", "--open"]);
    let cases = house.cases();
    assert!(matches!(cases[0].0.state, State::InProgress { .. }) && matches!(cases[1].0.state, State::Received { .. }));
    for (case, events) in &cases {
        let taken = events.last().expect("events");
        assert!(matches!(taken.event, Event::TakenOver { .. }), "{taken:?}");
        assert!(case.limits().iter().all(|(_, limit)| limit.due > taken.at && limit.given == taken.at), "{:?}", case.limits());
        let store = SledStore::open(house.path("var/store")).expect("the store opens");
        assert!(store.due(taken.at, 100).expect("read").is_empty(), "nothing of the past falls due");
        assert!(store.next_due().expect("read").is_some(), "what comes does");
    }
    house.is_sound();
}
