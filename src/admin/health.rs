//! How the house is 运行状态, and the notices that reached nobody, for the administrator at the command line.

use std::io::Write;
use std::sync::Arc;

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::domain::audit::Viewer;
use crate::health::{rows, undelivered};
use crate::metrics::Stand;

/// Which undeliverable notices are sent again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "which", deny_unknown_fields)]
pub enum Which {
    /// All of them.
    All,
    /// Those of these numbers.
    Numbers {
        /// As the list has them.
        numbers: Vec<u64>,
    },
}

/// `yousu status`
pub(super) async fn status(desk: &Arc<Desk>, out: &mut (dyn Write + Send)) -> Result<()> {
    let reading = desk.clone();
    let sections = tokio::task::spawn_blocking(move || rows::sections(&reading, is_serving(&reading))).await?;
    write!(out, "{}", rows::printed(&sections))?;
    Ok(())
}

/// Whether the service runs in this process: a command that opens the store for itself looks after nothing.
fn is_serving(desk: &Desk) -> bool {
    desk.metrics().reminders.stand() != Stand::Off
}

/// `yousu undelivered`
pub(super) fn undelivered(desk: &Arc<Desk>, out: &mut (dyn Write + Send)) -> Result<()> {
    let rows = undelivered::rows(desk)?;
    if rows.is_empty() {
        writeln!(out, "没有无法送达的通知。")?;
        return Ok(());
    }
    writeln!(out, "无法送达的通知 {} 条：", rows.len())?;
    for row in &rows {
        writeln!(out, "  {}", row.words())?;
    }
    writeln!(out, "重发：yousu resend 序号…，全部重发：yousu resend --all。谁重发的会记入审计记录。")?;
    Ok(())
}

/// `yousu resend`
pub(super) async fn resend(desk: &Arc<Desk>, which: Which, by: &Viewer, out: &mut (dyn Write + Send)) -> Result<()> {
    let listed: Vec<u64> = desk.store().undelivered()?.into_iter().map(|notice| notice.number).collect();
    let numbers = match which {
        Which::All => listed,
        Which::Numbers { numbers } => match numbers.iter().find(|number| !listed.contains(number)) {
            Some(number) => bail!("没有第 {number} 号无法送达的通知，可能已经重发；请用 yousu undelivered 查看。"),
            None => numbers,
        },
    };
    let sent = desk.resend(&numbers, by).await?;
    let when = if is_serving(desk) { "正在发送" } else { "服务启动后发送" };
    writeln!(out, "已把 {} 条通知重新排入待发，{when}；再次发不出的会回到名单里。", sent.len())?;
    Ok(())
}
