//! What a case's events prove 指标: each rule of judging by an example, and that no judgement is changed by what comes later,
//! whatever people do.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use proptest::prelude::*;
use yousu::domain::case::Satisfaction;
use yousu::domain::command::Command;
use yousu::domain::event::Recorded;
use yousu::domain::ids::{Moment, StaffId};
use yousu::domain::profile::RungKind;
use yousu::figures::{Book, Fact, Measure, Value, facts};

use crate::always::{benches, lived, steps};
use crate::common::bench::*;
use crate::common::moment;
use crate::{refuse_return, returning, withdraw};

/// A judgement in short: when, what, how, whose.
fn short(fact: &Fact) -> String {
    let how = match fact.value {
        Value::Share { hits, of } => format!("{hits}/{of}"),
        Value::Count(count) => count.to_string(),
        Value::Lasted(seconds) => format!("{}m", seconds / 60),
    };
    let whose = fact.unit.as_ref().map_or("-", |unit| unit.as_str());
    let person = fact.person.map_or(String::new(), |StaffId(id)| format!("/{id}"));
    format!("{} {} {how} {whose}{person}", fact.at.format("%m-%d %H:%M"), fact.measure.name())
}

/// What the record proves of these measures by now.
fn proven(bench: &Bench, of: &[Measure]) -> Vec<String> {
    let all = facts(&bench.record, bench.now).expect("it begins with a receipt").facts;
    all.iter().filter(|fact| of.contains(&fact.measure)).map(short).collect()
}

#[test]
fn what_is_done_in_time() {
    let bench = Bench::dispatched().at("2026-03-02 10:00").given(&handler("chengguan"), &Command::Acknowledge);
    let bench = bench.at("2026-03-03 09:00").given(&handler("chengguan"), &Command::Contact { note: "已约上门".into() });
    let bench = bench.at("2026-03-04 09:00").given(&handler("chengguan"), &Command::Resolve { answer: answer() });
    assert_eq!(proven(&bench, &[Measure::Handled, Measure::Answered]), [""; 0], "an answer that nobody has read decides nothing");
    let bench = bench.at("2026-03-04 11:00").given(&dispatcher(), &Command::Review { fault: None });
    let bench = bench.at("2026-03-05 09:00").given(&citizen(), &follow_up(Some(true), Satisfaction::Fair, None));
    let all = facts(&bench.record, bench.now).expect("a case").facts;
    assert_eq!(
        all.iter().map(short).collect::<Vec<_>>(),
        [
            "03-02 09:00 received 1 -",
            "03-02 09:00 to_dispatch 0m -",
            "03-02 09:00 dispatched 1 chengguan",
            "03-02 09:00 returned 0/1 chengguan",
            "03-02 10:00 signed 1/1 chengguan",
            "03-02 10:00 to_sign 60m chengguan/7",
            "03-03 09:00 to_contact 1440m chengguan/7",
            "03-03 09:00 responded 1/1 chengguan/7",
            "03-04 11:00 handled 1/1 chengguan/7",
            "03-04 11:00 to_resolve 2880m chengguan/7",
            "03-04 11:00 answered 1/1 chengguan/7",
            "03-04 11:00 to_answer 3000m chengguan/7",
            "03-05 09:00 solved 1/1 chengguan/7",
            "03-05 09:00 satisfied 1/1 chengguan/7",
            "03-05 09:00 fair 1 chengguan/7",
            "03-05 09:00 redone 0/1 chengguan/7",
            "03-05 09:00 recurred 0/1 chengguan/7",
            "03-05 09:00 hops 1/1 chengguan/7",
            "03-05 09:00 to_archive 4320m chengguan/7",
            "03-05 09:00 archived 1 chengguan/7",
        ]
    );
}

#[test]
fn a_limit_that_passes_judges_once() {
    let judged = [Measure::Signed, Measure::Handled, Measure::Responded, Measure::Answered];
    let bench = Bench::dispatched();
    let (sign, handle) = (bench.mandate().acknowledge.due, bench.mandate().handle.due);
    let bench = bench.at("2026-03-20 09:00");
    let missed = [(sign, "signed"), (handle, "handled"), (handle, "responded"), (handle, "answered")];
    let missed = missed.map(|(due, name)| format!("{} {name} 0/1 chengguan", due.format("%m-%d %H:%M")));
    assert_eq!(proven(&bench, &judged), missed);
    // Later work makes an answer, and takes nothing back.
    let bench =
        bench.given(&handler("chengguan"), &Command::Acknowledge).given(&handler("chengguan"), &Command::Resolve { answer: answer() });
    let bench = bench.given(&dispatcher(), &Command::Review { fault: None });
    let mut then = missed.to_vec();
    then.push("03-20 09:00 answered 1/1 chengguan/7".to_owned());
    assert_eq!(proven(&bench, &judged), then);
}

