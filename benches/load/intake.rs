//! How many messages a second are taken in 受理速度: many citizens at once, each with one matter after the other.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use yousu::city::City;
use yousu::clock::Clock;
use yousu::desk::{Codes, Desk};
use yousu::domain::ids::{ChatRef, InboundId, UserRef};
use yousu::domain::inbound::{Body, Inbound};
use yousu::store::{SledStore, Store as _};

use crate::gauge::{self, Latencies, Watch, resident};
use crate::{streets, words};

/// How the intake is measured.
#[derive(Args)]
pub struct Options {
    /// Citizens who write at the same time.
    #[arg(long, default_value_t = 500)]
    pub citizens: usize,
    /// Matters in all.
    #[arg(long, default_value_t = 20_000)]
    pub matters: usize,
    /// What a citizen says of a matter: it, where it is, yes.
    #[arg(long, default_value_t = 3)]
    pub said: usize,
    /// Tell what each kind of record takes.
    #[arg(long)]
    pub records: bool,
}

/// Measures it, and tells.
pub async fn run(options: Options, folder: &Path, city: Arc<City>) -> Result<()> {
    let folder = tempfile::Builder::new().prefix("load-").tempdir_in(folder)?;
    let folder = folder.path();
    let texts = Arc::new(words::complaints(&city, options.matters.min(5_000)));
    let few = Options { citizens: 1, matters: (options.matters / 40).max(1), said: options.said, records: false };
    let alone = measure(&few, fresh(folder, "one")?, &city, &texts).await?;
    let many = measure(&options, fresh(folder, "many")?, &city, &texts).await?;
    println!("{:.1} times as many as one citizen alone", many / alone);
    Ok(())
}

fn fresh(folder: &Path, name: &str) -> Result<Arc<SledStore>> {
    Ok(Arc::new(SledStore::open(folder.join(name))?))
}

/// Messages a second that go into this store.
pub async fn measure(options: &Options, store: Arc<SledStore>, city: &Arc<City>, texts: &Arc<Vec<String>>) -> Result<f64> {
    let desk = Arc::new(Desk::open(store.clone(), city.clone(), Clock::System, Codes::Random)?);
    let (before, watch, next) = (resident(), Watch::start(), Arc::new(AtomicUsize::new(0)));
    let citizens: Vec<_> = (0..options.citizens)
        .map(|citizen| tokio::spawn(live(desk.clone(), texts.clone(), citizen, next.clone(), (options.matters, options.said))))
        .collect();
    let mut all = Latencies::default();
    for citizen in citizens {
        all.join(citizen.await??);
    }
    let (seconds, processor) = (watch.seconds(), watch.processor());
    let (count, rate) = (all.count(), all.count() as f64 / seconds);
    let commits = store.health();
    println!(
        "{} citizens: {count} messages in {seconds:.1} s = {rate:.0}/s; {:.0} µs of processor each; ms half {:.2}, 99 % {:.2}; {} cases; \
         {} commits refused; {:.0} MiB of store, {:+.0} MiB of memory",
        options.citizens,
        processor / count as f64 * 1e6,
        all.within(0.5),
        all.within(0.99),
        store.open_cases()?.len(),
        commits.refused,
        commits.bytes.unwrap_or_default() as f64 / f64::from(1 << 20),
        resident() - before,
    );
    if options.records {
        gauge::tell_records(store.as_ref(), store.open_cases()?.len())?;
    }
    Ok(rate)
}

/// One citizen: a matter, where it is, yes; then the next matter, until there are none left.
pub async fn live(
    desk: Arc<Desk>,
    texts: Arc<Vec<String>>,
    citizen: usize,
    next: Arc<AtomicUsize>,
    (matters, said): (usize, usize),
) -> Result<Latencies> {
    let mut all = Latencies::default();
    loop {
        let matter = next.fetch_add(1, Ordering::Relaxed);
        if matter >= matters {
            return Ok(all);
        }
        // Everybody who has a new matter is a new citizen: nobody brings forty in a minute.
        let turns =
            [Body::Text(texts[matter % texts.len()].clone()), Body::Text(streets::place(matter)), Body::Press("confirm".to_owned())];
        for (turn, body) in turns.into_iter().take(said).enumerate() {
            let inbound = Inbound {
                id: InboundId(format!("load:{matter}:{turn}")),
                chat: ChatRef(format!("load:{citizen}-{matter}")),
                user: UserRef(format!("load:{citizen}-{matter}")),
                display: None,
                is_group: false,
                body,
            };
            let begun = Instant::now();
            desk.receive(inbound).await?;
            all.note(begun.elapsed());
        }
    }
}
