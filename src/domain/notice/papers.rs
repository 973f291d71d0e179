//! Which notices bring a paper 随附文书 (RULEBOOK §9): whoever must act on it, or keeps it. Others find it with the case; citizens get
//! theirs for the asking, and no file that they did not ask for.

use super::{Audience, Notice, View};
use crate::domain::event::Recorded;
use crate::domain::message::Message;
use crate::domain::paper::PaperKind;
use crate::domain::staff::Role;

/// The notices, with the paper that the event makes.
pub(super) fn brought(mut all: Vec<Notice>, recorded: &Recorded, view: &View<'_>) -> Vec<Notice> {
    if let Some(kind) = PaperKind::made_by(&recorded.event, view.case, view.directory) {
        for notice in all.iter_mut().filter(|notice| brings(notice, kind)) {
            notice.paper = Some((kind, recorded.seq));
        }
    }
    all
}

fn brings(notice: &Notice, kind: PaperKind) -> bool {
    use PaperKind::{Admonition, Approval, Bulletin, Feedback, Inquiry, Mandate, Registration, Supervision, Transfer, Urging};
    let (message, to) = (&notice.say.message, &notice.to);
    match kind {
        // Whoever decides on it has the card before them; the form is for the file.
        Registration => false,
        Approval => *to == Audience::Role(Role::Supervisor),
        // Of a redo the unit's leader has it as well.
        Mandate | Transfer => {
            matches!((message, to), (Message::Task { .. } | Message::News { .. }, Audience::Unit(_)))
                || matches!((message, to), (Message::Task { redo: Some(_), .. }, Audience::Leaders(_)))
        }
        Feedback => matches!((message, to), (Message::FollowedUp { .. }, Audience::Unit(_))),
        Urging => matches!((message, to), (Message::Rung { .. }, Audience::Unit(_) | Audience::Leaders(_))),
        Inquiry | Supervision | Bulletin | Admonition => !matches!(to, Audience::Citizen | Audience::Taken(_)),
    }
}
