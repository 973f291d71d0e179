//! One batch of updates: in order within a chat, side by side between chats, each message on its own feet.

use std::collections::HashMap;

use anyhow::Result;
use tokio::task::JoinSet;

use super::answer::Courtesy;
use super::incoming::Arrival;
use super::poll::Receive;
use crate::desk::Receipt;
use crate::domain::ids::ChatRef;
use crate::domain::inbound::Inbound;

/// What became of one update.
#[derive(Debug)]
pub(super) enum Fate {
    /// It is on the disk, or will never be: Telegram may forget it.
    Received,
    /// The store failed: it must come again.
    Failed {
        /// The update.
        arrival: Box<Arrival>,
    },
}

/// Has all of them received. Of a chat whose message fails the later ones are left for next time, without a fate.
pub(super) async fn receive_all(arrivals: Vec<Arrival>, receive: &Receive, courtesy: &Courtesy) -> Vec<(i64, Fate)> {
    let mut lanes: HashMap<ChatRef, Vec<(Arrival, Inbound)>> = HashMap::new();
    let mut fates = Vec::with_capacity(arrivals.len());
    for mut arrival in arrivals {
        if let Some(inbound) = arrival.inbound.take() {
            lanes.entry(inbound.chat.clone()).or_default().push((arrival, inbound));
        } else {
            courtesy.answer(&arrival, None);
            fates.push((arrival.update, Fate::Received));
        }
    }
    let mut tasks = JoinSet::new();
    for lane in lanes.into_values() {
        tasks.spawn(receive_lane(lane, receive.clone(), courtesy.clone()));
    }
    while let Some(lane) = tasks.join_next().await {
        fates.extend(lane.unwrap_or_default());
    }
    fates
}

/// The messages of one chat, in order, until one fails.
async fn receive_lane(lane: Vec<(Arrival, Inbound)>, receive: Receive, courtesy: Courtesy) -> Vec<(i64, Fate)> {
    let mut fates = Vec::with_capacity(lane.len());
    for (mut arrival, inbound) in lane {
        let number = arrival.update;
        match receive_one(&receive, inbound.clone()).await {
            Taken::Kept(receipt) => courtesy.answer(&arrival, receipt.toast),
            Taken::Panicked => {
                tracing::error!(update = number, "a message was set aside: handling it panicked");
                courtesy.set_aside();
                courtesy.answer(&arrival, None);
                arrival.inbound = Some(inbound);
                courtesy.apologise(&arrival);
            }
            Taken::Failed(error) => {
                tracing::error!(update = number, "a message could not be received and will be asked for again: {error:#}");
                arrival.inbound = Some(inbound);
                fates.push((number, Fate::Failed { arrival: Box::new(arrival) }));
                break;
            }
        }
        fates.push((number, Fate::Received));
    }
    fates
}

enum Taken {
    Kept(Receipt),
    Failed(anyhow::Error),
    Panicked,
}

/// A panic hurts this message alone, because it has a task of its own.
async fn receive_one(receive: &Receive, inbound: Inbound) -> Taken {
    let receive = receive.clone();
    let received: Result<Result<Receipt>, _> = tokio::spawn(async move { receive(inbound).await }).await;
    match received {
        Ok(Ok(receipt)) => Taken::Kept(receipt),
        Ok(Err(error)) => Taken::Failed(error),
        Err(error) if error.is_panic() => Taken::Panicked,
        Err(error) => Taken::Failed(error.into()),
    }
}
