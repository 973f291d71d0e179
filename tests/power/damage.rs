//! What a power cut and what a bad disk may do to files 损坏.

use std::ops::Range;

use yousu::desk::splitmix::mix;

use crate::files::Files;
use crate::record::Step;

/// A segment of the log.
const SEGMENT: usize = 2 << 20;
/// Blocks that a disk writes as one.
const BLOCKS: [usize; 2] = [512, 4096];

type Case = (String, Files);

/// Everything that a power cut may leave of one commit that was under way. The anchor is still that of the commit before: it
/// is written when the log is on the disk.
pub fn power_cuts(step: &Step, seed: usize) -> Vec<Case> {
    let mut all = vec![("nothing was written".to_owned(), step.before.clone()), ("all was written".to_owned(), step.after.clone())];
    let old = extended(step.before.db(), step.after.db().len());
    let new = step.after.db().to_vec();
    for block in BLOCKS {
        let changed = changed_blocks(&old, &new, block);
        for kept in subsets(changed.len(), seed) {
            let db = patched(&old, &changed, |place| kept(place).then_some(&new[..]));
            all.push((
                format!("blocks of {block}: {} of {}", (0..changed.len()).filter(|place| kept(*place)).count(), changed.len()),
                step.before.with_db(db),
            ));
        }
        // The last block is torn: what it held of this very write is zero, or garbage; what was synced in it stays.
        if let Some(last) = changed.last() {
            for (name, fill) in fills() {
                let mut db = new.clone();
                (last.clone()).filter(|at| old[*at] != new[*at]).for_each(|at| db[at] = fill(at));
                all.push((format!("the last block of {block} is {name}"), step.before.with_db(db)));
            }
        }
        // All that is on its way is garbage.
        for (name, fill) in fills() {
            let mut db = new.clone();
            changed.iter().cloned().flatten().filter(|at| old[*at] != new[*at]).for_each(|at| db[at] = fill(at));
            all.push((format!("everything under way, by {block}, is {name}"), step.before.with_db(db)));
        }
    }
    // The file had grown, but what it grew by never came, or only a part of its length.
    for length in [step.before.db().len(), (step.before.db().len() + new.len()) / 2, new.len()] {
        let mut db = extended(step.before.db(), length);
        db.truncate(length);
        all.push((format!("the log has {length} bytes, the new ones zero"), step.before.with_db(db)));
    }
    all.extend(snapshots(&step.after));
    all.extend(anchors(&step.after));
    all
}

/// What a power cut leaves of the anchor, which nobody syncs.
fn anchors(files: &Files) -> Vec<Case> {
    let Some(whole) = files.0.get("anchor").map(|bytes| bytes.to_vec()) else { return Vec::new() };
    let mut all = vec![("the anchor is missing".to_owned(), files.without("anchor"))];
    for length in [0, 40, 256, 300] {
        all.push((format!("the anchor has {length} bytes"), files.with("anchor", whole[..length].to_vec())));
    }
    all.push(("the anchor is zero".to_owned(), files.with("anchor", vec![0; whole.len()])));
    let torn = whole.iter().enumerate().map(|(at, byte)| if at % 256 < 8 { b'9' } else { *byte }).collect();
    all.push(("the anchor is torn".to_owned(), files.with("anchor", torn)));
    all
}

/// What a power cut leaves of files that derive from the log: half a snapshot, none, or one that was being made.
fn snapshots(files: &Files) -> Vec<Case> {
    let Some(name) = files.snapshot() else { return Vec::new() };
    let whole = files.0[name].to_vec();
    let mut all = vec![("the snapshot is missing".to_owned(), files.without(name))];
    for length in [0, 1, 5, 11, 12, 13, whole.len() / 2, whole.len().saturating_sub(1)] {
        all.push((
            format!("the snapshot has {length} bytes of {}", whole.len()),
            files.with(name, whole[..length.min(whole.len())].to_vec()),
        ));
    }
    all.push(("the snapshot is zero".to_owned(), files.with(name, vec![0; whole.len()])));
    for length in [0, 7, whole.len() / 2, whole.len()] {
        let begun = format!("{}.generating", "snap.00000000FFFFFFFF");
        all.push((format!("a snapshot of {length} bytes was being made"), files.with(&begun, whole[..length].to_vec())));
    }
    all
}

