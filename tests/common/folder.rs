//! What stands in a folder 文件夹.

use std::fs;
use std::path::Path;

/// The files of a folder with their texts, in the order of their names.
pub fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("readable").path())
        .map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), fs::read_to_string(&path).expect("UTF-8")))
        .collect();
    files.sort();
    files
}
