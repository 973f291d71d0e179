//! Digests 摘要: SHA-256 in one place. The audit chain and the seal of a backup hang on it; nothing else of the house may
//! compute hashes of its own.

use sha2::{Digest as _, Sha256};

/// A digest of bytes that come one after the other, for what is too long to hold.
#[derive(Debug, Default)]
pub struct Running(Sha256);

impl Running {
    /// Takes the next bytes in.
    pub fn take(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The SHA-256 of everything taken in, in 64 hexadecimal digits.
    pub fn digits(self) -> String {
        hex(&self.0.finalize())
    }
}

/// The SHA-256 of these parts, one after the other, in 64 hexadecimal digits.
pub fn sha256<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut running = Running::default();
    parts.into_iter().for_each(|part| running.take(part));
    running.digits()
}

/// Two hexadecimal digits for each byte.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|nibble| char::from(DIGITS[usize::from(nibble)]));
    let mut text = String::with_capacity(bytes.len() * 2);
    text.extend(bytes.iter().flat_map(digits));
    text
}

/// The bytes of what [`hex`] wrote; none when it is something else.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let nibble = |digit: &u8| char::from(*digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some(nibble(high)? << 4 | nibble(low)?),
        _ => None,
    };
    text.as_bytes().chunks(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::{hex, sha256, unhex};

    /// The examples of FIPS 180-4.
    #[test]
    fn it_is_the_published_function() {
        assert_eq!(sha256([]), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256([b"abc".as_slice()]), abc);
        assert_eq!(sha256([b"a".as_slice(), b"", b"bc"]), abc, "only the bytes count");
    }

    #[test]
    fn digits_lead_back_to_their_bytes() {
        let bytes: Vec<u8> = (0..=u8::MAX).collect();
        assert_eq!(unhex(&hex(&bytes)), Some(bytes));
        assert_eq!(hex(&[0, 0x9f]), "009f");
        assert_eq!((unhex("0"), unhex("0g"), unhex("有诉")), (None, None, None));
    }
}
