//! A store at work, with its files before and after commits that were acknowledged 记录.

use std::collections::BTreeSet;
use std::path::Path;

use yousu::domain::case::Case;
use yousu::store::{Commit, LogLine, SledStore, Store};

use crate::files::Files;
use crate::values::{at, begin, dispatched, line, notice, number, then, who, word};

/// The files before and after one commit.
pub struct Step {
    /// How many commits had been acknowledged before.
    pub acknowledged: u32,
    /// Before it.
    pub before: Files,
    /// When it had been acknowledged.
    pub after: Files,
}

/// A run of commits.
pub struct Recording {
    /// The steps that were kept.
    pub steps: Vec<Step>,
}

/// How many commits are made in all: they fill three segments and begin a fourth.
const COMMITS: u32 = 420;

/// Whether the files around this commit are kept: the first ones, those after the store was opened again, where a segment
/// ends, and the last ones.
fn is_kept(serial: u32, before: &Path) -> bool {
    let size = std::fs::metadata(before.join("db")).map(|meta| meta.len()).unwrap_or_default();
    let tail = size % (2 << 20);
    matches!(serial, 1 | 2 | 201 | 202)
        || serial > COMMITS - 2
        || (serial > 20 && serial.is_multiple_of(7) && !(40_000..=2_060_000).contains(&tail))
}

impl Recording {
    /// Makes it.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("store");
        let mut store = SledStore::open(&path).expect("a store");
        let mut steps = Vec::new();
        for serial in 1..=COMMITS {
            if serial == 201 {
                drop(store);
                store = SledStore::open(&path).expect("the store opens again");
            }
            let kept = is_kept(serial, &path).then(|| Files::read(&path));
            store.commit(commit(&store, serial)).await.expect("it lands");
            if let Some(before) = kept.filter(|_| steps.len() < 6 || serial > COMMITS - 2) {
                steps.push(Step { acknowledged: serial - 1, before, after: Files::read(&path) });
            }
        }
        Self { steps }
    }
}

/// The `serial`-th commit: a case begins, the one before goes on, and something is said in every part of the store.
fn commit(store: &SledStore, serial: u32) -> Commit {
    let name = format!("tg:{serial}");
    let before: Option<Case> = (serial > 1).then(|| store.case(number(serial - 1)).expect("readable").expect("it landed"));
    let mut cases = vec![begin(number(serial), &name)];
    cases.extend(before.map(|case| then(&case, dispatched("lamps"))));
    Commit {
        inbound: Some(name.as_str().into()),
        at: Some(at(0)),
        cases,
        conversations: vec![word(&who("tg:0"), serial, None)],
        outbox: vec![notice(&format!("n{serial}"), serial.is_multiple_of(2))],
        log: vec![LogLine { text: text(serial), ..line("web:甲", &serial.to_string()) }],
        ..Commit::default()
    }
}

/// Some kilobytes that are like no others.
fn text(serial: u32) -> String {
    let word = |place: u32| format!("{:08x}", yousu::desk::splitmix::mix(u64::from(serial) << 32 | u64::from(place)) as u32);
    (0..serial % 9 * 160).map(word).collect()
}

/// What a store holds, read once.
pub struct Held<'a> {
    store: &'a SledStore,
    notices: BTreeSet<String>,
    lines: BTreeSet<(String, String)>,
    rev: u32,
}

impl<'a> Held<'a> {
    /// Reads the lists.
    pub fn by(store: &'a SledStore) -> anyhow::Result<Self> {
        let notices = store.waiting(None, 10_000)?.into_iter().map(|waiting| waiting.outbound.id.to_string()).collect();
        let lines = store.log(&"web:甲".into(), 10_000)?.into_iter().map(|line| (line.id, line.text)).collect();
        Ok(Self { store, notices, lines, rev: store.conversation(&who("tg:0"))?.rev })
    }

    /// What is there of a commit.
    pub fn presence(&self, serial: u32) -> anyhow::Result<Presence> {
        let mut parts = vec![
            ("its mark", self.store.seen(&format!("tg:{serial}").as_str().into())?),
            ("its case", self.store.case(number(serial))?.is_some()),
            ("its receipt", !self.store.events(number(serial))?.is_empty()),
            ("its notice", self.notices.contains(&format!("n{serial}"))),
            ("its line", self.lines.contains(&(serial.to_string(), text(serial)))),
            ("its word", self.rev >= serial),
        ];
        if serial > 1 {
            let case = self.store.case(number(serial - 1))?;
            parts.push(("what it did to the case before", case.is_some_and(|case| case.seq == 2)));
        }
        let there: Vec<&str> = parts.iter().filter(|(_, there)| *there).map(|(part, _)| *part).collect();
        Ok(match there.len() {
            0 => Presence::None,
            all if all == parts.len() => Presence::All,
            _ => Presence::Part(there.join(", ")),
        })
    }
}

/// See [`Held::presence`].
#[derive(Debug, PartialEq)]
pub enum Presence {
    /// Nothing of it.
    None,
    /// All of it.
    All,
    /// Half a commit.
    Part(String),
}
