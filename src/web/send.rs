//! What people write and press, handed to the desk. Each form carries an identity, so that a second click changes nothing.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::json;

use super::House;
use super::identity::{Keys, Person};
use super::problem::{Problem, wants_json};
use super::request::{Filled, secret};
use super::view::View;
use crate::desk::Receipt;
use crate::domain::action::Action;
use crate::domain::complaint::{Evidence, EvidenceKind};
use crate::domain::ids::InboundId;
use crate::domain::inbound::{Body, Inbound};

/// The most characters of one message.
const LONGEST_TEXT: usize = 10_000;

/// The identity of a form.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct Once(String);

impl Once {
    /// The identity that a form carries, or a new one when it carries none that can be one.
    pub(super) fn of(text: &str) -> Result<Self, Problem> {
        let fits = (8..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        Ok(Self(if fits { text.to_owned() } else { secret()? }))
    }

    /// The identity of the message that the form is; `part` tells its buttons and files apart.
    pub(super) fn inbound(&self, part: &str) -> InboundId {
        let separator = if part.is_empty() { "" } else { ":" };
        InboundId(format!("web:{}{separator}{part}", self.0))
    }
}

/// Words.
#[derive(Deserialize)]
pub(super) struct Say {
    who: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    view: String,
    #[serde(default)]
    text: String,
}

/// `/say`
pub(super) async fn say(State(house): State<House>, keys: Keys, headers: HeaderMap, Filled(say): Filled<Say>) -> Result<Response, Problem> {
    let person = house.person(&say.who, &keys)?;
    // Browsers send line breaks as CR LF.
    let text = say.text.replace("\r\n", "\n").trim().to_owned();
    if text.is_empty() {
        return Err(Problem::Empty);
    }
    if text.chars().count() > LONGEST_TEXT {
        return Err(Problem::TooLong);
    }
    let id = Once::of(&say.id)?.inbound("");
    let receipt = receive(&house, &person, id, Body::Text(text)).await?;
    Ok(answer(&headers, &say.view, &receipt))
}

/// A button.
#[derive(Deserialize)]
pub(super) struct Press {
    who: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    view: String,
    data: String,
}

/// `/press`
pub(super) async fn press(
    State(house): State<House>,
    keys: Keys,
    headers: HeaderMap,
    Filled(press): Filled<Press>,
) -> Result<Response, Problem> {
    let person = house.person(&press.who, &keys)?;
    if press.data.len() > Action::MOST_BYTES {
        return Err(Problem::BadRequest);
    }
    let id = Once::of(&press.id)?.inbound(&press.data);
    let receipt = receive(&house, &person, id, Body::Press(press.data)).await?;
    Ok(answer(&headers, &press.view, &receipt))
}

/// A point on the map.
#[derive(Deserialize)]
pub(super) struct Locate {
    who: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    view: String,
    #[serde(default)]
    latitude: String,
    #[serde(default)]
    longitude: String,
}

/// `/locate`
pub(super) async fn locate(
    State(house): State<House>,
    keys: Keys,
    headers: HeaderMap,
    Filled(locate): Filled<Locate>,
) -> Result<Response, Problem> {
    let person = house.person(&locate.who, &keys)?;
    let latitude = degrees(&locate.latitude, 90.0)?;
    let longitude = degrees(&locate.longitude, 180.0)?;
    let source = format!("geo:{latitude:.6},{longitude:.6}");
    let body = Body::Evidence { evidence: Evidence { kind: EvidenceKind::Location, source, caption: None }, album: None };
    let receipt = receive(&house, &person, Once::of(&locate.id)?.inbound(""), body).await?;
    Ok(answer(&headers, &locate.view, &receipt))
}

fn degrees(text: &str, most: f64) -> Result<f64, Problem> {
    let degrees = text.trim().parse::<f64>().ok().filter(|degrees| degrees.abs() <= most);
    degrees.ok_or(Problem::NoPlace)
}

/// Hands a message to the desk.
pub(super) async fn receive(house: &House, person: &Person, id: InboundId, body: Body) -> Result<Receipt, Problem> {
    let display = Some(person.name().to_owned());
    let inbound = Inbound { id, chat: person.chat(), user: person.user(), display, is_group: false, body };
    house.desk().receive(inbound).await.map_err(Problem::not_taken)
}

/// Back to the page as it was, or a word for its script.
pub(super) fn answer(headers: &HeaderMap, view: &str, receipt: &Receipt) -> Response {
    if wants_json(headers) {
        return Json(json!({ "toast": receipt.toast })).into_response();
    }
    Redirect::to(&View::parse(view).href()).into_response()
}
