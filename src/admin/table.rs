//! `yousu export --format`: cases as a table, veiled unless somebody asks for everything.

use std::io::Write;

use anyhow::Result;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Hear, PAGE, Pace};
use crate::desk::Desk;
use crate::domain::audit::{Viewed, Viewer};
use crate::domain::case::Case;
use crate::domain::ids::DepartmentId;
use crate::domain::privacy::{self, Reader, Sight};
use crate::domain::staff::Role;
use crate::export::{Form, Record, writer};

/// Which cases, in which form.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// What sort of file.
    pub form: Form,
    /// Received on this day or later.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Received on this day or earlier.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Of this unit and those below it, by any of its names.
    #[serde(default)]
    pub unit: Option<String>,
    /// With identities in full.
    #[serde(default)]
    pub unmasked: bool,
    /// What the operating system calls whoever asks.
    #[serde(default)]
    pub by: Option<String>,
}

/// Writes the table. That a case is given out is written down before it is.
pub(super) async fn write(desk: &Desk, wanted: Wanted, out: &mut (dyn Write + Send), hear: Hear<'_>) -> Result<()> {
    let mut tell = |seen: u64, given: u64| hear(Pace { at: seen, of: None, words: format!("看过 {seen} 件，导出 {given} 件") });
    export(desk, &wanted, out, &mut tell).await
}

/// [`write`]; `tell` hears how many cases have been looked at, and how many are in the table. Its error ends it.
///
/// # Errors
/// There is no such unit, the store cannot be read, or `out` not written.
pub async fn export(
    desk: &Desk,
    wanted: &Wanted,
    out: &mut (dyn Write + Send),
    tell: &mut (dyn FnMut(u64, u64) -> Result<()> + Send),
) -> Result<()> {
    let directory = &desk.city().directory;
    let unit = match &wanted.unit {
        None => None,
        Some(name) => Some(directory.find(name).ok_or_else(|| anyhow::anyhow!("没有名为“{name}”的单位"))?.id.clone()),
    };
    let by = Viewer::Operator { name: wanted.by.clone() };
    let how = if wanted.unmasked { Viewed::Export } else { Viewed::MaskedExport };
    let (mut after, mut seen, mut given) = (None, 0, 0);
    let mut writer = writer(wanted.form, out)?;
    loop {
        let numbers = desk.store().case_numbers(after, PAGE)?;
        let Some(last) = numbers.last() else { break };
        after = Some(*last);
        seen += numbers.len() as u64;
        // A damaged record has been reported by the store.
        let cases = numbers.iter().filter_map(|number| desk.store().case(*number).ok().flatten());
        let cases: Vec<Case> = cases.filter(|case| fits(case, wanted, unit.as_ref(), desk)).collect();
        desk.given_out(&cases.iter().collect::<Vec<_>>(), &by, how).await?;
        for case in &cases {
            writer.row(&record(desk, case, wanted.unmasked)?)?;
        }
        given += cases.len() as u64;
        tell(seen, given)?;
    }
    Ok(writer.end()?)
}

fn record(desk: &Desk, case: &Case, unmasked: bool) -> Result<Record> {
    let sight = if unmasked { Sight::Full } else { privacy::sight(Reader::Staff(Role::Administrator), case) };
    Ok(Record::of(case, &desk.store().events(case.number)?, &desk.city().directory, sight))
}

fn fits(case: &Case, wanted: &Wanted, unit: Option<&DepartmentId>, desk: &Desk) -> bool {
    let day = case.received_at.date_naive();
    let within = |unit: &DepartmentId| case.unit().is_some_and(|own| desk.city().directory.is_within(own, unit));
    wanted.from.is_none_or(|from| day >= from) && wanted.to.is_none_or(|to| day <= to) && unit.is_none_or(within)
}
