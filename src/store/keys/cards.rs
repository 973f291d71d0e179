//! Keys of the ledger of cards 台账: each card under its time, its unit and its person.

use super::{CARD, CARD_OF_PERSON, CARD_OF_UNIT, Key};
use crate::domain::ids::{CaseNumber, DepartmentId, Moment, StaffId};

/// A card or letter of the ledger.
pub fn card(at: Moment, number: CaseNumber, seq: u32) -> Key {
    listed(all_cards(), at, number, seq)
}

/// Every card and letter.
pub fn all_cards() -> Key {
    Key::of(CARD)
}

/// A card or letter of a unit.
pub fn card_of_unit(unit: &DepartmentId, at: Moment, number: CaseNumber, seq: u32) -> Key {
    listed(all_cards_of_unit(unit), at, number, seq)
}

/// Every card and letter of a unit.
pub fn all_cards_of_unit(unit: &DepartmentId) -> Key {
    Key::of(CARD_OF_UNIT).text(unit.as_str())
}

/// A card or letter of a person.
pub fn card_of_person(person: StaffId, at: Moment, number: CaseNumber, seq: u32) -> Key {
    listed(all_cards_of_person(person), at, number, seq)
}

/// Every card and letter of a person.
pub fn all_cards_of_person(person: StaffId) -> Key {
    Key::of(CARD_OF_PERSON).u32(person.0)
}

/// Where the entries of this list begin that are no older than `since`.
pub fn cards_since(list: Key, since: Moment) -> Key {
    list.moment(since)
}

fn listed(list: Key, at: Moment, number: CaseNumber, seq: u32) -> Key {
    list.moment(at).case(number).u32(seq)
}
