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
use crate::domain::ids::ChatRef;
use crate::domain::outbound::Rank;

/// The most characters over a pressed button.
const MOST_TOAST_UNITS: usize = 200;
/// How often an answer is tried: after a few seconds nobody waits for it any more.
const MOST_ATTEMPTS: u32 = 3;
/// How long answers under way may take after the house closes.
const GRACE: Duration = Duration::from_millis(500);
/// Said while a message is not taken. It does not go through the outbox, because that is the store that failed.
const NOT_TAKEN_YET: &str = "抱歉，系统眼下存不下新的消息，您刚才这条还没有收下。恢复后会自动受理，不用重发。\
    遇到危险请先拨打 110、119、120；事情急的，请直接打 12345。";

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

    /// Tells the chat that its message is not taken yet.
    pub fn not_taken_yet(&self, chat: &ChatRef) {
        let Some(chat) = chat.local().parse().ok().map(ChatId) else { return };
        let (api, gate) = (self.api.clone(), self.gate.clone());
        self.tasks.spawn(async move {
            let request = outgoing::words(chat, NOT_TAKEN_YET, &[]);
            for attempt in 1..=MOST_ATTEMPTS {
                gate.pass(Rank::Answer).await;
                let Err(failure) = api.tell(&request).await else { return };
                match pause_before_next(&failure, attempt) {
                    Some(pause) => sleep(pause).await,
                    None => return tracing::warn!("that a message is not taken yet was not said: {failure}"),
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
