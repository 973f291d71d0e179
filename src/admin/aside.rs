//! The messages that are kept aside 搁置, for the administrator at the command line.

use std::io::Write;
use std::sync::Arc;

use anyhow::{Result, bail};

use super::Which;
use crate::desk::{Desk, Readmission};
use crate::domain::audit::Viewer;
use crate::health::aside;

/// `yousu aside`
pub(super) fn list(desk: &Arc<Desk>, all: bool, out: &mut (dyn Write + Send)) -> Result<()> {
    let rows = aside::rows(desk, all)?;
    if rows.is_empty() {
        writeln!(out, "没有搁置的来信。")?;
        return Ok(());
    }
    writeln!(out, "搁置的来信 {} 条：", rows.len())?;
    for row in &rows {
        writeln!(out, "  {}", row.words())?;
    }
    writeln!(out, "重新受理：yousu again 序号…，全部：yousu again --all。谁重新受理的会记下来，见 yousu aside --all。")?;
    Ok(())
}

/// `yousu again`
pub(super) async fn again(desk: &Arc<Desk>, which: Which, by: &Viewer, out: &mut (dyn Write + Send)) -> Result<()> {
    let listed: Vec<u64> = aside::rows(desk, false)?.into_iter().map(|row| row.number).collect();
    let numbers = match which {
        Which::All => listed,
        Which::Numbers { numbers } => match numbers.iter().find(|number| !listed.contains(number)) {
            Some(number) => bail!("没有第 {number} 号搁置的来信，可能已经重新受理；请用 yousu aside 查看。"),
            None => numbers,
        },
    };
    let (mut taken, mut failed) = (0, Vec::new());
    for number in numbers {
        match desk.readmit(number, by).await? {
            Readmission::Taken => taken += 1,
            Readmission::Failed => failed.push(number.to_string()),
            Readmission::Gone => {}
        }
    }
    writeln!(out, "已重新受理 {taken} 条。")?;
    if !failed.is_empty() {
        bail!("第 {} 号还是处理不了，仍在名单里；请看日志，把原因报告给开发者。", failed.join("、"));
    }
    Ok(())
}
