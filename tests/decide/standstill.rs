//! 中止、恢复: the unit's clock stands and goes on from where it stood; the citizen's never does (RULEBOOK §3, §6).

use yousu::domain::case::{Application, State};
use yousu::domain::command::Command;
use yousu::domain::event::Event;
use yousu::domain::refusal::Refusal;
use yousu::domain::span::LimitKind;

use crate::common::bench::{Bench, extension, resume, supervisor, suspend};
use crate::common::moment;
use crate::{fields, unit};

fn apply(what: Application) -> Command {
    Command::Apply { what, reason: "送检未出报告".into() }
}

fn suspension() -> Application {
    Application::Suspension { ground: "appraisal".into() }
}

fn rungs(fired: &[(yousu::domain::ids::Moment, Event)]) -> Vec<String> {
    let line = |(at, event): &(yousu::domain::ids::Moment, Event)| match event {
        Event::RungReached { id, .. } => Some(format!("{} {id}", at.format("%m-%d %H:%M"))),
        _ => None,
    };
    fired.iter().filter_map(line).collect()
}

#[test]
fn it_stops_the_handling_clock_and_nothing_else() {
    let asked = Bench::full().given(&unit(), &extension(3)).given(&unit(), &apply(suspension()));
    let bench = asked.at("2026-03-03 10:00").given(&supervisor(), &suspend(10));
    assert_eq!(bench.stands(), "中止 城管局");
    let kinds: Vec<LimitKind> = bench.case.limits().into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, [LimitKind::Suspension, LimitKind::Extension], "the application is decided, the extension still waits");
    assert_eq!(bench.case.received_at, moment("2026-03-02 09:00"));
    let State::Suspended { review, label, .. } = bench.state() else { panic!("{}", bench.stands()) };
    assert_eq!((review.due, label.as_str()), (moment("2026-03-17 17:30"), "等待鉴定"));
}

#[test]
fn it_needs_a_listed_ground_a_reason_and_a_day_of_review() {
    let bench = Bench::full();
    let with = |ground: &str, reason: &str, days| Command::Suspend { ground: ground.into(), reason: reason.into(), review_workdays: days };
    let listed = Refusal::GroundNotListed { listed: "等待鉴定、不可抗力".into() };
    assert_eq!(bench.refused(&supervisor(), &with("tired", "忙", 5)), listed);
    assert_eq!(fields(bench.refused(&supervisor(), &with("appraisal", " ", 5))), "理由");
    for days in [0, 21, u32::MAX] {
        assert!(matches!(bench.refused(&supervisor(), &with("appraisal", "送检", days)), Refusal::TooLong { .. }), "{days}");
    }
    assert!(bench.decide(&supervisor(), &with("force", "封路", 20)).is_ok());
    assert!(matches!(bench.refused(&unit(), &suspend(5)), Refusal::NotYourRole { .. }), "a handler asks for it");
    assert!(matches!(Bench::dispatched().refused(&supervisor(), &suspend(5)), Refusal::WrongState { .. }));
}

#[test]
fn exactly_the_working_time_that_was_left_is_left_afterwards() {
    let suspended = Bench::full().at("2026-03-03 10:00").given(&supervisor(), &suspend(10));
    let resumed = suspended.clone().at("2026-03-05 10:00").given(&supervisor(), &resume());
    let handle = resumed.mandate().handle;
    assert_eq!(handle.due, moment("2026-03-11 17:30"), "two working days stood, so it ends two later");
    assert_eq!((handle.from, handle.given), (moment("2026-03-02 09:00"), moment("2026-03-02 09:00")), "it keeps its beginning");
    assert_eq!(resumed.mandate().pauses.len(), 1);
    let at_once = suspended.clone().given(&supervisor(), &resume());
    assert_eq!(at_once.mandate().handle.due, moment("2026-03-09 17:30"), "no time, no move");
    assert_eq!(fields(suspended.refused(&supervisor(), &Command::Resume { reason: String::new() })), "理由");
}

#[test]
fn rungs_wait_while_it_stands_and_are_climbed_once_afterwards() {
    let mut bench = Bench::full().at("2026-03-03 10:00").given(&supervisor(), &suspend(10));
    let meanwhile = rungs(&bench.run_to("2026-03-12 10:00"));
    assert!(meanwhile.is_empty(), "{meanwhile:?}");
    bench.must(&supervisor(), &resume());
    assert_eq!(bench.mandate().handle.due, moment("2026-03-18 17:30"));
    let fired = rungs(&bench.run_to("2026-03-19 09:00"));
    assert_eq!(fired, ["03-16 08:45 handle-half", "03-17 17:30 handle-last-day", "03-18 17:31 handle-yellow", "03-19 08:30 handle-urging"]);
}

