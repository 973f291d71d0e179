//! A file that is there whole or not at all 落盘: it is written beside its place under another name, and gets its own at the end.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tempfile::NamedTempFile;

/// A file that is being written. Only its owner may read it; dropped before its end it leaves nothing.
pub(super) struct Landing {
    file: PathBuf,
    part: NamedTempFile,
}

impl Landing {
    /// Begins a file of this name.
    pub(super) fn at(file: &Path) -> Result<Self> {
        if file.is_dir() {
            bail!("{} 是一个目录，请写文件名，例如 {}", file.display(), file.join("工单表").display());
        }
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            bail!("没有目录 {}，写不了 {}；请先建好这个目录，或者换一个位置", folder.display(), file.display());
        }
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let part = tempfile::Builder::new().prefix(&format!(".{name}.")).suffix(".part").tempfile_in(folder);
        Ok(Self { file: file.to_owned(), part: part.with_context(|| unwritten(file))? })
    }

    /// Puts it in its place, once all of it is on the disk.
    pub(super) fn land(self) -> Result<()> {
        let Self { file, part } = self;
        part.as_file().sync_all().with_context(|| unwritten(&file))?;
        part.persist(&file).map_err(|error| error.error).with_context(|| unwritten(&file))?;
        Ok(())
    }
}

impl Write for Landing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.part.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.part.flush()
    }
}

fn unwritten(file: &Path) -> String {
    format!("写不了 {}，没有留下半个文件", file.display())
}
