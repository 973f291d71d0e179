//! What the administrator asks of the store 管理: one case, every case, an invitation. Answered by whoever has the store
//! open: the command itself, or the running server.

use std::io::Write;
use std::sync::Arc;

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use crate::desk::{Desk, NewInvite};
use crate::domain::appraisal::Quarter;
use crate::domain::audit::{Viewed, Viewer};
use crate::domain::case::Case;
use crate::domain::event::Recorded;
use crate::domain::history::Teller;
use crate::domain::ids::CaseNumber;
use crate::domain::legible::legible;
use crate::domain::message::{Card, Message, Scope, clock_words, limit_words, when};
use crate::domain::privacy::{self, Reader};
use crate::domain::staff::Role;
use crate::import::taking::Wanted;

pub mod audit;
pub mod backup;
pub mod publish;
pub mod table;

mod aside;
mod figures;
mod health;
mod import;
mod lessons;
mod migrate;
mod paper;

pub use figures::{Form, Question};
pub use health::Which;
pub use migrate::Migration;
pub use paper::PaperAsked;

/// What is asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "ask", deny_unknown_fields)]
pub enum Request {
    /// `yousu staff invite`
    Invite(NewInvite),
    /// `yousu staff list`
    Staff,
    /// `yousu case NUMBER`
    Case {
        /// Which.
        number: CaseNumber,
        /// What the operating system calls whoever asks.
        #[serde(default)]
        by: Option<String>,
    },
    /// `yousu case NUMBER`, of a case that was taken over, by the number that it had before
    PastCase {
        /// The number that another system gave it.
        original: String,
        /// What the operating system calls whoever asks.
        #[serde(default)]
        by: Option<String>,
    },
    /// `yousu paper KIND NUMBER`
    Paper(PaperAsked),
    /// `yousu explain NUMBER`
    Explain {
        /// Which.
        number: CaseNumber,
    },
    /// `yousu export`
    Export {
        /// What the operating system calls whoever asks.
        #[serde(default)]
        by: Option<String>,
    },
    /// `yousu publish`
    Edition(publish::Edition),
    /// `yousu example`
    Example(publish::Example),
    /// `yousu import`
    Import(Wanted),
    /// `yousu export --format`
    Table(table::Wanted),
    /// `yousu backup`
    Backup(backup::Backup),
    /// `yousu learn --from-store`
    Lessons {
        /// What the operating system calls whoever asks.
        #[serde(default)]
        by: Option<String>,
    },
    /// `yousu audit …`
    Audit(audit::Question),
    /// `yousu migrate-profile`
    MigrateProfile(Migration),
    /// `yousu figures`
    Figures(Question),
    /// `yousu appraisal`
    Appraisal {
        /// Of which quarter; of this one when none is named.
        quarter: Option<Quarter>,
        /// For machines.
        json: bool,
    },
    /// `yousu status`
    Status,
    /// `yousu undelivered`
    Undelivered,
    /// `yousu aside`
    Aside {
        /// Also those that were taken in again.
        all: bool,
    },
    /// `yousu again`
    Again {
        /// Which.
        which: Which,
        /// What the operating system calls whoever asks.
        #[serde(default)]
        by: Option<String>,
    },
    /// `yousu resend`
    Resend {
        /// Which.
        which: Which,
        /// What the operating system calls whoever asks.
        #[serde(default)]
        by: Option<String>,
    },
}

/// How many cases are read at a time for an export.
const PAGE: usize = 256;

/// How far a long request has come 进度.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// So far …
    pub at: u64,
    /// … of so much, where that is known.
    #[serde(default)]
    pub of: Option<u64>,
    /// In words.
    pub words: String,
}

/// Hears how far a request has come. Its error ends the request: nobody waits for the answer any more, or the house closes.
pub type Hear<'h> = &'h (dyn Fn(Pace) -> Result<()> + Send + Sync);

impl Pace {
    /// So far of nobody knows how much.
    pub fn so_far(at: u64, words: String) -> Self {
        Self { at, of: None, words }
    }
}

/// Does `work`, which tells how far it has come without asking whether anybody hears it: who hears it no more ends it all the same, though
/// only when it is done.
fn telling<T>(hear: Hear<'_>, work: impl FnOnce(&mut (dyn FnMut(Pace) + Send)) -> Result<T>) -> Result<T> {
    let mut heard = Ok(());
    let done = work(&mut |pace| {
        if heard.is_ok() {
            heard = hear(pace);
        }
    })?;
    heard.map(|()| done)
}

/// Answers a request, line by line into `out`.
///
/// # Errors
/// What was asked cannot be had; the words are for the administrator.
pub async fn answer(desk: &Arc<Desk>, request: Request, out: &mut (dyn Write + Send)) -> Result<()> {
    answer_telling(desk, request, out, &|_| Ok(())).await
}

