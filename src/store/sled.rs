//! The store on sled: one tree, and one thread that writes.
//!
//! What was measured of sled 0.34.7 on Linux and decides the shape of this: `flush()` is no fsync, so the writer calls
//! `sync_data` on a handle of its own on sled's file; many flushing tasks at once can deadlock, so one thread writes; and
//! one sync can carry as many commits as wait for it. Readers read the tree directly, from any thread; events and entries of the
//! audit chain, which a compacted store keeps folded, through [`folds`].

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use futures::future::BoxFuture;
use sled::{Config, Db};
use tempfile::TempDir;
use tokio::sync::oneshot;

use self::anchor::Anchor;
use self::before::Before;
use self::listing::Listing;
use self::notices::Notices;
use self::numbers::Numbers;
use self::prepared::Prepared;
use self::recent::Recent;
use self::rest::Rest;
use self::shared::Shared;
use self::writer::{DiskSync, Job, Writer};
use super::codec::{FORMAT, Format, decode, encode};
use super::{Commit, CommitError, StoreHealth, keys};

mod anchor;
mod aside;
mod before;
mod chain;
mod effects;
mod folds;
mod listing;
mod lives;
mod mend;
mod migrate;
mod moving;
mod notices;
mod numbers;
mod outbox;
mod picture;
mod place;
mod prepared;
mod pruning;
mod reading;
mod rebuild;
mod recent;
mod register;
mod rest;
mod shared;
mod stage;
mod trouble;
mod unlisted;
mod verify;
mod writer;

pub use lives::Life;
pub use moving::{Compacted, Restored};

/// How much memory sled may keep pages in, unless told otherwise. Its own default is 1 GiB; it counts late, and holds about as much
/// again. What is not in it is read from the system's cache of the file.
const CACHE_BYTES: u64 = 48 << 20;

/// A page greater than a quarter of a segment is written to a file of its own, which nobody syncs. A page holds at most
/// 17 records; with this segment they may have 30 KiB each before that happens, several times what a case needs.
const SEGMENT_BYTES: usize = 2 << 20;

/// A process that has just ended may hold its lock for a moment longer.
const LOCK_PATIENCE: [Duration; 5] = [Duration::from_millis(100); 5];

/// A store in one directory of this machine, for one process.
pub struct SledStore {
    jobs: Option<mpsc::Sender<Job>>,
    writer: Option<JoinHandle<()>>,
    db: Db,
    shared: Arc<Shared>,
    recent: Recent,
    /// Where it stands; none for one that is not meant to last.
    folder: Option<PathBuf>,
    /// Opens the database once more after it is closed.
    _rest: Option<Rest>,
    /// Removed after the database in it is closed: fields are dropped in this order.
    _removed: Option<TempDir>,
}

