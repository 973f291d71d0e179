//! `yousu figures` 指标: tables for a terminal, a spreadsheet or another program. No figure names a citizen.

use std::io::Write;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Hear, Pace, telling};
use crate::desk::Desk;
use crate::domain::ids::StaffId;
use crate::figures::shown::named;
use crate::figures::{Book, By, Days, Filter, Key, Measure, Ranking, Row, Table};

mod forms;

/// What is asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The first day; this month when left out.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
    /// The axis, by its name.
    pub by: String,
    /// Of this unit and those below it, by any of its names.
    pub unit: Option<String>,
    /// Of this person.
    pub person: Option<u32>,
    /// Of this district.
    pub district: Option<String>,
    /// Of this intent.
    pub intent: Option<String>,
    /// Of this channel.
    pub channel: Option<String>,
    /// How it is written.
    pub form: Form,
}

/// How figures are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// For a terminal.
    Words,
    /// One object, with what each measure counts.
    Json,
    /// One line for each row.
    Csv,
}

/// A row with its name.
struct Named {
    name: String,
    row: Row,
}

/// What was found.
struct Found {
    days: Days,
    by: By,
    unit: Option<String>,
    rows: Vec<Named>,
    total: Row,
    ranking: Option<(Ranking, Vec<String>)>,
    bytes: (usize, usize),
}

/// Makes the book of figures where nobody has asked for figures yet, which takes a moment for each hundred thousand cases.
pub(super) fn make(desk: &Desk, hear: Hear<'_>) -> Result<()> {
    let so_far = |read: usize| Pace::so_far(read as u64, format!("正在汇总指标：已读 {read} 件工单"));
    telling(hear, |tell| desk.figures_with(&mut |read| tell(so_far(read)), |_| ()))
}

/// Answers in the form that was asked for.
pub(super) async fn answer(desk: &Arc<Desk>, question: Question, out: &mut (dyn Write + Send)) -> Result<()> {
    let form = question.form;
    let asking = desk.clone();
    let found = tokio::task::spawn_blocking(move || find(&asking, &question)).await??;
    match form {
        Form::Words => write!(out, "{}", forms::words(&found))?,
        Form::Json => {
            serde_json::to_writer_pretty(&mut *out, &forms::json(&found))?;
            writeln!(out)?;
        }
        Form::Csv => write!(out, "{}", forms::csv(&found))?,
    }
    Ok(())
}

fn find(desk: &Desk, question: &Question) -> Result<Found> {
    let (directory, now) = (&desk.city().directory, desk.clock().now());
    let unit = question.unit.as_deref().map(|name| {
        directory.find(name).with_context(|| format!("没有叫“{name}”的单位，或者叫这个名字的不止一个。单位名称见 data/departments.toml。"))
    });
    let unit = unit.transpose()?;
    let Some(by) = By::named(&question.by) else { bail!("不能按“{}”分行。", question.by) };
    let days = match (question.from, question.to) {
        (Some(from), Some(to)) => Days { from, to },
        _ => Days::month(now.date_naive()),
    };
    let filter = Filter {
        days: Some(days),
        unit: unit.map(|unit| unit.id.clone()),
        person: question.person.map(StaffId),
        district: question.district.clone(),
        intent: question.intent.as_deref().map(Into::into),
        channel: question.channel.clone(),
    };
    let staff = desk.staff();
    let weights = desk.city().profile.weights;
    desk.figures(|book: &Book| {
        let name = |key: &Key| named(key, by, book, directory, &staff);
        let Table { rows, total, .. } = book.table(by, &filter, directory, now);
        let ranking = (by == By::Unit).then(|| {
            let ranking = book.ranking(filter.unit.as_ref(), &filter, directory, &weights, now);
            let names = ranking.places.iter().map(|place| directory.short(&place.unit).to_owned()).collect();
            (ranking, names)
        });
        Found {
            days,
            by,
            unit: unit.map(|unit| unit.short.clone()),
            rows: rows.into_iter().map(|row| Named { name: name(&row.key), row }).collect(),
            total: Row { key: Key::None, sums: total },
            ranking,
            bytes: (book.facts(), book.bytes()),
        }
    })
}

/// The measures that a terminal shows for each row.
const SHOWN: [Measure; 13] = [
    Measure::Signed,
    Measure::Handled,
    Measure::Answered,
    Measure::Responded,
    Measure::Solved,
    Measure::Satisfied,
    Measure::Returned,
    Measure::Redone,
    Measure::Recurred,
    Measure::Hops,
    Measure::Dispatched,
    Measure::Yellow,
    Measure::Red,
];
