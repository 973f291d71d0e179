//! The files that people sent 证据文件, in a backup and back out of it. Each is small enough to be held: the page takes no larger ones.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{Piece, Sink};
use crate::digest::sha256;

/// The largest file that is read back: more than anybody may send.
pub(super) const LARGEST: u64 = 256 << 20;

/// Writes every file of this folder, by name; how many they are. A folder that is not there has none.
pub(super) fn pack(folder: &Path, sink: &mut Sink) -> Result<u64> {
    let mut names = Vec::new();
    match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
        entries => {
            for entry in entries.with_context(|| format!("读不了目录 {}", folder.display()))? {
                let entry = entry?;
                let name = entry.file_name().into_string().ok().filter(|name| is_plain(name));
                names.extend(name.filter(|_| entry.file_type().is_ok_and(|kind| kind.is_file())));
            }
        }
    }
    names.sort();
    let mut count = 0;
    for name in names {
        let bytes = match fs::read(folder.join(&name)) {
            // An upload that was given up in this very moment: no record names it.
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            read => read.with_context(|| format!("读不了证据文件 {name}"))?,
        };
        sink.line(&Piece { file: name, bytes: u64::try_from(bytes.len())?, sha256: sha256([bytes.as_slice()]) })?;
        sink.raw(&bytes)?;
        sink.raw(b"\n")?;
        count += 1;
    }
    Ok(count)
}

/// Whether it is the name of a file in the folder itself, and of none that hides.
pub(super) fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0', ':'])
}

/// Files that were taken out of a backup and wait beside their place.
pub struct Unpacked {
    folder: PathBuf,
    names: Vec<String>,
}

impl Unpacked {
    /// Into this folder, which is made when the first file comes.
    pub fn into(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), names: Vec::new() }
    }

    /// Keeps one; it is on the disk afterwards.
    pub(super) fn keep(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        fs::create_dir_all(&self.folder).with_context(|| format!("建不了目录 {}", self.folder.display()))?;
        let mut file = File::create(self.folder.join(name))?;
        file.write_all(bytes)?;
        file.sync_all()?;
        self.names.push(name.to_owned());
        Ok(())
    }

    /// Moves all of them to their place, where the same ones may be from an attempt that was stopped.
    ///
    /// # Errors
    /// One cannot be moved, or another file of its name is there; those are left alone.
    pub fn take_place(&self, folder: &Path) -> Result<()> {
        if self.names.is_empty() {
            return Ok(());
        }
        fs::create_dir_all(folder).with_context(|| format!("建不了目录 {}，请检查权限", folder.display()))?;
        for name in &self.names {
            let (from, to) = (self.folder.join(name), folder.join(name));
            if to.exists() && fs::read(&to)? != fs::read(&from)? {
                bail!("{} 已经有一个不同的文件；没有恢复，请把它移到别处再试", to.display());
            }
            fs::rename(&from, &to).with_context(|| format!("不能把证据文件放到 {}，请检查权限", to.display()))?;
        }
        Ok(File::open(folder)?.sync_all()?)
    }
}
