//! Evidence that somebody sends as files. Each file is on the disk before the desk hears of it.

use std::path::PathBuf;

use anyhow::Context;
use axum::body::Body as Pieces;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest as _, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use futures::{StreamExt as _, stream};
use tokio::fs;
use tokio::io::AsyncWriteExt;
use tokio::task::yield_now;

use super::House;
use super::files::Stored;
use super::identity::{Keys, Person};
use super::problem::Problem;
use super::request::secret;
use super::send::{Once, answer, receive};
use crate::desk::Receipt;
use crate::domain::complaint::Evidence;
use crate::domain::inbound::Body;

/// The most bytes of a file: 20 MB.
const LARGEST_FILE: usize = 20 * 1024 * 1024;
/// What is read and thrown away of too large a file, so that the browser gets to read why it was refused.
const LARGEST_WASTE: usize = 10 * LARGEST_FILE;
/// The most files of one form.
const MOST_FILES: usize = 9;
/// The most bytes of a field that is no file.
const LARGEST_FIELD: usize = 4096;
/// The most fields of one form, files among them.
const MOST_FIELDS: usize = 32;
/// The most bytes of one form, whatever it is made of.
pub(super) const LARGEST_FORM: usize = LARGEST_WASTE + (1 << 20);

/// The fields that stand before the files.
#[derive(Default)]
struct Fields {
    who: String,
    id: String,
    view: String,
    caption: String,
}

/// `/upload`
pub(super) async fn upload(State(house): State<House>, keys: Keys, headers: HeaderMap, request: Request) -> Result<Response, Problem> {
    let mut parts = Multipart::from_request(paced(request), &()).await.map_err(|_| Problem::BadRequest)?;
    let mut fields = Fields::default();
    let mut sender: Option<(Person, Once)> = None;
    let mut count = 0;
    let mut receipt = Receipt::default();
    let mut seen = 0;
    while let Some(field) = parts.next_field().await.map_err(unreadable)? {
        seen += 1;
        if seen > MOST_FIELDS {
            return Err(Problem::BadRequest);
        }
        let is_file = field.file_name().is_some();
        if !is_file {
            fields.take(field).await?;
            continue;
        }
        if field.file_name() == Some("") {
            continue;
        }
        if count == MOST_FILES {
            return Err(Problem::TooLarge);
        }
        let (person, once) = match &sender {
            Some(sender) => sender,
            None => sender.insert((house.person(&fields.who, &keys)?, Once::of(&fields.id)?)),
        };
        receipt = one(&house, person, once, count, &fields.caption, field).await?;
        count += 1;
    }
    if count == 0 {
        return Err(Problem::Empty);
    }
    Ok(answer(&headers, &fields.view, &receipt))
}

impl Fields {
    async fn take(&mut self, field: Field<'_>) -> Result<(), Problem> {
        let name = field.name().unwrap_or_default().to_owned();
        let text = short(field).await?;
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

/// The same request, whose body comes piece by piece: the reader of forms takes all that is there at once, and would hold in
/// memory what somebody sends faster than it is looked at.
fn paced(request: Request) -> Request {
    request.map(|body| {
        let pieces = stream::unfold((body.into_data_stream(), false), |(mut pieces, is_begun)| async move {
            if is_begun {
                yield_now().await;
            }
            Some((pieces.next().await?, (pieces, true)))
        });
        Pieces::from_stream(pieces)
    })
}

/// The words of a field. One that is too long is not read to its end.
async fn short(mut field: Field<'_>) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(unreadable)? {
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

/// Keeps one file and hands it to the desk; the words that came with an album belong to its first piece.
async fn one(house: &House, person: &Person, once: &Once, place: usize, caption: &str, field: Field<'_>) -> Result<Receipt, Problem> {
    let id = once.inbound(&place.to_string());
    if house.desk().store().seen(&id).map_err(Problem::not_taken)? {
        return Ok(Receipt::default());
    }
    let stored = Stored::new(&secret()?, field.file_name().unwrap_or_default());
    let path = house.options().files.join(stored.name());
    if let Err(problem) = keep(&path, field).await {
        let _ = fs::remove_file(&path).await;
        return Err(problem);
    }
    let caption = Some(caption.to_owned()).filter(|caption| place == 0 && !caption.is_empty());
    let evidence = Evidence { kind: stored.kind(), source: format!("file:{}", stored.name()), caption };
    let album = Some(once.inbound("").to_string());
    receive(house, person, id, Body::Evidence { evidence, album }).await
}

async fn keep(path: &PathBuf, mut field: Field<'_>) -> Result<(), Problem> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).await.context("make the folder for files").map_err(Problem::not_taken)?;
    }
    let mut file = fs::File::create_new(path).await.context("create a file for evidence").map_err(Problem::not_taken)?;
    let mut size = 0_usize;
    while let Some(chunk) = field.chunk().await.map_err(unreadable)? {
        size += chunk.len();
        if size > LARGEST_WASTE {
            return Err(Problem::TooLarge);
        }
        if size <= LARGEST_FILE {
            file.write_all(&chunk).await.context("write evidence").map_err(Problem::not_taken)?;
        }
    }
    if size > LARGEST_FILE {
        return Err(Problem::TooLarge);
    }
    if size == 0 {
        return Err(Problem::Empty);
    }
    file.sync_all().await.context("put evidence on the disk").map_err(Problem::not_taken)?;
    Ok(())
}
