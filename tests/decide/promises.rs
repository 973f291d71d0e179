//! 挂账、撤销、移送: what ends or puts off a case above the unit's head (RULEBOOK §2).

use yousu::domain::case::{Application, State};
use yousu::domain::command::Command;
use yousu::domain::event::Event;
use yousu::domain::refusal::Refusal;
use yousu::domain::span::LimitKind;

use crate::common::bench::{Bench, answer, on_file, supervisor};
use crate::common::{date, moment};
use crate::{fields, unit};

#[test]
fn a_promise_has_measures_and_a_day_that_the_system_watches() {
    let bench = Bench::full().given(&supervisor(), &on_file("2026-06-30"));
    assert_eq!(bench.stands(), "已挂账 城管局");
    let State::OnFile { promise, .. } = bench.state() else { panic!("{}", bench.stands()) };
    assert_eq!(promise.due, moment("2026-06-30 17:30"));
    assert_eq!(bench.case.next_due(), Some((LimitKind::Promise, promise.due)));
    let silent = Command::PutOnFile { measures: " ".into(), until: date("2026-06-30") };
    assert_eq!(fields(Bench::full().refused(&supervisor(), &silent)), "措施");
    assert_eq!(Bench::full().refused(&supervisor(), &on_file("2026-03-01")), Refusal::DatePassed);
    assert!(matches!(Bench::full().refused(&supervisor(), &on_file("2027-03-03")), Refusal::TooLong { .. }));
    assert!(Bench::full().decide(&supervisor(), &on_file("2027-03-02")).is_ok(), "a year");
    assert!(matches!(bench.refused(&unit(), &on_file("2026-07-30")), Refusal::NotYourRole { .. }));
}

#[test]
fn a_promise_that_passes_is_told_and_told_again() {
    let mut bench = Bench::full().given(&supervisor(), &on_file("2026-03-31"));
    let mut fired = bench.run_to("2026-04-30 09:00");
    fired.retain(|(at, _)| *at > moment("2026-03-31 17:30"));
    let promise = |event: &Event| matches!(event, Event::RungReached { limit: LimitKind::Promise, unit: Some(_), person: Some(_), .. });
    assert!(fired.len() >= 3 && fired.iter().all(|(_, event)| promise(event)), "against unit and person: {fired:?}");
}

#[test]
fn a_promise_may_be_renewed_and_kept() {
    let bench = Bench::full().given(&supervisor(), &on_file("2026-03-31"));
    let later = bench.clone().at("2026-03-31 10:00").given(&supervisor(), &on_file("2026-05-29"));
    assert_eq!(later.case.next_due().map(|(_, due)| due), Some(moment("2026-05-29 17:30")));
    let kept = bench.given(&unit(), &Command::RecordProgress { note: "围挡已设".into() });
    assert_eq!(kept.given(&unit(), &Command::Resolve { answer: answer() }).stands(), "待审核 派单席");
}

#[test]
fn on_file_it_is_not_suspended_as_well() {
    let bench = Bench::full().given(&supervisor(), &on_file("2026-06-30"));
    let ask = |what| Command::Apply { what, reason: "送检".into() };
    let suspension = ask(Application::Suspension { ground: "appraisal".into() });
    assert!(matches!(bench.refused(&unit(), &suspension), Refusal::WrongState { .. }), "what cannot be granted is not asked for");
    let helped = bench.given(&unit(), &ask(Application::CoUnit { unit: "shuiwu".into() }));
    let helped = helped.given(&supervisor(), &Command::AddCoUnit { unit: "shuiwu".into(), task: None });
    assert!(helped.mandate().applied.is_none() && helped.mandate().co.len() == 1);
}

#[test]
fn revoked_on_a_listed_ground_and_handed_over_to_somebody() {
    let revoke = |ground: &str, reason: &str| Command::Revoke { ground: ground.into(), reason: reason.into() };
    let hand = |to: &str, reason: &str| Command::HandOver { to: to.into(), reason: reason.into() };
    let bench = Bench::full();
    assert_eq!(bench.refused(&supervisor(), &revoke("tired", "忙")), Refusal::GroundNotListed { listed: "事实不成立".into() });
    assert_eq!(fields(bench.refused(&supervisor(), &revoke("unfounded", ""))), "理由");
    assert_eq!(fields(bench.refused(&supervisor(), &hand("", ""))), "移送机关、理由");
    for (command, stands) in [(revoke("unfounded", "现场无此摊"), "已撤销 已结束"), (hand("公安机关", "涉嫌犯罪"), "已移送 已结束")]
    {
        let ended = bench.clone().given(&supervisor(), &command);
        assert_eq!(ended.stands(), stands);
        assert!(ended.case.limits().is_empty() && ended.reminders().is_empty());
        assert!(matches!(ended.refused(&supervisor(), &command), Refusal::WrongState { .. }), "once");
    }
}
