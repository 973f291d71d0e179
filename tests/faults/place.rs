//! A disk of its own 磁盘 for one test: small, so that it can be filled, and mounted, so that it can be made read-only. Only root can
//! mount; who is not root tries what a limit on the size of files can show.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

fn mount(arguments: &[&str], at: &Path) -> bool {
    Command::new("mount").args(arguments).arg(at).output().is_ok_and(|output| output.status.success())
}

/// A small disk.
pub struct Disk {
    folder: TempDir,
}

impl Disk {
    /// Of so many MiB; none where this test may not mount.
    pub fn of(mebibytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let is_mounted = mount(&["-t", "tmpfs", "-o", &format!("size={mebibytes}m"), "tmpfs"], folder.path());
        is_mounted.then_some(Self { folder })
    }

    /// The folder of the program on it.
    pub fn var(&self) -> PathBuf {
        let var = self.folder.path().join("var");
        fs::create_dir_all(&var).expect("it has room");
        var
    }

    fn filler(&self) -> PathBuf {
        self.folder.path().join("filler")
    }

    /// Nothing fits on it any more.
    pub fn fill(&self) {
        let mut file = fs::File::create(self.filler()).expect("a file");
        for size in [1 << 20, 1 << 12, 1] {
            while file.write_all(&vec![7; size]).is_ok() {}
        }
    }

    /// There is room again.
    pub fn clear(&self) {
        fs::remove_file(self.filler()).expect("it was filled");
    }

    /// From now on it is read-only; or not any more. What is open for writing keeps a disk from it, so it is forced as a failing disk
    /// forces it: by a second mount over the first that only reads.
    pub fn protect(&self, is_protected: bool) {
        let options = if is_protected { "remount,ro" } else { "remount,rw" };
        assert!(mount(&["-o", options], self.folder.path()), "it cannot be mounted {options}");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Whatever still has a file open on it loses only its name.
        let _ = Command::new("umount").arg("-l").arg(self.folder.path()).status();
    }
}
