//! The two clocks: the arithmetic of suspensions, shares and extensions, and what explains it, against a count minute by
//! minute that knows nothing of how it is done.

use chrono::{Days, NaiveTime, TimeDelta};
use proptest::prelude::*;
use yousu::domain::explain::{CitizenClock, Explanation, Verdict, Why};
use yousu::domain::ids::Moment;
use yousu::domain::pauses::{Pause, running};
use yousu::domain::span::{LimitKind, Span};
use yousu::domain::story::{LimitStory, Step};
use yousu::domain::workcalendar::{OfficeHours, WorkCalendar, WorkTime, at};

mod common;

use common::{calendar, date, moment, office};

// The independent count: one minute after the other.

/// Whether the minute that begins at `start` runs on a limit of this span.
fn runs(start: Moment, span: Span, time: WorkTime<'_>) -> bool {
    let within = |(from, to): (NaiveTime, NaiveTime)| from <= start.time() && start.time() < to;
    match span {
        Span::Natural(_) => true,
        _ => time.calendar.is_workday(start.date_naive()) && (within(time.hours.morning) || within(time.hours.afternoon)),
    }
}

fn is_paused(minute: Moment, pauses: &[Pause]) -> bool {
    pauses.iter().any(|pause| pause.from <= minute && minute < pause.to)
}

fn minutes(from: Moment, to: Moment) -> impl Iterator<Item = Moment> {
    std::iter::successors(Some(from), |minute| Some(*minute + TimeDelta::minutes(1))).take_while(move |minute| *minute < to)
}

fn count(from: Moment, to: Moment, pauses: &[Pause], span: Span, time: WorkTime<'_>) -> i64 {
    let counts = |minute: &Moment| runs(*minute, span, time) && !is_paused(*minute, pauses);
    i64::try_from(minutes(from, to).filter(counts).count()).expect("a count of minutes")
}

/// The end of the `n`-th minute from `from` on that runs and is not paused; `from` itself for none.
fn walk(from: Moment, n: i64, pauses: &[Pause], span: Span, time: WorkTime<'_>) -> Moment {
    let mut left = n;
    let mut minute = from;
    while left > 0 {
        left -= i64::from(runs(minute, span, time) && !is_paused(minute, pauses));
        minute += TimeDelta::minutes(1);
    }
    minute
}

/// The end of a limit by counting: minutes for minutes, and for working days day after day.
fn end_by_counting(from: Moment, span: Span, time: WorkTime<'_>) -> Moment {
    match span {
        Span::Natural(n) | Span::Working(n) => walk(from, n.into(), &[], span, time),
        Span::Workdays(n) => {
            let (mut day, mut left) = (from.date_naive(), n);
            while left > 0 {
                day = day + Days::new(1);
                left -= u32::from(time.calendar.is_workday(day));
            }
            at(day, time.hours.afternoon.1)
        }
    }
}

// Random worlds.

fn calendars() -> impl Strategy<Value = WorkCalendar> {
    (prop::collection::btree_set(0_u64..70, 0..24), prop::collection::btree_set(0_u64..70, 0..12)).prop_map(|(free, worked)| {
        let named = |days: std::collections::BTreeSet<u64>| -> Vec<_> {
            days.into_iter().map(|n| (date("2026-01-01") + Days::new(n), "节".to_owned())).collect()
        };
        let mut calendar = WorkCalendar::default();
        calendar.publish(2026, named(free), named(worked));
        calendar
    })
}

/// Office hours with a lunch break, of an hour or more.
fn office_hours() -> impl Strategy<Value = OfficeHours> {
    let time = |minute: u32| NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).expect("a minute of the day");
    (0_u32..600, 30_u32..300, 0_u32..180, 30_u32..300).prop_map(move |(open, morning, lunch, afternoon)| OfficeHours {
        morning: (time(open), time(open + morning)),
        afternoon: (time(open + morning + lunch), time(open + morning + lunch + afternoon)),
    })
}

fn instants() -> impl Strategy<Value = Moment> {
    (0_i64..30 * 24 * 60).prop_map(|minutes| moment("2026-01-02 00:00") + TimeDelta::minutes(minutes))
}

