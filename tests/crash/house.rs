//! The program on its folder 整机: how it is started, asked and looked into.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::program::{Beginning, yousu};

/// The rules of the drill: limits of a minute, so that reminders fall due within seconds.
pub const PROFILE: &str = "rush";

/// Where the data of the drill stand.
pub fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/crash/data")
}

/// A folder, and the program on it.
pub struct House {
    folder: TempDir,
    api_url: String,
}

impl House {
    /// An empty folder; nobody is there but who joins.
    pub fn new(api_url: String) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("var")).expect("a folder in it");
        fs::write(folder.path().join("var/yousu.toml"), "version = 1\n[web]\ndemo = false\n").expect("written");
        Self { folder, api_url }
    }

    fn var(&self) -> PathBuf {
        self.folder.path().join("var")
    }

    /// The store's folder.
    pub fn store(&self) -> PathBuf {
        self.var().join("store")
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// Leaves the folder where it is, and says where.
    pub fn kept(&mut self) -> &Path {
        self.folder.disable_cleanup(true);
        self.folder.path()
    }

    /// What the program has said in its log, in all its lives.
    pub fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    fn command(&self) -> Command {
        let mut command = yousu(&self.var());
        command.arg("--data").arg(data()).args(["--profile", PROFILE]);
        command
    }

    /// Starts the service, and waits for nothing.
    pub fn begin(&self) -> Beginning {
        let mut command = self.command();
        let log: File = OpenOptions::new().create(true).append(true).open(self.log_file()).expect("a file for the log");
        command.stderr(log);
        Beginning::of(command, Some(&self.api_url))
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().expect("the program runs")
    }

    /// What a command that must go well prints.
    pub fn printed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// An invitation's code.
    pub fn invitation(&self, arguments: &[&str]) -> String {
        let printed = self.printed(&[&["staff", "invite"], arguments].concat());
        printed.lines().next().and_then(|line| line.strip_prefix("邀请码：")).expect("the first line has the code").to_owned()
    }
}
