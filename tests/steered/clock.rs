//! The machine's clock, as a program under test sees it 拨动的钟: libfaketime stands between it and the system, and moves the time
//! of day by what a file says. Time that only runs forward (sleeps, timeouts) is left alone, as on a machine whose clock is set.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::NaiveDateTime;
use yousu::clock::Clock;
use yousu::domain::ids::cst;

/// A clock that a test sets.
pub struct MachineClock {
    file: PathBuf,
}

impl MachineClock {
    /// A clock that shows `time` now and goes on from there; its file stands in `folder`.
    pub fn at(folder: &Path, time: &str) -> Self {
        let clock = Self { file: folder.join("clock") };
        clock.set(time);
        clock
    }

    /// Sets it, forward or back: `2028-02-29T10:00`, in China.
    pub fn set(&self, time: &str) {
        let time = NaiveDateTime::parse_from_str(time, "%Y-%m-%dT%H:%M").expect("a time");
        let wanted = time.and_local_timezone(cst()).single().expect("China has no summer time");
        let offset = (wanted - Clock::System.now()).num_seconds();
        let next = self.file.with_extension("next");
        fs::write(&next, format!("{offset:+}\n")).expect("written");
        fs::rename(&next, &self.file).expect("the program reads one time or the other");
    }

    /// The program that this command starts sees this clock.
    pub fn show_to(&self, command: &mut Command) {
        command
            .env("LD_PRELOAD", library())
            .env("FAKETIME_TIMESTAMP_FILE", &self.file)
            .env("FAKETIME_NO_CACHE", "1")
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .env("NO_FAKE_STAT", "1");
    }
}

/// Debian keeps it in a folder of the machine's kind.
fn library() -> PathBuf {
    let folders = fs::read_dir("/usr/lib").expect("a folder").flatten().map(|entry| entry.path());
    let found = folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1")).find(|file| file.exists());
    found.expect("libfaketime is missing; on Debian: apt-get install libfaketime")
}
