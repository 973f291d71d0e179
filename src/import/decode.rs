//! The encoding of a text file 编码: found by looking at its beginning, decoded piece by piece.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// How much of a file is looked at to find its encoding and its delimiter.
pub const SAMPLE: usize = 64 * 1024;

/// What a file is written in.
///
/// Its mark says it where there is one. Otherwise a text whose sequences are nearly all well formed as UTF-8 is UTF-8: what was
/// written in GBK almost never is, and a broken byte in a long UTF-8 file does not make it GBK.
pub fn encoding(sample: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(sample) {
        return encoding;
    }
    if sample.iter().take(512).filter(|byte| **byte == 0).count() > 64 {
        return if sample.first() == Some(&0) { UTF_16BE } else { UTF_16LE };
    }
    let (good, bad) = sequences(sample);
    if bad == 0 || good > bad * 8 { UTF_8 } else { GB18030 }
}

/// How many sequences of more than one byte are well formed as UTF-8, and how many are not. One that the sample cuts off at its
/// end is neither.
fn sequences(mut bytes: &[u8]) -> (usize, usize) {
    let (mut good, mut bad) = (0, 0);
    loop {
        let (text, rest) = match std::str::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let (text, after) = bytes.split_at(error.valid_up_to());
                let skip = error.error_len();
                bad += usize::from(skip.is_some());
                (std::str::from_utf8(text).unwrap_or_default(), skip.map(|skip| &after[skip..]))
            }
        };
        good += text.chars().filter(|c| !c.is_ascii()).count();
        match rest {
            Some(rest) => bytes = rest,
            None => return (good, bad),
        }
    }
}

/// What the encoding is called among people.
pub fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 { "GBK/GB18030" } else { encoding.name() }
}

/// Decodes a file piece by piece. A byte that cannot be decoded becomes U+FFFD.
pub struct Decoded<R> {
    source: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    /// Where the bytes begin that have not been decoded yet, and where they end.
    from: usize,
    to: usize,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    /// The text of `source`, of which `sample` has been read already.
    pub fn new(source: R, sample: Vec<u8>, encoding: &'static Encoding) -> Self {
        let to = sample.len();
        let mut bytes = sample;
        bytes.resize(SAMPLE.max(to), 0);
        Self { source, decoder: encoding.new_decoder_with_bom_removal(), bytes, from: 0, to, ended: false }
    }

    /// Adds the next piece to `text`; false at the end.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn piece(&mut self, text: &mut String) -> io::Result<bool> {
        if self.from == self.to {
            if self.ended {
                return Ok(false);
            }
            self.from = 0;
            self.to = self.source.read(&mut self.bytes)?;
            self.ended = self.to == 0;
        }
        text.reserve(SAMPLE);
        let (result, read, _) = self.decoder.decode_to_string(&self.bytes[self.from..self.to], text, self.ended);
        self.from += read;
        Ok(!(self.ended && result == CoderResult::InputEmpty && text.is_empty()))
    }
}

/// The beginning of a file, to look at.
///
/// # Errors
/// The file cannot be read.
pub fn sample(source: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut sample = Vec::new();
    source.take(SAMPLE as u64).read_to_end(&mut sample)?;
    Ok(sample)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_found_and_a_broken_byte_does_not_change_it() {
        let words = "工单编号,诉求内容\n1,路灯不亮\n".repeat(20);
        assert_eq!(encoding(words.as_bytes()), UTF_8);
        let (gbk, _, _) = GB18030.encode(&words);
        assert_eq!(encoding(&gbk), GB18030);
        let mut broken = words.clone().into_bytes();
        broken[40] = 0xff;
        assert_eq!(encoding(&broken), UTF_8);
        assert_eq!(encoding(&words.as_bytes()[..31]), UTF_8, "a character cut off at the end is no fault");
        assert_eq!(encoding(b"plain"), UTF_8);
        assert_eq!(encoding(&[0xff, 0xfe, b'a', 0]), UTF_16LE);
    }

    #[test]
    fn pieces_join_to_the_whole() {
        let words = "承办单位，办结时间。".repeat(20_000);
        for encoding in [UTF_8, GB18030] {
            let (bytes, _, _) = encoding.encode(&words);
            let mut source = bytes.as_ref();
            let sample = sample(&mut source).expect("it goes well");
            let mut decoded = Decoded::new(source, sample, encoding);
            let mut all = String::new();
            let mut piece = String::new();
            while decoded.piece(&mut piece).expect("it goes well") {
                all.push_str(&piece);
                piece.clear();
            }
            assert_eq!(all, words);
        }
    }
}
