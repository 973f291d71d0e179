//! Reminders 提醒: sleeps until the next thing falls due, then lets the desk fire it, and look ahead.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::desk::Desk;
use crate::metrics::Trouble;

/// The longest sleep: a machine that was suspended, or whose clock was set, is noticed after at most this long.
const LONGEST: Duration = Duration::from_secs(30);

/// The pause when nothing that is due can be done: the store fails.
const PAUSE: Duration = Duration::from_secs(10);

/// Fires what falls due until `shutdown`. What fell due while the program was away fires at once.
pub async fn run(desk: Arc<Desk>, shutdown: CancellationToken) {
    let bell = desk.reminder_bell();
    desk.metrics().reminders.begin();
    while !shutdown.is_cancelled() {
        let round = async {
            match fire_all(&desk).await {
                Ok(wait) => {
                    // Woken early by a commit, or at the time; either way it is looked at anew.
                    let _ = timeout(wait, bell.notified()).await;
                }
                Err(error) => {
                    tracing::error!("reminders wait: {error:#}");
                    desk.metrics().reminders.fail(Trouble::Reminder);
                    sleep(PAUSE).await;
                }
            }
        };
        tokio::select! {
            () = round => {}
            () = shutdown.cancelled() => {}
        }
    }
}

/// Fires until nothing is due; gives back how long to sleep.
async fn fire_all(desk: &Arc<Desk>) -> Result<Duration> {
    while desk.fire_due().await? > 0 {
        desk.metrics().reminders.beat();
    }
    desk.look_ahead().await?;
    desk.look_out().await?;
    let next = desk.next_look()?.into_iter().chain(desk.next_outlook()).min();
    desk.metrics().reminders.beat();
    let until = next.map(|due| (due - desk.clock().now()).to_std().unwrap_or_default());
    Ok(until.unwrap_or(LONGEST).min(LONGEST))
}