#[test]
fn the_last_moment_is_in_time() {
    let mut bench = Bench::in_progress();
    bench.now = bench.mandate().handle.due;
    let bench = bench.given(&handler("chengguan"), &Command::Resolve { answer: answer() });
    let bench = bench.at("2026-03-16 09:00").given(&dispatcher(), &Command::Review { fault: None });
    assert_eq!(proven(&bench, &[Measure::Handled]), ["03-16 09:00 handled 1/1 chengguan/7"], "who waits to be read is not late");
}

#[test]
fn an_answer_that_is_sent_back_has_not_stopped_the_limit() {
    let bench = Bench::resolved().at("2026-03-12 09:00").given(&dispatcher(), &Command::Review { fault: Some("没有说明依据".into()) });
    let bench = bench.at("2026-03-12 10:00");
    assert_eq!(proven(&bench, &[Measure::Handled]), ["03-12 09:00 handled 0/1 chengguan/7"]);
}

#[test]
fn an_extension_that_was_asked_for_in_time_is_waited_for() {
    let asked = Bench::in_progress().at("2026-03-09 09:00").given(&handler("chengguan"), &extension(5)).at("2026-03-10 09:00");
    assert_eq!(proven(&asked, &[Measure::Handled]), [""; 0]);
    let refuse = Command::RefuseExtension { reason: "理由不足".into() };
    let refused = asked.clone().given(&supervisor(), &refuse).at("2026-03-10 10:00");
    assert_eq!(proven(&refused, &[Measure::Handled]), ["03-10 09:00 handled 0/1 chengguan/7"], "judged when it was ruled on");
    let granted = asked.given(&supervisor(), &Command::GrantExtension).at("2026-03-16 18:00");
    assert_eq!(proven(&granted, &[Measure::Handled]), ["03-16 17:30 handled 0/1 chengguan/7"]);
}

#[test]
fn the_clock_that_stands_judges_nothing_and_a_promise_judges_by_its_date() {
    let stands = Bench::full().given(&supervisor(), &suspend(20)).at("2026-03-12 09:00");
    assert_eq!(proven(&stands, &[Measure::Handled, Measure::Responded]), [""; 0]);
    let resumed = stands.given(&supervisor(), &resume()).at("2026-03-31 09:00");
    let due = resumed.mandate().handle.due.format("%m-%d %H:%M");
    assert_eq!(proven(&resumed, &[Measure::Handled]), [format!("{due} handled 0/1 chengguan/7")]);
    let filed = Bench::full().given(&supervisor(), &on_file("2026-06-30")).at("2026-06-30 18:00");
    assert_eq!(proven(&filed, &[Measure::Handled]), ["06-30 17:30 handled 0/1 chengguan/7"]);
}

#[test]
fn who_has_it_is_judged_and_who_loses_it_owes_nothing() {
    let down = Command::Transfer { to: "dadui".into(), note: None };
    let moved = Bench::in_progress().at("2026-03-04 09:00").given(&handler("chengguan"), &down).at("2026-03-10 09:00");
    let due = moved.mandate().handle.due.format("%m-%d %H:%M");
    assert_eq!(proven(&moved, &[Measure::Handled]), [format!("{due} handled 0/1 dadui")]);
    let returned = Bench::dispatched().given(&handler("chengguan"), &returning()).at("2026-04-10 09:00");
    assert_eq!(proven(&returned, &[Measure::Signed, Measure::Handled]), [""; 0]);
    assert_eq!(proven(&returned, &[Measure::Returned]), ["03-02 09:00 returned 0/1 chengguan", "03-02 09:00 returned 1/0 chengguan/7"]);
    // Told to keep it, it had it all the time.
    let kept = returned.given(&dispatcher(), &refuse_return()).at("2026-04-10 09:01");
    assert_eq!(proven(&kept, &[Measure::Handled]), ["04-10 09:00 handled 0/1 chengguan"]);
    let gone = Bench::in_progress().given(&citizen(), &withdraw()).at("2026-04-10 09:00");
    assert_eq!(proven(&gone, &[Measure::Handled, Measure::Withdrawn]), ["03-02 09:00 withdrawn 1 chengguan/7"]);
}

#[test]
fn a_redo_is_a_task_of_its_own() {
    let bench = Bench::answered().at("2026-03-03 09:00");
    let bench = bench.given(&citizen(), &follow_up(Some(false), Satisfaction::Dissatisfied, Some("还在吵"))).at("2026-03-20 09:00");
    let of = [Measure::Handled, Measure::Solved, Measure::Satisfied, Measure::Redone];
    let due = bench.mandate().handle.due.format("%m-%d %H:%M");
    assert_eq!(
        proven(&bench, &of),
        [
            "03-02 09:00 handled 1/1 chengguan/7",
            "03-03 09:00 solved 0/1 chengguan/7",
            "03-03 09:00 satisfied 0/1 chengguan/7",
            "03-03 09:00 redone 1/1 chengguan/7",
            &format!("{due} handled 0/1 chengguan"),
        ]
    );
}

