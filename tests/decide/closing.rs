//! From the answer to the archive 办结、审核、回访、重办、归档, and what the citizen may do on the way.

use yousu::domain::case::{Answer, Satisfaction};
use yousu::domain::command::Command;
use yousu::domain::complaint::{Evidence, EvidenceKind, Kind, Slot, Slots, Urgency};
use yousu::domain::event::Outcome;
use yousu::domain::refusal::Refusal;
use yousu::domain::span::Span;
use yousu::domain::staff::Actor;

use crate::common::bench::{Bench, answer, citizen, dispatcher, follow_up, stranger};
use crate::common::{moment, national};
use crate::{fields, unit, withdraw};

// 办结、审核

#[test]
fn an_answer_says_whom_it_reached_what_was_done_and_on_what_basis() {
    let bench = Bench::in_progress();
    // 联系, 结果, 依据; what is missing.
    let table = [
        ("", "已清理", "条例", "联系情况"),
        ("已致电", " \n", "条例", "办理结果"),
        ("已致电", "已清理", "", "依据"),
        ("", "", "", "联系情况、办理结果、依据"),
    ];
    for (contact, result, basis, missing) in table {
        let answer = Answer { contact: contact.into(), result: result.into(), basis: basis.into(), rest: None };
        assert_eq!(fields(bench.refused(&unit(), &Command::Resolve { answer })), missing);
    }
    assert_eq!(bench.given(&unit(), &Command::Resolve { answer: answer() }).stands(), "待审核 派单席");
}

#[test]
fn every_answer_is_read_before_it_goes_out() {
    let bench = Bench::resolved();
    assert_eq!(fields(bench.refused(&dispatcher(), &Command::Review { fault: Some(" ".into()) })), "理由");
    let back = bench.clone().given(&dispatcher(), &Command::Review { fault: Some("未写明依据".into()) });
    assert_eq!(back.stands(), "办理中 城管局");
    assert_eq!(back.mandate().handle, bench.mandate().handle, "the clock does not restart");
    assert_eq!(bench.given(&dispatcher(), &Command::Review { fault: None }).stands(), "待回访 诉求人");
}

// 回访、重办、归档

#[test]
fn the_first_question_comes_first() {
    let bench = Bench::answered();
    let second = follow_up(None, Satisfaction::Satisfied, None);
    assert_eq!(bench.refused(&citizen(), &second), Refusal::SolvedFirst);
    let mut said = bench.given(&citizen(), &Command::AnswerSolved { solved: true });
    said.must(&citizen(), &second);
    let outcome = Outcome::Answered { solved: true, satisfaction: Satisfaction::Satisfied, reason: None };
    assert_eq!(said.case.outcome(), Some(&outcome));
}

#[test]
fn unsolved_or_dissatisfied_with_a_reason_is_handled_again() {
    use Satisfaction::{Dissatisfied, Fair, Satisfied};
    let table = [
        (true, Satisfied, None, false),
        (true, Fair, Some("稍慢"), false),
        (true, Dissatisfied, None, false),
        (true, Dissatisfied, Some("  "), false),
        (true, Dissatisfied, Some("态度生硬"), true),
        (false, Satisfied, None, true),
        (false, Dissatisfied, None, true),
    ];
    for (solved, satisfaction, reason, again) in table {
        let bench = Bench::answered().given(&citizen(), &follow_up(Some(solved), satisfaction, reason));
        let expected = if again { "待签收 城管局" } else { "已归档 已结束" };
        assert_eq!(bench.stands(), expected, "{solved} {} {reason:?}", satisfaction.label());
        assert_eq!(bench.case.tally.redos, u32::from(again));
    }
}

#[test]
fn a_redo_has_its_own_shorter_limit() {
    let redone = |kind: Kind, urgency: Urgency| {
        let mut bench = Bench::opened_with(national(), "2026-03-02 09:00", |new| {
            new.complaint.classification.kind = kind;
            new.complaint.classification.urgency = urgency;
        });
        for (actor, command) in [
            (unit(), Command::Acknowledge),
            (unit(), Command::Resolve { answer: answer() }),
            (dispatcher(), Command::Review { fault: None }),
            (citizen(), follow_up(Some(false), Satisfaction::Dissatisfied, None)),
        ] {
            bench.must(&actor, &command);
        }
        bench.mandate().handle.due
    };
    assert_eq!(redone(Kind::Complaint, Urgency::Normal), moment("2026-03-05 17:30"));
    assert_eq!(redone(Kind::Consult, Urgency::Normal), moment("2026-03-04 17:30"), "never longer than at first");
    assert_eq!(redone(Kind::Complaint, Urgency::Emergency), moment("2026-03-02 11:00"));
}

