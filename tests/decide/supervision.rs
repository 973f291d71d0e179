//! 督办、包案、回避 (RULEBOOK §4, §8).

use yousu::domain::case::{AdmonitionCause, LetterKind};
use yousu::domain::command::Command;
use yousu::domain::event::Event;
use yousu::domain::ids::StaffId;
use yousu::domain::refusal::Refusal;
use yousu::domain::span::LimitKind;
use yousu::domain::staff::Role;

use crate::common::bench::{Bench, answer, citizen, dispatch_to, dispatcher, follow_up, give_back, handler, on_file, person, supervisor};
use crate::common::{full, moment};
use crate::{UNIT, fields, unit};

fn letter(kind: LetterKind, workdays: Option<u32>) -> Command {
    Command::Supervise { kind, words: "请说明原因".into(), workdays }
}

fn reply(letter: u32) -> Command {
    Command::AnswerLetter { letter, words: "已派人处理".into() }
}

fn admonish(cause: AdmonitionCause, red_cards: u32) -> Command {
    Command::Admonish { person: StaffId(7), cause, red_cards, words: "限期整改".into() }
}

fn recuse(id: u32) -> Command {
    Command::Recuse { person: StaffId(id), reason: "当事人是亲属".into() }
}

fn conflict(unit: &str) -> Command {
    Command::NameConflict { unit: unit.into(), reason: "诉求人投诉的就是该单位".into() }
}

#[test]
fn a_letter_is_answered_by_its_own_date() {
    for (kind, limit) in [(LetterKind::Inquiry, LimitKind::Inquiry), (LetterKind::Notice, LimitKind::Supervision)] {
        let bench = Bench::full().given(&supervisor(), &letter(kind, None));
        assert!(bench.case.limits().iter().any(|(of, running)| *of == limit && running.due == moment("2026-03-05 17:30")));
        let sooner = Bench::full().given(&supervisor(), &letter(kind, Some(1)));
        assert!(sooner.case.limits().iter().any(|(of, running)| *of == limit && running.due == moment("2026-03-03 17:30")));
        assert_eq!(bench.refused(&unit(), &reply(2)), Refusal::NoLetter);
        assert_eq!(fields(bench.refused(&unit(), &Command::AnswerLetter { letter: 1, words: " ".into() })), "回函内容");
        let answered = bench.given(&unit(), &reply(1));
        assert!(answered.case.limits().iter().all(|(of, _)| *of != limit));
        assert_eq!(answered.refused(&unit(), &reply(1)), Refusal::NoLetter, "once");
    }
    let bulletin = Bench::full().given(&supervisor(), &letter(LetterKind::Bulletin, None));
    assert_eq!(bulletin.refused(&unit(), &reply(1)), Refusal::NoLetter, "a bulletin asks for nothing");
}

#[test]
fn a_letter_needs_words_a_unit_and_an_open_case() {
    let silent = Command::Supervise { kind: LetterKind::Inquiry, words: " ".into(), workdays: None };
    assert_eq!(fields(Bench::full().refused(&supervisor(), &silent)), "内容");
    for days in [0, 61] {
        assert!(matches!(Bench::full().refused(&supervisor(), &letter(LetterKind::Notice, Some(days))), Refusal::TooLong { .. }));
    }
    assert!(matches!(Bench::accepted().refused(&supervisor(), &letter(LetterKind::Inquiry, None)), Refusal::WrongState { .. }));
    let archived = Bench::answered().given(&citizen(), &follow_up(Some(true), yousu::domain::case::Satisfaction::Satisfied, None));
    assert!(
        matches!(archived.refused(&supervisor(), &letter(LetterKind::Inquiry, None)), Refusal::WrongState { .. }),
        "no clock runs there"
    );
    assert!(archived.decide(&supervisor(), &admonish(AdmonitionCause::FalseAnswer, 0)).is_ok(), "a false answer shows later");
}

