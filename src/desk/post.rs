//! Words and buttons for a message 去信.

use std::sync::Arc;

use crate::city::City;
use crate::domain::action::{Action, Verb};
use crate::domain::conversation::Say;
use crate::domain::ids::{CaseNumber, ChatRef, NoticeId};
use crate::domain::message::{Appraisal, Asking, CaseLine, Message, Report};
use crate::domain::outbound::{Button, Outbound};

/// The city's voice, for whoever has to put something into words but knows no templates.
pub fn voice(city: Arc<City>) -> impl Fn(NoticeId, ChatRef, &Say) -> Outbound + Send + Sync + 'static {
    move |id, chat, say| rendered(&city, id, chat, say, None)
}

/// The message, rendered and addressed; with a trace code where it shows staff a case.
pub(super) fn rendered(city: &City, id: NoticeId, chat: ChatRef, say: &Say, code: Option<String>) -> Outbound {
    Words::of(city, say).to(city, id, chat, code)
}

/// A message in words, the same to whoever gets it.
pub(super) struct Words {
    text: String,
    buttons: Vec<Vec<Button>>,
}

impl Words {
    /// The city's words for it.
    pub fn of(city: &City, say: &Say) -> Self {
        let button = |action: &Action| {
            let what =
                answer_of(action, &say.message).or_else(|| ground_of(action, &say.message)).or_else(|| what_of(action, &say.message));
            Button { label: city.wording.button(action, &city.directory, what.as_deref()), data: action.encode() }
        };
        let buttons = say.buttons.iter().map(|row| row.iter().map(button).collect()).collect();
        Self { text: city.wording.say(&say.message), buttons }
    }

    /// Addressed; with a trace code where it shows staff a case.
    pub fn to(&self, city: &City, id: NoticeId, chat: ChatRef, code: Option<String>) -> Outbound {
        let mark = code.map(|code| format!("\n{}", city.wording.say(&Message::TraceMark { code }))).unwrap_or_default();
        Outbound { buttons: self.buttons.clone(), ..Outbound::plain(id, chat, format!("{}{mark}", self.text)) }
    }
}

/// What the case of a button is about, where the message lists several: a button of one of several says which.
fn what_of(action: &Action, message: &Message) -> Option<String> {
    let Action::Case(number, _) = action else { return None };
    match message {
        Message::WhichCase { cases, .. } | Message::SupplementOrNew { cases, .. } | Message::Todo { cases, .. } => {
            line_of(*number, cases).map(|line| format!("{} {}", line.intent, line.what))
        }
        Message::Report(Report::Needs { lines, .. }) => {
            lines.iter().find(|need| need.case.number == *number).map(|need| format!("{} {}", need.case.intent, need.case.what))
        }
        Message::MergeProposed { mother, .. } => {
            line_of(*number, std::slice::from_ref(mother)).map(|line| format!("{} {}", line.intent, line.what))
        }
        Message::Digest { lines, .. } => {
            lines.iter().find(|line| line.number == *number).map(|line| format!("{} {}", line.intent, line.what))
        }
        _ => None,
    }
}

fn line_of(number: CaseNumber, lines: &[CaseLine]) -> Option<&CaseLine> {
    lines.iter().find(|line| line.number == number)
}

/// The answer of 民主评议 that the button stands for.
fn answer_of(action: &Action, message: &Message) -> Option<String> {
    let (Action::Case(_, Verb::Appraise(sealed)), Message::Appraisal(Appraisal::AppraisalAsk { choices, .. })) = (action, message) else {
        return None;
    };
    choices.iter().find(|(own, _)| own == sealed).map(|(_, label)| label.clone())
}

/// The ground of the city's rules that the button stands for, in words.
fn ground_of(action: &Action, message: &Message) -> Option<String> {
    let (Action::Case(_, verb), Message::Asking(Asking::ChooseListed { choices, .. })) = (action, message) else { return None };
    let (Verb::ApplySuspension(ground) | Verb::Suspend(ground) | Verb::Revoke(ground)) = verb else { return None };
    choices.iter().find(|(id, _)| id == ground).map(|(_, label)| label.clone())
}
