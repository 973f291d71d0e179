//! 呈批、定级、规则变更: rules that a profile may have or not.

use yousu::domain::case::State;
use yousu::domain::command::Command;
use yousu::domain::complaint::Urgency;
use yousu::domain::profile::{Approval, Grade, Profile};
use yousu::domain::refusal::Refusal;
use yousu::domain::span::Span;
use yousu::domain::staff::Role;

use crate::common::bench::{Bench, dispatch_to, dispatcher, extension, handler, resume, staff, supervisor, suspend};
use crate::common::{full, moment};
use crate::{UNIT, fields, unit};

fn approving() -> Profile {
    let mut profile = full();
    profile.approval = Some(Approval { within: Span::Workdays(1) });
    profile
}

#[test]
fn a_dispatch_waits_for_approval_and_its_limits_begin_with_it() {
    let bench = Bench::opened_with(approving(), "2026-03-02 09:00", |_| ());
    assert_eq!(bench.stands(), "待批 督办席");
    assert!(matches!(bench.refused(&dispatcher(), &Command::Approve), Refusal::NotYourRole { .. }));
    let approved = bench.clone().at("2026-03-03 10:00").given(&supervisor(), &Command::Approve);
    assert_eq!((approved.stands().as_str(), approved.mandate().handle.from), ("待签收 城管局", moment("2026-03-03 10:00")));
    assert_eq!(fields(bench.refused(&supervisor(), &Command::Disapprove { reason: " ".into() })), "理由");
    let again = bench.given(&supervisor(), &Command::Disapprove { reason: "应由水务局".into() });
    assert_eq!(again.stands(), "待派单 派单席");
    assert_eq!(again.given(&dispatcher(), &dispatch_to("shuiwu")).stands(), "待批 督办席");
}

#[test]
fn an_urgent_matter_waits_for_no_approval() {
    for urgency in [Urgency::Urgent, Urgency::Emergency] {
        let bench = Bench::opened_with(approving(), "2026-03-02 09:00", |new| new.complaint.classification.urgency = urgency);
        assert_eq!(bench.stands(), "待签收 城管局", "{urgency:?}");
    }
}

#[test]
fn a_matter_is_graded_until_the_unit_signs() {
    let grade = |complex| Command::Grade { complex };
    let bench = Bench::opened_with(full(), "2026-03-02 09:00", |new| new.incomplete = true);
    assert!(matches!(bench.refused(&dispatcher(), &grade(true)), Refusal::NotGradable { who: Some(_) }), "a supervisor's");
    let graded = bench.clone().given(&supervisor(), &grade(true));
    assert!(graded.decide(&supervisor(), &grade(true)).is_ok_and(|events| events.is_empty()), "twice is once");
    assert!(graded.decide(&dispatcher(), &grade(false)).is_ok(), "who may not call it so may still take it back");
    let sent = graded.given(&dispatcher(), &dispatch_to(UNIT));
    assert_eq!(sent.mandate().handle.due, moment("2026-03-23 17:30"), "fifteen working days");
    let corrected = sent.clone().at("2026-03-03 09:00").given(&supervisor(), &grade(false));
    assert_eq!(
        (corrected.stands(), corrected.mandate().handle.due),
        ("待签收 城管局".to_owned(), moment("2026-03-10 17:30")),
        "given out again"
    );
    let signed = sent.given(&handler(UNIT), &Command::Acknowledge);
    assert!(matches!(signed.refused(&supervisor(), &grade(false)), Refusal::WrongState { .. }), "a running clock is not graded");
    assert_eq!(Bench::accepted().refused(&supervisor(), &grade(true)), Refusal::NotGradable { who: None });
    let mut easy = bench;
    easy.profile.complex = easy.profile.complex.map(|rule| yousu::domain::profile::Complex { by: Grade::Dispatcher, ..rule });
    assert!(easy.decide(&dispatcher(), &grade(true)).is_ok());
}

/// Other rules: twice the time to sign and to handle.
fn other() -> Profile {
    let mut profile = full();
    profile.key = "other@1".into();
    profile.acknowledge.normal = Span::Workdays(2);
    profile.handle.complaint = Span::Workdays(10);
    profile
}

fn migrate() -> Command {
    Command::MigrateProfile { to: Box::new(other()) }
}

fn administrator() -> yousu::domain::staff::Actor {
    staff(Role::Administrator, None)
}

#[test]
fn other_rules_count_running_limits_anew_from_their_own_beginnings() {
    let moved = Bench::dispatched().at("2026-03-02 15:00").given(&administrator(), &migrate());
    let mandate = moved.mandate();
    assert_eq!((mandate.handle.from, mandate.handle.due), (moment("2026-03-02 09:00"), moment("2026-03-16 17:30")));
    assert_eq!(mandate.acknowledge.due, moment("2026-03-04 17:30"));
    assert_eq!(moved.case.profile, "other@1");
    assert!(moved.decide(&administrator(), &migrate()).is_ok_and(|events| events.is_empty()), "twice is once");
    assert!(matches!(moved.refused(&supervisor(), &migrate()), Refusal::NotYourRole { .. }));
}

#[test]
fn other_rules_leave_an_end_that_was_moved_or_promised() {
    let granted = Bench::full().given(&unit(), &extension(3)).given(&supervisor(), &Command::GrantExtension);
    let resumed = Bench::full().given(&supervisor(), &suspend(5)).at("2026-03-03 10:00").given(&supervisor(), &resume());
    for bench in [granted, resumed] {
        let due = bench.mandate().handle.due;
        assert_eq!(bench.given(&administrator(), &migrate()).mandate().handle.due, due);
    }
    let suspended = Bench::full().given(&supervisor(), &suspend(5));
    let State::Suspended { review, .. } = suspended.state().clone() else { panic!("{}", suspended.stands()) };
    let after = suspended.given(&administrator(), &migrate());
    assert!(matches!(after.state(), State::Suspended { review: kept, .. } if *kept == review));
}
