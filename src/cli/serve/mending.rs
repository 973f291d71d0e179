//! A store that has stopped writing 停写: the disk was full, read-only, or not ours any more. What was acknowledged is on it; it
//! is opened anew as soon as the disk takes writes again.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::time::sleep;

use super::super::signals::Signals;
use crate::desk::Desk;
use crate::store::SledStore;

/// How often it is looked at whether the disk takes writes again.
const LOOK: Duration = Duration::from_secs(3);
/// The longest pause before a store that stops again and again is opened anew.
const LONGEST: Duration = Duration::from_secs(300);
/// A store that worked for so long had been mended.
const SOUND_AFTER: Duration = Duration::from_secs(600);

/// Comes back when the store of this desk has stopped writing and its disk takes writes again.
pub(super) async fn mended(desk: &Desk, folder: &Path) {
    loop {
        sleep(LOOK).await;
        if desk.store().health().stopped.is_some() && takes_writes(folder).await {
            return;
        }
    }
}

async fn takes_writes(folder: &Path) -> bool {
    let folder = folder.to_owned();
    let tried = tokio::task::spawn_blocking(move || SledStore::try_disk(&folder)).await;
    match tried.map_err(anyhow::Error::from) {
        Ok(Ok(())) => true,
        Ok(Err(error)) | Err(error) => {
            tracing::warn!("the store cannot be written yet: {error:#}");
            false
        }
    }
}

/// Pauses between two openings of the store.
#[derive(Default)]
pub(super) struct Patience {
    opened: Option<Instant>,
    pause: Duration,
}

impl Patience {
    /// Opens the store again, however long that takes; none when somebody wants the program to end.
    pub async fn reopen(&mut self, folder: &Path, signals: &mut Signals) -> Result<Option<SledStore>> {
        let was_sound = self.opened.is_none_or(|opened| opened.elapsed() >= SOUND_AFTER);
        self.pause = if was_sound { Duration::ZERO } else { (self.pause * 2).clamp(LOOK, LONGEST) };
        let opening = async {
            sleep(self.pause).await;
            loop {
                let path = folder.to_owned();
                match tokio::task::spawn_blocking(move || SledStore::open(path)).await? {
                    Ok(store) => return Ok::<_, anyhow::Error>(store),
                    Err(error) => tracing::warn!("the store does not open again yet: {error:#}"),
                }
                sleep(LOOK).await;
            }
        };
        tokio::select! {
            () = signals.heard() => Ok(None),
            store = opening => {
                self.opened = Some(Instant::now());
                store.map(Some)
            }
        }
    }
}
