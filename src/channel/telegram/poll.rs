//! Polling 收信: keep first, confirm after. The next `getUpdates` carries an offset, and with it Telegram forgets all that
//! came before; so the offset moves only past updates that were received for good.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use futures::future::BoxFuture;
use serde_json::Value;
use teloxide::payloads::{DeleteWebhook, GetMe, GetUpdates, GetUpdatesSetters as _};
use teloxide::types::AllowedUpdate;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::answer::Courtesy;
use super::api::{Api, Myself};
use super::batch::{self, Fate};
use super::failure::{Failure, Verdict};
use super::incoming::{self, Arrival};
use super::pace::Gate;
use crate::desk::Receipt;
use crate::domain::ids::ChatRef;
use crate::domain::inbound::Inbound;
use crate::store::Why;

/// Takes the first of some messages of one chat in for good, and those of a flood that follow it; a receipt for each that was
/// taken. [`Desk::receive_run`](crate::desk::Desk::receive_run), or a test's own.
pub type Receive = Arc<dyn Fn(Vec<Inbound>) -> BoxFuture<'static, Result<Vec<Receipt>>> + Send + Sync>;

/// Keeps a message aside that could not be handled: [`Desk::set_aside`](crate::desk::Desk::set_aside), or a test's own.
pub type Keep = Arc<dyn Fn(Inbound, Why) -> BoxFuture<'static, Result<()>> + Send + Sync>;

/// Where messages go.
#[derive(Clone)]
pub struct Reception {
    /// Takes one in for good.
    pub receive: Receive,
    /// Keeps one aside for good.
    pub keep: Keep,
}

/// How long a batch that is under way may take after the house closes.
const GRACE: Duration = Duration::from_millis(1200);
/// How long an answer may take beyond the long poll.
const MARGIN: Duration = Duration::from_secs(10);
/// The pauses between attempts.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// After how many attempts a message is set aside, if the store keeps it: then it fails for nobody else.
const MOST_ATTEMPTS: u32 = 8;
/// After how many attempts its writer hears that it is not taken yet: the first failure may be a moment's.
const TOLD_AFTER: u32 = 2;

/// Fetches updates and has them received.
pub struct Poller {
    api: Api,
    reception: Reception,
    courtesy: Courtesy,
    timeout: Duration,
    /// Everything before this is confirmed with the next call.
    offset: Option<i64>,
    /// Received, but behind one that is not.
    ahead: BTreeSet<i64>,
    /// Those that could not be received so far.
    troubles: HashMap<i64, u32>,
    /// The chats that know that their message is not taken yet: each hears it once.
    told: HashSet<ChatRef>,
}

impl Poller {
    /// A poller that asks the API to wait this long for new messages.
    pub(super) fn new(api: Api, gate: Arc<Gate>, reception: Reception, timeout: Duration) -> Self {
        let courtesy = Courtesy::new(api.clone(), gate);
        let (ahead, troubles, told) = (BTreeSet::new(), HashMap::new(), HashSet::new());
        Self { api, reception, courtesy, timeout, offset: None, ahead, troubles, told }
    }

    /// Polls until the house closes; within two seconds of that it is done.
    pub async fn run(mut self, cancel: CancellationToken) {
        let mut pause = Pause::default();
        self.api.metrics().polling.begin();
        let Some(me) = self.greet(&cancel, &mut pause).await else { return };
        tracing::info!(bot = me.username, "Telegram is polled");
        loop {
            let updates = tokio::select! {
                biased;
                () = cancel.cancelled() => break,
                updates = self.fetch() => updates,
            };
            let outcome = match updates {
                Ok(updates) => {
                    self.api.metrics().polling.beat();
                    self.take_in(updates, &me, &cancel).await
                }
                Err(failure) => Outcome::Trouble(self.complain(&failure)),
            };
            match outcome {
                Outcome::Done => pause.reset(),
                Outcome::Closing => break,
                Outcome::Trouble(after) => pause.wait(after, &cancel).await,
            }
        }
        self.courtesy.finish().await;
    }

