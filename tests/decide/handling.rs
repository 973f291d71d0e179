//! What the unit does 签收、退单、转派、延期.

use yousu::domain::command::Command;
use yousu::domain::refusal::Refusal;

use crate::common::bench::{Bench, extension, give_back, handler, supervisor};
use crate::common::{moment, national};
use crate::{UNIT, fields, returning, unit};

// 签收

#[test]
fn the_units_clock_runs_from_dispatch_not_from_acknowledgement() {
    let bench = Bench::dispatched();
    let handle = bench.mandate().handle;
    assert_eq!((handle.from, handle.due), (moment("2026-03-02 09:00"), moment("2026-03-09 17:30")));
    let later = bench.at("2026-03-04 15:00").given(&unit(), &Command::Acknowledge);
    assert_eq!(later.mandate().handle, handle);
    assert!(later.mandate().handler.is_some(), "somebody's name stands on it");
}

// 退单

#[test]
fn a_return_within_its_window_waits_for_the_dispatcher() {
    for now in ["2026-03-02 09:00", "2026-03-03 12:00", "2026-03-04 17:30"] {
        let bench = Bench::dispatched().at(now).given(&unit(), &returning());
        assert_eq!(bench.stands(), "待派单 派单席", "{now}");
        assert_eq!(bench.case.tally.returns, 1);
    }
    for now in ["2026-03-04 17:31", "2026-03-05 09:00"] {
        let refusal = Bench::dispatched().at(now).refused(&unit(), &returning());
        assert_eq!(refusal, Refusal::ReturnTooLate { window: "2个工作日".into(), until: "03月04日 17:30".into() }, "{now}");
    }
}

#[test]
fn the_return_window_counts_make_up_saturdays() {
    let dispatched = Bench::opened_with(national(), "2026-02-13 16:50", |_| ());
    assert!(dispatched.clone().at("2026-02-24 17:30").decide(&unit(), &returning()).is_ok());
    assert!(dispatched.at("2026-02-24 17:31").decide(&unit(), &returning()).is_err());
}

#[test]
fn a_return_needs_a_reason_a_basis_and_a_unit() {
    let bench = Bench::in_progress();
    let table = [
        (give_back("", "三定方案", Some("shuiwu")), "理由"),
        (give_back("属供水范围", "  ", Some("shuiwu")), "依据"),
        (give_back("属供水范围", "三定方案", None), "建议单位"),
        (give_back("", "", None), "理由、依据、建议单位"),
    ];
    for (command, missing) in table {
        assert_eq!(fields(bench.refused(&unit(), &command)), missing);
    }
}

// 转派

#[test]
fn a_transfer_goes_down_the_tree_and_its_clock_does_not_restart() {
    let transfer = |to: &str| Command::Transfer { to: to.into(), note: None };
    let bench = Bench::in_progress();
    for to in ["shuiwu", UNIT] {
        assert!(matches!(bench.refused(&unit(), &transfer(to)), Refusal::NotBelow { .. }), "{to}");
    }
    assert!(matches!(bench.refused(&unit(), &transfer("nowhere")), Refusal::UnknownUnit { .. }));

    let below = bench.clone().at("2026-03-04 09:00").given(&unit(), &transfer("dadui"));
    assert_eq!(below.stands(), "待签收 执法大队");
    assert_eq!(below.mandate().handle, bench.mandate().handle);
    assert_eq!(below.mandate().handler, None);
    assert!(matches!(below.refused(&handler("dadui"), &transfer(UNIT)), Refusal::NotBelow { .. }), "never up");
    assert_eq!(below.given(&handler("dadui"), &transfer("zhongdui")).stands(), "待签收 一中队");
    assert_eq!(bench.given(&unit(), &transfer("zhongdui")).stands(), "待签收 一中队", "two levels at once");
}

#[test]
fn the_unit_above_still_answers_for_a_case_below_it() {
    let below = Bench::in_progress().given(&unit(), &Command::Transfer { to: "zhongdui".into(), note: None });
    for above in [UNIT, "dadui", "zhongdui"] {
        assert!(below.decide(&handler(above), &Command::Acknowledge).is_ok(), "{above}");
    }
    assert!(matches!(below.refused(&handler("shuiwu"), &Command::Acknowledge), Refusal::NotYourCase { .. }));
    assert!(matches!(Bench::dispatched().refused(&handler("dadui"), &Command::Acknowledge), Refusal::NotYourCase { .. }));
}

// 延期

#[test]
fn an_extension_is_asked_for_before_the_end_and_no_longer_than_allowed() {
    let bench = Bench::in_progress();
    for workdays in [1, 10] {
        assert!(bench.decide(&unit(), &extension(workdays)).is_ok(), "{workdays}");
    }
    for workdays in [0, 11, u32::MAX] {
        assert_eq!(bench.refused(&unit(), &extension(workdays)), Refusal::ExtensionLength { most: 10 }, "{workdays}");
    }
    let nothing = Command::RequestExtension { workdays: 3, reason: " ".into() };
    assert_eq!(fields(bench.refused(&unit(), &nothing)), "理由");
    assert!(bench.clone().at("2026-03-09 17:30").decide(&unit(), &extension(3)).is_ok());
    let late = bench.at("2026-03-09 17:31").refused(&unit(), &extension(3));
    assert_eq!(late, Refusal::ExtensionTooLate { due: "03月09日 17:30".into() });
}

#[test]
fn an_extension_waits_for_the_supervisor_and_counts_from_the_old_end() {
    let mut bench = Bench::in_progress().at("2026-03-03 10:00").given(&unit(), &extension(5));
    assert_eq!(bench.mandate().handle.due, moment("2026-03-09 17:30"), "asking moves nothing");
    assert_eq!(bench.refused(&unit(), &extension(2)), Refusal::ExtensionPending);

    bench.must(&supervisor(), &Command::GrantExtension);
    let handle = bench.mandate().handle;
    assert_eq!((handle.from, handle.due), (moment("2026-03-02 09:00"), moment("2026-03-16 17:30")));
    assert_eq!(bench.refused(&supervisor(), &Command::GrantExtension), Refusal::NoExtensionAsked);
    assert_eq!(bench.refused(&unit(), &extension(1)), Refusal::ExtensionsUsedUp { times: 1 });
}

#[test]
fn a_refused_extension_moves_nothing_and_may_be_asked_again() {
    let refuse = |reason: &str| Command::RefuseExtension { reason: reason.into() };
    let mut bench = Bench::in_progress();
    assert_eq!(bench.refused(&supervisor(), &refuse("时间足够")), Refusal::NoExtensionAsked);
    bench.must(&unit(), &extension(5));
    assert_eq!(fields(bench.refused(&supervisor(), &refuse(""))), "理由");
    bench.must(&supervisor(), &refuse("时间足够"));
    assert_eq!(bench.mandate().handle, Bench::in_progress().mandate().handle);
    assert!(bench.decide(&unit(), &extension(3)).is_ok());
}

#[test]
fn an_extension_asked_for_before_a_transfer_can_be_ruled_on_after_it() {
    let transferred =
        Bench::in_progress().given(&unit(), &extension(5)).given(&unit(), &Command::Transfer { to: "dadui".into(), note: None });
    let granted = transferred.clone().given(&supervisor(), &Command::GrantExtension);
    assert_eq!(granted.stands(), "待签收 执法大队");
    assert_eq!(granted.mandate().handle.due, moment("2026-03-16 17:30"));
    let refused = transferred.given(&supervisor(), &Command::RefuseExtension { reason: "时间足够".into() });
    assert_eq!(refused.mandate().asked, None);
}