impl SledStore {
    /// Opens the store in this directory, and makes it when there is none.
    ///
    /// # Errors
    /// Says in words for an administrator why not, and what to do: another process has it, a newer version wrote it,
    /// rights are missing, the disk is full or read-only.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        Self::open_with_cache(path, CACHE_BYTES)
    }

    /// [`SledStore::open`] with this much memory for pages.
    ///
    /// # Errors
    /// As [`SledStore::open`].
    pub fn open_with_cache(path: impl AsRef<Path>, cache_bytes: u64) -> Result<Self> {
        let path = path.as_ref();
        place::recover(path)?;
        let before = Before::of(path)?;
        let db = match open_patiently(&config(path, cache_bytes)) {
            Err(error) if trouble::is_damage(&error) => return Err(before::kept(before, path, trouble::opening(path, error))),
            opened => opened.map_err(|error| trouble::opening(path, error))?,
        };
        place::refuse_to_stand_in(&db, path)?;
        if let Err(lost) = anchor::refuse_what_lost_its_end(&db, path) {
            return Err(before::kept(before, path, lost));
        }
        drop(before);
        let store = Self::on(db, path)?;
        place::tidy(path);
        before::tidy(path);
        Ok(store)
    }

    /// The store on this database, which stands in this folder.
    fn on(db: Db, path: &Path) -> Result<Self> {
        anchor::refuse_what_lost_its_end(&db, path)?;
        check_format(&db, path)?;
        let sync = durably(&db, path).map_err(|error| trouble::opening(path, error.into()))?;
        Self::start(db, sync, Some(path.to_owned()), None)
    }

    /// An empty store that is removed when it is dropped, for rehearsals and tests. It never waits for the disk: nothing
    /// of it is meant to survive, so there is nothing to sync.
    ///
    /// # Errors
    /// The directory for temporary files cannot be written.
    pub fn temporary() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("yousu-").tempdir().context("无法在临时目录里建立存储")?;
        let config = config(folder.path(), CACHE_BYTES).flush_every_ms(None);
        let db = config.open().map_err(|error| trouble::opening(folder.path(), error))?;
        check_format(&db, folder.path())?;
        Self::start(db, Box::new(|| Ok(())), None, Some(folder))
    }

    /// Tries whether the disk of this folder takes writes, as many as the store makes at a time.
    ///
    /// # Errors
    /// It does not, in words for an administrator.
    pub fn try_disk(folder: &Path) -> Result<()> {
        place::try_disk(folder).map_err(|error| trouble::writing(error.into()))
    }

    /// How many bytes the store takes on the disk.
    ///
    /// # Errors
    /// Its files cannot be read.
    pub fn size_on_disk(&self) -> Result<u64> {
        Ok(self.db.size_on_disk()?)
    }

    /// How many damaged records have been met since the store was opened.
    pub fn damaged(&self) -> usize {
        self.shared.damage.count()
    }

    fn start(db: Db, sync: DiskSync, folder: Option<PathBuf>, removed: Option<TempDir>) -> Result<Self> {
        let shared = Arc::new(Shared::default());
        let (jobs, queue) = mpsc::channel();
        chain::rejoin(&db, &shared.damage)?;
        let (notices, numbers) = (Notices::open(&db, &shared.damage), Numbers::open(&db, &shared.damage)?);
        let by_heart = (notices, numbers, Listing::open(&db, &shared.damage)?);
        let writer = Writer::new((*db).clone(), by_heart, sync, Arc::clone(&shared));
        let writer = std::thread::Builder::new().name("yousu-store".to_owned()).spawn(move || writer.run(&queue))?;
        let rest = folder.clone().map(|folder| Rest::new(folder, Arc::clone(&shared)));
        Ok(Self { jobs: Some(jobs), writer: Some(writer), db, shared, recent: Recent::default(), folder, _rest: rest, _removed: removed })
    }

    /// How the store fares since it was opened.
    fn health(&self) -> StoreHealth {
        let is_gone = self.writer.as_ref().is_none_or(JoinHandle::is_finished);
        StoreHealth {
            stopped: self.shared.stopped().or_else(|| is_gone.then(|| ended().to_string())),
            bytes: self.size_on_disk().ok(),
            room: self.folder.as_deref().and_then(place::room),
            format: FORMAT,
            damaged: self.damaged(),
            refused: self.shared.refused.get(),
            failed: self.shared.failed.get(),
            commits: self.shared.commits.snapshot(),
        }
    }

    /// Hands the commit to the writer as soon as it is first polled; dropping the future later does not take it back.
    fn submit(&self, commit: Commit) -> BoxFuture<'_, Result<(), CommitError>> {
        Box::pin(async move {
            let begun = Instant::now();
            let verdict = self.write(commit).await;
            match &verdict {
                Ok(()) => self.shared.commits.note(begun.elapsed()),
                Err(CommitError::Failed(_)) => self.shared.failed.add(),
                Err(CommitError::Conflict(_) | CommitError::AlreadySeen) => self.shared.refused.add(),
            }
            verdict
        })
    }

    async fn write(&self, commit: Commit) -> Result<(), CommitError> {
        self.shared.check_writable()?;
        let Some(prepared) = Prepared::new(commit, &self.recent)? else { return Ok(()) };
        let (answer, verdict) = oneshot::channel();
        let job = Job { prepared: Box::new(prepared), answer };
        self.jobs.as_ref().and_then(|jobs| jobs.send(job).ok()).ok_or_else(ended)?;
        verdict.await.map_err(|_| ended())?
    }
}

