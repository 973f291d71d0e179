//! Files that are made when they are sent 附件: just before the channel is asked, where making them holds nobody up. One that
//! cannot be made is told in the log and left out: the words never wait for it.

use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::channel::{Channel, MadeFile, Maker};
use crate::domain::outbound::{FileRef, Outbound};

/// How long one file may take: what its words wait for at most.
const PATIENCE: Duration = Duration::from_secs(20);

/// The files of this message that its channel carries and that can be made, in their order.
pub(super) async fn made(maker: Option<&Maker>, channel: &dyn Channel, outbound: &Outbound) -> Vec<MadeFile> {
    let mut files = Vec::new();
    for file in outbound.files.iter().filter(|_| channel.carries_files()) {
        match make(maker, file).await {
            Ok(made) => files.push(made),
            Err(why) => tracing::error!(notice = %outbound.id, file = file.label(), "a file could not be made and was left out: {why:#}"),
        }
    }
    files
}

async fn make(maker: Option<&Maker>, file: &FileRef) -> Result<MadeFile> {
    let maker = maker.context("nobody makes files here")?.clone();
    let file = file.clone();
    let making = spawn_blocking(move || maker(&file));
    match timeout(PATIENCE, making).await {
        Ok(Ok(made)) => made,
        Ok(Err(_)) => Err(anyhow!("the maker panicked")),
        Err(_) => Err(anyhow!("it took longer than {} s", PATIENCE.as_secs())),
    }
}
