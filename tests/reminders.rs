//! Reminders under the national profile: the whole set of each state, each rung once, and what an absence changes.

use chrono::TimeDelta;
use yousu::domain::case::{Satisfaction, State};
use yousu::domain::command::Command;
use yousu::domain::complaint::{Kind, Urgency};
use yousu::domain::event::Event;
use yousu::domain::ids::Moment;
use yousu::domain::profile::RungKind;
use yousu::domain::reminder::{Due, Reminder};
use yousu::domain::span::{LimitKind, Span};
use yousu::domain::staff::Actor;

mod common;

use common::bench::{Bench, citizen, dispatch_to, dispatcher, extension, follow_up, give_back, handler, supervisor};
use common::{moment, national};

const UNIT: &str = "chengguan";

/// Neither the end of the ladder, which repeats, nor a letter: those have tests of their own.
fn is_of_the_clock(line: &str) -> bool {
    !["-again", "-notice", "-bulletin", "supervision-"].iter().any(|other| line.contains(other))
}

/// The set as lines, earliest first: `2026-03-04 17:31 handle-yellow`.
fn set(bench: &Bench) -> Vec<String> {
    let name = |what: &Due| match what {
        Due::Rung { id, .. } => id.clone(),
        Due::FollowUp { attempt } => format!("follow-up {attempt}"),
        Due::Archive => "archive".to_owned(),
    };
    let line = |reminder: &Reminder| format!("{} {}", reminder.due.format("%m-%d %H:%M"), name(&reminder.what));
    bench.reminders().iter().map(line).filter(|line| is_of_the_clock(line)).collect()
}

/// The rungs that fired, as lines with their time; those that came late say so.
fn rungs(fired: &[(Moment, Event)]) -> Vec<String> {
    let line = |(at, event): &(Moment, Event)| match event {
        Event::RungReached { id, late, .. } => Some(format!("{} {id}{}", at.format("%m-%d %H:%M"), if *late { " late" } else { "" })),
        _ => None,
    };
    fired.iter().filter_map(line).filter(|line| is_of_the_clock(line)).collect()
}

fn of_kind(kind: Kind, urgency: Urgency) -> Bench {
    Bench::opened_with(national(), "2026-03-02 09:00", |new| {
        new.complaint.classification.kind = kind;
        new.complaint.classification.urgency = urgency;
    })
}

#[test]
fn the_whole_set_of_each_state() {
    let mut called = Bench::answered();
    called.run_to("2026-03-06 09:00");
    let mut kept = Bench::answered();
    kept.profile.archive_after = Span::Workdays(3);
    let satisfied = follow_up(Some(true), Satisfaction::Satisfied, None);
    let table: Vec<(&str, Bench, &[&str])> = vec![
        ("待受理", Bench::received(), &["03-03 17:31 accept-urging"]),
        ("待派单", Bench::accepted(), &["03-02 21:00 dispatch-half", "03-03 09:01 dispatch-urging"]),
        (
            "待签收",
            Bench::dispatched(),
            &[
                "03-03 17:31 acknowledge-urging",
                "03-05 08:45 handle-half",
                "03-06 17:30 handle-last-day",
                "03-09 17:31 handle-yellow",
                "03-10 08:30 handle-urging",
                "03-16 08:30 handle-red",
            ],
        ),
        (
            "办理中",
            Bench::in_progress(),
            &[
                "03-05 08:45 handle-half",
                "03-06 17:30 handle-last-day",
                "03-09 17:31 handle-yellow",
                "03-10 08:30 handle-urging",
                "03-16 08:30 handle-red",
            ],
        ),
        (
            "办理中·待批延期",
            Bench::in_progress().given(&handler(UNIT), &extension(5)),
            &[
                "03-03 17:31 extension-urging",
                "03-05 08:45 handle-half",
                "03-06 17:30 handle-last-day",
                "03-09 17:31 handle-yellow",
                "03-10 08:30 handle-urging",
                "03-16 08:30 handle-red",
            ],
        ),
        ("待审核", Bench::resolved(), &["03-03 17:31 review-urging"]),
        ("待回访", Bench::answered(), &["03-03 08:30 follow-up 1"]),
        ("待回访·转人工", called, &["03-10 17:31 follow-up-urging"]),
        ("待归档", kept.given(&citizen(), &satisfied), &["03-05 17:30 archive"]),
        ("已归档", Bench::answered().given(&citizen(), &satisfied), &[]),
        ("已撤诉", Bench::in_progress().given(&citizen(), &Command::Withdraw { reason: String::new() }), &[]),
    ];
    for (name, bench, expected) in table {
        assert_eq!(set(&bench), expected, "{name}");
    }
}

