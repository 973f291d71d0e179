//! Messages that were set aside 搁置: handling them panicked, or failed again and again, so that they would have kept
//! everybody behind them waiting. Each is kept as it came until somebody has it taken in again 重新受理.

use serde::{Deserialize, Serialize};

use crate::domain::audit::Viewer;
use crate::domain::ids::Moment;
use crate::domain::inbound::Inbound;
use crate::domain::moment;

/// Why a message was set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Handling it panicked.
    Panicked,
    /// It could not be handled, however often it was tried.
    Failing,
}

/// A message is set aside, and counts as dealt with from now on.
#[derive(Clone, Debug)]
pub struct SetAside {
    /// The message as it came. One that has been dealt with is refused.
    pub inbound: Inbound,
    /// Why.
    pub why: Why,
    /// When.
    pub at: Moment,
}

/// A message that was set aside is taken in again by this commit. One that was taken in again already is a conflict.
#[derive(Clone, Debug)]
pub struct Readmit {
    /// Its number on the list.
    pub number: u64,
    /// Who has it taken in, and when.
    pub by: Readmitted,
}

/// Who had a message taken in again, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Readmitted {
    /// Who.
    pub by: Viewer,
    /// When.
    #[serde(with = "moment")]
    pub at: Moment,
}

/// A message that was set aside. Its record stays when it has been taken in again, and says by whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Aside {
    /// Its number on the list.
    pub number: u64,
    /// The message as it came.
    pub inbound: Inbound,
    /// Why.
    pub why: Why,
    /// When it was set aside.
    pub at: Moment,
    /// Who had it taken in again; none while it waits.
    pub readmitted: Option<Readmitted>,
}
