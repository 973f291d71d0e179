//! One line after the other 逐行读, in bounded memory: a file may be anything, also one line without end.

use std::io::{self, BufRead, ErrorKind, Read};

/// The longest line that is read, in bytes: a hundred times the longest message of any channel.
pub const LONGEST: usize = 1 << 20;

/// So much without the end of a line is no file of lines, and nobody waits for its end.
const NO_LINE: usize = 1 << 26;

/// Reads the next line into `bytes`; false at the end. What is longer than a line may be is skipped up to its end and told of.
///
/// # Errors
/// The source cannot be read any further, or has no lines.
pub fn next_line(source: &mut impl BufRead, bytes: &mut Vec<u8>) -> io::Result<Result<bool, String>> {
    bytes.clear();
    let most = u64::try_from(LONGEST).map_err(io::Error::other)?;
    let read = source.by_ref().take(most).read_until(b'\n', bytes)?;
    let is_whole = read < LONGEST || bytes.last() == Some(&b'\n') || source.fill_buf()?.is_empty();
    if is_whole {
        return Ok(Ok(read > 0));
    }
    bytes.clear();
    skip_line(source)?;
    Ok(Err(format!("这一行超过 {} MB，请分成几行", LONGEST >> 20)))
}

fn skip_line(source: &mut impl BufRead) -> io::Result<()> {
    let mut skipped = 0;
    loop {
        let buffer = source.fill_buf()?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let length = end.map_or(buffer.len(), |end| end + 1);
        source.consume(length);
        skipped += length;
        if end.is_some() || length == 0 {
            return Ok(());
        }
        if skipped > NO_LINE {
            return Err(io::Error::new(ErrorKind::InvalidData, "里面没有换行，不是一行一条的文件，请检查是不是选错了文件"));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    /// Every line of the source by its length, or why there is none.
    fn lengths(source: impl Read) -> Vec<Result<usize, String>> {
        let (mut source, mut bytes, mut all) = (BufReader::new(source), Vec::new(), Vec::new());
        loop {
            match next_line(&mut source, &mut bytes) {
                Ok(Ok(false)) => return all,
                Ok(Ok(true)) => all.push(Ok(bytes.len())),
                Ok(Err(why)) => all.push(Err(why)),
                Err(error) => {
                    all.push(Err(error.to_string()));
                    return all;
                }
            }
            assert!(bytes.capacity() <= 2 * LONGEST, "bounded memory");
        }
    }

    fn zeros(count: usize) -> impl Read {
        io::repeat(b'0').take(u64::try_from(count).expect("small"))
    }

    #[test]
    fn a_line_too_long_is_skipped_and_those_after_it_are_read() {
        let file = b"a\n".chain(zeros(32 << 20)).chain(&b"\nbc"[..]);
        let read = lengths(file);
        assert_eq!((read.len(), &read[0], &read[2]), (3, &Ok(2), &Ok(2)));
        assert!(read[1].as_ref().is_err_and(|why| why.contains("超过 1 MB")));
    }

    #[test]
    fn the_longest_line_is_read_with_and_without_its_end() {
        assert_eq!(lengths(zeros(LONGEST)), [Ok(LONGEST)]);
        assert_eq!(lengths(zeros(LONGEST - 1).chain(&b"\n"[..])), [Ok(LONGEST)]);
        assert!(lengths(zeros(LONGEST + 1))[0].is_err());
    }

    #[test]
    fn a_source_without_an_end_is_given_up() {
        let read = lengths(io::repeat(b'0'));
        assert!(read.len() == 1 && read[0].as_ref().is_err_and(|why| why.contains("没有换行")), "{read:?}");
    }
}
