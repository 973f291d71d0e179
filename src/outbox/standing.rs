//! The outbox where time stands still 静止: for conversations and rehearsals on a virtual clock. It sends all that the clock
//! allows, in the same order and the same shared messages, and without regard to pace.

use anyhow::{Result, ensure};

use super::board::{Board, Room};
use super::{Outbox, Pause};
use crate::domain::ids::Moment;

/// An outbox that sends when it is told to.
pub struct Standing {
    outbox: Outbox,
    board: Board<Moment>,
}

impl Standing {
    pub(super) fn new(outbox: Outbox) -> Self {
        Self { outbox, board: Board::default() }
    }

    /// Sends everything that may be sent by the clock, until nothing more can be.
    ///
    /// # Errors
    /// The store failed.
    pub async fn drain(&mut self) -> Result<()> {
        loop {
            let now = self.outbox.clock.now();
            self.outbox.read_new(&mut self.board, now, None, |moment| moment)?;
            self.board.wake(now);
            let Some(job) = self.board.take(now, Room::Any, |_| true) else { return Ok(()) };
            let (job, commit, pause) = self.outbox.attempt(job).await?;
            self.outbox.store.commit(commit.clone()).await?;
            self.outbox.count_departures(&commit, &pause);
            match pause {
                Pause::None | Pause::Pace(_) | Pause::Reread => self.board.done(&job, now, now),
                Pause::Retry { pause, .. } | Pause::Chat(pause) => self.board.again(&job, now + pause, now, now),
                Pause::Hold(until) => {
                    ensure!(until > now, "a message is held until a time that has passed");
                    self.board.hold(&job, until, now);
                }
            }
        }
    }

    /// When the next message may be sent that cannot be yet.
    pub fn next(&self) -> Option<Moment> {
        self.board.next_wake()
    }
}
