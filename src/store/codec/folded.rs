//! Folded values 折叠: the events that a case begins with are kept as one value; all events of a case, and runs of the audit chain,
//! are one each once a store is compacted.
//! Alone every event says the same words around its few own, and every entry of the chain has two digests; together they take a
//! third of the room.
//!
//! A fold gives back the very bytes that went into it, so digests and chain are what they were; what would not come back stays as
//! it is. Nothing is left out of events. Of an entry the digest of what it binds stays, in 32 bytes instead of 64 digits; the hash
//! of the entry before it is computed from that entry, and only the first of a fold keeps its own.

use super::packed::{pack, pack_tightly, unpack};
use crate::digest::{hex, sha256, unhex};

/// What folded events begin with. JSON begins otherwise, and so does what is packed.
const EVENTS: u8 = 2;
/// What folded entries begin with.
const ENTRIES: u8 = 3;
/// What stands between two values: JSON as it is written here has none.
const BREAK: u8 = b'\n';
/// How many bytes a digest has.
const DIGEST: usize = 32;
/// What stands before the hash of the entry before, and before the digest of what an entry binds. In a text its quotes are escaped.
const PREV: &str = r#""prev":""#;
const BOUND: &str = r#""digest":""#;

/// The hash of an entry of the audit chain, in JSON, whose predecessor has the hash `prev`.
pub fn link(prev: &str, json: &[u8]) -> String {
    sha256([prev.as_bytes(), json])
}

/// Whether the value is a fold.
pub fn is_folded(value: &[u8]) -> bool {
    matches!(value.first(), Some(&(EVENTS | ENTRIES)))
}

/// The JSON of events as one value; none where they would not come back as they are.
pub fn fold_events(events: &[Vec<u8>]) -> Option<Vec<u8>> {
    let folded = [&[EVENTS], pack_tightly(events.join(&BREAK)).as_slice()].concat();
    unfold(&folded).is_some_and(|back| back == events).then_some(folded)
}

/// [`fold_events`] while somebody waits for it: packed as quickly as single events are.
pub fn fold_first_events(events: &[Vec<u8>]) -> Option<Vec<u8>> {
    // Then they come back as they are, without a try.
    let are_whole = !events.is_empty() && events.iter().all(|event| !event.contains(&BREAK));
    are_whole.then(|| [&[EVENTS], pack(events.join(&BREAK)).as_slice()].concat())
}

/// The JSON of entries of the chain that follow each other as one value; none where they would not come back as they are.
pub fn fold_entries(entries: &[Vec<u8>]) -> Option<Vec<u8>> {
    entries_packed_by(pack_tightly, entries)
}

/// [`fold_entries`] while somebody waits for it.
pub fn fold_next_entries(entries: &[Vec<u8>]) -> Option<Vec<u8>> {
    entries_packed_by(pack, entries)
}

fn entries_packed_by(pack: fn(Vec<u8>) -> Vec<u8>, entries: &[Vec<u8>]) -> Option<Vec<u8>> {
    let (mut digests, mut lines) = (Vec::new(), Vec::new());
    for (place, entry) in entries.iter().enumerate() {
        let mut line = std::str::from_utf8(entry).ok()?.to_owned();
        if place > 0 {
            take(&mut line, PREV)?;
        }
        digests.extend(take(&mut line, BOUND).unwrap_or_default());
        lines.push(line.into_bytes());
    }
    let count = u16::try_from(digests.len() / DIGEST).ok()?.to_be_bytes();
    let folded = [&[ENTRIES], count.as_slice(), &digests, &pack(lines.join(&BREAK))].concat();
    unfold(&folded).is_some_and(|back| back == entries).then_some(folded)
}

/// The values that were folded; none when it is damaged, or was never folded.
pub fn unfold(value: &[u8]) -> Option<Vec<Vec<u8>>> {
    match value.split_first()? {
        (&EVENTS, packed) => lines(packed),
        (&ENTRIES, rest) => {
            let (count, rest) = rest.split_first_chunk()?;
            let (digests, packed) = rest.split_at_checked(usize::from(u16::from_be_bytes(*count)) * DIGEST)?;
            entries(digests, lines(packed)?)
        }
        _ => None,
    }
}

