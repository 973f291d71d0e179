//! The same matter by others 并案: what dispatchers, units and the citizens who joined are told.

use super::{Audience, CaseLine, Message, Notice, Role, State, View, care, holder};
use crate::domain::case::Party;
use crate::domain::event::Recorded;
use crate::domain::ids::CaseNumber;
use crate::domain::message::Merging;

/// What a new case was found to be like 并案建议.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The running case of somebody else's that it is like.
    pub mother: CaseLine,
    /// How many were merged into that one.
    pub merged: usize,
    /// What is alike, in words.
    pub alike: Vec<String>,
    /// More cases that are like it and run by themselves.
    pub others: Vec<CaseNumber>,
}

/// The most other cases that a proposal lists.
const MOST_OTHERS: usize = 10;

/// The same matter by others, for the dispatchers.
pub fn merge_proposed(proposal: Proposal, view: &View<'_>) -> Notice {
    let Proposal { mother, merged, alike, mut others } = proposal;
    let more = others.len().saturating_sub(MOST_OTHERS);
    others.truncate(MOST_OTHERS);
    let message = Message::MergeProposed { card: view.card(Role::Dispatcher), mother, merged, alike, others, more };
    view.to(Audience::Role(Role::Dispatcher), message)
}

/// A case goes on in its mother case: for its citizen, and for the unit that had it.
pub(super) fn merged(before: &State, into: CaseNumber, view: &View<'_>) -> Vec<Notice> {
    let number = view.case.number;
    let task = before.mandate().map(|mandate| Audience::Unit(mandate.unit.clone()));
    let told = task.map(|unit| view.to(unit, Message::Merging(Merging::TaskMerged { number, into })));
    told.into_iter().chain([view.to(Audience::Citizen, Message::Merged { number })]).collect()
}

/// Another citizen joined the case: for the unit that has it, with what they said. Where no unit has it, the dispatchers have
/// just done it. Whoever joins when the others have their answer gets it too.
pub(super) fn joined(party: &Party, view: &View<'_>) -> Vec<Notice> {
    let citizens = view.case.citizens().count();
    let mut all = match holder(view.case) {
        Audience::Unit(unit) => {
            let text = view.veiled(&party.text, Role::Handler);
            let message = Message::Merging(Merging::TaskJoined { card: view.card(Role::Handler), citizens, text });
            vec![Notice { attachments: view.evidence(&party.evidence, Role::Handler), ..view.to(Audience::Unit(unit), message) }]
        }
        _ => Vec::new(),
    };
    if matches!(view.case.state, State::Answered { .. }) {
        all.extend(super::answered(view));
    }
    all
}

/// 复发: the leaders of the unit that had it learn that it is back.
pub(super) fn recurred(recorded: &Recorded, view: &View<'_>) -> Vec<Notice> {
    view.case.unit().map(|unit| care::news(recorded, Audience::Leaders(unit.clone()), view)).into_iter().collect()
}
