//! The files of a store as bytes 文件.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Files by name; folders within are empty here.
#[derive(Clone, Debug, PartialEq)]
pub struct Files(pub BTreeMap<String, Arc<Vec<u8>>>);

impl Files {
    /// The files of this folder.
    pub fn read(folder: &Path) -> Self {
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("readable");
            if entry.file_type().expect("readable").is_file() {
                let name = entry.file_name().into_string().expect("UTF-8");
                files.insert(name, Arc::new(fs::read(entry.path()).expect("readable")));
            }
        }
        Self(files)
    }

    /// Writes them into a new folder.
    pub fn write(&self, folder: &Path) {
        fs::create_dir_all(folder.join("blobs")).expect("a folder");
        for (name, bytes) in &self.0 {
            fs::write(folder.join(name), bytes.as_slice()).expect("written");
        }
    }

    /// The log of the database.
    pub fn db(&self) -> &[u8] {
        &self.0["db"]
    }

    /// The same with another log.
    pub fn with_db(&self, db: Vec<u8>) -> Self {
        self.with("db", db)
    }

    /// The same with another file of this name.
    pub fn with(&self, name: &str, bytes: Vec<u8>) -> Self {
        let mut files = self.clone();
        files.0.insert(name.to_owned(), Arc::new(bytes));
        files
    }

    /// The same without this file.
    pub fn without(&self, name: &str) -> Self {
        let mut files = self.clone();
        files.0.remove(name);
        files
    }

    /// The snapshot's name.
    pub fn snapshot(&self) -> Option<&str> {
        self.0.keys().map(String::as_str).find(|name| name.starts_with("snap."))
    }
}
