//! Deadlines explained in words 时限说明: what a person is told of a limit, down to the minute.

use chrono::{Datelike, NaiveDate, TimeDelta, Timelike};
use serde::Serialize;

use super::card::{DueWords, is_promised, when};
use crate::domain::case::Case;
use crate::domain::event::Recorded;
use crate::domain::explain::{CitizenClock, Explanation, Leg, Stretch, Verdict, Why};
use crate::domain::ids::Moment;
use crate::domain::pauses::Left;
use crate::domain::span::{LimitKind, Span};
use crate::domain::story::stories;
use crate::domain::workcalendar::{DayKind, WorkTime, weekday};

/// Which limits of a case are explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every one that it ever had.
    All,
    /// Those that run, and the unit's latest limit for handling even where that no longer runs.
    Running,
    /// Those of them that were promised to the citizen.
    Promised,
}

/// The citizen's clock in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClockWords {
    /// Since when it runs.
    pub since: String,
    /// How long that is.
    pub lasted: String,
    /// When the case was closed, where it is.
    pub closed: Option<String>,
}

/// One limit in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LimitWords {
    /// Which: 办理.
    pub limit: &'static str,
    /// What was given: 5个工作日.
    pub span: String,
    /// From when it counts.
    pub from: String,
    /// Its end.
    pub due: String,
    /// How far away that is, while it runs.
    pub left: Option<String>,
    /// When it no longer ran.
    pub ended: Option<String>,
    /// It stands still: the case is suspended.
    pub stopped: bool,
    /// The first year on the way whose calendar is not published, where working days count: they are assumed.
    pub assumed: Option<i32>,
    /// The way to each of its ends.
    pub legs: Vec<LegWords>,
}

/// The way to one end in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LegWords {
    /// Why there is this end: 起算, 延期, 恢复, 中止, 重算 or 调整.
    pub why: &'static str,
    /// When that happened.
    pub at: String,
    /// From when it is counted.
    pub from: String,
    /// The end.
    pub due: String,
    /// How much is counted: 5个工作日, or what was left.
    pub span: String,
    /// The time in which the clock stood, where it did.
    pub pause: Option<(String, String)>,
    /// It had passed already when the clock was stopped.
    pub overdue: bool,
    /// It counts day and night.
    pub natural: bool,
    /// The days on the way.
    pub days: Vec<DaysWords>,
    /// What was counted, all in all.
    pub counted: String,
    /// What the rule gives today, where the end is another.
    pub by_rule: Option<String>,
}

/// Days in a row in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DaysWords {
    /// Which: `02月15日—02月23日`.
    pub days: String,
    /// 周六, or 周二至周五.
    pub week: String,
    /// How many.
    pub count: u32,
    /// What they are: 春节放假.
    pub what: String,
    /// Which working days they are: 第2—5个工作日.
    pub number: Option<String>,
    /// The hours that were counted of each.
    pub hours: Option<String>,
    /// What was counted of them all; nothing where they did not count.
    pub counted: Option<String>,
}

/// The citizen's clock of this case, in words.
pub fn clock_words(case: &Case, now: Moment) -> ClockWords {
    let closed = case.state.is_closed().then_some(case.since);
    let clock = CitizenClock { since: case.received_at, closed };
    ClockWords { since: when(clock.since), lasted: long(clock.lasted(now)), closed: closed.map(when) }
}

/// The limits of the case, in words.
pub fn limit_words(events: &[Recorded], scope: Scope, time: WorkTime<'_>, now: Moment) -> Vec<LimitWords> {
    let stories = stories(events);
    let handling = stories.iter().rposition(|story| story.kind == LimitKind::Handle);
    let within = |(place, kind, runs): (usize, LimitKind, bool)| match scope {
        Scope::All => true,
        Scope::Running => runs || handling == Some(place),
        Scope::Promised => is_promised(kind) && (runs || handling == Some(place)),
    };
    let chosen = stories.iter().enumerate().filter(|(place, story)| within((*place, story.kind, story.ended.is_none())));
    let words = |explained: Explanation| LimitWords { assumed: assumed(&explained, time), ..LimitWords::of(&explained, now) };
    chosen.map(|(_, story)| words(Explanation::of(story, time))).collect()
}

/// The first year that a limit of working time reaches into and that is not published.
fn assumed(explained: &Explanation, time: WorkTime<'_>) -> Option<i32> {
    let years = explained.from.year()..=explained.due.year();
    let counts_days = !matches!(explained.span, Span::Natural(_));
    years.into_iter().find(|year| counts_days && !time.calendar.covers(*year))
}

impl LimitWords {
    /// The explanation in words.
    pub fn of(explained: &Explanation, now: Moment) -> Self {
        let stopped = explained.stopped && explained.ended.is_none();
        let runs = explained.ended.is_none() && !stopped;
        Self {
            limit: explained.kind.label(),
            span: explained.span.to_string(),
            from: when(explained.from),
            due: when(explained.due),
            left: runs.then(|| DueWords::of(explained.kind.label(), explained.due, now).left),
            ended: explained.ended.map(when),
            stopped,
            assumed: None,
            legs: explained.legs.iter().map(LegWords::of).collect(),
        }
    }
}

