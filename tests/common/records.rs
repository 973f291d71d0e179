//! The records of a store, behind the back of the program 存储记录.

use std::path::Path;
use std::time::{Duration, Instant};

/// How long somebody who has just closed a store may take to let go of its files. Nobody takes so long; a test that waits
/// for it has found a handle that is never given back.
const PATIENCE: Duration = Duration::from_secs(30);

/// The JSON of a stored value, however it is kept.
#[allow(dead_code)] // not every test that includes this looks at values
pub fn json(value: &[u8]) -> Vec<u8> {
    yousu::store::unpack(value).expect("it is whole").into_owned()
}

/// The records of the store in `folder`, which nobody has open: sled lets go of its files a moment after its last handle.
pub fn records(folder: &Path) -> sled::Db {
    let begun = Instant::now();
    loop {
        match sled::Config::new().path(folder).segment_size(2 << 20).open() {
            Ok(db) => return db,
            Err(error) => assert!(begun.elapsed() < PATIENCE, "the store's files do not open: {error}"),
        }
        std::thread::yield_now();
    }
}

/// Lays every entry of the audit chain apart from those that were written together with it, as earlier programs wrote them.
#[allow(dead_code)] // not every test that includes this looks at the chain
pub fn lay_apart(db: &sled::Db) {
    let folds = db.scan_prefix("a").map(|fold| fold.expect("readable"));
    let entries: Vec<_> = folds.filter_map(|(key, fold)| yousu::store::expanded(&key, &fold)).flatten().collect();
    entries.into_iter().for_each(|(key, entry)| drop(db.insert(key, entry).expect("written")));
}
