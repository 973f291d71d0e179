//! Digests 摘要: SHA-256 in one place. The audit chain hangs on it; nothing else of the house may compute hashes of its own.

use sha2::{Digest as _, Sha256};

/// The SHA-256 of these parts, one after the other, in 64 hexadecimal digits.
pub fn sha256<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Sha256::new();
    parts.into_iter().for_each(|part| hasher.update(part));
    let digits = |nibble: u8| char::from_digit(u32::from(nibble), 16).expect("a nibble is a hexadecimal digit");
    hasher.finalize().iter().flat_map(|byte| [digits(byte >> 4), digits(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::sha256;

    /// The examples of FIPS 180-4.
    #[test]
    fn it_is_the_published_function() {
        assert_eq!(sha256([]), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256([b"abc".as_slice()]), abc);
        assert_eq!(sha256([b"a".as_slice(), b"", b"bc"]), abc, "only the bytes count");
    }
}
