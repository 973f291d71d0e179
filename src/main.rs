//! The `yousu` program 有诉: reads the command line, and does what it says.

use std::process::ExitCode;

use clap::Parser;
use yousu::cli::{self, Cli};

fn main() -> ExitCode {
    cli::run(Cli::parse())
}
