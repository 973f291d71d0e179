//! A house of which only the door is there: what was received, and what the door does next.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Result, bail};
use futures::FutureExt as _;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use yousu::channel::telegram::{Keep, Limits, Receive, Reception, Settings, TelegramChannel};
use yousu::desk::Receipt;
use yousu::domain::inbound::{Body, Inbound};
use yousu::store::Why;

use super::botapi::{Server, TOKEN};

/// What the door does with one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Door {
    /// The store fails.
    Fail,
    /// The handling panics.
    Panic,
    /// It waits for a permit.
    Wait,
}

/// What happens at the door.
#[derive(Default)]
struct Inside {
    received: Vec<Inbound>,
    tried: Vec<Inbound>,
    plans: VecDeque<(String, Door)>,
    toast: Option<String>,
    kept: Vec<(Inbound, Why)>,
}

/// The door.
#[derive(Clone)]
pub struct House {
    inside: Arc<Mutex<Inside>>,
    changed: Arc<watch::Sender<()>>,
    /// Lets messages through that wait.
    pub permits: Arc<Semaphore>,
}

impl House {
    /// A door through which everything goes.
    pub fn new() -> Self {
        Self { inside: Arc::default(), changed: Arc::new(watch::Sender::new(())), permits: Arc::new(Semaphore::new(0)) }
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next message with these words meets this.
    pub fn plan(&self, words: &str, door: Door) {
        self.inside().plans.push_back((words.to_owned(), door));
    }

    /// What presses are answered with from now on.
    pub fn toast(&self, words: &str) {
        self.inside().toast = Some(words.to_owned());
    }

    /// What was received, in order.
    pub fn received(&self) -> Vec<Inbound> {
        self.inside().received.clone()
    }

    /// The words that were received, in order.
    pub fn texts(&self) -> Vec<String> {
        self.received().iter().filter_map(words).collect()
    }

    /// How often a message with these words came to the door.
    pub fn tried(&self, text: &str) -> usize {
        self.inside().tried.iter().filter(|inbound| words(inbound).as_deref() == Some(text)).count()
    }

    /// Waits until so many messages were received.
    pub async fn wait_for(&self, count: usize) {
        self.wait_until(|house| house.received().len() >= count).await;
    }

    /// Waits until this is so.
    pub async fn wait_until(&self, is_so: impl Fn(&Self) -> bool) {
        let mut changed = self.changed.subscribe();
        let wait = async {
            while !is_so(self) {
                changed.changed().await.expect("the house outlives its test");
            }
        };
        if timeout(Duration::from_secs(20), wait).await.is_err() {
            panic!("waited in vain; received so far: {:?}", self.received());
        }
    }

    /// The words of what was kept aside, and why.
    pub fn kept(&self) -> Vec<(Option<String>, Why)> {
        self.inside().kept.iter().map(|(inbound, why)| (words(inbound), *why)).collect()
    }

    /// The door as a poller wants it.
    pub fn reception(&self) -> Reception {
        let (house, keeper) = (self.clone(), self.clone());
        let receive: Receive = Arc::new(move |run| {
            let house = house.clone();
            async move { Ok(vec![house.take(run.into_iter().next().expect("one at least")).await?]) }.boxed()
        });
        let keep: Keep = Arc::new(move |inbound, why| {
            keeper.inside().kept.push((inbound, why));
            keeper.changed.send_replace(());
            async { Ok(()) }.boxed()
        });
        Reception { receive, keep }
    }

    async fn take(&self, inbound: Inbound) -> Result<Receipt> {
        let plan = self.try_door(&inbound);
        self.changed.send_replace(());
        match plan {
            Some(Door::Fail) => bail!("the disk is full"),
            Some(Door::Panic) => panic!("a panic that a test planned"),
            Some(Door::Wait) => self.permits.acquire().await?.forget(),
            None => {}
        }
        let toast = {
            let mut inside = self.inside();
            inside.received.push(inbound);
            inside.toast.clone()
        };
        self.changed.send_replace(());
        Ok(Receipt { toast, is_quiet: false })
    }

    fn try_door(&self, inbound: &Inbound) -> Option<Door> {
        let mut inside = self.inside();
        inside.tried.push(inbound.clone());
        let text = words(inbound)?;
        let at = inside.plans.iter().position(|(planned, _)| *planned == text)?;
        inside.plans.remove(at).map(|(_, door)| door)
    }
}

/// The words of a message, or the data of a press.
pub fn words(inbound: &Inbound) -> Option<String> {
    match &inbound.body {
        Body::Text(text) | Body::Press(text) => Some(text.clone()),
        _ => None,
    }
}

/// A channel to this server without limits.
pub fn channel(server: &Server) -> TelegramChannel {
    channel_at(&server.url(), Limits::NONE, PathBuf::from("."))
}

/// A channel to a server at this address.
pub fn channel_at(url: &str, limits: Limits, files: PathBuf) -> TelegramChannel {
    let settings = Settings { token: TOKEN.to_owned(), api_url: Some(url.to_owned()), files, limits, long_poll: Duration::from_secs(50) };
    TelegramChannel::new(settings).expect("the settings are sound")
}

/// A poller at work, which is stopped when dropped.
pub struct Polling {
    cancel: CancellationToken,
    task: Option<JoinHandle<()>>,
}

impl Polling {
    /// Begins.
    pub fn begin(channel: &TelegramChannel, house: &House) -> Self {
        let cancel = CancellationToken::new();
        let task = tokio::spawn(channel.poller(house.reception()).run(cancel.clone()));
        Self { cancel, task: Some(task) }
    }

    /// Ends it as the house does; it must not take long.
    pub async fn end(mut self) {
        self.cancel.cancel();
        let task = self.task.take().expect("it is ended once");
        timeout(Duration::from_secs(2), task).await.expect("it ends within two seconds").expect("it does not panic");
    }
}

impl Drop for Polling {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}
