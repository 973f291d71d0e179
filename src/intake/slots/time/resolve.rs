//! Expressions as dates: which evening, which Wednesday, which March was meant by somebody who wrote at a known moment.

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::calendar::{Festival, monday, month, nearest, shift, shift_months};
use super::lex::{Atom, Clock, Day, Part, Third, Token, Unit, Year};
use super::{Grain, When};

/// From the start of `when` until `now`.
pub(super) fn since(when: When, now: NaiveDateTime) -> When {
    if when.start > now { when } else { When { start: when.start, end: now, grain: Grain::Since } }
}

/// What the words mean; none for habits, parts of any day and vague words.
pub(super) fn when(text: &str, tokens: &[Token], now: NaiveDateTime) -> Option<When> {
    let atoms: Vec<Atom> = tokens.iter().map(|token| token.atom).collect();
    let range = tokens.windows(2).any(|pair| text[pair[0].span.end..pair[1].span.start].contains(['到', '至', '-', '~']));
    if let Some(last) = atoms.iter().rposition(Atom::names_a_date).filter(|last| *last > 0 && range)
        && atoms[..last].iter().any(Atom::names_a_date)
        && starts_over(&atoms[last - 1], &atoms[last])
    {
        return two_days(&atoms, last, now);
    }
    one(&atoms, now, None)
}

/// Whether `next` begins the end of a range; 2025年3月 and 上个月5号 are one date in two words.
fn starts_over(last: &Atom, next: &Atom) -> bool {
    let of_the_last = matches!(
        (last, next),
        (Atom::Year(_), Atom::Month { .. })
            | (Atom::Month { .. }, Atom::Day { day: Day::OfMonth(_), .. })
            | (Atom::Year(_), Atom::Day { .. })
    );
    !of_the_last
}

/// A range from one named day to another; two bare weekdays are a habit.
fn two_days(atoms: &[Atom], last: usize, now: NaiveDateTime) -> Option<When> {
    let bare = |atom: &Atom| matches!(atom, Atom::Day { day: Day::Weekday { week: None, .. }, .. });
    if atoms.iter().filter(|atom| bare(atom)).count() > 1 {
        return None;
    }
    let first = one(&atoms[..last], now, None)?;
    let second = one(&atoms[last..], now, Some(first.start.date()))?;
    let either = |grain| first.grain == grain || second.grain == grain;
    let grain = [Grain::Minute, Grain::Day, Grain::Month, Grain::Year].into_iter().find(|grain| either(*grain)).unwrap_or(Grain::Day);
    (first.start <= second.end).then_some(When { start: first.start, end: second.end, grain })
}

fn one(atoms: &[Atom], now: NaiveDateTime, after: Option<NaiveDate>) -> Option<When> {
    if atoms.iter().any(Atom::is_recurring) && !atoms.iter().any(Atom::names_a_date) {
        return None;
    }
    let recurring = atoms.iter().any(Atom::is_recurring);
    let part = atoms.iter().rev().find_map(|atom| match atom {
        Atom::Part(part) | Atom::Day { part: Some(part), .. } => Some(*part),
        _ => None,
    });
    if let Some((day, many)) = day(atoms, now, after) {
        let clocks: Vec<Clock> = atoms.iter().filter_map(|atom| if let Atom::Clock(clock) = atom { Some(*clock) } else { None }).collect();
        if let (Some(clock), false, false) = (clocks.first(), many > 1, recurring) {
            let of = |day| timed(base(atoms, day, part, clock, now), part, clock, clocks.get(1), now);
            // 早上七点到现在, said at four in the morning, began yesterday.
            let began_later = of(day).start > now && atoms.iter().any(|atom| matches!(atom, Atom::Now));
            return Some(of(if began_later { shift(day, -1) } else { day }));
        }
        let day = if recurring { day } else { small_hours(atoms, day, part, now) };
        return Some(days(day, shift(day, many - 1)));
    }
    atoms.iter().find_map(|atom| wider(atom, atoms, now))
}

