//! The picture of a report: what came, what was done and what was late, up to its last day.

use anyhow::Result;
use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::chart::columns::{Group, draw};
use crate::chart::picture::{png, svg};
use crate::chart::{Scale, Tone};
use crate::domain::report::ReportKind;
use crate::figures::{By, Days, Key, Measure, Sums, Table};

/// The fewest steps that make a course.
const FEWEST: usize = 3;

/// How wide the picture is, in points: sharp on a telephone.
const WIDE: u32 = 1200;

/// The time that a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// In which steps.
    pub by: By,
    /// From the beginning of the first step to the last day.
    pub days: Days,
    kind: ReportKind,
}

/// Two weeks by days, eight weeks by weeks or twelve months by months, up to this day.
pub fn course(kind: ReportKind, to: NaiveDate) -> Course {
    let (by, from) = match kind {
        ReportKind::Daily => (By::Day, to - TimeDelta::days(13)),
        ReportKind::Weekly => (By::Week, Days::week(to).from - TimeDelta::days(7 * 7)),
        ReportKind::Monthly => {
            let first = Days::month(to).from;
            (By::Month, (0..11).fold(first, |month, _| Days::month(month - TimeDelta::days(1)).from))
        }
    };
    Course { by, days: Days { from, to }, kind }
}

impl Course {
    /// The first days of its steps.
    fn steps(&self) -> Vec<NaiveDate> {
        let next = |day: &NaiveDate| match self.by {
            By::Month => Days::month(*day).to + TimeDelta::days(1),
            By::Week => *day + TimeDelta::days(7),
            _ => *day + TimeDelta::days(1),
        };
        std::iter::successors(Some(self.days.from), |day| Some(next(day))).take_while(|day| *day <= self.days.to).collect()
    }

    fn name(&self, day: NaiveDate) -> String {
        match self.kind {
            ReportKind::Monthly => format!("{}月", day.month()),
            ReportKind::Weekly | ReportKind::Daily => format!("{}/{}", day.month(), day.day()),
        }
    }
}

/// The picture, of all units or of `unit` and those below it.
///
/// # Errors
/// It cannot be drawn.
pub fn picture(course: &Course, table: &Table, unit: Option<&str>) -> Result<Vec<u8>> {
    let (came, legend) = if unit.is_some() { (Measure::Dispatched, "派到") } else { (Measure::Received, "收件") };
    let legend = [(legend, Tone::Main), ("归档", Tone::Second), ("超期", Tone::Poor)].map(|(name, tone)| (name.to_owned(), tone));
    let values = |sums: &Sums| {
        let handled = sums.rate(Measure::Handled);
        [sums.count(came), sums.count(Measure::Archived), handled.of.saturating_sub(handled.hits)]
    };
    let group = |day: NaiveDate| {
        let counted = table.row(&Key::From(day)).map_or([0; 3], |row| values(&row.sums));
        #[allow(clippy::cast_precision_loss)] // counts of cases
        // Of nothing there is no column: one without height draws nothing, and the drawing's reader complains of it.
        let values = counted.iter().map(|count| Some(*count as f64).filter(|count| *count > 0.0)).collect();
        Group { name: course.name(day), values, hrefs: Vec::new() }
    };
    let mut groups: Vec<Group> = course.steps().into_iter().map(group).collect();
    // A hotline that began in these days is not drawn before its beginning.
    let begun = groups.iter().position(|group| group.values.iter().any(Option::is_some)).unwrap_or(0);
    groups.drain(..begun.min(groups.len().saturating_sub(FEWEST)));
    let step = match course.kind {
        ReportKind::Daily => "近两周",
        ReportKind::Weekly => "近八周",
        ReportKind::Monthly => "近十二个月",
    };
    let title = format!("{} · {step}", unit.unwrap_or("全市"));
    let note = format!("截至 {}。超期：办理时限到了还没有办结的，按到期之日。", course.days.to);
    png(&svg(&draw(&title, &groups, &legend, Scale::Count), &title, &note), WIDE)
}
