//! `data/calendars/*.toml` 工作日历: one published year a file, holidays with the weekend days worked for them.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;

use super::source::{Source, parse_among, wrong_version};
use crate::domain::problem::{Problem, line_of};
use crate::domain::workcalendar::WorkCalendar;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    year: i32,
    holiday: Vec<Holiday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: String,
    from: NaiveDate,
    to: NaiveDate,
    #[serde(default)]
    workdays: Vec<NaiveDate>,
}

/// Every published year.
///
/// # Errors
/// Every fault in the files.
pub fn load(data: &Source) -> Result<WorkCalendar, Vec<Problem>> {
    let files = data.files("calendars", "toml").map_err(|fault| vec![fault])?;
    let mut calendar = WorkCalendar::default();
    let mut problems = Vec::new();
    for (name, text) in &files {
        match parse_among::<File>(name, text, &files) {
            Ok(file) if !is_of_our_time(&file) => {
                let what = format!("年份和日期应在 {FIRST_YEAR} 到 {LAST_YEAR} 年之间，请核对国务院办公厅的通知。");
                problems.push(Problem::new(name, None, what));
            }
            Ok(file) => {
                problems.extend(wrong_version(name, text, file.version));
                problems.extend(file.holiday.iter().flat_map(|holiday| faults(name, text, file.year, holiday)));
                problems.extend(overlaps(name, text, &file.holiday));
                publish(&mut calendar, &file);
            }
            Err(fault) => problems.push(fault),
        }
    }
    if files.is_empty() {
        problems.push(Problem::new("data/calendars", None, "没有任何年度日历，请至少放入当年的 YYYY.toml。"));
    }
    if problems.is_empty() { Ok(calendar) } else { Err(problems) }
}

/// The years that a calendar may be of. Far outside of them days cannot be counted.
const FIRST_YEAR: i32 = 1950;
const LAST_YEAR: i32 = 2200;

fn is_of_our_time(file: &File) -> bool {
    let days = file.holiday.iter().flat_map(|holiday| [holiday.from, holiday.to].into_iter().chain(holiday.workdays.iter().copied()));
    [file.year].into_iter().chain(days.map(|day| day.year())).all(|year| (FIRST_YEAR..=LAST_YEAR).contains(&year))
}

fn publish(calendar: &mut WorkCalendar, file: &File) {
    let days = |holiday: &Holiday| {
        holiday
            .from
            .iter_days()
            .take_while({
                let last = holiday.to.min(holiday.from + Days::new(LONGEST));
                move |day| *day <= last
            })
            .map({
                let name = holiday.name.clone();
                move |day| (day, name.clone())
            })
            .collect::<Vec<_>>()
    };
    let holidays = file.holiday.iter().flat_map(days);
    let makeup = file.holiday.iter().flat_map(|holiday| holiday.workdays.iter().map(|day| (*day, holiday.name.clone())));
    calendar.publish(file.year, holidays, makeup);
}

/// No holiday is longer than this many days; more is an error of writing.
const LONGEST: u64 = 15;

/// Two holidays that share a day: one of them is written wrong.
fn overlaps(file: &str, text: &str, holidays: &[Holiday]) -> Vec<Problem> {
    let pairs = holidays.iter().enumerate().flat_map(|(i, one)| holidays[i + 1..].iter().map(move |other| (one, other)));
    pairs
        .filter(|(one, other)| one.from <= other.to && other.from <= one.to)
        .map(|(one, other)| {
            let line = line_of(text, &format!("\"{}\"", other.from));
            Problem::new(file, line, format!("{} 和 {} 的日期重叠，请核对国务院办公厅的通知。", one.name, other.name))
        })
        .collect()
}

fn faults(file: &str, text: &str, year: i32, holiday: &Holiday) -> Vec<Problem> {
    let line = line_of(text, &format!("\"{}\"", holiday.from));
    let fault = |what: String| Problem::new(file, line, what);
    let mut problems = Vec::new();
    if holiday.to < holiday.from || holiday.to > holiday.from + Days::new(LONGEST) {
        problems.push(fault(format!("{} 的 to 应在 from 之后，且不超过{LONGEST}天。", holiday.name)));
    }
    if holiday.from.year() != year && holiday.to.year() != year {
        problems.push(fault(format!("{} 不在 {year} 年，请移到对应年份的文件。", holiday.name)));
    }
    for day in &holiday.workdays {
        if (holiday.from..=holiday.to).contains(day) {
            problems.push(fault(format!("调休上班日 {day} 落在 {} 自己的假期里，请核对国务院办公厅的通知。", holiday.name)));
        }
        if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            problems.push(fault(format!("调休上班日 {day} 不是周末，请核对国务院办公厅的通知。")));
        }
    }
    problems
}
