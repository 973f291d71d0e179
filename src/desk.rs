//! The desk 受理台: the only writer.

use std::sync::Arc;

use anyhow::Result;
use tokio::sync::broadcast;

use crate::city::City;
use crate::clock::Clock;
use crate::domain::ids::{CaseNumber, ChatRef};
use crate::domain::inbound::Inbound;
use crate::domain::staff::Staff;
use crate::store::Store;

/// What changed, for pages that show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A chat has a new line.
    Chat(ChatRef),
    /// A case has a new event.
    Case(CaseNumber),
}

/// What the channel learns of a message that was taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// A short word for the person who pressed a button.
    pub toast: Option<String>,
}

/// The desk.
pub struct Desk {
    store: Arc<dyn Store>,
    city: Arc<City>,
    clock: Clock,
    changes: broadcast::Sender<Change>,
}

impl Desk {
    /// Takes one message in: when this returns `Ok`, it is on the disk.
    ///
    /// # Errors
    /// The store failed; the message was not taken, and the channel must deliver it again.
    pub async fn receive(&self, inbound: Inbound) -> Result<Receipt> {
        let _ = inbound;
        Ok(Receipt::default())
    }

    /// The store, for reading.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// The city's data.
    pub fn city(&self) -> &Arc<City> {
        &self.city
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Everybody who works here, as of now.
    pub fn staff(&self) -> Vec<Staff> {
        Vec::new()
    }

    /// What changes from now on.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// Tells whoever listens that something changed.
    pub fn announce(&self, change: Change) {
        let _ = self.changes.send(change);
    }
}
