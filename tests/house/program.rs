//! The program as a process.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::botapi::TOKEN;

/// A `yousu serve` that may not have come far yet.
pub struct Beginning {
    child: Child,
}

/// A running `yousu serve`.
pub struct Program {
    child: Child,
    /// The address of its page.
    pub address: String,
}

/// `yousu` on this folder, far from any configuration file.
pub fn yousu(var: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yousu"));
    command
        .current_dir(var)
        .arg("--var")
        .arg(var)
        .env_remove("TELOXIDE_TOKEN")
        .env_remove("YOUSU_TELEGRAM_API_URL")
        .env("RUST_LOG", "warn");
    command
}

/// Runs a command to its end.
pub fn run(var: &Path, arguments: &[&str]) -> Output {
    yousu(var).args(arguments).output().expect("the program runs")
}

/// What a command that must go well prints.
pub fn printed(var: &Path, arguments: &[&str]) -> String {
    let output = run(var, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

impl Program {
    /// Starts it, and waits until it says where its page is.
    pub fn start(var: &Path, api_url: Option<&str>) -> Self {
        Self::start_command(yousu(var), api_url)
    }

    /// Starts it with everything in its log, which goes to this file.
    pub fn start_talkative(var: &Path, api_url: Option<&str>, log: &Path) -> Self {
        let mut command = yousu(var);
        command.env("RUST_LOG", "trace").stderr(std::fs::File::create(log).expect("a file for the log"));
        Self::start_command(command, api_url)
    }

    /// Starts this command, and waits until it says where its page is.
    pub fn start_command(command: Command, api_url: Option<&str>) -> Self {
        Beginning::of(command, api_url).ready()
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// kill -9.
    pub fn kill(mut self) {
        end(&mut self.child);
    }

    /// SIGTERM; gives back how long it took to end orderly.
    pub fn stop(mut self) -> Duration {
        let since = Instant::now();
        let pid = self.child.id().to_string();
        let killed = Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs");
        assert!(killed.success());
        let status = self.child.wait().expect("it ends");
        assert!(status.success(), "it ended with {status}");
        since.elapsed()
    }
}

impl Beginning {
    /// Starts it, and waits for nothing.
    pub fn of(mut command: Command, api_url: Option<&str>) -> Self {
        command.args(["serve", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped());
        if let Some(url) = api_url {
            command.env("TELOXIDE_TOKEN", TOKEN).env("YOUSU_TELEGRAM_API_URL", url);
        }
        Self { child: command.spawn().expect("the program starts") }
    }

    /// kill -9.
    pub fn kill(mut self) {
        end(&mut self.child);
    }

    /// Waits until it says where its page is.
    pub fn ready(self) -> Program {
        let mut child = self.child;
        let out = child.stdout.take().expect("its output is piped");
        let mut lines = BufReader::new(out).lines();
        let first = lines.next().expect("it says something").expect("UTF-8");
        let address = first.split("http://").nth(1).and_then(|rest| rest.split('　').next()).expect("it tells its address").to_owned();
        // Whatever else it says must be read, or it would wait for a reader.
        thread::spawn(move || lines.for_each(drop));
        Program { child, address }
    }
}

fn end(child: &mut Child) {
    child.kill().expect("it was running");
    child.wait().expect("it has ended");
}

impl Drop for Program {
    fn drop(&mut self) {
        // A test that failed half way must not leave it running.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
