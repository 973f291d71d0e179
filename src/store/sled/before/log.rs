//! What opening writes over 危及: sled 0.34.7 takes the log behind its last acknowledged record for a torn end, fills it with one
//! byte, and gives room that has no sound header away. Where that record itself cannot be found, it so treats the whole log.
//! What it goes by are the headers of segments; they tell beforehand which segments may be lost. Bytes that went bad inside a segment
//! are not looked for: it would take reading the whole log twice.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use crate::store::sled::mend::crc32;

/// A header: a checksum, the place of the segment in the order of the log, and how far the log was acknowledged by then; both
/// numbers with all bits but the sign turned.
pub const HEADER: usize = 20;
/// sled cuts off half a batch as well. The writer makes one of at most 32 commits, which take far less than so many segments.
const BATCH_SEGMENTS: usize = 32;

/// The segments of a log.
pub struct Segments {
    /// Where each begins in the file.
    pub all: Vec<u64>,
    /// Those whose header is sound, by their place in the log.
    sound: BTreeMap<i64, u64>,
    /// Those whose header is neither sound nor sled's mark of an empty segment.
    spoilt: Vec<u64>,
    /// Where the segment stands in the log that has the last record known to be acknowledged.
    end: i64,
}

impl Segments {
    /// Reads all headers of this log, whose segments take so many bytes each.
    pub fn read(mut log: &File, bytes: u64) -> io::Result<Self> {
        let mut found = Self { all: Vec::new(), sound: BTreeMap::new(), spoilt: Vec::new(), end: 0 };
        let length = log.metadata()?.len();
        found.all = (0..length / bytes + 1).map(|number| number * bytes).filter(|at| at + HEADER as u64 <= length).collect();
        let mut acknowledged = 0;
        for at in found.all.iter().copied() {
            let mut header = [0; HEADER];
            log.seek(SeekFrom::Start(at))?;
            log.read_exact(&mut header)?;
            match sound(&header) {
                Some((place, until)) => {
                    found.sound.insert(place, at);
                    acknowledged = acknowledged.max(until);
                }
                None if header.iter().any(|byte| *byte != header[0]) => found.spoilt.push(at),
                None => {}
            }
        }
        found.end = acknowledged - acknowledged % i64::try_from(bytes).unwrap_or(i64::MAX);
        Ok(found)
    }

    /// Whether the last acknowledged record has its segment still. Where it has not, sled gives the whole log away.
    pub fn has_end(&self) -> bool {
        self.sound.is_empty() || self.sound.contains_key(&self.end)
    }

    /// Where the segments begin that opening may write over. Where a header is spoilt that is all of them: what was appended to
    /// the records of a lost segment means nothing without them, and its room is given away too.
    pub fn endangered(&self) -> Vec<u64> {
        if !self.has_end() || !self.spoilt.is_empty() {
            return self.all.clone();
        }
        let first = self.sound.range(..self.end).rev().nth(BATCH_SEGMENTS).map_or(i64::MIN, |(place, _)| *place);
        self.sound.range(first..).map(|(_, at)| *at).collect()
    }
}

fn sound(header: &[u8; HEADER]) -> Option<(i64, i64)> {
    let number = |at: usize| Some(i64::from_le_bytes(header.get(at..at + 8)?.try_into().ok()?) ^ i64::MAX);
    let is_sound = header[..4] == (crc32(&header[4..]) ^ u32::MAX).to_le_bytes();
    is_sound.then(|| Some((number(4)?, number(12)?))).flatten()
}
