//! The facts of one case in a run of bytes 紧凑: most are decided together, by one unit and for one person, and came out plainly. A fact
//! is a byte that says what is judged and what follows, and then only what differs from the fact before it.

use super::measure::Measure;
use super::packed::Packed;

/// The facts of one case, in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Run(Box<[u8]>);

/// The place of the measure.
const MEASURE: u8 = 0b0001_1111;
/// Seconds since the fact before follow.
const LATER: u8 = 0b0010_0000;
/// A unit and a person follow, which are not those of the fact before.
const OTHERS: u8 = 0b0100_0000;
/// A value follows, which is not one of one.
const VALUE: u8 = 0b1000_0000;

const _: () = assert!(Measure::ALL.len() <= MEASURE as usize + 1, "a measure fits its five bits");

impl Run {
    /// Of these facts.
    pub fn of(facts: impl Iterator<Item = Packed>) -> Self {
        let (mut bytes, mut before) = (Vec::new(), Packed::NOTHING);
        for fact in facts {
            let others = (fact.unit, fact.person) != (before.unit, before.person);
            let (later, value) = (fact.at != before.at, fact.value != Packed::ONE_OF_ONE);
            let flag = |is: bool, flag: u8| if is { flag } else { 0 };
            bytes.push(fact.measure as u8 | flag(later, LATER) | flag(others, OTHERS) | flag(value, VALUE));
            if later {
                // Facts stand in the order of their moments; one that does not comes out right, and is longer.
                write(&mut bytes, fact.at.wrapping_sub(before.at));
            }
            if others {
                write(&mut bytes, fact.unit.into());
                write(&mut bytes, fact.person);
            }
            if value {
                write(&mut bytes, fact.value);
            }
            before = fact;
        }
        Self(bytes.into())
    }

    /// The facts, in their order.
    pub fn facts(&self) -> impl Iterator<Item = Packed> {
        let (mut bytes, mut fact) = (self.0.iter(), Packed::NOTHING);
        std::iter::from_fn(move || {
            let first = *bytes.next()?;
            fact.measure = Measure::ALL[usize::from(first & MEASURE)];
            if first & LATER != 0 {
                fact.at = fact.at.wrapping_add(read(&mut bytes));
            }
            if first & OTHERS != 0 {
                fact.unit = u16::try_from(read(&mut bytes)).unwrap_or_default();
                fact.person = read(&mut bytes);
            }
            fact.value = if first & VALUE != 0 { read(&mut bytes) } else { Packed::ONE_OF_ONE };
            Some(fact)
        })
    }

    /// How many bytes they take.
    pub fn bytes(&self) -> usize {
        self.0.len()
    }
}

/// Seven bits a byte, the lowest first; the highest bit says that more follows.
fn write(bytes: &mut Vec<u8>, mut number: u32) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn read<'a>(bytes: &mut impl Iterator<Item = &'a u8>) -> u32 {
    let mut number = 0;
    for shift in (0..u32::BITS).step_by(7) {
        let Some(byte) = bytes.next() else { break };
        number |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            break;
        }
    }
    number
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fact() -> impl Strategy<Value = Packed> {
        let number = || prop_oneof![Just(0), Just(1), Just(Packed::ONE_OF_ONE), 0..300_u32, any::<u32>()];
        (number(), number(), number(), any::<u16>(), 0..Measure::ALL.len()).prop_map(|(at, value, person, unit, measure)| Packed {
            at,
            value,
            person,
            unit,
            measure: Measure::ALL[measure],
        })
    }

    proptest! {
        #[test]
        fn what_goes_into_a_run_comes_out(facts in proptest::collection::vec(fact(), 0..40)) {
            let run = Run::of(facts.iter().copied());
            prop_assert_eq!(run.facts().collect::<Vec<_>>(), facts);
        }
    }

    #[test]
    fn a_measure_stands_at_its_own_place() {
        for (place, measure) in Measure::ALL.iter().enumerate() {
            assert_eq!(*measure as usize, place);
        }
    }

    #[test]
    fn facts_that_are_alike_take_little() {
        let fact = Packed { at: 800_000_000, value: Packed::ONE_OF_ONE, person: 7, unit: 300, measure: Measure::Signed };
        let late = Packed { at: fact.at + 86_400, value: 1, ..fact };
        assert_eq!(Run::of([fact].into_iter()).bytes(), 9);
        assert_eq!(Run::of([fact, fact].into_iter()).bytes(), 10);
        assert_eq!(Run::of([fact, late].into_iter()).bytes(), 14);
    }
}
