//! Words and buttons for a message 去信.

use crate::city::City;
use crate::domain::action::Action;
use crate::domain::conversation::Say;
use crate::domain::ids::{ChatRef, NoticeId};
use crate::domain::message::{CaseLine, Message};
use crate::domain::outbound::{Button, Outbound};

/// The message, rendered and addressed.
pub(super) fn rendered(city: &City, id: NoticeId, chat: ChatRef, say: &Say) -> Outbound {
    let lines = case_lines(&say.message);
    let button = |action: &Action| {
        let what = line_of(action, lines).map(|line| format!("{} {}", line.intent, line.what));
        Button { label: city.wording.button(action, &city.directory, what.as_deref()), data: action.encode() }
    };
    let buttons = say.buttons.iter().map(|row| row.iter().map(button).collect()).collect();
    Outbound { id, chat, text: city.wording.say(&say.message), buttons, attachments: Vec::new(), urgent: false }
}

/// The cases that the message lists: a button of one of several says which.
fn case_lines(message: &Message) -> &[CaseLine] {
    match message {
        Message::WhichCase { cases, .. } | Message::SupplementOrNew { cases, .. } | Message::Todo { cases, .. } => cases,
        Message::MergeProposed { mother, .. } => std::slice::from_ref(mother),
        _ => &[],
    }
}

fn line_of<'a>(action: &Action, lines: &'a [CaseLine]) -> Option<&'a CaseLine> {
    match action {
        Action::Case(number, _) => lines.iter().find(|line| line.number == *number),
        Action::Plain(_) => None,
    }
}
