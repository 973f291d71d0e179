//! `yousu rehearse` 排演.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Result, bail};
use clap::Args;

use crate::city::City;

/// Options.
#[derive(Debug, Args)]
pub(super) struct Options {}

pub(super) fn run(_: &Options, _: Arc<City>) -> Result<ExitCode> {
    bail!("not merged")
}
