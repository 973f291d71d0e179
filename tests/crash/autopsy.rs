//! What a killed program left on its disk 尸检: a copy of its store is opened, so that the program itself meets what it left.

use std::fs;
use std::path::Path;

use yousu::domain::ids::{InboundId, Moment};
use yousu::store::{SledStore, Store, Waiting};

/// More than there ever are.
const ALL: usize = 1_000_000;

/// A copy of the store of a program that is not running.
pub struct Autopsy {
    store: SledStore,
    /// Dropped after the store.
    _folder: tempfile::TempDir,
}

impl Autopsy {
    /// Opens a copy.
    pub fn of(store: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let copy = folder.path().join("store");
        copy_all(store, &copy);
        Self { store: SledStore::open(&copy).expect("what kill -9 leaves can be opened"), _folder: folder }
    }

    /// The updates of these that are not marked as dealt with.
    pub fn unseen(&self, updates: impl IntoIterator<Item = i64>) -> Vec<i64> {
        let is_seen = |update: &i64| self.store.seen(&InboundId(format!("tg:{update}"))).expect("readable");
        updates.into_iter().filter(|update| !is_seen(update)).collect()
    }

    /// The notices that are owed.
    pub fn waiting(&self) -> Vec<Waiting> {
        self.store.waiting(None, ALL).expect("readable")
    }

    /// The notices that were given up.
    pub fn given_up(&self) -> Vec<String> {
        let given_up = self.store.undelivered().expect("readable");
        given_up.into_iter().map(|notice| format!("{}: {}", notice.outbound.id, notice.why)).collect()
    }

    /// What had fallen due by then.
    pub fn due(&self, by: Moment) -> Vec<String> {
        self.store.due(by, ALL).expect("readable").into_iter().map(|item| format!("{item:?}")).collect()
    }

    /// The drafts of these people, as text.
    pub fn draft(&self, chat: i64) -> String {
        let who = format!("tg:{chat}");
        let key = yousu::store::ConversationKey { chat: who.as_str().into(), user: who.as_str().into() };
        serde_json::to_string(&self.store.conversation(&key).expect("readable")).expect("JSON")
    }

    /// Who works here, by their accounts.
    pub fn staff(&self) -> Vec<String> {
        self.store.staff().expect("readable").into_iter().map(|staff| staff.user.to_string()).collect()
    }

    /// What is wrong with the audit chain.
    pub fn chain(&self) -> Option<String> {
        let verified = self.store.verify_chain(&[], &mut |_| {}).expect("readable");
        verified.fault.map(|fault| format!("{fault:?}"))
    }

    /// Records that cannot be read.
    pub fn damaged(&self) -> usize {
        self.store.damaged()
    }
}

/// Copies a folder with all that is in it.
fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).into_iter().flatten() {
        let entry = entry.expect("readable");
        let there = to.join(entry.file_name());
        if entry.file_type().expect("readable").is_dir() {
            copy_all(&entry.path(), &there);
        } else {
            fs::copy(entry.path(), there).expect("copied");
        }
    }
}
