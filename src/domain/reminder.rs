//! Reminders 提醒: what falls due, and when. The complete set of a case derives from the case, so that it can be replaced at
//! each commit and rebuilt at any time.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::case::{Asked, Case, State};
use super::command::Command;
use super::ids::Moment;
use super::moment;
use super::pauses::Pause;
use super::profile::{Profile, Rung, RungTime};
use super::span::{Limit, LimitKind};
use super::workcalendar::WorkTime;

/// A rung that fires this much after its time is marked late: the program was away.
pub const LATE_AFTER: TimeDelta = TimeDelta::minutes(10);

/// Something that falls due for a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reminder {
    /// When.
    #[serde(with = "moment")]
    pub due: Moment,
    /// What.
    pub what: Due,
}

/// What falls due.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "due", try_from = "Written")]
pub enum Due {
    /// A rung of the ladder.
    Rung {
        /// The limit that it watches.
        limit: LimitKind,
        /// When that limit's end was set.
        #[serde(with = "moment")]
        given: Moment,
        /// The rung's name.
        id: String,
    },
    /// Asking the citizen.
    FollowUp {
        /// The how-manieth time.
        attempt: u32,
    },
    /// 归档
    Archive,
}

/// [`Due`] as it is written, its fields side by side. serde reads an enum that is tagged inside by keeping all of it aside first; a
/// running case has nine, and each change reads them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    due: Sort,
    #[serde(default)]
    limit: Option<LimitKind>,
    #[serde(default, with = "moment::maybe")]
    given: Option<Moment>,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    attempt: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Sort {
    Rung,
    FollowUp,
    Archive,
}

impl TryFrom<Written> for Due {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        match written {
            Written { due: Sort::Rung, limit: Some(limit), given: Some(given), id: Some(id), attempt: None } => {
                Ok(Self::Rung { limit, given, id })
            }
            Written { due: Sort::FollowUp, limit: None, given: None, id: None, attempt: Some(attempt) } => Ok(Self::FollowUp { attempt }),
            Written { due: Sort::Archive, limit: None, given: None, id: None, attempt: None } => Ok(Self::Archive),
            _ => Err("the fields are not those of what falls due"),
        }
    }
}

impl Due {
    /// The command that a fired reminder is.
    pub fn command(&self) -> Command {
        match self {
            Self::Rung { limit, given, id } => Command::ClimbRung { limit: *limit, given: *given, id: id.clone() },
            Self::FollowUp { attempt } => Command::AskFollowUp { attempt: *attempt },
            Self::Archive => Command::Archive,
        }
    }
}

/// Every reminder that the case has, earliest first.
pub fn reminders(case: &Case, profile: &Profile, time: WorkTime<'_>) -> Vec<Reminder> {
    let mut all: Vec<Reminder> = case.limits().into_iter().flat_map(|(kind, limit)| rungs(case, kind, limit, profile, time)).collect();
    match &case.state {
        State::Answered { asked, call: None, .. } => {
            let what = Due::FollowUp { attempt: asked.attempts.saturating_add(1) };
            all.push(Reminder { due: next_follow_up(asked, profile, time), what });
        }
        State::FollowedUp { archive, .. } => all.push(Reminder { due: archive.due, what: Due::Archive }),
        _ => {}
    }
    all.sort();
    all
}

fn rungs(case: &Case, kind: LimitKind, limit: Limit, profile: &Profile, time: WorkTime<'_>) -> Vec<Reminder> {
    profile
        .rungs(kind, limit.span)
        .map(|rung| (climbed(case, kind, &limit, &rung) + 1, rung))
        .filter(|(number, rung)| *number == 1 || rung.every.is_some())
        .map(|(number, rung)| (number, step_due(&rung, number, &limit, pauses(case, kind), time), rung))
        .filter(|(_, due, rung)| is_told(rung, *due, &limit))
        .map(|(number, due, rung)| Reminder { due, what: Due::Rung { limit: kind, given: limit.given, id: rung.step(number) } })
        .collect()
}

/// A warning whose time had passed when the end was set is not given any more. What says that the limit has passed is, even
/// when it had passed already: a complaint that hung in its conversation past the time for dispatch, an extension granted
/// after the new end. Otherwise nobody would ever hear of it.
fn is_told(rung: &Rung, due: Moment, limit: &Limit) -> bool {
    due > limit.given || matches!(rung.at, RungTime::Due | RungTime::After(_))
}

/// The intervals in which a limit of this kind stood: only the unit's own clock ever does.
pub fn pauses(case: &Case, kind: LimitKind) -> &[Pause] {
    case.state.mandate().filter(|_| kind == LimitKind::Handle).map_or(&[], |mandate| &mandate.pauses)
}

/// When a rung of this limit is due.
pub fn rung_due(rung: &Rung, limit: &Limit, pauses: &[Pause], time: WorkTime<'_>) -> Moment {
    match rung.at {
        RungTime::Share(percent) => time.share_paused(limit.from, limit.due, pauses, limit.span, percent),
        RungTime::Before(span) => time.before(limit.due, span),
        // A limit that ends at 17:30 is kept at 17:30 and passed a minute later.
        RungTime::Due => limit.due + TimeDelta::minutes(1),
        RungTime::After(span) => time.after(limit.due, span),
    }
}

/// When a rung that repeats is due for the `number`-th time; the first time is [`rung_due`].
pub fn step_due(rung: &Rung, number: u32, limit: &Limit, pauses: &[Pause], time: WorkTime<'_>) -> Moment {
    let first = rung_due(rung, limit, pauses, time);
    match rung.every {
        Some(every) if number > 1 => time.after(first, every.times(number - 1)),
        _ => first,
    }
}

/// How often this rung has been climbed for this end of the limit: the highest number, since what repeated during an absence
/// is told once.
pub fn climbed(case: &Case, kind: LimitKind, limit: &Limit, rung: &Rung) -> u32 {
    let own = case.rungs.iter().filter(|(of, given, _)| *of == kind && *given == limit.given);
    own.filter_map(|(_, _, step)| rung.number_of(step)).max().unwrap_or(0)
}

/// When the citizen is asked the next time.
pub fn next_follow_up(asked: &Asked, profile: &Profile, time: WorkTime<'_>) -> Moment {
    time.after(asked.at, profile.follow_up.every)
}
