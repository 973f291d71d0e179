//! A citizen presses a button 按钮. Buttons of messages long past still answer: with where the case stands now.

use super::{Citizen, Ctx, How, Turn, back, choice, existing, followup, matter};
use crate::domain::action::{Action, Plain, Verb};
use crate::domain::command::Command;
use crate::domain::complaint::Evidence;
use crate::domain::conversation::{Conversation, Talk, Want};
use crate::domain::ids::CaseNumber;
use crate::domain::message::{Came, Drafting, Message};
use crate::domain::refusal::Refusal;

/// One step on a press.
pub(super) fn pressed(data: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    match Action::decode(data) {
        Some(Action::Plain(plain)) => plain_pressed(plain, citizen, ctx),
        Some(Action::Case(number, verb)) => about_case(number, &verb, citizen, ctx),
        Some(Action::Lift(_) | Action::Needs(_)) | None => refused(Refusal::UnknownButton, citizen),
    }
}

fn refused(refusal: Refusal, citizen: &Citizen<'_>) -> Turn {
    Turn::say(Message::Refused { refusal }).keeping(citizen.conversation)
}

fn plain_pressed(plain: Plain, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let talk = &citizen.conversation.talk;
    match (plain, talk) {
        (Plain::Confirm, Talk::Asking { draft, .. } | Talk::Confirming { draft } | Talk::Correcting { draft }) => {
            matter::open((**draft).clone(), How::Confirmed, citizen, ctx)
        }
        (Plain::Correct, Talk::Asking { draft, .. } | Talk::Confirming { draft } | Talk::Correcting { draft }) => {
            matter::correct(draft, citizen.conversation)
        }
        (Plain::Discard, Talk::Asking { draft, .. } | Talk::Confirming { draft } | Talk::Correcting { draft }) => {
            matter::discarded(draft, citizen, ctx)
        }
        (Plain::NewMatter, Talk::Choosing { want: Want::Supplement { text, evidence } } | Talk::Recurring { text, evidence, .. }) => {
            new_matter(text, evidence, citizen, ctx)
        }
        (Plain::Confirm | Plain::Correct | Plain::Discard | Plain::Progress, _) => {
            existing::progress("", citizen, ctx).keeping_talk(citizen)
        }
        (Plain::NewMatter, _) => Turn::say(Message::Welcome).keeping(citizen.conversation),
        (Plain::Cancel | Plain::Todo, _) => refused(Refusal::UnknownButton, citizen),
    }
}

/// The words of the button 作为新的诉求, said.
pub(super) fn is_new(text: &str) -> bool {
    ["新的", "新诉求", "新的诉求", "作为新的诉求", "另一件事", "不是一件事", "不是同一件"].contains(&text)
}

pub(super) fn new_matter(text: &str, evidence: &[Evidence], citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    if text.is_empty()
        && let Some(came) = Came::after(&[], evidence)
    {
        return Turn::say(Message::Drafting(Drafting::EvidenceFirst { came })).with(Talk::Gathering { evidence: evidence.to_vec() });
    }
    let conversation = Conversation { talk: Talk::Gathering { evidence: evidence.to_vec() }, ..citizen.conversation.clone() };
    matter::begin(text, &Citizen { conversation: &conversation, ..*citizen }, ctx)
}

fn about_case(number: CaseNumber, verb: &Verb, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let Some(case) = citizen.own(number) else {
        return refused(Refusal::NoSuchCase { number: number.to_string() }, citizen);
    };
    let turn = match (verb, &citizen.conversation.talk) {
        (Verb::Supplement, Talk::Choosing { want }) => return choice::chosen(want, case, citizen, ctx),
        (Verb::Progress | Verb::Supplement, _) => existing::shown(case, citizen, ctx),
        (Verb::Explain, _) => existing::explained(case),
        (Verb::Urge, Talk::Choosing { want: want @ Want::Urge { .. } }) => return choice::chosen(want, case, citizen, ctx),
        (Verb::Urge, _) => Turn::order(number, Command::Urge { note: String::new() }),
        (Verb::WhoSaw, _) => Turn::who_saw(number),
        (Verb::Papers, _) => Turn::papers(number),
        (Verb::Appraise(sealed), _) => Turn::appraise(vec![number], sealed.clone()),
        (Verb::Withdraw, _) => existing::ask_withdraw(case, ""),
        (Verb::ConfirmWithdraw, Talk::Withdrawing { number: asked, reason }) if *asked == number => {
            return existing::withdrawn(number, reason);
        }
        (Verb::ConfirmWithdraw, _) => existing::withdrawn(number, ""),
        (Verb::ConfirmSupplement, _) => return existing::confirmed(number),
        (Verb::Recur, _) => return back::pressed(case, citizen, ctx),
        (Verb::Solved(solved), _) => followup::solved(case, *solved, citizen, ctx),
        (Verb::Satisfied(satisfaction), _) => return followup::satisfied(case, *satisfaction, citizen, ctx),
        _ => return refused(Refusal::UnknownButton, citizen),
    };
    turn.keeping_talk(citizen)
}

impl Turn {
    /// A press about one case leaves a complaint that is being written about another untouched; a question that it answers
    /// is over.
    fn keeping_talk(self, citizen: &Citizen<'_>) -> Self {
        match &citizen.conversation.talk {
            Talk::Choosing { .. } => self,
            _ => self.keeping(citizen.conversation),
        }
    }
}
