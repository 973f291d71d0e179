//! A paper for the administrator 取文书: made, written down as taken, and given out as its bytes.

use std::io::Write;
use std::sync::Arc;

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use super::found;
use crate::desk::Desk;
use crate::domain::audit::Viewer;
use crate::domain::ids::CaseNumber;
use crate::domain::outbound::FileRef;
use crate::domain::paper::{Paper, PaperKind, papers};
use crate::domain::privacy::Reader;
use crate::files;

/// Which paper, and for whom.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperAsked {
    /// 文种
    pub kind: PaperKind,
    /// 工单号
    pub number: CaseNumber,
    /// As whom it is read.
    pub reader: Reader,
    /// The how-manieth of its kind, from 1; the last when left out.
    #[serde(default)]
    pub nth: Option<u32>,
    /// What the operating system calls whoever asks.
    #[serde(default)]
    pub by: Option<String>,
}

/// Writes its bytes.
pub(super) async fn write(desk: &Arc<Desk>, asked: PaperAsked, out: &mut (dyn Write + Send)) -> Result<()> {
    let PaperAsked { kind, number, reader, nth, by } = asked;
    let case = found(desk, number)?;
    let events = desk.store().events(number)?;
    let all: Vec<Paper> =
        papers(&events, &desk.store().registered(number)?, &desk.city().directory).into_iter().filter(|paper| paper.kind == kind).collect();
    let paper = match nth {
        None => all.last(),
        Some(nth) => all.iter().find(|paper| paper.ordinal == nth),
    };
    let Some(paper) = paper else {
        let (label, state) = (kind.label(), case.state.label());
        match all.len() {
            0 => bail!("工单 {number} 还没有{label}：{}才会有，现在是“{state}”。", kind.made_when()),
            count => bail!("工单 {number} 的{label}只有 {count} 份，没有第 {} 份。", nth.unwrap_or_default()),
        }
    };
    let code = desk.took_paper(number, Viewer::Operator { name: by }, reader).await?;
    let made = files::make(desk, &FileRef::Paper { kind, case: number, seq: paper.seq, reader, code })?;
    out.write_all(&made.bytes)?;
    Ok(())
}
