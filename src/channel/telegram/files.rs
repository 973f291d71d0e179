//! The house's own files 自有文件, on their way to people who read on Telegram.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::outgoing;
use crate::domain::complaint::EvidenceKind;

/// The largest file that a bot may send.
const MOST_BYTES: u64 = 50 * 1024 * 1024;
/// The largest file that Telegram takes as a photo.
const MOST_PHOTO_BYTES: usize = 10 * 1024 * 1024;

/// A directory of files.
#[derive(Debug)]
pub(super) struct Files {
    directory: PathBuf,
}

impl Files {
    /// The files of this directory.
    pub fn new(directory: PathBuf) -> Self {
        Self { directory }
    }

    /// The content of a file, which must lie in the directory itself.
    pub async fn read(&self, name: &str) -> Result<Vec<u8>, Failure> {
        let is_plain = Path::new(name).file_name().is_some_and(|own| own == name) && !name.contains('\\');
        if !is_plain {
            return Err(Failure::Unsendable("not the name of a file".to_owned()));
        }
        let path = self.directory.join(name);
        let read = async {
            if tokio::fs::metadata(&path).await?.len() > MOST_BYTES {
                return Err(ErrorKind::FileTooLarge.into());
            }
            tokio::fs::read(&path).await
        };
        read.await.map_err(|error: std::io::Error| Failure::Unsendable(format!("a file of the house: {}", error.kind())))
    }
}

/// A file that is larger than Telegram takes is not worth the way.
pub(super) fn check_size(bytes: usize) -> Result<(), Failure> {
    let fits = u64::try_from(bytes).is_ok_and(|bytes| bytes <= MOST_BYTES);
    if fits { Ok(()) } else { Err(Failure::Unsendable(format!("a file of {bytes} bytes"))) }
}

/// The method for an own file of this kind and size, and its name for the file.
pub(super) fn method(kind: EvidenceKind, bytes: usize) -> (&'static str, &'static str) {
    if kind == EvidenceKind::Photo && bytes > MOST_PHOTO_BYTES { outgoing::method(EvidenceKind::File) } else { outgoing::method(kind) }
}
