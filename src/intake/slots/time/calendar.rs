//! Days that people name by their festival 节日, and the arithmetic of weeks and months.

use chrono::{Datelike, Days, Months, NaiveDate};

/// A festival that stands for a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Festival {
    /// A day of the first lunar month, from 1 (春节); 0 is 除夕.
    FirstMonth(u32),
    /// 清明
    Qingming,
    /// 端午
    Dragon,
    /// 中秋
    MidAutumn,
    /// 元旦
    NewYear,
    /// 五一
    Labour,
    /// 国庆
    National,
    /// A school holiday, whose dates differ by school.
    School,
}

/// 春节, 清明, 端午 and 中秋 of each year, as (month, day).
type Lunar = [(u32, u32); 4];

const FIRST_YEAR: i32 = 2020;
const LUNAR: [Lunar; 11] = [
    [(1, 25), (4, 4), (6, 25), (10, 1)],
    [(2, 12), (4, 4), (6, 14), (9, 21)],
    [(2, 1), (4, 5), (6, 3), (9, 10)],
    [(1, 22), (4, 5), (6, 22), (9, 29)],
    [(2, 10), (4, 4), (6, 10), (9, 17)],
    [(1, 29), (4, 4), (5, 31), (10, 6)],
    [(2, 17), (4, 5), (6, 19), (9, 25)],
    [(2, 6), (4, 5), (6, 9), (9, 15)],
    [(1, 26), (4, 4), (5, 28), (10, 3)],
    [(2, 13), (4, 4), (6, 16), (9, 22)],
    [(2, 3), (4, 5), (6, 5), (9, 12)],
];

impl Festival {
    /// Its day in `year`; none where the table does not reach or the day is not one for all.
    pub(super) fn day(self, year: i32) -> Option<NaiveDate> {
        let lunar = |which: usize| {
            let row = usize::try_from(year - FIRST_YEAR).ok().and_then(|row| LUNAR.get(row))?;
            NaiveDate::from_ymd_opt(year, row[which].0, row[which].1)
        };
        match self {
            Self::FirstMonth(0) => lunar(0)?.pred_opt(),
            Self::FirstMonth(n) => lunar(0)?.checked_add_days(Days::new(u64::from(n) - 1)),
            Self::Qingming => lunar(1),
            Self::Dragon => lunar(2),
            Self::MidAutumn => lunar(3),
            Self::NewYear => NaiveDate::from_ymd_opt(year, 1, 1),
            Self::Labour => NaiveDate::from_ymd_opt(year, 5, 1),
            Self::National => NaiveDate::from_ymd_opt(year, 10, 1),
            Self::School => None,
        }
    }

    /// How many days its holiday 期间 lasts, as a rule.
    pub(super) fn days(self) -> u64 {
        match self {
            Self::FirstMonth(1) | Self::National => 7,
            Self::Labour => 5,
            _ => 3,
        }
    }
}

/// The Monday of the week of `day`.
pub(super) fn monday(day: NaiveDate) -> NaiveDate {
    shift(day, -i64::from(day.weekday().num_days_from_monday()))
}

/// `day` moved by `days`; the day itself at the ends of the calendar.
pub(super) fn shift(day: NaiveDate, days: i64) -> NaiveDate {
    chrono::Duration::try_days(days).and_then(|days| day.checked_add_signed(days)).unwrap_or(day)
}

/// `day` moved by `months`, to the last day of a shorter month.
pub(super) fn shift_months(day: NaiveDate, months: i32) -> NaiveDate {
    let by = Months::new(months.unsigned_abs());
    if months < 0 { day.checked_sub_months(by) } else { day.checked_add_months(by) }.unwrap_or(day)
}

/// The first and the last day of the month of `day`.
pub(super) fn month(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = day.with_day(1).unwrap_or(day);
    (first, shift(shift_months(first, 1), -1))
}

/// Of the years around `today`, the one whose date is meant: the last one passed, unless the next is less than a month away and the
/// last more than half a year gone.
pub(super) fn nearest(today: NaiveDate, of_year: impl Fn(i32) -> Option<NaiveDate>) -> Option<NaiveDate> {
    let candidates = (today.year() - 4..=today.year() + 1).filter_map(of_year);
    let (past, future): (Vec<_>, Vec<_>) = candidates.partition(|day| *day <= today);
    let (past, future) = (past.into_iter().max(), future.into_iter().min());
    match (past, future) {
        (Some(past), Some(future)) if (future - today).num_days() <= 31 && (today - past).num_days() > 182 => Some(future),
        (past, future) => past.or(future),
    }
}
