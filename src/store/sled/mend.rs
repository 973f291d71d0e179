//! Snapshots of sled 快照 that a crash left half written. They only save time: without one, sled reads its whole log. But 0.34.7 takes
//! `snap.….generating`, which it is still writing, for a snapshot like any other, and then calls the whole store corrupt.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;

/// What a snapshot ends with: its length and its checksum.
const TRAILER: usize = 12;

/// Takes away the snapshots that were never finished, or are not what was written; whether there were any. A sound one stays:
/// when the store is corrupt with that, it is the log that is damaged.
pub fn half_written(folder: &Path) -> io::Result<bool> {
    let mut found = false;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if is_snapshot(&path) && (path.extension() == Some(OsStr::new("generating")) || !is_sound(&fs::read(&path)?)) {
            tracing::warn!("a snapshot that a crash left half written is taken away; the store is read from its log");
            fs::remove_file(&path)?;
            found = true;
        }
    }
    Ok(found)
}

fn is_snapshot(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("snap."))
}

fn is_sound(bytes: &[u8]) -> bool {
    let Some(length) = bytes.len().checked_sub(TRAILER).filter(|length| *length > 0) else { return false };
    bytes[length + 8..] == crc32(&bytes[..length]).to_le_bytes()
}

/// CRC-32 as sled computes it (IEEE 802.3).
pub fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_published_one() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }
}