#[test]
fn limits_of_hours_have_rungs_of_their_own() {
    assert_eq!(
        set(&of_kind(Kind::Help, Urgency::Emergency)),
        [
            "03-02 09:31 acknowledge-urging",
            "03-02 10:00 handle-half",
            "03-02 10:30 handle-last-half-hour",
            "03-02 11:01 handle-yellow",
            "03-03 08:30 handle-urging",
            "03-09 08:30 handle-red",
        ]
    );
    assert_eq!(
        set(&of_kind(Kind::Help, Urgency::Urgent)),
        [
            "03-02 09:31 acknowledge-urging",
            "03-02 21:00 handle-half",
            "03-03 08:30 handle-last-half-hour",
            "03-03 09:01 handle-yellow",
            "03-04 08:30 handle-urging",
            "03-10 08:30 handle-red",
        ]
    );
}

#[test]
fn each_rung_fires_once_at_its_time() {
    let mut bench = Bench::dispatched();
    let fired = bench.run_to("2026-04-30 09:00");
    assert_eq!(
        rungs(&fired),
        [
            "03-03 17:31 acknowledge-urging",
            "03-05 08:45 handle-half",
            "03-06 17:30 handle-last-day",
            "03-09 17:31 handle-yellow",
            "03-10 08:30 handle-urging",
            "03-16 08:30 handle-red",
        ]
    );
    assert_eq!((bench.case.tally.yellow_cards, bench.case.tally.red_cards), (1, 1));
    assert!(rungs(&bench.run_to("2026-06-30 09:00")).is_empty(), "what has fired never fires again");
}

#[test]
fn a_limit_kept_on_the_last_minute_is_kept() {
    let mut bench = Bench::in_progress();
    let fired = bench.run_to("2026-03-09 17:30");
    assert_eq!(rungs(&fired), ["03-05 08:45 handle-half", "03-06 17:30 handle-last-day"]);
    assert_eq!(rungs(&bench.run_to("2026-03-09 17:31")), ["03-09 17:31 handle-yellow"]);
}

#[test]
fn after_a_long_absence_each_rung_fires_once_and_says_that_it_is_late() {
    let mut bench = Bench::dispatched().at("2026-03-20 10:00");
    let fired = bench.run_to("2026-03-20 10:00");
    assert_eq!(
        rungs(&fired),
        [
            "03-20 10:00 acknowledge-urging late",
            "03-20 10:00 handle-half late",
            "03-20 10:00 handle-last-day late",
            "03-20 10:00 handle-yellow late",
            "03-20 10:00 handle-urging late",
            "03-20 10:00 handle-red late",
        ]
    );
    assert!(set(&bench).is_empty());
    assert_eq!(bench.case.rungs.len(), 7, "and the letter of the day before");
}

#[test]
fn late_begins_after_ten_minutes() {
    for (now, late) in [("2026-03-03 17:31", false), ("2026-03-03 17:41", false), ("2026-03-03 17:42", true)] {
        let mut bench = Bench::dispatched().at(now);
        let fired = bench.run_to(now);
        assert!(matches!(&fired[..], [(_, Event::RungReached { late: own, .. })] if *own == late), "{now}: {fired:?}");
    }
}

#[test]
fn what_is_no_longer_due_gives_no_event() {
    let mut bench = Bench::dispatched();
    let (all, system) = (bench.reminders(), Actor::System);
    let firing = |bench: &Bench, what: &Due| bench.decide(&system, &what.command()).expect("the clock is never refused");

    // Too early.
    assert!(all.iter().all(|reminder| firing(&bench, &reminder.what).is_empty()));
    // The unit has acknowledged since.
    bench = bench.at("2026-03-03 16:00").given(&handler(UNIT), &Command::Acknowledge).at("2026-03-03 18:00");
    assert!(firing(&bench, &all[0].what).is_empty(), "{:?}", all[0]);
    // The same firing twice.
    bench = bench.at("2026-03-05 10:15");
    let half = Due::Rung { limit: LimitKind::Handle, given: moment("2026-03-02 09:00"), id: "handle-half".to_owned() };
    assert_eq!(bench.must(&system, &half.command()).len(), 1);
    assert!(firing(&bench, &half).is_empty());
    // A rung that the profile no longer has.
    let gone = Due::Rung { limit: LimitKind::Handle, given: moment("2026-03-02 09:00"), id: "handle-blue".to_owned() };
    assert!(firing(&bench.clone().at("2026-04-01 09:00"), &gone).is_empty());
    // The case is closed.
    let closed = bench.given(&citizen(), &Command::Withdraw { reason: String::new() }).at("2026-04-01 09:00");
    assert!(all.iter().all(|reminder| firing(&closed, &reminder.what).is_empty()));
    assert!(firing(&closed, &Due::Archive).is_empty() && firing(&closed, &Due::FollowUp { attempt: 1 }).is_empty());
}

