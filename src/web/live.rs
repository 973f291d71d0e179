//! What has changed, told to open pages as server-sent events. An event names pieces of the page, never their content: the
//! page fetches what its person may see.

use std::convert::Infallible;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::{Stream, StreamExt, stream};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::House;
use super::home::staff_of;
use super::identity::{Keys, Person};
use super::problem::Problem;
use super::request::Asked;
use super::view::View;
use crate::desk::Change;
use crate::domain::ids::{CaseNumber, ChatRef};

/// What one open page shows.
struct Watch {
    citizen: Option<ChatRef>,
    staff: Option<ChatRef>,
    case: Option<CaseNumber>,
}

impl Watch {
    /// The pieces of the page that may look different after this change.
    fn pieces(&self, change: &Change) -> Vec<&'static str> {
        match change {
            Change::Chat(chat) if chat.channel() != "web" => Vec::new(),
            Change::Chat(chat) => {
                let list = if chat.local().starts_with('@') { "people" } else { "citizens" };
                let left = (self.citizen.as_ref() == Some(chat)).then_some("chat-citizen");
                let right = (self.staff.as_ref() == Some(chat)).then_some("chat-staff");
                [list].into_iter().chain(left).chain(right).collect()
            }
            Change::Case(number) if self.staff.is_some() => {
                let case = (self.case == Some(*number)).then_some("case");
                ["people", "cases"].into_iter().chain(case).collect()
            }
            Change::Case(_) => vec!["people"],
        }
    }
}

/// `/events`
pub(super) async fn events(
    State(house): State<House>,
    Asked(view): Asked<View>,
    keys: Keys,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let citizen = if view.citizen.is_empty() { None } else { Some(house.citizen_person(&view.citizen)?.chat()) };
    let staff = staff_of(&house, &view, &keys)?.map(|staff| Person::Staff(staff).chat());
    let watch = Watch { citizen, staff, case: view.case };
    let stopped = house.0.shutdown.clone().cancelled_owned();
    let stream = stream::unfold((house.desk().changes(), watch), next).take_until(stopped);
    Ok(Sse::new(stream).keep_alive(KeepAlive::default()))
}

/// The next event; the end when the desk is gone.
async fn next((mut changes, watch): (Receiver<Change>, Watch)) -> Option<(Result<Event, Infallible>, (Receiver<Change>, Watch))> {
    loop {
        let pieces = match changes.recv().await {
            Ok(change) => watch.pieces(&change),
            Err(RecvError::Lagged(_)) => vec!["all"],
            Err(RecvError::Closed) => return None,
        };
        if !pieces.is_empty() {
            return Some((Ok(Event::default().data(pieces.join(" "))), (changes, watch)));
        }
    }
}