/// [`answer`], and `hear` is told how far it has come where that takes long. It may keep its thread for as long as it takes.
///
/// # Errors
/// As [`answer`], and what `hear` says.
pub async fn answer_telling(desk: &Arc<Desk>, request: Request, out: &mut (dyn Write + Send), hear: Hear<'_>) -> Result<()> {
    match request {
        Request::Invite(new) => invite(desk, new, out).await,
        Request::Staff => staff(desk, out),
        Request::Case { number, by } => case(desk, number, Viewer::Operator { name: by }, out).await,
        Request::PastCase { original, by } => {
            let number = desk.store().case_of_original(&original)?;
            let Some(number) = number else { bail!("{}", no_original(&original)) };
            case(desk, number, Viewer::Operator { name: by }, out).await
        }
        Request::Paper(asked) => paper::write(desk, asked, out).await,
        Request::Explain { number } => explain(desk, number, out),
        Request::Export { by } => export(desk, &Viewer::Operator { name: by }, out, hear).await,
        Request::Import(wanted) => import::take(desk, &wanted, out, hear).await,
        Request::Edition(wanted) => {
            figures::make(desk, hear)?;
            publish::edition(desk, wanted, out).await
        }
        Request::Example(wanted) => publish::example(desk, wanted, out).await,
        Request::Table(wanted) => table::write(desk, wanted, out, hear).await,
        Request::Backup(backup) => backup::write(desk.store(), desk.clock().now(), backup, out, hear).await,
        Request::Lessons { by } => lessons::write(desk, &Viewer::Operator { name: by }, out).await,
        Request::Audit(question) => audit::answer(desk, question, out, hear),
        Request::MigrateProfile(migration) => migrate::run(desk, &migration, out).await,
        Request::Figures(question) => {
            figures::make(desk, hear)?;
            figures::answer(desk, question, out).await
        }
        Request::Appraisal { quarter, json } => appraisal(desk, quarter, json, out),
        Request::Status => health::status(desk, out).await,
        Request::Undelivered => health::undelivered(desk, out),
        Request::Aside { all } => aside::list(desk, all, out),
        Request::Again { which, by } => aside::again(desk, which, &Viewer::Operator { name: by }, out).await,
        Request::Resend { which, by } => health::resend(desk, which, &Viewer::Operator { name: by }, out).await,
    }
}

async fn invite(desk: &Arc<Desk>, new: NewInvite, out: &mut (dyn Write + Send)) -> Result<()> {
    let role = new.role.label();
    let invite = desk.invite(new).await?;
    let unit = invite.department.as_ref().map(|unit| desk.city().directory.short(unit).to_owned()).unwrap_or_default();
    writeln!(out, "邀请码：{}", invite.code)?;
    writeln!(out, "身份：{unit}{role}。一人一码，用过即失效，有效期至 {}。", invite.expires.format("%Y-%m-%d %H:%M"))?;
    writeln!(out, "Telegram：请本人向机器人发送 /start {}", invite.code)?;
    writeln!(out, "网页：请本人在本机打开 /join/{}", invite.code)?;
    Ok(())
}

/// 评议结果 of a quarter: units, never citizens.
fn appraisal(desk: &Arc<Desk>, quarter: Option<Quarter>, json: bool, out: &mut (dyn Write + Send)) -> Result<()> {
    let quarter = quarter.unwrap_or_else(|| Quarter::of(desk.clock().now()));
    let appraised = desk.appraised(quarter)?;
    if json {
        serde_json::to_writer_pretty(&mut *out, &appraised)?;
        writeln!(out)?;
    } else {
        writeln!(out, "{}", desk.city().wording.say(&desk.appraised_words(&appraised)))?;
    }
    Ok(())
}

fn staff(desk: &Arc<Desk>, out: &mut (dyn Write + Send)) -> Result<()> {
    let directory = &desk.city().directory;
    for person in desk.staff() {
        let unit = person.department.as_ref().map_or("", |unit| directory.short(unit));
        let demo = if person.demo { "（演示）" } else { "" };
        writeln!(out, "{}\t{}\t{unit}\t{}{demo}", person.id, person.role.label(), person.name)?;
    }
    Ok(())
}

fn found(desk: &Desk, number: CaseNumber) -> Result<Case> {
    let Some(case) = desk.store().case(number)? else { bail!("{}", no_case(number)) };
    Ok(case)
}

