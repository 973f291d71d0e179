//! The writer 写入线程: takes what waits as one group, checks each commit, writes and syncs the group once, then answers.

use std::collections::HashSet;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, mpsc};
use std::time::Instant;

use anyhow::{Result, anyhow};
use sled::Tree;
use tokio::sync::oneshot;

use super::effects::land;
use super::numbers::Numbers;
use super::prepared::Prepared;
use super::pruning::{IDLE, Pruning};
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
    /// The commit; boxed, since it goes through several hands.
    pub prepared: Box<Prepared>,
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
    pruning: Pruning,
}

impl Writer {
    /// A writer of this tree.
    pub fn new(tree: Tree, numbers: Numbers, sync: DiskSync, shared: Arc<Shared>) -> Self {
        Self { stage: Stage::new(tree.clone()), tree, numbers, sync, shared, pruning: Pruning::default() }
    }

    /// Works until nobody can send any more, and nothing waits.
    pub fn run(mut self, jobs: &mpsc::Receiver<Job>) {
        while let Some(first) = self.next(jobs) {
            let group: Vec<Job> = std::iter::once(first).chain(jobs.try_iter().take(GROUP - 1)).collect();
            self.work(group);
        }
    }

    /// The next job; none when there will be no more. While there is none, old marks are taken away.
    fn next(&mut self, jobs: &mpsc::Receiver<Job>) -> Option<Job> {
        loop {
            let wait = match self.pruning.next() {
                _ if self.shared.stopped().is_some() => return jobs.recv().ok(),
                Some(next) if !self.pruning.is_due(Instant::now()) => next.saturating_duration_since(Instant::now()),
                _ => IDLE,
            };
            match jobs.recv_timeout(wait) {
                Ok(job) => return Some(job),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if let Err(error) = self.prune() {
                tracing::error!("old marks were not taken away: {error:#}");
                return jobs.recv().ok();
            }
        }
    }

    fn prune(&mut self) -> Result<()> {
        let now = Instant::now();
        if !self.pruning.is_due(now) {
            return Ok(());
        }
        self.pruning.go_on(&self.tree, &mut self.stage, now)?;
        self.write(Unsettled { inbound: HashSet::new(), numbers_from: self.numbers.next() })
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

    fn attempt(&mut self, prepared: Box<Prepared>, unsettled: &mut Unsettled) -> Result<(), CommitError> {
        let aside = prepared.aside.iter().map(|message| &message.inbound.id);
        let inbound: Vec<InboundId> = prepared.inbound.iter().map(|(id, _)| id).chain(aside).cloned().collect();
        let verdict = land(&mut self.stage, &mut self.numbers, *prepared);
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
        self.shared.written.add_all(self.stage.bytes());
        let noted = self.shared.pictures.note(&self.tree, &self.stage);
        noted.and_then(|()| self.stage.apply()).and_then(|()| (self.sync)()).inspect_err(|why| self.shared.stop(why))?;
        self.shared.settle();
        Ok(())
    }
}

#[cfg(test)]
mod tests;
