//! What the writer and the readers both know.

use std::collections::HashSet;
use std::sync::{Mutex, OnceLock, PoisonError};

use anyhow::{Result, anyhow};

use super::picture::Pictures;
use super::unlisted::Unlisted;
use crate::domain::ids::InboundId;
use crate::metrics::{Counter, Histogram};
use crate::store::OutboxKey;
use crate::store::codec::Damage;
use crate::why;

/// What the writer and the readers both know.
#[derive(Default)]
pub struct Shared {
    /// The copy of one moment that is being made.
    pub pictures: Pictures,
    /// The damaged records met so far.
    pub damage: Damage,
    /// The views that are not listed yet.
    pub unlisted: Unlisted,
    /// Commits that landed, by how long they took.
    pub commits: Histogram,
    /// Commits that were refused.
    pub refused: Counter,
    /// Commits that could not be written.
    pub failed: Counter,
    /// The bytes of records that were written.
    pub written: Counter,
    stopped: OnceLock<String>,
    unsettled: Mutex<Option<Unsettled>>,
}

/// What stands in the tree already but not surely on the disk. A message must not be sent for what a power cut may still
/// take back, nor an incoming one be called dealt with.
struct Unsettled {
    /// The incoming messages of the group that is being written.
    inbound: HashSet<InboundId>,
    /// Messages of the outbox with this number or a greater one.
    numbers_from: u64,
}

impl Shared {
    /// Refuses when writing has failed once: what the disk holds is uncertain from there on, until it is opened again.
    pub fn check_writable(&self) -> Result<()> {
        self.stopped.get().map_or(Ok(()), |why| Err(anyhow!("存储已停止写入，只能读取；排除故障后服务会自动恢复。原因：{why}")))
    }

    /// Why nothing is written any more.
    pub fn stopped(&self) -> Option<String> {
        self.stopped.get().cloned()
    }

    /// Ends all writing.
    pub fn stop(&self, why: &anyhow::Error) {
        if self.stopped.set(why::told(why)).is_ok() {
            tracing::error!(error = why::told(why), "the store takes no more writes");
        }
    }

    /// A group is about to be written, which gives numbers from this one on.
    pub fn begin(&self, numbers_from: u64) {
        *self.lock() = Some(Unsettled { inbound: HashSet::new(), numbers_from });
    }

    /// These incoming messages are written with it.
    pub fn also(&self, inbound: impl IntoIterator<Item = InboundId>) {
        if let Some(unsettled) = self.lock().as_mut() {
            unsettled.inbound.extend(inbound);
        }
    }

    /// It is on the disk.
    pub fn settle(&self) {
        *self.lock() = None;
    }

    /// Whether this message waits in the outbox for good. Ask after reading it.
    pub fn is_settled(&self, key: OutboxKey) -> bool {
        self.lock().as_ref().is_none_or(|unsettled| key.number < unsettled.numbers_from)
    }

    /// Whether the mark of this incoming message is there for good. Ask after reading it.
    pub fn is_seen(&self, inbound: &InboundId) -> bool {
        self.lock().as_ref().is_none_or(|unsettled| !unsettled.inbound.contains(inbound))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Unsettled>> {
        self.unsettled.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
