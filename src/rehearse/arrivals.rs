//! When complaints come 来件时间: over the days, more on working days than on free ones, with a peak in the morning.

use chrono::{Days, NaiveDate, NaiveTime, Timelike};

use super::dice::Dice;
use crate::domain::ids::Moment;
use crate::domain::workcalendar::{WorkCalendar, at};

/// How much of a day comes in each of its hours.
const HOURS: [u32; 24] = [4, 2, 1, 1, 1, 2, 6, 20, 70, 95, 90, 60, 34, 30, 50, 62, 58, 46, 34, 32, 34, 30, 20, 10];

/// How much comes on a working day, and on a free one.
const WORKDAY: u32 = 100;
const FREE: u32 = 35;

/// `count` moments from `start` over `days` working days, earliest first.
pub(super) fn arrivals(count: usize, start: Moment, days: u32, calendar: &WorkCalendar, seed: u64) -> Vec<Moment> {
    let mut dice = Dice::new(seed, "arrivals");
    let days = days_of(start.date_naive(), days, calendar);
    let weights: Vec<u32> = days.iter().map(|day| if calendar.is_workday(*day) { WORKDAY } else { FREE }).collect();
    let first = hours_from(start);
    let mut moments: Vec<Moment> = (0..count)
        .map(|_| {
            let day = days[dice.weighted(&weights)];
            let hours = if day == start.date_naive() { &first } else { &HOURS };
            let hour = u32::try_from(dice.weighted(hours)).unwrap_or(0);
            let second = u32::try_from(dice.between(0, 3599)).unwrap_or(0);
            let time = NaiveTime::from_hms_opt(hour, second / 60, second % 60).unwrap_or(start.time());
            at(day, time).max(start)
        })
        .collect();
    moments.sort();
    moments
}

/// The days from `first` to the last of `workdays` working days.
fn days_of(first: NaiveDate, workdays: u32, calendar: &WorkCalendar) -> Vec<NaiveDate> {
    let from = calendar.workday_after(first, 0);
    let last = calendar.workday_after(from, workdays.saturating_sub(1));
    first.iter_days().take_while(|day| *day <= last.max(first)).collect()
}

/// The first day begins in the middle.
fn hours_from(start: Moment) -> [u32; 24] {
    let mut hours = HOURS;
    hours.iter_mut().take(start.hour() as usize).for_each(|weight| *weight = 0);
    hours
}

/// The end of the time that a rehearsal may take: so many working days after the last of the days on which complaints come.
pub(super) fn end(start: Moment, days: u32, more: u32, calendar: &WorkCalendar) -> Moment {
    let last = calendar.workday_after(start.date_naive(), days.saturating_sub(1) + more);
    at(last + Days::new(1), NaiveTime::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_come_in_order_over_the_days_and_mostly_in_the_morning() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
        let start = at(day, NaiveTime::from_hms_opt(8, 30, 0).expect("a time"));
        let calendar = WorkCalendar::default();
        let all = arrivals(2000, start, 8, &calendar, 1);
        assert!(all.is_sorted() && all[0] >= start);
        let last = NaiveDate::from_ymd_opt(2026, 3, 11).expect("a date");
        assert_eq!(all.last().map(|moment| moment.date_naive()), Some(last));
        let on = |day: NaiveDate| all.iter().filter(|moment| moment.date_naive() == day).count();
        assert!(on(last) > 2 * on(NaiveDate::from_ymd_opt(2026, 3, 7).expect("a Saturday")));
        let hours = |from: u32, to: u32| all.iter().filter(|moment| (from..to).contains(&moment.hour())).count();
        assert!(hours(8, 12) > hours(12, 16) && hours(0, 6) > 0);
    }
}
