//! By what a past case 历史工单 is known that was taken over from another system.

use crate::digest;

/// How many hexadecimal digits of a digest a key of an origin has.
const ORIGIN_DIGITS: usize = 32;

/// The key of a case that another system knew by this number.
pub fn origin_key(number: &str) -> String {
    digest::sha256([b"number\0".as_slice(), number.trim().as_bytes()])[..ORIGIN_DIGITS].to_owned()
}

/// The digest of what a row of another system's records says; the key of a case that has no number there.
pub fn row_digest(said: &str) -> String {
    digest::sha256([b"row\0".as_slice(), said.as_bytes()])[..ORIGIN_DIGITS].to_owned()
}
