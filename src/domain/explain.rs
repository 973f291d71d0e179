//! Deadlines that explain themselves 时限说明 (RULEBOOK §3): from when a limit counts, which days counted, which did not and
//! why. Each end is explained from the one before it, so that what is counted adds up to what was given.

use chrono::{NaiveDate, TimeDelta};

use super::ids::Moment;
use super::pauses::{Left, Pause};
use super::span::{LimitKind, Span};
use super::story::{LimitStory, Step};
use super::workcalendar::{DayKind, WorkTime, next};

/// A limit with the way to each of its ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What it is for.
    pub kind: LimitKind,
    /// What it is given, by the rules that it runs under now.
    pub span: Span,
    /// From when it counts.
    pub from: Moment,
    /// Its end.
    pub due: Moment,
    /// Its clock stands.
    pub stopped: bool,
    /// When it no longer ran.
    pub ended: Option<Moment>,
    /// How it came to its end: the first leg to the end that was given, each further one to where that was moved.
    pub legs: Vec<Leg>,
}

/// The way to one end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leg {
    /// Why there is this end.
    pub why: Why,
    /// From when it is counted.
    pub from: Moment,
    /// The end.
    pub due: Moment,
    /// Natural or working time, and how much.
    pub span: Span,
    /// The days between, each with what was counted of it; none where time runs day and night.
    pub days: Vec<Day>,
    /// The sum of what was counted.
    pub counted: TimeDelta,
    /// What the rule gives on the calendar of today. It differs from the end when the calendar has been changed since, or when
    /// the end was set by hand.
    pub by_rule: Moment,
}

/// Why a limit has an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It was given.
    Given,
    /// 延期, counted from the old end.
    Extended {
        /// When it was granted.
        at: Moment,
    },
    /// 恢复: what was left when it was suspended.
    Resumed {
        /// The time in which the clock stood.
        pause: Pause,
        /// What was left then.
        left: Left,
    },
    /// 中止: the clock stands, and the end is open.
    Stopped {
        /// Since when.
        at: Moment,
        /// What is left.
        left: Left,
    },
    /// 规则变更: counted anew from the beginning.
    Recounted {
        /// When.
        at: Moment,
    },
    /// Something else set it.
    Moved {
        /// When.
        at: Moment,
    },
}

/// One day on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// Which.
    pub date: NaiveDate,
    /// What it is in the calendar.
    pub kind: DayKind,
    /// What was counted of it.
    pub verdict: Verdict,
}

/// What was counted of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// These hours.
    Counted {
        /// The how-manieth working day it is, where working days are counted.
        number: Option<u32>,
        /// From and to.
        hours: Vec<(Moment, Moment)>,
    },
    /// 当日不计: working days count from the day after.
    FirstDay,
    /// Nobody works on it.
    Free,
    /// It is worked, but not between the two ends.
    NoHours,
}

/// Days in a row of which the same is to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch<'a> {
    /// The first.
    pub first: &'a Day,
    /// The last.
    pub last: &'a Day,
    /// How many.
    pub days: u32,
}

impl Explanation {
    /// The limit of this story, explained.
    pub fn of(story: &LimitStory, time: WorkTime<'_>) -> Self {
        let mut legs = vec![Leg::counted(Why::Given, story.from, story.due, story.span, time)];
        let (mut due, mut span) = (story.due, story.span);
        for step in &story.steps {
            let leg = match *step {
                Step::Extended { at, workdays, due: new } => Leg::counted(Why::Extended { at }, due, new, Span::Workdays(workdays), time),
                Step::Recounted { at, span: new_span, due: new } => {
                    span = new_span;
                    Leg::counted(Why::Recounted { at }, story.from, new, span, time)
                }
                Step::Paused { pause, due: new } => Leg::resumed(pause, due, new, span, time),
                Step::Stopped { at } => Leg::uncounted(Why::Stopped { at, left: time.left(due, at, span) }, at, due, span),
                Step::Moved { at, due: new } => Leg::uncounted(Why::Moved { at }, due, new, span),
            };
            due = leg.due;
            legs.push(leg);
        }
        Self { kind: story.kind, span, from: story.from, due, ended: story.ended, stopped: story.is_stopped(), legs }
    }
}

impl Leg {
    /// The way from a resumption to the end that what was left leads to.
    fn resumed(pause: Pause, old: Moment, due: Moment, span: Span, time: WorkTime<'_>) -> Self {
        let left = time.left(old, pause.from, span);
        let moved = due != old && matches!(left, Left::Time(_)) && !matches!(span, Span::Natural(_));
        let days = if moved { hours(pause.to, due, time) } else { Vec::new() };
        let by_rule = time.resumed_due(old, span, pause.from, pause.to);
        let natural = matches!((left, span), (Left::Time(_), Span::Natural(_)));
        let counted = if moved || natural { time.own_time(pause.to, due, span) } else { TimeDelta::zero() };
        Self { why: Why::Resumed { pause, left }, from: pause.to, due, span, days, counted, by_rule }
    }

