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
    /// Cases that are open; none when that cannot be read.
    pub open_cases: Option<usize>,
    /// Notices that reached nobody.
    pub undelivered: Option<usize>,
    /// How many things that fell due cannot be done, and of which cases.
    pub failing: (usize, Vec<CaseNumber>),
    /// Messages that were set aside and wait.
    pub aside: Option<usize>,
    /// Why the store cannot be read, where it cannot: a disk that fails may hold back what was not written yet.
    pub unreadable: Option<String>,
    /// Since when the oldest notice that may go has waited.
    pub oldest: Option<Moment>,
}

impl Figures {
    /// Looks everything up, as far as it can be read. It reads the store, so it is not for a thread that others wait for.
    pub fn of(desk: &Desk) -> Self {
        let (store, metrics, now) = (desk.store(), desk.metrics(), desk.clock().now());
        let mut unreadable = None;
        let next_due = store.next_due();
        let open_cases = metrics.open_cases.get(|| Ok(store.open_cases()?.len()));
        let undelivered = metrics.undelivered.get(|| Ok(store.undelivered()?.len()));
        let aside = store.aside().map(|all| all.iter().filter(|aside| aside.readmitted.is_none()).count());
        Self {
            now,
            store: store.health(),
            next_due: read(next_due, &mut unreadable).flatten(),
            open_cases: read(open_cases, &mut unreadable),
            undelivered: read(undelivered, &mut unreadable),
            failing: desk.failing(),
            aside: read(aside, &mut unreadable),
            oldest: metrics.backlog.oldest(now),
            unreadable,
        }
    }
}

/// What was read; the first reason is noted where it was not.
fn read<T>(result: Result<T>, unreadable: &mut Option<String>) -> Option<T> {
    result.map_err(|error| unreadable.get_or_insert_with(|| crate::why::told(&error)).clone()).ok()
}
