//! 协办、转派给协办: one lead unit and any number of co-units (RULEBOOK §2).

use yousu::domain::command::Command;
use yousu::domain::refusal::Refusal;

use crate::common::bench::{Bench, dispatcher, handler, supervisor, suspend};
use crate::common::full;
use crate::{UNIT, fields, unit};

fn add(unit: &str) -> Command {
    Command::AddCoUnit { unit: unit.into(), task: Some("核对管网图".into()) }
}

fn report() -> Command {
    Command::CoReport { opinion: "管网无渗漏".into() }
}

#[test]
fn dispatched_with_its_co_units_each_named_once_and_never_the_lead() {
    let command = Command::Dispatch { unit: UNIT.into(), co_units: vec!["shuiwu".into(), UNIT.into(), "shuiwu".into()], instruction: None };
    let bench = Bench::opened_with(full(), "2026-03-02 09:00", |new| new.incomplete = true).given(&dispatcher(), &command);
    let co: Vec<&str> = bench.mandate().co.iter().map(|co| co.unit.as_str()).collect();
    assert_eq!((bench.stands().as_str(), co), ("待签收 城管局", vec!["shuiwu"]));
    let scattered: Vec<_> = ["shuiwu", "jiaotong", "shuiwu"].map(Into::into).to_vec();
    let command = Command::Dispatch { unit: UNIT.into(), co_units: scattered, instruction: None };
    let bench = Bench::opened_with(full(), "2026-03-02 09:00", |new| new.incomplete = true).given(&dispatcher(), &command);
    assert_eq!(bench.mandate().co.len(), 2, "also when others stand between");
    let unknown = Command::Dispatch { unit: UNIT.into(), co_units: vec!["nowhere".into()], instruction: None };
    assert!(matches!(Bench::accepted().refused(&dispatcher(), &unknown), Refusal::UnknownUnit { .. }));
}

#[test]
fn a_co_unit_signs_and_reports_and_the_lead_answers() {
    let bench = Bench::full().given(&dispatcher(), &add("shuiwu"));
    for unit in [UNIT, "shuiwu"] {
        assert!(matches!(bench.refused(&dispatcher(), &add(unit)), Refusal::HasPart { .. }), "{unit}");
    }
    assert!(matches!(bench.refused(&dispatcher(), &add("nowhere")), Refusal::UnknownUnit { .. }));
    let co = handler("shuiwu");
    let signed = bench.given(&co, &Command::CoAcknowledge);
    assert!(signed.mandate().co[0].acknowledged);
    assert!(signed.decide(&co, &Command::CoAcknowledge).is_ok_and(|events| events.is_empty()), "twice is once");
    assert_eq!(fields(signed.refused(&co, &Command::CoReport { opinion: " ".into() })), "反馈内容");
    let reported = signed.given(&co, &report());
    assert_eq!(reported.mandate().co[0].opinion.as_deref(), Some("管网无渗漏"));
    assert_eq!(reported.stands(), "办理中 城管局");
    for (other, command) in [(unit(), report()), (handler("jiaotong"), report()), (unit(), Command::CoAcknowledge)] {
        assert!(matches!(reported.refused(&other, &command), Refusal::NotACoUnit { .. }));
    }
    for command in [Command::Acknowledge, Command::RecordProgress { note: "到场".into() }] {
        assert!(matches!(reported.refused(&co, &command), Refusal::NotYourCase { .. }), "the lead's own are the lead's");
    }
}

#[test]
fn co_units_work_on_while_the_clock_stands() {
    let bench = Bench::full().given(&dispatcher(), &add("shuiwu")).given(&supervisor(), &suspend(5));
    assert!(bench.decide(&handler("shuiwu"), &report()).is_ok());
    assert!(bench.decide(&supervisor(), &add("jiaotong")).is_ok());
}

#[test]
fn a_transfer_to_a_co_unit_swaps_the_two() {
    let bench = Bench::full().given(&dispatcher(), &add("shuiwu"));
    let due = bench.mandate().handle;
    let swapped = bench.at("2026-03-03 10:00").given(&unit(), &Command::Transfer { to: "shuiwu".into(), note: None });
    assert_eq!(swapped.stands(), "待签收 水务局");
    assert_eq!(swapped.mandate().handle, due, "the clock does not restart");
    let co: Vec<&str> = swapped.mandate().co.iter().map(|co| co.unit.as_str()).collect();
    assert_eq!(co, [UNIT], "who gave it away helps on");
    assert!(swapped.decide(&unit(), &report()).is_ok());
    let refused = swapped.refused(&handler("shuiwu"), &Command::Transfer { to: "jiaotong".into(), note: None });
    assert!(matches!(refused, Refusal::NotBelow { .. }), "to nobody who has no part");
}
