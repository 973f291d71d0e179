//! An answer in pieces 分段: how far it has come, what is answered, and how it ended. Each begins with a line that says what it is:
//! `taken`, `pace JSON`, `data LENGTH` and so many bytes, `ok`, or `error` and words up to the end.

use std::io::{self, BufRead, Read, Write};

use anyhow::{Context, Result, ensure};

use crate::admin::Pace;

/// The most bytes of one piece.
pub(super) const LONGEST: usize = 64 * 1024;

/// The most bytes of a line.
const LONGEST_LINE: u64 = 16 * 1024;

/// The request was heard; the answer may take long.
pub(super) const TAKEN: &[u8] = b"taken\n";

/// Everything has been answered.
pub(super) const DONE: &[u8] = b"ok\n";

/// A piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// The request was heard.
    Taken,
    /// It has come so far.
    Pace(Pace),
    /// What is answered.
    Data(Vec<u8>),
    /// Everything has been answered.
    Done,
    /// It failed, with these words; without any where the connection broke.
    Failed(String),
}

/// Writes how far it has come.
pub(super) fn pace(out: &mut impl Write, pace: &Pace) -> io::Result<()> {
    let line = format!("pace {}\n", serde_json::to_string(pace)?);
    out.write_all(line.as_bytes())
}

/// Writes a piece of the answer.
pub(super) fn data(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    out.write_all(format!("data {}\n", bytes.len()).as_bytes())?;
    out.write_all(bytes)
}

/// Writes that it failed.
pub(super) fn failed(out: &mut impl Write, words: &str) -> io::Result<()> {
    out.write_all(format!("error\n{words}").as_bytes())
}

impl Frame {
    /// The next piece.
    pub fn read(from: &mut impl BufRead) -> Result<Self> {
        let mut line = String::new();
        from.take(LONGEST_LINE).read_line(&mut line)?;
        match line.trim_end().split_once(' ').unwrap_or((line.trim_end(), "")) {
            ("pace", json) => Ok(Self::Pace(serde_json::from_str(json).context("服务器的进度读不懂")?)),
            ("data", length) => {
                let length: usize = length.parse().context("服务器的回答读不懂")?;
                ensure!(length <= LONGEST, "服务器的回答读不懂");
                let mut bytes = vec![0; length];
                from.read_exact(&mut bytes).context("服务器没有答完，请看它的日志")?;
                Ok(Self::Data(bytes))
            }
            ("taken", _) => Ok(Self::Taken),
            ("ok", _) => Ok(Self::Done),
            _ => {
                let mut words = String::new();
                from.read_to_string(&mut words)?;
                Ok(Self::Failed(words))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_read_as_they_were_written() {
        let far = Pace { at: 7, of: Some(9), words: "7 行\n另存 0".to_owned() };
        let mut wire = TAKEN.to_vec();
        pace(&mut wire, &far).expect("memory");
        data(&mut wire, b"ok\nerror\n").expect("memory");
        data(&mut wire, b"").expect("memory");
        wire.extend(DONE);
        failed(&mut wire, "没有工单\n请核对").expect("memory");
        let mut from = wire.as_slice();
        let mut next = || Frame::read(&mut from).expect("a piece");
        assert_eq!((next(), next()), (Frame::Taken, Frame::Pace(far)));
        assert_eq!((next(), next(), next()), (Frame::Data(b"ok\nerror\n".to_vec()), Frame::Data(Vec::new()), Frame::Done));
        assert_eq!(next(), Frame::Failed("没有工单\n请核对".to_owned()));
        assert_eq!(next(), Frame::Failed(String::new()), "the connection broke");
        assert!(Frame::read(&mut &b"data 9999999\n"[..]).is_err() && Frame::read(&mut &b"data 9\nabc"[..]).is_err());
    }
}
