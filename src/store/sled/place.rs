//! The folders of a store 存储目录: where it stands, `….new` beside it while one is being made, and `….old` while a new one
//! takes its place. Whenever the program is stopped, the next who opens the store finds the old one or the new one, whole.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sled::Db;

use crate::store::Room;

use super::{CACHE_BYTES, SEGMENT_BYTES, config, open_patiently, trouble};

/// Where a store is made before it takes its place.
pub fn new(folder: &Path) -> PathBuf {
    beside(folder, ".new")
}

/// Where a store waits until the one that took its place has been opened.
pub fn old(folder: &Path) -> PathBuf {
    beside(folder, ".old")
}

/// Where the files of a damaged store are kept as they were before it was opened.
pub fn as_it_was(folder: &Path) -> PathBuf {
    beside(folder, ".as-it-was")
}

fn beside(folder: &Path, suffix: &str) -> PathBuf {
    let mut name = folder.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Puts the old store back where the program was stopped between taking it away and putting the new one there.
pub fn recover(folder: &Path) -> Result<()> {
    let old = old(folder);
    if !old.exists() || (folder.exists() && !is_hollow(&open(folder)?)?) {
        return Ok(());
    }
    // Whoever is in the middle of it has it open.
    drop(open(&old)?);
    tracing::warn!("the store was being replaced when the program was stopped; the old one is back in its place");
    remove(folder)?;
    take(&old, folder)
}

/// Refuses a store that has only just been made, where the one that belongs here is on its way to its place.
pub fn refuse_to_stand_in(db: &Db, folder: &Path) -> Result<()> {
    if old(folder).exists() && is_hollow(db)? {
        bail!("另一个 yousu 正在压缩 {} 里的存储；请等它结束再启动", folder.display());
    }
    Ok(())
}

/// Whether there is nothing in it but the mark of its format.
fn is_hollow(db: &Db) -> Result<bool> {
    let first: sled::Result<Vec<_>> = db.iter().keys().take(2).collect();
    Ok(first.map_err(trouble::reading)?.len() < 2)
}

fn open(folder: &Path) -> Result<Db> {
    open_patiently(&config(folder, CACHE_BYTES)).map_err(|error| trouble::opening(folder, error))
}

/// Clears away what a stopped program left beside a store that has been opened.
pub fn tidy(folder: &Path) {
    // Nobody needs the old one any more; a new one may be at work on.
    if let Err(error) = remove(&old(folder)).and_then(|()| discard(&new(folder))) {
        tracing::warn!("a folder beside the store is left behind: {error:#}");
    }
}

/// Removes a folder beside the store, unless somebody is at work in it.
pub fn discard(folder: &Path) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    match open_patiently(&config(folder, CACHE_BYTES)) {
        Err(error) if trouble::is_locked(&error) => return Err(trouble::opening(folder, error)),
        // Half a store need not open.
        opened => drop(opened),
    }
    remove(folder)
}

/// Removes a folder with all that is in it.
pub fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed.with_context(|| format!("删不掉目录 {}，请检查权限后手动删除", folder.display())),
    }
}

/// Refuses a folder in which there is something.
pub fn refuse_unless_empty(folder: &Path) -> Result<()> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(|| format!("读不了目录 {}，请检查路径和权限", folder.display())),
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => {
                bail!("目录 {} 里已经有数据，没有改动它；请用 --var 换一个目录来恢复，或者先停止服务，把这个目录移到别处", folder.display())
            }
        },
    }
}

/// Gives a folder the name of one that is not there, or is empty; the change of names is on the disk afterwards.
pub fn take(from: &Path, to: &Path) -> Result<()> {
    let failed = || format!("不能把 {} 改名为 {}，请检查权限", from.display(), to.display());
    match fs::remove_dir(to) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error).with_context(failed),
        _ => fs::rename(from, to).with_context(failed)?,
    }
    let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(parent)?.sync_all().with_context(failed)
}

/// The room on the disk of this folder; none where the system does not tell.
#[cfg(unix)]
pub fn room(folder: &Path) -> Option<Room> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(Room { free: disk.f_bavail.saturating_mul(disk.f_frsize), all: disk.f_blocks.saturating_mul(disk.f_frsize) })
}

/// Only Unix tells in this way.
#[cfg(not(unix))]
pub fn room(_: &Path) -> Option<Room> {
    None
}

/// Writes some segments into the folder, and takes them away again.
pub fn try_disk(folder: &Path) -> std::io::Result<()> {
    let mut file = tempfile::tempfile_in(folder)?;
    let segment = vec![1; SEGMENT_BYTES];
    for _ in 0..Room::LEAST.div_ceil(segment.len() as u64) {
        file.write_all(&segment)?;
    }
    file.sync_all()
}

/// Everything in the folder is on the disk afterwards.
pub fn sync(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { sync(&path)? } else { File::open(&path)?.sync_all()? }
    }
    Ok(File::open(folder)?.sync_all()?)
}

/// How many bytes the files in the folder have.
pub fn bytes(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        bytes += if entry.file_type()?.is_dir() { self::bytes(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(bytes)
}