    /// Learns who we are, and makes sure that updates are to be polled for; none when the house closes first.
    async fn greet(&self, cancel: &CancellationToken, pause: &mut Pause) -> Option<Myself> {
        while !cancel.is_cancelled() {
            let greeting = async {
                self.api.tell(&DeleteWebhook::new()).await?;
                self.api.ask::<_, Myself>(&GetMe::new(), MARGIN).await
            };
            let greeting = tokio::select! {
                biased;
                () = cancel.cancelled() => return None,
                greeting = greeting => greeting,
            };
            match greeting {
                Ok(me) => {
                    self.api.metrics().polling.beat();
                    return Some(me);
                }
                Err(failure) => pause.wait(self.complain(&failure), cancel).await,
            }
        }
        None
    }

    /// Says what is wrong, and that polling fails; and how long to wait, when Telegram says so.
    fn complain(&self, failure: &Failure) -> Option<Duration> {
        self.api.metrics().polling.fail(failure.trouble());
        complain(failure)
    }

    async fn fetch(&self) -> Result<Vec<Value>, Failure> {
        let kinds = [AllowedUpdate::Message, AllowedUpdate::EditedMessage, AllowedUpdate::CallbackQuery];
        let seconds = u32::try_from(self.timeout.as_secs()).unwrap_or(u32::MAX);
        let mut request = GetUpdates::new().limit(100).timeout(seconds).allowed_updates(kinds);
        request.offset = self.offset.and_then(|offset| i32::try_from(offset).ok());
        self.api.ask(&request, self.timeout + MARGIN).await
    }

    async fn take_in(&mut self, updates: Vec<Value>, me: &Myself, cancel: &CancellationToken) -> Outcome {
        let arrivals: Vec<Arrival> = updates.into_iter().filter_map(|update| incoming::read(update, me)).collect();
        let numbers: BTreeSet<i64> = arrivals.iter().map(|arrival| arrival.update).collect();
        let fresh = arrivals.into_iter().filter(|arrival| !self.ahead.contains(&arrival.update)).collect();
        let work = batch::receive_all(fresh, &self.reception, &self.courtesy);
        let fates = tokio::select! {
            fates = work => fates,
            () = closing(cancel) => return Outcome::Closing,
        };
        for (number, fate) in fates {
            self.note(number, fate).await;
        }
        if self.confirm(&numbers) { Outcome::Done } else { Outcome::Trouble(None) }
    }

    async fn note(&mut self, number: i64, fate: Fate) {
        match fate {
            Fate::Received { chat } => {
                if let Some(chat) = chat {
                    self.told.remove(&chat);
                }
                self.is_done(number);
            }
            Fate::Failed { arrival } => {
                let Some(inbound) = arrival.inbound.clone() else { return };
                let attempts = self.troubles.entry(number).or_default();
                *attempts += 1;
                let attempts = *attempts;
                // The store takes others but never this one: it must not keep everybody behind it waiting for ever. Where the
                // store takes nothing at all it does not take this either, and everybody waits.
                if attempts >= MOST_ATTEMPTS && (self.reception.keep)(inbound.clone(), Why::Failing).await.is_ok() {
                    self.courtesy.answer(&arrival, None);
                    self.is_done(number);
                } else if attempts >= TOLD_AFTER && self.told.insert(inbound.chat.clone()) {
                    self.courtesy.not_taken_yet(&inbound.chat);
                }
            }
        }
    }

    fn is_done(&mut self, number: i64) {
        self.troubles.remove(&number);
        self.ahead.insert(number);
    }

    /// Moves the offset past what was received without a gap; whether that is all of it.
    fn confirm(&mut self, numbers: &BTreeSet<i64>) -> bool {
        for number in numbers {
            if !self.ahead.remove(number) {
                return false;
            }
            self.offset = Some(number + 1);
        }
        true
    }
}

enum Outcome {
    Done,
    Closing,
    Trouble(Option<Duration>),
}

