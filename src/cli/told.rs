//! What a command found out 结果: in words, or as JSON where that was asked for.

use std::fmt::Arguments;
use std::io::{self, Write};

use anyhow::Result;
use serde::Serialize;

/// Prints it to the end.
pub(super) fn tell(found: &impl Serialize, json: bool, words: impl FnOnce() -> String) -> Result<()> {
    let mut out = io::stdout().lock();
    if json {
        serde_json::to_writer_pretty(&mut out, found)?;
        writeln!(out)?;
    } else {
        write!(out, "{}", words())?;
    }
    Ok(out.flush()?)
}

/// A line on standard error, beside what was asked for. Whoever closed it does not want to know.
macro_rules! aside {
    ($($words:tt)*) => { $crate::cli::told::write_aside(format_args!($($words)*)) };
}
pub(super) use aside;

/// What [`aside!`] does.
pub(super) fn write_aside(words: Arguments<'_>) {
    let _ = writeln!(io::stderr().lock(), "{words}");
}