#[test]
fn a_granted_extension_has_rungs_of_its_own_and_ends_the_old_ones() {
    // Half and last day of the old end have fired; then five workdays more: the end moves from 9 March to 16 March.
    let mut bench = Bench::in_progress();
    bench.run_to("2026-03-09 09:00");
    bench.must(&handler(UNIT), &extension(5));
    bench.must(&supervisor(), &Command::GrantExtension);
    let mandate = bench.mandate();
    assert_eq!(mandate.handle.due, moment("2026-03-16 17:30"));
    let half = bench.time().share(mandate.handle.from, mandate.handle.due, mandate.handle.span, 50);
    let expected = [
        format!("{} handle-half", half.format("%m-%d %H:%M")),
        "03-13 17:30 handle-last-day".to_owned(),
        "03-16 17:31 handle-yellow".to_owned(),
        "03-17 08:30 handle-urging".to_owned(),
        "03-23 08:30 handle-red".to_owned(),
    ];
    assert!(half > bench.now);
    assert_eq!(set(&bench), expected);
    // The old end passes in silence; the new one does not.
    let old = Command::ClimbRung { limit: LimitKind::Handle, given: moment("2026-03-02 09:00"), id: "handle-yellow".into() };
    assert!(bench.clone().at("2026-03-10 09:00").must(&Actor::System, &old).is_empty());
    assert_eq!(rungs(&bench.run_to("2026-03-31 09:00")), expected);
}

#[test]
fn a_warning_that_had_passed_when_the_new_end_was_set_is_not_given() {
    // One workday more, granted on the last day: half of the new limit has long passed, its last day is today.
    let mut bench = Bench::in_progress();
    bench.run_to("2026-03-09 16:00");
    bench.must(&handler(UNIT), &extension(1));
    bench.must(&supervisor(), &Command::GrantExtension);
    assert_eq!(
        set(&bench),
        ["03-09 17:30 handle-last-day", "03-10 17:31 handle-yellow", "03-11 08:30 handle-urging", "03-17 08:30 handle-red"]
    );
}

#[test]
fn an_extension_granted_after_its_own_end_is_still_watched() {
    let mut bench = Bench::in_progress();
    bench.run_to("2026-03-09 16:00");
    bench.must(&handler(UNIT), &extension(1));
    bench.run_to("2026-03-12 10:00");
    bench.must(&supervisor(), &Command::GrantExtension);
    assert_eq!(bench.mandate().handle.due, moment("2026-03-10 17:30"));
    assert_eq!(rungs(&bench.run_to("2026-03-12 10:00")), ["03-12 10:00 handle-yellow", "03-12 10:00 handle-urging"]);
}

#[test]
fn a_complaint_that_hung_past_its_time_for_dispatch_is_urged_at_once() {
    let mut bench = Bench::opened_with(national(), "2026-03-03 09:00", |new| {
        new.arrived = moment("2026-03-02 09:00");
        new.incomplete = true;
        new.complaint.classification.urgency = Urgency::Urgent;
    });
    assert_eq!(bench.stands(), "待派单 派单席");
    assert_eq!(rungs(&bench.run_to("2026-03-03 09:00")), ["03-03 09:00 dispatch-urging"]);
}

#[test]
fn each_round_has_its_own_rungs() {
    // Overdue, answered, unsolved: the redo has its own yellow card.
    let mut bench = Bench::in_progress();
    bench.run_to("2026-03-12 09:00");
    let answer = Command::Resolve { answer: common::bench::answer() };
    bench = bench.given(&handler(UNIT), &answer).given(&dispatcher(), &Command::Review { fault: None });
    bench.must(&citizen(), &follow_up(Some(false), Satisfaction::Dissatisfied, None));
    assert_eq!(
        set(&bench),
        [
            "03-13 17:31 acknowledge-urging",
            "03-16 08:45 handle-half",
            "03-16 17:30 handle-last-day",
            "03-17 17:31 handle-yellow",
            "03-18 08:30 handle-urging",
            "03-24 08:30 handle-red",
        ]
    );
    bench.run_to("2026-03-31 09:00");
    assert_eq!(bench.case.tally.yellow_cards, 2);
}

