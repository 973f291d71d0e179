//! The history of a case 流转记录 as the page shows it: the domain's words, with a colour and the evidence.

use serde::Serialize;

use super::evidence::Piece;
use crate::domain::complaint::Evidence;
use crate::domain::event::{Event, Recorded};
use crate::domain::history::{Detail, Teller};
use crate::domain::message::when;
use crate::domain::profile::RungKind;

/// One event as pages show it.
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

/// The event in words; its files are had with the query `access`.
pub(super) fn step(recorded: &Recorded, teller: &Teller<'_>, access: &str) -> Step {
    Step {
        label: recorded.event.label(),
        tone: tone(&recorded.event),
        at: when(recorded.at),
        stamp: recorded.at.to_rfc3339(),
        by: teller.actor(&recorded.by),
        details: teller.details(&recorded.event),
        pieces: evidence(&recorded.event).iter().map(|evidence| piece(evidence, teller, access)).collect(),
    }
}

/// One piece of evidence.
pub(super) fn piece(evidence: &Evidence, teller: &Teller<'_>, access: &str) -> Piece {
    Piece::of(evidence, access, |caption| teller.veil(caption))
}

fn evidence(event: &Event) -> &[Evidence] {
    match event {
        Event::Received { complaint, .. } => &complaint.evidence,
        Event::Supplemented { evidence, .. } => evidence,
        _ => &[],
    }
}

/// The colour of the event's mark.
fn tone(event: &Event) -> &'static str {
    match event {
        Event::RungReached { rung: RungKind::Yellow, .. } => "gold",
        Event::RungReached { .. } | Event::Urged { .. } => "amber",
        Event::Returned { .. } | Event::Reopened { .. } | Event::Declined { .. } | Event::Reviewed { passed: false, .. } => "red",
        Event::Resolved { .. } | Event::Reviewed { .. } | Event::FollowedUp { .. } | Event::Archived => "green",
        Event::Received { .. } | Event::Accepted { .. } | Event::Dispatched { .. } | Event::Acknowledged => "blue",
        _ => "grey",
    }
}
