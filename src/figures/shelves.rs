//! Shelves 架: something small of each of very many cases, in the order of their numbers. An ordered map keeps eleven to a node, and
//! its nodes half empty where numbers grow; here the cases of a day stand by hundreds, one behind the other.

use std::collections::BTreeMap;

use crate::domain::ids::CaseNumber;

/// How many running numbers share a shelf.
const WIDTH: u32 = 256;

/// Values by case number.
#[derive(Debug)]
pub(super) struct Shelves<V>(BTreeMap<(u32, u32), Vec<(CaseNumber, V)>>);

impl<V> Default for Shelves<V> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<V> Shelves<V> {
    /// Puts a value in, or in the place of the one that was there.
    pub fn insert(&mut self, number: CaseNumber, value: V) {
        let shelf = self.0.entry(shelf_of(number)).or_default();
        match shelf.binary_search_by_key(&number, |(number, _)| *number) {
            Ok(place) => shelf[place].1 = value,
            Err(place) => shelf.insert(place, (number, value)),
        }
    }

    /// Takes a value out. A shelf that has emptied gives its room back.
    pub fn remove(&mut self, number: CaseNumber) {
        let Some(shelf) = self.0.get_mut(&shelf_of(number)) else { return };
        let Ok(place) = shelf.binary_search_by_key(&number, |(number, _)| *number) else { return };
        shelf.remove(place);
        if shelf.is_empty() {
            self.0.remove(&shelf_of(number));
        } else if shelf.len() < shelf.capacity() / 4 {
            shelf.shrink_to(shelf.len() * 2);
        }
    }

    /// All of them, in the order of the numbers.
    pub fn iter(&self) -> impl Iterator<Item = (CaseNumber, &V)> {
        self.0.values().flatten().map(|(number, value)| (*number, value))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// How many bytes the shelves take, without what their values have elsewhere.
    pub fn bytes(&self) -> usize {
        self.0.values().map(|shelf| shelf.capacity() * size_of::<(CaseNumber, V)>()).sum()
    }
}

fn shelf_of(number: CaseNumber) -> (u32, u32) {
    (number.day(), number.serial() / WIDTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(serial: u32) -> CaseNumber {
        format!("20260302-{serial:06}").parse().expect("a number")
    }

    #[test]
    fn values_stand_in_the_order_of_their_numbers_whatever_the_order_in_which_they_came() {
        let mut shelves = Shelves::default();
        for serial in (1..=2000).rev().chain((1..=2000).step_by(3)) {
            shelves.insert(number(serial), serial);
        }
        assert_eq!(shelves.len(), 2000);
        assert!(shelves.iter().map(|(number, serial)| (number, *serial)).eq((1..=2000).map(|serial| (number(serial), serial))));
    }

    #[test]
    fn what_is_taken_out_gives_its_room_back() {
        let mut shelves = Shelves::default();
        (1..=2000).for_each(|serial| shelves.insert(number(serial), serial));
        let full = shelves.bytes();
        (1..=2000).filter(|serial| serial % 100 != 0).for_each(|serial| shelves.remove(number(serial)));
        shelves.remove(number(1));
        assert!(shelves.iter().map(|(_, serial)| *serial).eq((100..=2000).step_by(100)));
        assert!(shelves.bytes() * 10 < full, "{} of {full}", shelves.bytes());
        (1..=20).for_each(|hundred| shelves.remove(number(hundred * 100)));
        assert_eq!((shelves.len(), shelves.bytes(), shelves.0.len()), (0, 0, 0));
    }
}
