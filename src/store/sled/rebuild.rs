//! Everything that derives from other records, made anew and compared 重建. What differs is written in batches, each of which
//! leaves the store as good as it was or better: whoever is stopped halfway begins again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use serde_json::Value;
use sled::Tree;

use super::stage::Stage;
use super::{SledStore, place, trouble};
use crate::domain::ids::{CaseNumber, ChatRef};
use crate::store::Hear;
use crate::store::codec::unpack;
use crate::store::keys::{Derived, Key};
use crate::store::rebuild::{Difference, Fault, Part, Rebuilt, Remaking};

mod cases;
mod lists;
mod surplus;

/// How many changes go into one batch.
const BATCH: usize = 1000;

/// Is told of every difference; its error ends the walk.
type Tell<'t> = &'t mut dyn FnMut(&Difference) -> Result<()>;

/// Records as they are made anew.
type Made = BTreeMap<Key, Vec<u8>>;

impl SledStore {
    /// Makes everything that derives from other records anew, tells what differs from what stands in the store in this folder,
    /// and writes it if `mends`. `hear` is told how far it has come.
    ///
    /// # Errors
    /// Another process has it open, or it cannot be read or written.
    pub fn rebuild<'a>(
        folder: &Path,
        made: impl FnOnce(&Self) -> Result<Box<dyn Remaking + 'a>>,
        mends: bool,
        tell: Tell<'_>,
        hear: Hear<'_>,
    ) -> Result<Rebuilt> {
        let store = Self::open(folder)?;
        let made = made(&store)?;
        let found = Walk::new(&store.db, made.as_ref(), mends, (tell, hear)).whole()?;
        store.db.flush().map_err(trouble::writing)?;
        drop(store);
        place::sync(folder)?;
        Ok(found)
    }
}

/// A walk over the whole store.
struct Walk<'a> {
    tree: &'a Tree,
    stage: Stage,
    /// Changes that are not written yet.
    waiting: usize,
    rules: &'a dyn Remaking,
    mends: bool,
    tell: Tell<'a>,
    hear: Hear<'a>,
    found: Rebuilt,
    /// How many of the records that are made anew stand in the store, or will once it is mended, by kind.
    there: BTreeMap<Derived, u64>,
    /// The case that was made anew last; none for one that cannot be.
    last_case: Option<(CaseNumber, Option<Made>)>,
    /// The chat that was looked at last, with its lines; none where one of them cannot be read.
    last_chat: Option<(ChatRef, Option<BTreeSet<String>>)>,
}

impl<'a> Walk<'a> {
    fn new(tree: &'a Tree, rules: &'a dyn Remaking, mends: bool, (tell, hear): (Tell<'a>, Hear<'a>)) -> Self {
        Self {
            tree,
            stage: Stage::new(tree.clone()),
            waiting: 0,
            rules,
            mends,
            tell,
            hear,
            found: Rebuilt::default(),
            there: BTreeMap::new(),
            last_case: None,
            last_chat: None,
        }
    }

    /// First what must be there, then what must not.
    fn whole(mut self) -> Result<Rebuilt> {
        self.cases()?;
        self.conversations()?;
        self.outbox()?;
        self.lines()?;
        self.audit()?;
        self.numbers()?;
        self.write()?;
        for kind in Derived::ALL {
            self.surplus(kind)?;
        }
        self.write()?;
        Ok(self.found)
    }

    /// This record must be there.
    fn expect(&mut self, case: Option<CaseNumber>, key: Key, value: Vec<u8>) -> Result<()> {
        let Some(kind) = Derived::of(&key) else { return Ok(()) };
        self.found.records += 1;
        let there = self.tree.get(&key).map_err(trouble::reading)?;
        *self.there.entry(kind).or_default() += u64::from(there.is_some() || self.mends);
        let fault = match there {
            Some(there) if is_same(&there, &value) => return Ok(()),
            Some(_) => Fault::Differs,
            None => Fault::Missing,
        };
        self.differ(case, part(kind), fault)?;
        self.change(key, Some(value))
    }

    fn differ(&mut self, case: Option<CaseNumber>, part: Part, fault: Fault) -> Result<()> {
        match fault {
            Fault::Unmakeable => self.found.unmakeable += 1,
            Fault::Missing | Fault::Differs | Fault::Surplus => self.found.differing += 1,
        }
        (self.tell)(&Difference { case, part, fault })
    }

    fn change(&mut self, key: Key, value: Option<Vec<u8>>) -> Result<()> {
        if !self.mends {
            return Ok(());
        }
        match value {
            Some(value) => self.stage.put(key, value),
            None => self.stage.remove(key),
        }
        self.waiting += 1;
        Ok(())
    }

    /// Between two whole things: what has gathered is written when it is enough.
    fn pause(&mut self) -> Result<()> {
        if self.waiting >= BATCH { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> Result<()> {
        self.waiting = 0;
        self.stage.accept();
        self.stage.apply()
    }
}

/// An earlier version may have written the same in other bytes.
fn is_same(there: &[u8], made: &[u8]) -> bool {
    let read = |bytes: &[u8]| serde_json::from_slice::<Value>(&unpack(bytes)?).ok();
    there == made || read(there).is_some_and(|there| Some(there) == read(made))
}

fn part(kind: Derived) -> Part {
    match kind {
        Derived::Case => Part::Case,
        Derived::Open => Part::Open,
        Derived::OpenOfUnit => Part::Unit,
        Derived::OfCitizen => Part::Citizen,
        Derived::Due => Part::Due,
        Derived::Card | Derived::CardOfUnit | Derived::CardOfPerson => Part::Cards,
        Derived::Origin => Part::Origins,
        Derived::LineId | Derived::Chat => Part::Lines,
        Derived::View | Derived::Trace | Derived::Copy | Derived::Resent => Part::Audit,
    }
}
