//! The list of open cases 在办工单, as far as the person at work may see them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::House;
use super::problem::Problem;
use super::standout::{self, Chip, Filter};
use super::view::{Tab, View};
use crate::domain::case::{Case, State};
use crate::domain::department::Directory;
use crate::domain::ids::{CaseNumber, Moment};
use crate::domain::message::{Card, CaseLine, DueWords};
use crate::domain::privacy::Reader;
use crate::domain::span::Limit;
use crate::domain::staff::{Role, Staff};
use crate::workbench::may_see;

/// The most rows that are shown; the filter finds the rest.
const MOST_ROWS: usize = 200;

/// The list as its template needs it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct List {
    fragment: String,
    rows: Vec<Row>,
    found: usize,
    all: usize,
    overdue: usize,
    states: Vec<Choice>,
    units: Vec<Choice>,
    /// By what stands out.
    filters: Vec<Filter>,
    only: String,
    q: String,
}

/// One value of a filter, with how many cases it has.
#[derive(Clone, Debug, Serialize)]
struct Choice {
    name: String,
    count: usize,
    chosen: bool,
}

#[derive(Clone, Debug, Serialize)]
struct Row {
    line: CaseLine,
    href: String,
    urgency: &'static str,
    urgent: bool,
    tone: &'static str,
    due_tone: &'static str,
    yellow_cards: u32,
    red_cards: u32,
    urged: u32,
    chips: Vec<Chip>,
}

/// The case of this number, when there is one that this person may see.
pub(super) fn visible(house: &House, staff: &Staff, number: CaseNumber) -> Result<Case, Problem> {
    let case = house.desk().store().case(number)?;
    case.filter(|case| may_see(case, staff, &house.desk().city().directory)).ok_or(Problem::NoCase)
}

/// The way to a case, for this person.
pub(super) fn href(number: CaseNumber, staff: &Staff) -> String {
    View { staff: Some(staff.id), ..View::default() }.with_case(number).href()
}

/// Every open case.
pub(super) fn open(house: &House) -> Result<Vec<Case>, Problem> {
    let store = house.desk().store();
    let mut cases = Vec::new();
    for number in store.open_cases()? {
        // A damaged record has been reported by the store; it hides no other.
        cases.extend(store.case(number).ok().flatten());
    }
    Ok(cases)
}

/// The list for this person: the most pressing first.
pub(super) fn list(house: &House, staff: &Staff, view: &View) -> Result<List, Problem> {
    let directory = &house.desk().city().directory;
    let now = house.desk().clock().now();
    let mut cases = open(house)?;
    cases.extend(closed_case_of_query(house, view)?);
    cases.retain(|case| may_see(case, staff, directory));
    cases.sort_by_key(|case| (case.next_due().map_or(now + chrono::TimeDelta::days(3650), |(_, due)| due), case.number));
    let unit_name = |case: &Case| case.unit().map(|unit| directory.short(unit).to_owned());
    let rows: Vec<(Row, Option<String>)> =
        cases.iter().map(|case| (Row::of(case, staff.role, directory, now, view), unit_name(case))).collect();
    let both = rows.iter().zip(&cases).filter(|((row, unit), case)| row.fits(view, unit.as_deref()) && standout::keeps(case, now, view));
    let kept = both.map(|((row, _), _)| row);
    Ok(List {
        fragment: format!("/fragment/cases?{}", view.with_tab(Tab::Cases).query()),
        found: kept.clone().count(),
        all: rows.len(),
        overdue: rows.iter().filter(|(row, _)| row.due_tone == OVER).count(),
        states: choices(rows.iter().map(|(row, _)| row.line.state.to_owned()), &view.state),
        units: choices(rows.iter().filter_map(|(_, unit)| unit.clone()), &view.unit),
        filters: standout::filters(&cases, now, view),
        only: view.only.clone(),
        q: view.q.clone(),
        rows: kept.take(MOST_ROWS).cloned().collect(),
    })
}

/// A whole case number finds its case even when that is closed.
fn closed_case_of_query(house: &House, view: &View) -> Result<Option<Case>, Problem> {
    let Ok(number) = view.q.trim().parse() else { return Ok(None) };
    Ok(house.desk().store().case(number)?.filter(|case| case.state.is_closed()))
}

fn choices(values: impl Iterator<Item = String>, chosen: &str) -> Vec<Choice> {
    let mut counts = BTreeMap::new();
    if !chosen.is_empty() {
        counts.insert(chosen.to_owned(), 0);
    }
    for value in values {
        *counts.entry(value).or_insert(0) += 1;
    }
    counts.into_iter().map(|(name, count)| Choice { chosen: name == chosen, name, count }).collect()
}

impl Row {
    fn of(case: &Case, role: Role, directory: &Directory, now: Moment, view: &View) -> Self {
        let card = Card::of(case, Reader::Staff(role), directory, now);
        Self {
            line: CaseLine::of(&card),
            href: view.with_case(case.number).href(),
            urgency: card.urgency,
            urgent: card.urgent,
            tone: tone(&case.state),
            due_tone: due_tone(case, now),
            yellow_cards: card.yellow_cards,
            red_cards: case.tally.red_cards,
            urged: card.urged,
            chips: standout::chips(case, now),
        }
    }

    fn fits(&self, view: &View, unit: Option<&str>) -> bool {
        let words = [&self.line.number.to_string(), &self.line.intent, &self.line.what, &self.line.holder].map(String::as_str).join(" ");
        (view.state.is_empty() || self.line.state == view.state)
            && (view.unit.is_empty() || unit == Some(&view.unit))
            && view.q.split_whitespace().all(|word| words.contains(word))
    }
}

/// The colour of a state's chip.
pub(super) fn tone(state: &State) -> &'static str {
    match state {
        State::Received { .. } | State::Accepted { .. } | State::Submitted { .. } | State::Ruling { .. } => "gold",
        State::Dispatched { .. } | State::Resolved { .. } | State::Suspended { .. } | State::OnFile { .. } => "violet",
        State::InProgress { .. } => "blue",
        State::Answered { .. } | State::FollowedUp { .. } => "green",
        State::Archived { .. }
        | State::Declined { .. }
        | State::Withdrawn { .. }
        | State::Merged { .. }
        | State::Revoked { .. }
        | State::HandedOver { .. } => "grey",
    }
}

const OVER: &str = "over";

/// The colour of the time that is left until the next end.
fn due_tone(case: &Case, now: Moment) -> &'static str {
    let next = case.limits().into_iter().map(|(_, limit)| limit).min_by_key(|limit| limit.due);
    next.map_or("calm", |limit| limit_tone(&limit, now))
}

/// Red when it is over, amber in its last quarter.
pub(super) fn limit_tone(limit: &Limit, now: Moment) -> &'static str {
    let quarter = (limit.due - limit.from) / 4;
    if now > limit.due {
        OVER
    } else if limit.due - now <= quarter {
        "near"
    } else {
        "calm"
    }
}

/// A running limit as pages show it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct DueLine {
    words: DueWords,
    tone: &'static str,
    from: String,
    span: String,
}

/// Every limit that runs.
pub(super) fn limits(case: &Case, now: Moment) -> Vec<DueLine> {
    let line = |(kind, limit): (crate::domain::span::LimitKind, Limit)| DueLine {
        words: DueWords::of(kind.label(), limit.due, now),
        tone: limit_tone(&limit, now),
        from: crate::domain::message::when(limit.from),
        span: limit.span.to_string(),
    };
    case.limits().into_iter().map(line).collect()
}
