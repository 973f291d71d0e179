//! The grounds 研判依据 beside a case: the text with the words that spoke in it, and the tables of everything that was seen.

use serde::Serialize;

use crate::desk::Desk;
use crate::domain::case::Case;
use crate::domain::grounds::{Grounds, Piece, Section, Tone, marked, sections};
use crate::domain::history::Teller;
use crate::domain::privacy::Sight;

/// The panel as its template needs it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Panel {
    text: Vec<Piece>,
    sections: Vec<Section>,
    /// The reader does not see every word, and so the grounds are those of what they see.
    veiled: bool,
    /// What it would be today, where that is something else.
    today: Option<String>,
}

impl Panel {
    /// For this reader; none for whoever may not see the text. It is worked out from the words that the reader sees and from
    /// no others, so that nothing that is veiled can come back as a cut word, a hit or a fact.
    pub(super) fn of(teller: &Teller<'_>, desk: &Desk) -> Option<Self> {
        let Case { complaint, .. } = teller.case;
        let seen = teller.veil(&complaint.text);
        if teller.sight == Sight::Nothing || seen.trim().is_empty() {
            return None;
        }
        let grounds = desk.grounds(&seen, teller.case.received_at);
        let now = &grounds.decided.intent_name;
        Some(Self {
            text: marked(&grounds.text, &spans(&grounds)),
            sections: sections(&grounds, teller.directory),
            veiled: seen != complaint.text,
            today: (*now != complaint.classification.intent_name).then(|| now.clone()),
        })
    }
}

/// Where words spoke for the intent that was decided for, or against it.
fn spans(grounds: &Grounds) -> Vec<(std::ops::Range<usize>, Tone)> {
    let decided = grounds.intents.iter().filter(|candidate| Some(&candidate.intent) == grounds.decided.intent.as_ref());
    let tone = |weight: f64| if weight < 0.0 { Tone::Against } else { Tone::For };
    decided.flat_map(|candidate| candidate.hits.iter().map(|hit| (hit.span.clone(), tone(hit.weight)))).collect()
}
