//! Files that people sent: kept under names that nobody can guess, given back only to those who may see them, and never as
//! anything that a browser would run.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::evidence::Shape;
use super::identity::{Keys, Person};
use super::problem::Problem;
use super::request::Asked;
use super::{House, cases};
use crate::domain::audit::Viewed;
use crate::domain::complaint::{Evidence, EvidenceKind};
use crate::domain::ids::CaseNumber;

/// The sorts of files that are shown in a page: extension, what is sent as its type, and what it is.
const SORTS: [(&str, &str, EvidenceKind, Shape); 12] = [
    ("jpg", "image/jpeg", EvidenceKind::Photo, Shape::Image),
    ("png", "image/png", EvidenceKind::Photo, Shape::Image),
    ("gif", "image/gif", EvidenceKind::Photo, Shape::Image),
    ("webp", "image/webp", EvidenceKind::Photo, Shape::Image),
    ("mp3", "audio/mpeg", EvidenceKind::Voice, Shape::Audio),
    ("m4a", "audio/mp4", EvidenceKind::Voice, Shape::Audio),
    ("ogg", "audio/ogg", EvidenceKind::Voice, Shape::Audio),
    ("wav", "audio/wav", EvidenceKind::Voice, Shape::Audio),
    ("mp4", "video/mp4", EvidenceKind::Video, Shape::Video),
    ("webm", "video/webm", EvidenceKind::Video, Shape::Video),
    ("mov", "video/quicktime", EvidenceKind::Video, Shape::Video),
    ("pdf", "application/pdf", EvidenceKind::File, Shape::Download),
];

/// Other names of the same sorts.
const ALSO: [(&str, &str); 6] = [("jpeg", "jpg"), ("jpe", "jpg"), ("jfif", "jpg"), ("oga", "ogg"), ("opus", "ogg"), ("m4v", "mp4")];

/// Extensions that are kept although the file is only ever saved: so that it opens with the right program.
const SAVED: [&str; 21] = [
    "heic", "heif", "bmp", "amr", "aac", "avi", "3gp", "mkv", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "ofd", "txt", "csv",
    "zip", "rar", "7z",
];

/// What can be sent, for people whose file cannot.
pub(super) const KINDS: &str = "照片（jpg、png、gif、webp、heic）、语音（mp3、m4a、ogg、wav、amr）、视频（mp4、webm、mov、avi、3gp）和文档（pdf、doc、docx、xls、xlsx、ppt、pptx、wps、ofd、txt、zip）";

/// The name of a stored file: 32 hexadecimal digits and an extension of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stored {
    name: String,
    extension: &'static str,
}

impl Stored {
    /// A new name for a file that its sender calls `original`, and whose browser calls it a `kind`; none when neither tells of a
    /// sort that is kept.
    pub(super) fn new(secret: &str, original: &str, kind: Option<&str>) -> Option<Self> {
        let by_name = original.rsplit_once('.').and_then(|(_, given)| named(&given.to_ascii_lowercase()));
        let by_kind = || SORTS.iter().find(|(_, own, ..)| Some(*own) == kind).map(|(extension, ..)| *extension);
        let extension = by_name.or_else(by_kind)?;
        Some(Self { name: format!("{secret}.{extension}"), extension })
    }

    /// The stored file of this name; none when it is not a name that we make.
    pub(super) fn named(name: &str) -> Option<Self> {
        let (secret, extension) = name.split_once('.')?;
        let extension = extensions().chain(["bin"]).find(|own| *own == extension)?;
        let is_ours = secret.len() == 32 && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_ours.then(|| Self { name: name.to_owned(), extension })
    }

    /// The name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// What sort of evidence it is.
    pub(super) fn kind(&self) -> EvidenceKind {
        self.sort().map_or(EvidenceKind::File, |(_, _, kind, _)| *kind)
    }

    /// How a page shows it.
    pub(super) fn shape(&self) -> Shape {
        self.sort().map_or(Shape::Download, |(_, _, _, shape)| *shape)
    }

