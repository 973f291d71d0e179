//! The rules that cases run under 规则存档: each case keeps those that it began under, whatever the data say today.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::{Result, bail};

use crate::city::{City, archived_profile};
use crate::domain::profile::{Profile, ProfileText};
use crate::store::Store;

/// Every profile that a case may name.
pub(super) struct Rules {
    /// By key: those that the store keeps, and those of today's data.
    known: BTreeMap<String, Arc<Profile>>,
    /// Today's by name, for cases that were begun before rules were kept.
    by_name: BTreeMap<String, Arc<Profile>>,
    /// What new cases begin under.
    chosen: Arc<Profile>,
    /// The keys of the texts that the store keeps.
    kept: RwLock<Vec<String>>,
}

impl Rules {
    /// What the store keeps, and what the data say today.
    ///
    /// # Errors
    /// The store cannot be read, or keeps rules that this program does not understand. Rules whose record is damaged are told,
    /// and their cases go on under today's of that name: a hotline does not stand still because one record is damaged.
    pub fn open(store: &dyn Store, city: &City) -> Result<Self> {
        let mut known = BTreeMap::new();
        let mut kept = Vec::new();
        for text in store.profiles()? {
            match archived_profile(&text) {
                Ok(profile) => drop(known.insert(text.key.clone(), Arc::new(profile))),
                Err(problem) => bail!("{}", problem.what),
            }
            kept.push(text.key);
        }
        let by_name: BTreeMap<_, _> = city.profiles.iter().map(|(name, profile)| (name.clone(), Arc::new(profile.clone()))).collect();
        known.extend(by_name.values().map(|profile| (profile.key.clone(), profile.clone())));
        for key in store.lost_profiles()?.iter().filter(|key| !known.contains_key(*key)) {
            tracing::error!(%key, "these rules cannot be read: their cases go on under today's rules of that name; restore a backup");
        }
        Ok(Self { known, by_name, chosen: Arc::new(city.profile.clone()), kept: RwLock::new(kept) })
    }

    /// Whether the rules of this key are those that it names.
    pub fn knows(&self, key: &str) -> bool {
        self.known.contains_key(key)
    }

    /// The rules of this key. A key without a mark is of before rules were kept: today's of that name, or those of new cases.
    pub fn of(&self, key: &str) -> Arc<Profile> {
        let found = self.known.get(key).or_else(|| self.by_name.get(key.split('@').next().unwrap_or(key)));
        found.unwrap_or(&self.chosen).clone()
    }

    /// The text that must be written before a case names this key; none when the store keeps it, or it is none of today's.
    pub fn unkept(&self, key: &str, city: &City) -> Option<ProfileText> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        city.profile_texts.get(key).filter(|text| !kept.contains(&text.key)).cloned()
    }

    /// These have been written.
    pub fn keep(&self, texts: Vec<String>) {
        if !texts.is_empty() {
            self.kept.write().unwrap_or_else(PoisonError::into_inner).extend(texts);
        }
    }
}
