//! As it was 原样: the files of a store before sled opened them. What sled cannot read it takes for a torn end and writes over while
//! it opens, so that whoever finds afterwards that acknowledged records are missing would find nothing left to save.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::place;

/// Greater stores are not copied at each start; it would take longer than opening them.
const MOST_BYTES: u64 = 1 << 30;

/// A copy, which is removed with this.
pub struct Before(TempDir);

impl Before {
    /// Copies the files of the store in this folder; none where there is no store yet, where it is too great, or where there is no
    /// room for another.
    pub fn of(folder: &Path) -> Option<Self> {
        let files: Vec<PathBuf> = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
        let bytes: u64 = files.iter().filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum();
        if files.is_empty() || bytes > MOST_BYTES {
            return None;
        }
        match copied(&files, folder) {
            Ok(copy) => Some(Self(copy)),
            Err(error) => {
                tracing::warn!("the store is opened without a copy of how it was: {error}");
                None
            }
        }
    }

    /// Keeps the copy beside the store, where none of an earlier start is kept: the first is the one that has everything.
    fn keep(self, folder: &Path) -> io::Result<PathBuf> {
        let place = place::as_it_was(folder);
        if !place.exists() {
            fs::rename(self.0.keep(), &place)?;
        }
        Ok(place)
    }
}

/// Why the store cannot be used, with where it is as it was.
pub fn kept(before: Option<Before>, folder: &Path, why: anyhow::Error) -> anyhow::Error {
    match before.map(|before| before.keep(folder)) {
        Some(Ok(kept)) => why.context(format!("打开前的原样留在 {}，修复以前不要删", kept.display())),
        Some(Err(error)) => why.context(format!("打开前的原样没有留下（{error}）")),
        None => why,
    }
}

fn copied(files: &[PathBuf], folder: &Path) -> io::Result<TempDir> {
    let copy = tempfile::Builder::new().prefix(&name(folder)).tempdir_in(parent(folder))?;
    for file in files {
        fs::copy(file, copy.path().join(file.file_name().unwrap_or_default()))?;
    }
    Ok(copy)
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
        assert!(Before::of(&store).is_none(), "there is nothing yet");
        fs::create_dir(&store).expect("made");
        for words in ["everything", "nothing"] {
            fs::write(store.join("db"), words).expect("written");
            let kept = Before::of(&store).expect("small").keep(&store).expect("kept");
            assert_eq!(fs::read_to_string(kept.join("db")).expect("there"), "everything");
        }
        let copies = || fs::read_dir(home.path()).expect("readable").count();
        assert_eq!(copies(), 2, "the store and what is kept");
        std::mem::forget(Before::of(&store).expect("small"));
        assert_eq!(copies(), 3, "a start that was stopped");
        tidy(&store);
        assert_eq!(copies(), 2);
    }
}
