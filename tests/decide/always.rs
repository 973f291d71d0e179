//! What holds for every case, whatever people do: random people give random commands to random cases.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use yousu::domain::case::{Case, Holder};
use yousu::domain::command::Command;
use yousu::domain::complaint::{Slot, Urgency};
use yousu::domain::event::{Event, Recorded};
use yousu::domain::ids::Moment;
use yousu::domain::profile::{Approval, Profile};
use yousu::domain::span::Span;
use yousu::domain::staff::Actor;

use crate::UNIT;
use crate::commands::{actors, commands, endings, other, who_may};
use crate::common::bench::{Bench, complaint};
use crate::common::full;

#[derive(Clone, Debug)]
pub struct Step {
    minutes: i64,
    actor: Actor,
    command: Choice,
}

/// A command, or whatever waits to fall due.
#[derive(Clone, Debug)]
pub enum Choice {
    Give(Command),
    /// A command by somebody who may, so that cases come far.
    Right(Command),
    Due(usize),
}

pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    let choice = prop_oneof![
        8 => commands().prop_map(Choice::Give),
        12 => commands().prop_map(Choice::Right),
        6 => (0_usize..6).prop_map(Choice::Due),
        1 => endings().prop_map(Choice::Give),
    ];
    let minutes = prop_oneof![4 => 0_i64..30, 3 => 0_i64..1500, 1 => 0_i64..20_000];
    prop::collection::vec((minutes, actors(), choice).prop_map(|(minutes, actor, command)| Step { minutes, actor, command }), 1..60)
}

/// The national rules and variations of them, so that no property rests on one city's figures.
fn profiles() -> impl Strategy<Value = Profile> {
    (any::<bool>(), any::<bool>(), any::<bool>(), 0_u32..3, 0_u32..3).prop_map(|(later, approval, hours, redos, bare)| {
        let mut profile = full();
        if later {
            profile.archive_after = Span::Workdays(3);
        }
        if hours {
            profile.handle.complaint = Span::Working(600);
            profile.handle.report = Span::Natural(4000);
        }
        profile.approval = approval.then_some(Approval { within: Span::Workdays(1) });
        profile.redo.times = redos;
        match bare {
            1 => profile.ladder.clear(),
            2 => profile.ladder.retain(|rung| rung.every.is_none()),
            _ => {}
        }
        profile
    })
}

/// An open case of one of the sorts in which a case begins.
pub fn benches() -> impl Strategy<Value = Bench> {
    (0_usize..4, profiles(), 0_usize..3).prop_map(|(kind, profile, urgency)| {
        let urgency = [Urgency::Normal, Urgency::Urgent, Urgency::Emergency][urgency];
        Bench::opened_with(profile, "2026-02-12 16:50", |new| {
            new.complaint = complaint(if kind == 1 { None } else { Some(UNIT) });
            new.complaint.classification.urgency = urgency;
            new.incomplete = kind == 2;
            new.arrived -= chrono::TimeDelta::hours(if kind == 3 { 24 } else { 0 });
            if kind == 3 {
                new.complaint.slots.insert(Slot::Court, "已申请仲裁".into());
            }
        })
    })
}

/// An open case has somebody's name on it and a next date that does not end; a closed one has neither.
fn holds(bench: &Bench) {
    let case = &bench.case;
    let (limits, reminders) = (case.limits(), bench.reminders());
    if case.state.is_closed() {
        assert!(limits.is_empty() && reminders.is_empty() && case.state.holder() == Holder::Nobody, "{}", bench.stands());
    } else {
        assert!(!reminders.is_empty(), "{} has nothing ahead of it", bench.stands());
        assert_ne!(case.state.holder(), Holder::Nobody, "{}", bench.stands());
        assert!(case.next_due().is_some() || case.state.holder() == Holder::Citizen, "{} shows no date", bench.stands());
    }
    if let Some(task) = case.state.task() {
        let complained = case.conflicts.iter().find(|unit| bench.directory.is_within(&task.unit, unit));
        assert_eq!(complained, None, "{} is complained of and has the case", task.unit);
        assert!(task.handler.is_none_or(|handler| !case.recused.contains(&handler)), "who keeps out has signed");
    }
    for reminder in &reminders {
        let what = reminder.what.command();
        let mut then = bench.clone();
        then.now = reminder.due.max(bench.now);
        assert!(!then.must(&Actor::System, &what).is_empty(), "{reminder:?} would find nothing to do");
        assert!(!then.reminders().contains(reminder), "{reminder:?} would fire for ever");
    }
}

/// The unit's end, where a task runs.
fn handle_end(case: &Case) -> Option<Moment> {
    case.state.task().map(|task| task.handle.due)
}

