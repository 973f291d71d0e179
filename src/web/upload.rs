//! Evidence that somebody sends as files: all that a form brings is on the disk before the desk hears of it, and then it is one
//! message. What cannot be taken is told by name and keeps nothing else from being taken.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Context;
use axum::Json;
use axum::body::{Body as Pieces, Bytes};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest as _, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use futures::{StreamExt as _, stream};
use serde_json::json;
use tokio::fs;
use tokio::io::AsyncWriteExt;
use tokio::task::yield_now;

use super::House;
use super::files::Stored;
use super::identity::{Keys, Person};
use super::problem::{Problem, wants_json};
use super::refused::{Refused, Why};
use super::request::secret;
use super::send::{Once, answer, receive};
use crate::desk::Receipt;
use crate::domain::complaint::Evidence;
use crate::domain::inbound::Body;

/// The most of a file, in megabytes.
pub(super) const LARGEST_MEGABYTES: usize = 20;
/// The most bytes of a file.
const LARGEST_FILE: usize = LARGEST_MEGABYTES << 20;
/// What is read and thrown away of too large a file, so that the browser gets to read why it was refused.
const LARGEST_WASTE: usize = 10 * LARGEST_FILE;
/// The most files of one form.
pub(super) const MOST_FILES: usize = 30;
/// The most bytes of a field that is no file.
const LARGEST_FIELD: usize = 4096;
/// The most fields of one form, files among them.
const MOST_FIELDS: usize = 256;
/// The most bytes that the reader of forms may hold; what a socket gives at once is far less.
const MOST_HELD: usize = 4 << 20;
/// The most bytes of one form, whatever it is made of.
pub(super) const LARGEST_FORM: usize = MOST_FILES * LARGEST_FILE + LARGEST_WASTE + (1 << 20);

/// The fields that stand before the files.
#[derive(Default)]
struct Fields {
    who: String,
    id: String,
    view: String,
    caption: String,
}

/// What a form brought.
#[derive(Default)]
struct Form {
    fields: Fields,
    sender: Option<Sender>,
    /// On the disk.
    kept: Vec<Stored>,
    refused: Refused,
    held: Held,
}

struct Sender {
    person: Person,
    once: Once,
    /// The same form was taken before: nothing of it is kept again.
    is_known: bool,
}

/// `/upload`
pub(super) async fn upload(State(house): State<House>, keys: Keys, headers: HeaderMap, request: Request) -> Result<Response, Problem> {
    let mut form = Form::default();
    let mut parts = Multipart::from_request(paced(request, form.held.clone()), &()).await.map_err(|_| Problem::BadRequest)?;
    if let Err(problem) = form.read(&house, &keys, &mut parts).await {
        // Nothing of a form is kept that is not taken.
        for stored in &form.kept {
            let _ = fs::remove_file(path(&house, stored)).await;
        }
        return Err(problem);
    }
    let Some(sender) = form.sender.take() else { return Err(Problem::Empty) };
    let taken = form.kept.len();
    let receipt = match form.evidence() {
        evidence if evidence.is_empty() => Receipt::default(),
        evidence => receive(&house, &sender.person, sender.once.inbound(""), Body::Pieces(evidence)).await?,
    };
    if form.refused.is_empty() {
        return Ok(answer(&headers, &form.fields.view, &receipt));
    }
    let (what, advice) = (form.refused.what(taken), form.refused.advice());
    if taken > 0 && wants_json(&headers) {
        return Ok(Json(json!({ "toast": format!("{what}。{advice}") })).into_response());
    }
    Err(Problem::Files { what, advice, status: form.refused.status(taken) })
}

impl Form {
    async fn read(&mut self, house: &House, keys: &Keys, parts: &mut Multipart) -> Result<(), Problem> {
        let mut seen = 0;
        while let Some(field) = parts.next_field().await.map_err(unreadable)? {
            self.held.0.store(0, Ordering::Relaxed);
            seen += 1;
            if seen > MOST_FIELDS {
                return Err(Problem::BadRequest);
            }
            match field.file_name().map(str::to_owned) {
                None => self.fields.take(&self.held, field).await?,
                Some(name) if name.is_empty() => self.held.skip(field).await?,
                Some(name) => self.file(house, keys, &name, field).await?,
            }
        }
        Ok(())
    }

