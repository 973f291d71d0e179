//! What makes the next start short 停止: sled reads its log from its last snapshot on when it opens, and makes a snapshot at no
//! other time. A store that is closed in order after much was written is therefore opened once more: a million running cases
//! are then ready in a tenth of the time. After a kill the log is read instead, and nothing but time is lost.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::shared::Shared;
use super::{CACHE_BYTES, config, open_mended, trouble};

/// So many bytes of records are much: sled reads their log in less than a second.
const MUCH: u64 = 64 << 20;

/// How long sled may take to let go of its files, and how often they are tried.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(20);

/// Leaves a snapshot when it is dropped, after the database.
pub struct Rest {
    folder: PathBuf,
    shared: Arc<Shared>,
}

impl Rest {
    /// In this folder, if much was written by then.
    pub fn new(folder: PathBuf, shared: Arc<Shared>) -> Self {
        Self { folder, shared }
    }
}

impl Drop for Rest {
    fn drop(&mut self) {
        if self.shared.written.get() < MUCH || self.shared.stopped().is_some() {
            return;
        }
        let begun = Instant::now();
        loop {
            match open_mended(&config(&self.folder, CACHE_BYTES)) {
                Err(error) if trouble::is_locked(&error) && begun.elapsed() < PATIENCE => sleep(PAUSE),
                Err(error) => return tracing::warn!("the next start will take longer: {error}"),
                Ok(db) => return drop(db),
            }
        }
    }
}
