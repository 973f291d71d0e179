//! Shelves 架: something small of each of very many cases, in the order of their numbers. An ordered map keeps eleven to a node, and
//! its nodes half empty where numbers grow; here the cases of a day stand by hundreds, one behind the other.

use std::collections::BTreeMap;

use crate::domain::ids::CaseNumber;

/// How many running numbers share a shelf: as many as a byte tells apart.
const WIDTH: u32 = 256;

/// Values by case number.
#[derive(Debug)]
pub(super) struct Shelves<V>(BTreeMap<(u32, u32), Shelf<V>>);

/// What shares a shelf. Of each number stands here only what the others have not in common with it, apart from the values, which
/// need no room beside them then.
#[derive(Debug)]
struct Shelf<V> {
    /// One of the numbers of the shelf.
    any: CaseNumber,
    places: Vec<u8>,
    values: Vec<V>,
}

impl<V> Shelf<V> {
    fn of(any: CaseNumber) -> Self {
        Self { any, places: Vec::new(), values: Vec::new() }
    }

    fn find(&self, number: CaseNumber) -> Result<usize, usize> {
        self.places.binary_search(&place_of(number))
    }

    fn iter(&self) -> impl Iterator<Item = (CaseNumber, &V)> {
        let begin = self.any.serial() - u32::from(place_of(self.any));
        let number = move |place: &u8| self.any.of_same_day(begin + u32::from(*place)).expect("it was a number when it came");
        self.places.iter().map(number).zip(&self.values)
    }
}

impl<V> Default for Shelves<V> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<V> Shelves<V> {
    /// Puts a value in, or in the place of the one that was there.
    pub fn insert(&mut self, number: CaseNumber, value: V) {
        let shelf = self.0.entry(shelf_of(number)).or_insert_with(|| Shelf::of(number));
        match shelf.find(number) {
            Ok(at) => shelf.values[at] = value,
            Err(at) => {
                shelf.places.insert(at, place_of(number));
                shelf.values.insert(at, value);
            }
        }
    }

    /// Takes a value out. A shelf that has emptied gives its room back.
    pub fn remove(&mut self, number: CaseNumber) {
        let Some(shelf) = self.0.get_mut(&shelf_of(number)) else { return };
        let Ok(at) = shelf.find(number) else { return };
        shelf.places.remove(at);
        shelf.values.remove(at);
        let left = shelf.values.len();
        if left == 0 {
            self.0.remove(&shelf_of(number));
        } else if left < shelf.values.capacity() / 4 {
            shelf.places.shrink_to(left * 2);
            shelf.values.shrink_to(left * 2);
        }
    }

    /// All of them, in the order of the numbers.
    pub fn iter(&self) -> impl Iterator<Item = (CaseNumber, &V)> {
        self.0.values().flat_map(Shelf::iter)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.values().map(|shelf| shelf.values.len()).sum()
    }

    /// How many bytes the shelves take, without what their values have elsewhere.
    pub fn bytes(&self) -> usize {
        self.0.values().map(|shelf| shelf.values.capacity() * size_of::<V>() + shelf.places.capacity()).sum()
    }
}

fn shelf_of(number: CaseNumber) -> (u32, u32) {
    (number.day(), number.serial() / WIDTH)
}

/// Its place on its shelf.
fn place_of(number: CaseNumber) -> u8 {
    u8::try_from(number.serial() % WIDTH).expect("a shelf is as wide as a byte tells")
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
