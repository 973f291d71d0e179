//! Cases, their lists, and what falls due.

use yousu::store::{CaseWrite, DueItem};

use crate::values::{
    New, accepted, at, begin, dispatched, number, of_case, of_cases, of_conversation, on_day, reminder, then, who, withdrawn, word,
};

pub async fn a_case_is_read_as_written(new: New<'_>) {
    let store = new();
    assert_eq!(store.case(number(1)).expect("readable"), None);
    let first = begin(number(1), "tg:1");
    let second = then(&first.case, accepted());
    store.commit(of_case(first.clone())).await.expect("new");
    store.commit(of_case(second.clone())).await.expect("read just now");
    assert_eq!(store.case(number(1)).expect("readable"), Some(second.case));
    assert_eq!(store.events(number(1)).expect("readable"), [first.events, second.events].concat());
    assert_eq!(store.events(number(2)).expect("readable"), []);
}

pub async fn case_numbers_go_on_from_the_last(new: New<'_>) {
    let store = new();
    let all = [on_day(12, 7), on_day(13, 1), on_day(13, 300), on_day(14, 2)];
    store.commit(of_cases(all.iter().rev().map(|number| begin(*number, "tg:1")).collect())).await.expect("new");
    assert_eq!(store.case_numbers(None, 9).expect("readable"), all);
    assert_eq!(store.case_numbers(Some(all[1]), 1).expect("readable"), all[2..3]);
    assert_eq!(store.case_numbers(Some(on_day(13, 2)), 9).expect("readable"), all[2..]);
    assert_eq!(store.case_numbers(Some(all[3]), 9).expect("readable"), []);
}

pub async fn serials_count_by_day(new: New<'_>) {
    let store = new();
    let all = [on_day(12, 7), on_day(13, 300), on_day(13, 2), on_day(15, 999_999)];
    store.commit(of_cases(all.iter().map(|number| begin(*number, "tg:1")).collect())).await.expect("new");
    let serials = [12, 13, 14, 15].map(|day| store.last_serial(20_260_200 + day).expect("readable"));
    assert_eq!(serials, [7, 300, 0, 999_999]);
}

pub async fn indexes_follow_the_case(new: New<'_>) {
    let store = new();
    let other = begin(number(2), "tg:2");
    let first = begin(number(1), "tg:1");
    store.commit(of_cases(vec![other, first.clone()])).await.expect("new");
    assert_eq!(store.open_cases().expect("readable"), [number(1), number(2)]);
    let of = |unit: &str| store.open_cases_of(&unit.into()).expect("readable");

    let to_lamps = then(&first.case, dispatched("lamps"));
    store.commit(of_case(to_lamps.clone())).await.expect("read just now");
    assert_eq!((of("lamps"), of("roads")), (vec![number(1)], vec![]));

    let to_roads = then(&to_lamps.case, dispatched("roads"));
    store.commit(of_case(to_roads.clone())).await.expect("read just now");
    assert_eq!((of("lamps"), of("roads"), of("road")), (vec![], vec![number(1)], vec![]));

    store.commit(of_case(then(&to_roads.case, withdrawn()))).await.expect("read just now");
    assert_eq!((of("lamps"), of("roads")), (vec![], vec![]));
    assert_eq!(store.open_cases().expect("readable"), [number(2)]);
    assert_eq!(store.cases_of(&"tg:1".into(), 9).expect("readable"), [number(1)], "a closed case is still the citizen's");
}

pub async fn a_citizens_cases_are_newest_first(new: New<'_>) {
    let store = new();
    let mine = [on_day(12, 400), on_day(13, 2), on_day(13, 11)];
    let mut all: Vec<CaseWrite> = mine.iter().map(|number| begin(*number, "tg:1")).collect();
    all.push(begin(number(3), "tg:12"));
    store.commit(of_cases(all)).await.expect("new");
    assert_eq!(store.cases_of(&"tg:1".into(), 9).expect("readable"), [mine[2], mine[1], mine[0]]);
    assert_eq!(store.cases_of(&"tg:1".into(), 2).expect("readable"), [mine[2], mine[1]]);
}

pub async fn reminders_are_replaced(new: New<'_>) {
    let store = new();
    // Two at one moment are two.
    let first = CaseWrite { reminders: vec![reminder(5), reminder(5), reminder(20)], ..begin(number(1), "tg:1") };
    store.commit(of_case(first.clone())).await.expect("new");
    assert_eq!(store.due(at(60), 9).expect("readable").len(), 3);

    assert_eq!(store.case_to_change(number(1)).expect("readable"), Some(first.case.clone()));
    let second = CaseWrite { reminders: vec![reminder(20), reminder(30)], ..then(&first.case, accepted()) };
    store.commit(of_case(second.clone())).await.expect("read just now");
    let left = [20, 30].map(|minutes| DueItem::Case(number(1), reminder(minutes)));
    assert_eq!(store.due(at(60), 9).expect("readable"), left);
    assert_eq!(store.next_due().expect("readable"), Some(at(20)));

    store.commit(of_case(then(&second.case, withdrawn()))).await.expect("read just now");
    assert_eq!(store.due(at(60), 9).expect("readable"), []);
    assert_eq!(store.next_due().expect("readable"), None);
}

pub async fn due_is_in_order_and_limited(new: New<'_>) {
    let store = new();
    let with = |serial, minutes: i64| CaseWrite { reminders: vec![reminder(minutes)], ..begin(number(serial), "tg:1") };
    store.commit(of_cases(vec![with(1, 40), with(2, -9_000_000_000), with(3, 20), with(4, 20)])).await.expect("new");
    let due = |minutes, most| -> Vec<u32> {
        let items = store.due(at(minutes), most).expect("readable");
        items.iter().filter_map(|item| if let DueItem::Case(number, _) = item { Some(number.serial()) } else { None }).collect()
    };
    assert_eq!(due(19, 9), [2], "long before 1970 is before everything");
    assert_eq!(due(20, 9), [2, 3, 4], "what is due now is due");
    assert_eq!(due(99, 9), [2, 3, 4, 1]);
    assert_eq!(due(99, 2), [2, 3]);
}

pub async fn conversations_fall_due(new: New<'_>) {
    let store = new();
    let (a, b) = (who("tg:1"), who("web:甲"));
    let case = CaseWrite { reminders: vec![reminder(10)], ..begin(number(1), "tg:1") };
    store.commit(of_case(case)).await.expect("new");
    store.commit(of_conversation(word(&a, 1, Some(at(5))))).await.expect("new");
    store.commit(of_conversation(word(&b, 1, Some(at(15))))).await.expect("new");
    assert_eq!(store.next_due().expect("readable"), Some(at(5)));
    let all = [DueItem::Conversation(a.clone(), at(5)), DueItem::Case(number(1), reminder(10)), DueItem::Conversation(b.clone(), at(15))];
    assert_eq!(store.due(at(60), 9).expect("readable"), all);
    assert_eq!(all.map(|item| item.due()), [at(5), at(10), at(15)]);

    store.commit(of_conversation(word(&a, 2, Some(at(25))))).await.expect("read just now");
    store.commit(of_conversation(word(&b, 2, None))).await.expect("read just now");
    let left = [DueItem::Case(number(1), reminder(10)), DueItem::Conversation(a, at(25))];
    assert_eq!(store.due(at(60), 9).expect("readable"), left);
}
