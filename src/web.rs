//! The local web page 网页: a citizen's chat on the left, the staff's workspace on the right. Rendered here, kept current by
//! server-sent events, and usable without scripts. It only reads the store; whatever somebody does goes to the desk.
//!
//! Reading order: `guard` (who may talk to us at all), `identity` (as whom), `view` (what is being looked at), then the
//! pages: `home`, `people`, `chat`, `cases`, `sheet`, `board`, and what is sent: `send`, `upload`, `join`.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::desk::Desk;
use crate::domain::ids::{ChatRef, Moment};

mod board;
mod cases;
mod chat;
mod evidence;
mod examples;
mod files;
mod grounds;
mod guard;
mod history;
mod home;
mod identity;
mod join;
mod live;
mod looks;
mod made;
mod notes;
mod pages;
mod people;
mod problem;
mod public;
mod refused;
mod request;
mod seen;
mod send;
mod sheet;
mod standout;
mod status;
mod ties;
mod upload;
mod view;

use problem::Problem;

/// How the page is served.
#[derive(Clone, Debug)]
pub struct WebOptions {
    /// Anybody at the page may write as any citizen and act as the demo staff.
    pub demo: bool,
    /// Where uploaded evidence is kept.
    pub files: PathBuf,
}

/// The page: what it reads and writes through, and its options.
pub struct Web {
    /// The desk.
    pub desk: Arc<Desk>,
    /// The options.
    pub options: WebOptions,
}

/// What every handler shares.
#[derive(Clone)]
struct House(Arc<Inside>);

struct Inside {
    desk: Arc<Desk>,
    options: WebOptions,
    seen: Mutex<HashMap<ChatRef, Moment>>,
    making: board::Making,
    shutdown: CancellationToken,
}

impl House {
    fn desk(&self) -> &Desk {
        &self.0.desk
    }

    fn options(&self) -> &WebOptions {
        &self.0.options
    }

    /// Remembers, as long as this process lives, that the chat has been shown up to `at`: its badge counts what came later.
    fn mark_seen(&self, chat: &ChatRef, at: Moment) {
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(chat.clone(), at);
    }

    fn seen(&self, chat: &ChatRef) -> Option<Moment> {
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner).get(chat).copied()
    }

    /// Reads the store where waiting for the disk holds nobody up.
    async fn read<T: Send + 'static>(&self, work: impl FnOnce(&Self) -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
        let house = self.clone();
        tokio::task::spawn_blocking(move || work(&house)).await.map_err(anyhow::Error::from)?
    }
}

/// The routes, for a server of the caller's own.
pub fn router(web: Web) -> Router {
    routes(web, CancellationToken::new())
}

/// Serves the page until `shutdown`; open event streams end with it, and nobody is waited for longer than two seconds.
///
/// # Errors
/// The listener failed.
pub async fn serve(listener: TcpListener, web: Web, shutdown: CancellationToken) -> anyhow::Result<()> {
    let app = routes(web, shutdown.clone());
    let server = axum::serve(listener, app).with_graceful_shutdown(shutdown.clone().cancelled_owned());
    let patience = async {
        shutdown.cancelled().await;
        tokio::time::sleep(Duration::from_secs(2)).await;
    };
    tokio::select! {
        ended = server => Ok(ended?),
        () = patience => Ok(()),
    }
}

fn routes(web: Web, shutdown: CancellationToken) -> Router {
    let house = House(Arc::new(Inside {
        desk: web.desk,
        options: web.options,
        seen: Mutex::default(),
        making: board::Making::default(),
        shutdown,
    }));
    Router::new()
        .route("/", get(home::page))
        .route("/case/{number}", get(home::case_page))
        .route("/citizen", get(home::other_citizen))
        .route("/fragment/citizens", get(home::citizens))
        .route("/fragment/people", get(home::people))
        .route("/fragment/chat", get(home::chat))
        .route("/fragment/cases", get(home::cases))
        .route("/fragment/case/{number}", get(home::case))
        .route("/events", get(live::events))
        .route("/say", post(send::say))
        .route("/press", post(send::press))
        .route("/locate", post(send::locate))
        // The handler counts for itself, so that too large a file is answered in words.
        .route("/upload", post(upload::upload).layer(DefaultBodyLimit::max(upload::LARGEST_FORM)))
        .route("/file/{name}", get(files::file))
        .route("/made", get(made::of_line))
        .route("/paper/{number}/{seq}", get(made::paper))
        .route("/join/{code}", get(join::page).post(join::join))
        .route("/public", get(public::index))
        .route("/public.css", get(public::style))
        .route("/public/{edition}", get(public::edition))
        .route("/examples", get(examples::page).post(examples::write))
        .route("/board", get(board::page))
        .route("/board/cases", get(board::cases))
        .route("/status", get(status::page))
        .route("/status/resend", post(status::resend))
        .route("/status/again", post(status::again))
        .route("/metrics", get(status::metrics))
        .route("/healthz", get(status::healthz))
        .route("/readyz", get(status::readyz))
        .route("/style.css", get(pages::style))
        .route("/board.css", get(pages::board_style))
        .route("/app.js", get(pages::script))
        .route("/favicon.svg", get(pages::icon))
        .fallback(problem::no_page)
        .method_not_allowed_fallback(problem::no_page)
        .layer(from_fn(guard::check))
        .layer(from_fn_with_state(house.clone(), problem::show))
        .layer(from_fn(guard::headers))
        .with_state(house)
}
