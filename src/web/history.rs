//! The history of a case as pages show it: the words are the domain's, here come marks and evidence.

use serde::Serialize;

use super::evidence::Piece;
use crate::domain::event::{Event, Recorded};
use crate::domain::history::{Detail, Teller, evidence};
use crate::domain::message::when;
use crate::domain::profile::RungKind;

/// One event.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Step {
    label: &'static str,
    tone: &'static str,
    at: String,
    stamp: String,
    by: String,
    details: Vec<Detail>,
    pieces: Vec<Piece>,
}

impl Step {
    /// The event in the teller's words; files are asked for with `access`.
    pub(super) fn of(recorded: &Recorded, teller: &Teller<'_>, access: &str) -> Self {
        Self {
            label: recorded.label(),
            tone: tone(&recorded.event),
            at: when(recorded.at),
            stamp: recorded.at.to_rfc3339(),
            by: teller.actor(&recorded.by),
            details: teller.details(&recorded.event),
            pieces: evidence(&recorded.event).iter().map(|piece| Piece::of(piece, access, |words| teller.veil(words))).collect(),
        }
    }
}

/// The colour of the event's mark.
fn tone(event: &Event) -> &'static str {
    match event {
        Event::RungReached { rung: RungKind::Yellow, .. } => "gold",
        Event::RungReached { rung: RungKind::Red, .. } => "red",
        Event::RungReached { .. } | Event::Urged { .. } | Event::Supervised { .. } | Event::Applied { .. } => "amber",
        Event::Returned { .. } | Event::Reopened { .. } | Event::Declined { .. } | Event::Reviewed { passed: false, .. } => "red",
        Event::ReturnRefused { .. } | Event::Disapproved { .. } | Event::ApplicationRefused { .. } => "red",
        Event::ReferredForRuling { .. } | Event::ConflictNamed { .. } | Event::Recused { .. } => "red",
        Event::Suspended { .. } | Event::PutOnFile { .. } | Event::Merged { .. } | Event::Joined { .. } => "violet",
        Event::Resolved { .. } | Event::Reviewed { .. } | Event::FollowedUp { .. } | Event::Archived => "green",
        Event::CoReported { .. } | Event::LetterAnswered { .. } => "green",
        Event::Received { .. } | Event::Accepted { .. } | Event::Dispatched { .. } | Event::Acknowledged => "blue",
        Event::Ruled { .. } | Event::CoAcknowledged { .. } | Event::Resumed { .. } | Event::ChargeTaken { .. } => "blue",
        _ => "grey",
    }
}
