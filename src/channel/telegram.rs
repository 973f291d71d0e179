//! Telegram 电报: the only place that knows teloxide. Messages go out as plain text at the pace that Telegram asks for, and
//! come in by polling that confirms nothing before it is on the disk.

mod answer;
mod api;
mod batch;
mod failure;
mod files;
mod incoming;
mod media;
mod menus;
mod outgoing;
mod pace;
mod poll;
mod progress;
mod split;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use teloxide::payloads::SendLocation;
use teloxide::types::ChatId;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use self::api::Api;
use self::failure::{Failure, Verdict};
use self::files::Files;
use self::menus::Scope;
use self::outgoing::Piece;
use self::pace::Gate;
use self::progress::Progress;
use crate::channel::{Channel, FileShape, MadeFile, SendError};
use crate::desk::{Desk, Receipt};
use crate::domain::complaint::{Evidence, EvidenceKind};
use crate::domain::ids::{ChatRef, UserRef};
use crate::domain::inbound::{Body, Inbound};
use crate::domain::outbound::{Outbound, Rank};
use crate::domain::staff::{Role, Staff};
use crate::metrics::Metrics;

pub use self::menus::menu_for;
pub use self::pace::Limits;
pub use self::poll::{Keep, Poller, Receive, Reception};

/// How often setting a menu is tried before the next start.
const MENU_ATTEMPTS: u32 = 5;

/// What the channel must be told. It has no `Debug`: the token must not get into a log.
pub struct Settings {
    /// The bot's token.
    pub token: String,
    /// Another Bot API server than Telegram's own.
    pub api_url: Option<String>,
    /// Where the house keeps files: evidence `file:<name>` is in it.
    pub files: PathBuf,
    /// The pace.
    pub limits: Limits,
    /// How long Telegram may hold an empty answer back; 50 seconds is usual.
    pub long_poll: Duration,
}

/// The channel to one bot.
pub struct TelegramChannel {
    api: Api,
    files: Files,
    limits: Limits,
    long_poll: Duration,
    gate: Arc<Gate>,
    progress: Progress,
}

impl TelegramChannel {
    /// The channel's name before the colon of its chats.
    pub const NAME: &'static str = "tg";

    /// A channel; nothing is sent or asked yet.
    ///
    /// # Errors
    /// The token or the address cannot be right.
    pub fn new(settings: Settings) -> Result<Self> {
        Ok(Self {
            api: Api::new(&settings.token, settings.api_url.as_deref())?,
            files: Files::new(settings.files),
            limits: settings.limits,
            long_poll: settings.long_poll,
            gate: Arc::new(Gate::new(settings.limits.overall)),
            progress: Progress::default(),
        })
    }

    /// The same, which counts its failures, and how polling fares, here.
    pub fn measured(self, metrics: Arc<Metrics>) -> Self {
        Self { api: self.api.measured(metrics), ..self }
    }

    /// A poller that hands every message to this reception.
    pub fn poller(&self, reception: Reception) -> Poller {
        Poller::new(self.api.clone(), self.gate.clone(), reception, self.long_poll)
    }

    /// Receives messages for the desk, and keeps menus, until the house closes.
    pub async fn serve(self: Arc<Self>, desk: Arc<Desk>, cancel: CancellationToken) {
        let poller = self.poller(self.reception(desk.clone()));
        let menus = async {
            let staff = desk.staff();
            tokio::select! {
                () = cancel.cancelled() => {}
                () = self.set_menus(&staff) => {}
            }
        };
        tokio::join!(poller.run(cancel.clone()), menus);
    }

    /// The desk's `receive_run`; who has just joined gets the menu of staff.
    fn reception(self: &Arc<Self>, desk: Arc<Desk>) -> Reception {
        let (channel, keeper) = (self.clone(), desk.clone());
        let receive: Receive = Arc::new(move |run: Vec<Inbound>| receive(channel.clone(), desk.clone(), run).boxed());
        let keep: Keep = Arc::new(move |inbound, why| {
            let desk = keeper.clone();
            async move { desk.set_aside(inbound, why).await }.boxed()
        });
        Reception { receive, keep }
    }

    /// Sets the menus of citizens, groups and these members of staff.
    pub async fn set_menus(&self, staff: &[Staff]) {
        self.set_menu(Scope::Everybody, None).await;
        self.set_menu(Scope::Groups, Some(Role::Handler)).await;
        for person in staff {
            self.set_menu_of(&person.user, Some(person.role)).await;
        }
    }

    async fn set_menu_of(&self, user: &UserRef, role: Option<Role>) {
        let chat = user.private_chat();
        if chat.channel() != Self::NAME {
            return;
        }
        if let Ok(chat) = chat.local().parse() {
            self.set_menu(Scope::Chat(chat), role).await;
        }
    }

    async fn set_menu(&self, scope: Scope, role: Option<Role>) {
        let request = menus::request(scope, role);
        for attempt in 1..=MENU_ATTEMPTS {
            let Err(failure) = self.api.tell(&request).await else { return };
            match failure.verdict() {
                Verdict::Later(after) if attempt < MENU_ATTEMPTS => {
                    tracing::info!("a menu is not set yet: {failure}");
                    sleep(after.unwrap_or(Duration::from_secs(2))).await;
                }
                _ => return tracing::warn!("a menu was not set: {failure}"),
            }
        }
    }

