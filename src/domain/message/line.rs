//! A case in one line of a list.

use serde::Serialize;

use super::card::{Card, DueWords};
use crate::domain::case::Case;
use crate::domain::complaint::Slot;
use crate::domain::decide::holder_name;
use crate::domain::department::Directory;
use crate::domain::ids::{CaseNumber, Moment};
use crate::domain::privacy::{Reader, Veil};

/// A case in one line of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseLine {
    /// 工单号
    pub number: CaseNumber,
    /// The matter.
    pub intent: String,
    /// Where it stands.
    pub state: &'static str,
    /// Who holds it.
    pub holder: String,
    /// What ends next.
    pub due: Option<DueWords>,
    /// The place or the first words.
    pub what: String,
}

impl CaseLine {
    /// The line of this card.
    pub fn of(card: &Card) -> Self {
        let place = card.facts.iter().find(|(name, _)| *name == Slot::Place.label()).map(|(_, place)| place.clone());
        Self {
            number: card.number,
            intent: card.intent.clone(),
            state: card.state,
            holder: card.holder.clone(),
            due: card.due.clone(),
            what: place.unwrap_or_else(|| shorten(&card.text, WORDS)),
        }
    }

    /// The line of the card that this reader gets of the case, for somebody who needs nothing else of it.
    pub fn of_case(case: &Case, reader: Reader, directory: &Directory, now: Moment) -> Self {
        let veil = Veil::of(reader, case);
        let complaint = &case.complaint;
        let place = complaint.slots.get(&Slot::Place).and_then(|place| veil.slot(Slot::Place, place));
        Self {
            number: case.number,
            intent: complaint.classification.intent_name.clone(),
            state: case.state.label(),
            holder: holder_name(case, directory),
            due: DueWords::next(case, reader, now),
            what: place.unwrap_or_else(|| shorten(&veil.text(&complaint.text), WORDS)),
        }
    }
}

/// How many of the first words stand for a case whose place nobody told.
const WORDS: usize = 16;

/// The first `most` characters, with … when something was left out; line breaks become spaces.
pub fn shorten(text: &str, most: usize) -> String {
    let mut short: String = text.chars().take(most).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(most).is_some() {
        short.push('…');
    }
    short
}
