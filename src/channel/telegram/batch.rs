//! One batch of updates: in order within a chat, side by side between chats, each message on its own feet.

use std::collections::{HashMap, VecDeque};

use anyhow::{Result, anyhow};
use tokio::task::JoinSet;

use super::answer::Courtesy;
use super::incoming::Arrival;
use super::poll::Reception;
use crate::desk::Receipt;
use crate::domain::ids::ChatRef;
use crate::domain::inbound::Inbound;
use crate::store::Why;

/// What became of one update.
#[derive(Debug)]
pub(super) enum Fate {
    /// It is on the disk, or will never be: Telegram may forget it.
    Received {
        /// The chat, where it was for us.
        chat: Option<ChatRef>,
    },
    /// The store failed: it must come again.
    Failed {
        /// The update.
        arrival: Box<Arrival>,
    },
}

/// Has all of them received. Of a chat whose message fails the later ones are left for next time, without a fate.
pub(super) async fn receive_all(arrivals: Vec<Arrival>, reception: &Reception, courtesy: &Courtesy) -> Vec<(i64, Fate)> {
    let mut lanes: HashMap<ChatRef, Vec<(Arrival, Inbound)>> = HashMap::new();
    let mut fates = Vec::with_capacity(arrivals.len());
    for mut arrival in arrivals {
        if let Some(inbound) = arrival.inbound.take() {
            lanes.entry(inbound.chat.clone()).or_default().push((arrival, inbound));
        } else {
            courtesy.answer(&arrival, None);
            fates.push((arrival.update, Fate::Received { chat: None }));
        }
    }
    let mut tasks = JoinSet::new();
    for lane in lanes.into_values() {
        tasks.spawn(receive_lane(lane, reception.clone(), courtesy.clone()));
    }
    while let Some(lane) = tasks.join_next().await {
        fates.extend(lane.unwrap_or_default());
    }
    fates
}

/// The messages of one chat, in order, until one fails.
async fn receive_lane(lane: Vec<(Arrival, Inbound)>, reception: Reception, courtesy: Courtesy) -> Vec<(i64, Fate)> {
    let mut fates = Vec::with_capacity(lane.len());
    let mut lane = VecDeque::from(lane);
    // What follows is shown to the desk only where it floods: else each message has a step of its own.
    let (mut is_flood, mut one_by_one) = (false, 0_usize);
    while !lane.is_empty() {
        let most = if is_flood && one_by_one == 0 { lane.len() } else { 1 };
        one_by_one = one_by_one.saturating_sub(1);
        let run: Vec<Inbound> = lane.iter().take(most).map(|(_, inbound)| inbound.clone()).collect();
        match receive_run(&reception, run).await {
            Taken::Kept(receipts) => {
                is_flood = receipts.last().is_some_and(|receipt| receipt.is_quiet);
                for ((arrival, inbound), receipt) in lane.drain(..receipts.len().min(lane.len())).zip(receipts) {
                    courtesy.answer(&arrival, receipt.toast);
                    fates.push((arrival.update, Fate::Received { chat: Some(inbound.chat) }));
                }
            }
            // One of them did: each by itself, to see which.
            Taken::Panicked => one_by_one = most,
            Taken::Failed(error) => {
                let Some(arrival) = next(&mut lane) else { break };
                tracing::error!(update = arrival.update, "a message could not be received and will be asked for again: {error:#}");
                fates.push((arrival.update, Fate::Failed { arrival: Box::new(arrival) }));
                break;
            }
        }
    }
    fates
}

/// The next message of a lane, whole.
fn next(lane: &mut VecDeque<(Arrival, Inbound)>) -> Option<Arrival> {
    lane.pop_front().map(|(arrival, inbound)| Arrival { inbound: Some(inbound), ..arrival })
}

enum Taken {
    /// At least one.
    Kept(Vec<Receipt>),
    Failed(anyhow::Error),
    /// One of several did.
    Panicked,
}

/// A panic hurts these messages alone, because they have a task of their own; a single one is kept aside then.
async fn receive_run(reception: &Reception, run: Vec<Inbound>) -> Taken {
    let (receive, single) = (reception.receive.clone(), run.first().filter(|_| run.len() == 1).cloned());
    let received: Result<Result<Vec<Receipt>>, _> = tokio::spawn(async move { receive(run).await }).await;
    let received = match (received, single) {
        (Ok(received), _) => received,
        (Err(error), Some(inbound)) if error.is_panic() => {
            (reception.keep)(inbound, Why::Panicked).await.map(|()| vec![Receipt::default()])
        }
        (Err(error), None) if error.is_panic() => return Taken::Panicked,
        (Err(error), _) => Err(error.into()),
    };
    match received {
        Ok(receipts) if receipts.is_empty() => Taken::Failed(anyhow!("nothing was taken")),
        Ok(receipts) => Taken::Kept(receipts),
        Err(error) => Taken::Failed(error),
    }
}