fn spans() -> impl Strategy<Value = Span> {
    prop_oneof![
        (1_u32..6000).prop_map(Span::Natural),
        (1_u32..40).prop_map(|hours| Span::Working(hours * 60)),
        (1_u32..9).prop_map(Span::Workdays),
    ]
}

/// Several suspensions one after the other: after how many minutes, and for how long.
fn suspensions() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((1_i64..3000, 1_i64..6000), 0..4)
}

/// What the suspensions make of a limit: the pauses, and the end after each. It is suspended only while it runs.
fn suspended(from: Moment, due: Moment, span: Span, plan: &[(i64, i64)], time: WorkTime<'_>) -> Vec<(Pause, Moment)> {
    let (mut reached, mut due) = (from, due);
    let mut done = Vec::new();
    for (after, length) in plan {
        let pause_from = reached + TimeDelta::minutes(*after);
        if pause_from >= due {
            break;
        }
        let pause = Pause { from: pause_from, to: pause_from + TimeDelta::minutes(*length) };
        due = time.resumed_due(due, span, pause.from, pause.to);
        reached = pause.to;
        done.push((pause, due));
    }
    done
}

fn story(from: Moment, span: Span, done: &[(Pause, Moment)], time: WorkTime<'_>) -> LimitStory {
    let steps = done.iter().map(|(pause, due)| Step::Paused { pause: *pause, due: *due }).collect();
    LimitStory { kind: LimitKind::Handle, span, from, due: time.deadline(from, span), steps, ended: None }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_deadline_is_what_counting_gives(calendar in calendars(), hours in office_hours(), from in instants(), span in spans()) {
        let time = WorkTime { calendar: &calendar, hours };
        prop_assert_eq!(time.deadline(from, span), end_by_counting(from, span, time));
    }

    #[test]
    fn after_suspensions_as_much_is_used_at_the_end_as_was_given(
        calendar in calendars(), hours in office_hours(), from in instants(), span in spans(), plan in suspensions()
    ) {
        let time = WorkTime { calendar: &calendar, hours };
        let first = time.deadline(from, span);
        let given = count(from, first, &[], span, time);
        let done = suspended(from, first, span, &plan, time);
        let pauses: Vec<Pause> = done.iter().map(|(pause, _)| *pause).collect();
        let due = done.last().map_or(first, |(_, due)| *due);
        prop_assert_eq!(count(from, due, &pauses, span, time), given);
        prop_assert_eq!(time.used(from, due, &pauses, span).num_minutes(), given);
        // It is the very moment at which the last minute has run; an end that no minute leads to stands as it was given.
        if given > 0 && due != first {
            prop_assert_eq!(due, walk(from, given, &pauses, span, time));
        }
    }

    #[test]
    fn what_is_used_is_what_counting_gives(
        calendar in calendars(), hours in office_hours(), from in instants(), length in 0_i64..20_000, span in spans(),
        plan in suspensions()
    ) {
        let time = WorkTime { calendar: &calendar, hours };
        let to = from + TimeDelta::minutes(length);
        // In any order, and over one another.
        let pauses: Vec<Pause> = plan.iter().rev()
            .map(|(after, length)| Pause { from: from + TimeDelta::minutes(*after), to: from + TimeDelta::minutes(after + length) })
            .collect();
        prop_assert_eq!(time.used(from, to, &pauses, span), TimeDelta::minutes(count(from, to, &pauses, span, time)));
        for (from, to) in running(from, to, &pauses) {
            prop_assert!(from < to && minutes(from, to).all(|minute| !is_paused(minute, &pauses)));
        }
    }

    #[test]
    fn a_share_is_used_when_counting_says_so(
        calendar in calendars(), hours in office_hours(), from in instants(), span in spans(), plan in suspensions(),
        percent in 1_u32..100
    ) {
        let time = WorkTime { calendar: &calendar, hours };
        let first = time.deadline(from, span);
        let done = suspended(from, first, span, &plan, time);
        let pauses: Vec<Pause> = done.iter().map(|(pause, _)| *pause).collect();
        let due = done.last().map_or(first, |(_, due)| *due);
        let share = time.share_paused(from, due, &pauses, span, percent);
        prop_assert!(from <= share && share <= due);
        // Of the minutes of the limit, so many in a hundred have run: to the minute, as counting goes.
        let given = count(from, due, &pauses, span, time);
        let whole = given * i64::from(percent) / 100;
        let share_minute = share - TimeDelta::milliseconds(share.timestamp_millis().rem_euclid(60_000));
        prop_assert_eq!(count(from, share_minute, &pauses, span, time), whole);
        if whole * 100 == given * i64::from(percent) && whole > 0 {
            prop_assert_eq!(share, walk(from, whole, &pauses, span, time));
        }
        if pauses.is_empty() {
            prop_assert_eq!(share, time.share(from, due, span, percent));
        }
    }

    #[test]
    fn resuming_at_once_changes_nothing(
        calendar in calendars(), hours in office_hours(), from in instants(), after in 0_i64..9000, span in spans()
    ) {
        let time = WorkTime { calendar: &calendar, hours };
        let (due, now) = (time.deadline(from, span), from + TimeDelta::minutes(after));
        prop_assert_eq!(time.resumed_due(due, span, now, now), due);
    }

    #[test]
    fn two_suspensions_in_a_row_are_one(
        calendar in calendars(), hours in office_hours(), from in instants(), after in 0_i64..9000, one in 0_i64..5000,
        two in 0_i64..5000, span in spans()
    ) {
        let time = WorkTime { calendar: &calendar, hours };
        let (due, start) = (time.deadline(from, span), from + TimeDelta::minutes(after));
        let (middle, end) = (start + TimeDelta::minutes(one), start + TimeDelta::minutes(one + two));
        let twice = time.resumed_due(time.resumed_due(due, span, start, middle), span, middle, end);
        prop_assert_eq!(twice, time.resumed_due(due, span, start, end));
    }

    #[test]
    fn what_had_passed_stays_passed_by_as_much(
        calendar in calendars(), hours in office_hours(), from in instants(), late in 0_i64..9000, length in 0_i64..9000, span in spans()
    ) {
        let time = WorkTime { calendar: &calendar, hours };
        let due = time.deadline(from, span);
        let now = due + TimeDelta::minutes(late);
        let resumed = now + TimeDelta::minutes(length);
        let moved = time.resumed_due(due, span, now, resumed);
        prop_assert!(due <= moved && moved <= resumed);
        prop_assert_eq!(count(moved, resumed, &[], span, time), count(due, now, &[], span, time));
    }

    #[test]
    fn an_extension_counts_from_the_old_end(
        calendar in calendars(), hours in office_hours(), from in instants(), span in spans(), plan in suspensions(), n in 1_u32..10
    ) {
        let time = WorkTime { calendar: &calendar, hours };
        let done = suspended(from, time.deadline(from, span), span, &plan, time);
        let mut story = story(from, span, &done, time);
        let old = story.end();
        let due = end_by_counting(old, Span::Workdays(n), time);
        story.steps.push(Step::Extended { at: from, workdays: n, due });
        let explained = Explanation::of(&story, time);
        let leg = explained.legs.last().expect("the extension");
        prop_assert_eq!((leg.from, leg.due, leg.by_rule), (old, due, due));
        prop_assert_eq!(leg.workdays(), n);
    }

    #[test]
    fn an_explanation_adds_up(
        calendar in calendars(), hours in office_hours(), from in instants(), span in spans(), plan in suspensions()
    ) {
        let time = WorkTime { calendar: &calendar, hours };
        let done = suspended(from, time.deadline(from, span), span, &plan, time);
        let story = story(from, span, &done, time);
        let explained = Explanation::of(&story, time);
        prop_assert_eq!(explained.due, story.end());
        let mut old = story.due;
        for leg in &explained.legs {
            prop_assert_eq!(leg.by_rule, leg.due);
            let listed: TimeDelta = leg.days.iter().map(yousu::domain::explain::Day::counted).sum();
            let wanted = match (leg.why, span) {
                // What was left, unless the suspension moved nothing.
                (Why::Resumed { pause, .. }, _) if old == leg.due => {
                    prop_assert_eq!(count(pause.from, pause.to, &[], span, time), 0);
                    leg.counted
                }
                (Why::Resumed { pause, .. }, _) => TimeDelta::minutes(count(pause.from, old, &[], span, time)),
                (_, Span::Natural(n) | Span::Working(n)) => TimeDelta::minutes(n.into()),
                (_, Span::Workdays(n)) => {
                    prop_assert_eq!(leg.workdays(), n);
                    let day = hours.morning.1 - hours.morning.0 + (hours.afternoon.1 - hours.afternoon.0);
                    day * i32::try_from(n).expect("few days")
                }
            };
            prop_assert_eq!(leg.counted, wanted);
            prop_assert!(matches!(span, Span::Natural(_)) && leg.days.is_empty() || listed == wanted);
            let minutes: i64 = leg.days.iter().map(|day| hours_of(&day.verdict, span, time)).sum();
            prop_assert_eq!(minutes, listed.num_minutes());
            prop_assert_eq!(leg.stretches().iter().map(|stretch| stretch.days as usize).sum::<usize>(), leg.days.len());
            old = leg.due;
        }
    }

    #[test]
    fn the_citizens_clock_never_stops(from in instants(), length in 0_i64..90_000) {
        let clock = CitizenClock { since: from, closed: None };
        let now = from + TimeDelta::minutes(length);
        prop_assert_eq!(clock.lasted(now), TimeDelta::minutes(length));
        let closed = CitizenClock { closed: Some(now), ..clock };
        prop_assert_eq!(closed.lasted(now + TimeDelta::days(9)), TimeDelta::minutes(length));
    }
}