    fn counted(why: Why, from: Moment, due: Moment, span: Span, time: WorkTime<'_>) -> Self {
        let days = match span {
            Span::Natural(_) => Vec::new(),
            Span::Workdays(n) if n > 0 => whole_days(from, due, time),
            Span::Working(_) | Span::Workdays(_) => hours(from, due, time),
        };
        let counted = match span {
            Span::Natural(_) => due - from,
            Span::Working(_) | Span::Workdays(_) => days.iter().map(Day::counted).sum(),
        };
        Self { why, from, due, span, days, counted, by_rule: time.deadline(from, span) }
    }

    fn uncounted(why: Why, from: Moment, due: Moment, span: Span) -> Self {
        Self { why, from, due, span, days: Vec::new(), counted: TimeDelta::zero(), by_rule: due }
    }

    /// How many working days were counted.
    pub fn workdays(&self) -> u32 {
        let number = |day: &Day| match day.verdict {
            Verdict::Counted { number, .. } => number,
            _ => None,
        };
        self.days.iter().filter_map(number).max().unwrap_or(0)
    }

    /// The days, those in a row of which the same is to be said taken together.
    pub fn stretches(&self) -> Vec<Stretch<'_>> {
        let mut all: Vec<Stretch<'_>> = Vec::new();
        for day in &self.days {
            match all.last_mut().filter(|stretch| stretch.last.is_like(day)) {
                Some(stretch) => {
                    stretch.last = day;
                    stretch.days += 1;
                }
                None => all.push(Stretch { first: day, last: day, days: 1 }),
            }
        }
        all
    }
}

impl Day {
    fn new(date: NaiveDate, time: WorkTime<'_>, verdict: impl FnOnce() -> Verdict) -> Self {
        let verdict = if time.calendar.is_workday(date) { verdict() } else { Verdict::Free };
        Self { date, kind: time.calendar.day(date), verdict }
    }

    /// How much of it was counted.
    pub fn counted(&self) -> TimeDelta {
        match &self.verdict {
            Verdict::Counted { hours, .. } => hours.iter().map(|(from, to)| *to - *from).sum(),
            _ => TimeDelta::zero(),
        }
    }

    /// Whether the same is to be said of both.
    fn is_like(&self, other: &Self) -> bool {
        let clock = |hours: &[(Moment, Moment)]| -> Vec<_> { hours.iter().map(|(from, to)| (from.time(), to.time())).collect() };
        let alike = match (&self.verdict, &other.verdict) {
            (Verdict::Counted { hours, .. }, Verdict::Counted { hours: others, .. }) => clock(hours) == clock(others),
            (one, another) => one == another,
        };
        alike && self.kind == other.kind
    }
}

/// Working days: the first does not count, the others are numbered, with all their hours.
fn whole_days(from: Moment, due: Moment, time: WorkTime<'_>) -> Vec<Day> {
    let first = from.date_naive();
    let mut number = 0;
    let mut days = vec![Day { date: first, kind: time.calendar.day(first), verdict: Verdict::FirstDay }];
    days.extend(dates(next(first), due.date_naive()).map(|date| {
        Day::new(date, time, || {
            number += 1;
            Verdict::Counted { number: Some(number), hours: time.hours.shifts(date).to_vec() }
        })
    }));
    days
}

/// Working time: what lies in office hours of each day.
fn hours(from: Moment, due: Moment, time: WorkTime<'_>) -> Vec<Day> {
    let day = |date| {
        Day::new(date, time, || {
            let hours: Vec<(Moment, Moment)> = time.worked(date, from, due).collect();
            if hours.is_empty() { Verdict::NoHours } else { Verdict::Counted { number: None, hours } }
        })
    };
    dates(from.date_naive(), due.date_naive()).map(day).collect()
}

fn dates(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take_while(move |date| *date <= to)
}

/// The citizen's clock 诉求人的时钟: natural time from their first message, never stopped, until the case is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CitizenClock {
    /// When their first message arrived.
    pub since: Moment,
    /// When the case was closed; it runs on where there is none.
    pub closed: Option<Moment>,
}

impl CitizenClock {
    /// How long they have waited, or had to wait.
    pub fn lasted(&self, now: Moment) -> TimeDelta {
        (self.closed.unwrap_or(now) - self.since).max(TimeDelta::zero())
    }
}
