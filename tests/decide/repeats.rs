//! The end of every ladder repeats: no case lies still because its last rung was climbed.

use yousu::domain::event::Event;
use yousu::domain::ids::Moment;
use yousu::domain::reminder::Due;
use yousu::domain::span::{LimitKind, Span};

use crate::common::bench::Bench;
use crate::common::{moment, national};

fn rungs(fired: &[(Moment, Event)]) -> Vec<String> {
    let line = |(at, event): &(Moment, Event)| match event {
        Event::RungReached { id, late, .. } => Some(format!("{} {id}{}", at.format("%m-%d %H:%M"), if *late { " late" } else { "" })),
        _ => None,
    };
    fired.iter().filter_map(line).filter(|line| line.contains(" handle-again")).collect()
}

#[test]
fn the_last_rung_is_climbed_again_and_again_each_under_its_number() {
    let mut bench = Bench::in_progress();
    bench.run_to("2026-03-16 09:00");
    let fired = rungs(&bench.run_to("2026-04-20 09:00"));
    assert_eq!(fired, ["03-30 08:30 handle-again", "04-07 08:30 handle-again#2", "04-14 08:30 handle-again#3"]);
}

#[test]
fn what_repeated_during_an_absence_is_told_once_and_late() {
    let mut bench = Bench::in_progress();
    bench.run_to("2026-03-31 09:00");
    bench.now = moment("2026-04-22 10:00");
    let fired = rungs(&bench.run_to("2026-04-22 10:00"));
    assert_eq!(fired, ["04-22 10:00 handle-again#4 late"], "the weeks before it are not told one by one");
    assert_eq!(rungs(&bench.run_to("2026-04-29 09:00")), ["04-28 08:30 handle-again#5"]);
}

#[test]
fn every_limit_has_an_end_that_repeats() {
    let profile = national();
    for kind in LimitKind::ALL {
        for span in [Span::Natural(120), Span::Workdays(5)] {
            let ends = profile.rungs(kind, span).filter(|rung| rung.every.is_some()).count();
            // The archive comes by itself, and beside the time to sign runs the time to answer.
            let by_itself = matches!(kind, LimitKind::Archive | LimitKind::Acknowledge);
            assert_eq!(ends, usize::from(!by_itself), "{kind:?} {span}");
        }
    }
}

#[test]
fn the_name_of_a_repeated_rung_leads_back_to_it() {
    let profile = national();
    for (id, of) in [("handle-again#7", "handle-again"), ("handle-again", "handle-again"), ("review-again#2", "review-again")] {
        assert_eq!(profile.rung(id).map(|rung| rung.id.clone()).as_deref(), Some(of));
    }
    for id in ["handle-yellow#2", "handle-again#1", "handle-again#", "handle-againx", "nothing"] {
        assert!(profile.rung(id).is_none(), "{id}");
    }
}

#[test]
fn what_nobody_accepts_dispatches_or_reads_is_urged_for_ever() {
    for mut bench in [Bench::received(), Bench::accepted(), Bench::dispatched(), Bench::in_progress(), Bench::resolved()] {
        bench.run_to("2026-08-31 09:00");
        assert!(
            bench.reminders().iter().any(|reminder| matches!(&reminder.what, Due::Rung { id, .. } if id.contains("again#"))),
            "{bench:?}"
        );
    }
}
