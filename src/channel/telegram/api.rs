//! Calls to the Bot API, with teloxide's types for what is asked and answered.
//!
//! The calls themselves are ours: teloxide 0.17 sleeps ten seconds inside every call that meets a 5xx, cannot give one
//! call more patience than another, and takes a sent message for unsent when it cannot read the answer.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, ensure};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use teloxide::requests::Payload;
use teloxide::{Bot, RequestError};

use super::failure::{Answer, Failure};
use crate::metrics::Metrics;

/// How long an ordinary call may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a call with a file may take.
const UPLOAD_PATIENCE: Duration = Duration::from_secs(120);

/// The way to one bot's API. It has no `Debug`: the token must not get into a log.
#[derive(Clone)]
pub(super) struct Api {
    bot: Bot,
    metrics: Arc<Metrics>,
}

/// A file of the house on its way to Telegram.
pub(super) struct Upload {
    /// The method's name for the file: `photo`, `document`.
    pub field: &'static str,
    /// What it is called.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Api {
    /// The API at `address`, or Telegram's own, for the bot of this token.
    pub fn new(token: &str, address: Option<&str>) -> Result<Self> {
        let sound = token.contains(':') && token.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'-'));
        ensure!(sound, "Telegram 的 token 形如 123456:ABC-DEF，请核对");
        let client = teloxide::net::default_reqwest_settings()
            .timeout(PATIENCE)
            .build()
            .context("建不了访问 Telegram 的连接；请检查本机的网络设置")?;
        let mut bot = Bot::with_client(token, client);
        if let Some(address) = address {
            bot = bot.set_api_url(address.parse().map_err(|_| anyhow!("api_url 不是网址，请写成 http://127.0.0.1:8081 这样"))?);
        }
        Ok(Self { bot, metrics: Arc::default() })
    }

    /// The same, which counts its failures here.
    pub fn measured(self, metrics: Arc<Metrics>) -> Self {
        Self { metrics, ..self }
    }

    /// Where failures are counted.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Asks for something whose answer does not matter, only that it was done.
    pub async fn tell<P: Payload + Serialize>(&self, payload: &P) -> Result<(), Failure> {
        self.call::<IgnoredAny>(P::NAME, payload, PATIENCE).await.map(drop)
    }

    /// Asks for something; `T` is as much of the answer as is needed.
    pub async fn ask<P: Payload + Serialize, T: DeserializeOwned>(&self, payload: &P, patience: Duration) -> Result<T, Failure> {
        self.call(P::NAME, payload, patience).await
    }

    /// Sends something that Telegram keeps already.
    pub async fn send(&self, method: &str, fields: &Map<String, Value>) -> Result<(), Failure> {
        self.call::<IgnoredAny>(method, fields, PATIENCE).await.map(drop)
    }

    /// Sends a file that Telegram does not have yet.
    pub async fn upload(&self, method: &str, fields: &Map<String, Value>, file: &Upload) -> Result<(), Failure> {
        let boundary = boundary()?;
        let body = form(&boundary, fields, file);
        self.post::<IgnoredAny>(method, &format!("multipart/form-data; boundary={boundary}"), body, UPLOAD_PATIENCE).await.map(drop)
    }

    async fn call<T: DeserializeOwned>(&self, method: &str, payload: &impl Serialize, patience: Duration) -> Result<T, Failure> {
        let body = serde_json::to_vec(payload).map_err(|error| Failure::Unsendable(format!("{method}: {error}")))?;
        self.post(method, "application/json", body, patience).await
    }

    async fn post<T: DeserializeOwned>(&self, method: &str, kind: &str, body: Vec<u8>, patience: Duration) -> Result<T, Failure> {
        let answer = self.exchange(method, kind, body, patience).await;
        answer.inspect_err(|failure| self.metrics.trouble(failure.trouble()))
    }

    async fn exchange<T: DeserializeOwned>(&self, method: &str, kind: &str, body: Vec<u8>, patience: Duration) -> Result<T, Failure> {
        let mut url = self.bot.api_url();
        url.set_path(&format!("{}/bot{}/{method}", url.path().trim_end_matches('/'), self.bot.token()));
        let request = self.bot.client().post(url).timeout(patience).header("content-type", kind).body(body);
        let answer = async {
            let response = request.send().await?;
            Ok::<_, RequestError>((response.status().as_u16(), response.bytes().await?))
        };
        let (status, bytes) = answer.await.map_err(|error| Failure::of_network(&error, self.bot.token()))?;
        if status >= 500 {
            return Err(Failure::Server(status));
        }
        let answer: Answer<T> = serde_json::from_slice(&bytes).map_err(|_| Failure::Garbled(status))?;
        answer.into_result(status, self.bot.token())
    }
}

fn boundary() -> Result<String, Failure> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|error| Failure::Unsendable(error.to_string()))?;
    Ok(random.iter().fold("yousu".to_owned(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

/// The body of a form with one file: RFC 7578, which is short enough to write.
fn form(boundary: &str, fields: &Map<String, Value>, file: &Upload) -> Vec<u8> {
    let mut body = Vec::with_capacity(file.bytes.len() + 1024);
    for (name, value) in fields {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let part = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let name: String = file.name.chars().map(|c| if c == '"' || c == '\\' || c.is_control() { '_' } else { c }).collect();
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n",
        file.field
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(&file.bytes);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    body
}

/// What one bot is called, for telling its commands and messages from others' in a group.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Myself {
    /// Its account.
    pub id: u64,
    /// Its name without `@`.
    pub username: String,
}
