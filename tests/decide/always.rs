//! What holds for every case, whatever people do: random people give random commands to random cases.

use proptest::prelude::*;
use yousu::domain::case::{Case, Ground, Holder, Satisfaction};
use yousu::domain::command::Command;
use yousu::domain::complaint::{Slot, Slots, Urgency};
use yousu::domain::event::{Event, Recorded};
use yousu::domain::span::Span;
use yousu::domain::staff::{Actor, Role};

use crate::common::bench::{
    Bench, answer, citizen, complaint, dispatch_to, dispatcher, extension, give_back, handler, staff, stranger, supervisor,
};
use crate::common::national;
use crate::{UNIT, withdraw};

#[derive(Clone, Debug)]
struct Step {
    minutes: i64,
    actor: Actor,
    command: Choice,
}

/// A command, or whatever waits to fall due.
#[derive(Clone, Debug)]
enum Choice {
    Give(Command),
    Due(usize),
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), Just("　".to_owned()), Just("已处理".to_owned())]
}

fn unit_ids() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["chengguan", "dadui", "zhongdui", "shuiwu", "jiaotong", "nowhere"])
}

fn actors() -> impl Strategy<Value = Actor> {
    let people = prop_oneof![
        3 => Just(citizen()),
        1 => Just(stranger()),
        4 => unit_ids().prop_map(handler),
        4 => Just(handler("chengguan")),
        3 => Just(dispatcher()),
        2 => Just(supervisor()),
        1 => Just(staff(Role::Auditor, None)),
    ];
    prop_oneof![6 => people, 3 => Just(Actor::System)]
}

fn satisfactions() -> impl Strategy<Value = Satisfaction> {
    prop::sample::select(Satisfaction::ALL.to_vec())
}

fn commands() -> impl Strategy<Value = Command> {
    let optional = || prop::option::of(text());
    prop_oneof![
        Just(Command::Accept),
        text().prop_map(|way| Command::Decline { ground: Ground::Repeated, way }),
        unit_ids().prop_map(dispatch_to),
        Just(Command::Acknowledge),
        text().prop_map(|note| Command::RecordProgress { note }),
        text().prop_map(|note| Command::Contact { note }),
        (text(), text(), prop::option::of(unit_ids())).prop_map(|(reason, basis, suggested)| give_back(&reason, &basis, suggested)),
        text().prop_map(|reason| Command::RefuseReturn { reason }),
        (unit_ids(), optional()).prop_map(|(to, note)| Command::Transfer { to: to.into(), note }),
        (0_u32..13).prop_map(extension),
        Just(Command::GrantExtension),
        text().prop_map(|reason| Command::RefuseExtension { reason }),
        Just(Command::Resolve { answer: answer() }),
        optional().prop_map(|fault| Command::Review { fault }),
        any::<bool>().prop_map(|solved| Command::AnswerSolved { solved }),
        (prop::option::of(any::<bool>()), satisfactions(), optional()).prop_map(|(solved, satisfaction, reason)| Command::FollowUp {
            solved,
            satisfaction,
            reason
        }),
        Just(Command::FollowUpUnreached),
        Just(Command::Confirm),
        text().prop_map(|text| Command::Supplement { text, slots: Slots::new(), evidence: Vec::new() }),
        text().prop_map(|note| Command::Urge { note }),
    ]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let choice = prop_oneof![
        12 => commands().prop_map(Choice::Give),
        6 => (0_usize..4).prop_map(Choice::Due),
        1 => Just(Choice::Give(withdraw())),
    ];
    let minutes = prop_oneof![4 => 0_i64..30, 3 => 0_i64..1500, 1 => 0_i64..20_000];
    prop::collection::vec((minutes, actors(), choice).prop_map(|(minutes, actor, command)| Step { minutes, actor, command }), 1..60)
}

/// An open case of one of the sorts in which a case begins, archived at once or later.
fn benches() -> impl Strategy<Value = Bench> {
    (0_usize..4, any::<bool>(), 0_usize..3).prop_map(|(kind, later, urgency)| {
        let urgency = [Urgency::Normal, Urgency::Urgent, Urgency::Emergency][urgency];
        let mut profile = national();
        if later {
            profile.archive_after = Span::Workdays(3);
        }
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

/// An open case has somebody's name on it and a next date; a closed one has neither.
fn holds(bench: &Bench) {
    let case = &bench.case;
    let (limits, reminders) = (case.state.limits(), bench.reminders());
    if case.state.is_closed() {
        assert!(limits.is_empty() && reminders.is_empty() && case.state.holder() == Holder::Nobody, "{}", bench.stands());
    } else {
        assert!(!limits.is_empty() || !reminders.is_empty(), "{} has no next date", bench.stands());
        assert_ne!(case.state.holder(), Holder::Nobody, "{}", bench.stands());
        assert!(case.next_due().is_some() || case.state.holder() == Holder::Citizen, "{} shows no date", bench.stands());
    }
    for reminder in &reminders {
        let what = reminder.what.command();
        let mut then = bench.clone();
        then.now = reminder.due.max(bench.now);
        assert!(!then.must(&Actor::System, &what).is_empty(), "{reminder:?} would find nothing to do");
        assert!(!then.reminders().contains(reminder), "{reminder:?} would fire for ever");
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
        let (arrived, began) = (bench.case.received_at, bench.now);
        holds(&bench);
        for step in steps {
            bench.now += chrono::TimeDelta::minutes(step.minutes);
            let (actor, command) = match step.command {
                Choice::Give(command) => (step.actor, command),
                Choice::Due(nth) => match bench.reminders().get(nth) {
                    Some(reminder) => (Actor::System, reminder.what.command()),
                    None => continue,
                },
            };
            let (before, closed) = (bench.case.clone(), bench.case.state.is_closed());
            let changed = bench.try_do(&actor, &command).is_ok_and(|events| !events.is_empty());
            prop_assert!(changed || bench.case == before, "a refusal changes nothing");
            prop_assert!(!closed || !changed, "{} changed a closed case", command.label());
            prop_assert_eq!(bench.case.received_at, arrived);
            prop_assert!(bench.case.changed_at >= began);
            holds(&bench);
        }
        replays(&bench);
    }
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
