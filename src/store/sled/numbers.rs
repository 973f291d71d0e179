//! Running numbers 流水号 of the outbox, of chat lines and of what was set aside: each greater than all before it, across restarts too. They are
//! set aside in blocks, so that the counter is seldom written; a restart skips the rest of a block.

use anyhow::Result;
use sled::Tree;

use super::stage::Stage;
use super::trouble;
use crate::store::codec::{Damage, decode, encode};
use crate::store::keys;

const BLOCK: u64 = 4096;

/// Gives running numbers.
pub struct Numbers {
    next: u64,
    end: u64,
}

impl Numbers {
    /// Goes on where the last process may have stopped.
    pub fn open(tree: &Tree, damage: &Damage) -> Result<Self> {
        let key = keys::numbers();
        let next = match tree.get(&key).map_err(trouble::reading)? {
            None => 1,
            Some(value) => match decode(key.as_ref(), &value) {
                Ok(end) => end,
                Err(damaged) => {
                    damage.note(&damaged);
                    greatest(tree)? + 1
                }
            },
        };
        Ok(Self { next, end: next })
    }

    /// The number that will be given next.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Gives a number.
    pub fn take(&mut self, stage: &mut Stage) -> Result<u64> {
        if self.next == self.end {
            self.end += BLOCK;
            stage.put_for_all(&keys::numbers(), encode(&self.end)?);
        }
        self.next += 1;
        Ok(self.next - 1)
    }
}

/// The greatest number in use: the way back when the counter's record is damaged.
pub fn greatest(tree: &Tree) -> Result<u64> {
    let mut greatest = 0;
    for all in [keys::all_waiting(), keys::all_dead(), keys::all_lines(), keys::all_aside()] {
        for key in tree.scan_prefix(all).keys() {
            greatest = greatest.max(keys::read_number(&key.map_err(trouble::reading)?).unwrap_or(0));
        }
    }
    Ok(greatest)
}
