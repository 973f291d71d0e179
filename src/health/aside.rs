//! The messages that are kept aside 搁置, as the administrator reads them: when, by which way, of what kind, why. What they say
//! is not shown.

use anyhow::Result;
use serde::Serialize;

use crate::desk::Desk;
use crate::domain::inbound::Body;
use crate::domain::message::when;
use crate::metrics::Door;
use crate::store::{Aside, Readmitted};

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its number on the list, by which it is taken in again.
    pub number: u64,
    /// When it was set aside.
    pub at: String,
    /// Who wrote it: staff by their name, everybody else as a citizen.
    pub from: String,
    /// By which way.
    pub door: &'static str,
    /// What it is.
    pub kind: String,
    /// Why it was set aside.
    pub why: &'static str,
    /// Who had it taken in again, and when; none while it waits.
    pub readmitted: Option<String>,
}

impl Row {
    /// The message in one paragraph.
    pub fn words(&self) -> String {
        let Self { number, at, from, door, kind, why, .. } = self;
        let end = self.readmitted.as_deref().map(|by| format!("\n      已重新受理：{by}")).unwrap_or_default();
        format!("第 {number} 号　{at} 起　{from}（{door}）　{kind}\n      {why}{end}")
    }
}

/// Those that wait, oldest first; with `all` also those that were taken in again.
///
/// # Errors
/// The store cannot be read.
pub fn rows(desk: &Desk, all: bool) -> Result<Vec<Row>> {
    let asked = desk.store().aside()?.into_iter().filter(|aside| all || aside.readmitted.is_none());
    Ok(asked.map(|aside| row(desk, aside)).collect())
}

fn row(desk: &Desk, aside: Aside) -> Row {
    let directory = &desk.city().directory;
    let staff = desk.staff().into_iter().find(|staff| staff.user == aside.inbound.user);
    let readmitted = |Readmitted { by, at }: Readmitted| format!("{} {}", when(at), by.words(directory));
    Row {
        number: aside.number,
        at: when(aside.at),
        from: staff.map_or("市民".to_owned(), |staff| format!("{} {}", staff.role.label(), staff.name)),
        door: Door::of(&aside.inbound.chat).label(),
        kind: kind(&aside.inbound.body),
        why: aside.why.label(),
        readmitted: aside.readmitted.map(readmitted),
    }
}

fn kind(body: &Body) -> String {
    match body {
        Body::Text(text) => format!("文字 {} 字", text.chars().count()),
        Body::Press(_) => "按钮".to_owned(),
        Body::Evidence { evidence, .. } => evidence.kind.label().to_owned(),
        Body::Pieces(pieces) => format!("附件 {} 件", pieces.len()),
        Body::Contact(_) => "电话号码".to_owned(),
        Body::Start(_) => "进入对话".to_owned(),
        Body::Unsupported(what) => what.clone(),
        Body::MovedTo(_) => "群升级通知".to_owned(),
    }
}
