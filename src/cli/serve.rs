//! `yousu serve` 启动: wiring, tasks, and an orderly end. When the store has stopped writing, as on a full disk, the house stays
//! open and takes nothing in; once the disk takes writes again it is opened anew, by itself.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::signals::Signals;
use super::{city, store_folder};
use crate::channel::Channel;
use crate::channel::telegram::{Limits, Settings, TelegramChannel};
use crate::channel::web::WebChannel;
use crate::city::City;
use crate::clock::Clock;
use crate::config::Config;
use crate::control::Control;
use crate::desk::{Codes, Desk, voice};
use crate::files::maker;
use crate::health::panics;
use crate::metrics::Metrics;
use crate::outbox::Outbox;
use crate::reminders;
use crate::store::SledStore;
use crate::web::{self, Web, WebOptions};

mod mending;

/// How long the tasks have to end before the program ends without them.
const PATIENCE: Duration = Duration::from_secs(4);

/// How long Telegram may hold an empty answer back.
const LONG_POLL: Duration = Duration::from_secs(50);

/// Serves until SIGTERM or Ctrl-C.
pub(super) fn run(config: Config) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(serve(config));
    runtime.shutdown_timeout(Duration::from_millis(500));
    served.map(|()| ExitCode::SUCCESS)
}

async fn serve(config: Config) -> Result<()> {
    let city = Arc::new(city(&config)?);
    let mut store = SledStore::open(&store_folder(&config)?)?;
    // It stays bound while the house is opened anew, so that its address stays the same.
    let listener = std::net::TcpListener::bind(config.listen)
        .with_context(|| format!("{} 已被占用或不可用，请用 --listen 127.0.0.1:0 换一个端口", config.listen))?;
    listener.set_nonblocking(true)?;
    // Before anybody is told that it runs: whoever ends it in the same breath ends it orderly.
    let mut signals = Signals::heed()?;
    let mut patience = mending::Patience::default();
    let mut is_first = true;
    while let End::StoreStopped = open_house(&config, city.clone(), store, &listener, is_first, &mut signals).await? {
        let Some(again) = patience.reopen(&store_folder(&config)?, &mut signals).await? else { break };
        (store, is_first) = (again, false);
    }
    say("有诉已停止。");
    Ok(())
}

/// Why the house was closed.
enum End {
    /// Somebody said so.
    Signalled,
    /// Its store takes no writes any more.
    StoreStopped,
}

async fn open_house(
    config: &Config,
    city: Arc<City>,
    store: SledStore,
    listener: &std::net::TcpListener,
    is_first: bool,
    signals: &mut Signals,
) -> Result<End> {
    let shutdown = CancellationToken::new();
    let store = Arc::new(store);
    let desk = Arc::new(Desk::open(store, city, Clock::System, Codes::Random)?);
    if config.demo {
        desk.make_demo_people().await?;
    } else {
        desk.send_demo_people_home();
    }
    let folder = config.var.join("files");
    std::fs::create_dir_all(&folder).with_context(|| format!("建不了目录 {}，请检查权限", folder.display()))?;
    let listener = TcpListener::from_std(listener.try_clone()?)?;
    let address = listener.local_addr()?;
    let control = Control::open(&config.var).await?;
    let telegram = telegram(config, &folder, desk.metrics())?;
    panics::watch(desk.metrics().clone());

    let mut channels: Vec<Arc<dyn Channel>> = vec![Arc::new(WebChannel::new(desk.clone()))];
    channels.extend(telegram.iter().map(|channel| channel.clone() as Arc<dyn Channel>));
    let voice = Arc::new(voice(desk.city().clone()));
    let outbox = Outbox::new(desk.store().clone(), channels, desk.clock().clone(), desk.outbox_bell(), voice);
    let outbox = outbox.measured(desk.metrics().clone()).making(maker(desk.clone()));
    let page = Web { desk: desk.clone(), options: WebOptions { demo: config.demo, files: folder } };

    let mut tasks = JoinSet::new();
    tasks.spawn(outbox.run(shutdown.clone()));
    tasks.spawn(reminders::run(desk.clone(), shutdown.clone()));
    tasks.spawn(control.run(desk.clone(), shutdown.clone()));
    let page_shutdown = shutdown.clone();
    tasks.spawn(async move {
        if let Err(error) = web::serve(listener, page, page_shutdown).await {
            tracing::error!("the page ended: {error:#}");
        }
    });
    if let Some(channel) = &telegram {
        tasks.spawn(channel.clone().serve(desk.clone(), shutdown.clone()));
    }
    if is_first {
        greet(config, &address.to_string(), telegram.is_some());
    } else {
        say("存储恢复写入，有诉继续受理。");
    }
    wait(&mut tasks, &shutdown, signals, mending::mended(&desk, &store_folder(config)?)).await
}

fn telegram(config: &Config, files: &std::path::Path, metrics: &Arc<Metrics>) -> Result<Option<Arc<TelegramChannel>>> {
    let Ok(token) = std::env::var("TELOXIDE_TOKEN") else { return Ok(None) };
    if token.trim().is_empty() {
        return Ok(None);
    }
    let settings = Settings {
        token: token.trim().to_owned(),
        api_url: config.telegram_api_url.clone(),
        files: files.to_owned(),
        limits: Limits::default(),
        long_poll: LONG_POLL,
    };
    Ok(Some(Arc::new(TelegramChannel::new(settings)?.measured(metrics.clone()))))
}

fn greet(config: &Config, address: &str, telegram: bool) {
    say(&format!("有诉已启动：http://{address}　数据在 {}，按 Ctrl-C 结束。", config.var.display()));
    if telegram {
        say("Telegram 已接入。");
        if config.demo {
            say("网页上还有演示人员；正式使用前，请在 yousu.toml 写入 [web] demo = false。");
        }
    } else {
        say("接入 Telegram：设置环境变量 TELOXIDE_TOKEN=机器人令牌，再启动一次。");
    }
}

/// A line for whoever started it. That nobody reads it any more is no reason to end.
fn say(words: &str) {
    let _ = writeln!(io::stdout(), "{words}");
}

/// Waits for the signal to end, for a store to be opened anew, or for a task that ended though it should not have.
async fn wait(
    tasks: &mut JoinSet<()>,
    shutdown: &CancellationToken,
    signals: &mut Signals,
    mended: impl Future<Output = ()>,
) -> Result<End> {
    let end = tokio::select! {
        () = signals.heard() => Ok(End::Signalled),
        () = mended => Ok(End::StoreStopped),
        ended = tasks.join_next() => Err(ended),
    };
    shutdown.cancel();
    let all = async { while tasks.join_next().await.is_some() {} };
    if tokio::time::timeout(PATIENCE, all).await.is_err() {
        tracing::warn!("a task did not end in time and is left behind; nothing acknowledged is lost");
        tasks.abort_all();
    }
    end.map_err(|ended| {
        let why = ended.and_then(Result::err).map(|error| error.to_string()).unwrap_or_default();
        anyhow::anyhow!("一个后台任务意外结束（{why}），程序已停止，数据没有丢失；请查看日志后重新启动")
    })
}
