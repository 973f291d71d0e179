//! Query codes and invite codes 查询码、邀请码: from the system's randomness, or repeatable for rehearsals.

use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Result, anyhow};

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

/// One byte of the SplitMix64 sequence.
fn mixed(state: &AtomicU64) -> u8 {
    const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut z = state.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)).to_le_bytes()[0]
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
