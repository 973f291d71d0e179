//! Configuration 配置: `yousu.toml`, the command line and the environment, read once and checked before anything starts.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::city::DEFAULT_PROFILE;

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
    version: Option<u32>,
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
    listen: Option<String>,
    demo: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TelegramTable {
    api_url: Option<String>,
}

impl Config {
    /// The command line before the environment before the file before the defaults.
    ///
    /// # Errors
    /// The file is missing though it was named, is no configuration, or an address in it is none.
    pub fn read(given: Given, environment_api_url: Option<String>) -> Result<Self> {
        let file = read_file(given.config.as_deref())?;
        let listen = match (given.listen, &file.web.listen) {
            (Some(address), _) => address,
            (None, Some(text)) => address(text)?,
            (None, None) => address(DEFAULT_LISTEN)?,
        };
        if !listen.ip().is_loopback() {
            bail!("网页只在本机开放：监听地址应为 127.0.0.1:端口，现在是 {listen}。需要远程访问时，请在前面放反向代理并自行做好登录。");
        }
        Ok(Self {
            var: given.var.or(file.var).unwrap_or_else(|| DEFAULT_VAR.into()),
            data: given.data.or(file.data),
            intents: given.intents.or(file.intents),
            model: given.model.or(file.model),
            profile: given.profile.or(file.profile).unwrap_or_else(|| DEFAULT_PROFILE.to_owned()),
            listen,
            demo: file.web.demo.unwrap_or(true),
            telegram_api_url: environment_api_url.filter(|url| !url.is_empty()).or(file.telegram.api_url),
        })
    }
}

fn read_file(named: Option<&Path>) -> Result<File> {
    let path = named.unwrap_or(Path::new(DEFAULT_FILE));
    if named.is_none() && !path.exists() {
        return Ok(File::default());
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("读不到配置文件 {}，请检查路径和权限", path.display()))?;
    let file: File = crate::city::parse(&path.display().to_string(), &text)?;
    if file.version.is_some_and(|version| version != 1) {
        bail!("{}：version 只能是 1，请改正或换用新版本的程序。", path.display());
    }
    Ok(file)
}

fn address(text: &str) -> Result<SocketAddr> {
    text.parse().with_context(|| format!("“{text}”不是监听地址，请写成 127.0.0.1:12345 这样的形式"))
}
