//! Evidence as a page shows it: our own files inline or to be saved, the rest named.

use serde::Serialize;

use super::files::Stored;
use super::view::encode;
use crate::domain::complaint::Evidence;
use crate::domain::outbound::FileRef;

/// How a piece of evidence is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Shape {
    /// In the page.
    Image,
    /// A player.
    Audio,
    /// A player with pictures.
    Video,
    /// To be saved.
    Download,
    /// A point on the map.
    Place,
    /// Kept by another channel.
    Elsewhere,
}

/// One piece.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Piece {
    kind: &'static str,
    shape: Shape,
    url: Option<String>,
    words: Option<String>,
}

impl Piece {
    /// A file that is made when somebody opens it.
    pub(super) fn made(file: &FileRef, url: String) -> Self {
        let shape = match file {
            FileRef::Paper { .. } => Shape::Download,
            FileRef::Report { .. } => Shape::Image,
        };
        Self { kind: file.label(), shape, url: Some(url), words: None }
    }

    /// The piece for a reader who asks for files with `query`, and who sees captions as `veil` leaves them.
    pub(super) fn of(evidence: &Evidence, query: &str, veil: impl Fn(&str) -> String) -> Self {
        let (shape, url, place) = match evidence.source.split_once(':') {
            Some(("file", name)) => match Stored::named(name) {
                Some(stored) => (stored.shape(), Some(format!("/file/{}?{query}", encode(name))), None),
                None => (Shape::Elsewhere, None, None),
            },
            Some(("geo", point)) => (Shape::Place, Some(format!("geo:{point}")), Some(place_words(point))),
            _ => (Shape::Elsewhere, None, None),
        };
        let caption = evidence.caption.as_deref().map(veil).filter(|caption| !caption.is_empty());
        let words = place.into_iter().chain(caption).collect::<Vec<_>>().join("，");
        Self { kind: evidence.kind.label(), shape, url, words: Some(words).filter(|words| !words.is_empty()) }
    }
}

/// `31.2304,121.4737` as people read it.
fn place_words(point: &str) -> String {
    match point.split_once(',') {
        Some((latitude, longitude)) => format!("纬度 {latitude}，经度 {longitude}"),
        None => point.to_owned(),
    }
}
