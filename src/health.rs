//! How the house is 看护: what the counts, the store and the clock say together, for a person ([`rows`]), for Prometheus
//! ([`exposition`]) and for whoever asks whether it is ready ([`readiness`]); and the notices that reached nobody.
//!
//! Invariant: of people and matters nothing is told but numbers of cases, and of staff their name, to the administrator.

pub mod aside;
pub mod exposition;
pub mod panics;
pub mod readiness;
pub mod rows;
pub mod undelivered;

use anyhow::Result;

use crate::desk::Desk;
use crate::domain::ids::{CaseNumber, Moment};
use crate::store::StoreHealth;

/// What is looked up when somebody asks how the house is.
#[derive(Clone, Debug)]
pub struct Figures {
    /// When it was looked up.
    pub now: Moment,
    /// How the store fares.
    pub store: StoreHealth,
    /// When the next thing falls due.
    pub next_due: Option<Moment>,
    /// Cases that are open.
    pub open_cases: usize,
    /// Notices that reached nobody.
    pub undelivered: usize,
    /// How many things that fell due cannot be done, and of which cases.
    pub failing: (usize, Vec<CaseNumber>),
    /// Messages that were set aside and wait.
    pub aside: usize,
    /// Since when the oldest notice that may go has waited.
    pub oldest: Option<Moment>,
}

impl Figures {
    /// Looks everything up. It reads the store, so it is not for a thread that others wait for.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn of(desk: &Desk) -> Result<Self> {
        let (store, metrics, now) = (desk.store(), desk.metrics(), desk.clock().now());
        Ok(Self {
            now,
            store: store.health(),
            next_due: store.next_due()?,
            open_cases: metrics.open_cases.get(|| Ok(store.open_cases()?.len()))?,
            undelivered: metrics.undelivered.get(|| Ok(store.undelivered()?.len()))?,
            failing: desk.failing(),
            aside: store.aside()?.iter().filter(|aside| aside.readmitted.is_none()).count(),
            oldest: metrics.backlog.oldest(now),
        })
    }
}
