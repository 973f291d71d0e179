//! Reminders 提醒 in the comparison: each fired once, and none was left.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::TimeDelta;
use yousu::city::{City, Sources};
use yousu::domain::case::Case;
use yousu::domain::event::{Event, Recorded};
use yousu::domain::ids::{CaseNumber, Moment};
use yousu::domain::reminder::reminders;
use yousu::domain::span::LimitKind;

use crate::autopsy::Autopsy;
use crate::compare::Exported;
use crate::handlers::SIGN_REMINDER;
use crate::house::{PROFILE, data};
use crate::rounds::Drill;

/// A program at work fires what is due within this time, also on a machine that is busy.
const AT_WORK: TimeDelta = TimeDelta::seconds(5);

/// Whether the dispatchers hear of this limit.
pub fn of_dispatch(limit: LimitKind) -> bool {
    matches!(limit, LimitKind::Accept | LimitKind::Dispatch | LimitKind::Review | LimitKind::FollowUp)
}

/// What a fired reminder left: each of them once in a case.
fn trace(event: &Event) -> Option<String> {
    match event {
        Event::RungReached { id, limit, given, .. } => Some(format!("{id} of {limit:?} given at {given}")),
        Event::FollowUpAsked { attempt } => Some(format!("asking for the {attempt}. time")),
        Event::Archived => Some("archiving".to_owned()),
        _ => None,
    }
}

/// How many reminders fired.
pub fn fired(cases: &[Exported]) -> usize {
    cases.iter().flat_map(|case| &case.events).filter(|recorded| trace(&recorded.event).is_some()).count()
}

/// (d) Every fault.
pub fn faults(drill: &Drill, cases: &[Exported], autopsy: &Autopsy) -> Vec<String> {
    let mut faults = none_twice(cases);
    faults.extend(none_forgotten(drill, cases));
    faults.extend(whoever_waited_was_reminded(drill, cases));
    let end = drill.lives.last().expect("it lived").1;
    faults.extend(autopsy.due(end - AT_WORK).into_iter().map(|item| format!("due and not fired in the end: {item}")));
    faults
}

fn none_twice(cases: &[Exported]) -> Vec<String> {
    let mut faults = Vec::new();
    for case in cases {
        let mut seen = BTreeSet::new();
        let twice = case.events.iter().filter_map(|recorded| trace(&recorded.event)).filter(|trace| !seen.insert(trace.clone()));
        faults.extend(twice.map(|trace| format!("case {}: fired twice: {trace}", case.number)));
    }
    faults
}

/// No case went on to its next event while a reminder had been due during long enough a time at work.
fn none_forgotten(drill: &Drill, cases: &[Exported]) -> Vec<String> {
    let sources = Sources::new(Some(data()), None::<PathBuf>);
    let city = City::load(&sources, PROFILE).unwrap_or_else(|problems| panic!("{}", problems.len()));
    let mut faults = Vec::new();
    for Exported { number, events, .. } in cases {
        let mut case: Option<Case> = None;
        for (place, recorded) in events.iter().enumerate() {
            match &mut case {
                None => case = Case::first(recorded),
                Some(case) => case.apply(recorded),
            }
            let (Some(case), Some(next)) = (&case, events.get(place + 1)) else { continue };
            for reminder in reminders(case, &city.profile, city.time(&city.profile)) {
                if at_work(&drill.lives, reminder.due, next.at) > AT_WORK && !is_fired(next, &reminder.what.command()) {
                    faults.push(format!("case {number}: {reminder:?} was forgotten until event {} at {}", next.seq, next.at));
                }
            }
        }
    }
    faults
}

fn is_fired(next: &Recorded, command: &yousu::domain::command::Command) -> bool {
    use yousu::domain::command::Command;
    match (command, &next.event) {
        (Command::ClimbRung { id, given, .. }, Event::RungReached { id: own, given: of, .. }) => id == own && given == of,
        (Command::AskFollowUp { attempt }, Event::FollowUpAsked { attempt: own }) => attempt == own,
        (Command::Archive, Event::Archived) => true,
        _ => false,
    }
}

/// The longest time at a stretch for which the program was at work between two moments.
fn at_work(lives: &[(Moment, Moment)], from: Moment, to: Moment) -> TimeDelta {
    let stretch = |(begun, ended): &(Moment, Moment)| *ended.min(&to) - *begun.max(&from);
    lives.iter().map(stretch).max().unwrap_or_default()
}

/// Handlers who sign for a case only when they are reminded were reminded.
fn whoever_waited_was_reminded(drill: &Drill, cases: &[Exported]) -> Vec<String> {
    let waited: BTreeSet<CaseNumber> = drill.town.handlers.iter().flat_map(|handler| handler.waited.iter().copied()).collect();
    let is_reminder = |event: &Event| matches!(event, Event::RungReached { title: Some(title), .. } if title == SIGN_REMINDER);
    let mut faults = Vec::new();
    for case in cases.iter().filter(|case| waited.contains(&case.number)) {
        let times = case.events.iter().filter(|recorded| is_reminder(&recorded.event)).count();
        if times != 1 {
            faults.push(format!("case {}: the reminder to sign fired {times} times", case.number));
        }
    }
    faults
}
