//! Running cases 在办工单: ten thousand reminders at once, and a million cases of which few have anything due.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use chrono::TimeDelta;
use clap::{Args, ValueEnum};
use tokio_util::sync::CancellationToken;
use yousu::city::City;
use yousu::clock::Clock;
use yousu::desk::{Codes, Desk};
use yousu::domain::ids::Moment;
use yousu::store::{CaseWrite, Commit, PeopleWrite, SledStore, Store as _};

use crate::gauge::{self, Watch, resident};
use crate::{intake, lives, words};

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
    /// Tells what each kind of record has grown by.
    #[arg(long)]
    records: bool,
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
    /// MiB that sled may keep pages in; as the house has it, unless it is told.
    #[arg(long)]
    cache: Option<u64>,
    /// What this process does for the one that was started, and with which store.
    #[arg(long, hide = true, requires = "store")]
    part: Option<Part>,
    #[arg(long, hide = true)]
    store: Option<PathBuf>,
}

/// What one process does: the one that measures is not the one that filled the store.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Fills the store, and waits to be killed.
    Fill,
    /// Opens the house.
    Start,
    /// Opens the house, fires what is due, and lets it idle.
    Live,
}

impl Open {
    fn store(&self, place: &Path) -> Result<SledStore> {
        self.cache.map_or_else(|| SledStore::open(place), |mib| SledStore::open_with_cache(place, mib << 20))
    }

    /// A process that does this part.
    fn process(&self, part: Part, place: &Path) -> Result<Command> {
        let mut process = Command::new(std::env::current_exe().context("this program has a name")?);
        process.args(["open", "--cases", &self.cases.to_string(), "--due", &self.due.to_string()]);
        if let Some(mib) = self.cache {
            process.args(["--cache", &mib.to_string()]);
        }
        let part = part.to_possible_value().context("every part has a name")?;
        process.args(["--part", part.get_name(), "--store"]).arg(place);
        Ok(process)
    }
}

/// Everything that is due at once is fired, many at a time and one after the other.
pub async fn reminders(options: Reminders, folder: &Path, city: Arc<City>) -> Result<()> {
    let folder = tempfile::Builder::new().prefix("load-").tempdir_in(folder)?;
    let few = (options.count / 10).max(1);
    let one_by_one = |now| Clock::standing_at(now);
    let slow = fired(&folder.path().join("few"), &city, few, one_by_one, false).await?;
    let fast = fired(&folder.path().join("many"), &city, options.count, |_| Clock::System, options.records).await?;
    println!("{:.1} times as many as one after the other", fast / slow);
    Ok(())
}

