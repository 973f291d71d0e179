//! 并案、并入、复发: many citizens on one case, and matters that come back.

use yousu::domain::case::Satisfaction;
use yousu::domain::command::Command;
use yousu::domain::event::Event;
use yousu::domain::ids::CaseNumber;
use yousu::domain::refusal::Refusal;
use yousu::domain::staff::Actor;

use crate::common::bench::{Bench, citizen, dispatcher, follow_up, neighbour};
use crate::withdraw;

fn number(text: &str) -> CaseNumber {
    text.parse().expect("a case number")
}

fn who(name: &str) -> Actor {
    Actor::Citizen { user: format!("play:{name}").as_str().into() }
}

fn joined(mut bench: Bench, names: &[&str]) -> Bench {
    for name in names {
        bench.must(&dispatcher(), &Command::Join { party: neighbour(name) });
    }
    bench
}

fn good() -> Command {
    follow_up(Some(true), Satisfaction::Satisfied, None)
}

fn bad() -> Command {
    follow_up(Some(false), Satisfaction::Dissatisfied, Some("还在吵"))
}

#[test]
fn a_case_is_merged_into_another_but_no_mother_into_anything() {
    let merge = Command::Merge { into: number("20260301-000009") };
    let bench = Bench::in_progress();
    assert!(matches!(bench.refused(&dispatcher(), &Command::Merge { into: bench.case.number }), Refusal::CannotMerge { .. }));
    assert_eq!(bench.clone().given(&dispatcher(), &merge).stands(), "已并案 已结束");
    let mother = joined(bench, &["李"]);
    assert!(matches!(mother.refused(&dispatcher(), &merge), Refusal::CannotMerge { .. }));
    let again = Command::Join { party: neighbour("李") };
    assert_eq!(mother.given(&dispatcher(), &again).case.parties.len(), 1, "somebody is on it once, with what they said again");
}

#[test]
fn one_of_many_leaves_and_the_last_one_ends_it() {
    let bench = joined(Bench::in_progress(), &["李"]).given(&citizen(), &withdraw());
    assert_eq!(bench.stands(), "办理中 城管局");
    assert!(matches!(bench.refused(&citizen(), &Command::Urge { note: String::new() }), Refusal::NoSuchCase { .. }), "no more theirs");
    assert_eq!(bench.given(&who("李"), &withdraw()).stands(), "已撤诉 已结束");
}

#[test]
fn each_votes_once_and_the_last_vote_concludes() {
    let mut bench = joined(Bench::answered(), &["李", "孙"]);
    for name in ["王", "李"] {
        bench.must(&who(name), &bad());
        assert_eq!(bench.stands(), "待回访 诉求人");
        assert_eq!(bench.refused(&who(name), &good()), Refusal::HasVoted);
        assert_eq!(bench.refused(&who(name), &Command::AnswerSolved { solved: true }), Refusal::HasVoted);
    }
    let events = bench.must(&who("孙"), &good());
    assert!(events.iter().any(|event| matches!(event, Event::Reopened { .. })), "two of three are not content: {events:?}");
    assert_eq!(bench.stands(), "待签收 城管局");
}

#[test]
fn who_left_does_not_decide_for_the_others() {
    let bench = joined(Bench::answered(), &["李", "孙"]).given(&who("李"), &bad()).given(&who("李"), &withdraw());
    let one = bench.given(&who("孙"), &good());
    assert_eq!(one.stands(), "待回访 诉求人", "one of two has spoken");
    assert_eq!(one.given(&citizen(), &good()).stands(), "已归档 已结束");
}

#[test]
fn a_matter_comes_back_within_its_days_once_archived() {
    let recur = Command::Recur { case: number("20260501-000001") };
    let archived = Bench::answered().given(&citizen(), &good());
    assert!(archived.clone().at("2026-05-31 08:00").decide(&citizen(), &recur).is_ok());
    assert_eq!(archived.at("2026-05-31 09:01").refused(&citizen(), &recur), Refusal::NoRecurrence { days: 90 });
    assert!(matches!(Bench::in_progress().refused(&citizen(), &recur), Refusal::WrongState { .. }));
}
