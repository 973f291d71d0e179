//! 退单、裁定: the return war ends (RULEBOOK §2).

use yousu::domain::case::State;
use yousu::domain::command::Command;
use yousu::domain::event::Event;
use yousu::domain::refusal::Refusal;
use yousu::domain::staff::Actor;

use crate::common::bench::{Bench, dispatch_to, dispatcher, extension, give_back, handler, supervisor};
use crate::common::moment;
use crate::{UNIT, fields, refuse_return, returning, unit};

fn rule(unit: &str) -> Command {
    Command::Rule { unit: unit.into(), reason: "职责清单第三条".into() }
}

#[test]
fn a_returned_case_goes_elsewhere_or_the_unit_keeps_it_with_its_clock() {
    let returned = Bench::in_progress().given(&unit(), &returning());
    assert_eq!(returned.refused(&dispatcher(), &dispatch_to(UNIT)), Refusal::JustReturned { unit: "城管局".into() });

    let elsewhere = returned.clone().at("2026-03-03 10:00").given(&dispatcher(), &dispatch_to("shuiwu"));
    assert_eq!(elsewhere.stands(), "待签收 水务局");
    assert_eq!(elsewhere.mandate().handle.from, moment("2026-03-03 10:00"), "a new unit has its own time");

    let kept = returned.clone().at("2026-03-03 10:00").given(&dispatcher(), &refuse_return());
    assert_eq!(kept.stands(), "待签收 城管局");
    assert_eq!(kept.mandate().handle, Bench::dispatched().mandate().handle, "its clock never stopped");
    assert_eq!(kept.mandate().acknowledge.from, moment("2026-03-03 10:00"), "only the time to sign is new");
    assert!(!kept.mandate().by_ruling);
    assert_eq!(kept.mandate().handler, None);

    assert_eq!(fields(returned.refused(&dispatcher(), &Command::RefuseReturn { reason: " ".into() })), "理由");
    for command in [refuse_return(), Command::Refer { reason: "两家都说不是".into() }] {
        assert_eq!(Bench::accepted().refused(&dispatcher(), &command), Refusal::NoReturn);
    }
}

#[test]
fn the_second_return_goes_to_a_ruling_that_is_final() {
    let mut bench = Bench::in_progress().given(&unit(), &returning()).given(&dispatcher(), &refuse_return());
    let events = bench.must(&unit(), &returning());
    let names: Vec<&str> = events.iter().map(Event::label).collect();
    assert_eq!(names, ["退单", "提请裁定"]);
    assert_eq!(bench.stands(), "待裁定 督办席");
    let State::Ruling { rule: limit, .. } = bench.state() else { panic!("{}", bench.stands()) };
    assert_eq!(limit.due, moment("2026-03-03 17:30"), "one workday");
    assert!(matches!(bench.refused(&dispatcher(), &dispatch_to("shuiwu")), Refusal::WrongState { .. }), "the dispatcher is out of it");
    assert!(matches!(bench.refused(&dispatcher(), &rule(UNIT)), Refusal::NotYourRole { .. }));
    assert!(matches!(bench.refused(&supervisor(), &rule("nowhere")), Refusal::UnknownUnit { .. }));
    let silent = Command::Rule { unit: UNIT.into(), reason: String::new() };
    assert_eq!(fields(bench.refused(&supervisor(), &silent)), "理由");

    for to in [UNIT, "shuiwu"] {
        let ruled = bench.clone().at("2026-03-03 10:00").given(&supervisor(), &rule(to));
        assert!(ruled.mandate().by_ruling, "{to}");
        assert_eq!(ruled.refused(&handler(to), &returning()), Refusal::AssignedByRuling, "{to}");
        let signed = ruled.given(&handler(to), &Command::Acknowledge);
        assert_eq!(signed.refused(&handler(to), &returning()), Refusal::AssignedByRuling, "{to}");
    }
    let same = bench.clone().at("2026-03-03 10:00").given(&supervisor(), &rule(UNIT));
    assert_eq!(same.mandate().handle, Bench::dispatched().mandate().handle, "who sent it back has the time that it had");
    let other = bench.at("2026-03-03 10:00").given(&supervisor(), &rule("shuiwu"));
    assert_eq!(other.mandate().handle.from, moment("2026-03-03 10:00"));
}

#[test]
fn a_second_unit_that_returns_it_ends_the_war_too() {
    let second = Bench::in_progress().given(&unit(), &returning()).given(&dispatcher(), &dispatch_to("shuiwu"));
    let ruling = second.given(&handler("shuiwu"), &give_back("属道路", "三定方案", Some("jiaotong")));
    assert_eq!(ruling.stands(), "待裁定 督办席");
    assert_eq!(ruling.case.tally.returns, 2);
}

#[test]
fn a_dispatcher_may_refer_the_first_return() {
    let returned = Bench::in_progress().given(&unit(), &returning());
    assert_eq!(fields(returned.refused(&dispatcher(), &Command::Refer { reason: String::new() })), "理由");
    assert_eq!(returned.given(&dispatcher(), &Command::Refer { reason: "两家都说不是".into() }).stands(), "待裁定 督办席");
}

#[test]
fn extensions_survive_a_refused_return_and_a_ruling() {
    let granted = Bench::in_progress().given(&unit(), &extension(5)).given(&supervisor(), &Command::GrantExtension);
    let due = granted.mandate().handle.due;
    let kept = granted.given(&unit(), &returning()).given(&dispatcher(), &refuse_return());
    assert_eq!((kept.mandate().handle.due, kept.mandate().extensions), (due, 1));
    let ruled = kept.given(&unit(), &returning()).given(&supervisor(), &rule(UNIT));
    assert_eq!((ruled.mandate().handle.due, ruled.mandate().extensions), (due, 1));
    let signed = ruled.given(&unit(), &Command::Acknowledge);
    assert_eq!(signed.refused(&unit(), &extension(1)), Refusal::ExtensionsUsedUp { times: 1 });
}

#[test]
fn a_return_is_not_refused_back_to_a_unit_complained_of() {
    let conflict = Command::NameConflict { unit: UNIT.into(), reason: "诉求人投诉的就是该局".into() };
    let returned = Bench::in_progress().given(&unit(), &returning()).given(&dispatcher(), &conflict);
    assert!(matches!(returned.refused(&dispatcher(), &refuse_return()), Refusal::UnitInConflict { .. }));
    let ruling = returned.given(&dispatcher(), &Command::Refer { reason: "两家都说不是".into() });
    assert!(matches!(ruling.refused(&supervisor(), &rule(UNIT)), Refusal::UnitInConflict { .. }));
    assert!(matches!(ruling.refused(&supervisor(), &rule("dadui")), Refusal::UnitInConflict { .. }), "nor below it");
    assert!(ruling.decide(&supervisor(), &rule("shuiwu")).is_ok());
}

#[test]
fn nobody_rules_in_time_and_somebody_hears_of_it() {
    let mut bench = Bench::in_progress().given(&unit(), &returning()).given(&dispatcher(), &refuse_return()).given(&unit(), &returning());
    let fired = bench.run_to("2026-03-20 09:00");
    assert!(fired.len() >= 2, "told at the end of the limit, and again: {fired:?}");
    assert!(bench.decide(&Actor::System, &Command::Archive).is_ok_and(|events| events.is_empty()));
}
