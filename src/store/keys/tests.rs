//! Keys sort as their fields, and are read as they were written.

use chrono::{NaiveDate, TimeZone};

use super::*;
use crate::domain::ids::cst;

fn at(seconds: i64) -> Moment {
    cst().timestamp_opt(seconds, 5).single().expect("a moment")
}

fn number(day: u32, serial: u32) -> CaseNumber {
    CaseNumber::new(NaiveDate::from_ymd_opt(2026, 2, day).expect("a day"), serial).expect("a number")
}

#[test]
fn keys_sort_as_their_fields() {
    assert!(case(number(3, 999_999)) < case(number(4, 1)));
    assert!(due_case(at(-1), number(3, 1), 0) < due_case(at(0), number(2, 1), 0));
    assert!(waiting(OutboxKey { class: 0, number: 300 }) < waiting(OutboxKey { class: 1, number: 2 }));
    let later = ConversationKey { chat: "tg:1".into(), user: "tg:1".into() };
    assert!(due_conversation(at(7), &later) < due_after(at(7)));
    assert!(due_after(at(7)) < due_case(at(8), number(1, 1), 0));
}

#[test]
fn a_text_never_runs_into_what_follows() {
    assert!(!open_of(&"ab".into(), number(1, 1)).0.starts_with(&all_open_of(&"a".into()).0));
}

#[test]
fn what_was_written_is_read() {
    let key = ConversationKey { chat: "tg:-100:7".into(), user: "tg:7".into() };
    assert_eq!(read_due(due_conversation(at(9), &key).as_ref()), Some(DueKey::Conversation(key, at(9))));
    assert_eq!(read_due(due_case(at(9), number(5, 6), 2).as_ref()), Some(DueKey::Case(number(5, 6))));
    assert_eq!(read_case(open_of(&"gas".into(), number(5, 6)).as_ref()), Some(number(5, 6)));
    assert_eq!(read_waiting(waiting(OutboxKey { class: 1, number: 8 }).as_ref()), Some(OutboxKey { class: 1, number: 8 }));
    assert_eq!(read_event(event(number(5, 6), 7).as_ref()), Some((number(5, 6), 7)));
    assert_eq!(read_number(view(number(5, 6), 9).as_ref()), Some(9));
    assert_eq!(read_chat(chat(&"web:甲".into()).as_ref()), Some("web:甲".into()));
}

#[test]
fn a_torn_key_is_none() {
    let whole = due_conversation(at(9), &ConversationKey { chat: "tg:1".into(), user: "tg:1".into() });
    assert!((0..19).all(|length| read_due(&whole.0[..length]).is_none()));
    assert_eq!(read_event(&event(number(5, 6), 7).0[..12]), None);
    assert_eq!(read_event(&event(number(5, 6), 7).bytes(b"x").0), None);
    assert_eq!(read_case(b"c12"), None);
    assert_eq!(read_case(&[b'c', 0, 0, 0, 0, 0, 0, 0, 0]), None);
}
