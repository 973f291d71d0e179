//! SplitMix64: a small generator whose sequence is the same everywhere, for codes and rehearsals that must repeat. Not for
//! secrets.

/// How far the state moves from one number to the next.
pub const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The number of a state that has moved.
pub fn mix(state: u64) -> u64 {
    let mut z = state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_published_sequence() {
        let mut state = 1_234_567_u64;
        let mut next = || {
            state = state.wrapping_add(STEP);
            mix(state)
        };
        assert_eq!([next(), next(), next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }
}
