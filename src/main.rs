//! The `yousu` program 有诉: reads the command line, and does what it says.

use std::process::ExitCode;

use clap::Parser;
use yousu::cli::{self, Cli};

/// Understanding a text makes many small values that live for microseconds; this one is made for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run(Cli::parse())
}
