//! Configuration 配置: `yousu.toml`, the command line and the environment, read once and checked before anything starts.

use std::net::SocketAddr;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result, anyhow};
use axum::http::Uri;
use serde::Deserialize;
use toml::Spanned;

use crate::city::{DEFAULT_PROFILE, parse};
use crate::domain::problem::{Problem, line_at};

/// Where the page is served when nothing else is said.
pub const DEFAULT_LISTEN: &str = "127.0.0.1:12345";
/// The folder of the running database when nothing else is said.
const DEFAULT_VAR: &str = "var";
/// The configuration file that is read when it is there.
const DEFAULT_FILE: &str = "yousu.toml";

/// What was said on the command line; it goes before the file.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// `--config`
    pub config: Option<PathBuf>,
    /// `--var`
    pub var: Option<PathBuf>,
    /// `--data`
    pub data: Option<PathBuf>,
    /// `--intents`
    pub intents: Option<PathBuf>,
    /// `--model`
    pub model: Option<PathBuf>,
    /// `--profile`
    pub profile: Option<String>,
    /// `--listen`
    pub listen: Option<SocketAddr>,
}

/// The configuration in force.
#[derive(Clone, Debug)]
pub struct Config {
    /// The store, the files and the control address live here.
    pub var: PathBuf,
    /// A folder of data instead of the embedded one.
    pub data: Option<PathBuf>,
    /// A folder of intents instead of the embedded one.
    pub intents: Option<PathBuf>,
    /// A folder of weights learned from the city's own history.
    pub model: Option<PathBuf>,
    /// The rules of new cases.
    pub profile: String,
    /// Where the page is served.
    pub listen: SocketAddr,
    /// Whether the page has demo people and citizens by name.
    pub demo: bool,
    /// Another Bot API server than Telegram's own.
    pub telegram_api_url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: Option<Spanned<u32>>,
    var: Option<PathBuf>,
    data: Option<PathBuf>,
    intents: Option<PathBuf>,
    model: Option<PathBuf>,
    profile: Option<String>,
    #[serde(default)]
    web: WebTable,
    #[serde(default)]
    telegram: TelegramTable,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WebTable {
    listen: Option<Spanned<String>>,
    demo: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TelegramTable {
    api_url: Option<Spanned<String>>,
}

/// The file, with its addresses looked at.
#[derive(Debug, Default)]
struct Checked {
    file: File,
    listen: Option<SocketAddr>,
    api_url: Option<String>,
}

impl Config {
    /// The command line before the environment before the file before the defaults.
    ///
    /// # Errors
    /// The file is missing though it was named, is no configuration, or an address in it is none.
    pub fn read(given: Given, environment_api_url: Option<String>) -> Result<Self> {
        let Checked { file, listen, api_url } = read_file(given.config.as_deref())?;
        let listen = match (given.listen, listen) {
            (Some(address), _) => on_this_machine(address).map_err(|why| anyhow!("--listen：{why}"))?,
            (None, Some(address)) => address,
            (None, None) => address(DEFAULT_LISTEN).map_err(Error::msg)?,
        };
        let environment = environment_api_url.filter(|url| !url.is_empty()).map(|url| self::url(&url)).transpose();
        let environment = environment.map_err(|why| anyhow!("环境变量 YOUSU_TELEGRAM_API_URL {why}"))?;
        Ok(Self {
            var: given.var.or(file.var).unwrap_or_else(|| DEFAULT_VAR.into()),
            data: given.data.or(file.data),
            intents: given.intents.or(file.intents),
            model: given.model.or(file.model),
            profile: given.profile.or(file.profile).unwrap_or_else(|| DEFAULT_PROFILE.to_owned()),
            listen,
            demo: file.web.demo.unwrap_or(true),
            telegram_api_url: environment.or(api_url),
        })
    }
}

fn read_file(named: Option<&Path>) -> Result<Checked> {
    let path = named.unwrap_or(Path::new(DEFAULT_FILE));
    if named.is_none() && !path.exists() {
        return Ok(Checked::default());
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("读不到配置文件 {}，请检查路径和权限", path.display()))?;
    Ok(check(&path.display().to_string(), &text)?)
}

fn check(name: &str, text: &str) -> Result<Checked, Problem> {
    let file: File = parse(name, text)?;
    let fault = |at: &Range<usize>, what: String| Problem::at(name, line_at(text, at.start), what);
    if let Some(version) = file.version.as_ref().filter(|version| *version.get_ref() != 1) {
        return Err(fault(&version.span(), "version 只能是 1，请改正或换用新版本的程序。".to_owned()));
    }
    let listen = file.web.listen.as_ref();
    let listen = listen.map(|text| address(text.get_ref()).map_err(|why| fault(&text.span(), format!("listen：{why}")))).transpose()?;
    let api_url = file.telegram.api_url.as_ref();
    let api_url = api_url.map(|text| url(text.get_ref()).map_err(|why| fault(&text.span(), format!("api_url {why}")))).transpose()?;
    Ok(Checked { listen, api_url, file })
}

fn address(text: &str) -> Result<SocketAddr, String> {
    let address = text.parse().map_err(|_| format!("“{text}”不是监听地址，请写成 127.0.0.1:12345 这样的形式"))?;
    on_this_machine(address)
}

fn on_this_machine(address: SocketAddr) -> Result<SocketAddr, String> {
    let outside =
        || format!("网页只在本机开放：监听地址应为 127.0.0.1:端口，现在是 {address}。需要远程访问时，请在前面放反向代理并自行做好登录。");
    address.ip().is_loopback().then_some(address).ok_or_else(outside)
}

/// The address of a Bot API server. What is none is not repeated: it may be a token in the wrong place.
fn url(text: &str) -> Result<String, String> {
    let is_one = text
        .parse::<Uri>()
        .is_ok_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty()));
    is_one
        .then(|| text.to_owned())
        .ok_or_else(|| "不是网址，请写成 http://127.0.0.1:8081 这样；用 Telegram 自己的服务器就去掉它".to_owned())
}
