//! The whole house on the test's clock: poller, desk, store, outbox and channel, against a server that misbehaves. A second of
//! it takes as long as the work that is done in it.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use chrono::TimeDelta;
use tempfile::TempDir;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use tracing::subscriber::DefaultGuard;
use yousu::channel::telegram::{Limits, Settings, TelegramChannel};
use yousu::city::{City, Sources};
use yousu::clock::Clock;
use yousu::desk::{Codes, Desk, voice};
use yousu::domain::audit::Viewer;
use yousu::domain::ids::Moment;
use yousu::domain::outbound::Outbound;
use yousu::health::{exposition, rows};
use yousu::metrics::{Metrics, Trouble};
use yousu::outbox::Outbox;
use yousu::store::{Commit, SledStore};

use super::botapi::{Server, TOKEN};
use super::log::Log;
use super::tied::Tied;

/// How long anything may take: the house tries again after five minutes at the latest.
pub const PATIENCE: Duration = Duration::from_secs(900);
/// How often the house's clock is set by the test's.
const TICK: Duration = Duration::from_millis(100);

/// The house.
pub struct Whole {
    /// Telegram.
    pub server: Server,
    /// The desk.
    pub desk: Arc<Desk>,
    /// What it has logged.
    pub log: Log,
    cancel: CancellationToken,
    tasks: JoinSet<()>,
    _var: TempDir,
    _listening: DefaultGuard,
}

fn city() -> Arc<City> {
    static CITY: OnceLock<Arc<City>> = OnceLock::new();
    CITY.get_or_init(|| Arc::new(City::load(&Sources::new(None, None), "national").unwrap_or_else(|faults| panic!("{faults:?}")))).clone()
}

/// When it begins.
pub fn noon() -> Moment {
    "2026-03-02T12:00:00+08:00".parse().expect("a moment")
}

/// A channel to a server at this address.
pub fn channel_at(url: &str, limits: Limits, files: PathBuf) -> TelegramChannel {
    let settings = Settings { token: TOKEN.to_owned(), api_url: Some(url.to_owned()), files, limits, long_poll: Duration::from_secs(50) };
    TelegramChannel::new(settings).expect("the settings are sound")
}

impl Whole {
    /// A house that has not been opened yet: what goes wrong at the door can be said before.
    pub async fn build() -> Self {
        Self::build_on(Duration::ZERO).await
    }

    async fn build_on(disk: Duration) -> Self {
        let (log, listening) = Log::listen();
        let var = tempfile::tempdir().expect("a folder");
        let store = Arc::new(SledStore::open(var.path().join("store")).expect("a store"));
        let clock = Clock::standing_at(noon());
        let desk = Arc::new(Desk::open(Arc::new(Tied(store, disk)), city(), clock, Codes::repeatable(1)).expect("a desk"));
        let (server, cancel) = (Server::start().await, CancellationToken::new());
        Self { server, desk, log, cancel, tasks: JoinSet::new(), _var: var, _listening: listening }
    }

    /// A house that is open, and polls.
    pub async fn open() -> Self {
        Self::open_on(Duration::ZERO).await
    }

    /// The same on a disk that takes so long for a commit.
    pub async fn open_on(disk: Duration) -> Self {
        let mut whole = Self::build_on(disk).await;
        whole.begin();
        whole.server.wait_for("it polls", |world| world.poll >= 1).await;
        whole
    }

    /// Opens it.
    pub fn begin(&mut self) {
        let (desk, cancel) = (self.desk.clone(), self.cancel.clone());
        let channel = Arc::new(channel_at(&self.server.url(), Limits::TELEGRAM, self.files()).measured(desk.metrics().clone()));
        let voice = Arc::new(voice(desk.city().clone()));
        let outbox = Outbox::new(desk.store().clone(), vec![channel.clone()], desk.clock().clone(), desk.outbox_bell(), voice);
        self.tasks.spawn(outbox.measured(desk.metrics().clone()).run(cancel.clone()));
        self.tasks.spawn(follow(desk.clock().clone()));
        self.tasks.spawn(channel.serve(desk, cancel));
    }

    /// Where files of the house lie.
    pub fn files(&self) -> PathBuf {
        self._var.path().to_owned()
    }

    /// What is counted.
    pub fn metrics(&self) -> &Metrics {
        self.desk.metrics()
    }

    /// These messages are to be sent.
    pub async fn queue(&self, outbox: Vec<Outbound>) {
        let commit = Commit { at: Some(self.desk.clock().now()), outbox, ..Commit::default() };
        self.desk.store().commit(commit).await.expect("queued");
        self.desk.outbox_bell().notify_one();
    }

    /// Waits, for as long as the house may take, until this is so.
    pub async fn until(&self, what: &str, is_so: impl Fn(&super::botapi::World) -> bool) {
        self.server.wait_within(PATIENCE, what, is_so).await;
    }

    /// Waits until nothing is to be sent any more, but for what nobody can be sent.
    pub async fn settled(&self) {
        let begun = Instant::now();
        while !self.desk.store().waiting(None, 1).expect("readable").is_empty() {
            assert!(begun.elapsed() < PATIENCE, "something waits for ever");
            sleep(TICK).await;
        }
    }

    /// Has everything undeliverable sent again.
    pub async fn resend(&self) -> usize {
        let numbers: Vec<u64> = self.desk.store().undelivered().expect("readable").iter().map(|notice| notice.number).collect();
        self.desk.resend(&numbers, &Viewer::Operator { name: None }).await.expect("queued again").len()
    }

    /// The figures and the words in which this trouble is told, which must be there.
    pub fn assert_told(&self, trouble: Trouble, row: &str) {
        assert!(self.metrics().troubles.count(trouble) > 0, "{row}: not counted as {}", trouble.name());
        let page = exposition::text(&self.desk);
        let sample = format!("yousu_errors_total{{kind=\"{}\"}} ", trouble.name());
        let count = page.lines().find_map(|line| line.strip_prefix(&sample)).unwrap_or_else(|| panic!("{row}: no {sample}"));
        assert!(count != "0", "{row}: {sample}{count}");
        let words = rows::printed(&rows::sections(&self.desk, true));
        assert!(words.contains(trouble.label()), "{row}: {words}");
    }

    /// The log says this, and nothing that it must keep.
    pub fn assert_logged(&self, words: &str, secrets: &[&str], row: &str) {
        let log = self.log.text();
        assert!(log.contains(words), "{row}: nothing of {words:?} in {log}");
        let token = TOKEN.split_once(':').expect("a token has two parts").1;
        for secret in secrets.iter().chain([&token]) {
            assert!(!log.contains(secret), "{row}: the log tells {secret}: {log}");
        }
    }

    /// Closes it, as in good order.
    pub async fn close(mut self) {
        self.cancel.cancel();
        self.tasks.abort_all();
        while self.tasks.join_next().await.is_some() {}
    }
}

/// The house's clock goes with the test's.
pub async fn follow(clock: Clock) {
    let (begun, start) = (Instant::now(), clock.now());
    loop {
        sleep(TICK).await;
        clock.advance_to(start + TimeDelta::from_std(begun.elapsed()).expect("no century"));
    }
}
