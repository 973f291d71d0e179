//! The ledger of cards 台账: by unit and by person, over all cases, and in the commit that carries its events.

use yousu::domain::case::LetterKind;
use yousu::domain::event::Event;
use yousu::domain::ids::StaffId;
use yousu::domain::ledger::{Against, CardKind, CardRecord};
use yousu::domain::profile::RungKind;
use yousu::domain::span::LimitKind;
use yousu::store::{CommitError, Store};

use crate::values::{New, accepted, at, begin, number, of_case, of_cases, then};

fn rung(rung: RungKind, unit: &str, person: Option<u32>) -> Event {
    Event::RungReached {
        id: rung.label().to_owned(),
        rung,
        limit: LimitKind::Handle,
        given: at(0),
        unit: Some(unit.into()),
        person: person.map(StaffId),
        title: (rung == RungKind::Yellow).then(|| "橙色预警".to_owned()),
        late: false,
    }
}

fn letter(kind: LetterKind, unit: &str, person: Option<u32>) -> Event {
    Event::Supervised { letter: 1, kind, unit: unit.into(), person: person.map(StaffId), words: "请说明".to_owned(), answer: None }
}

fn lines(store: &dyn Store, against: &Against) -> Vec<String> {
    let cards = store.cards(against, None).expect("readable");
    cards.into_iter().map(|card| format!("{} {} {}", card.case.serial(), card.seq, card.what)).collect()
}

pub async fn cards_stand_against_unit_and_person(new: New<'_>) {
    let store = new();
    let (first, other) = (begin(number(1), "tg:1"), begin(number(2), "tg:2"));
    store.commit(of_cases(vec![first.clone(), other.clone()])).await.expect("new");
    let reminded = then(&first.case, rung(RungKind::Reminder, "lamps", Some(7)));
    store.commit(of_case(reminded.clone())).await.expect("read just now");
    assert_eq!(store.cards(&Against::All, None).expect("readable"), [], "a reminder is no card");
    let yellow = then(&reminded.case, rung(RungKind::Yellow, "lamps", Some(7)));
    store.commit(of_case(yellow.clone())).await.expect("read just now");
    let red = then(&other.case, rung(RungKind::Red, "roads", Some(7)));
    store.commit(of_case(red.clone())).await.expect("read just now");
    let asked = then(&yellow.case, letter(LetterKind::Inquiry, "lamps", None));
    store.commit(of_case(asked.clone())).await.expect("read just now");
    store.commit(of_case(then(&asked.case, letter(LetterKind::Admonition, "lamps", Some(8))))).await.expect("read just now");

    let store = store.as_ref();
    assert_eq!(lines(store, &Against::All), ["2 2 红牌", "1 3 橙色预警", "1 4 查询函", "1 5 效能告诫书"], "oldest first");
    assert_eq!(lines(store, &Against::Unit("lamps".into())), ["1 3 橙色预警", "1 4 查询函", "1 5 效能告诫书"]);
    assert_eq!(lines(store, &Against::Unit("roads".into())), ["2 2 红牌"]);
    assert_eq!(lines(store, &Against::Unit("lamp".into())), Vec::<String>::new());
    assert_eq!(lines(store, &Against::Person(StaffId(7))), ["2 2 红牌", "1 3 橙色预警"], "in whatever unit");
    assert_eq!(lines(store, &Against::Person(StaffId(8))), ["1 5 效能告诫书"]);
    let since = store.cards(&Against::All, Some(at(4))).expect("readable");
    assert_eq!(since.len(), 2, "what was given at that very moment belongs to it");
    let expected = CardRecord {
        case: number(2),
        seq: 2,
        at: at(2),
        what: "红牌".to_owned(),
        kind: CardKind::Red,
        unit: Some("roads".into()),
        person: Some(StaffId(7)),
        limit: Some(LimitKind::Handle),
    };
    assert_eq!(store.cards(&Against::Unit("roads".into()), None).expect("readable"), [expected]);
}

pub async fn a_refused_commit_leaves_no_card(new: New<'_>) {
    let store = new();
    let first = begin(number(1), "tg:1");
    store.commit(of_case(first.clone())).await.expect("new");
    store.commit(of_case(then(&first.case, accepted()))).await.expect("read just now");
    let stale = then(&first.case, rung(RungKind::Red, "lamps", Some(7)));
    assert!(matches!(store.commit(of_case(stale)).await, Err(CommitError::Conflict(_))));
    assert_eq!(store.cards(&Against::All, None).expect("readable"), []);
}
