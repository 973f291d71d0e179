//! Photos, recordings, files and map points 证据: for the complaint being written, or for a case that exists.

use super::{Act, Citizen, Ctx, Turn, choice, existing, matter, whereabouts};
use crate::domain::case::Case;
use crate::domain::command::Command;
use crate::domain::complaint::{Evidence, EvidenceKind, Slot};
use crate::domain::conversation::{Conversation, Draft, Say, Talk, Want};
use crate::domain::message::{Came, Drafting, Message};

/// What was sent in one go.
#[derive(Clone, Copy)]
struct Pieces<'a>(&'a [Evidence]);

impl Pieces<'_> {
    /// Words under a photo are words, also in the middle of a complaint; under a map point they are its address.
    fn words(&self) -> Option<&str> {
        self.0.iter().filter(|piece| piece.kind != EvidenceKind::Location).find_map(|piece| piece.caption.as_deref())
    }

    fn caption(&self) -> Option<&str> {
        self.0.iter().find_map(|piece| piece.caption.as_deref())
    }

    /// That they came, after those.
    fn came(&self, before: &[Evidence]) -> Option<Came> {
        Came::after(before, self.0)
    }

    fn joined_to(&self, before: &[Evidence]) -> Vec<Evidence> {
        before.iter().chain(self.0).cloned().collect()
    }
}

/// Pieces came. Only the first piece of an album is answered, and those that have words; the others are kept quietly.
pub(super) fn came(all: &[Evidence], album: Option<&str>, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let pieces = Pieces(all);
    let mut turn = kept(pieces, citizen, ctx);
    if album.is_none() {
        return turn;
    }
    if citizen.conversation.album.as_deref() == album && pieces.caption().is_none() {
        said(&mut turn).for_each(Vec::clear);
    }
    said(&mut turn).flatten().filter_map(|say| told(&mut say.message)).for_each(|came| came.album = true);
    turn
}

/// What is said at once, and what when it is done.
fn said(turn: &mut Turn) -> impl Iterator<Item = &mut Vec<Say>> {
    let then = match &mut turn.act {
        Some(Act::Do(order)) => Some(&mut order.then),
        _ => None,
    };
    [&mut turn.says].into_iter().chain(then)
}

/// What a message tells of pieces that came.
fn told(message: &mut Message) -> Option<&mut Came> {
    match message {
        Message::Drafting(Drafting::EvidenceFirst { came } | Drafting::EvidenceForDraft { came }) => Some(came),
        Message::Drafting(Drafting::Summary { came, .. }) | Message::Supplemented { came, .. } | Message::SupplementOrNew { came, .. } => {
            came.as_mut()
        }
        _ => None,
    }
}

fn kept(pieces: Pieces<'_>, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let with = |draft: &Draft| pieces.0.iter().fold(draft.clone(), |draft, piece| whereabouts::with_evidence(&draft, piece, ctx));
    match (&citizen.conversation.talk, pieces.words()) {
        (Talk::Asking { draft, missing }, Some(words)) => matter::answered(&with(draft), missing, words, citizen, ctx),
        (Talk::Confirming { draft } | Talk::Correcting { draft }, Some(words)) => matter::corrected(&with(draft), words, citizen, ctx),
        (Talk::Asking { draft, missing }, None) => for_asked(with(draft), missing, pieces.came(&draft.evidence), citizen, ctx),
        (Talk::Confirming { draft }, None) => matter::summary_again(with(draft), pieces.came(&draft.evidence), ctx),
        (Talk::Correcting { draft }, None) => {
            let talk = Talk::Correcting { draft: Box::new(with(draft)) };
            Turn { due: citizen.conversation.due, ..joined(pieces.came(&draft.evidence)).with(talk) }
        }
        (Talk::Choosing { want: Want::Supplement { text, evidence: before } }, _) => {
            choice::add_or_new(text, pieces.joined_to(before), pieces.came(before), citizen, ctx)
        }
        (Talk::Registered { number, .. }, _) => match citizen.own(*number).filter(|case| !case.state.is_closed()) {
            Some(case) => added(case, pieces, ctx).keeping(citizen.conversation),
            None => idle(pieces, citizen, ctx),
        },
        (Talk::Recurring { number, text, evidence: before }, _) => {
            let talk = Talk::Recurring { number: *number, text: text.clone(), evidence: pieces.joined_to(before) };
            Turn { due: citizen.conversation.due, ..joined(pieces.came(before)).with(talk) }
        }
        (
            Talk::Idle
            | Talk::Gathering { .. }
            | Talk::Choosing { .. }
            | Talk::Withdrawing { .. }
            | Talk::FollowUpReason { .. }
            | Talk::Form { .. },
            _,
        ) => idle(pieces, citizen, ctx),
    }
}

