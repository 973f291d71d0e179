//! The writer 写入线程: takes what waits as one group, checks each commit, writes and syncs the group once, then answers.

use std::collections::HashSet;
use std::sync::{Arc, mpsc};

use anyhow::{Result, anyhow};
use sled::Tree;
use tokio::sync::oneshot;

use super::effects::land;
use super::numbers::Numbers;
use super::prepared::Prepared;
use super::shared::{Shared, Unsettled};
use super::stage::Stage;
use crate::domain::ids::InboundId;
use crate::store::CommitError;

/// The most commits of one group: it bounds how long the first of them waits for the others.
const GROUP: usize = 256;

/// Makes everything written so far outlive a power cut.
pub type DiskSync = Box<dyn FnMut() -> Result<()> + Send>;

/// A commit and who waits for it.
pub struct Job {
    /// The commit.
    pub prepared: Prepared,
    /// Learns what became of it.
    pub answer: oneshot::Sender<Result<(), CommitError>>,
}

/// The only one who writes.
pub struct Writer {
    tree: Tree,
    stage: Stage,
    numbers: Numbers,
    sync: DiskSync,
    shared: Arc<Shared>,
}

impl Writer {
    /// A writer of this tree.
    pub fn new(tree: Tree, numbers: Numbers, sync: DiskSync, shared: Arc<Shared>) -> Self {
        Self { stage: Stage::new(tree.clone()), tree, numbers, sync, shared }
    }

    /// Works until nobody can send any more, and nothing waits.
    pub fn run(mut self, jobs: &mpsc::Receiver<Job>) {
        while let Ok(first) = jobs.recv() {
            let group: Vec<Job> = std::iter::once(first).chain(jobs.try_iter().take(GROUP - 1)).collect();
            self.work(group);
        }
    }

    fn work(&mut self, group: Vec<Job>) {
        let mut unsettled = Unsettled { inbound: HashSet::new(), numbers_from: self.numbers.next() };
        let verdicts: Vec<_> = group.into_iter().map(|job| (job.answer, self.attempt(job.prepared, &mut unsettled))).collect();
        let written = self.shared.check_writable().and_then(|()| self.write(unsettled));
        for (answer, verdict) in verdicts {
            let verdict = match &written {
                Ok(()) => verdict,
                // A message that was seen in this very group is not dealt with either.
                Err(why) => Err(CommitError::Failed(anyhow!("{why:#}"))),
            };
            // Whoever stopped waiting finds the outcome by reading.
            let _ = answer.send(verdict);
        }
    }

    fn attempt(&mut self, prepared: Prepared, unsettled: &mut Unsettled) -> Result<(), CommitError> {
        let inbound: Vec<InboundId> = prepared.inbound.iter().map(|(id, _)| id.clone()).collect();
        let verdict = land(&mut self.stage, &mut self.numbers, prepared);
        match &verdict {
            Ok(()) => {
                self.stage.accept();
                unsettled.inbound.extend(inbound);
            }
            Err(_) => self.stage.refuse(),
        }
        verdict
    }

    fn write(&mut self, unsettled: Unsettled) -> Result<()> {
        if self.stage.is_empty() {
            return Ok(());
        }
        let _in_one_go = self.shared.pictures.gate();
        self.shared.begin(unsettled);
        let noted = self.shared.pictures.note(&self.tree, &self.stage);
        noted.and_then(|()| self.stage.apply()).and_then(|()| (self.sync)()).inspect_err(|why| self.shared.stop(why))?;
        self.shared.settle();
        Ok(())
    }
}

#[cfg(test)]
mod tests;
