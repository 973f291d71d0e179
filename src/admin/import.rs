//! `yousu import` 导入: past cases from a table, by whoever has the store open.

use std::io::Write;

use anyhow::{Context, Result};

use super::{Hear, Pace};
use crate::desk::Desk;
use crate::import::run::Outcome;
use crate::import::taking::{self, Wanted};

/// Takes them in; what came of it is one line of JSON.
pub(super) async fn take(desk: &Desk, wanted: &Wanted, out: &mut (dyn Write + Send), hear: Hear<'_>) -> Result<()> {
    let mut tell = |so_far: &Outcome, of: Option<u64>| {
        let words = format!("{} 行，导入 {}，另存 {}", so_far.rows, so_far.new, so_far.bad);
        hear(Pace { at: so_far.at, of, words })
    };
    let done = taking::take(desk, wanted, &mut tell).await;
    let done = done.context("导入没有做完；改正后再运行一次同样的命令，已经导入的不会重复")?;
    serde_json::to_writer(&mut *out, &done)?;
    Ok(writeln!(out)?)
}
