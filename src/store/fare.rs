//! How the store itself fares 存储状况.

use super::Room;
use crate::metrics::Snapshot;

/// How the store itself fares, since it was opened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoreHealth {
    /// Why nothing can be written any more; none while all is well.
    pub stopped: Option<String>,
    /// What it takes on the disk, in bytes.
    pub bytes: Option<u64>,
    /// The room on its disk, where the system tells.
    pub room: Option<Room>,
    /// The version of its format.
    pub format: u32,
    /// Damaged records that were met.
    pub damaged: usize,
    /// Commits that were refused because somebody else was quicker, or had dealt with the message.
    pub refused: u64,
    /// Commits that could not be written.
    pub failed: u64,
    /// Commits that landed, by how long they took.
    pub commits: Snapshot,
}
