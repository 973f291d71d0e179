//! One batch of updates: in order within a chat, side by side between chats, each message on its own feet.

use std::collections::HashMap;

use anyhow::Result;
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
    for (mut arrival, inbound) in lane {
        let (number, chat) = (arrival.update, Some(inbound.chat.clone()));
        match receive_one(&reception, inbound.clone()).await {
            Taken::Kept(receipt) => courtesy.answer(&arrival, receipt.toast),
            Taken::Failed(error) => {
                tracing::error!(update = number, "a message could not be received and will be asked for again: {error:#}");
                arrival.inbound = Some(inbound);
                fates.push((number, Fate::Failed { arrival: Box::new(arrival) }));
                break;
            }
        }
        fates.push((number, Fate::Received { chat }));
    }
    fates
}

enum Taken {
    Kept(Receipt),
    Failed(anyhow::Error),
}

/// A panic hurts this message alone, because it has a task of its own; the message is kept aside then.
async fn receive_one(reception: &Reception, inbound: Inbound) -> Taken {
    let (receive, message) = (reception.receive.clone(), inbound.clone());
    let received: Result<Result<Receipt>, _> = tokio::spawn(async move { receive(message).await }).await;
    let received = match received {
        Ok(received) => received,
        Err(error) if error.is_panic() => (reception.keep)(inbound, Why::Panicked).await.map(|()| Receipt::default()),
        Err(error) => Err(error.into()),
    };
    received.map_or_else(Taken::Failed, Taken::Kept)
}
