//! Ctrl-C and SIGTERM 结束信号, heeded from the first moment on: one that comes while nobody waits for it is heard later. And the
//! signal of a file that has grown as large as the system lets it, which must not end the program.

use anyhow::Result;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
#[cfg(windows)]
use tokio::signal::windows::{CtrlC, ctrl_c};

/// What ends the program orderly.
#[cfg(unix)]
pub(super) struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

#[cfg(unix)]
impl Signals {
    /// From now on they do not end the program by themselves.
    pub fn heed() -> Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Waits for one of them.
    pub async fn heard(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// What ends the program orderly.
#[cfg(windows)]
pub(super) struct Signals(CtrlC);

#[cfg(windows)]
impl Signals {
    /// From now on it does not end the program by itself.
    pub fn heed() -> Result<Self> {
        Ok(Self(ctrl_c()?))
    }

    /// Waits for it.
    pub async fn heard(&mut self) {
        self.0.recv().await;
    }
}

/// SIGXFSZ, on every Unix that this program is built for.
#[cfg(unix)]
const FILE_TOO_LARGE: i32 = 25;

/// Where a file may grow no further (`ulimit -f`), the system ends the process without a word, unless it listens to the signal. Then
/// the write fails as on a full disk, and that is told.
#[cfg(unix)]
pub(super) fn outlive_full_files() {
    let listen = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        let _within = runtime.enter();
        // tokio keeps its handler for as long as the process lives; nobody needs to hear it.
        signal(SignalKind::from_raw(FILE_TOO_LARGE)).map(drop)
    };
    if let Err(error) = listen() {
        tracing::warn!("a file that grows too large will end the program: {error}");
    }
}

/// There is no such signal.
#[cfg(windows)]
pub(super) fn outlive_full_files() {}
