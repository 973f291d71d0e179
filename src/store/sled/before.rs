//! As it was 原样: the files of a store before sled opened them. What sled cannot read it takes for a torn end and writes over while
//! it opens, so that whoever finds afterwards that acknowledged records are missing would find nothing left to save.

mod log;

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use tempfile::TempDir;

use self::log::{HEADER, Segments};
use super::place;

/// Of a greater store only what opening may write over is copied; all of it would take longer than opening.
const MOST_BYTES: u64 = 1 << 30;
/// sled's log.
const LOG: &str = "db";

/// A copy, which is removed with this.
pub struct Before {
    copy: TempDir,
    /// Where the log has segments of which the copy has no more than their headers.
    left_out: Vec<u64>,
}

impl Before {
    /// Copies the files of the store in this folder; none where there is no store yet, or where there is no room for another.
    ///
    /// # Errors
    /// The log has lost its end, so that opening it would give all of it away, and it cannot be copied.
    pub fn of(folder: &Path) -> Result<Option<Self>> {
        Self::of_greater_than(folder, MOST_BYTES)
    }

    /// [`Before::of`], with only the endangered part of stores of more than this many bytes.
    fn of_greater_than(folder: &Path, most: u64) -> Result<Option<Self>> {
        let files: Vec<PathBuf> =
            fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
        let bytes: u64 = files.iter().filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum();
        let segments = File::open(folder.join(LOG)).and_then(|log| Segments::read(&log, segment_bytes(folder))).ok();
        if files.is_empty() {
            return Ok(None);
        }
        match copied(&files, folder, segments.as_ref().filter(|_| bytes > most)) {
            Ok(before) => Ok(Some(before)),
            Err(error) if segments.as_ref().is_some_and(|segments| !segments.has_end()) => bail!(
                "{} 的日志缺了结尾，照这样打开，里面的记录会被清掉，而现在没有办法先留一份原样（{error}）。存储没有打开，什么都没有改。\n请在 {} 所在的盘上腾出 {} MiB 再启动，或者用备份恢复：yousu restore 备份文件",
                folder.display(),
                folder.display(),
                (bytes >> 20) + 1,
            ),
            Err(error) => {
                tracing::warn!("the store is opened without a copy of how it was: {error}");
                Ok(None)
            }
        }
    }

    /// Keeps the copy beside the store, where none of an earlier start is kept: the first is the one that has everything.
    fn keep(self, folder: &Path) -> io::Result<PathBuf> {
        let place = place::as_it_was(folder);
        if !place.exists() {
            fs::rename(self.copy.keep(), &place)?;
            if self.left_out.is_empty() {
                return Ok(place);
            }
            fill_in(&place.join(LOG), &folder.join(LOG), &self.left_out, segment_bytes(folder))?;
        }
        Ok(place)
    }
}

/// Why the store cannot be used, with where it is as it was.
pub fn kept(before: Option<Before>, folder: &Path, why: anyhow::Error) -> anyhow::Error {
    match before.map(|before| before.keep(folder)) {
        Some(Ok(kept)) => why.context(format!("打开前的原样留在 {}，修复以前不要删", kept.display())),
        Some(Err(error)) => why.context(format!("打开前的原样没有留全（{error}），留下的部分在 {}", place::as_it_was(folder).display())),
        None => why,
    }
}

/// Copies these files; of the log only what is endangered, where its segments are given.
fn copied(files: &[PathBuf], folder: &Path, segments: Option<&Segments>) -> io::Result<Before> {
    let copy = tempfile::Builder::new().prefix(&name(folder)).tempdir_in(parent(folder))?;
    let mut left_out = Vec::new();
    for file in files {
        let to = copy.path().join(file.file_name().unwrap_or_default());
        match segments.filter(|_| file.file_name().is_some_and(|name| name == LOG)) {
            Some(segments) => left_out = copy_endangered(file, &to, segments, segment_bytes(folder))?,
            None => drop(fs::copy(file, to)?),
        }
    }
    Ok(Before { copy, left_out })
}