#[test]
fn a_letter_goes_with_its_unit_wherever_the_case_goes_and_is_urged() {
    let mut bench = Bench::full().given(&supervisor(), &letter(LetterKind::Notice, None));
    assert!(matches!(bench.refused(&handler("shuiwu"), &reply(1)), Refusal::NotYourCase { .. }));
    bench.must(&unit(), &Command::Resolve { answer: answer() });
    bench.must(&dispatcher(), &Command::Review { fault: None });
    let fired = bench.run_to("2026-03-20 09:00");
    let urged = |event: &Event| matches!(event, Event::RungReached { limit: LimitKind::Supervision, .. });
    assert!(fired.iter().filter(|(_, event)| urged(event)).count() >= 2, "told, and told again: {fired:?}");
    assert!(bench.decide(&unit(), &reply(1)).is_ok());
}

#[test]
fn an_admonition_needs_its_cause() {
    let bench = Bench::full();
    assert_eq!(bench.refused(&supervisor(), &admonish(AdmonitionCause::RedCards, 2)), Refusal::NoCauseToAdmonish { red_cards: 2, from: 3 });
    for (cause, cards) in [(AdmonitionCause::RedCards, 3), (AdmonitionCause::FalseAnswer, 0)] {
        let admonished = bench.clone().given(&supervisor(), &admonish(cause, cards));
        assert_eq!(admonished.case.letters[0].person, Some(StaffId(7)));
        assert_eq!(admonished.refused(&unit(), &reply(1)), Refusal::NoLetter);
    }
    let silent = Command::Admonish { person: StaffId(7), cause: AdmonitionCause::FalseAnswer, red_cards: 0, words: String::new() };
    assert_eq!(fields(bench.refused(&supervisor(), &silent)), "事实和要求");
}

#[test]
fn a_leader_takes_charge_of_a_backlog_case_only() {
    let leader = person(9, Role::Leader, Some(UNIT));
    let charge = |id| Command::TakeCharge { leader: StaffId(id) };
    assert_eq!(Bench::full().refused(&leader, &charge(9)), Refusal::NotABacklog);
    let overdue = Bench::full().at("2026-03-09 17:31");
    assert!(matches!(overdue.refused(&leader, &charge(8)), Refusal::NotThatPerson { .. }), "nobody gives it to another leader");
    let filed = Bench::full().given(&supervisor(), &on_file("2026-06-30"));
    for backlog in [overdue, filed] {
        let taken = backlog.given(&leader, &charge(9));
        assert_eq!(taken.case.charge, Some(StaffId(9)));
        assert!(taken.decide(&leader, &charge(9)).is_ok_and(|events| events.is_empty()), "twice is once");
        assert_eq!(taken.clone().given(&supervisor(), &charge(8)).case.charge, Some(StaffId(8)));
        let recused = taken.given(&supervisor(), &recuse(9));
        assert_eq!(recused.case.charge, None, "who keeps out does not answer for it");
        assert!(matches!(recused.refused(&supervisor(), &charge(9)), Refusal::Recused { .. }));
    }
}

#[test]
fn who_keeps_out_neither_acts_nor_signs() {
    let bench = Bench::full();
    let gone = bench.clone().given(&unit(), &recuse(7));
    assert_eq!(gone.mandate().handler, None, "somebody else signs");
    assert!(matches!(gone.refused(&unit(), &Command::Resolve { answer: answer() }), Refusal::Recused { .. }));
    assert!(gone.decide(&person(8, Role::Handler, Some(UNIT)), &Command::Resolve { answer: answer() }).is_ok());
    assert!(gone.decide(&unit(), &recuse(7)).is_ok_and(|events| events.is_empty()), "twice is once");
    for other in [person(8, Role::Handler, Some(UNIT)), person(8, Role::Dispatcher, None)] {
        assert!(matches!(bench.refused(&other, &recuse(7)), Refusal::NotThatPerson { .. }), "only a supervisor sends others away");
    }
    assert!(bench.decide(&person(8, Role::Supervisor, None), &recuse(7)).is_ok());
    assert!(bench.decide(&person(8, Role::Dispatcher, None), &recuse(8)).is_ok());
    let silent = Command::Recuse { person: StaffId(7), reason: String::new() };
    assert_eq!(fields(bench.refused(&unit(), &silent)), "理由");
}