/// What one command may have changed.
fn moved_rightly(before: &Case, after: &Case, events: &[Event]) {
    let may_move = events.iter().any(|event| {
        use Event as E;
        matches!(
            event,
            E::ExtensionGranted { .. } | E::Resumed { .. } | E::ProfileMigrated { .. } | E::Dispatched { .. } | E::Reopened { .. }
        )
    });
    if let (Some(old), Some(new)) = (handle_end(before), handle_end(after)) {
        assert!(old == new || may_move, "{events:?} moved the unit's end");
    }
    let by_ruling = before.state.task().is_some_and(|task| task.by_ruling);
    let returned = events.iter().any(|event| matches!(event, Event::Returned { .. }));
    assert!(!(by_ruling && returned), "who was told to keep it gave it back");
    assert_eq!(after.received_at, before.received_at, "the citizen's clock never moves");
}

/// Each rung once for one end of one limit.
fn climbs_once(record: &[Recorded]) {
    let mut climbed = BTreeSet::new();
    for recorded in record {
        if let Event::RungReached { id, limit, given, .. } = &recorded.event {
            assert!(climbed.insert((*limit, *given, id)), "{id} was climbed twice");
        }
    }
}

/// The record alone makes the case again, also after it was stored.
fn replays(bench: &Bench) {
    assert_eq!(Case::replay(&bench.record).as_ref(), Some(&bench.case));
    assert!(bench.record.iter().zip(1..).all(|(recorded, seq)| recorded.seq == seq), "numbered without gaps");
    let stored = serde_json::to_string(&bench.record).expect("the record is stored");
    let read: Vec<Recorded> = serde_json::from_str(&stored).expect("the stored record is read");
    assert_eq!(read, bench.record);
    let stored = serde_json::to_string(&bench.case).expect("the case is stored");
    assert_eq!(serde_json::from_str::<Case>(&stored).expect("the stored case is read"), bench.case);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_case_lies_without_a_name_and_a_next_date(bench in benches(), steps in steps()) {
        let mut bench = bench;
        let began = bench.now;
        holds(&bench);
        for step in steps {
            bench.now += chrono::TimeDelta::minutes(step.minutes);
            let (actor, command) = match step.command {
                Choice::Give(command) => (step.actor, command),
                Choice::Right(command) => (who_may(&bench.case, &command), command),
                Choice::Due(nth) => match bench.reminders().get(nth) {
                    Some(reminder) => (Actor::System, reminder.what.command()),
                    None => continue,
                },
            };
            let (before, closed) = (bench.case.clone(), bench.case.state.is_closed());
            let events = bench.try_do(&actor, &command).unwrap_or_default();
            prop_assert!(!events.is_empty() || bench.case == before, "a refusal changes nothing");
            prop_assert!(!closed || events.iter().all(stays_closed), "{} changed a closed case", command.label());
            prop_assert!(bench.case.changed_at >= began);
            moved_rightly(&before, &bench.case, &events);
            if bench.case.profile != before.profile {
                bench.profile = other();
            }
            holds(&bench);
        }
        climbs_once(&bench.record);
        replays(&bench);
    }
}

/// A random life: whoever may gives each command, and what is due falls due.
pub fn lived(bench: &mut Bench, steps: Vec<Step>) {
    steps.into_iter().for_each(|step| live(bench, step));
}

/// One step of it.
fn live(bench: &mut Bench, step: Step) {
    bench.now += chrono::TimeDelta::minutes(step.minutes);
    let command = match (step.command, bench.reminders().into_iter().next()) {
        (Choice::Give(command) | Choice::Right(command), _) => command,
        (Choice::Due(_), Some(next)) => {
            bench.now = next.due.max(bench.now);
            next.what.command()
        }
        _ => return,
    };
    drop(bench.try_do(&who_may(&bench.case, &command), &command));
}

#[test]
fn the_random_lives_reach_every_state() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut reached = BTreeSet::new();
    for _ in 0..800 {
        let (mut bench, steps) = (drawn(&mut runner, &benches()), drawn(&mut runner, &steps()));
        for step in steps {
            live(&mut bench, step);
            reached.insert(bench.case.state.label());
        }
    }
    assert_eq!(reached.len(), 17, "{reached:?}");
}

fn drawn<S: Strategy>(runner: &mut proptest::test_runner::TestRunner, strategy: &S) -> S::Value {
    strategy.new_tree(runner).expect("it draws").current()
}

/// What may still be said of a case that is closed: that it came back, that its answer was false, and what was asked before.
fn stays_closed(event: &Event) -> bool {
    matches!(event, Event::Recurred { .. } | Event::Supervised { .. } | Event::LetterAnswered { .. })
}

#[test]
fn an_event_that_does_not_fit_is_counted_and_changes_nothing() {
    let bench = Bench::dispatched();
    let mut case = bench.case.clone();
    let event = Recorded { v: 1, case: case.number, seq: case.seq + 1, at: bench.now, by: Actor::System, event: Event::Archived };
    case.apply(&event);
    assert_eq!((case.seq, &case.state), (bench.case.seq + 1, &bench.case.state));
    assert_eq!(Case::replay(&[event]), None, "no case without a receipt");
}
