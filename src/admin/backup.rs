//! `yousu backup` 备份: who takes a copy of everything is written down before it is taken.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::{Hear, Pace, telling};
use crate::domain::audit::{Copied, Viewer};
use crate::domain::ids::Moment;
use crate::store::backup::{self, Written};
use crate::store::{Commit, Done, Store};

/// Where the backup goes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backup {
    /// The file, as it is named from everywhere.
    pub file: PathBuf,
    /// Where the files are that people sent.
    pub files: PathBuf,
    /// Whether a file that is there is replaced.
    pub replace: bool,
    /// What the operating system calls whoever asks.
    pub by: Option<String>,
}

/// Writes the backup, and says what is in it; `hear` is told how far it has come. It keeps its thread for as long as that takes.
///
/// # Errors
/// The file may not be replaced or cannot be written, or the store failed.
pub async fn write(store: &Arc<dyn Store>, now: Moment, backup: Backup, out: &mut (dyn Write + Send), hear: Hear<'_>) -> Result<()> {
    let Backup { file, files, replace, by } = backup;
    backup::refuse_to_replace(&file, replace)?;
    let copied = Copied { at: now, by: Viewer::Operator { name: by } };
    store.commit(Commit { at: Some(now), copies: vec![copied], ..Commit::default() }).await?;
    let write =
        |tell: &mut (dyn FnMut(Pace) + Send)| backup::write(store.as_ref(), &files, now, &file, replace, &mut |done| tell(pace(done)));
    let Written { counts, bytes, sha256 } = telling(hear, write)?;
    let file = file.display();
    writeln!(out, "已备份到 {file}：{counts}，{bytes} 字节。", counts = words(&counts))?;
    writeln!(out, "SHA-256：{sha256}")?;
    writeln!(out, "锚点：{}", counts.head)?;
    writeln!(out, "备份里有诉求人的身份，只有文件的所有者能读，请妥善保管。")?;
    Ok(())
}

/// How far work on a whole store has come, in words.
pub fn pace(done: Done) -> Pace {
    Pace::so_far(done.count(), done.to_string())
}

/// What a backup holds, in one line.
pub fn words(counts: &backup::Counts) -> String {
    let backup::Counts { records, cases, events, entries, files, .. } = counts;
    let files = if *files > 0 { format!("，证据文件 {files} 个") } else { String::new() };
    format!("工单 {cases} 件，事件 {events} 个，审计记录 {entries} 条，记录共 {records} 条{files}")
}