/// Copies what opening may write over, and the headers of all other segments, to where they stand in the log; where those others are.
fn copy_endangered(log: &Path, to: &Path, segments: &Segments, bytes: u64) -> io::Result<Vec<u64>> {
    let (log, to) = (File::open(log)?, File::create(to)?);
    let endangered = segments.endangered();
    let (whole, left_out) = segments.all.iter().partition::<Vec<u64>, _>(|at| endangered.contains(at));
    whole.iter().try_for_each(|at| copy_part(&log, &to, *at, bytes))?;
    left_out.iter().try_for_each(|at| copy_part(&log, &to, *at, HEADER as u64))?;
    to.set_len(log.metadata()?.len())?;
    Ok(left_out)
}

/// Takes what was left out from the log as it is now: it may have new bytes only where sled had nothing that counted.
fn fill_in(copy: &Path, log: &Path, left_out: &[u64], bytes: u64) -> io::Result<()> {
    let (log, copy) = (File::open(log)?, File::options().write(true).open(copy)?);
    left_out.iter().try_for_each(|at| copy_part(&log, &copy, at + HEADER as u64, bytes - HEADER as u64))
}

fn copy_part(mut from: &File, mut to: &File, at: u64, bytes: u64) -> io::Result<()> {
    from.seek(SeekFrom::Start(at))?;
    to.seek(SeekFrom::Start(at))?;
    io::copy(&mut from.take(bytes), &mut to)?;
    to.flush()
}

/// How many bytes a segment of this store's log takes; what sled wrote of it, if that can be read.
fn segment_bytes(folder: &Path) -> u64 {
    let written = fs::read(folder.join("conf")).unwrap_or_default();
    let written = String::from_utf8_lossy(&written);
    let told = written.lines().find_map(|line| line.strip_prefix("segment_size: ")?.parse().ok());
    told.filter(|bytes| *bytes > 0).unwrap_or(super::SEGMENT_BYTES as u64)
}

/// Removes the copies of starts that were stopped.
pub fn tidy(folder: &Path) {
    let (name, entries) = (name(folder), fs::read_dir(parent(folder)).into_iter().flatten().flatten());
    let left = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&name)).map(|entry| entry.path());
    left.for_each(|copy| {
        if let Err(error) = place::remove(&copy) {
            tracing::warn!("a copy of the store is left behind: {error:#}");
        }
    });
}

/// What the copies of this store begin with until they are known to be needed.
fn name(folder: &Path) -> String {
    format!("{}.before-", folder.file_name().unwrap_or_default().to_string_lossy())
}

