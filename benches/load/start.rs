//! The program itself 程序: how soon it says that it is ready, and how large it is.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::gauge::{Latencies, Watch};

const ROUNDS: usize = 15;

/// Measures it, and tells.
pub fn run(folder: &Path) -> Result<()> {
    let folder = tempfile::Builder::new().prefix("load-").tempdir_in(folder)?;
    let own = std::env::current_exe().context("this program has a name")?;
    let program = own.ancestors().nth(2).context("it stands in a folder of examples")?.join("yousu");
    ensure!(program.is_file(), "{} is not there: build it first, cargo build --release", program.display());
    let mut all = Latencies::default();
    for _ in 0..ROUNDS {
        let watch = Watch::start();
        let mut command = Command::new(&program);
        command.arg("--var").arg(folder.path()).args(["serve", "--listen", "127.0.0.1:0"]).env_remove("TELOXIDE_TOKEN");
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("it is piped")?).read_line(&mut line)?;
        all.note(std::time::Duration::from_secs_f64(watch.seconds()));
        child.kill()?;
        child.wait()?;
    }
    let size = program.metadata()?.len() as f64 / f64::from(1 << 20);
    println!(
        "ready after {:.0} ms (half of {ROUNDS} times), {:.0} ms at most; the program is {size:.1} MiB",
        all.within(0.5),
        all.within(1.0)
    );
    Ok(())
}
