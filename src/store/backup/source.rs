//! Reading a backup 读备份: line by line, and nothing counts as read before the seal at its end has been found to fit.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::files::{LARGEST, Unpacked, is_plain};
use super::{Counts, Header, KIND, Line, Piece, Seal, VERSION};
use crate::digest::{Running, sha256, unhex};
use crate::store::codec::FORMAT;

/// The longest line that is read: far more than any record, and little enough to hold.
const LONGEST: u64 = 64 << 20;

/// What every version of the first line has.
#[derive(Deserialize)]
struct Lead {
    yousu: String,
    v: u32,
}

/// A backup that is being read.
pub struct Source {
    name: String,
    lines: BufReader<File>,
    running: Running,
    line: u64,
    /// What its first line says.
    pub header: Header,
}

impl Source {
    /// Opens a backup and reads its first line.
    ///
    /// # Errors
    /// It cannot be read, is no backup, or a newer version wrote it.
    pub fn open(file: &Path) -> Result<Self> {
        let name = file.display().to_string();
        let lines = File::open(file).with_context(|| format!("打不开备份文件 {name}，请检查路径和权限"))?;
        let mut lines = BufReader::with_capacity(1 << 20, lines);
        let mut first = Vec::new();
        (&mut lines).take(LONGEST).read_until(b'\n', &mut first).with_context(|| format!("{name} 读不下去，请检查磁盘"))?;
        let lead: Lead = match serde_json::from_slice(&first) {
            Ok(lead) => lead,
            Err(_) => bail!("{name} 不是 yousu 的备份文件，或者开头已损坏；请换一份备份，没有恢复任何数据"),
        };
        if lead.yousu != KIND {
            bail!("{name} 不是 yousu 的备份文件；请换一份备份，没有恢复任何数据");
        }
        if lead.v > VERSION {
            bail!("{name} 由更新版本的 yousu 写成（备份格式 {}，本程序只认到 {VERSION}）；请换用新版程序来恢复", lead.v);
        }
        let header: Header = match serde_json::from_slice(&first) {
            Ok(header) => header,
            Err(_) => bail!("备份文件 {name} 第 1 行已损坏；没有恢复任何数据，请换一份备份"),
        };
        if header.store > FORMAT {
            let store = header.store;
            bail!("{name} 里是更新版本的存储（存储格式 {store}，本程序只认到 {FORMAT}）；请换用新版程序来恢复");
        }
        let mut running = Running::default();
        running.take(&first);
        Ok(Self { name, lines, running, line: 1, header })
    }

    /// Hands over every record, takes the files out, and tells what they were once the seal has been found to fit. Until then they may be the
    /// records of a damaged file.
    ///
    /// # Errors
    /// The file is damaged or cut off, or `each` fails.
    pub fn read(mut self, files: &mut Unpacked, mut each: impl FnMut(Vec<u8>, Vec<u8>) -> Result<()>) -> Result<(Header, Counts)> {
        let (mut counts, mut last, mut bytes) = (Counts::default(), None, Vec::new());
        loop {
            self.next(&mut bytes)?;
            if bytes.starts_with(b"{\"seal\"") {
                break;
            }
            if bytes.starts_with(b"{\"file\"") {
                self.file(&bytes, files)?;
                counts.files += 1;
                continue;
            }
            let (key, value) = self.record(&bytes)?;
            if counts.files > 0 || last.as_ref().is_some_and(|last| *last >= key) {
                return Err(self.damaged("次序不对"));
            }
            self.running.take(&bytes);
            counts.note(&key, &value);
            last = Some(key.clone());
            each(key, value)?;
        }
        let Seal { seal, sha256 } = self.parse(&bytes)?;
        if sha256 != std::mem::take(&mut self.running).digits() {
            return Err(self.damaged("校验和不符"));
        }
        if seal != counts {
            return Err(self.damaged("记录的数目不符"));
        }
        let is_end = self.lines.fill_buf().map(<[u8]>::is_empty).with_context(|| self.unreadable())?;
        if !is_end {
            return Err(self.damaged("结尾之后还有内容"));
        }
        Ok((self.header, counts))
    }

    fn next(&mut self, bytes: &mut Vec<u8>) -> Result<()> {
        bytes.clear();
        self.line += 1;
        (&mut self.lines).take(LONGEST).read_until(b'\n', bytes).with_context(|| self.unreadable())?;
        if bytes.last() != Some(&b'\n') {
            return Err(self.damaged("文件不完整，像是被截断了"));
        }
        Ok(())
    }

    /// The file that follows this line.
    fn file(&mut self, line: &[u8], files: &mut Unpacked) -> Result<()> {
        let Piece { file, bytes: length, sha256: digest } = self.parse(line)?;
        if !is_plain(&file) || length > LARGEST {
            return Err(self.damaged("文件名或长度不成形"));
        }
        self.running.take(line);
        let mut bytes = Vec::new();
        // With the line break behind it.
        (&mut self.lines).take(length + 1).read_to_end(&mut bytes).with_context(|| self.unreadable())?;
        if u64::try_from(bytes.len())? != length + 1 || bytes.last() != Some(&b'\n') {
            return Err(self.damaged("文件不完整，像是被截断了"));
        }
        self.running.take(&bytes);
        bytes.pop();
        if sha256([bytes.as_slice()]) != digest {
            return Err(self.damaged(&format!("证据文件 {file} 的校验和不符")));
        }
        files.keep(&file, &bytes).with_context(|| format!("证据文件 {file} 写不下来；没有恢复任何数据，请检查磁盘空间"))
    }

    fn record(&self, bytes: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
        let Line { k, v, b } = self.parse(bytes)?;
        let key = unhex(&k).filter(|key| !key.is_empty()).ok_or_else(|| self.damaged("键不成形"))?;
        let value = match (v, b) {
            (Some(text), None) => text.into_bytes(),
            (None, Some(digits)) => unhex(&digits).ok_or_else(|| self.damaged("值不成形"))?,
            (None, None) => Vec::new(),
            (Some(_), Some(_)) => return Err(self.damaged("值写了两遍")),
        };
        Ok((key, value))
    }

    /// What a line says; of one that cannot be read nothing is repeated, since it may hold a citizen's words.
    fn parse<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T> {
        serde_json::from_slice(bytes).map_err(|error| self.damaged(&format!("第 {} 字节起不合格式", error.column())))
    }

    fn damaged(&self, what: &str) -> anyhow::Error {
        anyhow!("备份文件 {} 第 {} 行已损坏：{what}；没有恢复任何数据，请换一份备份", self.name, self.line)
    }

    fn unreadable(&self) -> String {
        format!("备份文件 {} 第 {} 行读不下去；没有恢复任何数据，请检查磁盘", self.name, self.line)
    }
}
