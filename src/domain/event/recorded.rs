//! One event on record 记录: with its place, its time and its author.

use serde::{Deserialize, Serialize};

use super::Event;
use crate::domain::ids::{CaseNumber, Moment};
use crate::domain::moment;
use crate::domain::staff::Actor;

/// The version of the event format that this program writes.
pub const EVENT_VERSION: u32 = 1;

/// One event with its place in the case, its time and its author.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// The format.
    pub v: u32,
    /// The case.
    pub case: CaseNumber,
    /// The place in the case, from 1 without gaps.
    pub seq: u32,
    /// When.
    #[serde(with = "moment::countable")]
    pub at: Moment,
    /// By whom.
    pub by: Actor,
    /// What.
    pub event: Event,
}

impl Recorded {
    /// What happened, as [`Event::label`]; who urged 催办 makes a difference there.
    pub fn label(&self) -> &'static str {
        match (&self.event, &self.by) {
            (Event::Urged { .. }, Actor::Staff { role, .. }) => role.urging(),
            _ => self.event.label(),
        }
    }

    /// 诉求人催办: the citizen themselves asked where it is; what somebody at work asks is not counted as theirs.
    pub fn is_urged_by_citizen(&self) -> bool {
        matches!((&self.event, &self.by), (Event::Urged { .. }, Actor::Citizen { .. }))
    }
}