impl LegWords {
    fn of(leg: &Leg) -> Self {
        let natural = matches!(leg.span, Span::Natural(_));
        let fine = !is_whole(leg.counted);
        let (why, at, pause, left) = match leg.why {
            Why::Given => ("起算", leg.from, None, None),
            Why::Extended { at } => ("延期", at, None, None),
            Why::Recounted { at } => ("重算", at, None, None),
            Why::Moved { at } => ("调整", at, None, None),
            Why::Stopped { at, left } => ("中止", at, None, Some(left)),
            Why::Resumed { pause, left } => ("恢复", pause.to, Some((when(pause.from), when(pause.to))), Some(left)),
        };
        Self {
            why,
            at: when(at),
            from: when(leg.from),
            due: when(leg.due),
            span: left.map_or_else(|| leg.span.to_string(), |left| left_words(left, natural)),
            pause,
            overdue: matches!(left, Some(Left::Overdue(_))),
            natural,
            days: leg.stretches().iter().map(|stretch| DaysWords::of(stretch, leg, fine)).collect(),
            counted: own_words(leg.counted, natural),
            // A promised day has an end to the minute, and a beginning that has seconds.
            by_rule: ((leg.by_rule - leg.due).abs() >= TimeDelta::minutes(1)).then(|| when(leg.by_rule)),
        }
    }
}

impl DaysWords {
    /// Whole minutes are shown as minutes, also where both ends lie some seconds after them: the seconds cancel out. Where
    /// they do not, they are shown.
    fn of(stretch: &Stretch<'_>, leg: &Leg, fine: bool) -> Self {
        let (first, last) = (stretch.first, stretch.last);
        let hours = match &first.verdict {
            Verdict::Counted { hours, .. } => Some(hours.iter().map(|span| clock(*span, fine)).collect::<Vec<_>>().join("、")),
            _ => None,
        };
        let each = match &first.verdict {
            Verdict::Counted { hours, .. } => hours.iter().map(|(from, to)| cut(*to, fine) - cut(*from, fine)).sum(),
            _ => TimeDelta::zero(),
        };
        let days = i32::try_from(stretch.days).unwrap_or(i32::MAX);
        Self {
            days: joined(&first.date, &last.date, "—", |date| date.format("%m月%d日").to_string()),
            week: joined(&first.date, &last.date, "至", |date| weekday(*date).to_owned()),
            count: stretch.days,
            what: what(stretch, leg),
            number: number(stretch),
            counted: hours.is_some().then(|| worked(each * days)),
            hours,
        }
    }
}

/// What the days are, and where they did not count, why.
fn what(stretch: &Stretch<'_>, leg: &Leg) -> String {
    let day = match &stretch.first.kind {
        DayKind::Workday => "工作日".to_owned(),
        DayKind::MakeUp(name) => format!("{name}调休上班"),
        DayKind::Weekend => "周末".to_owned(),
        DayKind::Holiday(name) => format!("{name}放假"),
    };
    match stretch.first.verdict {
        Verdict::FirstDay if matches!(leg.why, Why::Extended { .. }) => "原期限当日".to_owned(),
        Verdict::FirstDay => "起算当日".to_owned(),
        Verdict::NoHours => "不在办公时间内".to_owned(),
        Verdict::Counted { .. } | Verdict::Free => day,
    }
}

fn number(stretch: &Stretch<'_>) -> Option<String> {
    let of = |verdict: &Verdict| match verdict {
        Verdict::Counted { number, .. } => *number,
        _ => None,
    };
    let (first, last) = (of(&stretch.first.verdict)?, of(&stretch.last.verdict)?);
    Some(if first == last { format!("第{first}个工作日") } else { format!("第{first}—{last}个工作日") })
}

fn joined(first: &NaiveDate, last: &NaiveDate, with: &str, words: impl Fn(&NaiveDate) -> String) -> String {
    if first == last { words(first) } else { format!("{}{with}{}", words(first), words(last)) }
}

fn clock((from, to): (Moment, Moment), fine: bool) -> String {
    let format = if fine && (from.second() != 0 || to.second() != 0) { "%H:%M:%S" } else { "%H:%M" };
    format!("{}–{}", from.format(format), to.format(format))
}

/// The moment without what is not shown of it.
fn cut(moment: Moment, fine: bool) -> Moment {
    let whole = moment.with_nanosecond(0).unwrap_or(moment);
    if fine { whole } else { whole.with_second(0).unwrap_or(whole) }
}

fn is_whole(time: TimeDelta) -> bool {
    time.num_milliseconds() % 60_000 == 0
}

fn left_words(left: Left, natural: bool) -> String {
    let (Left::Time(time) | Left::Overdue(time)) = left;
    own_words(time, natural)
}

/// Natural time in days, working time in hours: a working day is no 24 hours.
fn own_words(time: TimeDelta, natural: bool) -> String {
    if natural { long(time) } else { worked(time) }
}

/// `3天2小时5分钟`; a day alone is 24小时, as spans say it.
fn long(time: TimeDelta) -> String {
    if time == TimeDelta::days(1) {
        return worked(time);
    }
    let days = time.num_days();
    let rest = time - TimeDelta::days(days);
    match (days, rest.is_zero()) {
        (0, _) => worked(time),
        (_, true) => format!("{days}天"),
        _ => format!("{days}天{}", worked(rest)),
    }
}

/// `35小时`, `3小时10分钟`, `40分钟`, and seconds where there are any.
fn worked(time: TimeDelta) -> String {
    let (hours, minutes, seconds) = (time.num_hours(), time.num_minutes() % 60, time.num_seconds() % 60);
    let part = |count: i64, unit: &str| if count == 0 { String::new() } else { format!("{count}{unit}") };
    let words = part(hours, "小时") + &part(minutes, "分钟") + &part(seconds, "秒");
    if words.is_empty() { "0分钟".to_owned() } else { words }
}