async fn closing(cancel: &CancellationToken) {
    cancel.cancelled().await;
    sleep(GRACE).await;
}

/// Says what is wrong; and how long to wait, when Telegram says so.
fn complain(failure: &Failure) -> Option<Duration> {
    match failure {
        Failure::No { code: 409, .. } => tracing::error!("another program polls with this bot's token: {failure}"),
        Failure::No { code: 401 | 404, .. } => tracing::error!("Telegram does not know this bot's token: {failure}"),
        _ => tracing::warn!("Telegram cannot be polled: {failure}"),
    }
    match failure.verdict() {
        Verdict::Later(after) => after,
        _ => None,
    }
}

/// Pauses that grow while the trouble lasts.
#[derive(Default)]
struct Pause {
    last: Option<Duration>,
}

impl Pause {
    fn reset(&mut self) {
        self.last = None;
    }

    async fn wait(&mut self, asked: Option<Duration>, cancel: &CancellationToken) {
        let next = self.last.map_or(FIRST_PAUSE, |last| (last * 2).min(LONGEST_PAUSE));
        self.last = Some(next);
        tokio::select! {
            () = cancel.cancelled() => {}
            () = sleep(asked.map_or(next, |asked| asked.max(next))) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;
    use crate::domain::ids::InboundId;

    fn poller() -> Poller {
        let api = Api::new("1:token", None).expect("the token is sound");
        let receive: Receive = Arc::new(|_| async { Ok(vec![Receipt::default()]) }.boxed());
        Poller::new(api, Arc::new(Gate::new(Duration::ZERO)), Reception { receive, keep: keep(true) }, Duration::ZERO)
    }

    fn keep(works: bool) -> Keep {
        Arc::new(move |_, _| async move { if works { Ok(()) } else { Err(anyhow::anyhow!("the disk is full")) } }.boxed())
    }

    fn inbound(update: i64) -> Inbound {
        let body = crate::domain::inbound::Body::Text("喂".to_owned());
        Inbound { id: InboundId(format!("tg:{update}")), chat: "tg:1".into(), user: "tg:1".into(), display: None, is_group: false, body }
    }

    fn failed(update: i64) -> Fate {
        Fate::Failed { arrival: Box::new(Arrival { update, inbound: Some(inbound(update)), query: None }) }
    }

    const RECEIVED: Fate = Fate::Received { chat: None };

    #[tokio::test]
    async fn the_offset_stops_before_the_first_that_is_not_received() {
        let mut poller = poller();
        poller.note(5, RECEIVED).await;
        poller.note(7, RECEIVED).await;
        assert!(!poller.confirm(&BTreeSet::from([5, 6, 7])));
        assert_eq!(poller.offset, Some(6));
        poller.note(6, RECEIVED).await;
        assert!(poller.confirm(&BTreeSet::from([6, 7])));
        assert_eq!((poller.offset, poller.ahead.len()), (Some(8), 0));
    }

    #[tokio::test]
    async fn a_message_is_set_aside_only_when_it_is_kept() {
        let mut poller = Poller { reception: Reception { keep: keep(false), ..poller().reception }, ..poller() };
        for _ in 0..MOST_ATTEMPTS * 3 {
            poller.note(5, failed(5)).await;
        }
        assert!(!poller.confirm(&BTreeSet::from([5])), "the store is down for everybody: it waits");
        poller.reception.keep = keep(true);
        poller.note(5, failed(5)).await;
        assert!(poller.confirm(&BTreeSet::from([5])));
    }

    #[tokio::test]
    async fn a_chat_hears_once_that_its_message_is_not_taken_yet() {
        let mut poller = poller();
        poller.note(5, failed(5)).await;
        assert!(poller.told.is_empty(), "one failure may be a moment's");
        for _ in 0..3 {
            poller.note(5, failed(5)).await;
        }
        assert_eq!(poller.told.len(), 1);
        poller.note(5, Fate::Received { chat: Some("tg:1".into()) }).await;
        assert!(poller.told.is_empty(), "the next time it hears it again");
    }
}