/// The entries, with the digests in their places again.
fn entries(digests: &[u8], lines: Vec<Vec<u8>>) -> Option<Vec<Vec<u8>>> {
    let mut digests = digests.chunks(DIGEST).map(hex);
    let mut entries: Vec<Vec<u8>> = Vec::with_capacity(lines.len());
    for line in lines {
        let mut line = String::from_utf8(line).ok()?;
        if let Some(before) = entries.last() {
            let text = std::str::from_utf8(before).ok()?;
            let (start, length) = digits(text, PREV)?;
            put(&mut line, PREV, &link(&text[start..start + length], before));
        }
        if digits(&line, BOUND).is_some_and(|(_, length)| length == 0) {
            put(&mut line, BOUND, &digests.next()?);
        }
        entries.push(line.into_bytes());
    }
    Some(entries)
}

fn lines(packed: &[u8]) -> Option<Vec<Vec<u8>>> {
    Some(unpack(packed)?.split(|byte| *byte == BREAK).map(<[u8]>::to_vec).collect())
}

/// Where the digits behind `name` begin in this JSON, and how many they are.
fn digits(json: &str, name: &str) -> Option<(usize, usize)> {
    let start = json.find(name)? + name.len();
    Some((start, json[start..].find('"')?))
}

/// Takes the digits behind `name` out, and gives them back as bytes; none when they are no digest.
fn take(json: &mut String, name: &str) -> Option<Vec<u8>> {
    let (start, length) = digits(json, name)?;
    let bytes = unhex(&json[start..start + length]).filter(|bytes| bytes.len() == DIGEST)?;
    json.replace_range(start..start + length, "");
    Some(bytes)
}

/// Puts digits back to where they were taken from.
fn put(json: &mut String, name: &str, digest: &str) {
    if let Some((start, 0)) = digits(json, name) {
        json.insert_str(start, digest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(count: u64) -> Vec<Vec<u8>> {
        let (mut all, mut prev): (Vec<Vec<u8>>, String) = (Vec::new(), String::new());
        for n in 1..=count {
            let what = match n % 3 {
                0 => r#"{"entry":"rejoined"}"#.to_owned(),
                _ => format!(
                    r#"{{"entry":"events","case":"20260504-000001","first":{n},"last":{n},"digest":"{}"}}"#,
                    sha256([&n.to_be_bytes()[..]])
                ),
            };
            let json = format!(r#"{{"v":1,"n":{n},"at":"2026-05-04T09:30:00+08:00","prev":"{prev}","what":{what}}}"#).into_bytes();
            prev = link(&prev, &json);
            all.push(json);
        }
        all
    }

    #[test]
    fn entries_come_back_from_half_of_their_room() {
        let all = chain(60);
        for run in [&all[..], &all[7..20], &all[59..]] {
            let folded = fold_entries(run).expect("they follow each other");
            assert_eq!(unfold(&folded).as_deref(), Some(run));
            assert!(is_folded(&folded));
        }
        let alone: usize = all.iter().map(|entry| pack_tightly(entry.clone()).len()).sum();
        let folded = fold_entries(&all).expect("they follow each other").len();
        assert!(folded * 2 < alone, "{folded} of {alone} bytes");
    }

    #[test]
    fn entries_that_do_not_follow_each_other_are_not_folded() {
        let mut all = chain(9);
        all.remove(4);
        assert_eq!(fold_entries(&all), None);
        assert_eq!(fold_entries(&[b"{}".to_vec(), b"{}".to_vec()]), None);
        assert_eq!(fold_entries(&[vec![0xff], vec![0xff]]), None);
    }

    #[test]
    fn events_come_back_unless_they_hold_a_break() {
        let event = |text: &str| format!(r#"{{"v":1,"case":"20260504-000001","event":{{"event":"noted","text":"{text}"}}}}"#).into_bytes();
        let all = vec![event("路灯不亮"), event("已经派人"), event("")];
        assert_eq!(unfold(&fold_events(&all).expect("JSON of one line each")), Some(all));
        assert_eq!(fold_events(&[event("a\nb"), event("c")]), None);
        let all = vec![event("路灯不亮"), event("已经派人")];
        assert_eq!(unfold(&fold_first_events(&all).expect("JSON of one line each")), Some(all));
        assert_eq!((fold_first_events(&[event("a\nb"), event("c")]), fold_first_events(&[])), (None, None));
    }

    #[test]
    fn what_is_damaged_is_told() {
        let folded = fold_entries(&chain(5)).expect("they follow each other");
        assert_eq!(unfold(&folded[..40]), None);
        assert_eq!(unfold(&folded[..folded.len() - 1]), None);
        assert_eq!((unfold(&[ENTRIES]), unfold(b"{}"), unfold(b"")), (None, None, None));
    }
}
