//! How the clock of a script moves 拨钟: to a moment, or on by a length, or on by days to an hour.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::domain::ids::{Moment, cst};
use crate::domain::workcalendar::{WorkCalendar, at};

/// The hour at which a date without one begins.
const MORNING: NaiveTime = NaiveTime::from_hms_opt(9, 0, 0).expect("nine o'clock");

/// One move of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// `@2026-02-13 16:50`
    To(NaiveDateTime),
    /// `@16:50`: the next time that it is so late.
    Until(NaiveTime),
    /// `@+2h`, `@+3 workdays`, `@+1d 09:00`
    On(Step, Option<NaiveTime>),
}

/// How far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Minutes and hours.
    Minutes(u32),
    /// Days, at the same hour.
    Days(u32),
    /// Working days, at the same hour.
    Workdays(u32),
}

impl Move {
    /// Reads what stands after `@`.
    ///
    /// # Errors
    /// What to write instead.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let wrong = || format!("“@{text}”看不懂。可以写 @2026-02-13 16:50、@16:50、@+2h、@+30m、@+1d、@+1d 09:00 或 @+3 workdays。");
        let clean = text.replace('：', ":").replace('＋', "+").replace(['/', '年', '月'], "-").replace(['日', 'T'], " ");
        match text.strip_prefix(['+', '＋']) {
            Some(length) => on(&length.replace('：', ":")).ok_or_else(wrong),
            None => time(clean.trim()).map(Self::Until).or_else(|| date_time(&clean).map(Self::To)).ok_or_else(wrong),
        }
    }

    /// Where the clock stands after this move from `now`.
    pub fn target(self, now: Moment, calendar: &WorkCalendar) -> Moment {
        let today = now.date_naive();
        match self {
            Self::To(then) => at(then.date(), then.time()),
            Self::Until(hour) if at(today, hour) < now => at(today + Days::new(1), hour),
            Self::Until(hour) => at(today, hour),
            Self::On(step, hour) => {
                let then = match step {
                    Step::Minutes(minutes) => now + TimeDelta::minutes(minutes.into()),
                    Step::Days(days) => now + Days::new(days.into()),
                    Step::Workdays(days) => at(calendar.workday_after(today, days), now.time()),
                };
                hour.map_or(then, |hour| at(then.with_timezone(&cst()).date_naive(), hour))
            }
        }
    }
}

/// `2h`, `3 workdays`, `1d 09:00`, `1h30m`.
fn on(text: &str) -> Option<Move> {
    let (text, hour) = match text.trim().rsplit_once(char::is_whitespace) {
        Some((length, last)) if last.contains(':') => (length.trim(), Some(time(last)?)),
        _ => (text.trim(), None),
    };
    let mut sum: Option<Step> = None;
    let mut left = text;
    while !left.is_empty() {
        let digits = left.bytes().take_while(u8::is_ascii_digit).count();
        let count: u32 = left[..digits].parse().ok().filter(|count| *count <= 100_000)?;
        let unit = left[digits..].trim_start();
        let end = unit.find(|c: char| c.is_ascii_digit()).unwrap_or(unit.len());
        let next = step(count, unit[..end].trim())?;
        sum = Some(match (sum, next) {
            (None, next) => next,
            (Some(Step::Minutes(a)), Step::Minutes(b)) => Step::Minutes(a + b),
            (Some(Step::Days(a)), Step::Minutes(b)) => Step::Minutes(a * 24 * 60 + b),
            _ => return None,
        });
        left = unit[end..].trim_start();
    }
    sum.map(|step| Move::On(step, hour))
}

fn step(count: u32, unit: &str) -> Option<Step> {
    Some(match unit {
        "m" | "min" | "mins" | "minute" | "minutes" | "分钟" | "分" => Step::Minutes(count),
        "h" | "hour" | "hours" | "小时" | "个小时" => Step::Minutes(count * 60),
        "d" | "day" | "days" | "天" | "日" => Step::Days(count),
        "w" | "week" | "weeks" | "周" => Step::Days(count * 7),
        "wd" | "workday" | "workdays" | "工作日" | "个工作日" => Step::Workdays(count),
        _ => return None,
    })
}

fn time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").or_else(|_| NaiveTime::parse_from_str(text, "%H:%M:%S")).ok()
}

fn date_time(text: &str) -> Option<NaiveDateTime> {
    let mut parts = text.split_whitespace();
    let date = NaiveDate::parse_from_str(parts.next()?, "%Y-%m-%d").ok()?;
    let hour = parts.next().map_or(Some(MORNING), time)?;
    parts.next().is_none().then(|| date.and_time(hour))
}