    async fn deliver(&self, outbound: &Outbound, files: &[MadeFile]) -> Result<(), SendError> {
        let chat = chat_id(&outbound.chat)?;
        let pieces = outgoing::pieces(outbound, files);
        let begun = self.progress.of(&outbound.id);
        for (at, piece) in pieces.iter().enumerate().skip(begun) {
            if at > begun {
                sleep(self.pace(&outbound.chat)).await;
            }
            if let Err(failure) = self.send_piece(chat, piece, outbound.rank()).await {
                return Err(failure.into_send_error());
            }
            self.progress.note(&outbound.id, at + 1);
        }
        self.progress.forget(&outbound.id);
        Ok(())
    }

    async fn send_piece(&self, chat: ChatId, piece: &Piece<'_>, rank: Rank) -> Result<(), Failure> {
        self.gate.pass(rank).await;
        let (sent, kind) = match piece {
            Piece::Text(text, buttons) => return self.api.tell(&outgoing::words(chat, text, buttons)).await,
            Piece::Point { latitude, longitude } => {
                (self.api.tell(&SendLocation::new(chat, *latitude, *longitude)).await, EvidenceKind::Location)
            }
            Piece::Kept(evidence, id) => (self.send_kept(chat, evidence, id).await, evidence.kind),
            Piece::Own(evidence, name) => (self.send_own(chat, evidence, name).await, evidence.kind),
            Piece::Made(file) => (self.send_made(chat, file).await, made_kind(file)),
            Piece::Lost(evidence) => (Err(Failure::Unsendable("evidence of another channel".to_owned())), evidence.kind),
        };
        match sent {
            // One attachment that cannot be shown must not keep the rest of the notice from its reader.
            Err(failure) if failure.verdict() == Verdict::Refused => {
                tracing::warn!("a file could not be sent: {failure}");
                self.gate.pass(rank).await;
                self.api.tell(&outgoing::words(chat, &outgoing::missing(kind), &[])).await
            }
            sent => sent,
        }
    }

    async fn send_kept(&self, chat: ChatId, evidence: &Evidence, id: &str) -> Result<(), Failure> {
        let (method, field) = outgoing::method(evidence.kind);
        let mut fields = outgoing::fields(chat, evidence);
        fields.insert(field.to_owned(), id.into());
        self.api.send(method, &fields).await
    }

    async fn send_made(&self, chat: ChatId, file: &MadeFile) -> Result<(), Failure> {
        files::check_size(file.bytes.len())?;
        let (method, field) = files::method(made_kind(file), file.bytes.len());
        let upload = api::Upload { field, name: file.name.clone(), bytes: file.bytes.clone() };
        self.api.upload(method, &outgoing::chat_field(chat), &upload).await
    }

    async fn send_own(&self, chat: ChatId, evidence: &Evidence, name: &str) -> Result<(), Failure> {
        let bytes = self.files.read(name).await?;
        let (method, field) = files::method(evidence.kind, bytes.len());
        let file = api::Upload { field, name: name.to_owned(), bytes };
        self.api.upload(method, &outgoing::fields(chat, evidence), &file).await
    }
}

/// As what evidence a made file would go.
fn made_kind(file: &MadeFile) -> EvidenceKind {
    match file.shape {
        FileShape::Document => EvidenceKind::File,
        FileShape::Picture => EvidenceKind::Photo,
    }
}

impl Channel for TelegramChannel {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn send<'a>(&'a self, outbound: &'a Outbound, files: &'a [MadeFile]) -> BoxFuture<'a, Result<(), SendError>> {
        self.deliver(outbound, files).boxed()
    }

    fn pace(&self, chat: &ChatRef) -> Duration {
        // Telegram numbers groups below zero.
        if chat.local().starts_with('-') { self.limits.group } else { self.limits.private }
    }

    fn spacing(&self) -> Duration {
        self.limits.overall
    }

    fn busy_for(&self) -> Option<Duration> {
        self.gate.busy_for()
    }
}

/// Reads one update as the poller does, for the bot of this number and name; none when it holds nothing for the house. Whatever
/// stands in the place of an update, nobody is hurt by reading it.
pub fn read_update(update: serde_json::Value, bot: u64, username: &str) -> Option<Inbound> {
    incoming::read(update, &api::Myself { id: bot, username: username.to_owned() })?.inbound
}

async fn receive(channel: Arc<TelegramChannel>, desk: Arc<Desk>, run: Vec<Inbound>) -> Result<Vec<Receipt>> {
    let joining = run.first().filter(|inbound| matches!(inbound.body, Body::Start(_))).map(|inbound| inbound.user.clone());
    let receipts = desk.receive_run(&run).await?;
    let role = joining.as_ref().and_then(|user| desk.staff().into_iter().find(|person| person.user == *user)).map(|person| person.role);
    if let (Some(user), Some(role)) = (joining, role) {
        tokio::spawn(async move { channel.set_menu_of(&user, Some(role)).await });
    }
    Ok(receipts)
}

fn chat_id(chat: &ChatRef) -> Result<ChatId, SendError> {
    let never = || SendError::Never { why: "not the number of a chat".to_owned() };
    chat.local().parse().map(ChatId).map_err(|_| never())
}
