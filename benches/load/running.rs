//! Running cases 在办工单: ten thousand reminders at once, and a million cases of which few have anything due.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use chrono::TimeDelta;
use clap::Args;
use tokio_util::sync::CancellationToken;
use yousu::city::City;
use yousu::clock::Clock;
use yousu::desk::{Codes, Desk};
use yousu::domain::ids::Moment;
use yousu::store::{CaseWrite, Commit, PeopleWrite, SledStore, Store as _};

use crate::gauge::{self, Watch, resident};
use crate::lives;

/// How many lives the cases are copies of.
const LIVES: usize = 300;

/// How long a house is given to come to rest, and how long it is watched then.
const REST: Duration = Duration::from_secs(5);
const IDLE: Duration = Duration::from_secs(20);

/// How reminders are measured.
#[derive(Args)]
pub struct Reminders {
    /// How many fall due at once.
    #[arg(long, default_value_t = 10_000)]
    count: usize,
}

/// How a house with many running cases is measured.
#[derive(Args)]
pub struct Open {
    /// Running cases.
    #[arg(long, default_value_t = 100_000)]
    cases: usize,
    /// Of them, how many have something due.
    #[arg(long, default_value_t = 1_000)]
    due: usize,
    /// A store that was filled already: the process that measures is not the one that filled it.
    #[arg(long, hide = true)]
    store: Option<PathBuf>,
}

/// Everything that is due at once is fired, many at a time and one after the other.
pub async fn reminders(options: Reminders, folder: &Path, city: Arc<City>) -> Result<()> {
    let folder = tempfile::Builder::new().prefix("load-").tempdir_in(folder)?;
    let few = (options.count / 10).max(1);
    let one_by_one = |now| Clock::standing_at(now);
    let slow = fired(&folder.path().join("few"), &city, few, one_by_one).await?;
    let fast = fired(&folder.path().join("many"), &city, options.count, |_| Clock::System).await?;
    println!("{:.1} times as many as one after the other", fast / slow);
    Ok(())
}

async fn fired(place: &Path, city: &Arc<City>, count: usize, clock: impl FnOnce(Moment) -> Clock) -> Result<f64> {
    let store = Arc::new(SledStore::open(place)?);
    let now = Clock::System.now();
    fill(&store, city, count, count, now).await?;
    let desk = Arc::new(Desk::open(store.clone(), city.clone(), clock(now), Codes::Random)?);
    let watch = Watch::start();
    let first = fire_all(&desk, count).await?;
    let (seconds, processor) = (watch.seconds(), watch.processor());
    let queued = store.waiting(None, usize::MAX)?.len();
    println!(
        "{first} reminders decided, committed and queued in {seconds:.2} s = {:.0}/s; {:.0} µs of processor each; {queued} notices",
        first as f64 / seconds,
        processor / first as f64 * 1e6
    );
    Ok(first as f64 / seconds)
}

/// Fires until at least so many were; gives back how many.
async fn fire_all(desk: &Arc<Desk>, count: usize) -> Result<usize> {
    let mut fired = 0;
    while fired < count {
        let now = desk.fire_due().await?;
        ensure!(now > 0, "only {fired} of {count} were due");
        fired += now;
    }
    Ok(fired)
}

/// Fills a store with running cases of which the first have one reminder due.
async fn fill(store: &SledStore, city: &Arc<City>, cases: usize, due: usize, now: Moment) -> Result<()> {
    let (lives, rehearsed) = lives::rehearse(LIVES, city).await?;
    // Without people nobody would be reminded.
    let staff = rehearsed.staff()?.into_iter().map(|staff| PeopleWrite::Joined { staff, code: None });
    store.commit(Commit { people: staff.collect(), ..Commit::default() }).await?;
    let running: Vec<_> = lives.iter().filter_map(|life| life.running(city)).collect();
    ensure!(!running.is_empty(), "no rehearsed case ran");
    for from in (0..cases).step_by(lives::TOGETHER) {
        let range = from..(from + lives::TOGETHER).min(cases);
        let writes = range.map(|i| {
            let life = &running[i % running.len()];
            let later = now - TimeDelta::minutes(1) - life.first_due();
            // Seconds apart, a year from now: what is not due is spread as in a real city.
            let more = if i < due { TimeDelta::zero() } else { TimeDelta::days(365) + TimeDelta::seconds(i as i64) };
            life.again(lives::number(i)?, later + more)
        });
        let writes: Vec<CaseWrite> = writes.collect::<Result<_>>()?;
        lives::write(store, writes, now).await?;
    }
    Ok(())
}

/// Starts a house with many running cases, lets it idle, and fires what is due.
pub async fn open(options: Open, folder: &Path, city: Arc<City>) -> Result<()> {
    let Some(place) = &options.store else { return fill_and_measure(&options, folder, city).await };
    let before = resident();
    let watch = Watch::start();
    let store = Arc::new(SledStore::open(place)?);
    let opened = watch.seconds();
    let desk = Arc::new(Desk::open(store.clone(), city.clone(), Clock::System, Codes::Random)?);
    println!(
        "{} running cases: ready in {:.2} s (the store {opened:.2}), {:.2} s of processor; memory {:+.0} MiB to {:.0}",
        options.cases,
        watch.seconds(),
        watch.processor(),
        resident() - before,
        resident()
    );
    let (count, watch) = (options.due, Watch::start());
    let fired = fire_all(&desk, count).await?;
    println!("{fired} due reminders in {:.3} s, {:.0} µs of processor each", watch.seconds(), watch.processor() / fired as f64 * 1e6);
    let over = CancellationToken::new();
    let task = tokio::spawn(yousu::reminders::run(desk.clone(), over.clone()));
    tokio::time::sleep(REST).await;
    let watch = Watch::start();
    tokio::time::sleep(IDLE).await;
    println!("idle: {:.2} % of one processor; memory {:.0} MiB", watch.processor() / watch.seconds() * 100.0, resident());
    over.cancel();
    task.await?;
    Ok(())
}

async fn fill_and_measure(options: &Open, folder: &Path, city: Arc<City>) -> Result<()> {
    let folder = tempfile::Builder::new().prefix("load-").tempdir_in(folder)?;
    let place = folder.path().join("store");
    let (watch, store) = (Watch::start(), SledStore::open(&place)?);
    fill(&store, &city, options.cases, options.due, Clock::System.now()).await?;
    println!("filled in {:.0} s, {:.0} bytes a case on the disk", watch.seconds(), store.size_on_disk()? as f64 / options.cases as f64);
    gauge::tell_records(&store, options.cases)?;
    let watch = Watch::start();
    drop(store);
    println!("closed in {:.2} s", watch.seconds());
    let program = std::env::current_exe().context("this program has a name")?;
    let (cases, due) = (options.cases.to_string(), options.due.to_string());
    let status = Command::new(program).args(["open", "--cases", &cases, "--due", &due, "--store"]).arg(&place).status()?;
    ensure!(status.success(), "the measuring process ended with {status}");
    Ok(())
}
