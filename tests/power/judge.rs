//! Opening what is left 评判, with a watch: what does not open in time hangs, and what panics is caught.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use yousu::store::{SledStore, Store};

use crate::files::Files;
use crate::record::{Held, Presence};

/// How long opening and reading may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// What became of it.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// It opened.
    Opened {
        /// Commits that had been acknowledged and are not all there.
        lost: Vec<u32>,
        /// Half a commit.
        halves: Vec<String>,
        /// What the walk along the audit chain found.
        fault: Option<String>,
        /// Records that cannot be read.
        damaged: usize,
        /// It can be written.
        writable: bool,
    },
    /// It was refused with these words.
    Refused(String),
    /// Reading it after it had been opened failed with these words.
    Unreadable(String),
    /// It panicked.
    Panicked(String),
    /// It hung.
    Hung,
}

impl Outcome {
    /// Everything acknowledged is there, and nothing is half there.
    pub fn is_whole(&self) -> bool {
        matches!(self, Self::Opened { lost, halves, fault: None, damaged: 0, writable: true } if lost.is_empty() && halves.is_empty())
    }

    /// It is whole, or refused with what to do, or it says itself that something is missing.
    pub fn is_told(&self) -> bool {
        match self {
            Self::Refused(words) => words.contains("存储") && words.contains('；'),
            Self::Opened { fault, damaged, .. } => self.is_whole() || fault.is_some() || *damaged > 0,
            Self::Unreadable(words) => words.contains("存储"),
            Self::Panicked(_) | Self::Hung => false,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Opened { fault: Some(_), .. } => "opened, fault in the chain",
            Self::Opened { lost, halves, .. } if !lost.is_empty() || !halves.is_empty() => "opened, something missing, not told",
            Self::Opened { damaged: 1.., .. } => "opened, damaged records",
            Self::Opened { .. } => "opened whole",
            Self::Refused(_) => "refused",
            Self::Unreadable(_) => "opened, unreadable",
            Self::Panicked(words) if words.is_empty() => "panicked without words",
            Self::Panicked(_) => "panicked",
            Self::Hung => "hung",
        }
    }
}

/// Opens a copy and looks at all of it.
pub fn open(files: &Files, acknowledged: u32) -> Outcome {
    let folder = quick_folder();
    let path = folder.path().join("store");
    files.write(&path);
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let outcome = catch_unwind(AssertUnwindSafe(|| examine(&path, acknowledged)));
        let outcome = outcome.unwrap_or_else(|panic| Outcome::Panicked(words(panic.as_ref())));
        // Nobody waits any more for what hung.
        let _ = tell.send(outcome);
    });
    match told.recv_timeout(PATIENCE) {
        Ok(outcome) => outcome,
        Err(_) => {
            // What hangs still has the folder.
            drop(folder.keep());
            Outcome::Hung
        }
    }
}

/// A folder in memory where there is one: nothing of it has to outlive anything, and hundreds of stores are synced in it.
fn quick_folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder")
}

fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}

fn examine(path: &std::path::Path, acknowledged: u32) -> Outcome {
    let store = match SledStore::open(path) {
        Ok(store) => store,
        Err(error) => return Outcome::Refused(format!("{error:#}")),
    };
    match look(&store, acknowledged) {
        Ok(outcome) => outcome,
        Err(error) => Outcome::Unreadable(format!("{error:#}")),
    }
}

fn look(store: &SledStore, acknowledged: u32) -> anyhow::Result<Outcome> {
    let (mut lost, mut halves) = (Vec::new(), Vec::new());
    let held = Held::by(store)?;
    for serial in 1..=acknowledged + 2 {
        match held.presence(serial)? {
            Presence::All => {}
            Presence::None if serial > acknowledged => {}
            Presence::None => lost.push(serial),
            Presence::Part(parts) => halves.push(format!("of {serial}: {parts}")),
        }
    }
    let fault = store.verify_chain(&[], &mut |_| {})?.fault.map(|fault| format!("{fault:?}"));
    let more = crate::values::of_outbox(vec![crate::values::notice("more", true)]);
    let writable = futures::executor::block_on(store.commit(more)).is_ok();
    Ok(Outcome::Opened { lost, halves, fault, damaged: store.damaged(), writable })
}

/// How often what happened.
#[derive(Default)]
pub struct Tally {
    kinds: BTreeMap<&'static str, usize>,
    wrong: Vec<String>,
    refusals: BTreeMap<String, usize>,
}

impl Tally {
    /// One more.
    pub fn note(&mut self, what: &str, outcome: &Outcome, is_well: fn(&Outcome) -> bool) {
        *self.kinds.entry(outcome.kind()).or_default() += 1;
        if let Outcome::Refused(words) = outcome {
            let said = words.split_once('：').map_or(words.as_str(), |(_, said)| said);
            let kind: String = said.chars().filter(|c| !c.is_ascii_alphanumeric() && !c.is_ascii_punctuation()).collect();
            *self.refusals.entry(kind).or_default() += 1;
        }
        if !is_well(outcome) {
            self.wrong.push(format!("{what}: {outcome:?}"));
        }
    }

    /// Tells it; panics when something was not as it must be.
    pub fn end(self, name: &str) {
        println!("{name}: {:?}, refused: {:#?}", self.kinds, self.refusals);
        assert!(self.wrong.is_empty(), "{} of {name}:\n{}", self.wrong.len(), self.wrong.join("\n"));
    }
}
