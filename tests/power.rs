//! Power loss 断电: the files of a store as a power cut, or a bad disk, may leave them. Every state is opened: what was
//! acknowledged before it is whole, or the store is refused in words that say what to do. No panic, no hang, no half commit,
//! and never an empty store in place of a full one.

#[path = "power/damage.rs"]
mod damage;
#[path = "power/files.rs"]
mod files;
#[path = "power/judge.rs"]
mod judge;
#[path = "power/record.rs"]
mod record;
#[path = "store_contract/values.rs"]
#[allow(dead_code)] // other tests use the rest of it
mod values;

use judge::{Outcome, Tally};
use record::Recording;

/// What a power cut can do: every change that was not synced may be there, or not, or be torn.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_acknowledged_is_lost_in_a_power_cut() {
    let recording = Recording::new().await;
    let mut tally = Tally::default();
    for (at, step) in recording.steps.iter().enumerate() {
        for (what, files) in damage::power_cuts(step, at) {
            let outcome = judge::open(&files, step.acknowledged);
            tally.note(&format!("step {at}: {what}"), &outcome, Outcome::is_whole);
        }
    }
    tally.end("power cuts");
}

/// What only a bad disk does: bytes that it had acknowledged are gone or changed.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_bad_disk_lost_is_told_or_refused() {
    let recording = Recording::new().await;
    let mut tally = Tally::default();
    let step = recording.steps.last().expect("a step");
    for (what, files) in damage::bad_disks(step) {
        let outcome = judge::open(&files, step.acknowledged + 1);
        tally.note(&what, &outcome, Outcome::is_told);
    }
    tally.end("bad disks");
}
