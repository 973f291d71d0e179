//! Durable commits 提交, against bare sled: the same records in groups of one batch, one flush and one sync each.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use chrono::TimeDelta;
use clap::Args;
use yousu::city::City;
use yousu::clock::Clock;
use yousu::store::{CaseWrite, SledStore};

use crate::gauge::Watch;
use crate::lives;

/// How commits are measured.
#[derive(Args)]
pub struct Options {
    /// Commits, each of one new case.
    #[arg(long, default_value_t = 20_000)]
    count: usize,
    /// How many wait at once.
    #[arg(long, default_value_t = 500)]
    at_once: usize,
    /// Commits in one group of bare sled.
    #[arg(long, default_value_t = 256)]
    group: usize,
}

type Records = Vec<(Vec<u8>, Vec<u8>)>;

/// Measures it, and tells.
pub async fn run(options: Options, folder: &Path, city: Arc<City>) -> Result<()> {
    let folder = tempfile::Builder::new().prefix("load-").tempdir_in(folder)?;
    let (lives, _) = lives::rehearse(300, &city).await?;
    let running: Vec<_> = lives.iter().filter_map(|life| life.running(&city)).collect();
    let writes: Result<Vec<CaseWrite>> =
        (0..options.count).map(|i| running[i % running.len()].again(lives::number(i)?, TimeDelta::zero())).collect();
    let ours = ours(writes?, &options, &folder.path().join("ours")).await?;
    let bare = bare(&ours.1, &options, &folder.path().join("bare"))?;
    println!("{:.0} commits a second, {:.0} with bare sled: {:.0} %", ours.0, bare, ours.0 / bare * 100.0);
    Ok(())
}

/// Commits a second of ours, and what records they left, in their very bytes.
async fn ours(writes: Vec<CaseWrite>, options: &Options, place: &Path) -> Result<(f64, BTreeMap<u64, Records>)> {
    let store = Arc::new(SledStore::open(place)?);
    let now = Clock::System.now();
    let queue = Arc::new(std::sync::Mutex::new(writes.into_iter()));
    let watch = Watch::start();
    let tasks: Vec<_> = (0..options.at_once)
        .map(|_| {
            let (store, queue) = (store.clone(), queue.clone());
            tokio::spawn(async move {
                loop {
                    let next = queue.lock().expect("nobody panics with it").next();
                    let Some(write) = next else { return anyhow::Ok(()) };
                    lives::write(&store, vec![write], now).await?;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    let rate = options.count as f64 / watch.seconds();
    drop(store);
    let db = sled::Config::new().path(place).segment_size(2 << 20).open()?;
    let mut groups: BTreeMap<u64, Records> = BTreeMap::new();
    for (number, record) in (0_u64..).zip(db.iter()) {
        let (key, value) = record?;
        // Spread as they are: which case a record belongs to does not change what writing it takes.
        groups.entry(number % options.count.div_ceil(options.group) as u64).or_default().push((key.to_vec(), value.to_vec()));
    }
    Ok((rate, groups))
}

/// Commits a second of bare sled, with the same records.
fn bare(groups: &BTreeMap<u64, Records>, options: &Options, place: &Path) -> Result<f64> {
    let db = sled::Config::new().path(place).segment_size(2 << 20).open()?;
    let file = File::options().read(true).write(true).open(place.join("db"))?;
    let watch = Watch::start();
    for group in groups.values() {
        let mut batch = sled::Batch::default();
        group.iter().for_each(|(key, value)| batch.insert(key.as_slice(), value.as_slice()));
        db.apply_batch(batch)?;
        db.flush()?;
        file.sync_data()?;
    }
    Ok(options.count as f64 / watch.seconds())
}
