//! `yousu play` 演练: plays scripts, prints what happens, and stops at the first expectation that is not met.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};

use super::complain;
use crate::city::City;
use crate::play::{Script, play};

/// Plays the scripts in order; 1 when one cannot be read or an expectation is not met.
pub(super) fn run(files: &[PathBuf], city: Arc<City>) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut out = std::io::stdout();
    for file in files {
        let name = file.display().to_string();
        let text = std::fs::read_to_string(file).with_context(|| format!("读不到脚本 {name}，请检查路径，文件应为 UTF-8 编码"))?;
        let script = match Script::parse(&name, &text) {
            Ok(script) => script,
            Err(problems) => {
                complain(&problems);
                return Ok(ExitCode::FAILURE);
            }
        };
        writeln!(out, "═══ {name}")?;
        let mut broken = None;
        let mut tell = |line: &str| {
            if broken.is_none() {
                broken = writeln!(out, "{line}").err();
            }
        };
        let played = runtime.block_on(play(&script, city.clone(), &mut tell));
        if let Some(error) = broken {
            return Err(error.into());
        }
        if let Err(problem) = played {
            out.flush()?;
            complain(&[problem]);
            return Ok(ExitCode::FAILURE);
        }
        writeln!(out, "═══ 全部符合预期")?;
    }
    Ok(ExitCode::SUCCESS)
}
