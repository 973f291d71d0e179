//! The `yousu` program 有诉: reads the command line, and does what it says.

use std::process::ExitCode;

fn main() -> ExitCode {
    yousu::cli::run()
}
