//! Who hears of the ladder 催办阶梯 and of letters 督办文书 (RULEBOOK §4).

use super::{Audience, Notice, View, care, holder};
use crate::domain::case::LetterKind;
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::{DepartmentId, Moment};
use crate::domain::message::{Card, DueWords, Ledger, Message};
use crate::domain::privacy::{self, Reader, Sight};
use crate::domain::profile::Hearer;
use crate::domain::span::LimitKind;
use crate::domain::staff::Role;

/// A rung that was climbed.
pub(super) struct Climbed<'a> {
    pub id: &'a str,
    /// What people call it.
    pub label: &'a str,
    pub limit: LimitKind,
    /// When that limit's end was set.
    pub given: Moment,
    /// Against which unit it stands.
    pub unit: Option<&'a DepartmentId>,
    pub late: bool,
}

/// Those whom the profile names, each once, and the leader who answers for the case personally.
pub(super) fn climbed(rung: &Climbed<'_>, view: &View<'_>) -> Vec<Notice> {
    let Some(step) = view.profile.rung(rung.id) else { return Vec::new() };
    let Some((_, running)) = view.case.limits().into_iter().find(|(kind, limit)| *kind == rung.limit && limit.given == rung.given) else {
        return Vec::new();
    };
    let due = DueWords::of(rung.limit.label(), running.due, view.now);
    // Colleagues who see as much of a case see the same card, and it is read for names to make one.
    let mut cards: Vec<(Sight, Box<Card>)> = Vec::new();
    let mut card = |role: Role| {
        let sight = privacy::sight(Reader::Staff(role), view.case);
        if let Some((_, card)) = cards.iter().find(|(own, _)| *own == sight) {
            return card.clone();
        }
        let card = view.card(role);
        cards.push((sight, card.clone()));
        card
    };
    let tell = |to: Audience| {
        let (rung, limit, late) = (rung.label.to_owned(), rung.limit.label(), rung.late);
        let message = match &to {
            Audience::Citizen => Message::Overdue { number: view.case.number, unit: view.unit() },
            staff => Message::Rung { rung, limit, due: due.clone(), card: card(role_of(staff)), late },
        };
        view.to(to, message)
    };
    let mut hearers: Vec<Audience> = step.to.iter().flat_map(|hearer| audiences(*hearer, rung, view)).collect();
    hearers.extend(view.case.charge.map(Audience::Person));
    hearers.sort();
    hearers.dedup();
    // Who gets the letter itself needs no second message about it.
    if let Some(letter) = step.rung.letter() {
        hearers.retain(|hearer| match hearer {
            Audience::Unit(_) | Audience::Leaders(_) => false,
            Audience::Role(Role::Supervisor) => letter != LetterKind::Bulletin,
            _ => true,
        });
    }
    hearers.into_iter().map(tell).collect()
}

/// As what an audience reads.
pub(super) fn role_of(to: &Audience) -> Role {
    match to {
        Audience::Role(role) => *role,
        Audience::Leaders(_) | Audience::Person(_) => Role::Leader,
        Audience::Citizen | Audience::Unit(_) | Audience::Taken(_) => Role::Handler,
    }
}

/// The limit of a letter is its addressee's matter, wherever the case lies by now.
fn audiences(hearer: Hearer, rung: &Climbed<'_>, view: &View<'_>) -> Vec<Audience> {
    let addressee = rung.unit.filter(|_| rung.limit.is_of_letter());
    let unit = || addressee.or_else(|| view.case.unit()).cloned();
    let co_units = || view.case.state.mandate().into_iter().flat_map(|mandate| &mandate.co).map(|co| Audience::Unit(co.unit.clone()));
    match hearer {
        Hearer::Holder => vec![addressee.map_or_else(|| holder(view.case), |unit| Audience::Unit(unit.clone()))],
        Hearer::Leader => unit().map(Audience::Leaders).into_iter().collect(),
        Hearer::Head => {
            let Some(unit) = unit() else { return Vec::new() };
            let above = view.directory.get(&unit).and_then(|unit| unit.parent.clone());
            [Some(unit), above].into_iter().flatten().map(Audience::Leaders).collect()
        }
        Hearer::Supervisor => vec![Audience::Role(Role::Supervisor)],
        Hearer::CoUnits => co_units().collect(),
        Hearer::Citizen => vec![Audience::Citizen],
    }
}

/// 建议告诫: the supervisors hear that a person has red cards enough to be admonished.
pub fn admonition_due(due: Ledger, view: &View<'_>) -> Notice {
    view.to(Audience::Role(Role::Supervisor), Message::Ledger(due))
}

/// A letter goes to the unit and its leaders, an admonition to the person and the leaders only; its answer to the supervisors.
/// A bulletin is read by the supervisors too, who answer for it.
pub(super) fn letters(recorded: &Recorded, view: &View<'_>) -> Vec<Notice> {
    let to: Vec<Audience> = match &recorded.event {
        Event::Supervised { kind: LetterKind::Admonition, unit, person, .. } => {
            person.map(Audience::Person).into_iter().chain([Audience::Leaders(unit.clone())]).collect()
        }
        Event::Supervised { kind: LetterKind::Bulletin, unit, .. } => {
            vec![Audience::Unit(unit.clone()), Audience::Leaders(unit.clone()), Audience::Role(Role::Supervisor)]
        }
        Event::Supervised { unit, .. } => vec![Audience::Unit(unit.clone()), Audience::Leaders(unit.clone())],
        _ => vec![Audience::Role(Role::Supervisor)],
    };
    to.into_iter().map(|to| care::news(recorded, to, view)).collect()
}
