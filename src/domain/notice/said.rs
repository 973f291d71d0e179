//! What a citizen says of a case that runs 撤诉、补充、催办: who hears of it.

use super::{Audience, Notice, View, care, holder};
use crate::domain::case::State;
use crate::domain::complaint::Evidence;
use crate::domain::event::Recorded;
use crate::domain::message::{Card, Message, count_evidence};
use crate::domain::privacy::Reader;
use crate::domain::staff::Role;

pub(super) fn withdrawn(before: &State, reason: &str, view: &View<'_>) -> Vec<Notice> {
    let number = view.case.number;
    let told = |to| view.to(to, Message::TaskWithdrawn { number, reason: view.veiled(reason, Role::Handler) });
    let mut all: Vec<Notice> = care::at_work(before).into_iter().map(told).collect();
    all.push(view.to(Audience::Citizen, Message::Withdrawn { number }));
    all
}

pub(super) fn supplemented(text: &str, evidence: &[Evidence], view: &View<'_>) -> Vec<Notice> {
    let tell = |to: Audience, role: Role| {
        let (attachments, evidence) = (view.evidence(evidence, role), count_evidence(evidence));
        let message = Message::TaskSupplemented { card: view.card(role), text: view.veiled(text, role), evidence };
        Notice { attachments, ..view.to(to, message) }
    };
    let notice = match holder(view.case) {
        Audience::Unit(unit) => tell(Audience::Unit(unit), Role::Handler),
        other => tell(other, Role::Dispatcher),
    };
    vec![notice]
}

pub(super) fn urged(note: &str, recorded: &Recorded, view: &View<'_>) -> Vec<Notice> {
    let what = recorded.label();
    let tell = |to: Audience, role: Role| view.to(to, Message::TaskUrged { card: view.card(role), what, note: view.veiled(note, role) });
    let mut all = match holder(view.case) {
        Audience::Unit(unit) => vec![tell(Audience::Unit(unit), Role::Handler)],
        other => vec![tell(other, Role::Dispatcher)],
    };
    if recorded.is_urged_by_citizen() {
        let card = Box::new(Card::of(view.case, Reader::Citizen, view.directory, view.now));
        all.push(view.to(Audience::Citizen, Message::Urged { card }));
    }
    all
}
