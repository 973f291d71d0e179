//! Suspensions 中止 in the arithmetic of limits (RULEBOOK §3, §6): the unit's clock stands while a case is suspended and goes on
//! from where it stood. Everything here is exact to the clock's own millisecond; whoever shows minutes cuts them off last.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::ids::Moment;
use super::moment;
use super::span::Span;
use super::workcalendar::{WorkTime, at, before};

/// A time in which the unit's clock stood: from the suspension 中止 up to the resumption 恢复.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// When it was suspended.
    #[serde(with = "moment::countable")]
    pub from: Moment,
    /// When it was resumed.
    #[serde(with = "moment::countable")]
    pub to: Moment,
}

/// What was left of a limit when it was suspended, in the limit's own time: natural or working.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// This much.
    Time(TimeDelta),
    /// Nothing: it had passed by this much.
    Overdue(TimeDelta),
}

/// The parts of `from`–`to` outside the pauses, earliest first, none of them empty. Pauses may come in any order and may
/// overlap.
pub fn running(from: Moment, to: Moment, pauses: &[Pause]) -> Vec<(Moment, Moment)> {
    let mut sorted = pauses.to_vec();
    sorted.sort();
    let mut parts = Vec::new();
    let mut reached = from;
    for pause in sorted.iter().filter(|pause| pause.from < pause.to) {
        if reached < pause.from.min(to) {
            parts.push((reached, pause.from.min(to)));
        }
        reached = reached.max(pause.to);
    }
    if reached < to {
        parts.push((reached, to));
    }
    parts
}

impl WorkTime<'_> {
    /// How much of a limit's own time lies between two moments: natural time for natural limits, else working time.
    pub fn own_time(&self, from: Moment, to: Moment, span: Span) -> TimeDelta {
        match span {
            Span::Natural(_) => (to - from).max(TimeDelta::zero()),
            Span::Working(_) | Span::Workdays(_) => self.working_time(from, to),
        }
    }

    /// How much of a limit that began at `from` is used at `to`, in its own time; pauses do not count.
    pub fn used(&self, from: Moment, to: Moment, pauses: &[Pause], span: Span) -> TimeDelta {
        running(from, to, pauses).into_iter().map(|(from, to)| self.own_time(from, to, span)).sum()
    }

    /// What is left at `now` of a limit that ends at `due`, in its own time.
    pub fn left(&self, due: Moment, now: Moment, span: Span) -> Left {
        if now < due { Left::Time(self.own_time(now, due, span)) } else { Left::Overdue(self.own_time(due, now, span)) }
    }

    /// When a limit that was to end at `due` ends after a suspension: exactly what was left then is left at resumption, in
    /// natural time for natural limits, else in working time. What had passed stays passed by as much. A suspension in which
    /// none of the limit's own time passed moves nothing.
    pub fn resumed_due(&self, due: Moment, span: Span, suspended_at: Moment, resumed_at: Moment) -> Moment {
        if self.own_time(suspended_at, resumed_at, span).is_zero() {
            return due;
        }
        match (span, self.left(due, suspended_at, span)) {
            (Span::Natural(_), _) => due + (resumed_at - suspended_at),
            (_, Left::Time(left)) => self.add_working_time(resumed_at, left),
            (_, Left::Overdue(over)) => self.take_working_time(resumed_at, over),
        }
    }

    /// The moment at which `percent` of the limit from `from` to `due` is used, pauses left out; in working time unless the
    /// limit is natural. It is the earliest such moment, and never later than `due`.
    pub fn share_paused(&self, from: Moment, due: Moment, pauses: &[Pause], span: Span, percent: u32) -> Moment {
        // To the millisecond, which is all that the clock and the store keep: what falls due must not lie between two of them.
        let whole = self.used(from, due, pauses, span).num_milliseconds();
        let mut left = TimeDelta::milliseconds(whole * i64::from(percent.min(100)) / 100);
        for (from, to) in running(from, due, pauses) {
            let part = self.own_time(from, to, span);
            if !part.is_zero() && left <= part {
                return match span {
                    Span::Natural(_) => from + left,
                    Span::Working(_) | Span::Workdays(_) => self.add_working_time(from, left),
                };
            }
            left -= part;
        }
        due
    }

    /// The end of office hours, or the moment within them, after which this much working time passed until `to`. Where a shift
    /// was used up, it is the end of the one before: there a limit would have ended.
    fn take_working_time(&self, to: Moment, time: TimeDelta) -> Moment {
        let mut left = time;
        let mut day = to.date_naive();
        loop {
            for (open, close) in self.worked(day, at(day, chrono::NaiveTime::MIN), to).rev() {
                if left < close - open {
                    return close - left;
                }
                left -= close - open;
            }
            day = before(day);
        }
    }
}
