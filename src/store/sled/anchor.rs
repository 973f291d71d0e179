//! The anchor 锚点: a small file beside the records that says how far the audit chain had come when it was last on the disk. What a
//! disk loses of what it had acknowledged is always the end, and then the store looks like one that is younger and sound; the
//! anchor knows better.
//!
//! It is written after each sync and not synced itself, so that it costs nothing: it may be older than the records, never
//! younger. Two places take turns, so that a torn one leaves the other.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

use anyhow::{Result, bail};
use sled::Tree;

use super::{chain, trouble};
use crate::digest::sha256;
use crate::domain::audit::Head;
use crate::store::codec::decode;
use crate::store::keys;

/// The file's name.
const NAME: &str = "anchor";
/// How many bytes each of the two places has.
const PLACE: usize = 256;
/// How many digits of its digest stand behind a head.
const DIGITS: usize = 16;

/// The file, to be written.
pub struct Anchor {
    file: File,
    noted: u64,
    /// The second of the two places was written last.
    second: bool,
}

impl Anchor {
    /// The anchor of the store in this folder.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let mut file = File::options().read(true).write(true).create(true).truncate(false).open(folder.join(NAME))?;
        if file.metadata()?.len() == 0 {
            file.write_all(&[b' '; 2 * PLACE])?;
        }
        Ok(Self { file, noted: 0, second: false })
    }

    /// Notes where the chain stands, which is on the disk.
    pub fn note(&mut self, tree: &Tree) {
        let Ok(Some(bytes)) = tree.get(keys::chain_head()) else { return };
        let Ok(head) = decode::<Head>(keys::chain_head().as_ref(), &bytes) else { return };
        if head.n == self.noted {
            return;
        }
        match self.write(&written(&head)) {
            Ok(()) => self.noted = head.n,
            Err(error) => tracing::warn!("where the audit chain stands cannot be noted beside the store: {error}"),
        }
    }
}

impl Anchor {
    fn write(&mut self, line: &str) -> io::Result<()> {
        self.second = !self.second;
        let place = if self.second { PLACE } else { 0 };
        self.file.seek(SeekFrom::Start(u64::try_from(place).expect("a small number")))?;
        self.file.write_all(line.as_bytes())
    }
}

impl Drop for Anchor {
    fn drop(&mut self) {
        if let Err(error) = self.file.sync_all() {
            tracing::warn!("where the audit chain stands cannot be noted beside the store: {error}");
        }
    }
}

/// A head as it is noted: in JSON, and a piece of the digest of that.
fn written(head: &Head) -> String {
    let head = serde_json::to_string(head).expect("a number and a text are JSON");
    let line = format!("{head} {}\n", &sha256([head.as_bytes()])[..DIGITS]);
    format!("{line:<PLACE$}")
}

/// What a place says; none when it is torn, or was never written.
fn read(place: &[u8]) -> Option<Head> {
    let text = std::str::from_utf8(place).ok()?;
    let (head, digest) = text.trim_end().rsplit_once(' ')?;
    let is_whole = sha256([head.as_bytes()]).get(..DIGITS) == Some(digest);
    if is_whole { serde_json::from_str(head).ok() } else { None }
}

/// The head that was noted last in this folder.
fn noted(folder: &Path) -> Option<Head> {
    let bytes = std::fs::read(folder.join(NAME)).ok()?;
    bytes.chunks(PLACE).filter_map(read).max_by_key(|head| head.n)
}

/// Refuses a store whose audit chain ends before the place that was noted: the disk has lost what it had acknowledged. To go on
/// as if nothing were missing would give the numbers of lost cases to others.
pub fn refuse_what_lost_its_end(tree: &Tree, folder: &Path) -> Result<()> {
    let Some(noted) = noted(folder) else { return Ok(()) };
    let key = keys::chain_head();
    let bytes = tree.get(&key).map_err(trouble::reading)?;
    let head = bytes.and_then(|bytes| decode::<Head>(key.as_ref(), &bytes).ok()).unwrap_or_default();
    let last = chain::last_entry(tree)?.n.max(head.n);
    if last >= noted.n {
        return Ok(());
    }
    let (folder, file) = (folder.display(), folder.join(NAME));
    bail!(
        "目录 {folder} 里的存储缺了末尾：审计链记到过第 {} 条，现在只到第 {last} 条，磁盘丢了已经确认写入的内容；请先把目录原样留一份，检查磁盘，\
         再从备份恢复；确实要照剩下的内容继续，就删去 {} 再启动，缺的工单要向诉求人重新核实",
        noted.n,
        file.display()
    )
}