#[test]
fn a_unit_that_gets_the_case_anew_is_not_urged_for_signing_late_at_once() {
    let mut transferred = Bench::in_progress();
    transferred.run_to("2026-03-04 09:00");
    transferred.must(&handler(UNIT), &Command::Transfer { to: "dadui".into(), note: None });
    assert_eq!(set(&transferred)[0], "03-05 08:45 handle-half");
    assert_eq!(set(&transferred)[1], "03-05 17:31 acknowledge-urging");

    let mut ruled = Bench::in_progress();
    ruled.run_to("2026-03-04 09:00");
    ruled.must(&handler(UNIT), &give_back("属供水范围", "三定方案", Some("shuiwu")));
    ruled.run_to("2026-03-04 10:00");
    ruled.must(&dispatcher(), &Command::RefuseReturn { reason: "职责清单已列明".into() });
    assert_eq!(set(&ruled)[1], "03-05 17:31 acknowledge-urging");
}

#[test]
fn a_return_does_not_stop_the_handling_clock_of_a_unit_that_must_keep_the_case() {
    let mut bench = Bench::dispatched().at("2026-03-04 17:00").given(&handler(UNIT), &give_back("属供水范围", "三定方案", Some("shuiwu")));
    bench = bench.at("2026-03-06 09:00").given(&dispatcher(), &Command::RefuseReturn { reason: "职责清单已列明".into() });
    let fired = bench.run_to("2026-03-06 09:00");
    assert_eq!(rungs(&fired), ["03-06 09:00 handle-half"], "what passed while the return was looked at is told once");
}

#[test]
fn the_citizen_is_asked_three_times_then_a_person_calls() {
    let mut bench = Bench::answered();
    let fired = bench.run_to("2026-03-16 09:00");
    let lines: Vec<String> = fired.iter().map(|(at, event)| format!("{} {}", at.format("%m-%d %H:%M"), event.label())).collect();
    assert_eq!(
        lines,
        ["03-03 08:30 回访提问", "03-04 08:30 回访提问", "03-05 08:30 回访提问", "03-06 08:30 转人工回访", "03-10 17:31 催办"]
    );
    assert!(matches!(bench.state(), State::Answered { call: Some(_), .. }));
}

#[test]
fn a_case_dispatched_again_starts_a_new_round() {
    let mut bench = Bench::dispatched();
    bench.run_to("2026-03-03 18:00");
    bench = bench.at("2026-03-04 09:00").given(&handler(UNIT), &give_back("属供水范围", "三定方案", Some("shuiwu")));
    assert_eq!(set(&bench), ["03-04 21:00 dispatch-half", "03-05 09:01 dispatch-urging"]);
    bench = bench.at("2026-03-04 11:00").given(&dispatcher(), &dispatch_to("shuiwu"));
    assert_eq!(set(&bench)[0], "03-05 17:31 acknowledge-urging");
    assert_eq!(set(&bench).len(), 6);
}

#[test]
fn cards_are_recorded_against_the_unit_and_urging_of_the_desk_against_nobody() {
    let unit_of = |fired: &[(Moment, Event)], kind: RungKind| {
        fired.iter().find_map(|(_, event)| match event {
            Event::RungReached { rung, unit, .. } if *rung == kind => Some(unit.clone()),
            _ => None,
        })
    };
    let fired = Bench::in_progress().run_to("2026-03-20 09:00");
    assert_eq!(unit_of(&fired, RungKind::Yellow), Some(Some(UNIT.into())));
    let fired = Bench::resolved().run_to("2026-03-20 09:00");
    assert_eq!(unit_of(&fired, RungKind::Urging), Some(None), "the unit has done its part");
}

#[test]
fn the_set_is_sorted_and_derived_again_the_same() {
    let bench = Bench::dispatched();
    let all = bench.reminders();
    assert!(all.is_sorted());
    assert_eq!(all, bench.reminders());
    assert!(all.iter().all(|reminder| reminder.due > bench.now - TimeDelta::minutes(1)));
}
