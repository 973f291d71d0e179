//! Photos, recordings, files and map points 证据: for the complaint being written, or for a case that exists.

use super::{Citizen, Ctx, Turn, choice, existing, matter, whereabouts};
use crate::domain::case::Case;
use crate::domain::complaint::{Evidence, EvidenceKind, Slot};
use crate::domain::conversation::{Conversation, Draft, Talk, Want};
use crate::domain::message::{Drafting, Message};

/// One piece came. Only the first piece of an album is answered, and those that have words; the others are kept quietly.
pub(super) fn came(evidence: &Evidence, album: Option<&str>, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let quiet = album.is_some() && citizen.conversation.album.as_deref() == album && evidence.caption.is_none();
    let turn = kept(evidence, citizen, ctx);
    if !quiet {
        return turn;
    }
    let mut act = turn.act;
    if let Some(super::Act::Do(order)) = &mut act {
        order.then.clear();
    }
    Turn { says: Vec::new(), act, ..turn }
}

fn kept(evidence: &Evidence, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let what = evidence.kind.label();
    // Words under a photo are words, also in the middle of a complaint; under a map point they are its address.
    let words = evidence.caption.as_deref().filter(|_| evidence.kind != EvidenceKind::Location);
    let with = |draft: &Draft| whereabouts::with_evidence(draft, evidence, ctx);
    match &citizen.conversation.talk {
        Talk::Asking { draft, missing } if words.is_some() => {
            matter::answered(&with(draft), missing, words.unwrap_or_default(), citizen, ctx)
        }
        Talk::Confirming { draft } | Talk::Correcting { draft } if words.is_some() => {
            matter::corrected(&with(draft), words.unwrap_or_default(), citizen, ctx)
        }
        Talk::Asking { draft, missing } => for_asked(with(draft), missing, what, citizen, ctx),
        Talk::Confirming { draft } => matter::summary(with(draft), &[], ctx),
        Talk::Correcting { draft } => {
            let talk = Talk::Correcting { draft: Box::new(with(draft)) };
            Turn { due: citizen.conversation.due, ..Turn::say(Message::Drafting(Drafting::EvidenceForDraft { what })).with(talk) }
        }
        Talk::Choosing { want: Want::Supplement { text, evidence: before } } => {
            let all = before.iter().chain([evidence]).cloned().collect();
            choice::add_or_new(text, all, citizen, ctx)
        }
        Talk::Registered { number, .. } => match citizen.own(*number).filter(|case| !case.state.is_closed()) {
            Some(case) => added(case, evidence, ctx).keeping(citizen.conversation),
            None => idle(evidence, citizen, ctx),
        },
        Talk::Recurring { number, text, evidence: before } => {
            let all = before.iter().chain([evidence]).cloned().collect();
            let talk = Talk::Recurring { number: *number, text: text.clone(), evidence: all };
            Turn::say(Message::Drafting(Drafting::EvidenceForDraft { what })).with(talk)
        }
        Talk::Idle
        | Talk::Gathering { .. }
        | Talk::Choosing { .. }
        | Talk::Withdrawing { .. }
        | Talk::FollowUpReason { .. }
        | Talk::Form { .. } => idle(evidence, citizen, ctx),
    }
}

/// The words under a photo are words: alone they begin a complaint that has the photo.
fn idle(evidence: &Evidence, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let mut gathered = super::gathered(citizen.conversation);
    gathered.push(evidence.clone());
    let with_gathered = Conversation { talk: Talk::Gathering { evidence: gathered }, ..citizen.conversation.clone() };
    let open: Vec<&Case> = citizen.open().collect();
    match (open.as_slice(), evidence.caption.as_deref()) {
        ([], Some(caption)) => super::words::read(caption, &Citizen { conversation: &with_gathered, ..*citizen }, ctx),
        ([], None) => Turn::say(Message::Drafting(Drafting::EvidenceFirst { what: evidence.kind.label() })).with(with_gathered.talk),
        ([case], None) => added(case, evidence, ctx),
        (_, Some(caption)) => super::words::idle(caption, &Citizen { conversation: &with_gathered, ..*citizen }, ctx),
        (_, None) => choice::add_or_new("", vec![evidence.clone()], citizen, ctx),
    }
}

fn added(case: &Case, evidence: &Evidence, ctx: &Ctx<'_>) -> Turn {
    existing::add(case, evidence.caption.as_deref().unwrap_or_default(), vec![evidence.clone()], ctx)
}

/// A map point answers the question for the place.
fn for_asked(draft: Draft, missing: &[Slot], what: &'static str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    if missing.iter().all(|slot| draft.slots.contains_key(slot)) {
        return matter::summary(draft, missing, ctx);
    }
    let talk = Talk::Asking { draft: Box::new(draft), missing: missing.to_vec() };
    Turn { due: citizen.conversation.due, ..Turn::say(Message::Drafting(Drafting::EvidenceForDraft { what })).with(talk) }
}
