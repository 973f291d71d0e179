//! A Bot API server of our own, for tests: as strict as Telegram's where it matters, it remembers everything, misbehaves
//! when told to, and tells when something has happened, so that no test has to sleep.
#![allow(dead_code, unused_imports)] // each test uses its part of it

pub mod fields;
pub mod methods;
pub mod people;
pub mod polling;
pub mod world;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::response::Response;
use axum::routing::any;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

pub use world::{Fault, Plague, Rates, Sent, World};

/// The token of the bot of tests; no bot of Telegram has one like it.
pub const TOKEN: &str = "4242:TEST-token_that-must-never-be-seen";
/// How long a test waits for something that should happen at once.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running server.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

/// What the server's handlers share.
pub struct Shared {
    world: Mutex<World>,
    changed: watch::Sender<u64>,
}

impl Shared {
    /// Changes the world, and tells whoever waits.
    pub fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let result = change(&mut self.world.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.send_modify(|version| *version += 1);
        result
    }

    fn look(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Server {
    /// A server on a free port.
    pub async fn start() -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").await.expect("a free port"))
    }

    /// A server on this address, which was free a moment ago.
    pub async fn start_at(address: SocketAddr) -> Self {
        Self::on(TcpListener::bind(address).await.expect("the port is still free"))
    }

    fn on(listener: TcpListener) -> Self {
        let address = listener.local_addr().expect("a bound socket has an address");
        let shared = Arc::new(Shared { world: Mutex::new(World::new()), changed: watch::Sender::new(0) });
        let router =
            Router::new().route("/{bot}/{method}", any(handle)).layer(DefaultBodyLimit::max(60 * 1024 * 1024)).with_state(shared.clone());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.expect("the server runs") });
        Self { address, shared, task }
    }

    /// The address to give to the bot.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Looks at the world.
    pub fn look<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.shared.look())
    }

    /// Changes the world.
    pub fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        self.shared.change(change)
    }

    /// The next call of this method fails like this; said several times, the next several.
    pub fn fail(&self, method: &str, fault: Fault) {
        self.change(|world| world.faults.entry(method.to_lowercase()).or_default().push_back(fault));
    }

    /// Calls of this method to this chat, or to all, fail like this so many times.
    pub fn plague(&self, method: &str, chat: Option<i64>, fault: Fault, times: usize) {
        let plague = Plague { method: method.to_lowercase(), chat, fault, times, struck: 0 };
        self.change(|world| world.plagues.push(plague));
    }

    /// Nothing goes wrong any more.
    pub fn cure(&self) {
        self.change(|world| {
            world.plagues.iter_mut().for_each(|plague| plague.times = 0);
            world.chats.values_mut().for_each(|chat| chat.blocked = false);
        });
    }

    /// Whether this comes about within so much time.
    pub async fn happens(&self, within: Duration, is_so: impl Fn(&World) -> bool) -> bool {
        let mut changed = self.shared.changed.subscribe();
        let wait = async {
            while !self.look(&is_so) {
                changed.changed().await.expect("the server outlives its test");
            }
        };
        timeout(within, wait).await.is_ok()
    }

    /// Waits until this is so.
    pub async fn wait_for(&self, what: &str, is_so: impl Fn(&World) -> bool) {
        self.wait_within(PATIENCE, what, is_so).await;
    }

    /// Waits at most this long until this is so.
    pub async fn wait_within(&self, patience: Duration, what: &str, is_so: impl Fn(&World) -> bool) {
        if !self.happens(patience, is_so).await {
            panic!("waited in vain for: {what}\ncalls: {:?}", self.look(|world| world.calls.clone()));
        }
    }

    /// What the bot sent to this chat.
    pub fn sent(&self, chat: i64) -> Vec<Sent> {
        self.look(|world| world.sent_to(chat).cloned().collect())
    }

    /// The words that the bot sent to this chat.
    pub fn texts(&self, chat: i64) -> Vec<String> {
        self.sent(chat).into_iter().map(|sent| sent.text).collect()
    }

    /// All updates before this one are confirmed.
    pub fn confirmed_offset(&self) -> i64 {
        self.look(|world| world.confirmed)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn handle(State(shared): State<Arc<Shared>>, Path((bot, method)): Path<(String, String)>, request: Request) -> Response {
    if bot != format!("bot{TOKEN}") {
        return methods::refusal(401, "Unauthorized");
    }
    let method = method.to_lowercase();
    let fields = match fields::Fields::read(request).await {
        Ok(fields) => fields,
        Err(words) => return methods::refusal(400, &format!("Bad Request: {words}")),
    };
    shared.change(|world| world.calls.push(method.clone()));
    let fault = shared.change(|world| world.next_fault(&method, fields.number("chat_id")));
    match fault {
        Some(Fault::Slow(after)) => {
            let answer = methods::answer(&shared, &method, &fields).await;
            sleep(after).await;
            answer
        }
        None => methods::answer(&shared, &method, &fields).await,
        Some(Fault::AnswerLost) => {
            methods::answer(&shared, &method, &fields).await;
            methods::broken()
        }
        Some(fault) => methods::misbehave(fault).await,
    }
}