/// The minutes of a day's listed hours, each of which must be worked.
fn hours_of(verdict: &Verdict, span: Span, time: WorkTime<'_>) -> i64 {
    match verdict {
        Verdict::Counted { hours, .. } => hours.iter().map(|(from, to)| count(*from, *to, &[], span, time)).sum(),
        _ => 0,
    }
}

// By hand, on the calendar that is published.

#[test]
fn suspensions_by_hand() {
    let (calendar, hours) = (calendar(), office());
    let time = WorkTime { calendar: &calendar, hours };
    // End, suspended, resumed, new end.
    let table = [
        // Friday before the Spring Festival; one day and a half are left, the make-up Saturday among them.
        ("5wd", "2026-02-27 17:30", "2026-02-26 14:00", "2026-02-28 08:30", "2026-03-02 12:00"),
        // Suspended and resumed on days off: nothing of its time passed.
        ("5wd", "2026-02-27 17:30", "2026-02-16 10:00", "2026-02-22 10:00", "2026-02-27 17:30"),
        ("1wd", "2026-03-03 17:30", "2026-03-03 17:00", "2026-03-04 12:00", "2026-03-04 14:30"),
        ("4wh", "2026-03-02 14:30", "2026-03-02 12:30", "2026-03-02 17:30", "2026-03-03 09:00"),
        ("24h", "2026-03-03 09:00", "2026-03-02 21:00", "2026-03-07 03:00", "2026-03-07 15:00"),
        // Already passed: by an hour of working time, by two hours of the night.
        ("1wd", "2026-03-03 17:30", "2026-03-04 09:30", "2026-03-06 16:00", "2026-03-06 15:00"),
        ("2h", "2026-03-02 20:00", "2026-03-02 22:00", "2026-03-03 08:00", "2026-03-03 06:00"),
        ("1wd", "2026-03-03 17:30", "2026-03-03 20:00", "2026-03-05 08:30", "2026-03-04 17:30"),
    ];
    for (span, due, suspended, resumed, expected) in table {
        let span: Span = span.parse().expect("a span");
        let new = time.resumed_due(moment(due), span, moment(suspended), moment(resumed));
        assert_eq!(new, moment(expected), "{span} until {due}, suspended {suspended}, resumed {resumed}");
    }
}

#[test]
fn seconds_are_kept() {
    let (calendar, hours) = (calendar(), office());
    let time = WorkTime { calendar: &calendar, hours };
    let (due, second) = (moment("2026-03-03 17:30"), TimeDelta::milliseconds(20_500));
    let new = time.resumed_due(due, Span::Workdays(1), moment("2026-03-03 17:00") + second, moment("2026-03-04 12:00") + second);
    assert_eq!(new, moment("2026-03-04 14:30") - second);
    let pause = [Pause { from: moment("2026-03-03 09:00") + second, to: moment("2026-03-03 10:00") }];
    let used = time.used(moment("2026-03-03 08:30"), moment("2026-03-03 10:30"), &pause, Span::Workdays(1));
    assert_eq!(used, TimeDelta::minutes(60) + second);
}
