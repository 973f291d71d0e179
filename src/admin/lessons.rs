//! What the store teaches 派单员的更正: for each case the citizen's words and the unit that signed for it in the end, whatever was
//! thought first. Lines as `yousu learn` reads them.
//!
//! Invariant: they leave without number, name, telephone and account: what is learned needs none of it, and nobody is told.
//! Who took them is on the record of each case 查阅记录.

use std::io::Write;

use anyhow::Result;
use serde::Serialize;

use crate::desk::Desk;
use crate::domain::audit::{Viewed, Viewer};
use crate::domain::case::Case;
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::DepartmentId;
use crate::domain::privacy::{Sight, Veil};

/// How many cases are read at a time.
const PAGE: usize = 256;

/// One lesson.
#[derive(Debug, PartialEq, Serialize)]
struct Line<'a> {
    text: String,
    unit: &'a str,
    /// The unit is another than the one that was proposed.
    corrected: bool,
}

/// Every lesson, oldest case first. That a case's words are given out is written down before they are.
pub async fn write(desk: &Desk, by: &Viewer, out: &mut (dyn Write + Send)) -> Result<()> {
    let (store, directory) = (desk.store(), &desk.city().directory);
    let mut after = None;
    loop {
        let numbers = store.case_numbers(after, PAGE)?;
        let Some(last) = numbers.last() else { return Ok(()) };
        after = Some(*last);
        let mut taught: Vec<(Case, DepartmentId)> = Vec::new();
        for number in numbers {
            let unit = signed(&store.events(number)?);
            taught.extend(store.case(number)?.zip(unit));
        }
        desk.given_out(&taught.iter().map(|(case, _)| case).collect::<Vec<_>>(), by, Viewed::Lessons).await?;
        for line in taught.iter().flat_map(|(case, unit)| lines(case, unit, directory.short(unit))) {
            serde_json::to_writer(&mut *out, &line)?;
            writeln!(out)?;
        }
    }
}

/// A line for each citizen of the case.
fn lines<'a>(case: &Case, unit: &DepartmentId, name: &'a str) -> Vec<Line<'a>> {
    let veil = Veil::with(Sight::Hidden, case);
    let corrected = case.complaint.classification.department.as_ref() != Some(unit);
    let texts = std::iter::once(&case.complaint.text).chain(case.parties.iter().map(|party| &party.text));
    texts.map(|text| Line { text: veil.text(text), unit: name, corrected }).filter(|line| !line.text.trim().is_empty()).collect()
}

/// The unit that signed for the case and did not send it back.
fn signed(events: &[Recorded]) -> Option<DepartmentId> {
    let (mut given, mut signed) = (None, None);
    for recorded in events {
        match &recorded.event {
            Event::Dispatched { unit, .. } | Event::Transferred { to: unit, .. } => (given, signed) = (Some(unit), None),
            Event::Acknowledged => signed = given,
            // When the return is refused, the same unit signs again.
            Event::Returned { .. } => signed = None,
            Event::ConflictNamed { dispatch: Some(_), .. } => (given, signed) = (None, None),
            _ => {}
        }
    }
    signed.cloned()
}
