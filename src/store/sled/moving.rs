//! A store made anew beside the old one 重写: from a backup, or from its own records so that it takes less room. It takes its
//! place only after it has been read back from the disk.

use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use sled::{Batch, Db};

use super::folds::{Folder, unfolded};
use super::{CACHE_BYTES, SledStore, config, place, trouble};
use crate::domain::audit::Verification;
use crate::store::backup::{Counts, Header, Source, Unpacked};
use crate::store::codec::{pack, unpack};
use crate::store::{Done, Hear, Room, Store};

/// How many records go into one batch.
const BATCH: usize = 500;

/// How often sled looks for segments to use again while a store is made, in milliseconds, and how long it is waited for after
/// each batch. Without that it writes faster than it tidies up: 60,000 records of 1 KiB then take 2.0 times their bytes on
/// the disk, with it 1.6 times.
const TIDY_EVERY_MS: u64 = 2;
const PAUSE: Duration = Duration::from_millis(5);

/// How long this process may take to let go of a store that it has closed.
const PATIENCE: Duration = Duration::from_secs(60);

/// Takes one record.
pub(super) type Put<'a> = &'a mut dyn FnMut(Vec<u8>, Vec<u8>) -> Result<()>;

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// What the backup says of itself.
    pub header: Header,
    /// What it holds.
    pub counts: Counts,
    /// What the walk along its audit chain found.
    pub verification: Verification,
}

/// What a store took on the disk before and after.
#[derive(Debug, PartialEq, Eq)]
pub struct Compacted {
    /// What it holds.
    pub counts: Counts,
    /// Before, in bytes.
    pub before: u64,
    /// Now, in bytes.
    pub after: u64,
}

/// A folder that goes again, unless it takes its place.
struct Building(PathBuf);

impl Drop for Building {
    fn drop(&mut self) {
        if let Err(error) = place::remove(&self.0) {
            tracing::warn!("{error:#}");
        }
    }
}

impl SledStore {
    /// Makes the store in this folder, where there is none, from a backup, and puts the files that people sent into theirs. With `accept_fault` also from one of a store in
    /// which the walk along the audit chain finds a fault. `hear` is told how far it has come.
    ///
    /// # Errors
    /// The folder is not empty, or the file cannot be read, is damaged or cut off, or of a newer version: in words for an
    /// administrator. Nothing is restored then.
    pub fn restore(folder: &Path, files: &Path, file: &Path, accept_fault: bool, hear: Hear<'_>) -> Result<Restored> {
        place::recover(folder)?;
        place::refuse_unless_empty(folder)?;
        let source = Source::open(file)?;
        let building = Building(place::new(folder));
        let new = building.0.as_path();
        place::discard(new)?;
        let beside = Building(place::new(files));
        place::remove(&beside.0)?;
        let mut unpacked = Unpacked::into(&beside.0);
        let mut copied = 0;
        let (header, counts) = fill(new, |put| {
            source.read(&mut unpacked, |key, value| {
                copied += 1;
                Done::Copied(copied).tell(hear);
                put(key, pack(value))
            })
        })?;
        let db = reopen(new)?;
        ensure!(Counts { files: counts.files, ..count(&db)? } == counts, "恢复出来的记录与备份不一致；没有恢复任何数据，请检查磁盘");
        let store = Self::on(db, new)?;
        let anchors = if counts.head.n == 0 { Vec::new() } else { vec![counts.head.clone()] };
        let verification = store.verify_chain(&anchors, &mut |looked_at| hear(Done::Verified(looked_at)))?;
        if let (Some(fault), false) = (&verification.fault, accept_fault) {
            bail!(
                "备份文件完好，但备份时的存储核验不通过：{fault}；没有恢复任何数据。\
                 请先换一份更早的备份；确实要照原样恢复，就加 --accept-fault，并报告监察员"
            );
        }
        drop(store);
        place::sync(new).with_context(not_synced)?;
        // The store comes last: once it is there, everything is.
        unpacked.take_place(files)?;
        place::take(new, folder)?;
        Ok(Restored { header, counts, verification })
    }