    /// Keeps one file, or says why not.
    async fn file(&mut self, house: &House, keys: &Keys, name: &str, field: Field<'_>) -> Result<(), Problem> {
        if self.sender.is_none() {
            let (person, once) = (house.person(&self.fields.who, keys)?, Once::of(&self.fields.id)?);
            let is_known = house.desk().store().seen(&once.inbound("")).map_err(Problem::not_taken)?;
            self.sender = Some(Sender { person, once, is_known });
        }
        if self.sender.as_ref().is_some_and(|sender| sender.is_known) {
            return self.held.skip(field).await;
        }
        if self.kept.len() == MOST_FILES {
            self.refused.push(name, Why::TooMany);
            return self.held.skip(field).await;
        }
        let Some(stored) = Stored::new(&secret()?, name, field.content_type()) else {
            self.refused.push(name, Why::Kind);
            return self.held.skip(field).await;
        };
        let path = path(house, &stored);
        let written = keep(&path, &self.held, field).await;
        if !matches!(written, Ok(None)) {
            let _ = fs::remove_file(&path).await;
        }
        match written? {
            None => self.kept.push(stored),
            Some(why) => self.refused.push(name, why),
        }
        Ok(())
    }

    /// What was kept; the words of the form belong to its first piece.
    fn evidence(&self) -> Vec<Evidence> {
        let caption = |place: usize| Some(self.fields.caption.clone()).filter(|caption| place == 0 && !caption.is_empty());
        let piece = |(place, stored): (usize, &Stored)| Evidence {
            kind: stored.kind(),
            source: format!("file:{}", stored.name()),
            caption: caption(place),
        };
        self.kept.iter().enumerate().map(piece).collect()
    }
}

impl Fields {
    async fn take(&mut self, held: &Held, field: Field<'_>) -> Result<(), Problem> {
        let name = field.name().unwrap_or_default().to_owned();
        let text = short(held, field).await?;
        match name.as_str() {
            "who" => self.who = text,
            "id" => self.id = text,
            "view" => self.view = text,
            "caption" => self.caption = text.trim().to_owned(),
            _ => {}
        }
        Ok(())
    }
}

/// How many bytes the reader of forms has taken in since it last gave something out.
#[derive(Clone, Default)]
struct Held(Arc<AtomicUsize>);

impl Held {
    /// Takes so many more in; false when it holds too many.
    fn take(&self, bytes: usize) -> bool {
        self.0.fetch_add(bytes, Ordering::Relaxed) + bytes <= MOST_HELD
    }

    /// The next piece of a field.
    async fn piece(&self, field: &mut Field<'_>) -> Result<Option<Bytes>, Problem> {
        let piece = field.chunk().await.map_err(unreadable)?;
        self.0.store(0, Ordering::Relaxed);
        Ok(piece)
    }

    /// Reads a field to its end for nothing.
    async fn skip(&self, mut field: Field<'_>) -> Result<(), Problem> {
        while self.piece(&mut field).await?.is_some() {}
        Ok(())
    }
}

/// The same request, whose body comes piece by piece: the reader of forms takes all that is there at once, and would hold in
/// memory what somebody sends faster than it is looked at, or the whole of a header that never ends.
fn paced(request: Request, held: Held) -> Request {
    request.map(|body| {
        let pieces = stream::unfold((body.into_data_stream(), held, false), |(mut pieces, held, is_begun)| async move {
            if is_begun {
                yield_now().await;
            }
            let piece = pieces.next().await?;
            let fits = piece.as_ref().is_ok_and(|piece| held.take(piece.len()));
            let piece = piece.and_then(|piece| if fits { Ok(piece) } else { Err(axum::Error::new("a header without end")) });
            Some((piece, (pieces, held, true)))
        });
        Pieces::from_stream(pieces)
    })
}

/// The words of a field. One that is too long is not read to its end.
async fn short(held: &Held, mut field: Field<'_>) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = held.piece(&mut field).await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > LARGEST_FIELD {
            return Err(Problem::BadRequest);
        }
    }
    String::from_utf8(bytes).map_err(|_| Problem::BadRequest)
}

fn unreadable(error: MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Problem::TooLarge } else { Problem::BadRequest }
}

fn path(house: &House, stored: &Stored) -> PathBuf {
    house.options().files.join(stored.name())
}

/// Puts a file on the disk; or says why it cannot be taken.
async fn keep(path: &Path, held: &Held, mut field: Field<'_>) -> Result<Option<Why>, Problem> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).await.context("make the folder for files").map_err(Problem::not_taken)?;
    }
    let mut file = fs::File::create_new(path).await.context("create a file for evidence").map_err(Problem::not_taken)?;
    let mut size = 0_usize;
    while let Some(chunk) = held.piece(&mut field).await? {
        size += chunk.len();
        if size > LARGEST_WASTE {
            return Err(Problem::TooLarge);
        }
        if size <= LARGEST_FILE {
            file.write_all(&chunk).await.context("write evidence").map_err(Problem::not_taken)?;
        }
    }
    if size > LARGEST_FILE {
        return Ok(Some(Why::TooLarge));
    }
    if size == 0 {
        return Ok(Some(Why::Empty));
    }
    file.sync_all().await.context("put evidence on the disk").map_err(Problem::not_taken)?;
    Ok(None)
}
