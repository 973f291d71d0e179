//! The program on a folder of its own, and a look into its store.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;
use yousu::domain::case::Case;
use yousu::domain::event::Recorded;
use yousu::domain::ids::CaseNumber;
use yousu::store::{SledStore, Store};

/// A folder with the program's store and the tables of a test.
pub struct House {
    folder: TempDir,
}

/// What the program said, and how it ended.
pub struct Said {
    pub out: String,
    pub err: String,
    pub well: bool,
}

impl House {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a table.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).expect("written");
        path
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a text file")
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yousu"));
        command.current_dir(self.folder.path()).arg("--var").arg(self.path("var")).args(args);
        command.env_remove("TELOXIDE_TOKEN").env_remove("RUST_LOG");
        command
    }

    pub fn run(&self, args: &[&str]) -> Said {
        said(&self.command(args).output().expect("the program starts"))
    }

    /// Runs it, and it goes well.
    pub fn well(&self, args: &[&str]) -> Said {
        let said = self.run(args);
        assert!(said.well, "{args:?}\n{}\n{}", said.out, said.err);
        said
    }

    /// Every case with its events, in order.
    pub fn cases(&self) -> Vec<(Case, Vec<Recorded>)> {
        let store = SledStore::open(self.path("var/store")).expect("the store opens");
        let numbers = store.case_numbers(None, usize::MAX).expect("read");
        let case = |number| (store.case(number).expect("read").expect("a case"), store.events(number).expect("read"));
        numbers.into_iter().map(case).collect()
    }

    /// The chain holds, everything derives from the events, and nobody is told anything of a case.
    pub fn holds(&self) {
        self.well(&["audit", "--verify"]);
        self.well(&["rebuild", "--check"]);
        let store = SledStore::open(self.path("var/store")).expect("the store opens");
        let told = store.waiting(None, 100).expect("read").into_iter().map(|waiting| waiting.outbound.id.0);
        let of_cases: Vec<String> = told.filter(|id| id.split('/').next().is_some_and(|case| case.parse::<CaseNumber>().is_ok())).collect();
        assert!(of_cases.is_empty(), "{of_cases:?}");
    }

    /// [`House::holds`], and nobody is told anything at all.
    pub fn is_sound(&self) {
        self.holds();
        let store = SledStore::open(self.path("var/store")).expect("the store opens");
        assert!(store.waiting(None, 10).expect("read").is_empty(), "no notice goes to anybody");
        assert!(store.undelivered().expect("read").is_empty());
    }
}

pub fn said(output: &Output) -> Said {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { out: text(&output.stdout), err: text(&output.stderr), well: output.status.success() }
}

/// The name of a file beside another.
pub fn name(path: &Path) -> &str {
    path.to_str().expect("a name in Unicode")
}
