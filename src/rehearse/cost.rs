//! What a rehearsal cost 代价: time, memory and disk, by the machine's own measure.

use std::time::Duration;

use serde::Serialize;

use super::stage::{Counts, Spent};

/// What it cost.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Cost {
    /// Seconds in all.
    pub seconds: f64,
    /// Of them, taking messages in.
    pub receiving: f64,
    /// Of them, handing messages out.
    pub sending: f64,
    /// Of them, firing what fell due.
    pub firing: f64,
    /// Messages taken in for each second spent on that.
    pub taken_in_per_second: f64,
    /// The most memory that the program held, in MiB, where the system tells.
    pub peak_memory: Option<f64>,
    /// The store on the disk, in MiB.
    pub store: f64,
}

impl Cost {
    #[allow(clippy::cast_precision_loss)] // for people to read
    pub(super) fn of(total: Duration, spent: Spent, counts: &Counts, store_bytes: u64) -> Self {
        let receiving = spent.receiving.as_secs_f64();
        Self {
            seconds: tenths(total.as_secs_f64()),
            receiving: tenths(receiving),
            sending: tenths(spent.sending.as_secs_f64()),
            firing: tenths(spent.firing.as_secs_f64()),
            taken_in_per_second: (counts.taken_in as f64 / receiving.max(f64::EPSILON)).round(),
            peak_memory: peak_memory(),
            store: tenths(store_bytes as f64 / f64::from(1 << 20)),
        }
    }
}

fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// `VmHWM`, on Linux.
fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(tenths(kilobytes / 1024.0))
}