/// The words under a photo are words: alone they begin a complaint that has the photo.
fn idle(pieces: Pieces<'_>, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let before = super::gathered(citizen.conversation);
    let talk = Talk::Gathering { evidence: pieces.joined_to(&before) };
    let gathering = Conversation { talk, ..citizen.conversation.clone() };
    let with_gathered = Citizen { conversation: &gathering, ..*citizen };
    let open: Vec<&Case> = citizen.open().collect();
    match (open.as_slice(), pieces.caption()) {
        ([], Some(caption)) => not_lost(super::words::read(caption, &with_gathered, ctx), &with_gathered),
        // Whoever has begun to gather goes on, also beside cases of theirs.
        (open, None) if open.is_empty() || !before.is_empty() => first(pieces.came(&before)).with(gathering.talk),
        ([case], None) => added(case, pieces, ctx),
        (_, Some(caption)) => not_lost(super::words::idle(caption, &with_gathered, ctx), &with_gathered),
        (_, None) => choice::add_or_new("", pieces.0.to_vec(), pieces.came(&[]), citizen, ctx),
    }
}

/// They wait for words.
fn first(came: Option<Came>) -> Turn {
    came.map_or_else(Turn::default, |came| Turn::say(Message::Drafting(Drafting::EvidenceFirst { came })))
}

/// They are part of what is being written.
fn joined(came: Option<Came>) -> Turn {
    came.map_or_else(Turn::default, |came| Turn::say(Message::Drafting(Drafting::EvidenceForDraft { came })))
}

/// What came before any words waits for them, whatever else is said in between, until a complaint or a case has it or its sender
/// wants it dropped. Words that say nothing are answered with what is waited for.
pub(super) fn not_lost(mut turn: Turn, citizen: &Citizen<'_>) -> Turn {
    let Talk::Gathering { evidence } = &citizen.conversation.talk else { return turn };
    if turn.says.iter().any(|say| matches!(say.message, Message::Drafting(Drafting::Discarded))) || has_taken(turn.act.as_ref()) {
        return turn;
    }
    if let [say] = turn.says.as_mut_slice()
        && matches!(say.message, Message::NotUnderstood)
        && let Some(came) = Came::after(&[], evidence)
    {
        say.message = Message::Drafting(Drafting::EvidenceFirst { came });
    }
    if turn.talk == Talk::Idle {
        turn.talk = citizen.conversation.talk.clone();
    }
    turn
}

fn has_taken(act: Option<&Act>) -> bool {
    match act {
        Some(Act::Open(_)) => true,
        Some(Act::Do(order)) => matches!(&order.command, Command::Supplement { evidence, .. } if !evidence.is_empty()),
        _ => false,
    }
}

fn added(case: &Case, pieces: Pieces<'_>, ctx: &Ctx<'_>) -> Turn {
    let came = pieces.came(&case.complaint.evidence);
    existing::add_pieces(case, pieces.caption().unwrap_or_default(), pieces.0.to_vec(), came, ctx)
}

/// A map point answers the question for the place.
fn for_asked(draft: Draft, missing: &[Slot], came: Option<Came>, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    if missing.iter().all(|slot| draft.slots.contains_key(slot)) {
        return matter::summary_again(draft, came, ctx);
    }
    let talk = Talk::Asking { draft: Box::new(draft), missing: missing.to_vec() };
    Turn { due: citizen.conversation.due, ..joined(came).with(talk) }
}
