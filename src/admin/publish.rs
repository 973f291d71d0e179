//! `yousu publish` and `yousu example`: what the public is shown, and the typical cases in it.

use std::io::Write;

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::domain::audit::Viewer;
use crate::domain::ids::CaseNumber;
use crate::domain::publication::Period;

/// Which edition, and whether it comes out.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Of which month.
    pub month: Period,
    /// It is only looked at.
    pub dry_run: bool,
    /// What it corrects, and why.
    #[serde(default)]
    pub correction: Option<String>,
    /// What the operating system calls whoever asks.
    #[serde(default)]
    pub by: Option<String>,
}

/// A typical case to be shown, written or approved.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Of which case; all that there are when none is named.
    #[serde(default)]
    pub number: Option<CaseNumber>,
    /// The title.
    #[serde(default)]
    pub title: Option<String>,
    /// The words.
    #[serde(default)]
    pub text: Option<String>,
    /// It may be published as it is.
    #[serde(default)]
    pub approve: bool,
    /// What the operating system calls whoever asks.
    #[serde(default)]
    pub by: Option<String>,
}

/// The edition, as JSON in one line.
pub(super) async fn edition(desk: &Desk, wanted: Edition, out: &mut (dyn Write + Send)) -> Result<()> {
    let Edition { month, dry_run, correction, by } = wanted;
    let edition = match dry_run {
        true => desk.edition(month, correction)?,
        false => desk.publish(month, correction, Viewer::Operator { name: by }).await?,
    };
    serde_json::to_writer(&mut *out, &edition)?;
    Ok(writeln!(out)?)
}

/// The typical case in words, as it stands after what was asked.
pub(super) async fn example(desk: &Desk, wanted: Example, out: &mut (dyn Write + Send)) -> Result<()> {
    let Example { number, title, text, approve, by } = wanted;
    let Some(number) = number else { return list(desk, out) };
    let (old_title, old_text, was_approved) = desk.example(number)?;
    if title.is_none() && text.is_none() && !approve {
        let state =
            if was_approved { "已审定，随当月公示公布" } else { "未审定：改写用 --title、--text，审定加 --approve" };
        return Ok(writeln!(out, "题目：{old_title}\n内容：{old_text}\n（{state}）")?);
    }
    let words = (title.unwrap_or(old_title), text.unwrap_or(old_text));
    match desk.write_example(number, words, approve, Viewer::Operator { name: by }).await? {
        Err(faults) => bail!("没有写入：{}", faults.concat()),
        Ok(example) => {
            let state = if example.approved.is_some() { "已审定" } else { "已写入，还没有审定" };
            Ok(writeln!(out, "{state}，属{}。\n题目：{}\n内容：{}", example.month.words(), example.title, example.text)?)
        }
    }
}

fn list(desk: &Desk, out: &mut (dyn Write + Send)) -> Result<()> {
    let all = desk.store().examples()?;
    if all.is_empty() {
        writeln!(out, "还没有典型案例。用 yousu example 工单号 起草。")?;
    }
    for example in all {
        let state = if example.approved.is_some() { "已审定" } else { "未审定" };
        writeln!(out, "{}\t{}\t{state}\t{}", example.month, example.case, example.title)?;
    }
    Ok(())
}
