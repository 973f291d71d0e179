//! What goes wrong with a call 调用失败, in our own words: neither the token nor a citizen's words are in them.

use std::error::Error;
use std::iter::successors;
use std::time::Duration;

use serde::Deserialize;
use teloxide::RequestError;

use crate::channel::SendError;
use crate::domain::ids::ChatRef;
use crate::metrics::Trouble;

/// The longest description that is kept of an answer.
const MOST_CHARS: usize = 160;

/// Why a call did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Failure {
    /// Too many messages (429).
    #[error("Telegram asks to wait {} s", .0.as_secs())]
    Flood(Duration),
    /// The group is a supergroup now.
    #[error("the group has moved to another chat")]
    Migrated(i64),
    /// Telegram said no.
    #[error("Telegram said no ({code}): {description}")]
    No {
        /// The error code, as an HTTP status.
        code: u16,
        /// Telegram's words.
        description: String,
    },
    /// Telegram's servers are in trouble.
    #[error("Telegram's server answered {0}")]
    Server(u16),
    /// Something answered that is not the Bot API.
    #[error("the answer ({0}) was not one of the Bot API's")]
    Garbled(u16),
    /// No answer came in time.
    #[error("no answer: {0}")]
    Timeout(String),
    /// No answer came, or it broke off.
    #[error("no answer: {0}")]
    Network(String),
    /// The request could not even be made.
    #[error("the request could not be made: {0}")]
    Unsendable(String),
}

/// What follows from a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The same call may succeed later.
    Later(Option<Duration>),
    /// The same call may succeed with this chat.
    Moved(i64),
    /// This chat cannot be written to.
    Unreachable,
    /// This call cannot succeed; another one to the same chat might.
    Refused,
}

impl Failure {
    /// A network error of the HTTP client. It knows the address, and so the token: only its kind and its root are kept.
    pub fn of_network(error: &RequestError, token: &str) -> Self {
        let RequestError::Network(error) = error else { return Self::Network("unknown".to_owned()) };
        let kind = match error {
            error if error.is_timeout() => "timeout",
            error if error.is_connect() => "cannot connect",
            error if error.is_body() || error.is_decode() => "broken off",
            _ => "connection lost",
        };
        let root = successors(error.source(), |error| (**error).source()).last();
        let words = root.map_or_else(|| kind.to_owned(), |root| tidy(&format!("{kind} ({root})"), token));
        if error.is_timeout() { Self::Timeout(words) } else { Self::Network(words) }
    }

    /// What follows from it.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Flood(after) => Verdict::Later(Some(*after)),
            Self::Migrated(to) => Verdict::Moved(*to),
            Self::Server(_) | Self::Garbled(_) | Self::Timeout(_) | Self::Network(_) => Verdict::Later(None),
            // A wrong token and a second poller are mended by people; until then messages wait.
            Self::No { code: 401 | 404 | 409 | 429, .. } => Verdict::Later(None),
            Self::No { code: 403, .. } => Verdict::Unreachable,
            Self::No { description, .. } if is_about_the_chat(description) => Verdict::Unreachable,
            Self::No { .. } | Self::Unsendable(_) => Verdict::Refused,
        }
    }

    /// As what it is counted.
    pub fn trouble(&self) -> Trouble {
        match self {
            Self::Migrated(_) => Trouble::Moved,
            Self::Flood(_) | Self::No { code: 429, .. } => Trouble::Flood,
            Self::Server(_) => Trouble::Server,
            Self::Garbled(_) => Trouble::Garbled,
            Self::Timeout(_) => Trouble::Timeout,
            Self::Network(_) => Trouble::Network,
            Self::No { code: 401 | 404, .. } => Trouble::Token,
            Self::No { code: 409, .. } => Trouble::Conflict,
            Self::No { .. } | Self::Unsendable(_) => Trouble::Refused,
        }
    }

    /// How it is told to the outbox.
    pub fn into_send_error(self) -> SendError {
        match self.verdict() {
            Verdict::Later(after) => SendError::Later { after, why: self.to_string() },
            Verdict::Moved(to) => SendError::Moved { to: ChatRef(format!("tg:{to}")) },
            Verdict::Unreachable | Verdict::Refused => SendError::Never { why: self.to_string() },
        }
    }
}

/// Telegram's words for chats that cannot be written to, which come as 400 beside the 403 of blocked bots.
fn is_about_the_chat(description: &str) -> bool {
    const WORDS: [&str; 12] = [
        "chat not found",
        "user not found",
        "peer_id_invalid",
        "chat_id is empty",
        "user is deactivated",
        "user_is_blocked",
        "input_user_deactivated",
        "bot can't initiate conversation",
        "bot was kicked",
        "chat_write_forbidden",
        "not enough rights to send",
        "have no rights to send",
    ];
    let description = description.to_lowercase();
    WORDS.iter().any(|words| description.contains(words))
}

/// The envelope of every answer of the Bot API.
#[derive(Deserialize)]
pub(super) struct Answer<T> {
    ok: bool,
    #[serde(default = "nothing")]
    result: Option<T>,
    #[serde(default)]
    error_code: Option<u16>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    parameters: Option<Parameters>,
}

fn nothing<T>() -> Option<T> {
    None
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

impl<T> Answer<T> {
    /// What was asked for, or why not.
    pub fn into_result(self, status: u16, token: &str) -> Result<T, Failure> {
        if self.ok {
            return self.result.ok_or(Failure::Garbled(status));
        }
        let code = self.error_code.unwrap_or(status);
        let parameters = self.parameters.unwrap_or(Parameters { retry_after: None, migrate_to_chat_id: None });
        Err(match (parameters.retry_after, parameters.migrate_to_chat_id) {
            (Some(seconds), _) => Failure::Flood(Duration::from_secs(seconds)),
            (_, Some(chat)) => Failure::Migrated(chat),
            _ if code >= 500 => Failure::Server(code),
            _ => Failure::No { code, description: tidy(&self.description.unwrap_or_default(), token) },
        })
    }
}

/// Somebody else's words, short, on one line and without the token.
fn tidy(words: &str, token: &str) -> String {
    let words = words.replace(token, "<token>");
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST_CHARS).collect()
}
