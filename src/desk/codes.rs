//! Query codes and invite codes 查询码、邀请码: from the system's randomness, or repeatable for rehearsals.

use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Result, anyhow};

use super::splitmix::{STEP, mix};

/// Where codes come from.
#[derive(Debug)]
pub enum Codes {
    /// The operating system's randomness.
    Random,
    /// A counted sequence that runs the same way every time, for conversations and rehearsals on a virtual clock.
    Repeatable(AtomicU64),
}

/// Digits and letters without I, L, O and U, which are misread or spell words.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl Codes {
    /// A repeatable sequence from this seed.
    pub fn repeatable(seed: u64) -> Self {
        Self::Repeatable(AtomicU64::new(seed))
    }

    /// A code of `length` characters, 5 bits each.
    ///
    /// # Errors
    /// The system has no randomness to give.
    pub fn next(&self, length: usize) -> Result<String> {
        let mut bytes = vec![0_u8; length];
        match self {
            Self::Random => getrandom::fill(&mut bytes).map_err(|error| anyhow!("no randomness: {error}"))?,
            Self::Repeatable(state) => bytes.fill_with(|| mixed(state)),
        }
        Ok(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect())
    }
}

/// One byte of the sequence.
fn mixed(state: &AtomicU64) -> u8 {
    mix(state.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP)).to_le_bytes()[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_readable_and_differ() {
        for codes in [Codes::Random, Codes::repeatable(7)] {
            let all: std::collections::BTreeSet<String> = (0..200).map(|_| codes.next(8).expect("a code")).collect();
            assert_eq!(all.len(), 200);
            assert!(all.iter().all(|code| code.len() == 8 && code.bytes().all(|b| ALPHABET.contains(&b))));
        }
    }

    #[test]
    fn a_repeatable_sequence_repeats() {
        let run = || {
            (0..5)
                .map({
                    let codes = Codes::repeatable(1);
                    move |_| codes.next(8).expect("a code")
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(run(), run());
    }
}
