//! Moments in JSON 时刻的写法: the very text that chrono writes and reads, without asking each time how moments can be written. Every
//! moment of the house is of its own zone and of a whole millisecond; whatever else a file may have is left to chrono. A change of a
//! case reads and writes some forty.

use std::fmt;

use chrono::{Datelike, NaiveDate, TimeZone, Timelike};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ids::{Moment, cst};

/// The years that a stored moment may be of, where limits are counted from it: day by day, which a damaged record must not
/// turn into work for hours, nor into a day that no calendar has.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2400;

/// A moment as a value of its own, for those that stand in no field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Plain(#[serde(with = "self")] pub Moment);

/// Writes a moment.
///
/// # Errors
/// The serializer's.
pub fn serialize<S: Serializer>(moment: &Moment, serializer: S) -> Result<S::Ok, S::Error> {
    match plain(moment) {
        Some((text, length)) => serializer.serialize_str(std::str::from_utf8(&text[..length]).expect("digits and signs")),
        None => moment.serialize(serializer),
    }
}

/// Reads a moment.
///
/// # Errors
/// There is none.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
    deserializer.deserialize_str(Read)
}

/// A moment that limits are counted from.
pub mod countable {
    pub use super::serialize;
    use super::{Datelike, Deserializer, Error, Moment, YEARS};

    /// Reads a moment that limits are counted from.
    ///
    /// # Errors
    /// There is none, or one of a year that no limit is counted from.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        let moment = super::deserialize(deserializer)?;
        if YEARS.contains(&moment.year()) { Ok(moment) } else { Err(Error::custom("a moment that no limit is counted from")) }
    }
}

/// A moment that may be missing.
pub mod maybe {
    use super::{Deserialize, Deserializer, Moment, Plain, Serialize, Serializer};

    /// Writes it, if there is one.
    ///
    /// # Errors
    /// The serializer's.
    #[allow(clippy::ref_option)] // serde asks for it so
    pub fn serialize<S: Serializer>(moment: &Option<Moment>, serializer: S) -> Result<S::Ok, S::Error> {
        moment.map(Plain).serialize(serializer)
    }

    /// Reads it, if there is one.
    ///
    /// # Errors
    /// It is something else.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Moment>, D::Error> {
        Ok(Option::<Plain>::deserialize(deserializer)?.map(|Plain(moment)| moment))
    }
}

/// Where the numbers of a moment stand, after the two of its century.
const FIELDS: [usize; 6] = [2, 5, 8, 11, 14, 17];

/// The text of a moment of our zone and a whole millisecond, and how many bytes of it count.
fn plain(moment: &Moment) -> Option<([u8; 29], usize)> {
    let local = moment.naive_local();
    let (year, nanos) = (local.year(), local.nanosecond());
    if moment.offset() != &cst() || !(1000..=9999).contains(&year) || nanos % 1_000_000 != 0 || nanos >= 1_000_000_000 {
        return None;
    }
    let mut text = *b"0000-00-00T00:00:00.000+08:00";
    let year = year.unsigned_abs();
    let mut put = |place: usize, number: u32| {
        text[place] += (number / 10) as u8;
        text[place + 1] += (number % 10) as u8;
    };
    put(0, year / 100);
    let numbers = [year % 100, local.month(), local.day(), local.hour(), local.minute(), local.second()];
    FIELDS.into_iter().zip(numbers).for_each(|(place, number)| put(place, number));
    let millis = nanos / 1_000_000;
    if millis == 0 {
        text.copy_within(23.., 19);
        return Some((text, 25));
    }
    put(20, millis / 10);
    text[22] += (millis % 10) as u8;
    Some((text, 29))
}

/// The moment of such a text; none where it is another.
fn read(text: &[u8]) -> Option<Moment> {
    let is_whole = text.len() == 25;
    let (begin, zone) = text.split_at_checked(text.len().checked_sub(6)?)?;
    if zone != b"+08:00" || !(is_whole || text.len() == 29 && text[19] == b'.') {
        return None;
    }
    if [4, 7, 10, 13, 16].map(|place| begin[place]) != *b"--T::" {
        return None;
    }
    let digits = |from: usize, to: usize| {
        let digit = |byte: &u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
        begin[from..to].iter().try_fold(0, |number, byte| Some(number * 10 + digit(byte)?))
    };
    let year = i32::try_from(digits(0, 4)?).ok()?;
    let [month, day, hour, minute, second] = [digits(5, 7)?, digits(8, 10)?, digits(11, 13)?, digits(14, 16)?, digits(17, 19)?];
    let millis = if is_whole { 0 } else { digits(20, 23)? };
    let local = NaiveDate::from_ymd_opt(year, month, day)?.and_hms_milli_opt(hour, minute, second, millis)?;
    cst().from_local_datetime(&local).single()
}

/// Reads a moment, however it is written.
struct Read;

impl Visitor<'_> for Read {
    type Value = Moment;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an RFC 3339 formatted date and time string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Moment, E> {
        read(text.as_bytes()).map_or_else(|| text.parse().map_err(E::custom), Ok)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, FixedOffset};
    use proptest::prelude::*;

    use super::*;

    fn json<T: Serialize>(value: &T) -> String {
        serde_json::to_string(value).expect("JSON")
    }

    proptest! {
        #[test]
        fn it_is_written_and_read_as_by_chrono(
            seconds in -70_000_000_000_i64..300_000_000_000,
            nanos in prop_oneof![Just(0), (0..2000_u32).prop_map(|millis| millis * 1_000_000), 0..2_000_000_000_u32],
            hours in -12..=14,
        ) {
            let at = DateTime::from_timestamp(seconds, nanos);
            let offset = FixedOffset::east_opt(hours * 3600).expect("a zone");
            for moment in at.into_iter().flat_map(|at| [at.with_timezone(&cst()), at.with_timezone(&offset)]) {
                let text = json(&Plain(moment));
                prop_assert_eq!(&text, &json(&moment));
                let Plain(back) = serde_json::from_str(&text).expect("a moment");
                prop_assert_eq!((back, back.offset()), (moment, moment.offset()));
            }
        }

        #[test]
        fn what_chrono_does_not_read_is_not_read(text in "(20[0-9]{2}|0000)[-/](0[0-9]|1[0-9])-([0-3][0-9])[Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,4}|)(\\+08:00|Z|\\+8:00|)") {
            let quoted = json(&text);
            let ours = serde_json::from_str::<Plain>(&quoted).map(|Plain(moment)| (moment, *moment.offset())).ok();
            let chronos = serde_json::from_str::<Moment>(&quoted).map(|moment| (moment, *moment.offset())).ok();
            prop_assert_eq!(ours, chronos);
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for wrong in ["\"\"", "\"+08:00\"", "\"2026-02-29T10:00:00+08:00\"", "\"2026-02-12T10:00:60.0+08:0\"", "7", "null"] {
            assert!(serde_json::from_str::<Plain>(wrong).is_err(), "{wrong}");
        }
    }
}
