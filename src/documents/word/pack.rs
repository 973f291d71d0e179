//! The container 容器: a ZIP whose bytes follow from its parts alone. Every part is stored as it is, with the oldest time that a
//! ZIP knows, so that neither a clock nor another version of a compressor shows in it.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The file with these parts, each with its name, in this order.
pub(super) fn pack(parts: &[(&str, String)]) -> Vec<u8> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        file.start_file(*name, options).expect("the names are few, short and different");
        file.write_all(text.as_bytes()).expect("memory takes what is written");
    }
    file.finish().expect("memory takes what is written").into_inner()
}