/// What a bad disk may do.
pub fn bad_disks(step: &Step) -> Vec<Case> {
    let files = &step.after;
    let db = files.db();
    let mut all: Vec<Case> =
        lengths(db.len()).into_iter().map(|length| (format!("the log is cut to {length}"), files.with_db(db[..length].to_vec()))).collect();
    for (name, fill) in fills() {
        for (place, range) in holes(db.len()) {
            let mut bytes = db.to_vec();
            range.for_each(|at| bytes[at] = fill(at));
            all.push((format!("{place} is {name}"), files.with_db(bytes)));
        }
    }
    let mut doubled = db.to_vec();
    doubled.copy_within(0..SEGMENT, SEGMENT);
    all.push(("a segment stands twice".to_owned(), files.with_db(doubled)));
    all.push(("the log is missing".to_owned(), files.without("db")));
    for bytes in [Vec::new(), vec![0; 8], b"garbage".to_vec()] {
        all.push((format!("the configuration is {bytes:?}"), files.with("conf", bytes)));
    }
    all.push(("the configuration is missing".to_owned(), files.without("conf")));
    if let Some(name) = files.snapshot() {
        all.push(("log and snapshot are missing".to_owned(), files.without("db").without(name)));
        all.push(("the log is empty, the snapshot missing".to_owned(), files.with_db(Vec::new()).without(name)));
    }
    all
}

/// Where the log may end: at every kind of boundary, and a byte before and after it.
fn lengths(whole: usize) -> Vec<usize> {
    let mut all: Vec<usize> = vec![0, 1, 5, 19, 20, 21, 64, 511, 512, 4096];
    for segment in (SEGMENT..=whole).step_by(SEGMENT) {
        all.extend([segment - 4096, segment - 1, segment, segment + 1, segment + 19, segment + 20, segment + 21, segment + 300]);
    }
    all.extend((0..40).map(|page| whole / 4096 * 4096 - page * 4096));
    all.extend((1..60).map(|bytes| whole - bytes));
    all.extend((0..20).map(|place| usize::try_from(mix(place) % whole as u64).expect("a place in a file")));
    all.retain(|length| *length < whole);
    all.sort_unstable();
    all.dedup();
    all
}

/// Places in the middle: the head of each segment, blocks within each, and around the end.
fn holes(whole: usize) -> Vec<(String, Range<usize>)> {
    let mut all = Vec::new();
    for segment in (0..whole).step_by(SEGMENT) {
        for (name, from, length) in [
            ("the head", 0, 20),
            ("a sector", 512, 512),
            ("a page", 65_536, 4096),
            ("the middle", SEGMENT / 2, 4096),
            ("a bit", 300_000, 1),
        ] {
            let range = (segment + from).min(whole)..(segment + from + length).min(whole);
            all.push((format!("{name} of segment {}", segment / SEGMENT), range));
        }
    }
    all.extend((1..12).map(|back| (format!("page {back} from the end"), whole.saturating_sub(back * 4096)..(whole - (back - 1) * 4096))));
    all.retain(|(_, range)| !range.is_empty());
    all
}

type Fill = fn(usize) -> u8;

fn fills() -> [(&'static str, Fill); 2] {
    [("zero", |_| 0), ("garbage", |at| mix(at as u64).to_le_bytes()[0])]
}

/// The bytes with zeros behind them up to this length.
fn extended(bytes: &[u8], length: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes.resize(length.max(bytes.len()), 0);
    bytes
}

fn changed_blocks(old: &[u8], new: &[u8], block: usize) -> Vec<Range<usize>> {
    let blocks = (0..new.len()).step_by(block).map(|from| from..(from + block).min(new.len()));
    blocks.filter(|range| old[range.clone()] != new[range.clone()]).collect()
}

/// Which of the changed blocks reached the disk: the first so many, the last so many, or some.
fn subsets(count: usize, seed: usize) -> Vec<Box<dyn Fn(usize) -> bool>> {
    let mut all: Vec<Box<dyn Fn(usize) -> bool>> = Vec::new();
    let steps: Vec<usize> = (0..=count).step_by((count / 8).max(1)).collect();
    for step in steps {
        all.push(Box::new(move |place| place < step));
        all.push(Box::new(move |place| place >= step));
    }
    for draw in 0..8 {
        all.push(Box::new(move |place| mix((seed * 1000 + draw * 100_000 + place) as u64).is_multiple_of(2)));
    }
    all
}

fn patched<'a>(old: &[u8], changed: &[Range<usize>], new: impl Fn(usize) -> Option<&'a [u8]>) -> Vec<u8> {
    let mut bytes = old.to_vec();
    for (place, range) in changed.iter().enumerate() {
        if let Some(new) = new(place) {
            bytes[range.clone()].copy_from_slice(&new[range.clone()]);
        }
    }
    bytes
}
