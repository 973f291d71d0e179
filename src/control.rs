//! Asking a running server 控制: only one process may have the store open, so commands that need it ask the server over a
//! loopback connection, with a secret that only the owner of `var/` can read.

use std::fs;
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::admin::{self, Pace, Request};
use crate::desk::{Codes, Desk};
use crate::why;

mod frame;

use frame::Frame;

/// The pause after a connection could not be taken, as when too many files are open.
const PAUSE: Duration = Duration::from_secs(1);

/// How long somebody who asks may say nothing, or not take their answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long the server may take until it hears a request. What it does then may take much longer.
const HEARD_WITHIN: Duration = Duration::from_secs(30);

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
        let listener = TcpListener::bind("127.0.0.1:0").await.context("本机没有空闲的端口，供命令询问服务用；请关掉一些程序，再启动")?;
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
                        let (desk, secret, shutdown) = (desk.clone(), self.secret.clone(), shutdown.clone());
                        let runtime = Handle::current();
                        tokio::task::spawn_blocking(move || {
                            let served = connection.into_std().map_err(anyhow::Error::from);
                            let served = served.and_then(|stream| serve(&stream, &desk, &secret, &shutdown, &runtime));
                            if let Err(error) = served {
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

/// Answers one connection, on a thread of its own: whoever reads slowly holds up nobody else.
fn serve(stream: &TcpStream, desk: &Arc<Desk>, secret: &str, shutdown: &CancellationToken, runtime: &Handle) -> Result<()> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut line = String::new();
    BufReader::new(stream.take(LONGEST)).read_line(&mut line)?;
    let envelope: Envelope = serde_json::from_str(&line).context("no request")?;
    if envelope.secret != secret {
        bail!("a wrong secret");
    }
    let frames = Mutex::new(stream);
    lock(&frames).write_all(frame::TAKEN)?;
    let hear = |pace: Pace| {
        if shutdown.is_cancelled() {
            bail!("服务正在停止");
        }
        frame::pace(&mut *lock(&frames), &pace).context("没有人在等结果了")
    };
    let mut out = BufWriter::with_capacity(frame::LONGEST, Data(&frames));
    let answered = runtime.block_on(admin::answer_telling(desk, envelope.request, &mut out, &hear));
    let verdict = answered.and_then(|()| Ok(out.flush()?));
    drop(out);
    let mut stream = *lock(&frames);
    match verdict {
        Ok(()) => stream.write_all(frame::DONE)?,
        Err(error) => frame::failed(&mut stream, &why::told(&error))?,
    }
    Ok(stream.shutdown(Shutdown::Write)?)
}

fn lock<'l, 's>(frames: &'l Mutex<&'s TcpStream>) -> MutexGuard<'l, &'s TcpStream> {
    frames.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is answered, a piece at a time, so that no answer is ever held in memory as a whole.
struct Data<'f, 's>(&'f Mutex<&'s TcpStream>);

impl Write for Data<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let piece = &bytes[..bytes.len().min(frame::LONGEST)];
        frame::data(&mut *lock(self.0), piece)?;
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Asks the server that has the store of `var` open, and copies its answer; `None` when no server answers. `hear` is told how far
/// it has come.
///
/// # Errors
/// The server's own answer was an error, in words for the administrator.
pub fn ask(var: &Path, request: &Request, out: &mut dyn Write, hear: &mut dyn FnMut(Pace)) -> Result<Option<()>> {
    ask_within(HEARD_WITHIN, var, request, out, hear)
}

fn ask_within(patience: Duration, var: &Path, request: &Request, out: &mut dyn Write, hear: &mut dyn FnMut(Pace)) -> Result<Option<()>> {
    let Ok(text) = fs::read_to_string(address_file(var)) else { return Ok(None) };
    let Some((address, secret)) = text.trim().split_once(' ') else { return Ok(None) };
    let Ok(mut stream) = TcpStream::connect(address) else { return Ok(None) };
    let envelope = Envelope { secret: secret.to_owned(), request: request.clone() };
    serde_json::to_writer(&mut stream, &envelope)?;
    stream.write_all(b"\n")?;
    stream.shutdown(Shutdown::Write)?;
    let mut answer = BufReader::new(stream);
    await_first(&mut answer, patience)?;
    loop {
        match Frame::read(&mut answer)? {
            Frame::Taken => {}
            Frame::Pace(pace) => hear(pace),
            Frame::Data(bytes) => out.write_all(&bytes)?,
            Frame::Done => return Ok(Some(())),
            Frame::Failed(words) if words.is_empty() => bail!("服务器没有回答，请看它的日志。"),
            Frame::Failed(words) => bail!("{words}"),
        }
    }
}

/// Waits until the server says something. Its system takes connections for it, so that one which cannot take any itself, as when
/// too many files are open, seems to listen.
fn await_first(answer: &mut BufReader<TcpStream>, patience: Duration) -> Result<()> {
    answer.get_ref().set_read_timeout(Some(patience))?;
    match answer.fill_buf() {
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
            bail!("服务在运行，但 {} 秒没有应答：可能正忙，或者打开的文件太多。请看它的日志，过一会儿再试。", patience.as_secs())
        }
        heard => drop(heard?),
    }
    Ok(answer.get_ref().set_read_timeout(None)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_takes_no_connection_is_not_waited_for() {
        let var = tempfile::tempdir().expect("a folder");
        let deaf = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = deaf.local_addr().expect("an address");
        fs::write(address_file(var.path()), format!("{address} secret\n")).expect("written");
        let asked = ask_within(Duration::from_millis(20), var.path(), &Request::Status, &mut io::sink(), &mut |_| ());
        assert!(asked.expect_err("nobody heard").to_string().contains("没有应答"));
    }
}
