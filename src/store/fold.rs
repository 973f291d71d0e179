//! Which records a fold 折叠 stands for: see [`unfold`](super::codec::unfold) for what is in it.

use super::codec::{is_folded, unfold};
use super::keys::{self, FoldKey, Key};

/// The records that were folded into this one, in the order of their keys; none when it stands for itself, or is damaged.
pub fn expanded(key: &[u8], value: &[u8]) -> Option<Vec<(Key, Vec<u8>)>> {
    let fold = if is_folded(value) { keys::read_fold(key)? } else { return None };
    let key = |place: u32| match fold {
        FoldKey::Events(case) => keys::event(case, place + 1),
        FoldKey::Entries(first) => keys::entry(first + u64::from(place)),
    };
    Some((0..).zip(unfold(value)?).map(|(place, value)| (key(place), value)).collect())
}
