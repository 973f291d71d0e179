//! kill -9 at any moment, many times: the program as it ships, with citizens who write and press and colleagues who handle
//! their cases to the end. Afterwards everything is compared with what was said, pressed and confirmed.
//!
//! `YOUSU_KILLS` says how often it is killed (50), `YOUSU_CRASH_SEED` at which moments, `YOUSU_CRASH_CITIZENS` how many citizens wait
//! at once (60); `tests/crash.sh` sets them.

#[path = "crash/account.rs"]
mod account;
#[path = "crash/autopsy.rs"]
mod autopsy;
#[path = "botapi/mod.rs"]
mod botapi;
#[path = "crash/citizens.rs"]
mod citizens;
#[path = "crash/compare.rs"]
mod compare;
#[path = "crash/dice.rs"]
mod dice;
#[path = "crash/dispatchers.rs"]
mod dispatchers;
#[path = "crash/figures.rs"]
mod figures;
#[path = "crash/handlers.rs"]
mod handlers;
#[path = "crash/house.rs"]
mod house;
#[path = "house/program.rs"]
#[allow(dead_code)] // other tests use the rest of it
mod program;
#[path = "crash/reminders.rs"]
mod reminders;
#[path = "crash/rounds.rs"]
mod rounds;
#[path = "crash/town.rs"]
mod town;
#[path = "crash/transcript.rs"]
mod transcript;
#[path = "crash/words.rs"]
mod words;

use figures::Figures;
use rounds::Drill;

/// How often the program is killed when nobody says otherwise.
const KILLS: usize = 50;
/// Where the moments begin when nobody says otherwise.
const SEED: u64 = 20_260_213;

/// How many citizens wait at once when nobody says otherwise: as many as five handlers, who may each be told something once a
/// second, can serve between kills.
const CITIZENS: usize = 60;

fn said<T: std::str::FromStr>(variable: &str, otherwise: T) -> T {
    match std::env::var(variable) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{variable} is a number, not {text:?}")),
        Err(_) => otherwise,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_it_loses_nothing_and_doubles_nothing() {
    let (kills, seed, citizens) = (said("YOUSU_KILLS", KILLS), said("YOUSU_CRASH_SEED", SEED), said("YOUSU_CRASH_CITIZENS", CITIZENS));
    let begun = std::time::Instant::now();
    let mut drill = Drill::run(kills, seed, citizens).await;
    let faults = compare::faults(&drill);
    let figures = Figures::of(&drill, begun.elapsed());
    println!("{figures}");
    println!("seed        {seed}");
    if !faults.is_empty() {
        println!("kept        {}", transcript::keep(&mut drill).display());
    }
    assert!(faults.is_empty(), "seed {seed}, {kills} kills: {} faults\n{}\n{figures}", faults.len(), faults.join("\n"));
    assert!(kills < KILLS || figures.shows_something(), "the run was too quiet to prove anything\n{figures}");
}