#[test]
fn a_rung_climbed_before_is_not_climbed_again_after_it() {
    let mut bench = Bench::full();
    assert_eq!(rungs(&bench.run_to("2026-03-05 09:00")), ["03-05 08:45 handle-half"]);
    bench.must(&supervisor(), &suspend(10));
    bench.run_to("2026-03-10 09:00");
    bench.must(&supervisor(), &resume());
    let fired = rungs(&bench.run_to("2026-03-31 09:00"));
    assert!(!fired.iter().any(|line| line.ends_with("handle-half")), "{fired:?}");
    assert_eq!(fired.iter().filter(|line| line.ends_with("handle-yellow")).count(), 1);
}

#[test]
fn suspended_on_it_has_another_day_of_review_and_stood_since_the_first() {
    let twice = Bench::full().at("2026-03-03 10:00").given(&supervisor(), &suspend(5)).at("2026-03-10 10:00");
    let twice = twice.given(&supervisor(), &suspend(5));
    let State::Suspended { since, review, .. } = twice.state() else { panic!("{}", twice.stands()) };
    assert_eq!((*since, review.due), (moment("2026-03-03 10:00"), moment("2026-03-17 17:30")));
    assert_eq!(twice.case.tally.suspensions, 1, "one standstill");
    let resumed = twice.at("2026-03-12 10:00").given(&supervisor(), &resume());
    assert_eq!(resumed.mandate().pauses[0].from, moment("2026-03-03 10:00"));
}

#[test]
fn nobody_looks_again_and_it_is_urged_until_somebody_does() {
    let mut bench = Bench::full().given(&supervisor(), &suspend(5));
    let fired = rungs(&bench.run_to("2026-04-03 09:00"));
    assert_eq!(fired[..2], ["03-06 17:30 suspension-last-day", "03-09 17:31 suspension-urging"]);
    assert!(fired.len() >= 4 && fired[2..].iter().all(|line| line.contains("suspension-again")), "{fired:?}");
}

#[test]
fn an_extension_is_decided_while_it_stands() {
    let asked = Bench::full().given(&unit(), &extension(3)).at("2026-03-03 10:00").given(&supervisor(), &suspend(10));
    let granted = asked.clone().given(&supervisor(), &Command::GrantExtension);
    assert_eq!(granted.stands(), "中止 城管局");
    let resumed = granted.at("2026-03-05 10:00").given(&supervisor(), &resume());
    assert_eq!(resumed.mandate().handle.due, moment("2026-03-16 17:30"), "three days more, and the two that stood");
    let refused = asked.given(&supervisor(), &Command::RefuseExtension { reason: "时间足够".into() });
    assert_eq!((refused.stands().as_str(), refused.mandate().asked.is_none()), ("中止 城管局", true));
}

#[test]
fn an_application_waits_for_its_own_answer_only() {
    let co = || Application::CoUnit { unit: "shuiwu".into() };
    let bench = Bench::full().given(&unit(), &apply(co()));
    assert_eq!(bench.refused(&unit(), &apply(suspension())), Refusal::ApplicationPending);
    let suspended = bench.clone().given(&supervisor(), &suspend(5));
    assert!(suspended.mandate().applied.is_some(), "a suspension is no answer to who asked for a co-unit");
    let helped = suspended.given(&supervisor(), &Command::AddCoUnit { unit: "shuiwu".into(), task: None });
    assert!(helped.mandate().applied.is_none());

    let other = Bench::full()
        .given(&unit(), &apply(suspension()))
        .given(&supervisor(), &Command::AddCoUnit { unit: "jiaotong".into(), task: None });
    assert!(other.mandate().applied.is_some(), "nor a co-unit to who asked for a suspension");
    let refused = other.given(&supervisor(), &Command::RefuseApplication { reason: "可先行处理".into() });
    assert!(refused.mandate().applied.is_none());
    assert_eq!(refused.refused(&supervisor(), &Command::RefuseApplication { reason: "可先行处理".into() }), Refusal::NoApplication);
}

#[test]
fn an_application_can_be_refused_wherever_the_case_went_meanwhile() {
    let asked = Bench::full().given(&unit(), &apply(suspension()));
    let below = asked.given(&unit(), &Command::Transfer { to: "dadui".into(), note: None });
    assert_eq!(below.stands(), "待签收 执法大队");
    let refused = below.given(&supervisor(), &Command::RefuseApplication { reason: "可先行处理".into() });
    assert!(refused.mandate().applied.is_none());
}
