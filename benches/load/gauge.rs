//! What is read of the machine: time that passed, the processor's time, memory.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use yousu::store::Store;

/// Clock ticks a second of `/proc/self/stat`, which Linux has fixed for programs.
const TICKS: f64 = 100.0;

/// Time since it was started.
pub struct Watch {
    wall: Instant,
    processor: f64,
}

impl Watch {
    /// Begins.
    pub fn start() -> Self {
        Self { wall: Instant::now(), processor: processor_seconds() }
    }

    /// Seconds by the clock on the wall.
    pub fn seconds(&self) -> f64 {
        self.wall.elapsed().as_secs_f64()
    }

    /// Seconds of processors that this process has used; not a number where the system does not tell.
    pub fn processor(&self) -> f64 {
        processor_seconds() - self.processor
    }
}

/// User and system time of all threads.
fn processor_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program may hold spaces; what follows it does not.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: Vec<f64> = fields.skip(11).take(2).filter_map(|field| field.parse().ok()).collect();
    if ticks.len() == 2 { (ticks[0] + ticks[1]) / TICKS } else { f64::NAN }
}

/// The memory of the process in MiB, where the system tells it.
pub fn resident() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).map_or(f64::NAN, |kib| kib / 1024.0)
}

/// How many bytes the files of a folder have.
pub fn bytes(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let about = entry?.metadata()?;
        bytes += if about.is_file() { about.len() } else { 0 };
    }
    Ok(bytes)
}

/// How long things took.
#[derive(Default)]
pub struct Latencies(Vec<Duration>);

impl Latencies {
    /// One more.
    pub fn note(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// Those of another as well.
    pub fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// What this share of them did not exceed, in milliseconds; 0 to 1.
    pub fn within(&mut self, share: f64) -> f64 {
        self.0.sort_unstable();
        let last = self.0.len().saturating_sub(1);
        let place = (last as f64 * share).round() as usize;
        self.0.get(place).map_or(f64::NAN, |took| took.as_secs_f64() * 1e3)
    }
}

/// Records by the letter that their keys begin with.
pub type Records = BTreeMap<char, (u64, u64, u64)>;

/// What the records of a store take, by the letter that their keys begin with: how many, their keys, their values in bytes.
pub fn records(store: &dyn Store) -> Result<Records> {
    let mut kinds = Records::new();
    store.copy_out(&mut |key, value| {
        let kind = kinds.entry(char::from(key[0])).or_default();
        *kind = (kind.0 + 1, kind.1 + key.len() as u64, kind.2 + value.len() as u64);
        Ok(())
    })?;
    Ok(kinds)
}

/// Prints them, for each of so many cases.
pub fn tell_records(store: &dyn Store, cases: usize) -> Result<()> {
    let all = records(store)?;
    let cases = cases as f64;
    for (kind, (count, keys, values)) in &all {
        println!(
            "  {kind}: {:7.2} records a case, {:8.1} bytes of keys, {:8.1} of values",
            *count as f64 / cases,
            *keys as f64 / cases,
            *values as f64 / cases
        );
    }
    let bytes: u64 = all.values().map(|(_, keys, values)| keys + values).sum();
    println!("  in all {:.0} bytes a case", bytes as f64 / cases);
    Ok(())
}

/// Prints what each kind has grown by, for each of so many reminders.
pub fn tell_growth(before: &Records, after: &Records, reminders: usize) {
    let each = |grown: u64, from: u64| (grown as f64 - from as f64) / reminders as f64;
    for (kind, now) in after {
        let then = before.get(kind).copied().unwrap_or_default();
        println!("  {kind}: {:7.2} records a reminder, {:8.1} bytes of values", each(now.0, then.0), each(now.2, then.2));
    }
}
