//! What past cases cost 历史工单: on the disk, to look one up, and whether they slow the intake down.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use chrono::TimeDelta;
use clap::Args;
use yousu::city::City;
use yousu::store::{SledStore, Store as _};

use crate::gauge::{self, Latencies, Watch, resident};
use crate::lives::Life;
use crate::{intake, lives, words};

/// How it is measured.
#[derive(Args)]
pub struct Options {
    /// Closed cases.
    #[arg(long, default_value_t = 100_000)]
    cases: usize,
    /// Lives that they are copies of.
    #[arg(long, default_value_t = 300)]
    lives: usize,
    /// Matters that are taken in, with the history and without.
    #[arg(long, default_value_t = 5_000)]
    matters: usize,
    /// Writes them as compacting would leave them, without the way there, which takes four times the room.
    #[arg(long)]
    folded: bool,
}

/// How many are looked up.
const LOOKUPS: usize = 2_000;

/// Measures it, and tells.
pub async fn run(options: Options, folder: &Path, city: Arc<City>) -> Result<()> {
    let folder = tempfile::Builder::new().prefix("load-").tempdir_in(folder)?;
    let place = folder.path().join("store");
    let (lives, _) = lives::rehearse(options.lives, &city).await?;
    let closed: Vec<_> = lives.iter().filter(|life| life.is_closed()).collect();
    if options.folded {
        write_folded(&options, &closed, &place)?
    } else {
        write_and_compact(&options, &closed, &place).await?
    }
    let (watch, before) = (Watch::start(), resident());
    let store = Arc::new(SledStore::open(&place)?);
    println!("opened in {:.2} s, {:.2} s of processor, {:+.0} MiB", watch.seconds(), watch.processor(), resident() - before);
    look_up(&store, options.cases)?;
    let texts = Arc::new(words::complaints(&city, 5_000));
    let many = intake::Options { citizens: 500, matters: options.matters, said: 3, records: false };
    let empty = Arc::new(SledStore::open(folder.path().join("empty"))?);
    let without = intake::measure(&many, empty, &city, &texts).await?;
    let with = intake::measure(&many, store, &city, &texts).await?;
    println!("intake with the history: {:.0} % of without", with / without * 100.0);
    Ok(())
}

/// As a house writes them, step by step, and compacts them then.
async fn write_and_compact(options: &Options, closed: &[&Life], place: &Path) -> Result<()> {
    let (watch, store) = (Watch::start(), SledStore::open(place)?);
    for from in (0..options.cases).step_by(lives::TOGETHER) {
        let mut steps: Vec<Vec<_>> = Vec::new();
        for i in from..(from + lives::TOGETHER).min(options.cases) {
            let life = closed[i % closed.len()];
            let events = life.again(lives::number(i)?, TimeDelta::zero())?;
            for (step, write) in life.written(&events)?.into_iter().enumerate() {
                if steps.len() == step {
                    steps.push(Vec::new());
                }
                steps[step].push(write);
            }
        }
        for writes in steps {
            let at = writes.iter().filter_map(|write| write.events.last()).map(|event| event.at).max();
            lives::write(&store, writes, at.unwrap_or_else(chrono::DateTime::default)).await?;
        }
    }
    println!("{} closed cases written in {:.0} s", options.cases, watch.seconds());
    gauge::tell_records(&store, options.cases)?;
    drop(store);
    let watch = Watch::start();
    let compacted = SledStore::compact(place, &mut |_| ())?;
    let each = |bytes: u64| bytes as f64 / options.cases as f64;
    println!(
        "on the disk: {:.0} bytes a case, compacted in {:.0} s: {:.0}",
        each(compacted.before),
        watch.seconds(),
        each(compacted.after)
    );
    Ok(())
}

/// As compacting leaves them.
fn write_folded(options: &Options, closed: &[&Life], place: &Path) -> Result<()> {
    let watch = Watch::start();
    SledStore::of_lives(place, (0..options.cases).map(|i| closed[i % closed.len()].over(lives::number(i)?)))?;
    println!(
        "{} closed cases written folded in {:.0} s, {:.0} µs of processor each",
        options.cases,
        watch.seconds(),
        watch.processor() / options.cases as f64 * 1e6
    );
    println!("on the disk: {:.0} bytes a case", gauge::bytes(place)? as f64 / options.cases as f64);
    Ok(())
}

fn look_up(store: &SledStore, cases: usize) -> Result<()> {
    let mut all = Latencies::default();
    let mut place: usize = 7;
    for _ in 0..LOOKUPS {
        place = place.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let number = lives::number((place >> 33) % cases)?;
        let begun = Instant::now();
        black_box((store.case(number)?, store.events(number)?));
        all.note(begun.elapsed());
    }
    println!("looking one up with all its events: half {:.3} ms, 99 % {:.3} ms", all.within(0.5), all.within(0.99));
    Ok(())
}