fn parent(folder: &Path) -> &Path {
    folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_copy_is_the_one_that_is_kept() {
        let home = tempfile::tempdir().expect("a folder");
        let store = home.path().join("store");
        let before = || Before::of(&store).expect("no log").expect("copied");
        assert!(Before::of(&store).expect("no log").is_none(), "there is nothing yet");
        fs::create_dir(&store).expect("made");
        for words in ["everything", "nothing"] {
            fs::write(store.join("conf"), words).expect("written");
            let kept = before().keep(&store).expect("kept");
            assert_eq!(fs::read_to_string(kept.join("conf")).expect("there"), "everything");
        }
        let copies = || fs::read_dir(home.path()).expect("readable").count();
        assert_eq!(copies(), 2, "the store and what is kept");
        std::mem::forget(before());
        assert_eq!(copies(), 3, "a start that was stopped");
        tidy(&store);
        assert_eq!(copies(), 2);
    }

    const SEGMENT: usize = 1 << 16;

    /// A log in which each of so many keys was written four times, so that segments were given back and used again.
    fn written(folder: &Path, keys: u32) -> Vec<u8> {
        let db = sled::Config::new().path(folder).segment_size(SEGMENT).open().expect("opened");
        for number in 0..4 * keys {
            db.insert((number % keys).to_be_bytes(), [(number % 251) as u8; 700].as_slice()).expect("written");
            if number % 50 == 0 {
                db.flush().expect("flushed");
            }
        }
        db.flush().expect("flushed");
        drop(db);
        fs::read(folder.join(LOG)).expect("readable")
    }

    /// Where the segments begin in which these logs differ.
    fn changed(one: &[u8], other: &[u8]) -> Vec<usize> {
        assert_eq!(one.len(), other.len());
        (0..one.len()).step_by(SEGMENT).filter(|at| one[*at..].iter().take(SEGMENT).ne(other[*at..].iter().take(SEGMENT))).collect()
    }

    fn spoil(folder: &Path, at: usize) {
        let mut log = fs::read(folder.join(LOG)).expect("readable");
        log[at + 3] ^= 0xff;
        fs::write(folder.join(LOG), log).expect("written");
    }

    /// Opens the store as sled does, and gives what was kept and how much of it was copied beforehand.
    fn opened_and_kept(folder: &Path) -> (Vec<u8>, usize) {
        let before = Before::of_greater_than(folder, 0).expect("room").expect("copied");
        let left_out = before.left_out.len();
        drop(super::super::open_patiently(&sled::Config::new().path(folder).segment_size(SEGMENT)));
        let kept = before.keep(folder).expect("kept");
        (fs::read(kept.join(LOG)).expect("readable"), left_out)
    }

    #[test]
    fn of_a_great_store_that_is_well_the_tail_is_copied() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("store");
        let log = written(&folder, 6_000);
        let (_, left_out) = opened_and_kept(&folder);
        let kept = sled::Config::new().path(place::as_it_was(&folder)).segment_size(SEGMENT).open().expect("opens");
        for key in 0..6_000_u32 {
            let last = (18_000 + key) % 251;
            assert_eq!(kept.get(key.to_be_bytes()).expect("readable").as_deref(), Some([last as u8; 700].as_slice()), "{key}");
        }
        assert!(left_out > 10, "{left_out} of {} segments were not copied", log.len() / SEGMENT);
    }

    #[test]
    fn whatever_header_is_spoilt_the_log_is_kept_as_it_was() {
        let home = tempfile::tempdir().expect("a folder");
        let first = home.path().join("first");
        let (log, mut emptied) = (written(&first, 1_500), 0);
        for at in (0..log.len()).step_by(SEGMENT) {
            let folder = home.path().join(at.to_string());
            fs::create_dir(&folder).expect("made");
            fs::write(folder.join(LOG), &log).expect("written");
            fs::copy(first.join("conf"), folder.join("conf")).expect("copied");
            spoil(&folder, at);
            let spoilt = fs::read(folder.join(LOG)).expect("readable");
            let (kept, _) = opened_and_kept(&folder);
            assert_eq!(changed(&kept, &spoilt), Vec::<usize>::new(), "the segment at {at}");
            emptied += usize::from(folder.join(LOG).metadata().expect("there").len() < log.len() as u64 / 2);
        }
        assert!(emptied > 0, "no header was one of those without which sled empties its log");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn without_room_a_log_that_lost_its_end_is_not_opened() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("store");
        let log = written(&folder, 1_500);
        let segments = || Segments::read(&File::open(folder.join(LOG)).expect("there"), SEGMENT as u64).expect("readable");
        let ends = |at: &usize| {
            spoil(&folder, *at);
            let has_end = segments().has_end();
            spoil(&folder, *at);
            !has_end
        };
        let end = (0..log.len()).step_by(SEGMENT).find(ends).expect("one of them is the end");
        spoil(&folder, end);
        std::os::unix::fs::symlink("/proc/self/mem", folder.join("unreadable")).expect("linked");
        let told = Before::of(&folder).err().expect("refused").to_string();
        assert!(told.contains("日志缺了结尾") && told.contains("腾出"), "{told}");
    }
}
