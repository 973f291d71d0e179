//! Files of their names 附件制作: what an outbound, a line of the page's chat or the administrator names is made here, from events and
//! data alone.

use std::sync::Arc;

use anyhow::{Context, Result};

use crate::channel::{FileShape, MadeFile, Maker};
use crate::desk::Desk;
use crate::documents::{Ask, file_name, gather};
use crate::domain::ids::CaseNumber;
use crate::domain::outbound::FileRef;
use crate::domain::paper::{Paper, papers};
use crate::domain::privacy::Reader;

/// Somebody who makes files for the outbox.
pub fn maker(desk: Arc<Desk>) -> Maker {
    Arc::new(move |file| make(&desk, file))
}

/// Makes a file.
///
/// # Errors
/// What it is made of cannot be read, or makes no such file.
pub fn make(desk: &Desk, file: &FileRef) -> Result<MadeFile> {
    match file {
        FileRef::Paper { kind: _, case, seq, reader, code } => paper(desk, *case, *seq, *reader, code.as_deref()),
        FileRef::Report { kind, unit, to } => {
            let (name, bytes) = desk.report_picture(*kind, unit.as_ref(), *to)?;
            Ok(MadeFile { name, shape: FileShape::Picture, bytes })
        }
    }
}

fn paper(desk: &Desk, case: CaseNumber, seq: u32, reader: Reader, code: Option<&str>) -> Result<MadeFile> {
    let (city, events) = (desk.city(), desk.store().events(case)?);
    let paper = papers(&events, &desk.store().registered(case)?, &city.directory)
        .into_iter()
        .find(|paper| paper.seq == seq)
        .context("no paper of this event")?;
    let facts = gather(&Ask { paper, reader, code, events: &events, city: &city.name, directory: &city.directory, staff: &desk.staff() })?;
    let bytes = city.papers.make(paper.kind, &facts)?;
    Ok(MadeFile { name: file_name(case, &paper), shape: FileShape::Document, bytes })
}

/// A paper of a case, with its number 文号 and the day on which it was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Which.
    pub paper: Paper,
    /// 文号
    pub number: String,
    /// 成文日期
    pub date: String,
}

/// Every paper of a case, in the order in which they were made.
///
/// # Errors
/// The case cannot be read.
pub fn list(desk: &Desk, case: CaseNumber, reader: Reader) -> Result<Vec<Listed>> {
    let (city, events, staff) = (desk.city(), desk.store().events(case)?, desk.staff());
    let listed = |paper: Paper| {
        let ask = Ask { paper, reader, code: None, events: &events, city: &city.name, directory: &city.directory, staff: &staff };
        let facts = gather(&ask)?;
        let number = city.papers.number(paper.kind, &facts)?;
        Ok(Listed { paper, number, date: facts.paper.date })
    };
    papers(&events, &desk.store().registered(case)?, &city.directory).into_iter().map(listed).collect()
}
