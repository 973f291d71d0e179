//! The writer 写入线程: takes what waits as one group, checks each commit, writes them, syncs once, then answers.

use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use sled::Tree;
use tokio::sync::oneshot;

use super::effects::{Landed, land};
use super::listing::Listing;
use super::notices::Notices;
use super::numbers::Numbers;
use super::prepared::Prepared;
use super::pruning::{IDLE, Pruning};
use super::shared::Shared;
use super::stage::Stage;
use crate::domain::ids::InboundId;
use crate::store::CommitError;
use crate::why;

/// The most commits of one group: it bounds how long the first of them waits for the others.
const GROUP: usize = 256;

/// The most commits that go into the tree at once: nobody can read meanwhile.
const BATCH: usize = 32;

/// Makes everything written so far outlive a power cut.
pub type DiskSync = Box<dyn FnMut() -> Result<()> + Send>;

/// What the writer knows of the records without reading them.
pub type ByHeart = (Notices, Numbers, Listing);

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
    notices: Notices,
    numbers: Numbers,
    sync: DiskSync,
    shared: Arc<Shared>,
    listing: Listing,
    pruning: Pruning,
}

impl Writer {
    /// A writer of this tree.
    pub fn new(tree: Tree, (notices, numbers, listing): ByHeart, sync: DiskSync, shared: Arc<Shared>) -> Self {
        Self { stage: Stage::new(tree.clone()), tree, notices, numbers, sync, shared, listing, pruning: Pruning::default() }
    }

    /// Works until nobody can send any more, and nothing waits.
    pub fn run(mut self, jobs: &mpsc::Receiver<Job>) {
        while let Some(first) = self.next(jobs) {
            let group: Vec<Job> = std::iter::once(first).chain(jobs.try_iter().take(GROUP - 1)).collect();
            self.work(group);
        }
        if let Err(error) = self.list_all() {
            tracing::error!("views are listed at the next start only: {error:#}");
        }
    }

    /// The next job; none when there will be no more. While there is none, views are listed and old marks are taken away.
    fn next(&mut self, jobs: &mpsc::Receiver<Job>) -> Option<Job> {
        loop {
            if self.shared.stopped().is_some() {
                return jobs.recv().ok();
            }
            match jobs.recv_timeout(self.patience()) {
                Ok(job) => return Some(job),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if let Err(error) = self.tidy() {
                tracing::error!("views were not listed, or old marks not taken away: {error:#}");
                return jobs.recv().ok();
            }
        }
    }

    /// How long nothing must have been to do before it tidies up.
    fn patience(&self) -> Duration {
        let now = Instant::now();
        match self.pruning.next() {
            _ if self.listing.goes_on() => Duration::ZERO,
            Some(next) if !self.pruning.is_due(now) && !self.has_unlisted() => next.saturating_duration_since(now),
            _ => IDLE,
        }
    }

    fn has_unlisted(&self) -> bool {
        self.listing.is_due(&self.shared.unlisted, &self.stage)
    }

    fn tidy(&mut self) -> Result<()> {
        if self.has_unlisted() { self.list() } else { self.prune() }
    }

    /// Lists some of the views that wait.
    fn list(&mut self) -> Result<()> {
        let up_to = self.listing.stage(&self.shared.unlisted, &mut self.stage)?;
        self.write(std::iter::empty())?;
        self.listing.note(&self.shared.unlisted, up_to);
        Ok(())
    }

    fn list_all(&mut self) -> Result<()> {
        while self.shared.stopped().is_none() && self.shared.unlisted.count() > 0 {
            self.list()?;
        }
        Ok(())
    }

    fn prune(&mut self) -> Result<()> {
        let now = Instant::now();
        if !self.pruning.is_due(now) {
            return Ok(());
        }
        self.pruning.go_on(&self.tree, &mut self.stage, now)?;
        self.write(std::iter::empty()).map(drop)
    }

    fn work(&mut self, group: Vec<Job>) {
        let (answers, commits): (Vec<_>, Vec<_>) = group.into_iter().map(|job| (job.answer, job.prepared)).unzip();
        let verdicts =
            match self.shared.check_writable().and_then(|()| self.list_if_pressing()).and_then(|()| self.write(commits.into_iter())) {
                Ok(verdicts) => verdicts,
                // A message that was seen in this very group is not dealt with either.
                Err(why) => answers.iter().map(|_| Err(CommitError::Failed(anyhow!(why::told(&why))))).collect(),
            };
        for (answer, verdict) in answers.into_iter().zip(verdicts) {
            // Whoever stopped waiting finds the outcome by reading.
            let _ = answer.send(verdict);
        }
    }

    fn list_if_pressing(&mut self) -> Result<()> {
        if self.listing.is_pressing(&self.shared.unlisted, &self.stage) { self.list() } else { Ok(()) }
    }

    /// Writes what is staged already and these commits, and syncs once.
    fn write(&mut self, commits: impl ExactSizeIterator<Item = Box<Prepared>>) -> Result<Vec<Landed>> {
        let shared = Arc::clone(&self.shared);
        let _in_one_go = shared.pictures.gate();
        shared.begin(self.numbers.next());
        let verdicts = self.write_all(commits).inspect_err(|why| shared.stop(why))?;
        shared.settle();
        Ok(verdicts)
    }

    fn write_all(&mut self, mut commits: impl ExactSizeIterator<Item = Box<Prepared>>) -> Result<Vec<Landed>> {
        let mut verdicts = Vec::with_capacity(commits.len());
        let mut is_written = self.apply()?;
        while commits.len() > 0 {
            verdicts.extend(commits.by_ref().take(BATCH).map(|prepared| self.attempt(prepared)));
            is_written |= self.apply()?;
        }
        if is_written {
            (self.sync)()?;
        }
        Ok(verdicts)
    }

    fn attempt(&mut self, prepared: Box<Prepared>) -> Landed {
        let aside = prepared.aside.iter().map(|message| &message.inbound.id);
        let inbound: Vec<InboundId> = prepared.inbound.iter().map(|(id, _)| id).chain(aside).cloned().collect();
        let (notices, unlisted) = (&mut self.notices, &self.shared.unlisted);
        let verdict = land(&mut self.stage, (notices, &mut self.numbers), unlisted, *prepared);
        match &verdict {
            Ok(()) => {
                self.stage.accept();
                self.notices.accept();
                self.shared.unlisted.accept();
                self.shared.also(inbound);
            }
            Err(_) => {
                self.stage.refuse();
                self.notices.refuse();
                self.shared.unlisted.refuse();
            }
        }
        verdict
    }

    /// Writes what is staged, all of it or nothing; whether there was anything. It is not on the disk yet.
    fn apply(&mut self) -> Result<bool> {
        if self.stage.is_empty() {
            return Ok(false);
        }
        self.stage.close()?;
        self.shared.written.add_all(self.stage.bytes());
        self.shared.pictures.note(&self.tree, &self.stage)?;
        self.stage.apply()?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests;
