//! The ledger of cards 台账 at the desk: how many red cards stand against a person, when that is enough to be told of, and what
//! supervisors, leaders and auditors read in it.

use std::borrow::Cow;

use anyhow::Result;
use chrono::{NaiveTime, TimeDelta};

use super::Step;
use crate::domain::command::Command;
use crate::domain::conversation::Say;
use crate::domain::event::Recorded;
use crate::domain::ids::{CaseNumber, DepartmentId, Moment, StaffId};
use crate::domain::ledger::{Against, CardRecord, by_unit, red_by_person};
use crate::domain::message::{Ledger, Message, PersonCards, UnitCards};
use crate::domain::profile::Profile;
use crate::domain::staff::{Role, Staff};
use crate::store::Commit;

/// How many days the 台账 tells of.
const DAYS: u32 = 30;

/// The most units, and the most people, of one 台账: it fits a telephone's screen.
const MOST_UNITS: usize = 9;
const MOST_PEOPLE: usize = 6;

/// The red cards against a person over all cases, with those of the step itself, oldest first.
fn red_cards_of(step: &Step<'_>, person: StaffId) -> Result<Vec<CardRecord>> {
    let mut cards = step.desk.store().cards(&Against::Person(person), None)?;
    cards.extend(red_cards_in(&step.commit).filter(|card| card.person == Some(person)));
    cards.retain(CardRecord::is_red);
    Ok(cards)
}

/// The red cards that a commit writes.
fn red_cards_in(commit: &Commit) -> impl Iterator<Item = CardRecord> {
    let events = commit.cases.iter().flat_map(|write| &write.events);
    events.filter_map(CardRecord::of).filter(CardRecord::is_red)
}

/// Whether the commit gives somebody a red card: two of them at once must not both be counted as the same one.
pub(super) fn counts_red_cards(commit: &Commit) -> bool {
    red_cards_in(commit).any(|card| card.person.is_some())
}

/// How many red cards stand against a person over all cases.
pub(super) fn red_cards(step: &Step<'_>, person: StaffId) -> Result<u32> {
    Ok(u32::try_from(red_cards_of(step, person)?.len()).unwrap_or(u32::MAX))
}

/// 效能告诫书 names the number that the ledger has, whoever sends it and whatever they were shown.
pub(super) fn counted<'c>(step: &Step<'_>, command: &'c Command) -> Result<Cow<'c, Command>> {
    Ok(match command {
        Command::Admonish { person, cause, words, .. } => {
            let red_cards = red_cards(step, *person)?;
            Cow::Owned(Command::Admonish { person: *person, cause: *cause, red_cards, words: words.clone() })
        }
        other => Cow::Borrowed(other),
    })
}

/// 建议告诫, when this event is a red card that brings a person to the number of the rules, or beyond it.
pub(super) fn admonition_due(step: &Step<'_>, event: &Recorded, profile: &Profile) -> Result<Option<Ledger>> {
    let Some(card) = CardRecord::of(event).filter(CardRecord::is_red) else { return Ok(None) };
    let Some(person) = card.person else { return Ok(None) };
    let mut cards = red_cards_of(step, person)?;
    cards.push(card);
    let from = profile.supervision.admonish_from;
    if u32::try_from(cards.len()).is_ok_and(|count| count < from) {
        return Ok(None);
    }
    let mut cases: Vec<CaseNumber> = cards.iter().map(|card| card.case).collect();
    cases.sort_unstable();
    cases.dedup();
    let (name, unit) = who(step, person);
    Ok(Some(Ledger::AdmonitionDue { number: event.case, name, unit, red_cards: cards.len(), from, cases }))
}

/// What a person is called, and of which unit they are.
fn who(step: &Step<'_>, person: StaffId) -> (String, String) {
    let directory = &step.desk.city().directory;
    let staff = step.desk.staff().into_iter().find(|staff| staff.id == person);
    staff.map_or_else(
        || (person.to_string(), "已离任".to_owned()),
        |staff| {
            let unit = staff.department.as_ref().map_or(staff.role.label(), |unit| directory.short(unit)).to_owned();
            (staff.name, unit)
        },
    )
}

/// 台账 of the last days: a leader's own unit with those below it, all units for everybody else who may read it.
pub(super) fn book(step: &Step<'_>, staff: &Staff) -> Result<Say> {
    let since = beginning(step.now);
    let own = staff.department.as_ref().filter(|_| staff.role == Role::Leader);
    let cards = match own {
        Some(own) => of_units(step, own, since)?,
        None => step.desk.store().cards(&Against::All, Some(since))?,
    };
    let directory = &step.desk.city().directory;
    let units = by_unit(&cards);
    let people = red_by_person(&cards);
    let line = |(person, recent): &(StaffId, usize)| {
        let (name, unit) = who(step, *person);
        Ok(PersonCards { name, unit, recent: *recent, total: red_cards_of(step, *person)?.len() })
    };
    let message = Message::Ledger(Ledger::Cards {
        days: DAYS,
        unit: own.map(|unit| directory.short(unit).to_owned()),
        more_units: units.len().saturating_sub(MOST_UNITS),
        more_people: people.len().saturating_sub(MOST_PEOPLE),
        units: units
            .into_iter()
            .take(MOST_UNITS)
            .map(|(unit, sum)| UnitCards {
                unit: directory.short(&unit).to_owned(),
                red: sum.red,
                yellow: sum.yellow,
                letters: sum.letters,
            })
            .collect(),
        people: people.iter().take(MOST_PEOPLE).map(line).collect::<Result<_>>()?,
    });
    Ok(Say { message, buttons: Vec::new() })
}

/// The cards of a unit and of those below it.
fn of_units(step: &Step<'_>, above: &DepartmentId, since: Moment) -> Result<Vec<CardRecord>> {
    let directory = &step.desk.city().directory;
    let mut all = Vec::new();
    for unit in directory.all().iter().filter(|unit| directory.is_within(&unit.id, above)) {
        all.extend(step.desk.store().cards(&Against::Unit(unit.id.clone()), Some(since))?);
    }
    Ok(all)
}

/// The morning of the first of the days.
fn beginning(now: Moment) -> Moment {
    let into_the_day = now.time().signed_duration_since(NaiveTime::MIN);
    now - into_the_day - TimeDelta::days(i64::from(DAYS) - 1)
}
