//! The whole way over Telegram 全程: an update comes, is understood and committed, and its answer is sent, against a Bot API
//! server in this process. The server's own work is in the figures.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use tokio::time::{Instant, interval};
use tokio_util::sync::CancellationToken;
use yousu::channel::Channel;
use yousu::channel::telegram::{Limits, Settings, TelegramChannel};
use yousu::city::City;
use yousu::clock::Clock;
use yousu::desk::{Codes, Desk, voice};
use yousu::outbox::Outbox;
use yousu::store::{SledStore, Store as _};

use crate::botapi::{Server, TOKEN};
use crate::gauge::{Latencies, Watch};
use crate::{streets, words};

/// How it is measured.
#[derive(Args)]
pub struct Options {
    /// Citizens, each with a matter of their own, who all write at once.
    #[arg(long, default_value_t = 4_000)]
    citizens: usize,
    /// For how many seconds half of that load is kept up.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
}

/// The account of the first citizen.
const FIRST: i64 = 100_000;

/// How often the load looks at what came, and pushes what is next.
const TICK: Duration = Duration::from_millis(5);

/// Measures it, and tells.
pub async fn run(options: Options, folder: &Path, city: Arc<City>) -> Result<()> {
    let folder = tempfile::Builder::new().prefix("load-").tempdir_in(folder)?;
    let server = Server::start().await;
    let store = Arc::new(SledStore::open(folder.path().join("store"))?);
    let desk = Arc::new(Desk::open(store.clone(), city.clone(), Clock::System, Codes::Random)?);
    let settings = Settings {
        token: TOKEN.to_owned(),
        api_url: Some(server.url()),
        files: folder.path().to_owned(),
        // Telegram's own limits would be measured otherwise.
        limits: Limits::NONE,
        long_poll: Duration::from_secs(20),
    };
    let channel = Arc::new(TelegramChannel::new(settings)?);
    let channels: Vec<Arc<dyn Channel>> = vec![channel.clone()];
    let outbox = Outbox::new(store.clone(), channels, Clock::System, desk.outbox_bell(), Arc::new(voice(city.clone())));
    let over = CancellationToken::new();
    let tasks = [tokio::spawn(outbox.run(over.clone())), tokio::spawn(channel.serve(desk.clone(), over.clone()))];
    let texts = words::complaints(&city, options.citizens);
    let rate = all_at_once(&server, &texts).await;
    at_rate(&server, &texts, rate / 2.0, options.seconds, FIRST + options.citizens as i64).await;
    println!("{} cases", store.open_cases()?.len());
    over.cancel();
    for task in tasks {
        task.await?;
    }
    Ok(())
}

/// Everybody says what it is, then where, then yes; updates answered a second.
async fn all_at_once(server: &Server, texts: &[String]) -> f64 {
    let (watch, mut asked) = (Watch::start(), 0);
    for turn in 0..3 {
        for (i, text) in texts.iter().enumerate() {
            let citizen = FIRST + i as i64;
            match turn {
                0 => _ = server.citizen_says(citizen, text),
                1 => _ = server.citizen_says(citizen, &streets::place(i)),
                _ => _ = server.press(citizen, citizen, "confirm"),
            }
        }
        asked += texts.len();
        let mut tick = interval(TICK);
        while server.look(|world| world.sent.len()) < asked {
            tick.tick().await;
        }
    }
    let rate = asked as f64 / watch.seconds();
    println!(
        "{asked} updates answered in {:.1} s = {rate:.0}/s; {:.0} µs of processor each",
        watch.seconds(),
        watch.processor() / asked as f64 * 1e6
    );
    rate
}

/// New citizens write at this rate; how long each waits for the first answer.
async fn at_rate(server: &Server, texts: &[String], rate: f64, seconds: u64, first: i64) {
    let before = server.look(|world| world.sent.len());
    let (begun, mut tick, mut pushed) = (Instant::now(), interval(TICK), 0_usize);
    let mut since: HashMap<i64, Instant> = HashMap::new();
    while begun.elapsed() < Duration::from_secs(seconds) {
        tick.tick().await;
        while (pushed as f64) < begun.elapsed().as_secs_f64() * rate {
            let citizen = first + pushed as i64;
            since.insert(citizen, Instant::now());
            server.citizen_says(citizen, &texts[pushed % texts.len()]);
            pushed += 1;
        }
    }
    let answered = |count: usize| count.saturating_sub(before) >= pushed;
    while !answered(server.look(|world| world.sent.len())) {
        tick.tick().await;
    }
    let mut all = Latencies::default();
    server.look(|world| {
        for sent in &world.sent[before..] {
            if let Some(since) = since.remove(&sent.chat) {
                all.note(sent.at - since);
            }
        }
    });
    println!("at {rate:.0}/s: from delivery to answer, ms half {:.1}, 99 % {:.1}", all.within(0.5), all.within(0.99));
}
