//! `yousu-load` 压力测量: the house under load, on this machine, in one process. Reports, never asserts.
//!
//!     cargo run --release --example yousu-load -- intake
//!
//! Each figure stands beside a baseline of the same run, because machines differ and a ratio does not. What was measured,
//! and what limits it, is in `benches/README.md`.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use clap::{Parser, Subcommand};
use yousu::city::{City, DEFAULT_PROFILE, Sources};

#[path = "../../tests/botapi/mod.rs"]
mod botapi;
mod commits;
mod dictionary;
mod gauge;
mod history;
mod intake;
mod lives;
mod running;
mod start;
mod streets;
mod telegram;
mod words;

/// What is measured.
#[derive(Parser)]
#[command(name = "yousu-load")]
struct Arguments {
    /// Where stores are made, and removed afterwards: on the disk that is to be measured.
    #[arg(long, global = true, default_value = "target")]
    folder: PathBuf,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Messages taken in: conversation, understanding, durable commit; no HTTP.
    Intake(intake::Options),
    /// Closed cases: what they take, and whether they slow anything down.
    History(history::Options),
    /// Reminders that fall due at once.
    Reminders(running::Reminders),
    /// Running cases: how soon the house is ready, what it holds in memory, what firing costs.
    Open(running::Open),
    /// Durable commits, against bare sled.
    Commits(commits::Options),
    /// The whole way over Telegram, against a Bot API server in this process.
    Telegram(telegram::Options),
    /// Trains the dictionary that records are packed with; a store cannot be read with another than it was written with.
    Dictionary(dictionary::Options),
    /// How soon the program is ready, and how large it is.
    Start,
}

fn main() -> Result<()> {
    let Arguments { folder, what } = Arguments::parse();
    std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match what {
        What::Intake(options) => runtime.block_on(intake::run(options, &folder, city()?)),
        What::History(options) => runtime.block_on(history::run(options, &folder, city()?)),
        What::Reminders(options) => runtime.block_on(running::reminders(options, &folder, city()?)),
        What::Open(options) => runtime.block_on(running::open(options, &folder, city()?)),
        What::Commits(options) => runtime.block_on(commits::run(options, &folder, city()?)),
        What::Telegram(options) => runtime.block_on(telegram::run(options, &folder, city()?)),
        What::Dictionary(options) => runtime.block_on(dictionary::run(options, &folder, city()?)),
        What::Start => start::run(&folder),
    }
}

/// The shipped city.
fn city() -> Result<Arc<City>> {
    let city = City::load(&Sources::new(None, None), DEFAULT_PROFILE);
    city.map(Arc::new).map_err(|faults| anyhow!("the shipped city is not sound: {faults:?}"))
}