#[test]
fn the_unit_complained_of_loses_the_case_and_does_not_get_it_back() {
    let taken = Bench::full().at("2026-03-03 10:00").given(&dispatcher(), &conflict(UNIT));
    assert_eq!(taken.stands(), "待派单 派单席");
    assert_eq!(taken.case.next_due(), Some((LimitKind::Dispatch, moment("2026-03-04 10:00"))));
    for to in [UNIT, "dadui", "zhongdui"] {
        assert!(matches!(taken.refused(&dispatcher(), &dispatch_to(to)), Refusal::UnitInConflict { .. }), "{to}");
    }
    let helped = Command::Dispatch { unit: "shuiwu".into(), co_units: vec![UNIT.into()], instruction: None };
    assert!(matches!(taken.refused(&dispatcher(), &helped), Refusal::UnitInConflict { .. }), "nor as a co-unit");
    let elsewhere = taken.given(&dispatcher(), &dispatch_to("shuiwu"));
    assert!(matches!(elsewhere.refused(&unit(), &Command::Acknowledge), Refusal::NotYourCase { .. }), "and is not told why");
    assert!(elsewhere.decide(&dispatcher(), &conflict(UNIT)).is_ok_and(|events| events.is_empty()), "twice is once");
    let other = elsewhere.given(&dispatcher(), &conflict("jiaotong"));
    assert_eq!(other.stands(), "待签收 水务局", "a unit that has no part loses nothing");
    let helping = Command::Dispatch { unit: "shuiwu".into(), co_units: vec!["jiaotong".into()], instruction: None };
    let helped = Bench::accepted().given(&dispatcher(), &helping).given(&dispatcher(), &conflict("jiaotong"));
    assert!(helped.mandate().co.is_empty(), "a unit complained of helps no more");
}

#[test]
fn a_redo_does_not_go_back_to_a_unit_complained_of_since() {
    let named = Bench::answered().given(&dispatcher(), &conflict(UNIT));
    let redone = named.given(&citizen(), &follow_up(Some(false), yousu::domain::case::Satisfaction::Dissatisfied, None));
    assert_eq!((redone.stands().as_str(), redone.case.tally.redos), ("待派单 派单席", 1));
}

#[test]
fn an_approval_does_not_send_it_to_a_unit_complained_of() {
    let mut profile = full();
    profile.approval = Some(yousu::domain::profile::Approval { within: profile.review });
    let submitted = Bench::opened_with(profile, "2026-03-02 09:00", |_| ()).given(&dispatcher(), &conflict(UNIT));
    assert!(matches!(submitted.refused(&supervisor(), &Command::Approve), Refusal::UnitInConflict { .. }));
    let again = submitted.given(&supervisor(), &Command::Disapprove { reason: "被诉单位".into() });
    assert_eq!(again.stands(), "待派单 派单席");
}

#[test]
fn a_letters_limit_stands_against_the_unit_that_got_it() {
    let asked = Bench::full().given(&supervisor(), &letter(LetterKind::Inquiry, Some(1)));
    let returned = asked.given(&unit(), &give_back("不归我单位管", "三定方案", Some("jiaotong")));
    let mut bench = returned.given(&dispatcher(), &dispatch_to("jiaotong"));
    let climbed = bench.run_to("2026-03-05 09:00").into_iter().filter_map(|(_, event)| match event {
        Event::RungReached { limit: LimitKind::Inquiry, unit, .. } => Some(unit),
        _ => None,
    });
    let against: Vec<_> = climbed.collect();
    assert!(!against.is_empty() && against.iter().all(|unit| *unit == Some(UNIT.into())), "{against:?}");
}