impl Drop for SledStore {
    /// Ends the writer after it has written what waits.
    fn drop(&mut self) {
        drop(self.jobs.take());
        if self.writer.take().is_some_and(|writer| writer.join().is_err()) {
            tracing::error!("the store's writer had ended with a panic");
        }
    }
}

fn ended() -> CommitError {
    CommitError::Failed(anyhow!("存储的写入线程已经停止"))
}

fn config(path: &Path, cache_bytes: u64) -> Config {
    // The periodic flush stays at sled's default: the writer does not rely on it, but it also reclaims dead segments.
    Config::new().path(path).cache_capacity(cache_bytes).segment_size(SEGMENT_BYTES)
}

fn open_patiently(config: &Config) -> sled::Result<Db> {
    for patience in LOCK_PATIENCE {
        match open_mended(config) {
            Err(error) if trouble::is_locked(&error) => std::thread::sleep(patience),
            opened => return opened,
        }
    }
    open_mended(config)
}

/// Opens it; without the snapshots that a crash left half written, if that is what is wrong.
fn open_mended(config: &Config) -> sled::Result<Db> {
    match open_caught(config) {
        Err(sled::Error::Corruption { .. }) if mend::half_written(&config.get_path())? => open_caught(config),
        opened => opened,
    }
}

/// Opens it. sled asserts much of what it reads; a damaged file is no reason for a panic.
fn open_caught(config: &Config) -> sled::Result<Db> {
    let opened = catch_unwind(AssertUnwindSafe(|| config.open()));
    opened.unwrap_or_else(|_| Err(sled::Error::ReportableBug("opening panicked".to_owned())))
}

/// What is said when a store of an earlier format was not brought up to this one.
const UNFINISHED: &str = "存储升级没有完成，数据没有丢；请排除故障后重新启动";

/// Refuses a directory that another program or a newer version wrote; marks a new one as ours.
fn check_format(db: &Db, path: &Path) -> Result<()> {
    let key = keys::format();
    let path = path.display();
    let Some(found) = db.get(&key).map_err(trouble::reading)? else {
        if !db.is_empty() {
            bail!("目录 {path} 里有别的程序的数据，不是 yousu 的存储；请换一个目录");
        }
        db.insert(&key, encode(&Format { format: FORMAT })?).map_err(trouble::writing)?;
        return Ok(());
    };
    let found: Format = decode(key.as_ref(), &found).context("存储的格式标记已损坏；请不要继续使用这个目录，从备份恢复")?;
    if found.format > FORMAT {
        let found = found.format;
        bail!("目录 {path} 由更新版本的 yousu 写成（存储格式 {found}，本程序只认到 {FORMAT}）；请换用新版程序，数据没有改动");
    }
    if found.format < FORMAT {
        if found.format < 2 {
            migrate::adopt(db).and_then(|()| migrate::list_cards(db)).context(UNFINISHED)?;
        }
        migrate::drop_marks(db).and_then(|()| migrate::all_listed(db)).context(UNFINISHED)?;
        db.insert(&key, encode(&Format { format: FORMAT })?).map_err(trouble::writing)?;
        db.flush().map_err(trouble::writing)?;
    }
    Ok(())
}

/// What makes everything written so far outlive a power cut.
fn durably(db: &Db, path: &Path) -> std::io::Result<DiskSync> {
    let file = File::options().read(true).write(true).open(path.join("db"))?;
    // The files themselves have just been made: their names must be on the disk too.
    File::open(path)?.sync_all()?;
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        File::open(parent)?.sync_all()?;
    }
    let tree = (**db).clone();
    let mut anchor = Anchor::open(path)?;
    anchor.note(&tree);
    Ok(Box::new(move || {
        tree.flush().map_err(trouble::writing)?;
        file.sync_data().map_err(|error| trouble::writing(error.into()))?;
        anchor.note(&tree);
        Ok(())
    }))
}
