//! A backup 备份: every record of a store in one file of lines, then the files that people sent 证据文件, each behind a line with its
//! name, length and digest; from a head that says what it is to a seal with the counts and the SHA-256 of all that stands before it. Written and read in little memory, whatever the size of the store.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use super::codec::{FORMAT, decode, unpack};
use super::{Done, Hear, Store, keys};
use crate::digest::{Running, hex};
use crate::domain::audit::Head;
use crate::domain::ids::Moment;

mod files;
mod source;

pub use files::Unpacked;
pub use source::Source;

/// The version of the file that this program writes: 2 has the files that people sent.
pub const VERSION: u32 = 2;

/// What the first line of every version says of itself.
const KIND: &str = "backup";

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// That it is a backup of this program.
    yousu: String,
    /// The version of the file.
    pub v: u32,
    /// The format of the store's records.
    pub store: u32,
    /// When it was made.
    pub at: Moment,
}

/// One record: its key in hexadecimal digits, and its value as text, or in hexadecimal digits where it is none. A mark has
/// no value.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    k: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    v: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    b: Option<String>,
}

/// The line before a file's own bytes, which a line break follows.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Piece {
    file: String,
    bytes: u64,
    sha256: String,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seal {
    seal: Counts,
    sha256: String,
}

/// What a store, or a backup of it, holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Records of every kind.
    pub records: u64,
    /// Cases.
    pub cases: u64,
    /// Their events.
    pub events: u64,
    /// Entries of the audit chain.
    pub entries: u64,
    /// Where the audit chain stands.
    pub head: Head,
    /// Files that people sent, in a backup.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub files: u64,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for it so
fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl Counts {
    /// One more record.
    pub fn note(&mut self, key: &[u8], value: &[u8]) {
        self.records += 1;
        let is = |kind: keys::Key| u64::from(key.starts_with(kind.as_ref()));
        self.cases += is(keys::cases());
        self.events += is(keys::all_events());
        self.entries += is(keys::all_entries());
        if key == keys::chain_head().as_ref() {
            // One that cannot be read anchors nothing; opening the store makes it anew.
            self.head = decode(key, value).unwrap_or_default();
        }
    }
}

/// What was written.
#[derive(Debug)]
pub struct Written {
    /// Of what.
    pub counts: Counts,
    /// The size of the file.
    pub bytes: u64,
    /// The digest in its seal.
    pub sha256: String,
}

/// Writes everything that the store holds at this moment, and the files in this folder, into the file, which appears whole or not at all and can be read by
/// its owner alone. `hear` is told how far it has come.
///
/// # Errors
/// The file is there and may not be replaced, it cannot be written, or the store cannot be read.
pub fn write(store: &dyn Store, files: &Path, at: Moment, file: &Path, replace: bool, hear: Hear<'_>) -> Result<Written> {
    refuse_to_replace(file, replace)?;
    let folder = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = file.file_name().with_context(|| format!("{} 不是文件名", file.display()))?.to_string_lossy().into_owned();
    // A temporary file is made for its owner alone.
    let part = tempfile::Builder::new().prefix(&format!(".{name}.")).suffix(".part").tempfile_in(folder);
    let part = part.with_context(|| not_written(file))?;
    let mut sink = Sink { out: BufWriter::with_capacity(1 << 20, part), running: Running::default(), bytes: 0 };
    let mut counts = Counts::default();
    sink.line(&Header { yousu: KIND.to_owned(), v: VERSION, store: FORMAT, at }).with_context(|| not_written(file))?;
    store.copy_out(&mut |key, value| {
        counts.note(key, value);
        Done::Copied(counts.records).tell(hear);
        sink.line(&Line::of(key, value)).with_context(|| not_written(file))
    })?;
    // A file is on the disk before any record names it: those of all records copied are here by now.
    counts.files = files::pack(files, &mut sink).with_context(|| not_written(file))?;
    let sha256 = std::mem::take(&mut sink.running).digits();
    sink.line(&Seal { seal: counts.clone(), sha256: sha256.clone() }).with_context(|| not_written(file))?;
    let bytes = sink.bytes;
    sink.land(file, folder, replace)?;
    Ok(Written { counts, bytes, sha256 })
}

/// Refuses a file that is there, unless it may be replaced.
///
/// # Errors
/// It is there, or is a folder.
pub fn refuse_to_replace(file: &Path, replace: bool) -> Result<()> {
    if file.is_dir() {
        bail!("{} 是一个目录；请写出备份文件的名字", file.display());
    }
    if !replace && file.symlink_metadata().is_ok() {
        bail!("{} 已经存在，没有改动它；请换一个名字，确实要覆盖就加 --force", file.display());
    }
    Ok(())
}

fn not_written(file: &Path) -> String {
    format!("备份没有写成，{} 没有改动；请检查磁盘空间和目录权限", file.display())
}

/// A file that is being written, and the digest of what it holds so far.
struct Sink {
    out: BufWriter<NamedTempFile>,
    running: Running,
    bytes: u64,
}

impl Sink {
    fn line(&mut self, line: &impl Serialize) -> Result<()> {
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        self.raw(&bytes)
    }

    fn raw(&mut self, bytes: &[u8]) -> Result<()> {
        self.running.take(bytes);
        self.bytes += u64::try_from(bytes.len())?;
        Ok(self.out.write_all(bytes)?)
    }

    /// Gives the file its name, once all of it is on the disk.
    fn land(self, file: &Path, folder: &Path, replace: bool) -> Result<()> {
        let part = self.out.into_inner().map_err(|error| error.into_error()).with_context(|| not_written(file))?;
        part.as_file().sync_all().with_context(|| not_written(file))?;
        let landed = if replace { part.persist(file) } else { part.persist_noclobber(file) };
        landed.map_err(|error| error.error).with_context(|| not_written(file))?;
        File::open(folder)?.sync_all().with_context(|| not_written(file))
    }
}

impl Line {
    fn of(key: &[u8], value: &[u8]) -> Self {
        // Whoever reads a backup needs no dictionary.
        let value = &*unpack(value).unwrap_or(Cow::Borrowed(value));
        let (v, b) = match std::str::from_utf8(value) {
            Ok("") => (None, None),
            Ok(text) => (Some(text.to_owned()), None),
            Err(_) => (None, Some(hex(value))),
        };
        Self { k: hex(key), v, b }
    }
}

/// The path as it is from everywhere, for whoever works in another folder.
///
/// # Errors
/// The path is blank, or this folder is gone.
pub fn absolute(file: &Path) -> Result<PathBuf> {
    std::path::absolute(file).with_context(|| format!("{} 不是文件名", file.display()))
}
