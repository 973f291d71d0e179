//! The audit record 审计 for the administrator and the auditor: who saw a case, whose a trace code is, and whether anything
//! that is stored was changed behind the program's back.

use std::io::Write;
use std::sync::Arc;

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use super::{Hear, Pace, no_case, telling};
use crate::desk::Desk;
use crate::domain::audit::{Head, Verification};
use crate::domain::ids::CaseNumber;

/// What is asked about the audit record.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "about", deny_unknown_fields)]
pub enum Question {
    /// Who saw this case.
    Case {
        /// Which.
        number: CaseNumber,
        /// Only by whoever is described with these words: a role, a unit, a name.
        only: Option<String>,
    },
    /// What this trace code was put on.
    Trace {
        /// The code.
        code: String,
    },
    /// Who had undeliverable notices sent again.
    Resent,
    /// Whether everything is as it was written.
    Verify {
        /// What was noted down earlier.
        anchors: Vec<Head>,
    },
}

/// Answers a question, line by line into `out`.
///
/// # Errors
/// There is no such case or code, or something is not as it was written; the words are for the administrator.
pub(super) fn answer(desk: &Arc<Desk>, question: Question, out: &mut (dyn Write + Send), hear: Hear<'_>) -> Result<()> {
    match question {
        Question::Case { number, only } => case(desk, number, only.as_deref(), out),
        Question::Trace { code } => trace(desk, &code, out),
        Question::Resent => resent(desk, out),
        Question::Verify { anchors } => {
            let so_far = |records| Pace::so_far(records, format!("正在核验：已看 {records} 条记录"));
            let verified = telling(hear, |tell| desk.store().verify_chain(&anchors, &mut |records| tell(so_far(records))))?;
            verdict(&verified, out)
        }
    }
}

fn case(desk: &Desk, number: CaseNumber, only: Option<&str>, out: &mut (dyn Write + Send)) -> Result<()> {
    let Some(seen) = desk.store().case(number)? else { bail!("{}", no_case(number)) };
    let directory = &desk.city().directory;
    let all = desk.store().views(number)?;
    let fits = |who: &str| only.is_none_or(|only| who.contains(only));
    let shown: Vec<_> = all.iter().filter(|(_, view)| fits(&view.by.words(directory))).collect();
    writeln!(out, "工单 {number} 的查阅记录，共 {} 次：", shown.len())?;
    for (n, view) in shown {
        writeln!(out, "  第 {n} 条　{}", view.words(directory))?;
    }
    // Whoever took everything has this case too, from the moment that it was received.
    let copies = desk.store().copies()?.into_iter().filter(|(_, copied)| copied.at >= seen.received_at);
    for (n, copied) in copies.filter(|(_, copied)| fits(&copied.by.words(directory))) {
        writeln!(out, "  第 {n} 条　{}", copied.words(directory))?;
    }
    Ok(())
}

fn trace(desk: &Desk, code: &str, out: &mut (dyn Write + Send)) -> Result<()> {
    let code = code.trim().to_uppercase();
    let Some((n, view)) = desk.store().view_of_code(&code)? else {
        bail!("没有查阅码 {code}。查阅码是 6 位数字和字母，没有 I、L、O、U，请对照截图再核对一遍。");
    };
    writeln!(out, "工单 {}　第 {n} 条　{}", view.case, view.words(&desk.city().directory))?;
    writeln!(out, "当时工单有 {} 个事件。", view.seq)?;
    Ok(())
}

fn resent(desk: &Desk, out: &mut (dyn Write + Send)) -> Result<()> {
    let (all, directory) = (desk.store().resent()?, &desk.city().directory);
    writeln!(out, "重发无法送达的通知，共 {} 次：", all.len())?;
    for (n, resent) in &all {
        let at = resent.at.format("%Y-%m-%d %H:%M:%S");
        writeln!(out, "  第 {n} 条　{at}　{}　通知 {}", resent.by.words(directory), resent.notice)?;
    }
    Ok(())
}

/// What a walk along the chain found; a fault is an error, so that the command fails.
fn verdict(found: &Verification, out: &mut (dyn Write + Send)) -> Result<()> {
    let Verification { checked, head, fault } = found;
    let counted =
        format!("审计记录 {} 条（查阅 {} 次），工单 {} 件，事件 {} 个", checked.entries, checked.views, checked.cases, checked.events);
    if let Some(fault) = fault {
        bail!("核验没有通过：{fault}。查到这里为止：{counted}。请保留现场，不要删改数据目录，报告监察员。");
    }
    writeln!(out, "核验通过：{counted}，与写入时一致。")?;
    if checked.rejoined > 0 {
        writeln!(out, "注意：链头曾经缺失或损坏 {} 次，由最后一条重建；在那之后被截掉的记录查不出来，除非另有锚点。", checked.rejoined)?;
    }
    if checked.resent > 0 {
        writeln!(out, "其中重发无法送达的通知 {} 次。", checked.resent)?;
    }
    writeln!(out, "锚点：{head}")?;
    writeln!(out, "请把锚点抄在本机以外的地方；以后用 yousu audit --verify --anchor 锚点 核对，连截尾重写也查得出来。")?;
    Ok(())
}