#[test]
fn redos_are_counted_and_end() {
    let mut bench = Bench::answered();
    let unsolved = follow_up(Some(false), Satisfaction::Dissatisfied, Some("又来了"));
    for round in 1..=2 {
        bench.must(&citizen(), &unsolved);
        assert_eq!(bench.case.tally.redos, round);
        bench.must(&unit(), &Command::Acknowledge);
        bench.must(&unit(), &Command::Resolve { answer: answer() });
        bench.must(&dispatcher(), &Command::Review { fault: None });
    }
    bench.must(&citizen(), &unsolved);
    assert_eq!(bench.stands(), "已归档 已结束");
    assert!(matches!(bench.case.outcome(), Some(Outcome::Answered { solved: false, .. })), "unsolved stays unsolved");
}

#[test]
fn silence_is_silence() {
    let mut bench = Bench::answered();
    assert!(bench.decide(&dispatcher(), &Command::FollowUpUnreached).is_err(), "nobody calls before the bot has asked");
    bench.run_to("2026-03-06 09:00");
    assert_eq!(bench.stands(), "待回访 派单席");
    bench.must(&dispatcher(), &Command::FollowUpUnreached);
    assert_eq!(bench.case.outcome(), Some(&Outcome::Silent));
    assert_eq!(bench.stands(), "已归档 已结束");
}

#[test]
fn a_person_who_calls_answers_both_questions_for_the_citizen() {
    let said = follow_up(Some(true), Satisfaction::Fair, None);
    assert!(matches!(Bench::answered().refused(&dispatcher(), &said), Refusal::NotYourRole { .. }), "not while the bot asks");
    let mut bench = Bench::answered();
    bench.run_to("2026-03-06 09:00");
    assert!(bench.decide(&citizen(), &said).is_ok(), "the citizen may still answer");
    bench.must(&dispatcher(), &said);
    assert_eq!(bench.stands(), "已归档 已结束");
}

#[test]
fn a_case_is_archived_at_once_or_when_nobody_objected() {
    let satisfied = follow_up(Some(true), Satisfaction::Satisfied, None);
    assert_eq!(Bench::answered().given(&citizen(), &satisfied).stands(), "已归档 已结束");

    let mut bench = Bench::answered();
    bench.profile.archive_after = Span::Workdays(3);
    bench.must(&citizen(), &satisfied);
    assert_eq!(bench.stands(), "待归档 派单席");
    assert!(bench.must(&Actor::System, &Command::Archive).is_empty(), "not before its time");

    let objection = follow_up(Some(false), Satisfaction::Dissatisfied, Some("又来了"));
    assert_eq!(bench.clone().given(&citizen(), &objection).stands(), "待签收 城管局");
    assert!(bench.decide(&citizen(), &satisfied).is_err(), "only an objection counts now");
    bench.run_to("2026-03-05 17:30");
    assert_eq!(bench.stands(), "已归档 已结束");
}

// 撤诉、催办、补充

#[test]
fn the_citizen_may_withdraw_until_the_case_is_closed() {
    for bench in [Bench::received(), Bench::accepted(), Bench::dispatched(), Bench::in_progress(), Bench::resolved(), Bench::answered()] {
        assert_eq!(bench.clone().given(&citizen(), &withdraw()).stands(), "已撤诉 已结束");
        assert!(matches!(bench.refused(&unit(), &withdraw()), Refusal::NotYourRole { .. }));
    }
}

#[test]
fn urging_and_adding_restart_nothing() {
    let mut bench = Bench::in_progress();
    let (state, limits) = (bench.case.state.clone(), bench.case.state.limits());
    let photo = Evidence { kind: EvidenceKind::Photo, source: "file:a".into(), caption: None };
    let slots = Slots::from([(Slot::Place, "文化路8号".to_owned())]);
    bench.must(&citizen(), &Command::Urge { note: "请抓紧".into() });
    bench.must(&citizen(), &Command::Supplement { text: String::new(), slots, evidence: vec![photo.clone()], risks: Vec::new() });
    assert_eq!(bench.case.state, state);
    assert_eq!(bench.case.state.limits(), limits);
    assert_eq!(bench.case.tally.urged, 1);
    assert_eq!(bench.case.complaint.slots[&Slot::Place], "文化路8号");
    assert_eq!(bench.case.complaint.evidence, [photo]);
}

#[test]
fn another_citizen_learns_nothing() {
    for command in [withdraw(), Command::Urge { note: String::new() }, Command::Accept] {
        let refusal = Bench::in_progress().refused(&stranger(), &command);
        assert_eq!(refusal, Refusal::NoSuchCase { number: "20260302-000001".into() });
    }
}

#[test]
fn a_handler_of_a_withdrawn_case_hears_that_it_is_closed() {
    let bench = Bench::in_progress().given(&citizen(), &withdraw());
    let refusal = bench.refused(&unit(), &Command::Resolve { answer: answer() });
    assert!(matches!(&refusal, Refusal::WrongState { state, .. } if state == "已撤诉"), "{refusal:?}");
}
