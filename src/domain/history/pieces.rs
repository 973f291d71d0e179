//! What was sent along with an event 附件, in words.

use super::Teller;
use crate::domain::complaint::Evidence;
use crate::domain::event::Event;
use crate::domain::privacy::Veil;

/// What was sent along.
pub fn evidence(event: &Event) -> &[Evidence] {
    match event {
        Event::Received { complaint, .. } => &complaint.evidence,
        Event::Supplemented { evidence, .. } => evidence,
        Event::Joined { party } => &party.evidence,
        _ => &[],
    }
}

impl Teller<'_> {
    /// What was sent along: what each piece is, with its words as the reader may see them. Never where it is kept, which is what
    /// opens it, nor the point of the map, which may be somebody's home.
    pub fn pieces(&self, event: &Event) -> Vec<String> {
        Veil::with(self.sight, self.case).evidence(evidence(event)).iter().map(words).collect()
    }
}

fn words(piece: &Evidence) -> String {
    let sort = match piece.source.split_once(':') {
        Some(("file", name)) => name.rsplit_once('.').map(|(_, extension)| format!("（{extension}）")),
        Some(("tg", _)) => Some("（存于Telegram）".to_owned()),
        _ => None,
    };
    let caption = piece.caption.as_deref().map(|caption| format!("：{caption}"));
    [Some(piece.kind.label().to_owned()), sort, caption].into_iter().flatten().collect()
}