/// The day named, and how many days from it are meant.
fn day(atoms: &[Atom], now: NaiveDateTime, after: Option<NaiveDate>) -> Option<(NaiveDate, i64)> {
    let today = now.date();
    let named_month = atoms.iter().find_map(|atom| match atom {
        Atom::Month { month, year, offset, .. } => months_first(*month, *year, *offset, today),
        _ => None,
    });
    atoms.iter().find_map(|atom| match atom {
        Atom::Day { day: Day::Relative(days), .. } => Some((shift(today, *days), 1)),
        Atom::Day { day: Day::Date { year, month, day }, .. } => dated(*year, *month, *day, today).map(|day| (day, 1)),
        Atom::Day { day: Day::OfMonth(day), .. } => of_month(*day, named_month.or(after), today).map(|day| (day, 1)),
        Atom::Day { day: Day::Weekday { week, day }, .. } => Some((weekday(*week, *day, today, after), 1)),
        Atom::Day { day: Day::Festival { festival, year, holiday }, .. } => {
            let days = if *holiday { i64::try_from(festival.days()).unwrap_or(1) } else { 1 };
            festival_day(*festival, *year, today).map(|day| (day, days))
        }
        Atom::Weekend(week) => Some((shift(monday(today), week * 7 + 5), 2)),
        Atom::Now if atoms.iter().any(|atom| matches!(atom, Atom::Clock(_))) => Some((today, 1)),
        Atom::Ago { halves: Some(halves), unit: Unit::Day } => Some((shift(today, -i64::from(halves / 2)), 1)),
        _ => None,
    })
}

fn calendar_year(year: Year, today: NaiveDate) -> i32 {
    match year {
        Year::Named(year) => year,
        Year::Relative(offset) => today.year() + offset,
    }
}

fn dated(year: Option<Year>, month: u32, day: u32, today: NaiveDate) -> Option<NaiveDate> {
    match year {
        Some(year) => NaiveDate::from_ymd_opt(calendar_year(year, today), month, day),
        None => nearest(today, |year| NaiveDate::from_ymd_opt(year, month, day)),
    }
}

fn of_month(day: u32, near: Option<NaiveDate>, today: NaiveDate) -> Option<NaiveDate> {
    match near {
        Some(near) => near.with_day(day),
        None => (0..3).map(|back| shift_months(month(today).0, -back)).find_map(|first| first.with_day(day).filter(|day| *day <= today)),
    }
}

/// Of a bare weekday the last one passed, or the first after the day that a range began with.
fn weekday(week: Option<i64>, day: i64, today: NaiveDate, after: Option<NaiveDate>) -> NaiveDate {
    let this = shift(monday(week.map_or(after.unwrap_or(today), |_| today)), day);
    match (week, after) {
        (Some(week), _) => shift(this, week * 7),
        (None, Some(after)) if this < after => shift(this, 7),
        (None, None) if this > today => shift(this, -7),
        _ => this,
    }
}

fn festival_day(festival: Festival, year: Option<Year>, today: NaiveDate) -> Option<NaiveDate> {
    match year {
        Some(year) => festival.day(calendar_year(year, today)),
        None => nearest(today, |year| festival.day(year)),
    }
}

/// Before five in the morning the night of 今晚 is still the one that began yesterday.
fn small_hours(atoms: &[Atom], day: NaiveDate, part: Option<Part>, now: NaiveDateTime) -> NaiveDate {
    let tonight = atoms.iter().any(|atom| matches!(atom, Atom::Day { day: Day::Relative(0), part: Some(Part::Night) }));
    if tonight && part == Some(Part::Night) && now.hour() < 5 { shift(day, -1) } else { day }
}

fn base(atoms: &[Atom], day: NaiveDate, part: Option<Part>, clock: &Clock, now: NaiveDateTime) -> NaiveDate {
    if (5..12).contains(&clock.hour) || clock.hour >= 18 { small_hours(atoms, day, part, now) } else { day }
}

/// The clock time of `day`. The small hours of a night 昨晚两点 fall on the next day, unless that is still to come.
fn timed(day: NaiveDate, part: Option<Part>, clock: &Clock, second: Option<&Clock>, now: NaiveDateTime) -> When {
    let night = part == Some(Part::Night);
    let own = clock.part.or(part);
    let past_midnight = night && clock.part == Some(Part::Dawn);
    let read = |hour: u32| if past_midnight { hour % 12 + 24 } else { hours(hour, own) };
    let first = clock.from.map_or_else(|| read(clock.hour), read);
    let mut start = moment(day, first, if clock.from.is_some() { 0 } else { clock.minute });
    let mut end = match (clock.from, second) {
        (Some(_), _) => moment(day, read(clock.hour), clock.minute),
        (None, Some(second)) => moment(day, hours(second.hour, second.part.or(own)), second.minute),
        (None, None) => start,
    };
    if end < start {
        end += Duration::days(1);
    }
    if first >= 24 && start > now && day <= now.date() {
        start -= Duration::days(1);
        end -= Duration::days(1);
    }
    When { start, end, grain: Grain::Minute }
}

/// The hour of the day that began the night, up to 28 for four the next morning.
fn hours(hour: u32, part: Option<Part>) -> u32 {
    match (part, hour) {
        (Some(Part::Afternoon), 1..=11) | (Some(Part::Noon), 1..=3) | (Some(Part::Night), 5..=11) => hour + 12,
        (Some(Part::Night), 12) => 24,
        (Some(Part::Night), 0..=4) => hour + 24,
        (Some(Part::Dawn), 12 | 24) => 0,
        _ => hour,
    }
}

