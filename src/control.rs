//! Asking a running server 控制: only one process may have the store open, so commands that need it ask the server over a
//! loopback connection, with a secret that only the owner of `var/` can read.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream as Connection};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::admin::{self, Request};
use crate::desk::{Codes, Desk};

/// The pause after a connection could not be taken, as when too many files are open.
const PAUSE: Duration = Duration::from_secs(1);

/// The longest request that is read.
const LONGEST: u64 = 16 * 1024;

#[derive(Serialize, Deserialize)]
struct Envelope {
    secret: String,
    request: Request,
}

fn address_file(var: &Path) -> PathBuf {
    var.join("control")
}

/// A control address that lives as long as the server does.
pub struct Control {
    listener: TcpListener,
    secret: String,
    file: PathBuf,
}

impl Control {
    /// Opens it and leaves its address in `var`.
    ///
    /// # Errors
    /// No port, no randomness, or `var` cannot be written.
    pub async fn open(var: &Path) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.context("no port for the control address")?;
        let secret = Codes::Random.next(32)?;
        let file = address_file(var);
        write_private(&file, &format!("{} {secret}\n", listener.local_addr()?))?;
        Ok(Self { listener, secret, file })
    }

    /// Answers until `shutdown`.
    pub async fn run(self, desk: Arc<Desk>, shutdown: CancellationToken) {
        loop {
            tokio::select! {
                accepted = self.listener.accept() => match accepted {
                    Ok((connection, _)) => {
                        let (desk, secret) = (desk.clone(), self.secret.clone());
                        tokio::spawn(async move {
                            if let Err(error) = serve(connection, &desk, &secret).await {
                                tracing::warn!("a control request failed: {error:#}");
                            }
                        });
                    }
                    Err(error) => {
                        tracing::warn!("the control address failed: {error}");
                        sleep(PAUSE).await;
                    }
                },
                () = shutdown.cancelled() => break,
            }
        }
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        // A file that stays behind is harmless: its address does not answer.
        let _ = fs::remove_file(&self.file);
    }
}

fn write_private(file: &Path, text: &str) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(file).with_context(|| format!("写不了 {}，请检查目录权限", file.display()))?;
    file.write_all(text.as_bytes())?;
    Ok(())
}

async fn serve(connection: Connection, desk: &Arc<Desk>, secret: &str) -> Result<()> {
    let (read, mut write) = connection.into_split();
    let mut line = String::new();
    tokio::io::BufReader::new(read.take(LONGEST)).read_line(&mut line).await?;
    let envelope: Envelope = serde_json::from_str(&line).context("no request")?;
    if envelope.secret != secret {
        bail!("a wrong secret");
    }
    let mut out = Vec::new();
    match admin::answer(desk, envelope.request, &mut out).await {
        Ok(()) => write.write_all(b"ok\n").await?,
        Err(error) => {
            out = format!("{error:#}").into_bytes();
            write.write_all(b"error\n").await?;
        }
    }
    write.write_all(&out).await?;
    write.shutdown().await?;
    Ok(())
}

/// Asks the server that has the store of `var` open, and copies its answer; `None` when no server answers.
///
/// # Errors
/// The server's own answer was an error, in words for the administrator.
pub fn ask(var: &Path, request: &Request, out: &mut dyn Write) -> Result<Option<()>> {
    let Ok(text) = fs::read_to_string(address_file(var)) else { return Ok(None) };
    let Some((address, secret)) = text.trim().split_once(' ') else { return Ok(None) };
    let Ok(mut stream) = TcpStream::connect(address) else { return Ok(None) };
    let envelope = Envelope { secret: secret.to_owned(), request: request.clone() };
    serde_json::to_writer(&mut stream, &envelope)?;
    stream.write_all(b"\n")?;
    stream.shutdown(Shutdown::Write)?;
    let mut answer = BufReader::new(stream);
    let mut verdict = String::new();
    answer.read_line(&mut verdict)?;
    if verdict.trim() == "ok" {
        std::io::copy(&mut answer, out)?;
        return Ok(Some(()));
    }
    let mut words = String::new();
    std::io::Read::read_to_string(&mut answer, &mut words)?;
    bail!("{}", if words.is_empty() { "服务器没有回答，请看它的日志。" } else { words.as_str() })
}