#[test]
fn silence_is_in_no_rate() {
    let mut bench = Bench::answered();
    bench.run_to("2026-03-10 09:00");
    let bench = bench.given(&dispatcher(), &Command::FollowUpUnreached);
    assert_eq!(proven(&bench, &[Measure::Solved, Measure::Satisfied, Measure::Silent]), ["03-10 09:00 silent 1 chengguan/7"]);
}

#[test]
fn of_many_citizens_each_counts_and_who_is_silent_counts_apart() {
    let mut bench = Bench::resolved();
    for name in ["李", "孙"] {
        bench.must(&dispatcher(), &Command::Join { party: neighbour(name) });
    }
    let mut bench = bench.given(&dispatcher(), &Command::Review { fault: None });
    bench.must(&citizen(), &follow_up(Some(true), Satisfaction::Satisfied, None));
    bench.run_to("2026-03-10 09:00");
    let of = [Measure::Received, Measure::Solved, Measure::Satisfied, Measure::Silent];
    let proven: Vec<String> = proven(&bench, &of).iter().map(|line| line[12..].to_owned()).collect();
    assert_eq!(proven, ["received 1 -", "solved 1/1 chengguan/7", "satisfied 1/1 chengguan/7", "silent 2 chengguan/7"]);
}

#[test]
fn cards_stand_against_whom_they_name() {
    let mut bench = Bench::in_progress();
    bench.run_to("2026-03-31 09:00");
    let cards: Vec<&Recorded> = bench
        .record
        .iter()
        .filter(|recorded| {
            matches!(recorded.event, yousu::domain::event::Event::RungReached { rung: RungKind::Yellow | RungKind::Red, .. })
        })
        .collect();
    assert_eq!(cards.len(), 2);
    let at = |place: usize| cards[place].at.format("%m-%d %H:%M");
    let of = [Measure::Yellow, Measure::Red];
    assert_eq!(proven(&bench, &of), [format!("{} yellow 1 chengguan/7", at(0)), format!("{} red 1 chengguan/7", at(1))]);
}

/// The facts that were decided before this moment.
fn before(record: &[Recorded], until: Moment, asked: Moment) -> Vec<Fact> {
    let known = record.iter().take_while(|recorded| recorded.at < asked);
    let mut all = facts(known, asked).map_or_else(Vec::new, |case| case.facts);
    all.retain(|fact| fact.at < until);
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    /// What was decided by the end of any month, here of any moment near an event, is the same however much happens
    /// afterwards: nothing is taken back, and nothing is added to what is past.
    #[test]
    fn the_past_stays_as_it_was(bench in benches(), steps in steps(), off in -90_i64..90) {
        let mut bench = bench;
        lived(&mut bench, steps);
        let moments: BTreeSet<Moment> = bench.record.iter().map(|recorded| recorded.at + TimeDelta::minutes(off)).collect();
        for end in moments {
            let then = before(&bench.record, end, end);
            prop_assert_eq!(&then, &before(&bench.record, end, bench.now + TimeDelta::days(400)), "until {}", end);
            // The book looks ahead once, and is asked later.
            prop_assert_eq!(&then, &before(&bench.record, end, Book::horizon()));
        }
    }

    /// No task is judged twice: above and below the line of what is judged once never stand more than the tasks that there were.
    #[test]
    fn each_task_is_judged_once(bench in benches(), steps in steps()) {
        use yousu::domain::event::Event as E;
        let mut bench = bench;
        lived(&mut bench, steps);
        let all = facts(&bench.record, Book::horizon()).expect("a case").facts;
        let count = |is: fn(&E) -> bool| bench.record.iter().filter(|recorded| is(&recorded.event)).count();
        let tasks = count(|event| matches!(event, E::Dispatched { .. } | E::Reopened { .. }));
        let handed = tasks + count(|event| matches!(event, E::Transferred { .. } | E::ReturnRefused { .. }));
        let of = |measure| all.iter().filter(|fact| fact.measure == measure).count();
        for (measure, most) in [(Measure::Signed, handed), (Measure::Handled, tasks), (Measure::Responded, tasks)] {
            prop_assert!(of(measure) <= most, "{} of {} tasks: {}", of(measure), most, measure.label());
        }
        prop_assert_eq!(of(Measure::Received), 1);
        prop_assert!(all.is_sorted_by_key(|fact| fact.at));
        for fact in &all {
            if let (Value::Share { hits, of }, false) = (fact.value, fact.measure == Measure::Hops) {
                prop_assert!(hits <= of || of == 0, "{}", short(fact));
            }
        }
    }
}

#[test]
fn a_moment_far_ahead_is_after_every_limit() {
    assert!(Book::horizon() > moment("2100-01-01 00:00"));
}