    fn sort(&self) -> Option<&'static (&'static str, &'static str, EvidenceKind, Shape)> {
        SORTS.iter().find(|(extension, ..)| *extension == self.extension)
    }
}

/// The extension of ours that this one is.
fn named(given: &str) -> Option<&'static str> {
    let given = ALSO.iter().find(|(other, _)| *other == given).map_or(given, |(_, own)| own);
    extensions().find(|own| *own == given)
}

fn extensions() -> impl Iterator<Item = &'static str> {
    SORTS.iter().map(|(extension, ..)| *extension).chain(SAVED)
}

/// For whom, and from which case when not from their own chat.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Access {
    who: String,
    case: Option<CaseNumber>,
}

/// The query with which this person gets files: of a case, or of their chat.
pub(super) fn access_query(person: &Person, case: Option<CaseNumber>) -> String {
    let who = format!("who={}", super::view::encode(&person.who()));
    case.map_or(who.clone(), |number| format!("{who}&case={number}"))
}

/// One file.
pub(super) async fn file(
    State(house): State<House>,
    Path(name): Path<String>,
    Asked(access): Asked<Access>,
    keys: Keys,
) -> Result<Response, Problem> {
    let stored = Stored::named(&name).ok_or(Problem::NoFile)?;
    let source = format!("file:{name}");
    let number = access.case;
    let reader = house.read(move |house| may_see(house, &source, &access, &keys)).await?.ok_or(Problem::NoFile)?;
    if let (Person::Staff(staff), Some(number)) = (&reader, number) {
        house.saw(staff, number, Viewed::Evidence).await?;
    }
    let bytes = tokio::fs::read(house.options().files.join(&name)).await.map_err(|_| Problem::NoFile)?;
    let is_shown = stored.shape() != Shape::Download;
    let kind = stored.sort().map_or("application/octet-stream", |(_, kind, ..)| kind);
    let disposition = format!("{}; filename=\"{name}\"", if is_shown { "inline" } else { "attachment" });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).map_err(anyhow::Error::from)?),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
    ];
    Ok((headers, bytes).into_response())
}

/// Who may see the file here: whoever asks, or nobody.
fn may_see(house: &House, source: &str, access: &Access, keys: &Keys) -> Result<Option<Person>, Problem> {
    let person = house.person(&access.who, keys)?;
    let has = |all: &[Evidence]| all.iter().any(|evidence| evidence.source == source);
    let may_see = match (access.case, &person) {
        (Some(number), Person::Staff(staff)) => has(&cases::visible(house, staff, number)?.evidence()),
        (Some(_), Person::Citizen(_)) => false,
        (None, person) => {
            let lines = house.desk().store().log(&person.chat(), super::chat::MOST_LINES)?;
            lines.iter().any(|line| has(&line.attachments))
        }
    };
    Ok(may_see.then_some(person))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_name_is_ours_whatever_its_sender_called_it() {
        let secret = "0123456789abcdef".repeat(2);
        for (original, extension, kind) in [
            ("噪声.JPEG", "jpg", EvidenceKind::Photo),
            ("a.b.mp4", "mp4", EvidenceKind::Video),
            ("合同.docx", "docx", EvidenceKind::File),
            ("../../etc/夜里😡.jpg", "jpg", EvidenceKind::Photo),
            ("C:\\照片\\1", "png", EvidenceKind::Photo),
            ("账.7Z", "7z", EvidenceKind::File),
        ] {
            let stored = Stored::new(&secret, original, Some("image/png")).expect("a sort that is kept");
            assert_eq!(stored.name(), format!("{secret}.{extension}"));
            assert_eq!(stored.kind(), kind);
            assert_eq!(Stored::named(stored.name()), Some(stored));
        }
        for original in ["page.html", "x.svg", "照片.jpg.exe", "../../etc/passwd", "", "."] {
            assert_eq!(Stored::new(&secret, original, None), None, "{original}");
        }
        for name in ["", "a.jpg", "../x.jpg", &format!("{secret}.html"), &format!("{secret}.jpg.jpg"), &secret] {
            assert_eq!(Stored::named(name), None, "{name}");
        }
    }
}
