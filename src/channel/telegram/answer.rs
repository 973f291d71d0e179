//! Courtesy 回应: what a person must see at once, beside the replies that travel through the outbox.

use std::sync::Arc;
use std::time::Duration;

use teloxide::payloads::{AnswerCallbackQuery, AnswerCallbackQuerySetters as _};
use teloxide::types::{CallbackQueryId, ChatId};
use tokio::time::{sleep, timeout};
use tokio_util::task::TaskTracker;

use super::api::Api;
use super::failure::{Failure, Verdict};
use super::incoming::Arrival;
use super::outgoing;
use super::pace::Gate;
use super::split::shorten;
use crate::domain::outbound::Rank;
use crate::metrics::{Arrival as Counted, Door};

/// The most characters over a pressed button.
const MOST_TOAST_UNITS: usize = 200;
/// How often an answer is tried: after a few seconds nobody waits for it any more.
const MOST_ATTEMPTS: u32 = 3;
/// How long answers under way may take after the house closes.
const GRACE: Duration = Duration::from_millis(500);
/// Said when a message could not be kept. It does not go through the outbox, because that is the store that failed.
const APOLOGY: &str = "抱歉，系统没能处理您刚才的这条消息，请换个说法再发一次；情况紧急请直接拨打 12345。";

/// Answers presses and apologises, without keeping anybody waiting.
#[derive(Clone)]
pub(super) struct Courtesy {
    api: Api,
    gate: Arc<Gate>,
    tasks: TaskTracker,
}

impl Courtesy {
    /// By way of this API; what is a message passes the gate.
    pub fn new(api: Api, gate: Arc<Gate>) -> Self {
        Self { api, gate, tasks: TaskTracker::new() }
    }

    /// Ends the waiting of whoever pressed a button, with a short word or without.
    pub fn answer(&self, arrival: &Arrival, toast: Option<String>) {
        let Some(query) = arrival.query.clone() else { return };
        let api = self.api.clone();
        self.tasks.spawn(async move { answer(&api, query, toast).await });
    }

    /// Counts a message that was given up.
    pub fn set_aside(&self) {
        self.api.metrics().arrived(Door::Telegram, Counted::SetAside);
    }

    /// Tells the chat that a message was not kept.
    pub fn apologise(&self, arrival: &Arrival) {
        let chat = arrival.inbound.as_ref().and_then(|inbound| inbound.chat.local().parse().ok());
        let Some(chat) = chat.map(ChatId) else { return };
        let (api, gate) = (self.api.clone(), self.gate.clone());
        self.tasks.spawn(async move {
            let apology = outgoing::words(chat, APOLOGY, &[]);
            for attempt in 1..=MOST_ATTEMPTS {
                gate.pass(Rank::Answer).await;
                let Err(failure) = api.tell(&apology).await else { return };
                match pause_before_next(&failure, attempt) {
                    Some(pause) => sleep(pause).await,
                    None => return tracing::warn!("an apology was not sent: {failure}"),
                }
            }
        });
    }

    /// Waits a moment for what is under way.
    pub async fn finish(&self) {
        self.tasks.close();
        let _ = timeout(GRACE, self.tasks.wait()).await;
    }
}

async fn answer(api: &Api, query: CallbackQueryId, toast: Option<String>) {
    let mut request = AnswerCallbackQuery::new(query);
    if let Some(toast) = toast {
        request = request.text(shorten(&toast, MOST_TOAST_UNITS));
    }
    for attempt in 1..=MOST_ATTEMPTS {
        match api.tell(&request).await {
            Ok(()) => return,
            Err(failure) => match pause_before_next(&failure, attempt) {
                Some(pause) => {
                    tracing::info!("a press is not answered yet: {failure}");
                    sleep(pause).await;
                }
                // "query is too old": the person has stopped waiting. What they pressed is done all the same.
                None => return tracing::info!("a press was not answered: {failure}"),
            },
        }
    }
}

fn pause_before_next(failure: &Failure, attempt: u32) -> Option<Duration> {
    match failure.verdict() {
        Verdict::Later(after) if attempt < MOST_ATTEMPTS => Some(after.unwrap_or(Duration::from_secs(1))),
        _ => None,
    }
}
