//! What a batch of commits will change: each commit sees those before it, and leaves nothing behind when it is refused.

use std::collections::HashMap;

use anyhow::Result;
use serde::de::DeserializeOwned;
use sled::{Batch, IVec, Tree};

use super::{folds, trouble};
use crate::domain::audit::Head;
use crate::store::codec::{decode, encode_as};
use crate::store::keys::{self, Key};

/// Changes to keys; none means that the key goes.
type Changes = HashMap<Key, Option<IVec>>;

/// The tree with the changes of a batch, and those of the commit that is being tried.
pub struct Stage {
    tree: Tree,
    batch: Changes,
    trial: Changes,
    chain: Links,
}

/// What is added to the audit chain: by the batch, and by the commit that is being tried. How it is kept is settled when the
/// batch is whole.
#[derive(Default)]
struct Links {
    batch: Added,
    trial: Added,
}

/// Entries of the chain that follow each other, in JSON, and where the chain stands with them; none where it stays where it was.
#[derive(Default)]
struct Added {
    entries: Vec<Vec<u8>>,
    head: Option<Head>,
}

impl Stage {
    /// The tree as it is.
    pub fn new(tree: Tree) -> Self {
        Self { tree, batch: Changes::new(), trial: Changes::new(), chain: Links::default() }
    }

    /// The tree without any of the changes.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The bytes under a key.
    pub fn get(&self, key: &Key) -> Result<Option<IVec>> {
        match self.trial.get(key).or_else(|| self.batch.get(key)) {
            Some(change) => Ok(change.clone()),
            None => self.tree.get(key).map_err(trouble::reading),
        }
    }

    /// The record under a key.
    pub fn read<T: DeserializeOwned>(&self, key: &Key) -> Result<Option<T>> {
        Ok(self.get(key)?.map(|bytes| decode(key.as_ref(), &bytes)).transpose()?)
    }

    /// Where the audit chain stands.
    pub fn head(&self) -> Result<Head> {
        match self.chain.trial.head.as_ref().or(self.chain.batch.head.as_ref()) {
            Some(head) => Ok(head.clone()),
            None => Ok(self.read(&keys::chain_head())?.unwrap_or_default()),
        }
    }

    /// The audit chain goes on with this entry, in JSON, and stands here then.
    pub fn link(&mut self, entry: Vec<u8>, head: Head) {
        self.chain.trial.entries.push(entry);
        self.chain.trial.head = Some(head);
    }

    /// The audit chain stands here, whatever was written of it.
    pub fn move_head(&mut self, head: Head) {
        self.chain.trial.head = Some(head);
    }

    /// Whether there is a record under a key.
    pub fn has(&self, key: &Key) -> Result<bool> {
        Ok(self.get(key)?.is_some())
    }

    /// Writes a record.
    pub fn put(&mut self, key: Key, value: impl Into<IVec>) {
        self.trial.insert(key, Some(value.into()));
    }

    /// Writes a mark: a key without a value.
    pub fn mark(&mut self, key: Key) {
        self.put(key, IVec::default());
    }

    /// Takes a record away.
    pub fn remove(&mut self, key: Key) {
        self.trial.insert(key, None);
    }

    /// Writes a record that stays even when the commit that is being tried is refused.
    pub fn put_for_all(&mut self, key: &Key, value: Vec<u8>) {
        self.batch.insert(key.clone(), Some(value.into()));
    }

    /// The commit lands with its batch.
    pub fn accept(&mut self) {
        self.batch.extend(self.trial.drain());
        let Added { entries, head } = std::mem::take(&mut self.chain.trial);
        self.chain.batch.entries.extend(entries);
        self.chain.batch.head = head.or(self.chain.batch.head.take());
    }

    /// The commit is refused.
    pub fn refuse(&mut self) {
        self.trial.clear();
        self.chain.trial = Added::default();
    }

    /// The batch is whole: what it adds to the audit chain becomes records.
    pub fn close(&mut self) -> Result<()> {
        let Added { entries, head } = std::mem::take(&mut self.chain.batch);
        let Some(head) = head else { return Ok(()) };
        let first = head.n + 1 - u64::try_from(entries.len())?;
        self.batch.extend(folds::kept_entries(first, entries).into_iter().map(|(key, value)| (key, Some(value.into()))));
        self.batch.insert(keys::chain_head(), Some(encode_as(&head)?));
        Ok(())
    }

    /// Closes the batch, and writes it, whole or not at all. It is not on the disk yet.
    pub fn apply(&mut self) -> Result<()> {
        self.close()?;
        let mut batch = Batch::default();
        for (key, change) in self.batch.drain() {
            match change {
                Some(value) => batch.insert(key.as_ref(), value),
                None => batch.remove(key.as_ref()),
            }
        }
        self.tree.apply_batch(batch).map_err(trouble::writing)
    }

    /// The keys that the closed batch changes.
    pub fn changed(&self) -> impl Iterator<Item = &Key> {
        self.batch.keys()
    }

    /// How many bytes the closed batch writes.
    pub fn bytes(&self) -> u64 {
        let bytes = |(key, value): (&Key, &Option<IVec>)| key.as_ref().len() + value.as_ref().map_or(0, |value| value.len());
        self.batch.iter().map(bytes).sum::<usize>().try_into().unwrap_or(u64::MAX)
    }

    /// Whether the batch changes nothing.
    pub fn is_empty(&self) -> bool {
        self.batch.is_empty() && self.chain.batch.head.is_none()
    }
}