    /// Writes the store in this folder anew, with events and entries of the audit chain folded, so that it takes no more room than it needs; where that is no less than it takes,
    /// the old one stays. `hear` is told how far it has come.
    ///
    /// # Errors
    /// Another process has it open, or it cannot be read or written. The store is as it was then.
    pub fn compact(folder: &Path, hear: Hear<'_>) -> Result<Compacted> {
        let store = Self::open(folder)?;
        let before = place::bytes(folder)?;
        let building = Building(place::new(folder));
        let new = building.0.as_path();
        let mut counts = Counts::default();
        let room = place::room(folder);
        let filled = fill(new, |put| {
            let mut folder = Folder::new(put);
            for record in unfolded(store.db.iter()) {
                let (key, value) = record.map_err(trouble::reading)?;
                counts.note(&key, &value);
                Done::Copied(counts.records).tell(hear);
                folder.take(key, value)?;
            }
            folder.end()
        });
        filled.map_err(|error| match room.filter(|room| room.free < before) {
            Some(room) => error.context(short_of(room, before)),
            None => error,
        })?;
        let db = reopen(new)?;
        ensure!(is_same(&store.db, &db, hear)?, "重写出来的记录与原来的不一致，原来的存储没有改动；请检查磁盘");
        drop(db);
        place::sync(new).with_context(not_synced)?;
        // One that is as good as empty must not be taken for one that was made in the middle of this.
        if counts.records < 2 || place::bytes(new)? >= before {
            return Ok(Compacted { counts, before, after: before });
        }
        // The old one stays open, and with it locked, until the new one is: sled writes under a folder's name only when it
        // opens and when records change, and no record changes any more.
        let old = place::old(folder);
        place::take(folder, &old)?;
        if let Err(error) = place::take(new, folder).and_then(|()| Self::on(reopen(folder)?, folder).map(drop)) {
            place::discard(folder).and_then(|()| place::take(&old, folder))?;
            return Err(error.context("重写出来的存储打不开，原来的已经放回原处"));
        }
        drop(store);
        place::remove(&old)?;
        Ok(Compacted { counts, before, after: place::bytes(folder)? })
    }
}

/// Why a store could not be written anew beside the old one, where there is less room than the old one takes.
fn short_of(room: Room, before: u64) -> String {
    let mebibytes = |bytes: u64| bytes.div_ceil(1 << 20);
    let (most, free) = (mebibytes(before), mebibytes(room.free));
    format!("压缩时要另外放得下一份重写的存储，大约 {most} MiB，磁盘只剩 {free} MiB；请先腾出空间")
}

fn not_synced() -> String {
    "写不到磁盘上，请检查磁盘空间；原来的数据没有改动".to_owned()
}

/// Makes a database in this folder out of what is put into it, and closes it when all of it is on the disk.
pub(super) fn fill<T>(folder: &Path, from: impl FnOnce(Put<'_>) -> Result<T>) -> Result<T> {
    let config = config(folder, CACHE_BYTES).flush_every_ms(Some(TIDY_EVERY_MS));
    let db = config.open().map_err(|error| trouble::opening(folder, error))?;
    ensure!(db.is_empty(), "目录 {} 里有别的数据，没有改动；请先把它移走", folder.display());
    let (mut batch, mut waiting) = (Batch::default(), 0);
    let done = from(&mut |key, value| {
        batch.insert(key, value);
        waiting += 1;
        if waiting == BATCH {
            waiting = 0;
            db.apply_batch(std::mem::take(&mut batch)).map_err(trouble::writing)?;
            db.flush().map_err(trouble::writing)?;
            sleep(PAUSE);
        }
        Ok(())
    })?;
    db.apply_batch(batch).map_err(trouble::writing)?;
    db.flush().map_err(trouble::writing)?;
    drop(db);
    place::sync(folder).with_context(not_synced)?;
    Ok(done)
}

/// Opens what this process has just closed: sled lets go of its files a moment later.
fn reopen(folder: &Path) -> Result<Db> {
    let begun = Instant::now();
    loop {
        match config(folder, CACHE_BYTES).open() {
            Err(error) if trouble::is_locked(&error) && begun.elapsed() < PATIENCE => sleep(Duration::from_millis(20)),
            opened => return opened.map_err(|error| trouble::opening(folder, error)),
        }
    }
}

fn count(db: &Db) -> Result<Counts> {
    let mut counts = Counts::default();
    for record in unfolded(db.iter()) {
        let (key, value) = record.map_err(trouble::reading)?;
        counts.note(&key, &value);
    }
    Ok(counts)
}

fn is_same(one: &Db, other: &Db, hear: Hear<'_>) -> Result<bool> {
    let mut others = unfolded(other.iter());
    for (record, number) in unfolded(one.iter()).zip(1..) {
        Done::Compared(number).tell(hear);
        let record = record.map_err(trouble::reading)?;
        match others.next() {
            Some(Ok(other)) if other.0 == record.0 && (other.1 == record.1 || unpack(&other.1) == unpack(&record.1)) => {}
            Some(Err(error)) => return Err(trouble::reading(error)),
            Some(Ok(_)) | None => return Ok(false),
        }
    }
    match others.next() {
        None => Ok(true),
        Some(Ok(_)) => Ok(false),
        Some(Err(error)) => Err(trouble::reading(error)),
    }
}
