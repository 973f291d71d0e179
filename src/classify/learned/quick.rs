//! A quick hash 快速散列 for the words of a city's own files: nobody attacks these tables, and a model has a great many words.

use std::hash::{BuildHasherDefault, Hasher};

/// A table hashed quickly.
pub type QuickMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<Quick>>;

/// Multiplies and turns, eight bytes at a time.
#[derive(Default)]
pub struct Quick(u64);

const SPREAD: u64 = 0x517C_C1B7_2722_0A95;

impl Quick {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(SPREAD);
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        let mut words = bytes.chunks_exact(8);
        for word in &mut words {
            self.add(word.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)));
        }
        let rest = words.remainder();
        if !rest.is_empty() {
            self.add(rest.iter().rev().fold(rest.len() as u64, |sum, byte| sum << 8 | u64::from(*byte)));
        }
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }
}
