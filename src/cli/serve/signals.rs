//! Ctrl-C and SIGTERM 结束信号, heeded from the first moment on: one that comes while nobody waits for it is heard later.

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
