//! What a group of commits will change: each commit sees those before it, and leaves nothing behind when it is refused.

use std::collections::HashMap;

use anyhow::Result;
use serde::de::DeserializeOwned;
use sled::{Batch, IVec, Tree};

use super::trouble;
use crate::domain::audit::Head;
use crate::store::codec::{decode, encode};
use crate::store::keys::{self, Key};

/// Changes to keys; none means that the key goes.
type Changes = HashMap<Key, Option<IVec>>;

/// The tree with the changes of a group, and those of the commit that is being tried.
pub struct Stage {
    tree: Tree,
    group: Changes,
    trial: Changes,
    heads: Heads,
}

/// Where the audit chain stands with the group, and with the commit that is being tried: each adds to it, and only where it
/// stands in the end is written. None where nothing was added.
struct Heads {
    key: Key,
    group: Option<Head>,
    trial: Option<Head>,
}

impl Stage {
    /// The tree as it is.
    pub fn new(tree: Tree) -> Self {
        let heads = Heads { key: keys::chain_head(), group: None, trial: None };
        Self { tree, group: Changes::new(), trial: Changes::new(), heads }
    }

    /// The tree without any of the changes.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The bytes under a key.
    pub fn get(&self, key: &Key) -> Result<Option<IVec>> {
        match self.trial.get(key).or_else(|| self.group.get(key)) {
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
        match self.heads.trial.as_ref().or(self.heads.group.as_ref()) {
            Some(head) => Ok(head.clone()),
            None => Ok(self.read(&self.heads.key)?.unwrap_or_default()),
        }
    }

    /// The audit chain goes on.
    pub fn move_head(&mut self, head: Head) {
        self.heads.trial = Some(head);
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
        self.group.insert(key.clone(), Some(value.into()));
    }

    /// The commit lands with its group.
    pub fn accept(&mut self) {
        self.group.extend(self.trial.drain());
        self.heads.group = self.heads.trial.take().or(self.heads.group.take());
    }

    /// The commit is refused.
    pub fn refuse(&mut self) {
        self.trial.clear();
        self.heads.trial = None;
    }

    /// Writes the group, whole or not at all. It is not on the disk yet.
    pub fn apply(&mut self) -> Result<()> {
        let mut batch = Batch::default();
        if let Some(head) = self.heads.group.take() {
            batch.insert(self.heads.key.as_ref(), encode(&head)?);
        }
        for (key, change) in self.group.drain() {
            match change {
                Some(value) => batch.insert(key.as_ref(), value),
                None => batch.remove(key.as_ref()),
            }
        }
        self.tree.apply_batch(batch).map_err(trouble::writing)
    }

    /// The keys that the group changes.
    pub fn changed(&self) -> impl Iterator<Item = &Key> {
        let head = self.heads.group.as_ref().map(|_| &self.heads.key);
        self.group.keys().chain(head)
    }

    /// How many bytes the group writes.
    pub fn bytes(&self) -> u64 {
        let bytes = |(key, value): (&Key, &Option<IVec>)| key.as_ref().len() + value.as_ref().map_or(0, |value| value.len());
        self.group.iter().map(bytes).sum::<usize>().try_into().unwrap_or(u64::MAX)
    }

    /// Whether the group changes nothing.
    pub fn is_empty(&self) -> bool {
        self.group.is_empty() && self.heads.group.is_none()
    }
}
