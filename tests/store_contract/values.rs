//! Values that the contract is tried with.

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta, TimeZone};
use yousu::domain::case::{Case, Complaint};
use yousu::domain::complaint::{Category, Classification};
use yousu::domain::conversation::{Conversation, Talk};
use yousu::domain::event::{EVENT_VERSION, Event, Recorded};
use yousu::domain::ids::{CaseNumber, Moment, cst};
use yousu::domain::inbound::{Body, Inbound};
use yousu::domain::outbound::{Brief, Button, Outbound};
use yousu::domain::reminder::{Due, Reminder};
use yousu::domain::span::{Limit, Span};
use yousu::domain::staff::{Actor, Post, Role, Staff};
use yousu::store::{CaseWrite, Commit, ConversationKey, ConversationWrite, LogLine, Store};

/// Makes the store that is tried.
pub type New<'a> = &'a dyn Fn() -> Arc<dyn Store>;

/// So many minutes after ten in the morning of 13 February 2026.
pub fn at(minutes: i64) -> Moment {
    cst().with_ymd_and_hms(2026, 2, 13, 10, 0, 0).single().expect("a moment") + TimeDelta::minutes(minutes)
}

pub fn number(serial: u32) -> CaseNumber {
    on_day(13, serial)
}

pub fn on_day(day: u32, serial: u32) -> CaseNumber {
    CaseNumber::new(NaiveDate::from_ymd_opt(2026, 2, day).expect("a day"), serial).expect("a number")
}

fn limit(end: i64) -> Limit {
    Limit { from: at(0), due: at(end), span: Span::Natural(120), given: at(0) }
}

fn recorded(case: CaseNumber, seq: u32, event: Event) -> Recorded {
    Recorded { v: EVENT_VERSION, case, seq, at: at(i64::from(seq)), by: Actor::System, event }
}

/// The receipt of a case.
pub fn begin(number: CaseNumber, citizen: &str) -> CaseWrite {
    let classification = Classification {
        intent: Some("street-light".into()),
        intent_name: "路灯不亮".to_owned(),
        category: Category::Construction,
        probability: 0.75,
        abstain: false,
        ..Classification::unknown()
    };
    let complaint = Complaint {
        citizen: citizen.into(),
        chat: citizen.into(),
        text: "巷口那盏灯坏了三天，晚上看不见台阶".to_owned(),
        classification,
        slots: [(yousu::domain::complaint::Slot::Place, "柳条巷口".to_owned())].into(),
        evidence: Vec::new(),
        confirmed: true,
        confidential: false,
    };
    let receipt = Event::Received {
        complaint: Box::new(complaint),
        query_code: "QWERTY23".into(),
        accept: limit(30),
        profile: "default".to_owned(),
        arrived: at(0),
        recurs: None,
        conflicts: Vec::new(),
        origin: None,
    };
    let events = vec![recorded(number, 1, receipt)];
    let case = Case::first(&events[0]).expect("a receipt begins a case");
    CaseWrite { expected_seq: 0, events, case, reminders: Vec::new() }
}

/// What happened next to a case.
pub fn then(case: &Case, event: Event) -> CaseWrite {
    let events = vec![recorded(case.number, case.seq + 1, event)];
    let mut next = case.clone();
    next.apply(&events[0]);
    CaseWrite { expected_seq: case.seq, events, case: next, reminders: Vec::new() }
}

pub fn accepted() -> Event {
    Event::Accepted { dispatch: limit(60) }
}

pub fn dispatched(unit: &str) -> Event {
    Event::Dispatched {
        unit: unit.into(),
        acknowledge: limit(90),
        handle: limit(900),
        by_ruling: false,
        instruction: None,
        co_units: Vec::new(),
    }
}

pub fn withdrawn() -> Event {
    Event::Withdrawn { reason: "已自行解决".to_owned() }
}

pub fn reminder(minutes: i64) -> Reminder {
    Reminder { due: at(minutes), what: Due::FollowUp { attempt: 1 } }
}

pub fn of_case(case: CaseWrite) -> Commit {
    Commit { cases: vec![case], ..Commit::default() }
}

pub fn of_cases(cases: Vec<CaseWrite>) -> Commit {
    Commit { cases, ..Commit::default() }
}

pub fn who(name: &str) -> ConversationKey {
    ConversationKey { chat: name.into(), user: name.into() }
}

/// The `rev`-th word of a conversation.
pub fn word(key: &ConversationKey, rev: u32, due: Option<Moment>) -> ConversationWrite {
    let conversation = Conversation { rev, talk: Talk::Gathering { evidence: Vec::new() }, due, ..Conversation::default() };
    ConversationWrite { key: key.clone(), expected_rev: rev - 1, conversation }
}

pub fn of_conversation(conversation: ConversationWrite) -> Commit {
    Commit { conversations: vec![conversation], ..Commit::default() }
}

pub fn notice(id: &str, urgent: bool) -> Outbound {
    let buttons = vec![vec![Button { label: "查进度".to_owned(), data: "p".to_owned() }]];
    Outbound { buttons, urgent, ..Outbound::plain(id, "tg:9", format!("通知 {id}")) }
}

/// A case's notice in one line.
pub fn brief(serial: u32) -> Brief {
    let day = at(0).date_naive();
    Brief {
        sort: "提醒".to_owned(),
        number: CaseNumber::new(day, serial).expect("a serial of the day"),
        intent: "路灯不亮".to_owned(),
        what: "河沿路18号".to_owned(),
        unit: Some("城管局".to_owned()),
        due: None,
        at: "02月13日 22:10".to_owned(),
        held: true,
        late: false,
    }
}

pub fn of_outbox(outbox: Vec<Outbound>) -> Commit {
    Commit { outbox, ..Commit::default() }
}

pub fn line(chat: &str, id: &str) -> LogLine {
    let (text, buttons, attachments) = (format!("第 {id} 句"), Vec::new(), Vec::new());
    LogLine { chat: chat.into(), id: id.to_owned(), at: at(0), from_house: false, text, buttons, attachments, files: Vec::new() }
}

pub fn of_log(log: Vec<LogLine>) -> Commit {
    Commit { log, ..Commit::default() }
}

pub fn colleague(id: u32, user: &str) -> Staff {
    Staff {
        id: yousu::domain::ids::StaffId(id),
        name: "小周".to_owned(),
        role: Role::Dispatcher,
        department: None,
        user: user.into(),
        post: Post::A,
        away: None,
        demo: false,
    }
}

/// Words of somebody.
pub fn message(id: &str) -> Inbound {
    let body = Body::Text("楼下烧烤摊半夜还在吵".to_owned());
    Inbound { id: id.into(), chat: "tg:7".into(), user: "tg:7".into(), display: None, is_group: false, body }
}
