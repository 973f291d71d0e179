//! Until the book of figures is made 正在汇总: the page says how far it is and asks again, and holds nobody up.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use super::super::House;
use super::super::problem::Problem;

/// How long somebody waits for the page before it tells them to.
const PATIENCE: Duration = Duration::from_millis(600);
/// How often it is looked whether the book is there.
const GLANCE: Duration = Duration::from_millis(10);

/// How far it is.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Making(Arc<Progress>);

#[derive(Debug, Default)]
struct Progress {
    begun: AtomicBool,
    made: AtomicBool,
    read: AtomicUsize,
}

impl House {
    /// Begins to make the book where nobody has, and waits a moment for it. None when it is there, else how many cases have
    /// been read.
    pub(super) async fn book_in_making(&self) -> Result<Option<usize>, Problem> {
        let progress = self.0.making.0.clone();
        if progress.made.load(Ordering::Acquire) {
            return Ok(None);
        }
        if !progress.begun.swap(true, Ordering::AcqRel) {
            let (desk, told) = (self.0.desk.clone(), progress.clone());
            tokio::task::spawn_blocking(move || {
                let made = desk.figures_with(&mut |read| told.read.store(read, Ordering::Release), |_| ());
                if let Err(error) = &made {
                    tracing::error!("the figures could not be made: {error:#}");
                }
                told.made.store(made.is_ok(), Ordering::Release);
                // After a failure the next who asks begins again.
                told.begun.store(made.is_ok(), Ordering::Release);
            });
        }
        let waited = tokio::time::timeout(PATIENCE, async {
            while !progress.made.load(Ordering::Acquire) && progress.begun.load(Ordering::Acquire) {
                tokio::time::sleep(GLANCE).await;
            }
        });
        let ended = waited.await.is_ok();
        match (progress.made.load(Ordering::Acquire), ended) {
            (true, _) => Ok(None),
            (false, true) => Err(Problem::Trouble),
            (false, false) => Ok(Some(progress.read.load(Ordering::Acquire))),
        }
    }
}
