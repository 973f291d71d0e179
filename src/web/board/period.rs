//! Which days 时间范围: by a name that goes on meaning what it says, or from one day to another.

use chrono::{Datelike, Months, NaiveDate, TimeDelta};

use crate::figures::Days;

/// Which days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Period {
    /// 近30天
    #[default]
    Recent,
    /// 今天
    Today,
    /// 本周
    Week,
    /// 上周
    LastWeek,
    /// 本月
    Month,
    /// 上月
    LastMonth,
    /// 近90天
    Season,
    /// 本年
    Year,
    /// 自选
    Chosen(Days),
}

impl Period {
    /// Those with a name, in the order of the form.
    pub const NAMED: [Self; 8] =
        [Self::Recent, Self::Today, Self::Week, Self::LastWeek, Self::Month, Self::LastMonth, Self::Season, Self::Year];

    /// The name in addresses; none for days of one's own.
    pub fn name(self) -> &'static str {
        match self {
            Self::Recent => "30d",
            Self::Today => "today",
            Self::Week => "week",
            Self::LastWeek => "last-week",
            Self::Month => "month",
            Self::LastMonth => "last-month",
            Self::Season => "90d",
            Self::Year => "year",
            Self::Chosen(_) => "",
        }
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Recent => "近30天",
            Self::Today => "今天",
            Self::Week => "本周",
            Self::LastWeek => "上周",
            Self::Month => "本月",
            Self::LastMonth => "上月",
            Self::Season => "近90天",
            Self::Year => "本年",
            Self::Chosen(_) => "自选",
        }
    }

    /// The days, none of them after today but of one's own choice.
    pub fn days(self, today: NaiveDate) -> Days {
        let until_today = |from: NaiveDate| Days { from, to: today };
        let month = today.with_day(1).expect("every month has a first day");
        match self {
            Self::Recent => until_today(today - TimeDelta::days(29)),
            Self::Season => until_today(today - TimeDelta::days(89)),
            Self::Today => Days::day(today),
            Self::Week => until_today(Days::week(today).from),
            Self::LastWeek => Days::week(today - TimeDelta::days(7)),
            Self::Month => until_today(month),
            Self::LastMonth => Days::month(month.checked_sub_months(Months::new(1)).expect("a year of the calendar")),
            Self::Year => until_today(today.with_ordinal(1).expect("every year has a first day")),
            Self::Chosen(days) => days,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_mean_days() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let days = |period: Period| period.days(day("2026-03-31"));
        let told = |period: Period| format!("{} {}", days(period).from, days(period).to);
        assert_eq!(told(Period::LastMonth), "2026-02-01 2026-02-28");
        assert_eq!(told(Period::Month), "2026-03-01 2026-03-31");
        assert_eq!(told(Period::Week), "2026-03-30 2026-03-31");
        assert_eq!(told(Period::LastWeek), "2026-03-23 2026-03-29");
        assert_eq!(told(Period::Year), "2026-01-01 2026-03-31");
        assert_eq!((days(Period::Recent).count(), days(Period::Season).count()), (30, 90));
    }
}