/// Every limit that the case ever had, and how each was counted.
fn explain(desk: &Arc<Desk>, number: CaseNumber, out: &mut (dyn Write + Send)) -> Result<()> {
    let case = found(desk, number)?;
    let (city, now) = (desk.city(), desk.clock().now());
    let limits = limit_words(&desk.store().events(number)?, Scope::All, city.time(&desk.profile_of(&case.profile)), now);
    let message = Message::Explained { number, state: case.state.label(), clock: clock_words(&case, now), limits };
    writeln!(out, "{}", city.wording.say(&message))?;
    Ok(())
}

async fn case(desk: &Arc<Desk>, number: CaseNumber, by: Viewer, out: &mut (dyn Write + Send)) -> Result<()> {
    let case = found(desk, number)?;
    let events = desk.store().events(number)?;
    let code = desk.viewed(number, by, Viewed::CommandLine).await?.unwrap_or_default();
    writeln!(out, "{}查阅码：{code}", legible(&case_text(desk, &case, &events)))?;
    Ok(())
}

fn no_case(number: CaseNumber) -> String {
    format!("没有工单 {number}。工单号形如 20260213-000001，可在网页的在办工单里查到。")
}

fn no_original(original: &str) -> String {
    let shown: String = original.chars().take(40).collect();
    format!("“{shown}”不是工单号（形如 20260213-000001），也不是导入过的历史工单的原编号。")
}

/// The case as an administrator may read it: identity masked (RULEBOOK §8).
fn case_text(desk: &Desk, case: &Case, events: &[Recorded]) -> String {
    let reader = Reader::Staff(Role::Administrator);
    let directory = &desk.city().directory;
    let staff = desk.staff();
    let card = Card::of(case, reader, directory, desk.clock().now());
    let teller = Teller { case, directory, staff: &staff, rules: &desk.profile_of(&case.profile), sight: privacy::sight(reader, case) };
    let mut lines = vec![
        format!("工单 {}　{}　{}", card.number, card.state, card.holder),
        format!("事项：{}（{} · {} · {}）", card.intent, card.kind, card.category, card.urgency),
        format!("来件：{}", card.received_at),
        format!("诉求：{}", card.text),
    ];
    lines.extend(card.facts.iter().map(|(name, value)| format!("{name}：{value}")));
    lines.extend(card.due.iter().map(|due| format!("{}时限：{}（{}）", due.limit, due.at, due.left)));
    lines.extend(card.others.iter().map(|words| format!("另一位诉求人：{words}")));
    lines.extend(case.parties.iter().map(|party| format!("并入：{}", party.from)));
    lines.extend(card.recurs.map(|number| format!("复发，原工单：{number}")));
    lines.extend(card.recurred.map(|number| format!("已复发，新工单：{number}")));
    lines.push("经过：".to_owned());
    for event in events {
        lines.push(format!("  {:>3}  {}  {}  {}", event.seq, when(event.at), event.event.label(), teller.actor(&event.by)));
        lines.extend(teller.details(&event.event).iter().map(|(name, words)| format!("       {name}：{words}")));
        lines.extend(teller.pieces(&event.event).iter().map(|words| format!("       附件：{words}")));
    }
    lines.join("\n") + "\n"
}

/// One line of an export.
#[derive(Serialize)]
struct Line<'a> {
    v: u32,
    number: CaseNumber,
    case: &'a Case,
    events: &'a [Recorded],
}

/// A line of an export in place of a case that cannot be read.
#[derive(Serialize)]
struct Missing {
    v: u32,
    number: CaseNumber,
    damaged: String,
}

/// Every case with its events, one JSON line each, oldest first. It holds identities in full: it is the store itself in
/// another form, and belongs under the same lock. That a case is given out is written down before it is.
async fn export(desk: &Desk, by: &Viewer, out: &mut (dyn Write + Send), hear: Hear<'_>) -> Result<()> {
    let store = desk.store();
    let (mut after, mut given) = (None, 0);
    loop {
        let numbers = store.case_numbers(after, PAGE)?;
        let Some(last) = numbers.last() else { return Ok(()) };
        after = Some(*last);
        given += numbers.len() as u64;
        let mut cases: Vec<Case> = Vec::new();
        for number in numbers {
            match store.case(number) {
                Ok(case) => cases.extend(case),
                // It hides no other; its line says that it is missing.
                Err(error) => {
                    serde_json::to_writer(&mut *out, &Missing { v: 1, number, damaged: crate::why::told(&error) })?;
                    writeln!(out)?;
                }
            }
        }
        desk.given_out(&cases.iter().collect::<Vec<_>>(), by, Viewed::Export).await?;
        for case in &cases {
            let events = store.events(case.number)?;
            serde_json::to_writer(&mut *out, &Line { v: 1, number: case.number, case, events: &events })?;
            writeln!(out)?;
        }
        hear(Pace { at: given, of: None, words: format!("导出 {given} 件") })?;
    }
}