fn moment(day: NaiveDate, hour: u32, minute: u32) -> NaiveDateTime {
    let day = shift(day, i64::from(hour / 24));
    day.and_time(NaiveTime::from_hms_opt(hour % 24, minute, 0).unwrap_or(NaiveTime::MIN))
}

/// What is meant where no day is named: weeks, months, years, times ago, durations, now.
fn wider(atom: &Atom, atoms: &[Atom], now: NaiveDateTime) -> Option<When> {
    let today = now.date();
    match atom {
        Atom::Week(week) => {
            let first = shift(monday(today), week * 7);
            Some(days(first, shift(first, 6)))
        }
        Atom::Month { month, year, offset, third } => {
            let named = year.or_else(|| atoms.iter().find_map(|atom| if let Atom::Year(year) = atom { Some(*year) } else { None }));
            months_first(*month, named, *offset, today).map(|first| third_of(first, *third))
        }
        Atom::Year(year) if !atoms.iter().any(|atom| matches!(atom, Atom::Month { .. })) => {
            let year = calendar_year(*year, today);
            let (first, last) = (NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?);
            Some(When { start: at_start(first), end: at_end(last), grain: Grain::Year })
        }
        Atom::YearPart { year, first, months } => {
            let first = NaiveDate::from_ymd_opt(calendar_year(*year, today), *first, 1)?;
            let last = shift(shift_months(first, *months), -1);
            Some(When { start: at_start(first), end: at_end(last), grain: Grain::Month })
        }
        Atom::Ago { halves: Some(halves), unit } => back(now, *halves, *unit).map(|start| ago(start, *unit)),
        Atom::Lasting { halves: Some(halves), unit } => {
            back(now, *halves, *unit).map(|start| When { start, end: now, grain: Grain::Since })
        }
        Atom::Now if atoms.iter().all(|atom| matches!(atom, Atom::Now)) => Some(When { start: now, end: now, grain: Grain::Minute }),
        _ => None,
    }
}

fn ago(start: NaiveDateTime, unit: Unit) -> When {
    match unit {
        Unit::Minute | Unit::Hour => When { start, end: start, grain: Grain::Minute },
        Unit::Day | Unit::Week => days(start.date(), start.date()),
        Unit::Month => days(start.date(), start.date()),
        Unit::Year => When { start, end: start, grain: Grain::Year },
    }
}

/// `now` moved back by so many halves of a unit.
fn back(now: NaiveDateTime, halves: u32, unit: Unit) -> Option<NaiveDateTime> {
    let amount = i64::from(halves);
    let minutes = |minutes: i64| now.checked_sub_signed(Duration::try_minutes(minutes)?);
    let months = |months: u32| {
        let day = shift_months(now.date(), -i32::try_from(months).ok()?);
        Some(day.and_time(now.time()))
    };
    match unit {
        Unit::Minute => minutes(amount / 2),
        Unit::Hour => minutes(amount * 30),
        Unit::Day => minutes(amount * 12 * 60),
        Unit::Week => minutes(amount * 84 * 60),
        Unit::Month if halves % 2 == 1 => months(halves / 2).and_then(|then| then.checked_sub_signed(Duration::try_days(15)?)),
        Unit::Month => months(halves / 2),
        Unit::Year => months(halves.checked_mul(6)?),
    }
}

/// The first day of the month meant.
fn months_first(month: Option<u32>, year: Option<Year>, offset: i32, today: NaiveDate) -> Option<NaiveDate> {
    match (month, year) {
        (None, _) => Some(shift_months(self::month(today).0, offset)),
        (Some(month), Some(year)) => NaiveDate::from_ymd_opt(calendar_year(year, today), month, 1),
        (Some(month), None) => nearest(today, |year| NaiveDate::from_ymd_opt(year, month, 1)),
    }
}

fn third_of(first: NaiveDate, third: Third) -> When {
    let last = month(first).1;
    let (start, end) = match third {
        Third::Whole => (first, last),
        Third::First => (first, shift(first, 9)),
        Third::Middle => (shift(first, 10), shift(first, 19)),
        Third::Last => (shift(first, 20), last),
    };
    When { start: at_start(start), end: at_end(end), grain: Grain::Month }
}

fn days(first: NaiveDate, last: NaiveDate) -> When {
    When { start: at_start(first), end: at_end(last), grain: Grain::Day }
}

fn at_start(day: NaiveDate) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN)
}

fn at_end(day: NaiveDate) -> NaiveDateTime {
    day.and_time(NaiveTime::from_hms_opt(23, 59, 0).unwrap_or(NaiveTime::MIN))
}