async fn fired(place: &Path, city: &Arc<City>, count: usize, clock: impl FnOnce(Moment) -> Clock, records: bool) -> Result<f64> {
    let store = Arc::new(SledStore::open(place)?);
    let now = Clock::System.now();
    fill(&store, city, count, count, now).await?;
    let desk = Arc::new(Desk::open(store.clone(), city.clone(), clock(now), Codes::Random)?);
    // The house is up: a case that is compared with those that run has waited until they were read.
    intake::live(desk.clone(), Arc::new(words::complaints(city, 1)), 0, Arc::default(), (1, 3)).await?;
    let before = store.waiting(None, usize::MAX)?.len();
    let there = if records { gauge::records(store.as_ref())? } else { BTreeMap::new() };
    let watch = Watch::start();
    let first = fire_all(&desk, count).await?;
    let (seconds, processor) = (watch.seconds(), watch.processor());
    let queued = store.waiting(None, usize::MAX)?.len() - before;
    println!(
        "{first} reminders decided, committed and queued in {seconds:.2} s = {:.0}/s; {:.0} µs of processor each; {queued} notices",
        first as f64 / seconds,
        processor / first as f64 * 1e6
    );
    if records {
        gauge::tell_growth(&there, &gauge::records(store.as_ref())?, first);
    }
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

/// Starts a house with many running cases after it was killed, and again after it was ended in order; lets it fire what is due,
/// make its figures, and idle.
pub async fn open(options: Open, folder: &Path, city: Arc<City>) -> Result<()> {
    match (options.part, &options.store) {
        (Some(Part::Fill), Some(place)) => fill_and_wait(&options, place, city).await,
        (Some(part), Some(place)) => live(&options, part, place, city).await,
        (None, Some(place)) => start_both_ways(&options, place),
        (_, None) => {
            let folder = tempfile::Builder::new().prefix("load-").tempdir_in(folder)?;
            let place = folder.path().join("store");
            let mut filling = options.process(Part::Fill, &place)?.stdout(Stdio::piped()).spawn()?;
            let told = filling.stdout.take().context("it was asked for")?;
            for line in BufReader::new(told).lines().map_while(Result::ok).take_while(|line| line != FULL) {
                println!("{line}");
            }
            // SIGKILL: nothing is closed, and no snapshot is left.
            filling.kill()?;
            filling.wait()?;
            start_both_ways(&options, &place)
        }
    }
}

/// What a process says that has filled its store.
const FULL: &str = "full";

async fn fill_and_wait(options: &Open, place: &Path, city: Arc<City>) -> Result<()> {
    let (watch, store) = (Watch::start(), options.store(place)?);
    fill(&store, &city, options.cases, options.due, Clock::System.now()).await?;
    let bytes = store.size_on_disk()?;
    println!("filled in {:.0} s, {:.0} bytes a case on the disk", watch.seconds(), bytes as f64 / options.cases as f64);
    gauge::tell_records(&store, options.cases)?;
    println!("{FULL}");
    std::future::pending().await
}

fn start_both_ways(options: &Open, place: &Path) -> Result<()> {
    for (part, after) in [(Part::Start, "a kill"), (Part::Live, "an orderly end")] {
        println!("after {after}:");
        let status = options.process(part, place)?.status()?;
        ensure!(status.success(), "the measuring process ended with {status}");
    }
    Ok(())
}

async fn live(options: &Open, part: Part, place: &Path, city: Arc<City>) -> Result<()> {
    let (before, watch) = (resident(), Watch::start());
    let store = Arc::new(options.store(place)?);
    let (opened, with_store) = (watch.seconds(), resident());
    let desk = Arc::new(Desk::open(store.clone(), city.clone(), Clock::System, Codes::Random)?);
    println!(
        "{} running cases: ready in {:.2} s (the store {opened:.2}), {:.2} s of processor; memory {before:.0} MiB, with the store {with_store:.0}, ready {:.0}",
        options.cases,
        watch.seconds(),
        watch.processor(),
        resident()
    );
    // A new case is compared with those that run, which are read once the house is ready.
    let (texts, watch) = (Arc::new(words::complaints(&city, 5)), Watch::start());
    // Another one each time that the house is started.
    let matter = part as usize;
    let mut told = intake::live(desk.clone(), texts, matter, Arc::new(AtomicUsize::new(matter)), (matter + 1, 3)).await?;
    println!(
        "a first complaint: answered within {:.0} ms, a case after {:.2} s, {:.2} s of processor; memory {:.0} MiB",
        told.within(0.0),
        watch.seconds(),
        watch.processor(),
        resident()
    );
    if part == Part::Start {
        return Ok(());
    }
    let (count, watch) = (options.due, Watch::start());
    let fired = fire_all(&desk, count).await?;
    println!(
        "{fired} due reminders in {:.3} s, {:.0} µs of processor each; memory {:.0} MiB",
        watch.seconds(),
        watch.processor() / fired as f64 * 1e6,
        resident()
    );
    // The morning's report makes the book of figures, if nobody has asked for figures before.
    let watch = Watch::start();
    let (known, facts, bytes) = desk.ask_figures(|book| (book.cases(), book.facts(), book.bytes())).await?;
    println!(
        "the book of figures, {facts} facts of {known} cases in {} bytes a case: {:.1} s, {:.1} s of processor; memory {:.0} MiB",
        bytes / known.max(1),
        watch.seconds(),
        watch.processor(),
        resident()
    );
    let over = CancellationToken::new();
    let task = tokio::spawn(yousu::reminders::run(desk.clone(), over.clone()));
    tokio::time::sleep(REST).await;
    let watch = Watch::start();
    tokio::time::sleep(IDLE).await;
    println!("idle: {:.2} % of one processor; memory {:.0} MiB", watch.processor() / watch.seconds() * 100.0, resident());
    over.cancel();
    task.await?;
    let watch = Watch::start();
    drop((desk, store));
    println!("closed in {:.2} s", watch.seconds());
    Ok(())
}
