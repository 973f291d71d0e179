//! From receipt to dispatch 接收、受理、派单.

use yousu::domain::case::{Ground, Satisfaction, State};
use yousu::domain::command::Command;
use yousu::domain::complaint::{Kind, Slot, Urgency};
use yousu::domain::decide::NewCase;
use yousu::domain::ids::CaseNumber;
use yousu::domain::refusal::Refusal;

use crate::common::bench::{Bench, answer, citizen, complaint, dispatch_to, dispatcher, extension, follow_up, handler, supervisor};
use crate::common::{moment, national};
use crate::{fields, returning, unit};

#[test]
fn a_confident_matter_is_dispatched_by_itself_and_others_wait_for_a_person() {
    let opened = |change: fn(&mut NewCase)| Bench::opened_with(national(), "2026-03-02 09:00", change).stands();
    assert_eq!(opened(|_| ()), "待签收 城管局");
    assert_eq!(opened(|new| new.complaint = complaint(None)), "待派单 派单席");
    assert_eq!(opened(|new| new.incomplete = true), "待派单 派单席");
    assert_eq!(opened(|new| new.complaint.classification.abstain = true), "待派单 派单席");
    assert_eq!(opened(|new| new.complaint.classification.department = Some("gone".into())), "待派单 派单席");
    assert_eq!(opened(|new| drop(new.complaint.slots.insert(Slot::Court, "已起诉".into()))), "待受理 派单席");
}

#[test]
fn the_citizens_clock_starts_with_the_first_message_and_never_changes() {
    let arrived = moment("2026-03-01 22:10");
    let mut bench = Bench::opened_with(national(), "2026-03-02 09:00", |new| new.arrived = arrived);
    assert_eq!(bench.case.received_at, arrived);
    bench.must(&unit(), &returning());
    bench.must(&dispatcher(), &dispatch_to("shuiwu"));
    bench.must(&handler("shuiwu"), &Command::Acknowledge);
    bench.must(&handler("shuiwu"), &extension(5));
    bench.must(&supervisor(), &Command::GrantExtension);
    bench.must(&handler("shuiwu"), &Command::Resolve { answer: answer() });
    bench.must(&dispatcher(), &Command::Review { fault: None });
    bench.must(&citizen(), &follow_up(Some(false), Satisfaction::Dissatisfied, None));
    assert_eq!(bench.case.received_at, arrived);
}

#[test]
fn a_case_waits_for_dispatch_since_its_message() {
    let bench = Bench::opened_with(national(), "2026-03-02 09:00", |new| {
        new.complaint = complaint(None);
        new.arrived = moment("2026-03-01 22:00");
    });
    let State::Accepted { dispatch, .. } = bench.state() else { panic!("{}", bench.stands()) };
    assert_eq!((dispatch.from, dispatch.due), (moment("2026-03-01 22:00"), moment("2026-03-02 22:00")));
}

#[test]
fn declining_needs_the_right_way_to_go() {
    let decline = |way: &str| Command::Decline { ground: Ground::OtherProcedure, way: way.into() };
    let mut bench = Bench::received();
    assert_eq!(fields(bench.refused(&dispatcher(), &decline(" "))), "应走的途径");
    bench.must(&dispatcher(), &decline("请向仲裁委员会查询"));
    assert_eq!(bench.stands(), "不予受理 已结束");
    assert!(Bench::in_progress().try_do(&dispatcher(), &decline("请向仲裁委员会查询")).is_err(), "not once a unit has it");
}

#[test]
fn handling_limits_go_by_urgency_then_by_kind() {
    let table = [
        (Kind::Consult, Urgency::Normal, "2026-03-04 17:30"),
        (Kind::Help, Urgency::Normal, "2026-03-09 17:30"),
        (Kind::Complaint, Urgency::Normal, "2026-03-09 17:30"),
        (Kind::Report, Urgency::Normal, "2026-03-09 17:30"),
        (Kind::Suggestion, Urgency::Normal, "2026-03-11 17:30"),
        (Kind::Praise, Urgency::Normal, "2026-03-09 17:30"),
        (Kind::Consult, Urgency::Urgent, "2026-03-03 09:00"),
        (Kind::Suggestion, Urgency::Emergency, "2026-03-02 11:00"),
    ];
    for (kind, urgency, due) in table {
        let bench = Bench::opened_with(national(), "2026-03-02 09:00", |new| {
            new.complaint.classification.kind = kind;
            new.complaint.classification.urgency = urgency;
        });
        assert_eq!(bench.mandate().handle.due, moment(due), "{} {}", urgency.label(), kind.label());
    }
}

#[test]
fn a_case_is_dispatched_to_a_unit_that_exists() {
    let refusal = Bench::accepted().refused(&dispatcher(), &dispatch_to("nowhere"));
    assert_eq!(refusal, Refusal::UnknownUnit { name: "nowhere".into() });
    let bench = Bench::received().given(&dispatcher(), &dispatch_to("shuiwu"));
    assert_eq!(bench.stands(), "待签收 水务局", "dispatching accepts");
}

#[test]
fn case_numbers_are_strict() {
    assert!("20260302-000001".parse::<CaseNumber>().is_ok());
    for wrong in ["20260302-+00001", "+2026302-000001", "20260302-0000001", "20260302-000000", "20260230-000001", "20260302000001", ""] {
        assert!(wrong.parse::<CaseNumber>().is_err(), "{wrong}");
    }
}
