//! Until the book of figures is made 正在汇总: the page says how far it is and asks again, and holds nobody up. What rises 热点 is
//! looked for beside, and looked for again behind the back of whoever reads what was found a minute ago.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;

use super::super::House;
use super::super::problem::Problem;
use crate::desk::Desk;
use crate::domain::hotspot::HotSpot;
use crate::domain::ids::Moment;

/// How long somebody waits for the page before it tells them to.
const PATIENCE: Duration = Duration::from_millis(600);
/// How often it is looked whether the book is there.
const GLANCE: Duration = Duration::from_millis(10);
/// How long what was found is fresh.
const FRESH: TimeDelta = TimeDelta::minutes(1);

/// How far it is.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Making(Arc<Progress>);

#[derive(Debug, Default)]
struct Progress {
    begun: AtomicBool,
    made: AtomicBool,
    read: AtomicUsize,
    found: Mutex<Found>,
}

/// What rises, and when it was looked for.
#[derive(Debug, Default)]
struct Found {
    spots: Arc<Vec<HotSpot>>,
    at: Option<Moment>,
    /// Somebody is looking.
    looking: bool,
}

impl Progress {
    fn found(&self) -> MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look(&self, desk: &Desk) -> anyhow::Result<()> {
        let spots = desk.hot_spots();
        let mut found = self.found();
        found.looking = false;
        found.at = Some(desk.clock().now());
        found.spots = Arc::new(spots?);
        Ok(())
    }

    fn make(&self, desk: &Desk) -> anyhow::Result<()> {
        desk.figures_with(&mut |read| self.read.store(read, Ordering::Release), |_| ())?;
        self.look(desk)
    }
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
                let made = told.make(&desk);
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

    /// What rises, as it was last looked for; where that was some time ago, it is looked for anew for whoever comes next.
    pub(super) fn rising(&self) -> Arc<Vec<HotSpot>> {
        let progress = self.0.making.0.clone();
        let now = self.desk().clock().now();
        let mut found = progress.found();
        if !found.looking && found.at.is_none_or(|at| now - at > FRESH) {
            found.looking = true;
            let (desk, told) = (self.0.desk.clone(), progress.clone());
            tokio::task::spawn_blocking(move || {
                if let Err(error) = told.look(&desk) {
                    tracing::error!("what rises could not be looked for: {error:#}");
                }
            });
        }
        found.spots.clone()
    }
}
